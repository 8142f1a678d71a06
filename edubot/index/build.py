"""Leaflets → a new version of the index, put in use whole or not at all."""

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from edubot.address import Place
from edubot.calibration import Calibration
from edubot.errors import IndexUnusable, LeafletUnreadable
from edubot.index.crew import Crew, ReadLeaflet, ThisProcess
from edubot.index.draft import write_draft
from edubot.index.encoder import BuildEncoder
from edubot.index.layout import ENCODERS, KEPT, STORE_FILE
from edubot.index.manifest import Manifest
from edubot.index.precision import Precision
from edubot.index.progress import Listener, Progress, Stage, unheard
from edubot.index.reuse import VectorSource
from edubot.index.survey import Survey, is_up_to_date, surveyed
from edubot.index.vectors import VectorFacts
from edubot.index.versions import IndexFolder
from edubot.index.weights import file_sha256
from edubot.model import Leaflet
from edubot.settings import ScorerSettings


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
    build = _Build(IndexFolder.at(root), settings or ScorerSettings(), crew or ThisProcess(), listen or unheard)
    with build.folder.lock(wait):
        return build.of(library, encoder, keep, place)


@dataclass(frozen=True)
class _Build:
    """A build that has the folder for itself."""

    folder: IndexFolder
    settings: ScorerSettings
    crew: Crew
    listen: Listener

    def of(self, library: Iterable[Leaflet], encoder: BuildEncoder, keep: int, place: Path | None) -> BuildReport:
        """Build the index of a library, unless it is up to date and whole."""
        reading = self.crew.read(library, self.settings)
        survey = surveyed(reading, self.listen)
        if not survey.passages:
            raise LeafletUnreadable("The leaflets hold headings alone", "Save the leaflets' text into them")
        before = usable_manifest(self.folder)
        if before and is_up_to_date(before, survey, encoder.fingerprint, self.settings):
            self._settle(place)
            return _report(before, encoded=0, changed=False)
        encoder = encoder.suited_to(survey.passages)
        with self.folder.draft() as draft:
            filled = self._fill(draft, reading, survey, before, encoder)
            exported = self._exported(before, encoder)
            with self._telling(Stage.WRITING):
                manifest = self._manifest(draft, survey, encoder, filled, exported)
                self.folder.doubt(place)
                self.folder.put_in_use(draft, manifest, keep)
                self._settle(place)
        return _report(manifest, filled.encoded, changed=True, before=before.version if before else None)

    def _fill(
        self,
        draft: Path,
        reading: Iterable[ReadLeaflet],
        survey: Survey,
        before: Manifest | None,
        encoder: BuildEncoder,
    ) -> "_Filled":
        """Write the store and the vectors, and make these ready to be searched."""
        with VectorSource.of(self.folder, before, encoder) as vectors:
            encode = partial(self.crew.encode, encoder=encoder)
            dimension, encoded = write_draft(reading, draft, vectors, encode, survey, self.listen)
        with self._telling(Stage.ARRANGING):
            return _Filled(dimension, encoded, self.folder.arrange(draft))

    def _exported(self, before: Manifest | None, encoder: BuildEncoder) -> Mapping[str, str]:
        """Files of the encoder's export and their SHA-256; exported anew unless a version kept has them whole."""
        held = before.encoder_files if before and before.encoder == encoder.fingerprint else None
        held = held or self.folder.whole_export(encoder.fingerprint)
        if held:
            return held
        with self._telling(Stage.EXPORTING), self.folder.draft(ENCODERS) as draft:
            encoder.export(draft)
            files = {path.name: file_sha256(path) for path in sorted(draft.iterdir())}
            place = self.folder.encoder(encoder.fingerprint)
            shutil.rmtree(place, ignore_errors=True)  # whatever lies there serves no version
            draft.rename(place)
        return files

    def _manifest(
        self, draft: Path, survey: Survey, encoder: BuildEncoder, filled: "_Filled", exported: Mapping[str, str]
    ) -> Manifest:
        scorer = self.settings.fingerprint(encoder.fingerprint)
        calibration = Calibration.bundled(scorer, survey.drugs)
        return Manifest(
            corpus=survey.corpus,
            encoder_name=encoder.name,
            encoder=encoder.fingerprint,
            dimension=filled.dimension,
            scorer=scorer,
            chunker=asdict(self.settings.chunker),
            precision=encoder.precision,
            vectors=filled.searched.as_json(),
            leaflets=survey.leaflets,
            passages=survey.passages,
            files={name: file_sha256(draft / name) for name in (STORE_FILE, *filled.searched.files)},
            encoder_files=exported,
            calibration=calibration.as_json() if calibration else None,
        )

    def _settle(self, place: Path | None) -> None:
        """What is in use is what was asked for: nothing has to go on from here."""
        self.folder.remember(place)
        self.folder.forget_encoded()

    @contextlib.contextmanager
    def _telling(self, stage: Stage) -> Iterator[None]:
        """Tell when a stage of one step begins, and when it is done."""
        self.listen(Progress(stage, 0, 1))
        yield
        self.listen(Progress(stage, 1, 1))


@dataclass(frozen=True)
class _Filled:
    """What was written into a draft."""

    dimension: int
    """Length of a vector."""
    encoded: int
    """Passages whose vectors were computed."""
    searched: VectorFacts


def usable_manifest(folder: IndexFolder) -> Manifest | None:
    """Manifest of the version in use where it is whole, else None."""
    try:
        manifest = folder.manifest()
        VectorFacts.from_json(manifest.vectors)
        folder.inspect(manifest)
    except IndexUnusable:
        return None
    return manifest


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
