"""The marks of a Word file's lists: its text holds none, they are counted while it is read."""

from collections.abc import Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn

from edubot.leaflets.word.runs import Element
from edubot.leaflets.word.styles import lineage

_COUNTED = frozenset({"decimal", "decimalZero", "ordinal", "cardinalText", "ordinalText"})
_APART = 100
"""Twentieths of a point: what is set in by less stands as far in."""


@dataclass(frozen=True)
class _Item:
    """Where an item stands."""

    list_id: str
    level: int
    """Of its list, as the file counts it, from 0."""
    left: int | None
    """How far in it is set, in twentieths of a point; None where the file does not say."""

    def is_under(self, other: "_Item") -> bool:
        """By the levels of the list that both are in; else by how far in they are printed."""
        apart = 0 if self.left is None or other.left is None else self.left - other.left
        if self.list_id != other.list_id and abs(apart) > _APART:
            return apart > 0
        return self.level > other.level or (self.level == other.level and apart > _APART)


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
        self._lefts: dict[tuple[str, int], int | None] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._over: list[_Item] = []
        """The item before in the list in hand, after those that it is under."""
        if numbering is not None:
            self._learn(numbering)

    def mark(self, paragraph: Element, style: str | None) -> tuple[str, int]:
        """`-` for a bullet, `3.` for the third of a counted list, empty for no list; and how many items it is under."""
        list_id, level = self._place(paragraph, style)
        if list_id in ("", "0"):
            self.end_list()
            return "", 0
        item = _Item(list_id, level, self._left(paragraph, style))
        self._over = [*(over for over in self._over if item.is_under(over)), item]
        return self._counted(list_id, level), len(self._over) - 1

    def end_list(self) -> None:
        """What is listed from here on is under no item before."""
        self._over = []

    def _counted(self, list_id: str, level: int) -> str:
        if self._formats.get((list_id, level), "bullet") not in _COUNTED:
            return "-"
        for held in [held for held in self._counts if held[0] == list_id and held[1] > level]:
            del self._counts[held]
        self._counts[list_id, level] = self._counts.get((list_id, level), 0) + 1
        return f"{self._counts[list_id, level]}."

    def _place(self, paragraph: Element, style: str | None) -> tuple[str, int]:
        """Which list a paragraph is in, and how deep: by itself, or by its style or the one that is built on."""
        said = (
            element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") for element in (paragraph, *lineage(style, self._styles))
        )
        held = [_named(found) for found in said if found is not None]
        list_id = next((list_id for list_id, _ in held if list_id), "")
        return list_id, int(next((level for _, level in held if level), 0))

    def _left(self, paragraph: Element, style: str | None) -> int | None:
        """How far in a paragraph is set: by itself, the list that it is put in, or in the same way by its style."""
        for element in (paragraph, *lineage(style, self._styles)):
            own = _set_in(element)
            listed = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if own is None and listed is not None:
                own = self._lefts.get(self._place(paragraph, style))
            if own is not None:
                return own
        return None

    def _learn(self, numbering: Element) -> None:
        forms: dict[str, dict[int, tuple[str, int | None]]] = {}
        for abstract in numbering.iter(qn("w:abstractNum")):
            forms[abstract.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): (_value(level.find(qn("w:numFmt"))), _set_in(level))
                for level in abstract.iter(qn("w:lvl"))
            }
        for list_ in numbering.iter(qn("w:num")):
            abstract_id = _value(list_.find(qn("w:abstractNumId")))
            for depth, (form, left) in forms.get(abstract_id, {}).items():
                self._formats[list_.get(qn("w:numId")), depth] = form
                self._lefts[list_.get(qn("w:numId")), depth] = left


def _named(listed: Element) -> tuple[str, str]:
    """A list and a level of it, each empty where it is not said here."""
    return _value(listed.find(qn("w:numId"))), _value(listed.find(qn("w:ilvl")))


def _set_in(element: Element) -> int | None:
    """How far in a paragraph, a style or a level of a list is set; None where it does not say."""
    found = element.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    said = "" if found is None else str(found.get(qn("w:left"), found.get(qn("w:start"), "")))
    return int(said) if said.removeprefix("-").isdecimal() else None


def _value(element: Element | None) -> str:
    return "" if element is None else str(element.get(qn("w:val"), ""))
