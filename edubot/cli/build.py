"""`edubot build`: leaflets → index, with a progress bar."""

import sys
from pathlib import Path

from edubot.cli.output import tell
from edubot.errors import CheckFailed
from edubot.index.build import BuildReport, Progress, Stage, build_index, is_up_to_date, survey
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.index.versions import IndexFolder
from edubot.index.weights import DEFAULT_ENCODER
from edubot.leaflets.folder import Library
from edubot.settings import ScorerSettings, bundled_corpus, bundled_originals, default_index, named_index

LIBRARY_FILE = "library"
"""Beside the index: the place of its leaflets."""


MOST_TOLD = 20
"""Faults that are told one by one; of a large library that is enough to see what is wrong."""


def run_build(place: Path | None, index: Path | None, encoder: str | None, with_curation: bool, strict: bool) -> None:
    """Build an index and say what was done."""
    root = named_index(index) or default_index()
    place = place or remembered_library(root) or bundled_corpus()
    library = Library.at(place, bundled_originals(), with_curation, strict)
    report = build_with_progress(library, root, encoder or DEFAULT_ENCODER)
    (root / LIBRARY_FILE).write_text(f"{place.resolve()}\n", encoding="utf-8")
    if not with_curation:
        tell("Built without curation: this index is for evaluation and not for patients.")
    tell_faults(library)
    held = f"{report.leaflets} leaflets, {report.passages} passages"
    if report.changed:
        print(f"Built {held} in {root}; {report.encoded} encoded, {report.passages - report.encoded} kept.")
    else:
        print(f"Nothing has changed: {held} in {root}.")


def run_check(place: Path | None, index: Path | None, encoder: str | None, with_curation: bool, strict: bool) -> None:
    """Hold an index against its leaflets, and every file of it against its hash.

    Raises:
        CheckFailed: the leaflets or the scorer have changed since it was built.
        IndexUnusable: missing or damaged.
    """
    folder = IndexFolder(named_index(index) or default_index())
    place = place or remembered_library(folder.root) or bundled_corpus()
    library = Library.at(place, bundled_originals(), with_curation, strict)
    manifest = folder.manifest()
    folder.verify(manifest)
    settings = ScorerSettings()
    fingerprint = SentenceEncoder(encoder or DEFAULT_ENCODER).fingerprint
    read = survey(library, settings)
    tell_faults(library)
    if not is_up_to_date(manifest, read, fingerprint, settings):
        raise CheckFailed(f"The index in {folder.root} is out of date", "Run edubot build")
    print(f"The index in {folder.root} is up to date and whole.")


def tell_faults(library: Library) -> None:
    """What was left out of a library, each in a sentence."""
    for fault in library.faults[:MOST_TOLD]:
        tell(f"Left out: {fault}")
    if len(library.faults) > MOST_TOLD:
        tell(f"Left out: {len(library.faults) - MOST_TOLD} more.")


def remembered_library(root: Path) -> Path | None:
    """The leaflets that an index was last built from, so that building it again never means other ones."""
    try:
        return Path((root / LIBRARY_FILE).read_text(encoding="utf-8").rstrip("\n"))
    except (OSError, UnicodeDecodeError):
        return None


def build_with_progress(
    library: Library | None = None, root: Path | None = None, encoder: str = DEFAULT_ENCODER
) -> BuildReport:
    """Build, showing on stderr how far it is; a bar in a terminal, nothing in a pipe."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    library = library or Library.at(bundled_corpus(), bundled_originals())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
        tasks = {stage: bar.add_task(stage.value, total=None, visible=False) for stage in Stage}

        def show(progress: Progress) -> None:
            bar.update(tasks[progress.stage], completed=progress.done, total=progress.total or None, visible=True)

        return build_index(library, root or default_index(), SentenceEncoder(encoder), listen=show)


def build_told_in_lines() -> BuildReport:
    """Build the bundled leaflets, each stage told once in a line of its own: nothing moves on the terminal."""
    told: set[Stage] = set()

    def tell_stage(progress: Progress) -> None:
        if progress.stage not in told:
            told.add(progress.stage)
            print(f"{progress.stage.value}…", flush=True)

    library = Library.at(bundled_corpus(), bundled_originals())
    return build_index(library, default_index(), SentenceEncoder(), listen=tell_stage)
