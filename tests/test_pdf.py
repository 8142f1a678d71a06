"""PDFs from three makers: words in the order of reading, whole, each with its page; running lines kept back."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from edubot.errors import LeafletUnreadable
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.layout import STORE_FILE
from edubot.index.ledger import ledger
from edubot.index.passages import passages
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.leaflets.around import says_something, with_around
from edubot.leaflets.folder import Library
from edubot.leaflets.hyphens import joined
from edubot.leaflets.pdf.columns import Column
from edubot.leaflets.pdf.draft import Draft
from edubot.leaflets.pdf.flow import Form, Paragraph
from edubot.leaflets.pdf.levels import Levels
from edubot.leaflets.pdf.margins import Sheet, running_rows
from edubot.leaflets.pdf.words import Row, Word
from edubot.leaflets.read import read_leaflet
from edubot.leaflets.tables import Rows, table_rows
from edubot.model import Disagreement, Hit, Leaflet, LiftedWords, Passage, Reason, Side, page_at
from edubot.rendering.as_file import as_file
from edubot.rendering.as_json import answer_as_json
from edubot.rendering.as_text import answer_as_text
from edubot.settings import ChunkerSettings
from edubot.tui.passage_card import card_content
from tests import papers
from tests.fakes import LetterEncoder


def read(path: Path) -> Leaflet:
    """The leaflet in a file, once every character of it is accounted for."""
    leaflet = read_leaflet(path, {})
    ledger(leaflet, passages_of(leaflet))
    return leaflet


def passages_of(leaflet: Leaflet) -> list[Passage]:
    """All that a patient may see."""
    return list(passages(leaflet, ChunkerSettings()))


def shown(leaflet: Leaflet) -> str:
    """The words of all passages, one after the other."""
    return " ".join(" ".join(passage.text.split()) for passage in passages_of(leaflet))


def leads_in(leaflet: Leaflet) -> dict[str, tuple[str, ...] | None]:
    """The words of each paragraph and item, and the lines that they hang on."""
    found = (context for passage in passages_of(leaflet) for context in passage.contexts)
    return {context.span.of(leaflet.text): context.leads for context in found}


def held_back(leaflet: Leaflet) -> list[str]:
    """The lines that no patient sees."""
    return [line for found in leaflet.quarantined for line in found.span.of(leaflet.text).splitlines()]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(papers.with_fpdf, id="fpdf2, one column"),
        pytest.param(lambda path: papers.with_fpdf(path, columns=2, pages=4), id="fpdf2, two columns"),
        pytest.param(lambda path: papers.with_reportlab(path, columns=1), id="ReportLab, one column"),
        pytest.param(lambda path: papers.with_reportlab(path, columns=2), id="ReportLab, two columns"),
        pytest.param(lambda path: papers.with_reportlab(path, columns=3), id="ReportLab, three columns"),
    ],
)
def test_columns_are_read_one_after_the_other(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """Every paragraph comes out whole and in its order, under its heading, whoever set the page."""
    leaflet = read(make(tmp_path / "leaf.pdf"))
    assert leaflet.source.title == papers.TITLE
    text, place = shown(leaflet), -1
    for heading, words in papers.PARAGRAPHS:
        place = text.index(words, place + 1)
        under = {passage.heading[-1] for passage in passages_of(leaflet) if passage.text in words}
        assert under == {heading}


def test_a_list_is_read_item_by_item(tmp_path: Path) -> None:
    """Whatever letter the maker draws for a bullet."""
    for path in (papers.with_fpdf(tmp_path / "f.pdf"), papers.with_reportlab(tmp_path / "r.pdf")):
        found = {passage.text for passage in passages_of(read(path))}
        assert set(papers.ITEMS) <= found


@pytest.mark.parametrize(("columns", "bullet"), [(1, "•"), (2, "–")])
@pytest.mark.parametrize("above", [0, 60, 120, 150, 180])
def test_an_item_hangs_on_the_item_that_it_is_under(tmp_path: Path, columns: int, bullet: str, above: int) -> None:
    """By how far in it is set: the item over it may be the "not" of what is said, on the page before, too."""
    leaflet = read(papers.with_inner_lists(tmp_path / "leaf.pdf", columns, above, bullet))
    before = " ".join(papers.PARAGRAPHS[-1][1].split(". ")[-1:])
    leads = {words: [lead for lead in found or () if lead != before] for words, found in leads_in(leaflet).items()}
    for over, _, under in papers.INNER:
        assert leads[over] == []
        assert {item: leads.get(item) for item in under} == {item: [over] for item in under}


@pytest.mark.parametrize(
    ("places", "depths"),
    [
        pytest.param([(10, 30), (16, 30), (10, 30)], [0, 0, 0], id="marks flush right"),
        pytest.param([(10, 24), (10, 30), (10, 24)], [0, 0, 0], id="marks flush left"),
        pytest.param([(10, 30), (30, 50), (50, 70), (30, 50), (10, 30)], [0, 1, 2, 1, 0], id="in and out again"),
    ],
)
def test_how_deep_an_item_is(places: list[tuple[float, float]], depths: list[int]) -> None:
    """Its mark and its words must both be further in than those of what it is under."""
    rows = [Row(tuple(Word("•", left, left + 5, 0, 10, 10, False) for left in place)) for place in places]
    levels, column = Levels(), Column(tuple(rows))
    assert [levels.depth(row, column, "-") for row in rows] == depths


def test_a_list_goes_on_in_a_column_of_inner_items_alone() -> None:
    """On the next page, where nothing stands as far left as the item that they are under."""
    over, under, more = (Row((Word("•", left, left + 5, 0, 10, 10, False), _word(left + 10))) for left in (10, 30, 30))
    levels, first = Levels(), Column((over, under))
    assert [levels.depth(row, first, "-") for row in (over, under)] == [0, 1]
    assert levels.depth(more, Column((more,)), "-") == 1


def _word(left: float) -> Word:
    return Word("knit", left, left + 20, 0, 10, 10, False)


def test_running_lines_are_kept_back_and_told(tmp_path: Path) -> None:
    """The head of every page and the page numbers are in no passage and no heading, and stand in the ledger once."""
    leaflet = read(papers.with_fpdf(tmp_path / "leaf.pdf", columns=2, pages=6))
    count = len(PdfReader(tmp_path / "leaf.pdf").pages)
    assert count > 1
    numbers = [f"Page {number} of {count}" for number in range(1, count + 1)]
    assert sorted(held_back(leaflet)) == sorted([papers.HEAD, *numbers])
    assert {found.reason for found in leaflet.quarantined} == {Reason.PAGE_FURNITURE}
    assert papers.HEAD not in shown(leaflet)
    assert all(papers.HEAD not in heading for passage in passages_of(leaflet) for heading in passage.heading)


def test_a_table_of_contents_is_kept_back(tmp_path: Path) -> None:
    """Its lines say nothing but where to look; a form to fill in has dots too and stays."""
    words = "Side effects . . . . . . . . 4\nStorage.......iv\n\nTake it whole.\n\nYour next visit: ........."
    leaflet = read(papers.with_matplotlib(tmp_path / "leaf.pdf", [words]))
    assert held_back(leaflet) == ["Side effects . . . . . . . . 4", "Storage.......iv"]
    assert "Your next visit" in shown(leaflet)


def test_a_title_set_like_the_headings_under_it_is_the_title() -> None:
    """The first heading of a leaflet heads all; a later one that heads nothing is text."""
    words = [("What you should know", 1), ("What it does", 1), ("It dries the skin.", 0), ("Left", 1), ("Over", 1)]
    forms = [(Form.HEADING if level else Form.TEXT, level, [(1, text)]) for text, level in words]
    draft = Draft.of(Paragraph(*form) for form in forms)
    assert draft.title == "What you should know"
    assert draft.text == "# What you should know\n\n# What it does\n\nIt dries the skin.\n\nLeft\n\nOver"


@pytest.mark.parametrize("advice", ["Keep it out of the reach of children", "Not in pregnancy."])
def test_advice_set_like_the_first_heading_is_text_too(advice: str) -> None:
    """A name stands over no passage, and a patient must be able to find advice."""
    words = [(advice, 1), ("What it does", 1), ("It dries the skin.", 0)]
    forms = [(Form.HEADING if level else Form.TEXT, level, [(1, text)]) for text, level in words]
    assert Draft.of(Paragraph(*form) for form in forms).text == f"{advice}\n\n# What it does\n\nIt dries the skin."


def test_a_name_that_reads_like_advice_is_the_title_too() -> None:
    """It is found as text, and the leaflet is still named after it."""
    words = [("Pregnancy prevention with isotretinoin", 1), ("What it does", 1), ("It dries the skin.", 0)]
    forms = [(Form.HEADING if level else Form.TEXT, level, [(1, text)]) for text, level in words]
    assert Draft.of(Paragraph(*form) for form in forms).title == words[0][0]


def test_a_numbered_line_in_bold_is_a_heading(tmp_path: Path) -> None:
    """As leaflets that come with a medicine number their parts."""
    leaflet = read(papers.with_reportlab(tmp_path / "leaf.pdf", columns=1, number=True))
    headings = {passage.heading[-1] for passage in passages_of(leaflet) if passage.heading}
    assert {f"{place}. {head}" for place, (head, _) in enumerate(papers.PARAGRAPHS, start=1)} <= headings


def test_a_warning_at_the_foot_of_every_page_is_kept(tmp_path: Path) -> None:
    """What says something to a patient is shown, once."""
    warning = "Do not get pregnant while you take it."
    text, left_out = with_around("One.", [warning, "Clinic - page 1", warning, " - "])
    assert text.count(warning) == 1
    assert [found.span.of(text) for found in left_out] == ["Clinic - page 1"]
    foot = "\n" * 48 + warning
    path = papers.with_matplotlib(tmp_path / "leaf.pdf", [f"One.{foot}", f"Two.{foot}"])
    leaflet = read(path)
    assert shown(leaflet).count(warning) == 1
    assert shown(leaflet).startswith("One. Two.")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Never share your capsules with anyone", True),
        ("This medicine causes birth defects", True),
        ("Patient information leaflet, version 3", False),
        ("Northbridge May 2024", False),
    ],
)
def test_which_running_lines_say_something(line: str, says: bool) -> None:
    """Advice does; a name, a title and a date do not."""
    assert says_something(line) is says


@pytest.mark.parametrize("maker", ["ReportLab", "Matplotlib"])
def test_words_cut_at_the_end_of_a_line_are_whole(tmp_path: Path, maker: str) -> None:
    """A word is put together, and a hyphen that belongs to it stays."""
    path = tmp_path / "leaf.pdf"
    if maker == "ReportLab":
        papers.with_reportlab(path, lines=papers.CUT)
    else:
        papers.with_matplotlib(path, ["\n".join(papers.CUT)])
    assert papers.WHOLE in shown(read(path))


@pytest.mark.parametrize(
    ("before", "after", "known", "whole"),
    [
        ("contra-", "ception", (), "contraception"),
        ("contra\u00ad", "ception", (), "contraception"),
        ("the low-", "er dose", (), "the lower dose"),
        ("self-", "harm", (), "self-harm"),
        ("anti-", "acne", ("anti-acne",), "anti-acne"),
        ("10-", "20 mg", (), "10-20 mg"),
        ("Vitamin-", "A creams", (), "Vitamin-A creams"),
        ("it is bad -", "very bad", (), "it is bad - very bad"),
        ("one", "two", (), "one two"),
    ],
)
def test_which_hyphens_belong_to_a_word(before: str, after: str, known: tuple[str, ...], whole: str) -> None:
    """By the rest of the text first, then by what English does."""
    assert "".join((*joined(before, after, set(known)), after)) == whole


def test_a_table_becomes_rows_with_their_headings(tmp_path: Path) -> None:
    """Each row can be read alone."""
    leaflet = read(papers.with_fpdf(tmp_path / "leaf.pdf", table=True))
    rows = [f"How often: {often}; What you may notice: {what}" for often, what in papers.TABLE[1:]]
    assert [passage.text for passage in passages_of(leaflet) if passage.text.startswith("How often")] == rows


def test_a_pdfs_table_with_an_open_corner_has_its_columns_named(tmp_path: Path) -> None:
    """Its first row can be nothing else, so there is nothing that an educator must be told."""
    leaflet = read(papers.with_open_corner(tmp_path / "leaf.pdf"))
    assert leaflet.repairs == ()
    assert table_rows([("What", "Before", "During"), ("Test", "Two", "Each month")], headed=False).unheaded


def test_words_in_no_cell_of_a_table_are_read(tmp_path: Path) -> None:
    """Where a corner has no border, the table's outline holds words that none of its cells has."""
    leaflet = read(papers.with_open_corner(tmp_path / "leaf.pdf"))
    named, *rows = papers.OPEN_CORNER
    assert all(words in leaflet.text for words in named)
    for row in rows:
        for words in row:
            assert leaflet.text.count(words) == 1, words
    assert held_back(leaflet) == []


def test_what_differs_from_page_to_page_is_no_running_line(tmp_path: Path) -> None:
    """Only a figure that counts the pages may differ: a dose at the head of each page is kept from nobody."""
    heads = ["Week 1: 20 mg once a day", "Week 5: 40 mg once a day"]
    pages = [f"{head}\n\nSwallow it whole with your largest meal." for head in heads]
    leaflet = read(papers.with_matplotlib(tmp_path / "leaf.pdf", pages, top=0.97))
    assert held_back(leaflet) == []
    for head in heads:
        assert head in leaflet.text


def test_a_sentence_that_ends_alike_on_two_pages_is_whole(tmp_path: Path) -> None:
    """At their foot and at their head, where running lines stand; what stands apart from the text is one of these."""
    ends = "take it with food\nand with a glass of water.", "take it with food\nand with a glass of milk."
    feet = [f"Clinic\n{chr(10) * 47}On day {day}\n{ends[0]}" for day in (1, 9)]
    heads = [f"{ends[1]}\nOn day {day}.\n\nThen rest.{chr(10) * 45}Clinic" for day in (2, 8)]
    leaflet = read(papers.with_matplotlib(tmp_path / "leaf.pdf", [*feet, *heads], top=0.97))
    assert held_back(leaflet) == ["Clinic"]
    assert shown(leaflet).count("and with a glass of water.") == 2
    assert shown(leaflet).count("and with a glass of milk.") == 2


@pytest.mark.parametrize(
    ("first", "second", "runs"),
    [
        ("Acne 2024, sheet 1 of 12", "Acne 2024, sheet 2 of 12", True),
        ("Acne leaflet 17", "Acne leaflet 18", True),
        ("Acne 2024", "Acne 2024", True),
        ("Acne 2024", "Acne 2026", False),
        ("Acne 2, 20 mg", "Acne 3, 40 mg", False),
        ("Acne 1234567", "Acne 1234568", False),
    ],
)
def test_which_heads_are_alike(first: str, second: str, runs: bool) -> None:
    """Word for word, and figure for figure unless a figure goes up with the pages."""
    rows = [Row((Word(text, 50.0, 200.0, 20.0, 30.0, 10.0, bold=False),)) for text in (first, second)]
    found = running_rows([Sheet((row,), 800.0) for row in rows])
    assert found == ([{row} for row in rows] if runs else [set(), set()])


@pytest.mark.parametrize(
    ("rows", "headed", "lines"),
    [
        ([("A", "B"), ("1", "2")], True, ["- A: 1; B: 2"]),
        ([("Common", "Dry lips"), ("Rare", "Low mood")], False, ["- Common: Dry lips", "- Rare: Low mood"]),
        ([("", "B"), ("1", "2"), ("", "")], True, ["- 1; B: 2"]),
        ([("A", "B")], True, ["- A | B"]),
        ([("Stop.", "Call us.")], False, ["- Stop. | Call us."]),
        ([("A", "B"), ("1", "2", "3")], True, ["- 1 | 2 | 3"]),
        ([], True, []),
    ],
)
def test_a_row_says_no_more_than_its_cells(rows: list[tuple[str, ...]], headed: bool, lines: list[str]) -> None:
    """A first row that is not known to name the columns is a row like the others."""
    assert table_rows(rows, headed) == Rows(tuple(lines))


@pytest.mark.parametrize(
    ("rows", "headed", "read"),
    [
        ([("", "Yes", "No"), ("Wine", "", "✓")], False, Rows(("- Wine; No: ✓",))),
        (
            [("", "A", "One, but only at night with a meal"), ("Wine", "", "✓")],
            False,
            Rows(("- | A | One, but only at night with a meal",), ("Wine |  | ✓",), unheaded=True),
        ),
        (
            [("What", "In June", "In May"), ("Wine", "", "x")],
            False,
            Rows(("- What | In June | In May",), ("Wine |  | x",), unheaded=True),
        ),
        (
            [("What", "June", "May"), ("Wine", "no", "yes")],
            False,
            Rows(("- What | June | May",), ("Wine | no | yes",), True),
        ),
        ([("What", "June", "May"), ("Wine", "✓")], True, Rows((), ("Wine | ✓",))),
        (
            [("Adults", "", "20 mg"), ("Children", "", "–")],
            False,
            Rows(("- Adults | | 20 mg", "- Children | | –"), (), True),
        ),
        ([("Wine", "no"), ("Tea", "yes")], False, Rows(("- Wine: no", "- Tea: yes"))),
    ],
)
def test_a_tick_is_read_under_the_name_of_its_column_or_not_at_all(
    rows: list[tuple[str, ...]], headed: bool, read: Rows
) -> None:
    """An empty corner tells that the first row names the columns; a figure can be read without, and so can a pair."""
    assert table_rows(rows, headed) == read


@pytest.mark.parametrize("sign", ["✓", "✔", "✗", "✘"])
def test_a_sign_that_says_yes_or_no_stays_with_its_words(tmp_path: Path, sign: str) -> None:
    """It stands where a list mark would, and is none."""
    lines = f"While you take it:\n{sign} Drink wine\n{sign} Drink tea\n"
    leaflet = read(papers.with_matplotlib(tmp_path / "leaf.pdf", [lines]))
    assert [passage.text for passage in passages_of(leaflet)] == [f"{sign} Drink wine", f"{sign} Drink tea"]


def test_every_passage_knows_its_page(tmp_path: Path) -> None:
    """The page on which it begins, as a reader of the PDF counts."""
    path = papers.with_reportlab(tmp_path / "leaf.pdf", columns=1)
    leaflet = read(path)
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(path).pages]
    assert len(pages) > 1
    found = [passage for passage in passages_of(leaflet) if passage.page]
    assert {passage.page for passage in found} == set(range(1, len(pages) + 1))
    for passage in found:
        assert " ".join(passage.text.split()[:4]) in pages[(passage.page or 0) - 1]


@pytest.mark.parametrize(("offset", "page"), [(0, 1), (9, 1), (10, 2), (11, 2), (20, 4), (99, 4)])
def test_a_page_begins_with_its_first_character(offset: int, page: int) -> None:
    """A page without text holds no character."""
    assert page_at((0, 10, 20, 20), offset) == page
    assert page_at((), offset) is None


def test_a_sentence_runs_on_over_a_page(tmp_path: Path) -> None:
    """Its passage is whole, and cited by the page on which it begins."""
    leaflet = read(papers.with_matplotlib(tmp_path / "leaf.pdf", ["Take it with a meal and", "a glass of water."]))
    (passage,) = passages_of(leaflet)
    assert (passage.text, passage.page) == ("Take it with a meal and a glass of water.", 1)


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    """A leaflet of which a page is a picture is read, and the educator hears which."""
    leaflet = read(papers.with_matplotlib(tmp_path / "leaf.pdf", ["Take it.", "", "Keep it dry."]))
    assert leaflet.repairs == ("has no text that can be read on page 2",)


def test_a_pdf_that_forbids_copying_alone_is_read(tmp_path: Path) -> None:
    """It opens without a password, so a reader may read it."""
    assert papers.PARAGRAPHS[0][1] in shown(read(papers.locked(tmp_path / "leaf.pdf", "")))


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_pdf_is_a_leaflet_or_a_sentence(tmp_path: Path, seed: int) -> None:
    """Bytes changed at random never end in another error."""
    chance = random.Random(seed)
    raw = bytearray(papers.with_fpdf(tmp_path / "leaf.pdf").read_bytes())
    for _ in range(chance.choice([1, 8, 64])):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    (tmp_path / "leaf.pdf").write_bytes(raw)
    try:
        read(tmp_path / "leaf.pdf")
    except LeafletUnreadable as fault:
        assert "leaf.pdf" in fault.problem


# ---- citations ----


def test_an_index_keeps_pages(tmp_path: Path) -> None:
    """Passages and sides come back with the page that they had."""
    folder = tmp_path / "leaflets"
    folder.mkdir()
    leaflet = read(papers.with_matplotlib(folder / "leaf.pdf", ["Take it with food.", "Stop it when we say so."]))
    (folder / "leaf.toml").write_text('[[side]]\ntopic = "stop"\nwords = "when we say"\n', encoding="utf-8")
    build_index(Library.at(folder, None), tmp_path / "index", LetterEncoder())
    place = IndexFolder(tmp_path / "index")
    store = Store(place.version(place.current) / STORE_FILE)
    assert [passage.page for passage in passages_of(leaflet)] == [1, 2]
    assert [passage.page for passage in store.passages_of("leaf")] == [1, 2]
    ((side, _),) = store.sides("stop")
    assert (side.text, side.page) == ("Stop it when we say so.", 2)


def test_every_form_of_an_answer_names_the_page(tmp_path: Path, guardrail: Guardrail) -> None:
    """Text, JSON, saved documents and the chat's card; and each side of a disagreement."""
    leaflet = read(papers.with_reportlab(tmp_path / "leaf.pdf", columns=1))
    passage = next(found for found in passages_of(leaflet) if found.page == 2)
    side = Side("leaf", "One.", 0, 4, LiftedWords((), ("One.",)), page=2)
    found = Disagreement("stopping", (side, Side("other", "Two.", 0, 4, LiftedWords((), ("Two.",)))), "Ask.")
    answer = guardrail.answer("When?", Findings((Hit(passage, 1.0),), disagreements=(found,)))
    assert passage.citation == f"{papers.TITLE} (document), page 2"
    text = answer_as_text(answer, guardrail.policy)
    assert f"{papers.TITLE} (document), page 2" in text
    assert "leaf, page 2: “One.”" in text
    assert "other: “Two.”" in text
    as_object = answer_as_json(answer)
    assert (as_object["passages"][0]["page"], as_object["passages"][0]["citation"]) == (2, passage.citation)
    assert [one["page"] for one in as_object["disagreements"][0]["sides"]] == [2, None]
    for ending in (".md", ".html"):
        assert "(document), page 2" in as_file(ending, [answer], [], guardrail).decode()
    assert "document, page 2" in card_content(1, answer.hits[0]).plain
