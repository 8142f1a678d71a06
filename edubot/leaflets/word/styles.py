"""What the styles of a Word file say of its paragraphs and runs."""

from collections.abc import Iterator, Mapping

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from edubot.leaflets.word.runs import WITHDRAWN, Element, is_on


def lineage(style: str | None, styles: Mapping[str, Element]) -> Iterator[Element]:
    """A style and those that it is built on, the nearest first."""
    seen: set[str] = set()
    while style and style not in seen and style in styles:
        seen.add(style)
        yield styles[style]
        based = styles[style].find(qn("w:basedOn"))
        style = None if based is None else based.get(qn("w:val"))


def spread_withdrawn(tree: Element, styles: Mapping[str, Element]) -> None:
    """Strike out or hide each run whose style, or whose paragraph's, does, unless the run says otherwise itself."""
    for run in tree.iter(qn("w:r")):
        named = run.xpath("./w:rPr/w:rStyle/@w:val | ancestor::w:p[1]/w:pPr/w:pStyle/@w:val")
        for look in WITHDRAWN:
            if run.find(f"{qn('w:rPr')}/{qn(look)}") is None and any(_says(name, look, styles) for name in named):
                run.get_or_add_rPr().append(OxmlElement(look))


def _says(name: str, look: str, styles: Mapping[str, Element]) -> bool:
    found = (style.find(f"{qn('w:rPr')}/{qn(look)}") for style in lineage(name, styles))
    return is_on(next((said for said in found if said is not None), None))
