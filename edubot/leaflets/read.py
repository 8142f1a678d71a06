"""One file, or one row of documents → one `Leaflet`."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from edubot.errors import LeafletUnreadable
from edubot.leaflets.cues import with_cues
from edubot.leaflets.curation import Curation, together
from edubot.leaflets.decode import read_bytes
from edubot.leaflets.headings import is_heading
from edubot.leaflets.kinds import reader_of
from edubot.leaflets.known_ids import KnownIds
from edubot.leaflets.lines import Line
from edubot.leaflets.marks import with_marks
from edubot.leaflets.parted import parted_lines
from edubot.leaflets.placed import ReadText, placed
from edubot.leaflets.quarantine import quarantine
from edubot.leaflets.reading import Reading
from edubot.leaflets.readings import Readings
from edubot.leaflets.spans import without
from edubot.leaflets.structure import clean, structure
from edubot.model import Leaflet, Quarantine, Source

Curated = Mapping[str, Curation]
"""Curations by the SHA-256 of the text they are for."""


def read_leaflet(
    path: Path,
    curated: Curated,
    beside: Curation | None = None,
    readings: Readings | None = None,
    known: KnownIds | None = None,
) -> Leaflet:
    """The leaflet in a file of a kind that edubot reads.

    Args:
        curated: curations by the SHA-256 of the text they are for.
        beside: what the file of the same name beside this one says.
        readings: keep the texts of files that take long to read.
        known: what the curation may name; without it, whatever it likes.

    Raises:
        LeafletUnreadable: no text can be had from the file.
        CurationInvalid: the curation does not fit the text, or names what is not known.
    """
    read = reader_of(path)
    raw = read_bytes(path)
    sha256 = hashlib.sha256(raw).hexdigest()
    reading = (readings or Readings()).get(f"{path.suffix.lower()} {sha256}", lambda: read(raw, str(path)))
    curation = together(curated.get(text_sha256(reading.text)), beside)
    return leaflet_of(reading, path.name, sha256, curation, known=known)


def text_sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def leaflet_from_text(
    text: str, file: str, sha256: str, curation: Curation, id: str | None = None, known: KnownIds | None = None
) -> Leaflet:
    """The leaflet that a decoded text holds."""
    return leaflet_of(Reading(text), file, sha256, curation, id, known)


def leaflet_of(
    reading: Reading, file: str, sha256: str, curation: Curation, id: str | None = None, known: KnownIds | None = None
) -> Leaflet:
    """The leaflet in what a reader got out of a file.

    Raises:
        LeafletUnreadable: there is no word in it.
        CurationInvalid: the curation does not fit the text, or names what is not known.
    """
    text = reading.text
    all_lines = parted_lines(text)
    if not all_lines:
        raise LeafletUnreadable(f"{file} has no words in it", "Save the leaflet's text into it, or take it out")
    wrong = known.problems(curation, file) if known else ()
    place = placed(curation, ReadText(text, file, tuple(all_lines)), wrong)
    marked = [*place.quarantined]
    curated = [found.span for found in marked]
    for found in reading.around:
        marked += [Quarantine(piece, found.reason) for piece in without(text, found.span, curated)]
    curated = [found.span for found in marked]
    for found in quarantine(text, all_lines):
        marked += [Quarantine(piece, found.reason) for piece in without(text, found.span, curated)]
    marked.sort(key=lambda found: found.span)
    source = Source(
        id=id or curation.id or Path(file).stem,
        title=curation.title or _title(all_lines, marked, reading.title) or Path(file).stem,
        file=file,
        sha256=sha256,
        text_sha256=text_sha256(text),
        kind=curation.kind,
        drug=curation.drug,
        restated_from=curation.original.title if curation.original and curation.restated else None,
        seen=curation.seen,
    )
    leaflet = Leaflet(
        source=source,
        text=text,
        sections=structure(text, all_lines, [found.span for found in marked], place.headings),
        quarantined=tuple(marked),
        remarks=place.remarks,
        review_by=curation.review_by,
        pages=reading.pages,
        repairs=reading.repairs,
    )
    return with_cues(with_marks(leaflet, curation), curation)


def _title(all_lines: list[Line], marked: list[Quarantine], named: str) -> str:
    """The line that names the text, or the heading that it opens with; empty where neither may be shown."""
    first = next((line for line in all_lines if named and clean(line.text) == named), all_lines[0])
    hidden = any(found.span.overlaps(first.content) for found in marked)
    names_it = is_heading(first) or clean(first.text) == named
    return clean(first.text) if names_it and not hidden else ""
