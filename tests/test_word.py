"""Word files: what is printed is read, in its order; what is struck out, hidden or around the text is not."""

import io
import random
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips
from docx.text.paragraph import Paragraph
from PIL import Image

from edubot.errors import LeafletUnreadable
from edubot.leaflets.tables import span_of, told_left_out, told_unheaded
from edubot.model import Leaflet
from tests import papers
from tests.test_pdf import held_back, leads_in, passages_of, read, shown


def made(path: Path, fill: Callable[[docx.document.Document], object]) -> Leaflet:
    """The leaflet in a Word file that was filled so."""
    document = docx.Document()
    fill(document)
    document.save(str(path))
    return read(path)


def headings_of(leaflet: Leaflet, words: str) -> tuple[str, ...]:
    """What the passage with these words stands under."""
    (passage,) = (found for found in passages_of(leaflet) if words in found.text)
    return passage.heading


@pytest.fixture
def leaflet(tmp_path: Path) -> Leaflet:
    """The leaflet in a Word file with everything in it."""
    return read(papers.with_word(tmp_path / "leaf.docx"))


def test_a_word_file_is_read_in_its_order(leaflet: Leaflet) -> None:
    """Title, headings and paragraphs, each passage under its heading, without pages."""
    assert leaflet.source.title == papers.TITLE
    text, place = shown(leaflet), -1
    for heading, words in papers.PARAGRAPHS:
        place = text.index(words, place + 1)
        assert {found.heading for found in passages_of(leaflet) if found.text in words} == {(heading,)}
    assert {passage.page for passage in passages_of(leaflet)} == {None}


def test_lists_and_tables_keep_their_form(leaflet: Leaflet) -> None:
    """Bullets are items, steps are counted, and each row of a table has its headings."""
    found = [passage.text for passage in passages_of(leaflet)]
    assert set(papers.ITEMS) <= set(found)
    assert "1. Wash your hands.\n2. Swallow the capsule.\n" in leaflet.text
    assert "How often: Rare; What you may notice: Low mood" in found


def test_nothing_that_is_printed_is_lost(leaflet: Leaflet) -> None:
    """Text boxes, words put in later, content controls and signs of other typefaces."""
    text = shown(leaflet)
    assert "A box follows. Never share your capsules." in text
    assert "Blood is given by nobody on this medicine." in text
    assert "Ring us at night too." in text
    assert "Store it under 25 °C." in text


def test_what_is_not_printed_as_text_is_kept_back(leaflet: Leaflet) -> None:
    """Words struck out are nowhere; hidden ones and the heads and feet of pages are in the ledger alone."""
    assert "every day" not in leaflet.text
    assert "Moved elsewhere" not in leaflet.text
    assert "Stays here." in shown(leaflet)
    assert held_back(leaflet) == ["Editor: check this.", papers.HEAD, "Version 3 - 1"]


def test_a_text_box_in_two_forms_is_read_once(tmp_path: Path) -> None:
    """Word writes a box twice, for old programs too."""
    box = "<w:txbxContent><w:p><w:r><w:t>Take it once.</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    piece = (
        f"<w:p {nsdecls('w')} xmlns:mc='{mc}'><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    leaflet = made(tmp_path / "leaf.docx", lambda document: document.element.body.insert(0, parse_xml(piece)))
    assert leaflet.text.count("Take it once.") == 1


@pytest.mark.parametrize("look", ["hidden", "strike", "double_strike"])
@pytest.mark.parametrize("in_a_table", [False, True])
def test_hidden_and_struck_words_are_kept_back_whatever_they_say(tmp_path: Path, look: str, in_a_table: bool) -> None:
    """Also where they sound like advice, and in a cell; what stands around them is read."""

    def fill(document: docx.document.Document) -> None:
        grid = document.add_table(2, 2)
        for row, words in enumerate(["Adults", "Children"]):
            grid.cell(row, 0).text = words
            grid.cell(row, 1).text = "One each day."
        place = grid.cell(1, 1).add_paragraph() if in_a_table else document.add_paragraph()
        place.add_run("Take ")
        setattr(place.add_run("You should take 80 mg daily. ").font, look, True)
        place.add_run("40 mg.")

    leaflet = made(tmp_path / "leaf.docx", fill)
    assert "Take 40 mg." in shown(leaflet)
    assert "80 mg" not in shown(leaflet)
    assert held_back(leaflet) == ["You should take 80 mg daily."]


@pytest.mark.parametrize("look", ["hidden", "strike", "double_strike"])
@pytest.mark.parametrize("kind", [WD_STYLE_TYPE.CHARACTER, WD_STYLE_TYPE.PARAGRAPH])
def test_what_a_style_strikes_out_or_hides_is_kept_back(tmp_path: Path, look: str, kind: WD_STYLE_TYPE) -> None:
    """The run's own or its paragraph's, also where it is built on one that does; a run that says otherwise is read."""

    def fill(document: docx.document.Document) -> None:
        parent = document.styles.add_style("Withdrawn", kind)
        setattr(parent.font, look, True)
        document.styles.add_style("Old", kind).base_style = parent
        whole = kind is WD_STYLE_TYPE.PARAGRAPH
        place = document.add_paragraph(style="Old" if whole else None)
        place.add_run("You should take 80 mg daily. ", style=None if whole else "Old")
        setattr(place.add_run("Take 40 mg.", style=None if whole else "Old").font, look, False)

    leaflet = made(tmp_path / "leaf.docx", fill)
    assert shown(leaflet) == "Take 40 mg."
    assert held_back(leaflet) == ["You should take 80 mg daily."]


def test_contents_are_kept_back_and_advice_in_page_heads_is_not(tmp_path: Path) -> None:
    """A line of contents is no advice, whatever heading it repeats."""

    def fill(document: docx.document.Document) -> None:
        document.styles.add_style("toc 1", 1)
        document.add_paragraph("When you should not take it 3", style="toc 1")
        document.add_paragraph("Take it with food.")
        document.sections[0].header.paragraphs[0].text = "Do not take it in pregnancy."

    leaflet = made(tmp_path / "leaf.docx", fill)
    assert held_back(leaflet) == ["When you should not take it 3"]
    assert "Do not take it in pregnancy." in shown(leaflet)


@pytest.mark.parametrize(("columns", "bold", "told"), [(3, False, 1), (3, True, 0), (2, False, 1), (2, True, 0)])
def test_columns_that_nothing_names_are_told(tmp_path: Path, columns: int, bold: bool, told: int) -> None:
    """Nobody could say which figure is which, nor what of two is said of the other."""

    def fill(document: docx.document.Document) -> None:
        grid = document.add_table(2, columns)
        for cell, words in zip(grid.rows[0].cells, ("Weight", "Morning", "Evening"), strict=False):
            cell.paragraphs[0].add_run(words).bold = bold
        for cell, words in zip(grid.rows[1].cells, ("60 kg", "20 mg", "40 mg"), strict=False):
            cell.text = words

    assert made(tmp_path / "leaf.docx", fill).repairs == told_unheaded(told)


@pytest.mark.parametrize(
    ("corner", "told"), [("", ()), ("What", (*told_unheaded(1), *told_left_out(1)))], ids=["named", "unnamed"]
)
def test_a_tick_is_never_read_without_the_name_of_its_column(
    tmp_path: Path, corner: str, told: tuple[str, ...]
) -> None:
    """The first row names the columns where its corner is empty; else the ticks are kept back and told."""

    def fill(document: docx.document.Document) -> None:
        grid = document.add_table(2, 3)
        for row, cells in zip(
            grid.rows, ((corner, "By day", "At night"), ("Drink wine with it", "", "✓")), strict=True
        ):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
        document.add_paragraph("Drink water with it.")

    leaflet = made(tmp_path / "leaf.docx", fill)
    assert leaflet.repairs == told
    assert ("Drink wine with it; At night: ✓" in shown(leaflet)) is not bool(told)
    assert ("Drink wine with it | | ✓" in held_back(leaflet)) is bool(told)
    assert ("Drink wine" in shown(leaflet)) is not bool(told)


def test_a_title_set_like_the_headings_under_it_is_the_title(tmp_path: Path) -> None:
    """As where somebody knows one style for headings; it is no passage, and stands over none."""

    def fill(document: docx.document.Document) -> None:
        document.add_heading("What you should know about isotretinoin", 1)
        document.add_heading("What it does", 1)
        document.add_paragraph("It dries the skin.")

    leaflet = made(tmp_path / "leaf.docx", fill)
    assert leaflet.source.title == "What you should know about isotretinoin"
    assert shown(leaflet) == "It dries the skin."
    assert headings_of(leaflet, "It dries") == ("What it does",)


def test_advice_set_like_the_first_heading_is_found(tmp_path: Path) -> None:
    """It must not be in the title only, which may be another one."""
    advice = "Do not take this medicine if you are pregnant."

    def fill(document: docx.document.Document) -> None:
        document.add_heading(advice, 1)
        document.add_heading("What it does", 1)
        document.add_paragraph("It dries the skin.")

    assert advice in [passage.text for passage in passages_of(made(tmp_path / "leaf.docx", fill))]


def test_a_text_box_in_a_cell_is_read_once(tmp_path: Path) -> None:
    """Its form for old programs is not read too."""
    box = "<w:txbxContent><w:p><w:r><w:t>Take it once.</w:t></w:r></w:p></w:txbxContent>"
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    piece = (
        f"<w:p {nsdecls('w')} xmlns:mc='{mc}'><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )

    def fill(document: docx.document.Document) -> None:
        grid = document.add_table(2, 2)
        for cell in (grid.cell(0, 0), grid.cell(0, 1), grid.cell(1, 0)):
            cell.text = "Adults"
        grid.cell(1, 1)._tc.append(parse_xml(piece))

    assert made(tmp_path / "leaf.docx", fill).text.count("Take it once.") == 1


def test_a_line_in_bold_is_a_heading_where_it_heads_something(tmp_path: Path) -> None:
    """Many Word files have no other headings; what heads nothing is text that can be found."""

    def fill(document: docx.document.Document) -> None:
        document.add_paragraph().add_run("Do not take it").bold = True
        document.add_paragraph("if you are pregnant,", style="List Bullet")
        document.add_paragraph("if you breastfeed.", style="List Bullet")
        document.add_paragraph().add_run("Never share it").bold = True

    leaflet = made(tmp_path / "leaf.docx", fill)
    assert headings_of(leaflet, "if you breastfeed.") == ("Do not take it",)
    assert "Never share it" in shown(leaflet)


def test_merged_cells_say_what_they_say_in_every_row(tmp_path: Path) -> None:
    """A row can be read alone also where its first cell reaches over several rows, or one cell over all columns."""

    def fill(document: docx.document.Document) -> None:
        grid = document.add_table(4, 2)
        for row, words in enumerate([("How often", "What"), ("Common", "Dry lips"), ("", "Sore eyes"), ("", "")]):
            for cell, word in zip(grid.rows[row].cells, words, strict=True):
                cell.text = word
        for cell in grid.rows[0].cells:
            cell.paragraphs[0].runs[0].bold = True
        grid.cell(1, 0).merge(grid.cell(2, 0))
        grid.cell(3, 0).merge(grid.cell(3, 1)).text = "All of these pass."

    found = [passage.text for passage in passages_of(made(tmp_path / "leaf.docx", fill))]
    assert found == ["How often: Common; What: Dry lips", "How often: Common; What: Sore eyes", "All of these pass."]


@pytest.mark.parametrize("said", ["3000000", "9" * 5_000, "2", "0", "-1", "two"])
def test_a_cell_reaches_over_so_many_columns_and_no_more(tmp_path: Path, said: str) -> None:
    """Whatever its file says: each would be a cell, and a file of a few lines would fill the memory."""

    def fill(document: docx.document.Document) -> None:
        grid = document.add_table(2, 2)
        for row in grid.rows:
            for cell in row.cells:
                cell.text = "Take it."
        grid.cell(0, 0)._tc.get_or_add_tcPr().get_or_add_gridSpan().set(qn("w:val"), said)

    tracemalloc.start()
    try:
        leaflet = made(tmp_path / "wide.docx", fill)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert leaflet.text.count("Take it.") == 4
    assert most < 10 << 20


def test_how_far_a_cell_reaches_is_read_in_one_place() -> None:
    """For web pages and Word files; no number is one, and nothing is more than the most."""
    said = ["1", " 2 ", "0", "007", "200", "201", "9" * 5_000, "", "-1", "2.5", "two", "²"]
    assert [span_of(each) for each in said] == [1, 2, 0, 7, 200, 200, 200, 1, 1, 1, 1, 1]


def test_a_table_that_only_places_text_is_read_cell_by_cell(tmp_path: Path) -> None:
    """A frame, or two columns side by side, has no rows to read."""

    def fill(document: docx.document.Document) -> None:
        frame = document.add_table(1, 2)
        frame.cell(0, 0).text = "Take it with food."
        frame.cell(0, 1).text = "Keep it dry."

    assert shown(made(tmp_path / "leaf.docx", fill)) == "Take it with food. Keep it dry."


def test_items_in_a_cell_do_not_run_together(tmp_path: Path) -> None:
    """What stands on lines of its own in a cell is parted in its row."""

    def fill(document: docx.document.Document) -> None:
        grid = document.add_table(2, 2)
        for row, words in enumerate([("Common", "Dry lips\nSore eyes"), ("Rare", "Low mood")]):
            grid.cell(row, 0).text = words[0]
            grid.cell(row, 1).text = ""
            for line in words[1].split("\n"):
                grid.cell(row, 1).add_paragraph(line)

    found = [passage.text for passage in passages_of(made(tmp_path / "leaf.docx", fill))]
    assert found == ["Common: Dry lips; Sore eyes", "Rare: Low mood"]


def test_an_archive_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """A part that holds more than it says is found while it is unpacked a little at a time."""
    path = papers.word_bomb(tmp_path / "leaf.docx")
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as parts:
        info = parts.getinfo("word/document.xml")
    listed = raw.index(b"PK\x01\x02", info.header_offset)
    while raw[listed + 46 : listed + 46 + len(info.filename)] != info.filename.encode():
        listed = raw.index(b"PK\x01\x02", listed + 1)
    raw[listed + 24 : listed + 28] = struct.pack("<I", 100)
    path.write_bytes(raw)
    tracemalloc.start()
    with pytest.raises(LeafletUnreadable, match="damaged Word file"):
        read(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * 1024 * 1024


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_word_file_is_a_leaflet_or_a_sentence(tmp_path: Path, seed: int) -> None:
    """Words of the tree changed at random never end in another error."""
    chance = random.Random(seed)
    path = papers.with_word(tmp_path / "leaf.docx")
    with zipfile.ZipFile(path) as parts:
        held = {name: bytearray(parts.read(name)) for name in parts.namelist()}
    for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        for _ in range(chance.choice([0, 1, 3])):
            held[name][chance.randrange(len(held[name]))] = chance.choice(b'<>/"0w: ')
    with zipfile.ZipFile(path, "w") as parts:
        for name, content in held.items():
            parts.writestr(name, bytes(content))
    try:
        read(path)
    except LeafletUnreadable as fault:
        assert "leaf.docx" in fault.problem


RULES = (
    ("Never:", "List Bullet", None, None),
    ("ski", "List Bullet 2", None, None),
    ("uphill", "List Bullet 3", None, None),
    ("dive", "List Bullet 2", None, None),
    ("Feel free to:", "List Bullet", None, None),
    ("knit", "List Number 2", None, None),
)
"""Items: words, style, the level of the list, and how far in they are set, where the paragraph says so itself."""
BY_LEVEL = tuple(
    (words, "List Bullet", level, None) for (words, *_), level in zip(RULES, (None, 1, 2, 1, 0, 1), strict=True)
)
BY_INDENT = tuple(
    (words, "List Bullet", None, left)
    for (words, *_), left in zip(RULES, (None, 800, 1200, 820, 300, 700), strict=True)
)


@pytest.mark.parametrize("items", [RULES, BY_LEVEL, BY_INDENT], ids=["by style", "by level", "by indent"])
def test_an_item_hangs_on_the_item_that_it_is_under(
    tmp_path: Path, items: tuple[tuple[str, str, int | None, int | None], ...]
) -> None:
    """However the file says how deep it is: the item over it may be the "not" of what is said."""
    leaflet = made(tmp_path / "leaf.docx", lambda document: listed(document, items))
    assert leads_in(leaflet) == {
        "Never:": (),
        "ski": ("Never:",),
        "uphill": ("Never:", "ski"),
        "dive": ("Never:",),
        "Feel free to:": (),
        "knit": ("Feel free to:",),
    }


def test_a_list_that_begins_deep_is_under_nothing(tmp_path: Path) -> None:
    """What is listed in other paragraphs before it, in a table or under another heading is not over it."""

    def fill(document: docx.document.Document) -> None:
        for after in ("text", "heading", "table"):
            document.add_paragraph(f"Never before the {after}", style="List Bullet")
            if after == "text":
                document.add_paragraph("You may go out and do as you like.")
            elif after == "heading":
                document.add_heading("You may", 1)
            else:
                document.add_table(2, 2).cell(0, 0).text = "Ring us"
            document.add_paragraph(f"knit after the {after}", style="List Bullet 2")

    text = made(tmp_path / "leaf.docx", fill).text
    assert {line for line in text.splitlines() if "knit" in line} == {
        f"- knit after the {after}" for after in ("text", "heading", "table")
    }


def listed(document: docx.document.Document, items: tuple[tuple[str, str, int | None, int | None], ...]) -> None:
    """Put items into a file."""
    for words, style, level, left in items:
        paragraph = document.add_paragraph(words, style=style)
        if level is not None:
            named = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{level}'/></w:numPr>"
            paragraph._p.get_or_add_pPr().append(parse_xml(named))
        if left is not None:
            paragraph.paragraph_format.left_indent = Twips(left)


def test_a_picture_that_is_a_part_of_the_text_is_read(tmp_path: Path) -> None:
    """By the words that stand for it, in a sentence and in a cell; one that stands apart decorates the page."""

    def fill(document: docx.document.Document) -> None:
        pictured(document.add_paragraph("In winter"), "do not", "drink mead.")
        pictured(document.add_paragraph("Mead in summer: "), "never", ".")
        pictured(document.add_paragraph("Walk"), "A man. Description automatically generated", " each day.")
        pictured(document.add_paragraph(), "Two people in a wood")
        grid = document.add_table(2, 2)
        for cell, words in zip(
            (cell for row in grid.rows for cell in row.cells), ("Beer", "Yes", "Mead"), strict=False
        ):
            cell.text = words
        pictured(grid.cell(1, 1).paragraphs[0], "No")

    leaflet = made(tmp_path / "leaf.docx", fill)
    text = shown(leaflet)
    assert "In winter do not drink mead." in text
    assert "Mead in summer: never." in text
    assert "Walk each day." in text
    assert "Mead: No" in text
    assert "wood" not in leaflet.text


def pictured(paragraph: Paragraph, words: str, after: str = "") -> None:
    """Put a picture into a paragraph, the words that stand for it, and what comes after it."""
    picture = io.BytesIO()
    Image.new("L", (2, 2)).save(picture, "PNG")
    picture.seek(0)
    shape = paragraph.add_run().add_picture(picture)
    shape._inline.docPr.set("descr", words)
    paragraph.add_run(after)
