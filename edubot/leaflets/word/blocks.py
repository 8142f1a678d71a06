"""A Word document's tree → its paragraphs, in the order in which they are printed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docx.oxml.ns import qn

from edubot.leaflets.marked import Marked
from edubot.leaflets.tables import cell_text, span_of, table_rows
from edubot.leaflets.word.headings import BOLD_LEVEL, level_of, name_of
from edubot.leaflets.word.numbering import Numbering
from edubot.leaflets.word.runs import Element, is_bold, words_of

_SKIPPED = {qn("w:del"), qn("w:moveFrom"), qn("w:sectPr"), qn("w:tcPr"), qn("w:tblPr"), qn("w:sdtPr")}
_CELLS = "./w:tc | ./w:sdt/w:sdtContent/w:tc | ./w:ins/w:tc"
_ROWS = "./w:tr | ./w:sdt/w:sdtContent/w:tr"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass
class Walk:
    """Goes through a document once."""

    styles: Mapping[str, Element]
    numbering: Numbering
    around: list[str] = field(default_factory=list)
    """Lines that are no text of the leaflet: its table of contents, and what the author hid or struck out."""

    unheaded: int = 0
    """Tables whose columns nothing names, and should."""
    rows_left_out: int = 0
    """Rows in which nobody could tell what is ticked."""

    def blocks(self, parent: Element) -> Iterator[Marked]:
        """What stands in a body, a cell or a text box."""
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Marked]:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = None if found is None else found.get(qn("w:val"))
        words = words_of(paragraph)
        self.around.append(words_of(paragraph, hidden=True))
        if name_of(style, self.styles).startswith("toc"):
            self.around.append(words)
        elif words:
            mark, depth = self.numbering.mark(paragraph, style)
            level = level_of(paragraph, style, self.styles)
            if level and not (mark and level == BOLD_LEVEL):
                self.numbering.end_list()
                yield Marked.heading(words, level)
            else:
                yield Marked(words, mark, depth)
        for box in paragraph.iter(qn("w:txbxContent")):
            if next(box.iterancestors(qn("w:p"))) is paragraph and not _is_second_form(box):
                yield from self.blocks(box)

    def _table(self, table: Element) -> Iterator[Marked]:
        rows = [list(row.xpath(_CELLS)) for row in table.xpath(_ROWS)]
        if len(rows) < 2 or max(map(len, rows)) < 2:  # noqa: PLR2004  a frame, or columns side by side
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        self.numbering.end_list()
        texts: list[list[str]] = []
        for row in rows:
            self.around += (words_of(paragraph, hidden=True) for cell in row for paragraph in _paragraphs(cell))
            texts.append(_row(row, texts[-1] if texts else []))
        named = all(_is_bold_row(row[:1]) and not any(_is_bold_row([cell]) for cell in row[1:]) for row in rows)
        said = table_rows(texts, self._is_headed(table, rows), named)
        self.unheaded += said.unheaded
        self.around += said.left_out
        self.rows_left_out += len(said.left_out)
        yield Marked("\n".join(said.lines))

    def _is_headed(self, table: Element, rows: list[list[Element]]) -> bool:
        """Whether the first row is said to name the columns, is set apart by the table's style, or alone is bold."""
        first, *rest = rows
        if table.xpath("./w:tr[1]/w:trPr/w:tblHeader"):
            return True
        styles = (self.styles.get(name) for name in table.xpath("./w:tblPr/w:tblStyle/@w:val"))
        apart = any(
            form.get(qn("w:type")) == "firstRow"
            for style in styles
            if style is not None
            for form in style.iter(qn("w:tblStylePr"))
        )
        if apart and table.xpath("./w:tblPr/w:tblLook[@w:firstRow='1']"):
            return True
        return _is_bold_row(first) and not all(_is_bold_row(row) for row in rest)


def _row(cells: list[Element], above: list[str]) -> list[str]:
    """The texts of a row's cells; one that goes on from the row above says what that says."""
    texts: list[str] = []
    for cell in cells:
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
        own = cell_text(words_of(paragraph) for paragraph in _paragraphs(cell))
        texts.append(above[len(texts)] if goes_on and len(texts) < len(above) else own)
        texts += [""] * (span_of(span.get(qn("w:val"), "1")) - 1 if span is not None and len(cells) > 1 else 0)
    return texts


def _paragraphs(cell: Element) -> Iterator[Element]:
    """All in a cell, those of its text boxes once."""
    return (paragraph for paragraph in cell.iter(qn("w:p")) if not _is_second_form(paragraph))


def _is_bold_row(cells: list[Element]) -> bool:
    worded = [paragraph for cell in cells for paragraph in cell.iter(qn("w:p")) if words_of(paragraph)]
    return bool(worded) and all(is_bold(paragraph, by_style=False) for paragraph in worded)


def _is_second_form(element: Element) -> bool:
    """Whether a text box, or what is in it, is the form for old programs of one that is there in the new form too."""
    second = next(element.iterancestors(f"{_COMPATIBLE}Fallback"), None)
    choices = second.getparent().iter(f"{_COMPATIBLE}Choice") if second is not None else ()
    return any(choice.find(f".//{qn('w:txbxContent')}") is not None for choice in choices)
