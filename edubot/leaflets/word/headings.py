"""How deep a paragraph of a Word file stands as a heading."""

import re
from collections.abc import Mapping

from docx.oxml.ns import qn

from edubot.leaflets.word.runs import Element, is_bold, words_of

_NAMED = re.compile(r"heading (\d)")
_STOP = re.compile(r"[.!;,…][\"'”’)*]*$")
_LONGEST = 14
"""Words of a line in bold that is a heading."""
BOLD_LEVEL = 5
"""Of a heading that is no more than a line in bold."""


def level_of(paragraph: Element, style: str | None, styles: Mapping[str, Element]) -> int:
    """How deep it stands, a title at 1 and the headings under it from 2; 0 for text."""
    name = name_of(style, styles)
    named = _NAMED.fullmatch(name)
    if name == "title":
        return 1
    if named:
        return int(named.group(1)) + 1
    depth = _outline(paragraph, style, styles)
    if depth is not None:
        return depth + 2
    words = words_of(paragraph)
    short = len(words.split()) <= _LONGEST and "\n" not in words and not _STOP.search(words)
    return BOLD_LEVEL if short and is_bold(paragraph, _is_bold_style(style, styles)) else 0


def name_of(style: str | None, styles: Mapping[str, Element]) -> str:
    """A style's name in small letters; Word keeps the names of its own styles in English in every language."""
    found = styles.get(style or "")
    name = found.find(qn("w:name")) if found is not None else None
    return "" if name is None else str(name.get(qn("w:val"), "")).lower()


def _outline(paragraph: Element, style: str | None, styles: Mapping[str, Element]) -> int | None:
    """The outline level, counted from 0, that a paragraph or its style has; 9 is text."""
    for element in (paragraph, styles.get(style or "")):
        found = element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") if element is not None else None
        if found is not None:
            depth = int(found.get(qn("w:val"), "9"))
            return depth if depth < 9 else None  # noqa: PLR2004  Word's number for text
    return None


def _is_bold_style(style: str | None, styles: Mapping[str, Element]) -> bool:
    found = styles.get(style or "")
    bold = found.find(f"{qn('w:rPr')}/{qn('w:b')}") if found is not None else None
    return bold is not None and bold.get(qn("w:val"), "1") not in ("0", "false")
