"""The marks of a Word file's lists: its text holds none, they are counted while it is read."""

from collections.abc import Mapping

from docx.oxml.ns import qn

from edubot.leaflets.word.runs import Element
from edubot.leaflets.word.styles import lineage

_COUNTED = frozenset({"decimal", "decimalZero", "ordinal", "cardinalText", "ordinalText"})


class Numbering:
    """Gives each list paragraph its mark, in the order of the document."""

    def __init__(self, numbering: Element | None, styles: Mapping[str, Element]) -> None:
        """Begin to count.

        Args:
            numbering: the tree of the document's numbering; None where it has none.
            styles: of paragraphs, by their ids.
        """
        self._styles = styles
        self._formats: dict[tuple[str, int], str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if numbering is not None:
            self._learn(numbering)

    def mark(self, paragraph: Element, style: str | None) -> str:
        """`-` for a bullet, `3.` for the third of a counted list, empty for no list."""
        list_id, depth = self._place(paragraph, style)
        if list_id in ("", "0"):
            return ""
        if self._formats.get((list_id, depth), "bullet") not in _COUNTED:
            return "-"
        for held in [held for held in self._counts if held[0] == list_id and held[1] > depth]:
            del self._counts[held]
        self._counts[list_id, depth] = self._counts.get((list_id, depth), 0) + 1
        return f"{self._counts[list_id, depth]}."

    def _place(self, paragraph: Element, style: str | None) -> tuple[str, int]:
        """Which list a paragraph is in, and how deep: by itself, or by its style or the one that is built on."""
        for element in (paragraph, *lineage(style, self._styles)):
            found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                list_id, depth = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
                return _value(list_id), int(_value(depth) or 0)
        return "", 0

    def _learn(self, numbering: Element) -> None:
        forms: dict[str, dict[int, str]] = {}
        for abstract in numbering.iter(qn("w:abstractNum")):
            forms[abstract.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): _value(level.find(qn("w:numFmt"))) for level in abstract.iter(qn("w:lvl"))
            }
        for list_ in numbering.iter(qn("w:num")):
            abstract_id = _value(list_.find(qn("w:abstractNumId")))
            for depth, form in forms.get(abstract_id, {}).items():
                self._formats[list_.get(qn("w:numId")), depth] = form


def _value(element: Element | None) -> str:
    return "" if element is None else str(element.get(qn("w:val"), ""))
