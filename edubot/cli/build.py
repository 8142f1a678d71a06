"""`edubot build`: leaflets → index, and what that changed."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from edubot.address import Place
from edubot.checking.ids_in_use import ids_in_use
from edubot.cli.build_report import BuildOutcome, as_json, as_text
from edubot.cli.comparing import compared
from edubot.cli.output import print_json, tell
from edubot.cli.progress import Pace, shown_progress
from edubot.errors import CheckFailed
from edubot.evaluation.evidence import read_quotes
from edubot.index.build import BuildReport, build_index
from edubot.index.crew import Crew
from edubot.index.encoder import BuildEncoder
from edubot.index.layout import ENCODED, KEPT
from edubot.index.progress import Progress, Stage
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.index.survey import is_up_to_date, survey
from edubot.index.versions import IndexFolder
from edubot.index.weights import DEFAULT_ENCODER
from edubot.leaflets.folder import Library
from edubot.settings import ScorerSettings, bundled_corpus, bundled_originals, default_index, named_index


@dataclass(frozen=True)
class Wanted:
    """What the person asked for."""

    place: Path | None = None
    """Leaflets; those of the index before, else the bundled ones, if none are named."""
    index: Place | None = None
    encoder: str | None = None
    with_curation: bool = True
    strict: bool = False
    """Whether a leaflet that cannot be read stops the build; else it is left out and told."""
    keep: int = KEPT
    """Versions that stay."""
    gold: Path | None = None
    """Gold questions whose evidence is looked for before and after."""
    as_json: bool = False
    wait: bool = False
    """Whether to wait for another build of the same index."""
    watch: bool = False
    ray: str | None = None
    """Address of Ray, where its workers shall read and encode."""

    @property
    def folder(self) -> IndexFolder:
        """The index folder."""
        return IndexFolder.at(named_index(self.index) or default_index())

    def library(self) -> Library:
        """The leaflets, as they are at this moment, and what their curations may name.

        Raises:
            BadInput: there are none, or a policy in use is broken.
        """
        place = self.place or remembered_library(self.folder.place) or bundled_corpus()
        known = ids_in_use() if self.with_curation else None
        return Library.at(place, bundled_originals(), self.with_curation, self.strict, known=known)


MOST_TOLD = 20
"""Sentences of a kind that are told one by one; of a large library that is enough to see what is wrong."""


def run_build(wanted: Wanted, encoder: BuildEncoder | None = None) -> None:
    """Build an index and say what was done; over and over where that was asked for.

    Args:
        encoder: stands in for the one that was named.
    """
    encoder = encoder or SentenceEncoder(wanted.encoder or DEFAULT_ENCODER)

    def build() -> None:
        outcome = built(wanted, encoder)
        _tell([f"Left out: {fault}" for fault in outcome.left_out])
        _tell(outcome.repairs)
        if wanted.as_json:
            print_json(as_json(outcome), flush=True)
        else:
            print(as_text(outcome), flush=True)

    if not wanted.watch:
        build()
        return
    from edubot.cli.watch import build_when_saved

    build_when_saved(wanted.library().place, wanted.folder.root, build)


def built(wanted: Wanted, encoder: BuildEncoder) -> BuildOutcome:
    """Build once; what came of it, held against the version that was in use before."""
    folder, library, pace = wanted.folder, wanted.library(), Pace()
    quotes = read_quotes(wanted.gold) if wanted.gold else None
    with _crew(wanted) as crew, shown_progress() as show:

        def hear(progress: Progress) -> None:
            pace.hear(progress)
            show(progress)

        wait = (lambda: tell("Another build is running; waiting until it has ended.")) if wanted.wait else None
        report = build_index(
            library, folder.place, encoder, listen=hear, keep=wanted.keep, place=library.place, wait=wait, crew=crew
        )
    if not wanted.with_curation:
        tell("Built without curation: this index is for evaluation and not for patients.")
    return BuildOutcome(
        folder.place,
        report,
        pace.seconds,
        left_out(library),
        *compared(folder, report, quotes, library.missing),
        repairs=tuple(library.repairs),
    )


def _crew(wanted: Wanted) -> AbstractContextManager[Crew | None]:
    """Who reads and encodes; this process alone where nobody was called in."""
    if wanted.ray is None:
        return nullcontext()
    from edubot.cluster.ray_crew import ray_crew

    return ray_crew(wanted.ray, wanted.folder.root / ENCODED)


def run_check(wanted: Wanted) -> None:
    """Hold an index against its leaflets, and every file of it against its hash.

    Raises:
        CheckFailed: the leaflets or the scorer have changed since it was built.
        IndexUnusable: missing or damaged.
    """
    folder = wanted.folder
    manifest = folder.manifest()
    folder.verify(manifest)
    settings = ScorerSettings()
    fingerprint = SentenceEncoder(wanted.encoder or DEFAULT_ENCODER).fingerprint
    library = wanted.library()
    read = survey(library, settings)
    tell_findings(library)
    if not is_up_to_date(manifest, read, fingerprint, settings):
        raise CheckFailed(f"The index in {folder} is out of date", "Run edubot build")
    print(f"The index in {folder} is up to date and whole.")


def remembered_library(root: Place) -> Path | None:
    """The leaflets that an index was last built from, so that building it again never means other ones."""
    return IndexFolder.at(root).library


def left_out(library: Library) -> tuple[str, ...]:
    """All that is wrong with what was left out of a library, each in a sentence."""
    return tuple(str(problem) for fault in library.faults for problem in (fault, *fault.also))


def tell_findings(library: Library) -> None:
    """What was left out of a library, and what was guessed or mended to read the rest, each in a sentence."""
    _tell([f"Left out: {fault}" for fault in left_out(library)])
    _tell(library.repairs)


def _tell(sentences: Sequence[str]) -> None:
    for sentence in sentences[:MOST_TOLD]:
        tell(sentence)
    if len(sentences) > MOST_TOLD:
        tell(f"{len(sentences) - MOST_TOLD} more like these.")


def build_with_progress(library: Library | None = None, root: Place | None = None) -> BuildReport:
    """Build, showing on stderr how far it is; the bundled leaflets, where their index belongs, if none are named."""
    library = library or Library.at(bundled_corpus(), bundled_originals())
    with shown_progress() as show:
        return build_index(library, root or default_index(), SentenceEncoder(), listen=show, place=library.place)


def build_told_in_lines() -> BuildReport:
    """Build the bundled leaflets, each stage told once in a line of its own: nothing moves on the terminal."""
    told: set[Stage] = set()

    def tell_stage(progress: Progress) -> None:
        if progress.stage not in told:
            told.add(progress.stage)
            print(f"{progress.stage.value}…", flush=True)

    library = Library.at(bundled_corpus(), bundled_originals())
    return build_index(library, default_index(), SentenceEncoder(), listen=tell_stage, place=library.place)
