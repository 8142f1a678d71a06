"""Sentences that stand twice, or nearly: within a leaflet, and in two leaflets that may be versions of one."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from edubot.checking.alike import Words, alike
from edubot.checking.differing import Differing
from edubot.checking.finding import Finding, Kind, Place, Severity
from edubot.checking.proof import Proof, Sentence
from edubot.tokens import tokens

FEWEST_WORDS = 6
"""Words under which a sentence that stands twice tells nothing."""
VERSION = 0.5
"""Share of a leaflet's sentences that another has too, from which the two are taken for versions of one."""
FEWEST_SENTENCES = 5
"""Sentences under which a leaflet is too short to be taken for a version."""
MOST_HOLDERS = 12
"""Leaflets from which a sentence is standard wording, and tells nothing of any two of them."""
MOST_PAIRS = 50
"""Findings of pairs of leaflets, and of sentences with other figures, in a report."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_DENIALS = frozenset({"no", "not", "never", "don't", "cannot", "can't", "without", "nor", "mustn't", "shouldn't"})


@dataclass(frozen=True)
class _Unit:
    proof: Proof
    sentence: Sentence
    words: Words

    @property
    def place(self) -> Place:
        return self.proof.place(self.sentence.span)


_Pair = tuple[_Unit, _Unit]


def duplicates(proofs: Sequence[Proof], differ: Sequence[Differing] = ()) -> Iterator[Finding]:
    """What stands twice: titles, sentences that contradict one another each, the rest of two leaflets in one finding.

    Args:
        differ: where leaflets are known to differ, which is not told again.
    """
    yield from _same_titles(proofs)
    units: dict[Words, list[_Unit]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for proof in proofs:
        for sentence in proof.sentences:
            words = tuple(tokens(sentence.text))
            if len(words) >= FEWEST_WORDS and not sentence.is_heading:
                units[words].append(_Unit(proof, sentence, words))
                counts[proof.id] += 1
    by_leaflets: dict[tuple[str, str], list[_Pair]] = defaultdict(list)
    for first, second in (*_same(units.values()), *_nearly(units)):
        by_leaflets[first.proof.id, second.proof.id].append((first, second))
    pairs = [pair for held in by_leaflets.values() for pair in held]
    known = [{(side.leaflet, side.start) for side in each.sides} for each in differ]
    holders = {words: {unit.proof.id for unit in found} for words, found in units.items()}
    contrary = [pair for pair in pairs if _is_contrary(*pair) and not _is_within(*pair, holders)]
    told = (pair for pair in contrary if not any(_starts(pair) <= sides for sides in known))
    yield from islice((_contrary(*pair) for pair in told), MOST_PAIRS)
    shares = {
        key: _count(held) / max(FEWEST_SENTENCES, min(counts[leaflet] for leaflet in key))
        for key, held in by_leaflets.items()
    }
    for one, other in sorted(by_leaflets, key=lambda key: (-shares[key], key))[:MOST_PAIRS]:
        held = by_leaflets[one, other]
        yield _within(one, held) if one == other else _across(shares[one, other], one, other, held)


def _same_titles(proofs: Sequence[Proof]) -> Iterator[Finding]:
    """Leaflets that no patient can tell apart: a title is all that is shown of them beside their words."""
    by_title: dict[str, list[str]] = defaultdict(list)
    for proof in proofs:
        by_title[proof.leaflet.source.title.casefold()].append(proof.id)
    for first, *others in islice((ids for ids in by_title.values() if len(ids) > 1), MOST_PAIRS):
        told = f"Has the same title as {', '.join(others[:MOST_HOLDERS])}, so that patients cannot tell them apart"
        yield Finding(Kind.DUPLICATE, Severity.LOOK_AT, first, told, "Give each a title of its own in its curation")


def _starts(pair: _Pair) -> set[tuple[str, int]]:
    return {(unit.proof.id, unit.sentence.span.start) for unit in pair}


def _count(pairs: Sequence[_Pair]) -> int:
    """How many sentences of the first leaflet stand in the second too."""
    return len({unit.sentence.span for unit, _ in pairs})


def _same(groups: Iterable[Sequence[_Unit]]) -> Iterator[_Pair]:
    for group in groups:
        if len({unit.proof.id for unit in group}) <= MOST_HOLDERS:
            for position, unit in enumerate(group[1:], start=1):
                yield from ((before, unit) for before in group[:position])


def _nearly(units: dict[Words, list[_Unit]]) -> Iterator[_Pair]:
    texts = list(units)
    for one, other in alike(texts):
        first, second = units[texts[one]], units[texts[other]]
        if len({unit.proof.id for unit in (*first, *second)}) <= MOST_HOLDERS:
            yield from ((before, after) for before in first for after in second)


def _is_contrary(one: _Unit, other: _Unit) -> bool:
    return _telling(one.sentence.text) != _telling(other.sentence.text)


def _is_within(one: _Unit, other: _Unit, holders: Mapping[Words, Set[str]]) -> bool:
    """Whether two leaflets differ in no more than one of them says twice itself, which is told of that one."""
    first, second = one.proof.id, other.proof.id
    return first != second and (second in holders[one.words] or first in holders[other.words])


def _telling(text: str) -> tuple[list[str], bool]:
    """What two sentences that are nearly the same must share to say the same: figures, and whether they deny."""
    return _figures(text), bool(_DENIALS & set(tokens(text)))


def _figures(text: str) -> list[str]:
    return sorted(set(_FIGURE.findall(text)))


def _contrary(one: _Unit, other: _Unit) -> Finding:
    figures = [set(_figures(unit.sentence.text)) for unit in (one, other)]
    first, second = (", ".join(sorted(each - (figures[0] & figures[1]))) or "none" for each in figures)
    differ = f"other figures: {first} and {second}" if first != second else "a “not” more or less"
    where = "in the same leaflet" if one.proof.id == other.proof.id else f"in {other.proof.id}"
    told = f"Nearly the same sentence stands {where} with {differ}"
    mend = "See which is right, and quarantine the other"
    return Finding(Kind.DUPLICATE, Severity.LOOK_AT, one.proof.id, told, mend, (one.place, other.place))


def _within(leaflet: str, pairs: Sequence[_Pair]) -> Finding:
    told = f"{_sentences(pairs)} twice in the leaflet, or nearly"
    mend = "Nothing, where it is meant to say it twice"
    return Finding(Kind.DUPLICATE, Severity.FOR_INFORMATION, leaflet, told, mend, _places(pairs))


def _across(share: float, one: str, other: str, pairs: Sequence[_Pair]) -> Finding:
    if share >= VERSION:
        told = f"Seems to be another version of {other}: {share:.0%} of the shorter one stands in both"
        mend = "Keep the newer one, and take the other out of the folder"
        return Finding(Kind.DUPLICATE, Severity.LOOK_AT, one, told, mend, _places(pairs))
    told = f"{_sentences(pairs)} in {other} too, word for word or nearly"
    mend = "Nothing, where both leaflets are meant to say it"
    return Finding(Kind.DUPLICATE, Severity.FOR_INFORMATION, one, told, mend, _places(pairs))


def _sentences(pairs: Sequence[_Pair]) -> str:
    return "A sentence stands" if _count(pairs) == 1 else f"{_count(pairs)} sentences stand"


def _places(pairs: Sequence[_Pair]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(unit.place for pair in pairs for unit in pair))
