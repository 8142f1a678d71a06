"""The marks of a Word file's own footnotes, which the file leaves to whoever prints it: they are counted anew."""

from collections.abc import Mapping

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from edubot.leaflets.raised import raised
from edubot.leaflets.word.runs import Element

Marks = dict[tuple[str, str], str]
"""By the kind of a note, `footnote` or `endnote`, and its id."""


def with_marks(body: Element) -> Marks:
    """Put a figure, raised, behind each word that leads to a footnote or an endnote; which figure leads to which."""
    marks: Marks = {}
    for reference in list(body.iter(qn("w:footnoteReference"), qn("w:endnoteReference"))):
        kind = reference.tag.rpartition("}")[2].removesuffix("Reference")
        if reference.get(qn("w:customMarkFollows"), "0") in ("1", "true", "on"):
            continue  # its mark is written out, there and before the note
        mark = marks.setdefault((kind, str(reference.get(qn("w:id")))), raised(str(len(marks) + 1)))
        written = OxmlElement("w:t")
        written.text = mark
        reference.addnext(written)
    return marks


def put_before(notes: Element, marks: Mapping[tuple[str, str], str]) -> None:
    """Put its mark before each note of a part of the file."""
    for kind in ("footnote", "endnote"):
        for note in notes.iter(qn(f"w:{kind}")):
            mark = marks.get((kind, str(note.get(qn("w:id")))))
            first = next((run for run in note.iter(qn("w:r")) if run.find(qn("w:t")) is not None), None)
            if mark and first is not None:
                words = first.find(qn("w:t"))
                words.text = f"{mark} {(words.text or '').lstrip()}"
