"""All that the worker and the screen tell one another."""

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, Source


@dataclass
class LeafletsOpened(Message):
    """The index is open: questions are answered from now on."""

    sources: list[Source]
    guardrail: Guardrail
    """Under the policy of the drug that they are about."""


@dataclass
class LeafletsUnavailable(Message):
    """The index cannot be used, and why."""

    problem: str


@dataclass
class QuestionAsked(Message):
    """The person sent a question, perhaps a blank one."""

    question: str


@dataclass
class HelpAsked(Message):
    """The person typed `?` into an empty question box."""


@dataclass
class AnswerFound(Message):
    """An answer to the question of this number."""

    number: int
    answer: Answer


@dataclass
class PlaceChosen(Message):
    """The person named a file to save the conversation in."""

    path: Path
