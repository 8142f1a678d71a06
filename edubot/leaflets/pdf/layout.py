"""What stands on each page, and in which order it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfplumber.page import Page

from edubot.leaflets.pdf.columns import Column, columns
from edubot.leaflets.pdf.flow import Form, Paragraph, Placed, paragraphs
from edubot.leaflets.pdf.grids import Grid, grids_of
from edubot.leaflets.pdf.margins import Sheet, running_rows
from edubot.leaflets.pdf.styles import Look
from edubot.leaflets.pdf.words import Row, Word, rows_of, words_of


@dataclass(frozen=True)
class Laid:
    """A page: its rows outside tables, its tables, and what does not stand upright."""

    sheet: Sheet
    grids: tuple[Grid, ...]
    turned: str

    @classmethod
    def of(cls, page: Page) -> "Laid":
        """What pdfplumber finds on a page."""
        words, turned = words_of(page)
        grids = tuple(grids_of(page, words))
        taken = frozenset[Word]().union(*(grid.words for grid in grids))
        free = [word for word in words if word not in taken]
        return cls(Sheet(tuple(rows_of(free)), float(page.height)), grids, " ".join(turned))

    @property
    def words(self) -> list[str]:
        """All words that stand upright."""
        cells = (cell for grid in self.grids for row in grid.rows for cell in row)
        return [*(word.text for row in self.sheet.rows for word in row.words), *(" ".join(cells).split())]


def text_and_around(pages: Sequence[Laid], known: set[str]) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs of a document, and the lines that stand around them on each page.

    Args:
        known: words of the document, in small letters.
    """
    running = running_rows([page.sheet for page in pages])
    around: list[str] = []
    read: list[tuple[int, Column]] = []
    tables: dict[Word, Grid] = {}
    for number, (page, found) in enumerate(zip(pages, running, strict=True), start=1):
        around += [row.text for row in page.sheet.rows if row in found] + [page.turned]
        own = [word for row in page.sheet.rows if row not in found for word in row.words]
        stand_ins = {_stand_in(grid): grid for grid in page.grids}
        tables |= stand_ins
        read += [(number, column) for column in columns(rows_of([*own, *stand_ins]))]
    look = Look.of([column for _, column in read])
    placed = [Placed(row, number, column) for number, column in read for row in column.rows]
    return list(_flow(placed, tables, look, known)), around


def _stand_in(grid: Grid) -> Word:
    """A table as one large word, so that it is read where it stands."""
    box = grid.box
    return Word("", box.left, box.right, box.top, box.bottom, size=1.0, bold=False)


def _flow(placed: Sequence[Placed], tables: dict[Word, Grid], look: Look, known: set[str]) -> Iterator[Paragraph]:
    """The paragraphs of the running text, and the tables between them."""
    held: list[Placed] = []
    for now in placed:
        inside = [word for word in now.row.words if word in tables]
        beside = [word for word in now.row.words if word not in tables]
        if beside:
            held.append(Placed(Row(tuple(beside)), now.page, now.column))
        if inside:
            yield from paragraphs(held, look, known)
            held = []
        for word in inside:
            lines = tables[word].said.lines
            if lines:
                yield Paragraph(Form.ROWS, parts=[(now.page, "\n".join(lines))])
    yield from paragraphs(held, look, known)
