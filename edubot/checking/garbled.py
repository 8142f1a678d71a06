"""Words that look garbled: a slip in the spelling, two words in one, a word cut by a hyphen, an ending that is lost."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from ftfy.badness import is_bad

from edubot.checking.finding import Finding, Kind, Place, Severity
from edubot.checking.known_words import KnownWords, words_of
from edubot.checking.proof import Proof, Sentence
from edubot.english import parted
from edubot.model import Span

SHORTEST = 4
"""Letters under which a word that is not known tells nothing."""
MOST_TOLD = 12
"""Words that no list knows, told by name of one leaflet."""
_CUT = re.compile(r"\b([^\W\d_]{2,})-\s+([^\W\d_]{2,})\b")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][^\W\d_]+")
_HANGING = frozenset({"and", "or", "to", "nor", "but", "than", "as"})
"""After these a hyphen hangs on purpose: "short- and long-term"."""
_ADDRESS = re.compile(
    r"(?<!\S)(?=\S*?(?:://|www\.|@)|[^\w\s]*+\w\S*?\.(?:com|org|net|info|gov|eu|uk)\b)\S++", re.IGNORECASE
)
_LOST_ENDING = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:(?:not|also|only|\w+ly)\s+)?"
    r"(use|take|prescribe|give|recommend|advise|need|know|call|make|see|tell|treat|cause)\s+"
    r"(?=(?:for|to|with|when|by|under|in|if|as|only|during|before|after|because)\b)|"
    r"\bif\s+(take|use|give|prescribe)\s+(?=(?:in|during|with|by|for)\b)",
    re.IGNORECASE,
)
_MEND = "Hold it against the original; correct the file, or give the right word as an alias in its curation"


def words_in_use(proofs: Iterable[Proof]) -> Mapping[str, int]:
    """In how many leaflets each word stands; a word that two leaflets write is taken to be one."""
    counts: Counter[str] = Counter()
    for proof in proofs:
        counts.update({word.group().lower() for each in proof.sentences for word in words_of(each.text)})
    return counts


def garbled(proof: Proof, known: KnownWords) -> Iterator[Finding]:
    """The words of a leaflet that look garbled, one finding a word, and those that no list knows in one."""
    at: dict[str, list[Place]] = {}
    unknown: dict[str, Place] = {}
    names = set(_names(proof))
    explained = {cue.span for cue in proof.leaflet.cues}
    for sentence in proof.sentences:
        if is_bad(sentence.text):
            continue  # its characters are broken, which is told elsewhere
        cut = list(_cut_words(sentence, known))
        for told, span in (*cut, *_lost_endings(sentence)):
            at.setdefault(told, []).append(proof.place(span, sentence.span))
        for word, span in _unknown_words(sentence, known):
            if word in names or span in explained or any(span.overlaps(other) for _, other in cut):
                continue
            likely = _explained(word, known)
            if likely:
                at.setdefault(likely, []).append(proof.place(span, sentence.span))
            else:
                unknown.setdefault(word, proof.place(span, sentence.span))
    for told, places in at.items():
        yield Finding(Kind.GARBLED, Severity.LOOK_AT, proof.id, told, _MEND, tuple(places))
    if unknown:
        yield _unknown(proof.id, unknown)


def _unknown(leaflet: str, words: Mapping[str, Place]) -> Finding:
    named = list(words)[:MOST_TOLD]
    more = f" and {len(words) - len(named)} more" if len(words) > len(named) else ""
    told = f"Words that no list knows: {', '.join(named)}{more}"
    mend = "Nothing, where they are names or rare terms that are spelt so"
    return Finding(Kind.UNKNOWN_WORD, Severity.FOR_INFORMATION, leaflet, told, mend, tuple(words.values()))


def _explained(word: str, known: KnownWords) -> str | None:
    near = known.nearest(word)
    if near:
        return f"“{word}” is no known word; perhaps “{near}” is meant"
    parts = parted(word)
    return f"“{word}” may be two words in one: “{' '.join(parts)}”" if parts else None


def _unknown_words(sentence: Sentence, known: KnownWords) -> Iterator[tuple[str, Span]]:
    addresses = [Span(*match.span()) for match in _ADDRESS.finditer(sentence.text)]
    for match in words_of(sentence.text):
        word, span = match.group(), Span(*match.span())
        written = word.islower() or word.istitle()  # in capitals it is an abbreviation
        in_address = any(span.overlaps(each) for each in addresses)
        if len(word) >= SHORTEST and written and word.lower() not in known and not in_address:
            yield word.lower(), Span(sentence.span.start + span.start, sentence.span.start + span.end)


def _names(proof: Proof) -> Iterator[str]:
    """Words with a capital where no sentence begins, somewhere in the leaflet."""
    for sentence in proof.sentences:
        yield from (match.group().lower() for match in _NAME.finditer(sentence.text) if not sentence.is_heading)


def _cut_words(sentence: Sentence, known: KnownWords) -> Iterator[tuple[str, Span]]:
    for match in _CUT.finditer(sentence.text):
        first, second = (part.lower() for part in match.groups())
        if second not in _HANGING and first + second in known and not (first in known and second in known):
            written = " ".join(match.group().split())
            yield f"“{written}” is cut by a hyphen; “{first}{second}” is meant", _span(sentence, match)


def _lost_endings(sentence: Sentence) -> Iterator[tuple[str, Span]]:
    for match in _LOST_ENDING.finditer(sentence.text):
        yield "A word seems to have lost its ending", _span(sentence, match)


def _span(sentence: Sentence, match: re.Match[str]) -> Span:
    return Span(sentence.span.start + match.start(), sentence.span.start + len(match.group().rstrip()) + match.start())
