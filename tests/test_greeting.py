"""No machine of a cluster helps that would read other leaflets or keep its work elsewhere."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from edubot.cluster.greeting import Greeting, check, hello
from edubot.errors import BuildFailed


@pytest.fixture
def leaflets(tmp_path: Path) -> Path:
    """A folder of two."""
    place = tmp_path / "leaflets"
    place.mkdir()
    for name in ("one.md", "two.md"):
        (place / name).write_text("# Lips\n\nUse a balm.\n", encoding="utf-8")
    return place


def _said(leaflets: Path, word: str = "seen") -> Greeting:
    file = leaflets.parent / "word"
    file.write_text(word, encoding="ascii")
    return hello(leaflets, file)


def test_who_sees_the_same_may_help(leaflets: Path) -> None:
    """Asked twice, a machine says the same; of one file too."""
    check(_said(leaflets), _said(leaflets), leaflets, leaflets.parent)
    one = leaflets / "one.md"
    check(_said(one), _said(one), one, leaflets.parent)


@pytest.mark.parametrize("change", ["text", "time", "more", "fewer", "gone"])
def test_another_copy_of_the_leaflets_is_refused(leaflets: Path, change: str) -> None:
    """The same path on a machine's own disk may hold last year's."""
    here = _said(leaflets)
    one = leaflets / "one.md"
    if change == "text":
        one.write_text("# Lips\n\nUse a balm twice.\n", encoding="utf-8")
    elif change == "time":
        os.utime(one, (1, 1))
    elif change == "more":
        (leaflets / "three.md").write_text("# Sun\n", encoding="utf-8")
    elif change == "fewer":
        one.unlink()
    place = leaflets.parent / "elsewhere" if change == "gone" else leaflets
    with pytest.raises(BuildFailed, match="as this machine does"):
        check(_said(place), here, leaflets, leaflets.parent)


def test_a_room_that_is_not_shared_is_refused(leaflets: Path) -> None:
    """A folder of the same name there, without the word that was left in ours."""
    here = _said(leaflets)
    with pytest.raises(BuildFailed, match="of this machine"):
        check(hello(leaflets, leaflets / "no-such-word"), here, leaflets, leaflets.parent)
    with pytest.raises(BuildFailed, match="of this machine"):
        check(_said(leaflets, "another"), here, leaflets, leaflets.parent)


def test_another_edubot_is_refused(leaflets: Path) -> None:
    """It might cut passages in another way."""
    here = _said(leaflets)
    with pytest.raises(BuildFailed, match=r"edubot 0\.0\.1"):
        check(replace(here, edubot="0.0.1"), here, leaflets, leaflets.parent)
