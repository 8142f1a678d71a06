"""A document as PDF, to print or to send to a practice."""

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from edubot.rendering.document import Kind, Part

_SIZES = {Kind.TITLE: 18.0, Kind.SECTION: 14.0, Kind.PASSAGE: 12.0, Kind.SMALL: 9.0}
"""In points; everything else is set in `_TEXT`."""
_TEXT = 11.0
_STYLES = {Kind.TITLE: "B", Kind.SECTION: "B", Kind.PASSAGE: "B", Kind.STRONG: "B", Kind.SMALL: "I"}
_FACES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf", "I": "DejaVuSans-Oblique.ttf"}
_INDENT = 8.0
"""Millimetres by which a quote stands in."""


def parts_as_pdf(parts: Iterable[Part]) -> bytes:
    """The whole file."""
    from fpdf import FPDF

    page = FPDF(format="A4")
    for style, file in _FACES.items():
        page.add_font("leaflet", style, _fonts() / file)
    page.add_page()
    margin = page.l_margin
    for part in parts:
        size = _SIZES.get(part.kind, _TEXT)
        page.set_font("leaflet", _STYLES.get(part.kind, ""), size)
        page.set_left_margin(margin + _INDENT if part.kind is Kind.QUOTE else margin)
        page.set_x(page.l_margin)
        page.multi_cell(0, size * 0.5, part.text, new_x="LMARGIN", new_y="NEXT", align="L")
        page.ln(size * 0.25)
    return bytes(page.output())


def _fonts() -> Path:
    """The folder of a font with every sign that we use: matplotlib brings it, and is not imported for it."""
    found = find_spec("matplotlib")
    assert found is not None and found.origin is not None, "matplotlib is a dependency"
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
