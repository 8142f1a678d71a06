"""All that the worker and the screen tell one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from edubot.answering import BuildStep
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Alert, Answer, Hit, LeafletView, Source
from edubot.rendering.out_of_use import Gone
from edubot.rendering.outline import Heading
from edubot.tui.leaflet_rows import Drawn


@dataclass
class LeafletsOpened(Message):
    """The index is open: questions are answered from now on."""

    sources: list[Source]
    guardrail: Guardrail
    """Under the policy of the drug that they are about."""


@dataclass
class QuestionsSuggested(Message):
    """It is known what could be asked."""

    questions: tuple[str, ...]
    """Of those in the policy, the ones that the leaflets have an answer to."""


@dataclass
class LeafletsUnavailable(Message):
    """The index cannot be used, and why."""

    problem: str
    mended_by_building: bool = False
    """Whether building it again would mend that."""


@dataclass
class LeafletsChanged(Message):
    """While the chat is open leaflets were taken out of use or put back, or another version of them is in use."""

    now: LeafletsOpened | LeafletsUnavailable
    """As it is since."""
    gone: tuple[Gone, ...] = ()
    """Those of which nothing that was shown is to be gone by."""


@dataclass
class BuildWentOn(Message):
    """The index is being built again."""

    step: BuildStep


@dataclass
class BuildEnded(Message):
    """The index was built again, or could not be."""

    problem: str = ""
    """Why not, with its mend; empty where it was."""
    left_out: tuple[str, ...] = ()
    """A sentence on each file that could not be read."""


@dataclass
class RebuildWanted(Message):
    """The person wants the index built again."""


@dataclass
class QuestionAsked(Message):
    """The person sent a question, perhaps a blank one, or chose one that was suggested."""

    question: str


@dataclass
class HelpAsked(Message):
    """The person typed `?` into an empty question box."""


@dataclass
class HelpFound(Message):
    """Help that the question of this number needs, before it can be answered."""

    number: int
    alerts: Sequence[Alert]


@dataclass
class AnswerFound(Message):
    """An answer to the question of this number."""

    number: int
    answer: Answer


@dataclass
class PassageChosen(Message):
    """The person wants to see a passage in its leaflet."""

    hit: Hit


@dataclass
class LeafletWanted(Message):
    """The person wants to read a leaflet."""

    leaflet: str
    marks: Sequence[Hit] = ()
    """Its passages that an answer showed."""
    place: int = 0
    """Offset in the leaflet's text at which to begin."""


@dataclass
class LeafletRead(Message):
    """A leaflet, ready to be shown; without what no patient sees."""

    wanted: LeafletWanted
    view: LeafletView
    drawn: Sequence[Drawn]
    """Its paragraphs."""
    headings: Sequence[Heading]


@dataclass
class TopicsRead(Message):
    """The headings of the leaflets, to look through."""

    outlines: Sequence[tuple[Source, Sequence[Heading]]]


@dataclass
class ExchangeRecalled(Message):
    """The person wants to go back to the question of this number."""

    number: int


@dataclass
class SaveWanted(Message):
    """The person wants to save, from a screen of its own."""


@dataclass
class ReadingFailed(Message):
    """A leaflet cannot be shown, and why."""

    problem: str


@dataclass
class PlaceChosen(Message):
    """The person named a file to save the conversation in."""

    path: Path
