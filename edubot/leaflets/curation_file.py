"""One `.toml` file → a `Curation`, or a sentence for each thing in it that cannot be."""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from edubot.errors import CurationInvalid
from edubot.leaflets.curated import Written
from edubot.leaflets.curation import MOST_WORDS, SENTENCE, TABLES, Curation
from edubot.leaflets.toml_lines import Place, line_of

LARGEST_FILE = 1024 * 1024
"""Bytes; what people write by hand is far smaller."""

_TOLD = {
    "string_type": 'must be words in quotes, such as "words"',
    "string_pattern_mismatch": "must hold at least one word",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "greater_than_equal": "must be {ge} or more",
    "date_type": "must be a date such as 2027-01-31, without quotes",
    "date_from_datetime_parsing": "must be a date such as 2027-01-31, without quotes",
    "date_from_datetime_inexact": "must be a date such as 2027-01-31, without quotes",
    "enum": "must be one of {expected}",
    "missing": "is missing",
    "tuple_type": "must be a list of words in quotes",
    "model_type": "must be a table of its own",
}
"""What pydantic's kinds of error are called here."""
_MANUAL = "docs/curation.md shows every key"


def read_curation(path: Path) -> Curation:
    """The curation in a TOML file.

    Raises:
        CurationInvalid: not TOML, an unknown key, or a value of the wrong kind; `also` tells all that is wrong.
    """
    toml = _toml(path)
    try:
        curation = Curation.model_validate(tomllib.loads(toml))
    except ValidationError as error:
        found = sorted(error.errors(), key=lambda each: line_of(toml, _key(each)))
        raise CurationInvalid.of_all([_problem(path, toml, each) for each in found]) from error
    except (ValueError, RecursionError) as error:
        told, _, _ = str(error).partition(" (at ")
        raise CurationInvalid(f"{_place_of(error, path, toml)}: is not TOML ({told})", "Correct that line") from error
    for place, entry in curation.entries():
        entry.write_down(Written(path, toml, place))
    too_long = [*_too_long(path, curation)] if curation.matches else []
    if too_long:
        raise CurationInvalid.of_all(too_long)
    return curation


def curations_by_hash(folder: Path) -> Mapping[str, Curation]:
    """The curations of a folder that name their text by SHA-256."""
    read = [read_curation(path) for path in sorted(folder.glob("*.toml"))]
    return {curation.matches: curation for curation in read if curation.matches}


def _toml(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CurationInvalid(f"{path} is over 1 MB", "Keep in it what a person wrote of this leaflet")
        raw = path.read_bytes()
    except OSError as error:
        raise CurationInvalid(f"{path} cannot be read ({error.strerror})", "Check its name and rights") from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CurationInvalid(f"{path}, line {line}: is not TOML in UTF-8", "Save it as UTF-8") from error


def _place_of(error: Exception, path: Path, toml: str) -> str:
    """The file and the line that an error of the TOML reader names."""
    _, _, place = str(error).rpartition("at line ")
    line = place.partition(",")[0]
    return f"{path}, line {line if line.isdigit() else toml.rstrip().count(chr(10)) + 1}"


def _key(found: ErrorDetails) -> Place:
    """The place that one of pydantic's errors is about."""
    place: Place = tuple(part for part in found["loc"] if part not in (SENTENCE, TABLES))
    key = found.get("ctx", {}).get("key")
    return (*place, key) if key else place


def _problem(path: Path, toml: str, found: ErrorDetails) -> CurationInvalid:
    """What one of pydantic's errors means to whoever wrote the file."""
    kind, context, place = found["type"], found.get("ctx", {}), _key(found)
    key = ".".join(map(str, place))
    where = f"{path}, line {line_of(toml, place)}: {key}"
    if kind == "extra_forbidden":
        near = get_close_matches(str(place[-1]), _keys(place[:-1]), n=1)
        mend = f"Write {near[0]!r} instead, or take it out" if near else f"Take it out; {_MANUAL}"
        return CurationInvalid(f"{where}: is no key that edubot knows", mend)
    told = _TOLD[kind].format(**context) if kind in _TOLD else found["msg"]
    if kind == "tuple_type" and len(place) == 1 and _tables(place):
        told = f"must be written as [[{key}]]"
    return CurationInvalid(f"{where}: {told}", f"Correct that line; {_MANUAL}")


def _keys(place: Place) -> list[str]:
    """The keys that a table may have."""
    table = _tables(place) or Curation
    return [field.alias or name for name, field in table.model_fields.items()]


def _tables(place: Place) -> type[BaseModel] | None:
    """What the tables of a key are; None where none belong there."""
    field = Curation.model_fields.get(str(place[0])) if place else None
    return next(_models(field.annotation), None) if field else None


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inside in getattr(annotation, "__args__", ()):
        yield from _models(inside)


def _too_long(path: Path, curation: Curation) -> Iterator[CurationInvalid]:
    """Quotes that repeat a sentence of a text that the curation must not repeat."""
    for _, entry in curation.entries():
        for key, quote in entry.quotes():
            if len(quote.split()) > MOST_WORDS:
                yield CurationInvalid(
                    f"{entry.written(path.name, key)}: {quote!r} repeats the text that the file is found by",
                    f"Name the place in at most {MOST_WORDS} words",
                )
