"""Fixtures that more than one file needs: small libraries, and indexes built once a run with the real encoder."""

import os
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from edubot.assistant import Assistant
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.leaflets.folder import Library
from edubot.settings import bundled_corpus, bundled_originals

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


def _built(factory: pytest.TempPathFactory, library: Path, name: str) -> Path:
    """Build once, whichever of the parallel test processes comes first."""
    shared = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    root = shared / name
    with FileLock(f"{root}.lock"):
        build_index(Library.at(library, bundled_originals()), root, SentenceEncoder())
    return root
