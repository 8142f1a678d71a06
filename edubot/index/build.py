"""Leaflets → a new version of the index, put in use whole or not at all."""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path

from edubot.address import Place
from edubot.calibration import Calibration
from edubot.errors import BuildFailed, IndexUnusable, LeafletUnreadable
from edubot.index.crew import Crew, ReadLeaflet, ThisProcess, Window
from edubot.index.encoder import BuildEncoder, Vector
from edubot.index.layout import ENCODERS, KEPT, STORE_FILE
from edubot.index.ledger import ledger
from edubot.index.manifest import Manifest
from edubot.index.passages import key
from edubot.index.precision import Precision
from edubot.index.reuse import VectorSource
from edubot.index.store_tables import source_as_json
from edubot.index.store_writer import StoreWriter
from edubot.index.vector_rows import RowWriter
from edubot.index.vectors import ROWS_FILE, VectorFacts
from edubot.index.versions import IndexFolder
from edubot.index.weights import file_sha256
from edubot.model import Leaflet, Passage
from edubot.settings import ScorerSettings

WINDOW = 2048
"""Passages held in memory at a time: enough that those encoded together are of about the same length."""


class Stage(StrEnum):
    """What a build is doing."""

    READING = "Reading the leaflets"
    ENCODING = "Encoding passages"
    ARRANGING = "Arranging the vectors"
    EXPORTING = "Preparing the encoder for questions"
    WRITING = "Putting the index in use"


@dataclass(frozen=True)
class Progress:
    """How far a build is."""

    stage: Stage
    done: int
    total: int
    """Passages or steps; 0 where it cannot be known yet."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did."""

    version: str
    leaflets: int
    passages: int
    encoded: int
    """Passages whose vectors were computed anew; the rest were taken from the version before."""
    changed: bool
    """False where the index was up to date and whole already."""
    precision: str = Precision.FULL
    """In which the passages were encoded."""
    vectors: VectorFacts = field(default_factory=VectorFacts)
    """How they are searched, and what that misses."""
    before: str | None = None
    """The version that was in use and whole, where another has taken its place."""


Listener = Callable[[Progress], None]


def _unheard(_: Progress) -> None:
    """The listener of a build that nobody watches."""


def build_index(
    library: Iterable[Leaflet],
    root: Place,
    encoder: BuildEncoder,
    settings: ScorerSettings | None = None,
    listen: Listener | None = None,
    keep: int = KEPT,
    place: Path | None = None,
    wait: Callable[[], object] | None = None,
    crew: Crew | None = None,
) -> BuildReport:
    """Build the index of a library in the place `root`.

    Args:
        library: iterated twice, one leaflet in memory at a time.
        keep: how many versions stay, the one in use among them.
        place: where the library is, for the next build to find it.
        wait: called before waiting for another build; without it there is no waiting.
        crew: who reads and encodes; this process if nobody is called in.

    Raises:
        BadInput: a leaflet or a curation that cannot be used; nothing is changed then.
        BuildFailed: the folder cannot be written, another build is running, or a leaflet was saved meanwhile.
    """
    settings, listen = settings or ScorerSettings(), listen or _unheard
    crew = crew or ThisProcess()
    folder = IndexFolder.at(root)
    with folder.lock(wait):
        reading = crew.read(library, settings)
        survey = _survey(reading, listen)
        if not survey.passages:
            raise LeafletUnreadable("The leaflets hold headings alone", "Save the leaflets' text into them")
        before = usable_manifest(folder)
        if before and is_up_to_date(before, survey, encoder.fingerprint, settings):
            folder.remember(place)
            folder.forget_encoded()
            return _report(before, encoded=0, changed=False)
        encoder = encoder.suited_to(survey.passages)
        with folder.draft() as draft, VectorSource.of(folder, before, encoder) as vectors:
            encode = partial(crew.encode, encoder=encoder)
            dimension, encoded = _write_rows(reading, draft, vectors, encode, survey, listen)
            listen(Progress(Stage.ARRANGING, 0, 1))
            searched = folder.arrange(draft)
            listen(Progress(Stage.ARRANGING, 1, 1))
            exported = _exported(folder, before, encoder, listen)
            listen(Progress(Stage.WRITING, 0, 1))
            scorer = settings.fingerprint(encoder.fingerprint)
            calibration = Calibration.bundled(scorer, survey.drugs)
            manifest = Manifest(
                corpus=survey.corpus,
                encoder_name=encoder.name,
                encoder=encoder.fingerprint,
                dimension=dimension,
                scorer=scorer,
                chunker=asdict(settings.chunker),
                precision=encoder.precision,
                vectors=searched.as_json(),
                leaflets=survey.leaflets,
                passages=survey.passages,
                files={name: file_sha256(draft / name) for name in (STORE_FILE, *searched.files)},
                encoder_files=exported,
                calibration=calibration.as_json() if calibration else None,
            )
            folder.doubt(place)
            folder.put_in_use(draft, manifest, keep)
            folder.remember(place)
            folder.forget_encoded()
            listen(Progress(Stage.WRITING, 1, 1))
            return _report(manifest, encoded, changed=True, before=before.version if before else None)


def _report(manifest: Manifest, encoded: int, changed: bool, before: str | None = None) -> BuildReport:
    return BuildReport(
        version=manifest.version,
        leaflets=manifest.leaflets,
        passages=manifest.passages,
        encoded=encoded,
        changed=changed,
        precision=manifest.precision,
        vectors=VectorFacts.from_json(manifest.vectors),
        before=before,
    )


@dataclass(frozen=True)
class Survey:
    """A library counted and fingerprinted before anything is written."""

    corpus: str
    leaflets: int
    passages: int
    drugs: frozenset[str | None]


def survey(library: Iterable[Leaflet], settings: ScorerSettings) -> Survey:
    """Read a library once, checking that every character of every leaflet is accounted for."""
    return _survey(ThisProcess().read(library, settings), _unheard)


def is_up_to_date(manifest: Manifest, survey: Survey, encoder: str, settings: ScorerSettings) -> bool:
    """Whether an index holds this library for this scorer."""
    scorer = settings.fingerprint(encoder)
    calibration = Calibration.bundled(scorer, survey.drugs)
    fitted = calibration.as_json() if calibration else None
    return manifest.corpus == survey.corpus and manifest.scorer == scorer and manifest.calibration == fitted


def usable_manifest(folder: IndexFolder) -> Manifest | None:
    """Manifest of the version in use where it is whole, else None."""
    try:
        manifest = folder.manifest()
        VectorFacts.from_json(manifest.vectors)
        folder.inspect(manifest)
    except IndexUnusable:
        return None
    return manifest


def _survey(reading: Iterable[ReadLeaflet], listen: Listener) -> Survey:
    whole = hashlib.sha256()
    drugs: set[str | None] = set()
    leaflets = count = 0
    for leaflet, held in reading:
        ledger(leaflet, held)
        _count_in(whole, leaflet, held)
        drugs.add(leaflet.source.drug)
        leaflets, count = leaflets + 1, count + len(held)
        listen(Progress(Stage.READING, leaflets, 0))
    listen(Progress(Stage.READING, leaflets, leaflets))
    return Survey(whole.hexdigest(), leaflets, count, frozenset(drugs))


def _count_in(whole: "hashlib._Hash", leaflet: Leaflet, held: Iterable[Passage]) -> None:
    """Make a leaflet a part of the library's fingerprint."""
    whole.update(f"{source_as_json(leaflet.source)}\n{leaflet.quarantined}\n".encode())
    whole.update(f"{leaflet.stances}\n{leaflet.objections}\n".encode())
    for passage in held:
        whole.update(f"{passage.start} {passage.end} {passage.page} {key(passage)}\n".encode())


def _write_rows(
    reading: Iterable[ReadLeaflet],
    draft: Path,
    vectors: VectorSource,
    encode: Callable[..., Iterator[tuple[Window, Mapping[str, Vector]]]],
    survey: Survey,
    listen: Listener,
) -> tuple[int, int]:
    """Write the store and the vectors; returns the vectors' dimension, and how many were computed."""
    store = StoreWriter(draft / STORE_FILE)
    done = computed = dimension = 0
    whole = hashlib.sha256()

    def hear(more: int, of_them_computed: int) -> None:
        nonlocal done, computed
        done += more
        computed += of_them_computed
        listen(Progress(Stage.ENCODING, done, survey.passages))

    hear(0, 0)
    windows = map(vectors.window, _windows(_stored(reading, store, whole)))
    with RowWriter(draft / ROWS_FILE, survey.passages) as writer:
        for window, encoded in encode(windows, hear=hear):
            rows = vectors.rows(window, encoded)
            writer.add(rows)
            dimension = rows.shape[1]
    store.close()
    if whole.hexdigest() != survey.corpus:
        raise BuildFailed("A leaflet was changed while it was read", "Build again; the last index stays in use")
    return dimension, computed


def _stored(reading: Iterable[ReadLeaflet], store: StoreWriter, whole: "hashlib._Hash") -> Iterator[Passage]:
    for leaflet, held in reading:
        _count_in(whole, leaflet, held)
        store.add(leaflet, held)
        yield from held


def _windows(found: Iterable[Passage]) -> Iterator[list[Passage]]:
    held: list[Passage] = []
    for passage in found:
        held.append(passage)
        if len(held) == WINDOW:
            yield held
            held = []
    if held:
        yield held


def _exported(
    folder: IndexFolder, before: Manifest | None, encoder: BuildEncoder, listen: Listener
) -> Mapping[str, str]:
    """Files of the encoder's export and their SHA-256; exported anew unless a version that is kept has them whole."""
    held = before.encoder_files if before and before.encoder == encoder.fingerprint else None
    held = held or folder.whole_export(encoder.fingerprint)
    if held:
        return held
    listen(Progress(Stage.EXPORTING, 0, 1))
    with folder.draft(ENCODERS) as draft:
        encoder.export(draft)
        files = {path.name: file_sha256(path) for path in sorted(draft.iterdir())}
        place = folder.encoder(encoder.fingerprint)
        shutil.rmtree(place, ignore_errors=True)  # whatever lies there serves no version
        draft.rename(place)
    listen(Progress(Stage.EXPORTING, 1, 1))
    return files
