"""What a person decided about a leaflet: the `.toml` beside it, or one found by the text's SHA-256.

A place in the text is named by words that stand there once. Where no text of a leaflet may be repeated, it is named
by offsets and a hash of its characters, or by fewer words than make a sentence. What no longer fits the text stops the
reading with a sentence instead of marking the wrong words. `docs/curation.md` shows every key.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Discriminator, Tag

from edubot.leaflets.curated import (
    CuratedAlias,
    CuratedHeading,
    CuratedNote,
    CuratedQuestion,
    CuratedRemark,
    CuratedSide,
    CuratedSpan,
    Entry,
    LeftOut,
    Spelling,
    Strict,
    Unsafe,
)
from edubot.leaflets.toml_lines import Place

MOST_WORDS = 8
"""Words by which a curation that ships without its text may name a place in it, so that it repeats no sentence."""
FEWEST_DIGITS = 16
"""Hexadecimal digits that name a span beyond doubt."""


class Original(Strict):
    """The text that a restated leaflet restates."""

    title: str
    file: str
    sha256: str
    note: str = ""


def _note_or_notes(said: object) -> str:
    return TABLES if isinstance(said, (list, tuple)) else SENTENCE


_Drug = Annotated[
    str | None, BeforeValidator(lambda said: said.strip().lower() or None if isinstance(said, str) else said)
]

SENTENCE, TABLES = "as a sentence", "as tables"
"""The two things that `note` may be; pydantic puts them into the place of an error."""

_Notes = Annotated[
    Annotated[str, Tag(SENTENCE)] | Annotated[tuple[CuratedNote, ...], Tag(TABLES)], Discriminator(_note_or_notes)
]


class Curation(Strict):
    """All that a curation file may say."""

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    kind: str = "document"
    drug: _Drug = None
    """Its generic name; capitals do not count."""
    form: str | None = None
    strength: str | None = None
    language: str = "en"
    seen: date | None = None
    review_by: date | None = None
    """The day after which somebody must look at the leaflet again."""
    restated: bool = False
    matches: str | None = None
    """SHA-256 of the decoded text that this curation is for, wherever and in whatever file that text lies."""
    note: _Notes = ""
    """A sentence about the file; or tables, each a correction that must stand beside some words."""
    original: Original | None = None
    left_out: tuple[LeftOut, ...] = ()
    unsafe: tuple[Unsafe, ...] = ()
    spelling: tuple[Spelling, ...] = ()
    quarantine: tuple[CuratedSpan, ...] = ()
    heading: tuple[CuratedHeading, ...] = ()
    side: tuple[CuratedSide, ...] = ()
    question: tuple[CuratedQuestion, ...] = ()
    alias: tuple[CuratedAlias, ...] = ()
    remark: tuple[CuratedRemark, ...] = ()

    @property
    def notes(self) -> tuple[CuratedNote, ...]:
        """The corrections that must stand beside some words."""
        return self.note if isinstance(self.note, tuple) else ()

    @property
    def claims(self) -> tuple[Unsafe | CuratedNote, ...]:
        """What must not stand alone, with the words and the correction that say so."""
        marked = tuple(claim for claim in self.unsafe if claim.words and claim.correction)
        return (*marked, *self.notes)

    def entries(self) -> Iterator[tuple[Place, Entry]]:
        """Every table of a list of tables, and its place."""
        for name in type(self).model_fields:
            said = getattr(self, name)
            if isinstance(said, tuple):
                yield from (((name, position), entry) for position, entry in enumerate(said))


_E = TypeVar("_E", bound=Entry)


def together(found: Curation | None, beside: Curation | None) -> Curation:
    """What holds for a text that was found by its hash and also has a file beside it.

    The file beside it wins in what it says of the source; what either marks in the text is marked.
    """
    if found is None or beside is None:
        return beside or found or Curation()
    said = {name: getattr(beside, name) for name in beside.model_fields_set}
    for name in ("quarantine", "heading", "side", "unsafe", "question", "alias", "remark"):
        said[name] = _each_once(getattr(found, name), getattr(beside, name))
    if found.notes or beside.notes:
        said["note"] = _each_once(found.notes, beside.notes)
    return found.model_copy(update=said)


def _each_once(some: Sequence[_E], others: Sequence[_E]) -> tuple[_E, ...]:
    known = [entry.model_dump() for entry in some]
    return (*some, *(entry for entry in others if entry.model_dump() not in known))
