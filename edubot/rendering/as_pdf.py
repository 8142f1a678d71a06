"""A document as PDF, to print or to send to a practice."""

import logging
from collections.abc import Collection, Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from edubot.rendering.document import Kind, Part

if TYPE_CHECKING:
    from fpdf import FPDF

_SIZES = {Kind.TITLE: 18.0, Kind.SECTION: 14.0, Kind.PASSAGE: 12.0, Kind.SMALL: 9.0}
"""In points; everything else is set in `_TEXT`."""
_TEXT = 11.0
_STYLES = {Kind.TITLE: "B", Kind.SECTION: "B", Kind.PASSAGE: "B", Kind.STRONG: "B", Kind.SMALL: "I"}
_FACES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf", "I": "DejaVuSans-Oblique.ttf"}
_INDENT = 8.0
"""Millimetres by which a quote stands in."""
INSTEAD = "\N{WHITE SQUARE}"
"""Stands for a sign that the font lacks; without it nobody would see that one is missing."""


def parts_as_pdf(parts: Iterable[Part]) -> bytes:
    """The whole file. Signs that cannot be drawn are named at its end."""
    from fpdf import FPDF

    _keep_off_the_screen("fpdf")
    page = FPDF(format="A4")
    for style, file in _FACES.items():
        page.add_font("leaflet", style, _fonts() / file)
    page.add_page()
    margin, lacking = page.l_margin, dict[str, None]()
    for part in parts:
        _write(page, part, margin, lacking)
    if lacking:
        _write(page, Part(Kind.TEXT, _told(lacking)), margin, lacking)
    return bytes(page.output())


def _write(page: "FPDF", part: Part, margin: float, lacking: dict[str, None]) -> None:
    """Set a part, and note the signs that its font lacks."""
    from fpdf.fonts import TTFFont

    size, style = _SIZES.get(part.kind, _TEXT), _STYLES.get(part.kind, "")
    page.set_font("leaflet", style, size)
    page.set_left_margin(margin + _INDENT if part.kind is Kind.QUOTE else margin)
    page.set_x(page.l_margin)
    text = part.text.replace("\t", " ")
    font = page.current_font
    assert isinstance(font, TTFFont), "all of ours are"
    missing = dict.fromkeys(sign for sign in text if sign != "\n" and ord(sign) not in font.cmap)
    lacking |= missing
    text = text.translate(dict.fromkeys(map(ord, missing), INSTEAD))
    page.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT", align="L")
    page.ln(size * 0.25)


def _told(lacking: Collection[str]) -> str:
    named = ", ".join(f"U+{ord(sign):04X}" for sign in lacking)
    return f"{INSTEAD} stands for a sign that cannot be drawn in this file, by its Unicode number: {named}."


def _keep_off_the_screen(library: str) -> None:
    """What a library logs would be written across the chat, where nobody has said where else it should go."""
    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def _fonts() -> Path:
    """The folder of a font with every sign that we use: matplotlib brings it, and is not imported for it."""
    found = find_spec("matplotlib")
    assert found is not None and found.origin is not None, "matplotlib is a dependency"
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
