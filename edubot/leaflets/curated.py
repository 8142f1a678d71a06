"""The tables of a curation: each marks a place in the text, or says how the text differs from an original."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from edubot.leaflets.toml_lines import Place, line_of
from edubot.model import Reason

_Words = Annotated[str, StringConstraints(pattern=r"\S")]
"""Words that stand in the leaflet's text."""

_Several = Annotated[tuple[_Words, ...], BeforeValidator(lambda said: (said,) if isinstance(said, str) else said)]
"""One, or a list of some."""


class Strict(BaseModel):
    """Takes no key that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Written:
    """Where an entry of a curation is written down."""

    path: Path
    toml: str
    place: Place

    def __str__(self) -> str:
        return f"{self.path}, line {line_of(self.toml, self.place)}"


class Entry(Strict):
    """One table of a list of tables; it knows where it is written."""

    _written: Written | None = PrivateAttr(default=None)

    def write_down(self, written: Written) -> None:
        """Remember where this stands, for what may have to be said of it."""
        self._written = written

    def written(self, name: str, key: str = "") -> str:
        """Where this stands, to begin a sentence with.

        Args:
            name: of the leaflet's file.
            key: of this table; the table itself where it has none of that name.
        """
        written = self._written
        return str(replace(written, place=(*written.place, key))) if written else f"The curation of {name}"

    @property
    def file(self) -> Path | None:
        """The file that it is written in."""
        return self._written.path if self._written else None

    def quotes(self) -> Iterator[tuple[str, str]]:
        """The words of the text that this repeats, each after its key."""
        for key, name in (("words", "words"), ("from", "first"), ("to", "last"), ("before", "before")):
            if said := getattr(self, name, None):
                yield key, said


class LeftOut(Entry):
    """A part of the original that the restatement does not carry."""

    reason: Reason
    where: str
    what: str
    terms: tuple[str, ...] = ()


class Unsafe(Entry):
    """A claim that is carried over although it contradicts safe advice."""

    id: str
    where: str
    why: str
    words: str = ""
    """Words of the claim, which stand once in the text; without them nothing is marked."""
    correction: str = ""
    """Id of the policy's correction that must stand beside the claim."""

    def quotes(self) -> Iterator[tuple[str, str]]:
        """None where nothing is marked."""
        if self.correction:
            yield from super().quotes()


class CuratedNote(Entry):
    """A sentence that must not stand alone, and the policy's correction that goes with it."""

    words: _Words
    correction: _Words


class CuratedSide(Entry):
    """What this leaflet says on a topic that leaflets disagree on."""

    topic: str
    words: str
    """They stand once in the text; the side is the sentence or list item around them."""
    left_out: str = ""
    """Why the words are never shown, where they are quarantined."""


class CuratedQuestion(Entry):
    """Questions in patients' words that a part of the leaflet answers."""

    words: _Words
    """They stand once in the text; the passage that holds them is found by the questions too."""
    ask: _Several


class CuratedAlias(Entry):
    """What patients say for a word that the leaflet uses."""

    words: _Words
    """The leaflet's; they may stand in it any number of times."""
    say: _Several

    def quotes(self) -> Iterator[tuple[str, str]]:
        """None that must stand once."""
        yield from ()


class Spelling(Entry):
    """A garbled word and what it stands for."""

    original: str
    means: str


class CuratedRemark(Entry):
    """What an educator has to say to other educators; no patient sees it."""

    text: _Words
    words: _Words | None = None
    """What it is about; the whole leaflet where they are left out."""


class CuratedSpan(Entry):
    """Part of the text to keep from patients: by its words, by its first and last words, or by offsets and a hash."""

    reason: Reason
    words: _Words | None = None
    first: Annotated[_Words | None, Field(alias="from")] = None
    """Its first words."""
    last: Annotated[_Words | None, Field(alias="to")] = None
    """Its last words."""
    part: bool = False
    """Whether a sentence may be cut in two."""
    start: Annotated[int | None, Field(ge=0)] = None
    end: int | None = None
    sha256: str | None = None
    """The first digits, `FEWEST_DIGITS` or more, of the span's SHA-256 in UTF-8."""
    what: str = ""

    @model_validator(mode="after")
    def _is_named_one_way(self) -> Self:
        ways: list[dict[str, object]] = [
            {"words": self.words},
            {"from": self.first, "to": self.last},
            {"start": self.start, "end": self.end, "sha256": self.sha256},
        ]
        begun = [way for way in ways if any(value is not None for value in way.values())]
        if len(begun) != 1:
            raise PydanticCustomError("ways", "needs either words, or from and to")
        for key, value in begun[0].items():
            if value is None:
                raise PydanticCustomError("missing", "is missing", {"key": key})
        return self


class CuratedHeading(Entry):
    """A heading that the text lost; it heads the paragraph that begins with some words, or what follows an offset."""

    text: _Words
    before: _Words | None = None
    start: Annotated[int | None, Field(ge=0)] = None

    @model_validator(mode="after")
    def _is_named_one_way(self) -> Self:
        if self.before is None and self.start is None:
            raise PydanticCustomError("missing", "is missing", {"key": "before"})
        if self.before is not None and self.start is not None:
            raise PydanticCustomError("ways", "needs either before or start, not both")
        return self
