"""The environments of the libraries: one each, made once in the user's cache, and again when what is pinned changes."""

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from platformdirs import user_cache_path

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


def answer_files(library: str, leaflets: Path, questions: Path, given: str) -> Iterator[tuple[str, Path]]:
    """What a library answers, with each number of passages: its name for a table, and the file of answers.

    They are kept in the cache, with the words of leaflets that they hold, for over a large collection a library takes
    an hour: it is asked again only when what is given to it, what is pinned or how it is asked changes.

    Args:
        given: tells what is given from anything else that ever was.
    """
    folder = CACHE / "answers" / f"{library}-{_made_of(library)}-{given[:16]}"
    if not folder.is_dir():
        _ask(library, leaflets, questions, folder)
    files = sorted(folder.glob("*.jsonl"), key=lambda file: int(file.stem.rpartition("-")[2]))
    yield from ((f"{library}, {file.stem.rpartition('-')[2]} passages", file) for file in files)


def _made_of(library: str) -> str:
    """Tells what is pinned and how a library is asked from any other way."""
    ours = (path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(b"\n".join([TORCH.encode(), _pinned(library).read_bytes(), *ours])).hexdigest()[:16]


def _ask(library: str, leaflets: Path, questions: Path, folder: Path) -> None:
    """The folder is there when every question is answered, and not before."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    offline = {**os.environ, **OFFLINE, "OMP_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        answers = Path(name) / "answers"
        answers.mkdir()
        told = [library, str(leaflets.resolve()), str(questions.resolve()), str(answers)]
        command = [str(python(library)), "-m", "benchmarks.libraries.answers", *told]
        subprocess.run(command, check=True, cwd=ROOT, env=offline)
        answers.rename(folder)


def _pinned(library: str) -> Path:
    return PINNED / f"{library}.txt"
