"""Notes in Word files, web pages and PDFs: a raised figure stays with its word, and the note with its mark."""

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from edubot.leaflets.raised import raised
from edubot.leaflets.surroundings import said_after
from edubot.leaflets.word.footnotes import put_before, with_marks
from edubot.leaflets.word.runs import words_of
from edubot.model import Leaflet
from tests import test_web, test_word
from tests.test_pdf import passages_of, read


def _noted(leaflet: Leaflet, words: str) -> tuple[str, ...]:
    (passage,) = (found for found in passages_of(leaflet) if words in found.text)
    return said_after(passage)


def test_a_raised_figure_in_a_word_file_leads_to_its_note(tmp_path: Path) -> None:
    """Set by hand, before the note too."""

    def fill(document: docx.document.Document) -> None:
        document.add_heading("Care", 1)
        for before, after in (("You may chew it", ". Sleep well."), ("", " Not with gout.")):
            paragraph = document.add_paragraph(before)
            paragraph.add_run("1").font.superscript = True
            paragraph.add_run(after)

    leaflet = test_word.made(tmp_path / "leaf.docx", fill)
    assert "You may chew it¹. Sleep well." in leaflet.text
    assert _noted(leaflet, "chew it") == ("¹ Not with gout.",)


def test_a_word_files_own_footnotes_are_counted() -> None:
    """In the order in which they are met; one that has a mark of its own keeps that."""
    leads_on = "<w:r><w:{kind}Reference w:id='{id}'{more}/>{mark}</w:r>"
    first, second = (leads_on.format(kind=kind, id=7, more="", mark="") for kind in ("footnote", "endnote"))
    body = parse_xml(
        f"<w:body {nsdecls('w')}><w:p><w:r><w:t>Chew it</w:t></w:r>{first}"
        f"<w:r><w:t>. Rest</w:t></w:r>{second}<w:r><w:t>.</w:t></w:r>"
        + leads_on.format(kind="footnote", id=2, more=" w:customMarkFollows='1'", mark="<w:t>*</w:t>")
        + "</w:p></w:body>"
    )
    note = "<w:{kind} w:id='{id}'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> {words}</w:t></w:r></w:p></w:{kind}>"
    notes = parse_xml(
        f"<w:footnotes {nsdecls('w')}>"
        f"{note.format(kind='footnote', id=7, words='Not with gout.')}"
        f"{note.format(kind='endnote', id=7, words='Not in May.')}"
        f"{note.format(kind='footnote', id=2, words='* Never.')}"
        "</w:footnotes>"
    )
    marks = with_marks(body)
    put_before(notes, marks)
    assert words_of(body) == "Chew it¹. Rest².*"
    found = [words_of(paragraph) for paragraph in notes.iter(qn("w:p"))]
    assert found == ["¹ Not with gout.", "² Not in May.", "* Never."]


def test_a_footnote_of_a_word_file_is_read(tmp_path: Path) -> None:
    """With the words that lead to it."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    def fill(document: docx.document.Document) -> None:
        document.add_heading("Care", 1)
        paragraph = document.add_paragraph("You may chew it")
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), "2")
        paragraph.add_run()._r.append(reference)
        paragraph.add_run(".")
        document.add_paragraph("Sleep well.")
        xml = (
            f"<w:footnotes {nsdecls('w')}><w:footnote w:id='2'><w:p><w:r><w:footnoteRef/></w:r>"
            "<w:r><w:t> Not with gout.</w:t></w:r></w:p></w:footnote></w:footnotes>"
        )
        part = Part(PackURI("/word/footnotes.xml"), "application/xml", xml.encode(), document.part.package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    leaflet = test_word.made(tmp_path / "leaf.docx", fill)
    assert _noted(leaflet, "chew it") == ("¹ Not with gout.",)
    assert _noted(leaflet, "Sleep well.") == ()


@pytest.mark.parametrize("mark", ["<sup>1</sup>", "<sup><a href='#n'>1</a></sup>", "<a href='#n'><sup>1</sup></a>"])
def test_a_raised_figure_on_a_page_leads_to_its_note(tmp_path: Path, mark: str) -> None:
    """A link or none."""
    main = f"<h2>Care</h2><p>You may chew it.{mark} Sleep well.</p><p>{mark} Not with gout.</p>"
    leaflet = test_web.made(tmp_path, test_web.MAIN + main)
    assert _noted(leaflet, "chew it") == ("¹ Not with gout.",)
    assert leaflet.repairs == ("has 1 line left out, outside its main part, that may be advice",)


def test_a_raised_figure_in_a_pdf_leads_to_its_note(tmp_path: Path) -> None:
    """It stands on the line of its word and heads nothing; a star before a note stays."""
    from fpdf import FPDF

    paper = FPDF()
    paper.add_page()
    for heading, pieces in (
        ("Care", ("You may chew one each noon", "1", ". Rinse with water every time. You may swallow it.*")),
        ("End", ("", "1", " Not with gout: then half of it.")),
        ("", ("* Not when you lie down: sit up for it.", "", "")),
    ):
        paper.set_font("Helvetica", "B", 14)
        paper.write(10, f"{heading}\n\n")
        paper.set_font("Helvetica", size=11)
        for place, piece in enumerate(pieces):
            paper.char_vpos = "SUP" if place == 1 else "LINE"
            paper.write(6, piece)
        paper.write(6, "\n\n")
    paper.output(str(tmp_path / "leaf.pdf"))
    leaflet = read(tmp_path / "leaf.pdf")
    assert "You may chew one each noon¹. Rinse" in leaflet.text
    assert not any("1" in heading or "¹" in heading for found in passages_of(leaflet) for heading in found.heading)
    assert _noted(leaflet, "each noon") == (
        "¹ Not with gout: then half of it.",
        "* Not when you lie down: sit up for it.",
    )


@pytest.mark.parametrize(
    ("figures", "said"),
    [("1", "¹"), ("12", "¹²"), ("1,2", "¹,²"), ("st", "st"), ("2024", "2024"), ("*", "*"), ("", "")],
)
def test_only_a_short_figure_is_written_raised(figures: str, said: str) -> None:
    """An ordinal's end stays as it is."""
    assert raised(figures) == said
