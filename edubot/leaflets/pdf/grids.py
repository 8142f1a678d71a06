"""Tables of a page: those drawn with lines, as a grid of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfplumber.page import Page
from pdfplumber.table import Table

from edubot.leaflets.pdf.words import Box, Word, text_of
from edubot.leaflets.tables import Rows, table_rows

_MOST_EDGES = 4000
"""A page with more is a drawing."""
_LEAST = 2
"""Rows, and columns, that make a table; a single cell is a frame around text."""


@dataclass(frozen=True)
class Grid:
    """A table: where it stands, its cells row by row, whether its first row names the columns, and the words used."""

    box: Box
    rows: tuple[tuple[str, ...], ...]
    headed: bool
    named: bool
    """Whether its first column names the rows."""
    words: frozenset[Word]
    """Those that stand in a cell; its box may hold others, where a cell lacks a border."""

    @property
    def said(self) -> Rows:
        """What there is to read in it."""
        return table_rows(self.rows, self.headed, self.named)


def grids_of(page: Page, words: Sequence[Word]) -> Iterator[Grid]:
    """The tables of a page, with the words that stand in them."""
    if len(page.edges) > _MOST_EDGES:
        return
    for table in page.find_tables():
        grid = _grid(table, words)
        if grid:
            yield grid


def _grid(table: Table, words: Sequence[Word]) -> Grid | None:
    cells = [[_inside(Box(*cell), words) if cell else [] for cell in row.cells] for row in table.rows]
    filled = [row for row in cells if any(row)]
    used = [column for column in range(max(map(len, cells), default=0)) if any(_cell(row, column) for row in filled)]
    if len(filled) < _LEAST or len(used) < _LEAST:
        return None
    first, *rest = filled
    headed = _is_bold(first) and not all(_is_bold(row) for row in rest)
    named = all(any(row[:1]) and _is_bold(row[:1]) and not _holds_bold(row[1:]) for row in filled)
    rows = tuple(tuple(text_of(_cell(row, column)) for column in used) for row in filled)
    return Grid(
        Box(*table.bbox), rows, headed, named, frozenset(word for row in cells for cell in row for word in cell)
    )


def _cell(row: Sequence[list[Word]], column: int) -> list[Word]:
    return row[column] if column < len(row) else []


def _inside(box: Box, words: Sequence[Word]) -> list[Word]:
    return [word for word in words if box.holds(word)]


def _is_bold(row: Sequence[list[Word]]) -> bool:
    return all(word.bold for cell in row for word in cell)


def _holds_bold(row: Sequence[list[Word]]) -> bool:
    return any(cell and _is_bold([cell]) for cell in row)
