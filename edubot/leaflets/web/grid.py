"""A page's table whose cells reach over several rows or columns → one in which each row can be read alone."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from edubot.leaflets.tables import span_of

Element = Any
"""An element of the page's tree, as lxml has it."""

_CELLS = ("td", "th")


def lay_out(table: Element) -> None:
    """Say in every row what a cell says that reaches over several.

    Where one reaches over columns too, no heading is sure to stand over what it names: none is left.
    """
    groups = [[row for row in part if row.tag == "tr"] for part in _parts(table)]
    cells = [cell for rows in groups for row in rows for cell in row if cell.tag in _CELLS]
    if any(_span(cell, "colspan") > 1 for cell in cells):
        for cell in cells:
            cell.tag = "td"
            for bold in cell.iter("b", "strong"):
                bold.tag = "span"
    for rows in groups:
        _repeat(rows)


def _parts(table: Element) -> Iterator[Element]:
    """What holds the table's own rows, not those of a table in one of its cells."""
    yield table
    yield from table.iterchildren("thead", "tbody", "tfoot")


def _repeat(rows: list[Element]) -> None:
    """Put every cell into its own column, and what reaches down from above into the columns that it takes."""
    reaching: dict[int, tuple[Element, int]] = {}
    for number, row in enumerate(rows):
        own = [placed for cell in row if cell.tag in _CELLS for placed in _wide(cell, number, len(rows))]
        laid: list[Element] = []
        while own or any(column >= len(laid) for column in reaching):
            column = len(laid)
            if column in reaching:
                cell, last = reaching.pop(column)
                laid.append(_copy(cell))
            else:
                cell, last = own.pop(0) if own else (row.makeelement("td"), number)
                laid.append(cell)
            if last > number:
                reaching[column] = cell, last
        row.extend(laid)


def _wide(cell: Element, number: int, rows: int) -> Iterator[tuple[Element, int]]:
    """A cell, empty ones for the other columns that it takes, and the last row that they reach."""
    last = min(number + (_span(cell, "rowspan") or rows), rows) - 1
    columns = _span(cell, "colspan")
    for name in ("rowspan", "colspan"):
        cell.attrib.pop(name, None)
    yield cell, last
    for _ in range(columns - 1):
        yield cell.makeelement("td"), last


def _span(cell: Element, name: str) -> int:
    """How many it takes; 0 stands for all rows that are left."""
    return span_of(str(cell.get(name, "1")))


def _copy(cell: Element) -> Element:
    """A cell's own words once more; a table in it stays where it is."""
    copy = deepcopy(cell)
    copy.tail = None
    for inner in list(copy.iterdescendants("table")):
        inner.drop_tree()
    return copy
