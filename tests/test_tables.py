"""Tables of two columns: no cell is read as said of another unless that is sure."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from edubot.leaflets.lifting import lifted
from edubot.leaflets.opposed import are_opposed
from edubot.leaflets.tables import Rows, table_rows, told_unheaded
from edubot.model import Leaflet, Span
from tests import test_web, test_word
from tests.test_pdf import passages_of

DO, OPPOSED = ("Lie on your side", "Ride a bike"), ("Please do", "Please don’t")
UNSURE = [("Green list", "Red list"), DO, ("Breathe slowly. Rest.", "Hold your breath. Run.")]


def _in_word(folder: Path, rows: list[tuple[str, str]]) -> Leaflet:
    def fill(document: docx.document.Document) -> None:
        document.add_heading("At home", 1)
        grid = document.add_table(0, 2)
        for row in rows:
            for cell, words in zip(grid.add_row().cells, row, strict=True):
                cell.text = words

    return test_word.made(folder / "leaf.docx", fill)


def _on_the_web(folder: Path, rows: list[tuple[str, str]]) -> Leaflet:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return test_web.made(folder, f"{test_web.MAIN}<h2>At home</h2><table>{cells}</table>")


Made = Callable[[Path, list[tuple[str, str]]], Leaflet]
each_kind = pytest.mark.parametrize("made", [_in_word, _on_the_web])


@each_kind
def test_what_not_to_do_stands_under_its_heading(tmp_path: Path, made: Made) -> None:
    """Opposed names of two columns need no bold to be told."""
    leaflet = made(tmp_path, [OPPOSED, DO])
    assert "Please do: Lie on your side; Please don’t: Ride a bike" in {found.text for found in passages_of(leaflet)}
    assert not leaflet.repairs or "table" not in leaflet.repairs[-1]


@each_kind
def test_cells_of_which_nobody_can_tell_are_told_and_kept_apart(tmp_path: Path, made: Made) -> None:
    """The first row stands over the others, no row is cut, and none is quoted alone."""
    leaflet = made(tmp_path, UNSURE)
    rows = [found for found in passages_of(leaflet) if "Green list | Red list:" in found.heading]
    assert [found.text for found in rows] == [" | ".join(row) for row in UNSURE[1:]]
    assert leaflet.repairs[-1:] == told_unheaded(1)
    assert [lifted(found, Span(0, len(found.text))) for found in rows] == [None, None]


@pytest.mark.parametrize(
    "first",
    [[OPPOSED, DO], [("✓", "✗"), DO], [("", "Yes", "No"), ("Wine", "", "x")], [("Tea", "May", "May not"), DO[:1]]],
)
def test_names_that_are_opposed_name_columns(first: list[tuple[str, ...]]) -> None:
    """Of two columns or more, and in any of their usual forms."""
    assert not table_rows([first[0], ("a", "b", "c")[: len(first[0])]], headed=False).unheaded


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("Do", "Do not", True),
        ("Avoid", "Safe", True),
        ("Foods to eat", "Foods to avoid", True),
        ("Helpful", "Harmful", True),
        ("You may", "You must not", True),
        ("Good for your skin", "Bad for your skin", True),
        ("Safe in pregnancy", "No", False),
        ("Safe in pregnancy", "Not at night", False),
        ("Can I ride a bike?", "No", False),
        ("Wine", "No", False),
        ("Dose", "Age", False),
        ("No", "Never", False),
    ],
)
def test_which_names_are_opposed(one: str, other: str, opposed: bool) -> None:
    """For and against the same; a question and its answer are not."""
    assert are_opposed([one, other]) is opposed


@pytest.mark.parametrize(
    "rows",
    [
        [("Adults", "20 mg"), ("Children", "10 mg")],
        [("Wine", "no"), ("Tea", "yes")],
        [("Very common", "Dry lips"), ("Rare", "Low mood")],
        [("Storage", "Keep it dry."), ("Missed dose", "Leave it out.")],
        [("Can I swim?", "Not in the sea"), ("Can I drive?", "No")],
        [("Not with it", "gin"), ("Fine with it", "milk")],
    ],
)
def test_a_table_of_terms_is_read_as_one(rows: list[tuple[str, str]]) -> None:
    """Short names on the left, and on the right only what can be said of them."""
    said = table_rows(rows, headed=False)
    assert not said.unheaded
    assert [line.replace("?:", "?") for line in said.lines] == [
        f"- {left}{'' if left.endswith('?') else ':'} {right}" for left, right in rows
    ]


@pytest.mark.parametrize(
    "rows",
    [UNSURE, [DO], [("Walk about", "Lift a child."), ("Drink tea", "Drink gin.")], [("Take milk", "5 beers")]],
)
def test_what_to_do_is_no_term(rows: list[tuple[str, str]]) -> None:
    """Whatever stands beside it."""
    assert all(": " not in line for line in table_rows(rows, headed=False).lines)


def test_a_first_column_set_apart_names_the_rows(tmp_path: Path) -> None:
    """An educator can tell so that it is a table of terms."""
    grid = "<tr><th>Liver</th><td>Half of it</td></tr><tr><td><b>Kidneys</b></td><td>None of it</td></tr>"
    leaflet = test_web.made(tmp_path, f"{test_web.MAIN}<table>{grid}</table>")
    assert {"Liver: Half of it", "Kidneys: None of it"} <= {found.text for found in passages_of(leaflet)}


def test_a_first_row_in_bold_names_the_columns_of_a_page(tmp_path: Path) -> None:
    """As it does in Word files and PDFs."""
    leaflet = _on_the_web(tmp_path, [(f"<b>{left}</b>", f"<b>{right}</b>") for left, right in UNSURE[:1]] + UNSURE[1:])
    assert "Green list: Lie on your side; Red list: Ride a bike" in {found.text for found in passages_of(leaflet)}


def test_a_cell_over_the_whole_table_is_said_in_each_row() -> None:
    """It may be what all of them are not."""
    rows = [("Never in pregnancy", ""), ("Adults", "20 mg"), ("Children", "10 mg")]
    assert table_rows(rows, headed=True).lines == (
        "- Never in pregnancy: Adults: 20 mg",
        "- Never in pregnancy: Children: 10 mg",
    )
    assert table_rows([rows[0], *UNSURE[:2]], headed=True) == Rows(
        ("Never in pregnancy: Green list | Red list:", "", "- Lie on your side | Ride a bike"), (), True
    )
