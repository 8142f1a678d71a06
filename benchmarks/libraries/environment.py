"""The environments of the libraries: one each, made once in the user's cache, and again when what is pinned changes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path

from benchmarks.libraries.contract import LIBRARIES

ROOT = Path(__file__).parent.parent.parent
CACHE = user_cache_path("edubot") / "benchmarks"
PINNED = Path(__file__).with_name("requirements")
TORCH = "torch==2.13.0"
"""Comes first and alone: a CPU build is found for it, and nothing later then asks for another."""
OFFLINE = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
_NAMED_BY = {"LangChain": "langchain-core", "txtai": "txtai"}


def version(library: str) -> str:
    """The version that is pinned of a library."""
    held = dict(line.split("==") for line in _pinned(library).read_text(encoding="utf-8").split())
    return f"{held[_NAMED_BY[library]]}"


def versions() -> str:
    """The libraries with their versions, for a page."""
    return ", ".join(f"{library} {version(library)}" for library in LIBRARIES)


def python(library: str) -> Path:
    """The Python of a library's environment; makes the environment first where there is none of what is pinned."""
    folder = CACHE / library
    stamp, pinned = folder / "made-of", f"{TORCH}\n{_pinned(library).read_text(encoding='utf-8')}"
    found = folder / "bin" / "python"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == pinned:
        return found
    print(f"Setting up {library} in {folder}; once, this takes some minutes.", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    install = [str(found), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*install, TORCH], check=True)
    subprocess.run([*install, "--requirement", str(_pinned(library))], check=True)
    stamp.write_text(pinned, encoding="utf-8")
    return found


def answer_files(leaflets: Path, questions: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """What each library answers, with each number of passages: its name for a table, and the file of answers.

    Args:
        folder: takes the files; they hold words of the leaflets.
    """
    offline = {**os.environ, **OFFLINE, "OMP_NUM_THREADS": "1"}
    for library in LIBRARIES:
        told = [library, str(leaflets.resolve()), str(questions.resolve()), str(folder)]
        command = [str(python(library)), "-m", "benchmarks.libraries.answers", *told]
        subprocess.run(command, check=True, cwd=ROOT, env=offline)
        files = sorted(folder.glob(f"{library}-*.jsonl"), key=lambda file: int(file.stem.rpartition("-")[2]))
        yield from ((f"{library}, {file.stem.rpartition('-')[2]} passages", file) for file in files)


def _pinned(library: str) -> Path:
    return PINNED / f"{library}.txt"
