"""What a person decided about a leaflet: the `.toml` beside it, or one found by the text's SHA-256.

A span is named by offsets and a hash of its characters, so that no text of the leaflet need be repeated; where
they no longer fit the text, reading stops with a sentence instead of quarantining the wrong words.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from edubot.errors import CurationInvalid
from edubot.model import Quarantine, Reason, Span

MOST_WORDS = 8
"""Words by which a curation may name a place, so that it repeats no sentence."""
FEWEST_DIGITS = 16
"""Hexadecimal digits that name a span beyond doubt."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Original(_Strict):
    """The text that a restated leaflet restates."""

    title: str
    file: str
    sha256: str
    note: str = ""


class LeftOut(_Strict):
    """A part of the original that the restatement does not carry."""

    reason: Reason
    where: str
    what: str
    terms: tuple[str, ...] = ()


class Unsafe(_Strict):
    """A claim that is carried over although it contradicts safe advice."""

    id: str
    where: str
    why: str
    words: str = ""
    """Up to `MOST_WORDS` words of the claim, which stand once in the text; without them nothing is marked."""
    correction: str = ""
    """Id of the policy's correction that must stand beside the claim."""


class CuratedSide(_Strict):
    """What this leaflet says on a topic that leaflets disagree on."""

    topic: str
    words: str
    """Up to `MOST_WORDS` words that stand once in the text; the side is the sentence or list item around them."""
    left_out: str = ""
    """Why the words are never shown, where they are quarantined."""


class Spelling(_Strict):
    """A garbled word and what it stands for."""

    original: str
    means: str


class CuratedSpan(_Strict):
    """Part of the text to keep from patients."""

    reason: Reason
    start: Annotated[int, Field(ge=0)]
    end: int
    sha256: str
    """The first digits, `FEWEST_DIGITS` or more, of the span's SHA-256 in UTF-8."""
    what: str = ""


class CuratedHeading(_Strict):
    """A heading that the text lost; it heads what follows `start`."""

    start: Annotated[int, Field(ge=0)]
    text: str


class Curation(_Strict):
    """All that a curation file may say."""

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    kind: str = "document"
    drug: str | None = None
    form: str | None = None
    strength: str | None = None
    language: str = "en"
    seen: date | None = None
    review_by: date | None = None
    restated: bool = False
    matches: str | None = None
    """SHA-256 of the decoded text that this curation is for, wherever and in whatever file that text lies."""
    note: str = ""
    original: Original | None = None
    left_out: tuple[LeftOut, ...] = ()
    unsafe: tuple[Unsafe, ...] = ()
    spelling: tuple[Spelling, ...] = ()
    quarantine: tuple[CuratedSpan, ...] = ()
    heading: tuple[CuratedHeading, ...] = ()
    side: tuple[CuratedSide, ...] = ()

    def quarantined(self, text: str, name: str) -> tuple[Quarantine, ...]:
        """The curated spans in order, each held against the hash it was written with.

        Raises:
            CurationInvalid: a span's characters are not those the curator saw, or two spans overlap.
        """
        end = 0
        for mark in sorted(self.quarantine, key=lambda mark: mark.start):
            if not end <= mark.start < mark.end <= len(text):
                raise CurationInvalid(
                    f"The curation of {name} names {mark.start}:{mark.end}, which is not there or overlaps another",
                    "Correct its start and end",
                )
            end = mark.end
            found = hashlib.sha256(text[mark.start : mark.end].encode()).hexdigest()
            if len(mark.sha256) < FEWEST_DIGITS or not found.startswith(mark.sha256):
                raise CurationInvalid(
                    f"The curation of {name} names {mark.start}:{mark.end} ({mark.reason}), which is another text now",
                    "Correct its start, end and sha256",
                )
        return tuple(Quarantine(Span(mark.start, mark.end), mark.reason) for mark in self.quarantine)


def place_of(words: str, text: str, name: str) -> Span:
    """Where the words stand by which a curation names a place.

    Raises:
        CurationInvalid: they stand nowhere or more than once, or are too many.
    """
    times = text.count(words) if words.strip() else 0
    if times != 1 or len(words.split()) > MOST_WORDS:
        raise CurationInvalid(
            f"The curation of {name} names {words!r}, which stands {times} times in the text",
            f"Name one place in at most {MOST_WORDS} words",
        )
    start = text.index(words)
    return Span(start, start + len(words))


def together(found: Curation | None, beside: Curation | None) -> Curation:
    """What holds for a text that was found by its hash and also has a file beside it.

    The file beside it wins in what it says of the source; what either keeps from patients is kept from them.
    """
    if found is None or beside is None:
        return beside or found or Curation()
    said = {name: getattr(beside, name) for name in beside.model_fields_set}
    said["quarantine"] = (*found.quarantine, *(mark for mark in beside.quarantine if mark not in found.quarantine))
    said["side"] = (*found.side, *(mark for mark in beside.side if mark not in found.side))
    said["unsafe"] = (*found.unsafe, *(mark for mark in beside.unsafe if mark not in found.unsafe))
    said["heading"] = (*found.heading, *(mark for mark in beside.heading if mark not in found.heading))
    return found.model_copy(update=said)


def read_curation(path: Path) -> Curation:
    """The curation in a TOML file.

    Raises:
        CurationInvalid: not TOML, an unknown key, or a value of the wrong kind.
    """
    try:
        with path.open("rb") as file:
            return Curation.model_validate(tomllib.load(file))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CurationInvalid(f"{path} is not TOML ({error})", "Correct that line") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise CurationInvalid(f"{path}: {place}: {first['msg']}", "Correct or remove that key") from error


def curations_by_hash(folder: Path) -> Mapping[str, Curation]:
    """The curations of a folder that name their text by SHA-256."""
    read = [read_curation(path) for path in sorted(folder.glob("*.toml"))]
    return {curation.matches: curation for curation in read if curation.matches}
