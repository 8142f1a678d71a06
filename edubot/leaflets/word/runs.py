"""The words of a paragraph in a Word file, as they would be printed."""

import re
from typing import Any

from docx.oxml.ns import qn

from edubot.leaflets.raised import raised

Element = Any
"""An element of the document's tree, as lxml has it."""

_BREAKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_APART = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:txbxContent"),
    qn("w:pPr"),
    qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_GUESSED = re.compile(r"automatically generated|\bAI-generated\b", re.IGNORECASE)
"""What Word writes itself about what it believes to see in a picture."""
_SPACES = re.compile(" {2,}")
_BEFORE_STOP = re.compile(r" (?=[.,;:!?])")
WITHDRAWN = ("w:vanish", "w:strike", "w:dstrike")
"""Of a run that is hidden, or struck out by its look alone."""
_SYMBOLS = {
    "F0A3": "≤", "F0B3": "≥", "F0B0": "°", "F0B1": "±", "F0B4": "×", "F0B7": "•", "F0A7": "•", "F0AE": "→",
    "F061": "α", "F062": "β", "F06D": "µ", "F0FC": "✓",
}  # fmt: skip
"""Signs of the typeface Symbol that leaflets use, by their number."""


def words_of(paragraph: Element, hidden: bool = False) -> str:
    """A paragraph's words: what was put in is there, what was struck out is not.

    A picture is read as the words that stand for it, where it is part of a sentence or stands in a cell.

    Args:
        hidden: take what the author hid or struck out by its look, and nothing else.
    """
    pieces: list[str] = []
    pictures: list[int] = []
    _collect(paragraph, hidden, pieces, pictures)
    if pictures and next(paragraph.iterancestors(qn("w:tc")), None) is None:
        others = (piece for place, piece in enumerate(pieces) if place not in pictures)
        if not any(map(str.isalnum, "".join(others))):
            return ""
    words = "".join(pieces).strip()
    return _BEFORE_STOP.sub("", _SPACES.sub(" ", words)) if pictures else words


def is_bold(paragraph: Element, by_style: bool) -> bool:
    """Whether every letter is set bold."""
    runs = [run for run in paragraph.iter(qn("w:r")) if any(map(str.isalpha, words_of(run)))]
    return bool(runs) and all(_switched(run, "w:b", by_style) for run in runs)


def _collect(element: Element, hidden: bool, pieces: list[str], pictures: list[int]) -> None:
    """The words in an element, and which of the pieces stand for a picture."""
    for child in element:
        if child.tag in _APART:
            continue
        if child.tag == qn("w:r") and any(_switched(child, name, False) for name in WITHDRAWN) is not hidden:
            continue
        if child.tag == qn("w:t"):
            words = child.text or ""
            pieces.append(raised(words) if _is_raised(child) else words)
        elif child.tag == qn("w:sym"):
            pieces.append(_SYMBOLS.get(str(child.get(qn("w:char"))).upper(), "\N{REPLACEMENT CHARACTER}"))
        elif child.tag in _BREAKS:
            pieces.append(_BREAKS[child.tag])
        elif child.tag == qn("w:drawing") and child.find(f".//{_PICTURE}") is not None:
            named = child.find(f".//{qn('wp:docPr')}")
            words = " ".join(str(named.get("descr", "") if named is not None else "").split())
            if words and not _GUESSED.search(words):
                pictures.append(len(pieces))
                pieces.append(f" {words} ")
        else:
            _collect(child, hidden, pieces, pictures)


def _is_raised(words: Element) -> bool:
    """Whether they are set raised by the look of their run."""
    said = words.getparent().find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return said is not None and said.get(qn("w:val")) == "superscript"


def _switched(run: Element, name: str, otherwise: bool) -> bool:
    """Whether a run's property is on."""
    found = run.find(f"{qn('w:rPr')}/{qn(name)}")
    return otherwise if found is None else is_on(found)


def is_on(said: Element | None) -> bool:
    """Whether a property that can be on or off is said to be on."""
    return said is not None and said.get(qn("w:val"), "1") not in ("0", "false", "off", "none")
