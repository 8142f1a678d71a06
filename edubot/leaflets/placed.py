"""A curation held against its text: every place that it names, found, or told why not."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise
from typing import TypeVar

from edubot.errors import CurationInvalid
from edubot.leaflets.curated import CuratedHeading, CuratedSpan, Entry
from edubot.leaflets.curation import FEWEST_DIGITS, Curation
from edubot.leaflets.lines import Line
from edubot.leaflets.paragraphs import paragraphs
from edubot.leaflets.quotes import line_at, place_of, places_of
from edubot.leaflets.sentences import sentences
from edubot.leaflets.spans import overlaps_any, without
from edubot.model import EducatorsRemark, Quarantine, Span

_E = TypeVar("_E", bound=Entry)
_F = TypeVar("_F")


@dataclass(frozen=True)
class ReadText:
    """A text that a curation is held against."""

    text: str
    name: str
    """Of the leaflet's file."""
    lines: tuple[Line, ...]

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        """Where its paragraphs are."""
        return tuple(paragraph.span for paragraph in paragraphs(self.lines))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Where its sentences are."""
        return tuple(sentence for span in self.paragraphs for sentence in sentences(self.text, span))


@dataclass(frozen=True)
class Placed:
    """What a curation says of places that a patient need not be shown."""

    quarantined: tuple[Quarantine, ...]
    headings: tuple[tuple[int, str], ...]
    """Headings to add, each with the offset of what it heads."""
    remarks: tuple[EducatorsRemark, ...]


def placed(curation: Curation, read: ReadText, wrong: Iterable[CurationInvalid] = ()) -> Placed:
    """The places that a curation names in a text; every quote of it is looked for.

    Args:
        wrong: what else is wrong with the curation, to be told in the same go.

    Raises:
        CurationInvalid: words that stand nowhere or more than once, offsets out of range, characters that are not those
            the curator saw, or spans that overlap; `also` tells all that no longer fits.
    """
    problems = list(wrong)
    quarantined = dict(each_placed(curation.quarantine, partial(span_of, read), problems))
    headings = each_placed(curation.heading, partial(_headed, read), problems)
    remarks = each_placed(curation.remark, partial(_quoted, read), problems)
    for entries in (curation.side, curation.unsafe, curation.notes, curation.question):
        each_placed(entries, partial(_quoted, read), problems)
    problems += _overlaps(read, quarantined)
    if problems:
        raise CurationInvalid.of_all(problems)
    return Placed(
        tuple(_apart(read.text, quarantined)),
        tuple((start, entry.text) for start, entry in headings),
        tuple(EducatorsRemark(entry.text, span) for span, entry in remarks),
    )


def each_placed(
    entries: Iterable[_E], place: Callable[[_E], _F], problems: list[CurationInvalid]
) -> list[tuple[_F, _E]]:
    """Each entry with its place; what has none is put to the problems."""
    found = []
    for entry in entries:
        try:
            found.append((place(entry), entry))
        except CurationInvalid as problem:
            problems.append(problem)
    return found


def _quoted(read: ReadText, entry: Entry) -> Span | None:
    """Where the words of an entry stand; None where it needs none."""
    places = [place_of(words, read.text, read.name, entry.written(read.name, key)) for key, words in entry.quotes()]
    return next(iter(places), None)


def span_of(read: ReadText, entry: CuratedSpan) -> Span:
    """What an entry keeps from patients.

    Raises:
        CurationInvalid: it names no one place, or a part of a sentence.
    """
    if entry.start is not None and entry.end is not None and entry.sha256 is not None:
        return _by_offsets(read, entry, entry.start, entry.end, entry.sha256)
    found = _by_words(read, entry)
    return found if entry.part else _whole(read, entry, found)


def _by_offsets(read: ReadText, entry: CuratedSpan, start: int, end: int, sha256: str) -> Span:
    where = f"{entry.written(read.name)}: {start}:{end}"
    if not start < end <= len(read.text):
        raise CurationInvalid(f"{where} is not in {read.name}", f"Name characters up to {len(read.text)}")
    found = hashlib.sha256(read.text[start:end].encode()).hexdigest()
    if len(sha256) < FEWEST_DIGITS or not found.startswith(sha256):
        raise CurationInvalid(
            f"{where} ({entry.reason}) is another text in {read.name} now", "Correct its start, end and sha256"
        )
    return Span(start, end)


def _by_words(read: ReadText, entry: CuratedSpan) -> Span:
    key, words = next(entry.quotes())
    first = place_of(words, read.text, read.name, entry.written(read.name, key))
    if not entry.last:
        return first
    last = next((place for place in places_of(entry.last, read.text) if place.end >= first.end), None)
    if last is None:
        raise CurationInvalid(
            f"{entry.written(read.name, 'to')}: {entry.last!r} does not stand after {entry.first!r} in {read.name}",
            "Quote it as the leaflet has it now",
        )
    return Span(first.start, last.end)


def _whole(read: ReadText, entry: CuratedSpan, found: Span) -> Span:
    """A place, widened by the marks at its ends; refused where it takes a part of a sentence away from the rest."""
    around = [span for span in read.sentences if span.overlaps(found)]
    start = min((span.start for span in around), default=found.start)
    end = max((span.end for span in around), default=found.end)
    for left, right in ((start, found.start), (found.end, end)):
        rest = read.text[left:right]
        if any(map(str.isalnum, rest)):
            raise CurationInvalid(
                f"{entry.written(read.name)}: a sentence is cut in two, and {' '.join(rest.split())!r} is left of it",
                "Quote the whole sentence, or add part = true if the rest still means the same",
            )
    return Span(min(start, found.start), max(end, found.end))


def _headed(read: ReadText, entry: CuratedHeading) -> int:
    """The offset of what a heading heads."""
    written = entry.written(read.name, "start" if entry.before is None else "before")
    if entry.start is not None:
        if not read.paragraphs or entry.start > read.paragraphs[-1].start:
            raise CurationInvalid(
                f"{written}: nothing in {read.name} begins at {entry.start} or after", "Correct its start"
            )
        return entry.start
    place = place_of(entry.before or "", read.text, read.name, written)
    paragraph = next((span for span in reversed(read.paragraphs) if span.start < place.end), place)
    before = read.text[paragraph.start : place.start]
    if any(map(str.isalnum, before)):
        line = line_at(read.text, place.start)
        raise CurationInvalid(
            f"{written}: {entry.before!r} stands inside a paragraph of {read.name} (line {line})",
            "Quote the words that the paragraph begins with",
        )
    return min(paragraph.start, place.start)


def _apart(text: str, found: Mapping[Span, CuratedSpan]) -> Iterator[Quarantine]:
    """What is kept back, each character once: the first span has what two files name."""
    taken: list[Span] = []
    for span in sorted(found):
        pieces = without(text, span, taken) if overlaps_any(span, taken) else [span]
        yield from (Quarantine(piece, found[span].reason) for piece in pieces)
        taken.append(span)


def _overlaps(read: ReadText, found: dict[Span, CuratedSpan]) -> Iterator[CurationInvalid]:
    for one, other in pairwise(sorted(found)):
        if one.overlaps(other) and found[one].file == found[other].file:
            yield CurationInvalid(
                f"{found[other].written(read.name)}: it names a part of what {found[one].written(read.name)} names",
                "Take one of them out",
            )
