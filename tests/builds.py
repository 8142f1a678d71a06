"""Two generated libraries to build over one another, A and B, and what an index built of them holds and answers."""

import hashlib
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from edubot.index.encoder import Vectors
from edubot.index.search_index import SearchIndex
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Hit, Leaflet
from edubot.retriever import Retriever
from tests.conftest import REPOSITORY
from tests.fakes import LetterEncoder

SEED = 20260412
WORDS = (
    "acne skin tablet morning water shade doctor nurse capsule liver blood test month week dose lips eyes dry sun food "
    "fat milk alcohol joint pain mood sleep child birth control scar cream soap wax laser hearing vision night drive"
).split()
QUESTIONS = ("dry lips at night", "may I drink milk with a capsule?", "xylophone")


def _leaflet(id: str, text: str) -> Leaflet:
    return leaflet_from_text(text, f"{id}.md", hashlib.sha256(text.encode()).hexdigest(), Curation(), id=id)


def leaflets_of(**texts: str) -> list[Leaflet]:
    """A library of these texts by id."""
    return [_leaflet(id, text) for id, text in texts.items()]


def generated(seed: int, leaflets: int = 6, sentences: int = 60) -> dict[str, str]:
    """Texts of short sentences, a passage each."""
    rng = random.Random(seed)
    return {
        f"leaflet{number}": f"# About {rng.choice(WORDS)}\n\n"
        + "\n".join(f"- {' '.join(rng.sample(WORDS, 8)).capitalize()}." for _ in range(sentences))
        for number in range(leaflets)
    }


def library_a() -> list[Leaflet]:
    """Six leaflets of sixty passages."""
    return leaflets_of(**generated(1))


def library_b() -> list[Leaflet]:
    """Half of the leaflets are those of A, one is gone, and others are new."""
    return leaflets_of(**generated(1, leaflets=3), **{f"new-{id}": text for id, text in generated(2, 4).items()})


def files_in(folder: Path) -> dict[str, bytes]:
    """What every file of a folder holds, by its way from there."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def answers_of(root: Path) -> list[list[Hit]]:
    """What an index says: its own passages for some questions, all of them for one."""
    retriever = Retriever(SearchIndex.open(root, LetterEncoder()))
    return [retriever.search(question, limit) for question, limit in zip(QUESTIONS, (10, 10, 5000), strict=True)]


def by_key(root: Path) -> dict[tuple[str, int], Vectors]:
    """Every stored vector by its passage's place."""
    index = SearchIndex.open(root, LetterEncoder())
    held = index.store.passages(range(index.manifest.passages))
    vectors = index.vectors.rows(list(held))
    return {(passage.source.id, passage.start): vectors[row] for row, passage in held.items()}


def in_subprocess(work: Callable[..., None], *given: Path | int) -> str:
    """What a function of a test file prints when it is called in a process of its own."""
    code = f"from pathlib import *\nfrom {work.__module__} import {work.__name__} as work\nwork(*{given!r})"
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
