"""A Word file's bytes → its text."""

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from edubot.leaflets.around import with_around
from edubot.leaflets.marked import Marked, first_heading, marked_text
from edubot.leaflets.reading import Reading
from edubot.leaflets.tables import told_left_out, told_unheaded
from edubot.leaflets.word.admission import admit, broken
from edubot.leaflets.word.blocks import Walk
from edubot.leaflets.word.footnotes import Marks, put_before, with_marks
from edubot.leaflets.word.numbering import Numbering
from edubot.leaflets.word.runs import Element, words_of
from edubot.leaflets.word.styles import spread_withdrawn

_AROUND = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
_DRAWN = "/diagrams/data"


def read_word(raw: bytes, name: str) -> Reading:
    """The text of a Word file: its body, then its footnotes; heads and feet of pages at its end.

    Raises:
        LeafletUnreadable: locked, broken, or none.
    """
    admit(raw, name)
    try:
        return _reading(docx.Document(io.BytesIO(raw)))
    except Exception as error:  # whatever a broken file makes the library stumble over
        raise broken(name, error) from error


def _reading(document: Document) -> Reading:
    styles = _styles(document)
    spread_withdrawn(document.element.body, styles)
    marks = with_marks(document.element.body)
    walk = Walk(styles, Numbering(_numbering(document), styles))
    found = [*walk.blocks(document.element.body), *(Marked(words) for words in _footnotes(document, marks))]
    withheld = [*walk.around, *_footnotes(document, marks, hidden=True), *_parts(document, {}, *_AROUND, hidden=True)]
    text, left_out = with_around(marked_text(found), _parts(document, {}, *_AROUND), withheld=withheld)
    drawn = any(_DRAWN in str(part.partname) for part in document.part.package.iter_parts())
    repairs = ("has drawings whose words are not read",) if drawn else ()
    told = (*told_unheaded(walk.unheaded), *told_left_out(walk.rows_left_out))
    return Reading(text, first_heading(found), left_out, repairs=(*repairs, *told))


def _styles(document: Document) -> dict[str, Element]:
    return {style.style_id: style.element for style in document.styles}


def _numbering(document: Document) -> Element | None:
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    return None


def _footnotes(document: Document, marks: Marks, hidden: bool = False) -> Iterator[str]:
    return _parts(document, marks, RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES, hidden=hidden)


def _parts(document: Document, marks: Marks, *kinds: str, hidden: bool = False) -> Iterator[str]:
    """The paragraphs of the parts that belong to a document in these ways."""
    for relation in document.part.rels.values():
        if relation.reltype in kinds and not relation.is_external:
            part = parse_xml(relation.target_part.blob)
            spread_withdrawn(part, _styles(document))
            put_before(part, marks)
            for paragraph in part.iter(qn("w:p")):
                yield words_of(paragraph, hidden)
