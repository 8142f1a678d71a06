"""How hard each section of a leaflet is to read: the US school grade by Flesch and Kincaid.

Kincaid et al. 1975: 0.39 × words a sentence + 11.8 × syllables a word − 15.59. Syllables are textstat's; sentences are
ours, so that "0.5 mg" ends none and a list item is one. The formula was made for passages of 100 words and more, and
says little of a few lines. The NIH and the CDC ask for grade 6 to 8 for patients; the US Department of Health counts
material above grade 9 as difficult, and 13 is college.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import textstat

from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.known_words import words_of
from edubot.checking.proof import Proof, Sentence

FEWEST_WORDS = 60
"""Words under which a section is not graded."""
WANTED = 8.0
"""The highest grade that the NIH and the CDC ask for."""
HARD = 13.0
"""The grade of a first year of college, from which a section is to be looked at."""


@dataclass(frozen=True)
class SectionGrade:
    """A section and how hard it is to read."""

    heading: tuple[str, ...]
    line: int
    words: int
    grade: float | None
    """None where the section is too short to be graded."""
    hardest: Sentence
    """The one that raises the grade most."""


def section_grades(proof: Proof) -> tuple[SectionGrade, ...]:
    """Every section with the sentences under its headings, lead lines of lists counted to it."""
    spoken = (sentence for sentence in proof.sentences if not sentence.is_heading)
    return tuple(
        _section(proof, heading, list(held))
        for heading, held in groupby(spoken, lambda each: _section_of(each.heading))
    )


def grade(sentences: Sequence[str]) -> float:
    """The Flesch–Kincaid grade of some sentences, each counted as one."""
    words = [word.group().lower() for text in sentences for word in words_of(text)]
    spoken = sum(any(words_of(text)) for text in sentences)
    if not words:
        return 0.0
    return 0.39 * len(words) / spoken + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def readability(proof: Proof, grades: Sequence[SectionGrade]) -> Iterator[Finding]:
    """The sections that are hard in one finding; where none is, the leaflet as a whole if it is above what is asked."""
    hard = [each for each in grades if each.grade is not None and each.grade >= HARD]
    if hard:
        named = "; ".join(f"{' › '.join(each.heading) or 'the beginning'} (grade {each.grade:.0f})" for each in hard)
        yield Finding(
            Kind.READABILITY,
            Severity.LOOK_AT,
            proof.id,
            f"Hard to read, at the level of college: {named}",
            "Ask for a plainer text, and begin with the sentences below",
            tuple(proof.place(each.hardest.span) for each in hard),
        )
    whole = grade([sentence.text for sentence in proof.sentences if not sentence.is_heading])
    if whole > WANTED and not hard:
        yield Finding(
            Kind.READABILITY,
            Severity.FOR_INFORMATION,
            proof.id,
            f"Reads at US school grade {whole:.0f}; patients' texts should be at {WANTED:.0f} or under",
            "Ask for a plainer text when the leaflet is renewed",
        )


def _section(proof: Proof, heading: tuple[str, ...], held: Sequence[Sentence]) -> SectionGrade:
    words = sum(1 for sentence in held for _ in words_of(sentence.text))
    found = grade([sentence.text for sentence in held]) if words >= FEWEST_WORDS else None
    hardest = max(held, key=lambda sentence: grade([sentence.text]))
    return SectionGrade(heading, proof.line(held[0].span.start), words, found, hardest)


def _section_of(heading: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for part in heading if not part.endswith(":"))


@lru_cache(maxsize=100_000)
def _syllables(word: str) -> int:
    return int(textstat.syllable_count(word))
