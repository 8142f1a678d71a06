"""Opening edubot loads only what the moment needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from edubot.process import ONE_THREAD
from tests.conftest import REPOSITORY

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "textual",
    "pydantic",
    "onnx",
    "onnxscript",
    "sklearn",
    "scipy",
    "ray",
    "pyarrow",
)
READERS = ("pdfplumber", "pdfminer", "pypdf", "docx", "lxml", "trafilatura", "ftfy", "charset_normalizer")
"""What reads PDF, Word, web pages and odd encodings: nobody waits for these who has none."""
ENGINE = ("pymilvus", "milvus_lite", "grpc", "pandas", "google")
"""What speaks with an engine: for those whose index lies in one."""
VECTORS = ("numpy", "faiss", "onnxruntime", "tokenizers")


def _loaded(code: str) -> set[str]:
    """Top-level modules that are loaded after some code ran in a fresh Python."""
    report = "import sys, json; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    return set(json.loads(ran.stdout.splitlines()[-1]))


def test_importing_edubot_is_cheap() -> None:
    """The package alone loads none of the libraries it stands on."""
    assert not _loaded("import edubot") & {*HEAVY, *VECTORS, "typer", "rich"}


def test_the_warnings_need_no_model() -> None:
    """The guardrail opens, and says both warnings, without vectors, encoder, screen or validation library."""
    code = (
        "from edubot.guardrail.guardrail import Guardrail\nguardrail = Guardrail.load()\n"
        "assert guardrail.problem is None and len(guardrail.warnings) >= 2\n"
        "assert guardrail.unavailable('lips?', 'gone').warnings == guardrail.warnings"
    )
    assert not _loaded(code) & {*HEAVY, *VECTORS, "typer", "rich"}


def test_the_first_screen_compares_no_words() -> None:
    """Rules are read, and no library that compares words is loaded before somebody has typed one."""
    code = "from edubot.guardrail.guardrail import Guardrail\nassert Guardrail.load().triage"
    assert "rapidfuzz" not in _loaded(code)


def test_asking_loads_no_torch(bundled_index: Path) -> None:
    """Opening an index and answering from it takes the small runtime alone."""
    code = (
        "from pathlib import Path\nfrom edubot.assistant import Assistant\n"
        f"answer = Assistant.open(Path({str(bundled_index)!r})).ask('How long does the course last?')\n"
        "assert answer.problem is None and answer.hits, answer"
    )
    loaded = _loaded(code)
    assert not loaded & {*HEAVY, *ENGINE, "typer", "rich", "huggingface_hub"}
    assert loaded >= set(VECTORS)


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_the_command_loads_no_torch(bundled_index: Path, extra: list[str]) -> None:
    """`edubot ask`, from its first line to its last, loads no torch, no screen and no validation library."""
    arguments = ["edubot", "ask", "How long does the course last?", "--index", str(bundled_index), *extra]
    code = (
        f"import sys\nsys.argv = {arguments!r}\nfrom edubot.cli.app import app\n"
        "try: app()\nexcept SystemExit as end: assert not end.code"
    )
    assert not _loaded(code) & {*HEAVY, *ENGINE}


@pytest.mark.parametrize("command", ["list", "show", "verify", "withdrawn"])
def test_looking_into_a_folder_speaks_with_no_engine(bundled_index: Path, command: str) -> None:
    """Nor do the commands on its versions."""
    arguments = ["edubot", "index", command, "--index", str(bundled_index)]
    code = (
        f"import sys\nsys.argv = {arguments!r}\nfrom edubot.cli.main import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code"
    )
    assert not _loaded(code) & set(ENGINE)


def test_reading_leaflets_needs_no_vectors() -> None:
    """Leaflets are read without numpy, FAISS or an encoder."""
    code = (
        "from edubot.leaflets.folder import Library\nfrom edubot.settings import bundled_corpus, bundled_originals\n"
        "assert len(list(Library.at(bundled_corpus(), bundled_originals()))) == 3"
    )
    assert not _loaded(code) & {*VECTORS, *READERS, "torch", "sentence_transformers", "textual"}


def test_numpy_calculates_on_one_processor() -> None:
    """Its products are small here; other threads would only wait for one another, on processors that others need."""
    code = (
        "import json, sys\nfrom edubot.cli.main import main\nsys.argv = ['edubot', '--version']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "import numpy\nfrom threadpoolctl import threadpool_info\n"
        "print(json.dumps([pool['num_threads'] for pool in threadpool_info() if pool['user_api'] == 'blas']))"
    )
    unset = {name: value for name, value in os.environ.items() if name != ONE_THREAD}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, env=unset, capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout.splitlines()[-1]) == [1]
