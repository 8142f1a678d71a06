"""The environment of the libraries: made once in `.cache/libraries`, and again when what is pinned changes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.libraries.answers import LIBRARIES

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / ".cache" / "libraries"
PINNED = Path(__file__).with_name("requirements.txt")
TORCH = "torch==2.13.0"
"""Comes first and alone: a CPU build is found for it, and nothing later then asks for another."""


def versions() -> str:
    """The two libraries with their versions, for the page."""
    held = dict(line.split("==") for line in PINNED.read_text(encoding="utf-8").split())
    return f"LangChain {held['langchain-core']}, txtai {held['txtai']}"


def python() -> Path:
    """The environment's Python; makes the environment first where there is none of what is pinned."""
    stamp, pinned = FOLDER / "made-of", f"{TORCH}\n{PINNED.read_text(encoding='utf-8')}"
    found = FOLDER / "bin" / "python"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == pinned:
        return found
    print(f"Setting up the libraries in {FOLDER}; once, this takes some minutes.")
    subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)
    install = [str(found), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*install, TORCH], check=True)
    subprocess.run([*install, "--requirement", str(PINNED)], check=True)
    stamp.write_text(pinned, encoding="utf-8")
    return found


def answer_files(leaflets: Path, questions: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """What each library answers, with each number of passages: its name for a table, and the file of answers.

    Args:
        folder: takes the files; they hold words of the leaflets.
    """
    offline = {**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "OMP_NUM_THREADS": "1"}
    for library in LIBRARIES:
        told = [library, str(leaflets.resolve()), str(questions.resolve()), str(folder)]
        command = [str(python()), "-m", "benchmarks.libraries.answers", *told]
        subprocess.run(command, check=True, cwd=ROOT, env=offline)
        files = sorted(folder.glob(f"{library}-*.jsonl"), key=lambda file: int(file.stem.rpartition("-")[2]))
        yield from ((f"{library}, {file.stem.rpartition('-')[2]} passages", file) for file in files)
