"""The vocabulary, in the order in which data flows: leaflet, passage, hit, warning, answer.

Everything here is frozen and needs only the standard library. What must never be is refused when it is built:
a passage that is not a slice of its leaflet, an answer without both warnings.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Reason(StrEnum):
    """Why a part of a leaflet is kept from patients."""

    SALES_LINK = "sales-link"
    UNSAFE_CLAIM = "unsafe-claim"
    USER_REVIEWS = "user-reviews"
    REVIEW_BASED = "review-based"
    COMMENT_FORM = "comment-form"
    SITE_BOILERPLATE = "site-boilerplate"
    SEO_TITLE = "seo-title"
    MARKETING = "marketing"
    IMPRINT = "imprint"
    PAGE_FURNITURE = "page-furniture"


@dataclass(frozen=True, order=True)
class Span:
    """A half-open range of characters in a leaflet's text."""

    start: int
    """Offset of the first code point."""
    end: int
    """Offset after the last code point."""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span must hold at least one character, not {self.start}:{self.end}")

    def of(self, text: str) -> str:
        """The characters of `text` in this range."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Source:
    """What a leaflet is and where it comes from: all that a citation needs."""

    id: str
    """The curation's id, or the file's stem."""
    title: str
    file: str
    """File name, as the educator knows it."""
    sha256: str
    """Of the file's bytes; of the row's text for a row of a JSON-lines file."""
    text_sha256: str
    """Of the leaflet's text in UTF-8; equal to `sha256` for a clean UTF-8 file."""
    kind: str = "document"
    """Such as "maker's leaflet" or "web article"."""
    drug: str | None = None
    restated_from: str | None = None
    """Title of the original, where the text is a restatement in our own words."""
    seen: date | None = None
    """The day on which the source was read."""

    @property
    def citation(self) -> str:
        """One line that names the source and says what it is."""
        origin = f', restated from "{self.restated_from}"' if self.restated_from else ""
        day = f", seen {self.seen.isoformat()}" if self.seen else ""
        return f"{self.title} ({self.kind}{origin}{day})"


@dataclass(frozen=True)
class Quarantine:
    """A part of a leaflet that no patient sees, and why."""

    span: Span
    reason: Reason


@dataclass(frozen=True)
class Stance:
    """What a leaflet says on a topic that leaflets disagree on, as an educator marked it."""

    topic: str
    """Id of the topic."""
    span: Span
    """The sentence or list item that says it."""
    left_out: str = ""
    """Why its words are never shown; empty where they are."""


@dataclass(frozen=True)
class Objection:
    """A claim that must not stand alone, and the policy's correction that goes with it."""

    span: Span
    correction: str
    """Id of the correction."""


@dataclass(frozen=True)
class Cue:
    """Words by which patients look for a part of a leaflet, as an educator wrote them; never shown."""

    asked: str
    """A question that it answers, or a lay word for one of its own."""
    span: Span


@dataclass(frozen=True)
class EducatorsRemark:
    """What an educator has to say to other educators; no patient sees it."""

    text: str
    span: Span | None
    """What it is about; None where that is the whole leaflet."""


@dataclass(frozen=True)
class Block:
    """A paragraph or a list item, markers left out."""

    span: Span
    is_item: bool = False
    label: str = ""
    """The words before an item's first colon or stop that name it, such as "External use"."""


@dataclass(frozen=True)
class Section:
    """Blocks that stand under the same headings."""

    heading: tuple[str, ...]
    """Path of headings, outermost first; a lead line ending in a colon is the innermost."""
    headline: Span | None
    """Where the innermost heading stands; None for a heading that a curator added, and for the text before any."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Leaflet:
    """A source's whole text with its structure."""

    source: Source
    text: str
    sections: tuple[Section, ...]
    quarantined: tuple[Quarantine, ...] = ()
    stances: tuple[Stance, ...] = ()
    objections: tuple[Objection, ...] = ()
    cues: tuple[Cue, ...] = ()
    remarks: tuple[EducatorsRemark, ...] = ()
    review_by: date | None = None
    """The day after which somebody must look at it again."""
    pages: tuple[int, ...] = ()
    """Offsets at which its pages begin; empty for a file that has none."""
    repairs: tuple[str, ...] = ()
    """What had to be guessed or mended to read it, each as the end of a sentence that begins with the file."""


def page_at(pages: Sequence[int], offset: int) -> int | None:
    """The page, counted from one, on which a character stands; None in a text without pages."""
    return bisect_right(pages, offset) or None if pages else None


@dataclass(frozen=True)
class Context:
    """What stands around some words of a leaflet that says how they are meant, word for word."""

    span: Span
    """The words, of one paragraph or list item, in the leaflet's text."""
    leads: tuple[str, ...] | None
    """What every sentence of them hangs on, outermost first, such as "You must not:" over a list; None where that
    cannot be told, so that nothing may be lifted out."""
    opens: bool = True
    """Whether their paragraph or list item begins with them."""
    before: str = ""
    """What stands right before them and belongs to their first sentence, which leans on it ("However, …")."""
    after: str = ""
    """What stands right after them and turns their last sentence round, or points back to it."""
    below: str = ""
    """What stands right after their list and may turn all of its items round ("None of these is allowed.")."""

    @property
    def words(self) -> tuple[str, ...]:
        """All of it that there is."""
        return tuple(filter(None, (*(self.leads or ()), self.before, self.after, self.below)))


@dataclass(frozen=True)
class LiftedWords:
    """Words lifted out of a leaflet with all that they hang on: alone they might say the opposite."""

    heading: tuple[str, ...]
    """What they stand under, outermost first, without the lines that `pieces` hold."""
    pieces: tuple[str, ...]
    """Word for word, in the order of the text; between two of them something is left out."""

    def __post_init__(self) -> None:
        if not any(piece.strip() for piece in self.pieces):
            raise ValueError("a quote must hold words")


@dataclass(frozen=True)
class Passage:
    """A slice of a leaflet, small enough to be read at a glance."""

    source: Source
    heading: tuple[str, ...]
    start: int
    end: int
    text: str
    """`leaflet.text[start:end]`, to the character."""
    gap: str | None = None
    """White space and list marks between the passage before it and this one; None where they cannot be joined."""
    label: str = ""
    """Name of the list item that this passage continues; empty where the passage itself opens with it."""
    corrections: tuple[str, ...] = ()
    """Ids of the policy's corrections that must stand beside this passage."""
    found_by: tuple[str, ...] = ()
    """What patients ask or say that leads here, as an educator wrote it: searched with the text, and never shown."""
    page: int | None = None
    """On which it begins, counted from one; None in a file without pages."""
    contexts: tuple[Context, ...] = ()
    """Of its paragraphs and list items, in order; where a part has none, nothing is lifted out of it."""

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text.strip():
            raise ValueError(f"a passage must be a slice of its leaflet, not {self.start}:{self.end}")

    @property
    def citation(self) -> str:
        """One line that names the source, says what it is, and on which page the words stand."""
        return self.source.citation + (f", page {self.page}" if self.page else "")


@dataclass(frozen=True)
class Hit:
    """A passage that retrieval found, with all that ranked it."""

    passage: Passage
    score: float
    """Ranks hits of one question; says nothing across questions."""
    components: Mapping[str, float] = field(default_factory=dict)
    """What each side of retrieval gave, by its name: see `Retriever.search`."""
    highlights: tuple[Span, ...] = ()
    """The words that answer, as offsets into the passage's text, best first."""
    note: str | None = None
    """The policy's correction that must stand beside this passage."""

    def __post_init__(self) -> None:
        if any(mark.end > len(self.passage.text) for mark in self.highlights):
            raise ValueError("a highlight must lie inside its passage")

    def must_be_noted(self) -> None:
        """See that it may be shown.

        Raises:
            ValueError: the correction that its claim needs does not stand beside it.
        """
        if self.passage.corrections and not (self.note or "").strip():
            raise ValueError(f"a passage must stand beside its correction {', '.join(self.passage.corrections)}")


@dataclass(frozen=True)
class Stretch:
    """A stretch of a leaflet as a reader may have it: its words, or the place where some are left out."""

    start: int
    """Offset of its first character in the leaflet's text."""
    text: str
    """Word for word; empty where it is left out."""
    left_out: Reason | None = None

    def __post_init__(self) -> None:
        if bool(self.text) == bool(self.left_out):
            raise ValueError("a stretch has either words or a reason why they are left out")


@dataclass(frozen=True)
class LeafletView:
    """A whole leaflet without what no patient sees: who holds this cannot show the rest."""

    source: Source
    stretches: tuple[Stretch, ...]
    """In the order of the text."""
    passages: tuple[Hit, ...]
    """In the order of the text, unranked, each with the correction that must stand beside it."""

    def __post_init__(self) -> None:
        for hit in self.passages:
            hit.must_be_noted()

    def holds(self, passage: Passage) -> bool:
        """Whether a passage that was shown before still stands in its place here, word for word."""
        return passage.source == self.source and any(
            part.start <= passage.start
            and part.text[passage.start - part.start : passage.end - part.start] == passage.text
            for part in self.stretches
        )


@dataclass(frozen=True)
class Confidence:
    """A calibrated probability that the leaflets answer, with the two marks that it is held against."""

    value: float
    """0 to 1."""
    answered_from: float
    """At or above: `answered`."""
    mentioned_from: float
    """At or above: `mentioned`; under it the leaflets are taken not to cover the question."""


class WarningTopic(StrEnum):
    """What every answer must warn of."""

    PREGNANCY = "pregnancy"
    MENTAL_HEALTH = "mental_health"


@dataclass(frozen=True)
class Authored:
    """A sentence or more that edubot says of its own accord, with all that vouches for it."""

    id: str
    text: str
    sources: tuple[str, ...]
    """Where its facts were read."""
    jurisdiction: str
    """"general", or the country that the form is for."""
    checked: date
    """The day on which the facts were last held against the sources."""
    reviewed: bool = False
    """Whether a clinician has signed the wording."""

    def __post_init__(self) -> None:
        if not (self.id and self.text.strip() and self.sources):
            raise ValueError(f"the string {self.id!r} needs a text and a source")


@dataclass(frozen=True)
class SafetyWarning:
    """An authored, sourced and dated warning: shown always, never retrieved."""

    id: str
    topic: WarningTopic
    line: str
    """Short form: fits two rows of 76 columns."""
    text: str
    """Full form."""
    sources: tuple[str, ...]
    """Where its facts were read."""
    jurisdiction: str
    """"general", or the country that the form is for."""
    checked: date
    """The day on which the facts were last held against the sources."""
    reviewed: bool = False
    """Whether a clinician has signed the wording."""

    def __post_init__(self) -> None:
        if not (self.id and self.line.strip() and self.text.strip() and self.sources):
            raise ValueError(f"the {self.topic} warning needs a line, a text and a source")


class AlertKind(StrEnum):
    """What a message may need before any information, most urgent first."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    PREGNANCY = "pregnancy"
    DOSING = "dosing"
    PROCUREMENT = "procurement"


URGENT = frozenset({AlertKind.CRISIS, AlertKind.EMERGENCY})
"""The alerts that somebody may not live to see later."""
STOPPING = URGENT | {AlertKind.PREGNANCY}
"""The alerts that tell to stop: they stand before advice, and it before those that tell to go on as prescribed."""


@dataclass(frozen=True)
class Alert:
    """Help that goes before the answer."""

    kind: AlertKind
    text: str
    policy_id: str


@dataclass(frozen=True)
class Advice:
    """What somebody with a complaint that calls for no alert is told before the answer."""

    text: str
    policy_id: str


@dataclass(frozen=True)
class Side:
    """What one leaflet says on a disputed topic, word for word."""

    leaflet: str
    text: str
    start: int
    end: int
    quote: LiftedWords | None
    """The words with what they hang on, which is what is shown; None where they are left out."""
    left_out: str = ""
    """Why the words are not shown; then `text` is empty."""
    note: str | None = None
    """The policy's correction that must stand beside the words."""
    page: int | None = None
    """On which they stand, counted from one; None in a file without pages."""

    def __post_init__(self) -> None:
        if bool(self.text) == bool(self.left_out) or bool(self.text) != bool(self.quote):
            raise ValueError("a side has either words, with what they hang on, or a reason why they are left out")


@dataclass(frozen=True)
class Disagreement:
    """Leaflets that contradict one another, side by side and without a winner."""

    topic: str
    sides: tuple[Side, ...]
    advice: str


@dataclass(frozen=True)
class Silence:
    """Leaflets that say nothing on a topic that was asked."""

    topic: str
    leaflets: tuple[str, ...]


class Outcome(StrEnum):
    """How a question came out."""

    ANSWERED = "answered"
    MENTIONED = "mentioned"
    NOT_IN_LEAFLETS = "not_in_leaflets"
    ASK_PRESCRIBER = "ask_prescriber"
    NOT_A_QUESTION = "not_a_question"
    UNAVAILABLE = "unavailable"

    @property
    def shows_passages(self) -> bool:
        """Whether passages may stand under this outcome."""
        return self in (Outcome.ANSWERED, Outcome.MENTIONED, Outcome.ASK_PRESCRIBER)


@dataclass(frozen=True)
class Answer:
    """All that a face may show for one question; it cannot be built without both warnings."""

    question: str
    outcome: Outcome
    message: str
    """The policy's sentence for this outcome."""
    warnings: tuple[SafetyWarning, ...]
    hits: tuple[Hit, ...] = ()
    """Best first, each with the correction that must stand beside it; none unless the outcome shows passages."""
    confidence: float | None = None
    """Calibrated probability, 0 to 1, that the leaflets answer the question; None until calibrated."""
    alerts: tuple[Alert, ...] = ()
    """Most urgent first, each kind once."""
    advice: tuple[Advice, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    """None unless the outcome shows passages."""
    silences: tuple[Silence, ...] = ()
    problem: str | None = None
    """Why no leaflet could be searched, where the outcome is `unavailable`; None where it is not."""
    about: str | None = None
    """The earlier question that this one was understood with."""

    def __post_init__(self) -> None:
        missing = set(WarningTopic) - {warning.topic for warning in self.warnings}
        if missing:
            raise ValueError(f"an answer needs a warning on {', '.join(sorted(missing))}")
        if (self.hits or self.disagreements) and not self.outcome.shows_passages:
            raise ValueError(f"the outcome {self.outcome} shows nothing of a leaflet")
        if (self.problem is None) is (self.outcome is Outcome.UNAVAILABLE):
            raise ValueError(f"the outcome {self.outcome} does not go with the problem {self.problem!r}")
        if self.silences and self.outcome is Outcome.UNAVAILABLE:
            raise ValueError("leaflets that were not searched are not silent")
        kinds = [alert.kind for alert in self.alerts]
        if kinds != [kind for kind in AlertKind if kind in kinds]:
            raise ValueError(f"alerts come most urgent first and once each, not {', '.join(kinds)}")
        for hit in self.hits:
            hit.must_be_noted()
        if self.confidence is not None and not 0 <= self.confidence <= 1:
            raise ValueError(f"a confidence lies between 0 and 1, not {self.confidence}")

    @property
    def first(self) -> tuple[Alert | Advice, ...]:
        """What stands before all else, in its order: nobody who must stop may read first that they must not."""
        stopping = tuple(alert for alert in self.alerts if alert.kind in STOPPING)
        return (*stopping, *self.advice, *(alert for alert in self.alerts if alert.kind not in STOPPING))

    @property
    def reviewed(self) -> bool:
        """Whether a clinician has signed every warning shown."""
        return all(warning.reviewed for warning in self.warnings)

    @property
    def is_urgent(self) -> bool:
        """Whether somebody may not live to see help later: it waits for nothing, and nothing is offered beside it."""
        return any(alert.kind in URGENT for alert in self.alerts)

    @property
    def waits_behind_help(self) -> bool:
        """Whether what the leaflets say is not shown until the person asks for it."""
        return bool(self.hits) and any(alert.kind is AlertKind.CRISIS for alert in self.alerts)
