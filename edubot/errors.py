"""What can go wrong, each ending in a sentence that a person can act on.

EdubotError
├── BadInput                exit 2: a file or a value that the person gave
│   ├── LeafletUnreadable
│   ├── CurationInvalid
│   ├── PolicyInvalid
│   ├── CorrectionMissing
│   └── QuestionsInvalid
├── BuildFailed             exit 2: the new index could not be written; the old one still serves
├── CheckFailed             exit 1: a check was made and did not pass
└── IndexUnusable           exit 3: no question can be answered from this index
    ├── AllWithdrawn
    ├── IndexMissing
    ├── IndexDamaged
    │   └── WithdrawalsDamaged
    ├── IndexMismatch
    ├── EncoderUnavailable
    └── EngineUnavailable
"""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Self


class EdubotError(Exception):
    """A problem and its mend, told in one line."""

    exit_status: ClassVar[int] = 2
    """What the process returns to the shell when this ends it."""
    mended_by_building: ClassVar[bool] = False
    """Whether building the index again from the same leaflets takes this away."""

    def __init__(self, problem: str, mend: str, also: Iterable["EdubotError"] = ()) -> None:
        self.problem = problem
        self.mend = mend[:1].lower() + mend[1:]
        self.also = tuple(also)
        """What else was found wrong in the same go, so that all of it can be mended at once."""
        super().__init__(f"{problem}: {self.mend}.")

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, tuple["EdubotError", ...]]]:
        """As it was made, for a process that tells another of it."""
        return type(self), (self.problem, self.mend, self.also)

    @classmethod
    def of_all(cls, problems: Sequence[Self]) -> Self:
        """The first of some problems, with the others beside it."""
        first, *others = problems
        return cls(first.problem, first.mend, others)


def in_a_sentence(error: BaseException) -> str:
    """What went wrong; of what nobody foresaw, where it happened and how it is called."""
    return str(error) if isinstance(error, EdubotError) else f"{unforeseen(error)}."


def unforeseen(error: BaseException) -> str:
    """A problem of edubot's own, for whoever has a mend to add."""
    return f"edubot failed inside ({type(error).__name__}: {error})"


def told(error: Exception) -> str:
    """What another library's error says, on one line; the key that it misses, or its name where it says nothing."""
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return " ".join(str(error).split()) or type(error).__name__


class BadInput(EdubotError):
    """Something the person gave cannot be used as it is."""


class LeafletUnreadable(BadInput):
    """A leaflet file from which no text can be had."""


class CurationInvalid(BadInput):
    """A curation file whose keys or quotes do not fit its leaflet."""


class PolicyInvalid(BadInput):
    """A policy file that does not hold both required warnings, each sourced and dated."""


class CorrectionMissing(BadInput):
    """A leaflet names a correction that no policy holds."""


class QuestionsInvalid(BadInput):
    """A line of questions or of gold evidence that does not follow the format."""


class BuildFailed(EdubotError):
    """The index could not be written; whatever index was in use stays in use."""


class CheckFailed(EdubotError):
    """A check ran and found something to mend."""

    exit_status = 1


class IndexUnusable(EdubotError):
    """Questions cannot be answered from this index; the warnings still stand."""

    exit_status = 3


class AllWithdrawn(IndexUnusable):
    """An educator took every leaflet out of use."""

    opened: object = None
    """What was opened all the same, if anything was: an assistant that answers as soon as a leaflet is restored."""


class IndexMissing(IndexUnusable):
    """There is no index at the place named."""

    mended_by_building = True


class IndexDamaged(IndexUnusable):
    """A file of the index is not the one that was written."""

    mended_by_building = True


class WithdrawalsDamaged(IndexDamaged):
    """Nobody can tell which leaflets are out of use."""

    mended_by_building = False


class IndexMismatch(IndexUnusable):
    """The index was made for another encoder, scorer or version of edubot."""

    mended_by_building = True


class EncoderUnavailable(IndexUnusable):
    """The encoder's files are missing or are not the ones expected."""

    mended_by_building = True


class EngineUnavailable(IndexUnusable):
    """The engine that holds the index does not answer, or nothing here can speak with it."""
