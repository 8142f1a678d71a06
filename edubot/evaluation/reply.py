"""What a system says to a question: one form for edubot and for any other that speaks the JSON of `edubot ask`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edubot.errors import QuestionsInvalid
from edubot.evaluation.lines import Line
from edubot.model import Hit, Outcome, WarningTopic

OUTCOMES = tuple(str(outcome) for outcome in Outcome)
LEAST_WARNING = 8
"""Words under which a text warns of nothing."""
_FORM = "Write what edubot ask --batch prints"


@dataclass(frozen=True)
class Shown:
    """A passage as a reader sees it."""

    leaflet: str
    """Id of its leaflet, or the file's name where the system gives no id."""
    start: int
    """Offset into the leaflet's text; -1 where it is not known."""
    text: str
    marked: str = ""
    """The first highlight: the words that are said to answer."""

    @classmethod
    def of(cls, hit: Hit) -> "Shown":
        """A hit as a reader sees it."""
        passage = hit.passage
        marked = hit.highlights[0].of(passage.text) if hit.highlights else ""
        return cls(passage.source.id, passage.start, passage.text, marked)


@dataclass(frozen=True)
class Reply:
    """Everything of an answer that a measure looks at."""

    outcome: str
    confidence: float | None
    shown: tuple[Shown, ...]
    """Passages, best first; none where the system abstains."""
    sides: tuple[Shown, ...]
    """What leaflets are quoted with under a disagreement."""
    warned: frozenset[str]
    """Topics on which it warns in a whole sentence."""
    alerts: tuple[str, ...]
    """Kinds of alerts, most urgent first."""

    @property
    def is_warned(self) -> bool:
        """Whether both warnings stand in it."""
        return self.warned >= {str(topic) for topic in WarningTopic}


def reply(line: Line) -> Reply:
    """An answer in the JSON of `edubot ask --batch`; one with an `error` shows nothing.

    Raises:
        QuestionsInvalid: a part of it is not in the contract's form.
    """
    fields = line.fields
    outcome = str(Outcome.UNAVAILABLE) if "error" in fields else line.words("outcome")
    confidence = fields.get("confidence")
    if outcome not in OUTCOMES:
        raise QuestionsInvalid(f"{line.where} has the outcome {outcome!r}", f"Write one of {', '.join(OUTCOMES)}")
    if confidence is not None and not (isinstance(confidence, int | float) and 0 <= confidence <= 1):
        raise QuestionsInvalid(f"{line.where} has the confidence {confidence!r}", "Write 0 to 1, or null")
    try:
        return Reply(
            outcome,
            confidence,
            tuple(_passages(fields.get("passages") or [])),
            tuple(_sides(fields.get("disagreements") or [])),
            frozenset(_warned(fields.get("warnings") or [])),
            tuple(str(alert["kind"]) for alert in fields.get("alerts") or []),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise QuestionsInvalid(f"{line.where} is no answer ({error!r})", _FORM) from error


def _passages(held: Sequence[Mapping[str, Any]]) -> Iterator[Shown]:
    for passage in held:
        text, marks = passage["text"], passage.get("highlights") or []
        if not isinstance(text, str):
            raise TypeError("a text must be words")
        start, end = marks[0] if marks else (0, 0)
        if not 0 <= start <= end <= len(text):
            raise ValueError("a highlight outside its passage")
        leaflet = str(passage.get("leaflet") or passage.get("file") or "")
        yield Shown(leaflet, int(passage.get("start", -1)), text, text[start:end])


def _sides(held: Sequence[Mapping[str, Any]]) -> Iterator[Shown]:
    for found in held:
        for side in found.get("sides") or []:
            yield Shown(str(side["leaflet"]), int(side.get("start", -1)), str(side["text"]))


def _warned(held: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for warning in held:
        if len(str(warning["text"]).split()) >= LEAST_WARNING:
            yield str(warning["topic"])
