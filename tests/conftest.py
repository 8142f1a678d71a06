"""Fixtures that more than one file needs: a terminal, an engine, a small library, and indexes built once a run."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: a test on each core, none that waits on another's

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import settings

from edubot.assistant import Assistant
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.leaflets.folder import Library
from edubot.settings import bundled_corpus, bundled_originals
from tests.commands import Terminal

if TYPE_CHECKING:
    from tests.engines import TestEngine

pytest_plugins = ["tests.still_running"]
REPOSITORY = Path(__file__).parent.parent
settings.register_profile("edubot", deadline=None)  # how long an example takes tells of the machine
settings.load_profile("edubot")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the three original texts, which are not part of the repository."""
    folder = Path(os.environ.get("EDUBOT_SEEDS", REPOSITORY.parent / "shared" / "seeds"))
    if not folder.is_dir():
        pytest.skip(f"the originals are not here ({folder}); EDUBOT_SEEDS names another folder")
    return folder


@pytest.fixture(scope="session")
def bundled_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the bundled leaflets, built with the real encoder."""
    return _built(tmp_path_factory, bundled_corpus(), "bundled-index")


@pytest.fixture(scope="session")
def originals_index(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    """An index of the three originals, built with the real encoder and our curation."""
    return _built(tmp_path_factory, seeds, "originals-index")


@pytest.fixture(scope="session")
def guardrail() -> Guardrail:
    """The guardrail of the bundled policy."""
    return Guardrail.load()


@pytest.fixture(scope="session")
def assistant(bundled_index: Path) -> Assistant:
    """The real assistant over the bundled leaflets."""
    return Assistant.open(bundled_index)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[TestEngine]":
    """One engine for all files of a process that ask for it by this name."""
    from tests.engines import TestEngine

    engine = TestEngine(tmp_path_factory.mktemp("engine"))
    yield engine
    engine.kill()


@pytest.fixture
def terminal(tmp_path: Path, bundled_index: Path) -> Terminal:
    """A terminal whose person has never used edubot."""
    return Terminal(tmp_path, bundled_index)


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of two leaflets and the index of it, built once a run by the command itself with the real encoder."""
    place = _shared(tmp_path_factory) / "small-library"
    leaflets, index = place / "leaflets", place / "index"
    with FileLock(f"{place}.lock"):
        if not leaflets.exists():
            leaflets.mkdir(parents=True)
            (leaflets / "first.md").write_text("# First\n\nDo not drink alcohol with it.\n", encoding="utf-8")
            (leaflets / "second.md").write_text("# Second\n\nUse a lip balm every day.\n", encoding="utf-8")
            built = Terminal(place, index).run("build", leaflets, "--index", index)
            assert built.status == 0, built.err
            assert "Built 2 leaflets, 2 passages" in built.out
    return leaflets, index


@pytest.fixture
def small_copy(small_library: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the two leaflets and of their index, to be changed or damaged."""
    leaflets, index = (Path(shutil.copytree(part, tmp_path / part.name)) for part in small_library)
    return leaflets, index


def _built(factory: pytest.TempPathFactory, library: Path, name: str) -> Path:
    """Build once, whichever of the parallel test processes comes first."""
    root = _shared(factory) / name
    with FileLock(f"{root}.lock"):
        build_index(Library.at(library, bundled_originals()), root, SentenceEncoder())
    return root


def _shared(factory: pytest.TempPathFactory) -> Path:
    """A folder that is the same for all parallel test processes of a run."""
    return factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
