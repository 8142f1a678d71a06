"""Text files: what is struck out or stands in a comment is kept back and accounted for; what is around it is read."""

from pathlib import Path

import pytest

from edubot.model import Leaflet
from tests.test_pdf import held_back, passages_of, read, shown


def _made(folder: Path, text: str, ending: str = ".md") -> Leaflet:
    path = folder / f"leaf{ending}"
    path.write_text(f"# Sinarol\n\n## Care\n\n{text}\n", encoding="utf-8")
    return read(path)


@pytest.mark.parametrize("ending", [".md", ".markdown", ".txt"])
@pytest.mark.parametrize(
    "withdrawn",
    [
        "~~nine tablets~~",
        "<!-- nine tablets -->",
        "<del>nine tablets</del>",
        "<s>nine tablets</s>",
        "<!--nine tablets-->",
    ],
)
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("You may take {} one tablet.", "You may take one tablet."),
        ("You may take one tablet {}.", "You may take one tablet."),
        ("{} You may take one tablet.", "You may take one tablet."),
        ("You may take one tablet. {}", "You may take one tablet."),
        ("You may take one{}. Rest.", "You may take one. Rest."),
        ("- {}\n- one tablet\n- rest", "one tablet rest"),
        ("1. one tablet\n2. {}\n3. rest", "one tablet rest"),
        ("Rest.\n\n### {}\n\nSleep.", "Rest. Sleep."),
    ],
)
def test_what_no_longer_holds_is_kept_back(tmp_path: Path, ending: str, withdrawn: str, text: str, left: str) -> None:
    """Also where it is a whole item, or a heading."""
    leaflet = _made(tmp_path, text.format(withdrawn), ending)
    assert shown(leaflet) == left
    assert held_back(leaflet) == ["nine tablets"]
    assert not any(mark in leaflet.text for mark in ("~~", "<", ">"))
    assert {found.heading for found in passages_of(leaflet)} == {("Care",)}


def test_what_may_be_advice_is_told(tmp_path: Path) -> None:
    """Over several lines as well; an end that was forgotten is the end of the paragraph."""
    leaflet = _made(
        tmp_path, "Rest.\n\n<!-- For staff:\nthey must never run. -->\n\nSleep.\n\n<!-- Give it\nat once.\n\nEat."
    )
    assert shown(leaflet) == "Rest. Sleep. Eat."
    assert held_back(leaflet) == ["For staff:", "they must never run.", "Give it", "at once."]
    assert leaflet.repairs == ("has 1 line left out, struck out or in a comment, that may be advice",)


@pytest.mark.parametrize(
    "text", ["Take ~5 ml, ~~ or so.", "~~~\nRest.\n~~~", "Under 5 < 6 and 7 > 6.", "Rest ~~ well\n\nor ~~ run."]
)
def test_what_is_no_mark_of_it_stays(tmp_path: Path, text: str) -> None:
    """Nothing of such a text is changed."""
    leaflet = _made(tmp_path, text)
    assert leaflet.text == f"# Sinarol\n\n## Care\n\n{text}\n"
    assert not leaflet.quarantined


def test_tags_in_markdown_are_no_words(tmp_path: Path) -> None:
    """What folds heads what it unfolds, and a raised figure is one."""
    text = "<details>\n<summary>Can I swim?</summary>\n"
    text += "<b>Never</b> alone<sup>1</sup>.<br>Rest.\n</details>\n\n¹ Not at all."
    leaflet = _made(tmp_path, text)
    assert "<" not in leaflet.text
    assert [(found.heading[-1], found.text) for found in passages_of(leaflet)][:1] == [("Can I swim?", "Never alone¹.")]
