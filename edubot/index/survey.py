"""A library counted and fingerprinted: whether an index holds it, before anything is written."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from edubot.calibration import Calibration
from edubot.index.crew import ReadLeaflet, ThisProcess
from edubot.index.ledger import ledger
from edubot.index.manifest import Manifest
from edubot.index.passages import key
from edubot.index.progress import Listener, Progress, Stage, unheard
from edubot.index.store_tables import source_as_json
from edubot.model import Leaflet, Passage
from edubot.settings import ScorerSettings


@dataclass(frozen=True)
class Survey:
    """A library counted and fingerprinted before anything is written."""

    corpus: str
    """SHA-256 over every leaflet's source, text and passages."""
    leaflets: int
    passages: int
    drugs: frozenset[str | None]


def survey(library: Iterable[Leaflet], settings: ScorerSettings) -> Survey:
    """Read a library once, checking that every character of every leaflet is accounted for."""
    return surveyed(ThisProcess().read(library, settings), unheard)


def surveyed(reading: Iterable[ReadLeaflet], listen: Listener) -> Survey:
    """Count what is read, checking that every character of every leaflet is accounted for."""
    whole = hashlib.sha256()
    drugs: set[str | None] = set()
    leaflets = count = 0
    for leaflet, held in reading:
        ledger(leaflet, held)
        count_in(whole, leaflet, held)
        drugs.add(leaflet.source.drug)
        leaflets, count = leaflets + 1, count + len(held)
        listen(Progress(Stage.READING, leaflets, 0))
    listen(Progress(Stage.READING, leaflets, leaflets))
    return Survey(whole.hexdigest(), leaflets, count, frozenset(drugs))


def is_up_to_date(manifest: Manifest, survey: Survey, encoder: str, settings: ScorerSettings) -> bool:
    """Whether an index holds this library for this scorer."""
    scorer = settings.fingerprint(encoder)
    calibration = Calibration.bundled(scorer, survey.drugs)
    fitted = calibration.as_json() if calibration else None
    return manifest.corpus == survey.corpus and manifest.scorer == scorer and manifest.calibration == fitted


def count_in(whole: "hashlib._Hash", leaflet: Leaflet, held: Iterable[Passage]) -> None:
    """Make a leaflet a part of the library's fingerprint."""
    whole.update(f"{source_as_json(leaflet.source)}\n{leaflet.quarantined}\n".encode())
    whole.update(f"{leaflet.stances}\n{leaflet.objections}\n".encode())
    for passage in held:
        whole.update(f"{passage.start} {passage.end} {passage.page} {key(passage)}\n".encode())
