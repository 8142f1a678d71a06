"""Somebody who has read nothing but the README gets done what people come for."""

import shutil
from pathlib import Path

import pytest

from scripts.newcomer import KEYS, visit
from tests.conftest import REPOSITORY


@pytest.mark.parametrize("size", [(80, 24)])
def test_a_newcomer_finishes_five_tasks(bundled_index: Path, size: tuple[int, int]) -> None:
    """Asks, opens the source, sees a disagreement, saves the sheet, finds the crisis number; and leaves."""
    if shutil.which("tmux") is None:
        pytest.skip("there is no tmux on this machine to give the chat a real terminal")
    assert len(list(visit(bundled_index, size))) == 5


def test_the_newcomer_presses_what_the_readme_names() -> None:
    """A key that is not told there is not known to anybody new."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for key in KEYS:
        assert f"`{key}`" in readme or f"press {key}" in readme, key
