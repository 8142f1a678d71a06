"""What a build did, for the educator who ran it: in sentences, or as one JSON object."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from edubot.address import Place
from edubot.changes import Changes, LeafletChange
from edubot.evaluation.evidence import Quote
from edubot.index.build import BuildReport
from edubot.leaflets.reading import counted
from edubot.model import Passage

MOST_LEAFLETS = 20
"""Leaflets whose changes are told one by one; all are in the JSON."""
MOST_PASSAGES = 3
"""Passages of a leaflet that are shown of each kind of change; all are in the JSON."""
_COLUMNS = 90


@dataclass(frozen=True)
class Lost:
    """Gold questions whose evidence patients cannot read any more."""

    asked: int
    """Quotes in the file."""
    quotes: tuple[Quote, ...]
    """Those that stood in the version before, and do not stand now; all that do not, where there was none."""


@dataclass(frozen=True)
class Fallen:
    """A leaflet that was in use, and of whose file none could be read this time."""

    leaflet: str
    """Id."""
    file: str
    why: str
    """A sentence."""


@dataclass(frozen=True)
class BuildOutcome:
    """A build and what came of it."""

    index: Place
    report: BuildReport
    seconds: float
    """That encoding took."""
    left_out: tuple[str, ...] = ()
    """A sentence for each file that was left out."""
    changes: Changes | None = None
    """Against the version that was in use before; None where there was none, or none that can be compared."""
    lost: Lost | None = None
    """None where no gold questions were given."""
    out_of_use: tuple[str, ...] = ()
    """Ids of leaflets in the index that stay withdrawn."""
    fallen: tuple[Fallen, ...] = ()
    """What patients could read before this build and cannot now, for a fault of its file."""
    repairs: tuple[str, ...] = ()
    """A sentence for whatever was guessed or mended to read a file."""


def as_text(outcome: BuildOutcome) -> str:
    """The outcome in sentences and short lists."""
    return "\n".join(_lines(outcome))


def _lines(outcome: BuildOutcome) -> Iterator[str]:
    report = outcome.report
    held = f"{counted(report.leaflets, 'leaflet')}, {counted(report.passages, 'passage')}"
    if report.changed:
        kept = report.passages - report.encoded
        encoded = f"{report.encoded} encoded in {report.precision}{_rate(outcome)}, {kept} kept"
        yield f"Built {held} in {outcome.index}; {encoded}. Search: {report.vectors}."
    else:
        yield f"Nothing has changed: {held} in {outcome.index}."
    if outcome.changes:
        yield from _changed(outcome.changes)
    if outcome.lost:
        yield from _lost(outcome.lost)
    for leaflet in outcome.out_of_use:
        yield f"Still out of use: {leaflet}. To bring it back: edubot index restore {leaflet}"
    yield from _fallen(outcome.fallen)


def _fallen(fallen: Sequence[Fallen]) -> Iterator[str]:
    """Last, where the eye is when it ends: nobody meant to take these away."""
    for each in fallen[:MOST_LEAFLETS]:
        yield f"No longer in use: {each.leaflet} ({each.file}). {each.why}"
    if len(fallen) > MOST_LEAFLETS:
        yield f"No longer in use: {counted(len(fallen) - MOST_LEAFLETS, 'more leaflet')}; see above."


def _rate(outcome: BuildOutcome) -> str:
    """How fast passages were encoded; nothing where they were so few that making ready took most of the time."""
    pace = outcome.report.encoded / outcome.seconds if outcome.seconds else 0
    return f" at {pace:,.0f} a second" if pace >= 1 else ""


def _changed(changes: Changes) -> Iterator[str]:
    if changes.leaflets:
        yield "Against the version before:"
    for change in changes.leaflets[:MOST_LEAFLETS]:
        yield from _changed_in(change)
    if len(changes.leaflets) > MOST_LEAFLETS:
        yield f"  and {counted(len(changes.leaflets) - MOST_LEAFLETS, 'more leaflet')}"
    for told, topics in (("Leaflets now disagree on", changes.opened), ("No longer disagreed on", changes.closed)):
        if topics:
            yield f"{told}: {', '.join(topics)}."


def _changed_in(change: LeafletChange) -> Iterator[str]:
    kinds = (("added", change.added), ("removed", change.removed), ("rewritten", change.rewritten))
    counted = ", ".join(f"{len(found)} {kind}" for kind, found in kinds if found)
    state = " (new)" if change.is_new else " (gone)" if change.is_gone else ""
    yield f"  {change.leaflet}{state}: {counted or 'no passage'}"
    if state:
        return
    for mark, passages in (("+", change.added), ("-", change.removed), ("~", [new for _, new in change.rewritten])):
        for passage in passages[:MOST_PASSAGES]:
            yield f"    {mark} {_begin(passage.text)}"


def _lost(lost: Lost) -> Iterator[str]:
    questions = list(dict.fromkeys(quote.question for quote in lost.quotes))
    if not lost.quotes:
        yield f"All {lost.asked} quotes of the gold questions stand as before."
        return
    yield f"Evidence of {counted(len(questions), 'gold question')} is gone:"
    for quote in lost.quotes[:MOST_LEAFLETS]:
        yield f"  {quote.question}, {quote.file}: {_begin(quote.words)}"
    if len(lost.quotes) > MOST_LEAFLETS:
        yield f"  and {counted(len(lost.quotes) - MOST_LEAFLETS, 'more quote')}"


def _begin(text: str) -> str:
    whole = " ".join(text.split())
    return whole if len(whole) <= _COLUMNS else f"{whole[: _COLUMNS - 1]}…"


def as_json(outcome: BuildOutcome) -> dict[str, object]:
    """The outcome as one object."""
    report, found, lost = outcome.report, outcome.changes, outcome.lost
    return {
        "version": report.version,
        "changed": report.changed,
        "leaflets": report.leaflets,
        "passages": report.passages,
        "encoded": report.encoded,
        "seconds": round(outcome.seconds, 3),
        "precision": report.precision,
        "vectors": report.vectors.as_json(),
        "left_out": list(outcome.left_out),
        "repairs": list(outcome.repairs),
        "changes": None
        if found is None
        else {
            "leaflets": [_change_as_json(change) for change in found.leaflets],
            "disagreements_opened": list(found.opened),
            "disagreements_closed": list(found.closed),
        },
        "evidence_gone": None
        if lost is None
        else [{"id": quote.question, "file": quote.file, "quote": quote.words} for quote in lost.quotes],
        "out_of_use": list(outcome.out_of_use),
        "fallen": [asdict(each) for each in outcome.fallen],
    }


def _change_as_json(change: LeafletChange) -> dict[str, object]:
    return {
        "leaflet": change.leaflet,
        "title": change.title,
        "new": change.is_new,
        "gone": change.is_gone,
        "added": _as_json(change.added),
        "removed": _as_json(change.removed),
        "rewritten": [
            {"before": one, "after": other} for one, other in zip(*map(_as_json, _sides(change)), strict=True)
        ],
    }


def _sides(change: LeafletChange) -> tuple[Sequence[Passage], Sequence[Passage]]:
    return [old for old, _ in change.rewritten], [new for _, new in change.rewritten]


def _as_json(passages: Sequence[Passage]) -> list[dict[str, object]]:
    return [{"heading": list(found.heading), "start": found.start, "text": found.text} for found in passages]
