"""One odd line in a leaflet or a message, however long, holds up no build, no check and no chat."""

import re
import subprocess
import sys

from tests.conftest import REPOSITORY
from tests.hostile_lines import filled, is_steep, look

MANY_SECONDS = 600
"""Twenty times what it takes; one pattern that hangs takes longer than any limit."""


def test_no_pattern_hangs_on_an_odd_line() -> None:
    """Each takes about four times as long for four times the text, whatever that is a run of."""
    command = [sys.executable, "-m", "tests.hostile_lines"]
    try:
        done = subprocess.run(
            command, cwd=REPOSITORY, capture_output=True, text=True, timeout=MANY_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as hung:
        told = (hung.stdout or b"").decode().splitlines()
        raise AssertionError(f"it hung while {told[-1:]}") from None
    told = done.stdout.splitlines()
    assert [line for line in told if line.startswith("STEEP")] == []
    assert told[-1:] == ["tried all"], done.stderr
    assert len(told) > 100


def test_a_pattern_that_begins_again_at_each_letter_is_noticed() -> None:
    """The measure itself, on a pattern that looks at a run from each of its letters, and on one that does so once."""
    steep, level = (look(re.compile(pattern), {"search"}) for pattern in ("a*b", "(?<!a)a*+b"))
    assert is_steep(steep, lambda length: filled("a", length))
    assert not is_steep(level, lambda length: filled("a", length))
