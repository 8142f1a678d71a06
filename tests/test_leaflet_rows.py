"""A leaflet in rows: nothing lost between them, none too wide, and a handbook as quick to open as a page."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Hit, LeafletView, Passage, Reason, Span, Stretch
from edubot.rendering.paragraphs import Paragraph, paragraphs
from edubot.tui.leaflet_rows import AT_ONCE, as_drawn, cuts, lay_out
from edubot.tui.leaflet_text import LeafletText
from edubot.tui.source_screen import SourceScreen
from tests.chats import ask, assert_warned, chat_app, has_rows, opened, shown, until
from tests.scripted import ALCOHOL, GUIDE, scripted

TEXTS = st.text(st.sampled_from("ab  \n-é漢\u0301👩"), max_size=120)


@given(TEXTS, st.integers(1, 40))
def test_rows_hold_every_word_in_order(text: str, width: int) -> None:
    """What lies between two rows is white space and no more."""
    rows = list(cuts(text, width))
    place = 0
    for start, end in rows:
        assert place <= start <= end
        assert not text[place:start].strip()
        place = end
    assert not text[place:].strip()


@given(TEXTS, st.integers(2, 40))
def test_no_row_is_wider_than_the_screen(text: str, width: int) -> None:
    """Whatever signs it holds."""
    assert all(cell_len(text[start:end]) <= width for start, end in cuts(text, width))


def test_rows_break_between_words() -> None:
    """And inside one only where it is longer than a row."""
    text = "one two three\nfour abcdefghijk l"
    assert [text[start:end] for start, end in cuts(text, 8)] == ["one two", "three", "four", "abcdefgh", "ijk l"]


async def test_headings_stand_apart_and_items_together() -> None:
    """Of two margins that meet the larger counts."""
    whole = [
        Paragraph(0, "# Drink", is_heading=True),
        Paragraph(10, "Words."),
        Paragraph(20, "- one", is_item=True),
        Paragraph(30, "- two", is_item=True, notes=("Ask.",)),
        Paragraph(40, "", left_out=Reason.SALES_LINK),
    ]
    drawn = as_drawn(whole, [Span(22, 25)])
    layout = await lay_out(drawn, 80)
    rows = [layout.row(number) for number in range(len(layout))]
    told = [drawn[row.at].text[row.start : row.end] if row.at >= 0 else "" for row in rows]
    assert told == ["", "Drink", "", "Words.", "", "• one", "• two", "Note: Ask.", "[left out: a link to a shop]", ""]
    assert list(layout.firsts) == [1, 3, 5, 6, 8]
    assert layout.row(len(layout)).at < 0, "below the last row there is nothing"
    assert [bool(each.marks) for each in drawn] == [False, False, True, False, False]


SENTENCES = [f"Sentence {number} of a long handbook, which goes on." for number in range(3000)]
TEXT = "\n\n".join(SENTENCES)


def _handbook(count: int) -> tuple[LeafletView, Hit]:
    """A leaflet of some sentences, each a passage, and the last one but ten."""
    place, hits = 0, []
    for sentence in SENTENCES[:count]:
        hits.append(Hit(Passage(GUIDE, ("Handbook",), place, place + len(sentence), sentence), 0.5))
        place += len(sentence) + 2
    return LeafletView(GUIDE, (Stretch(0, TEXT[: place - 2]),), tuple(hits)), hits[-10]


async def _at(pilot: Pilot[None], hit: Hit) -> None:
    """The leaflet is open at a passage."""
    await opened(pilot)
    await ask(pilot, ALCOHOL)
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, SourceScreen) and hit.passage.text in shown(pilot))


@pytest.mark.parametrize("count", [50, 3000])
async def test_a_passage_far_down_is_in_sight_at_once(guardrail: Guardrail, count: int) -> None:
    """In a leaflet that is cut into rows at once, and in one that is cut bit by bit."""
    view, hit = _handbook(count)
    assert (count > AT_ONCE) is (count > 50)
    held = replace(scripted(guardrail), hits={ALCOHOL: (hit,)}, views={GUIDE.id: view})
    async with chat_app(guardrail, lambda: held).run_test(size=(80, 24)) as pilot:
        await _at(pilot, hit)
        assert_warned(pilot, guardrail)
        await pilot.press("slash", *"sentence 7 of", "enter")
        await until(pilot, lambda: SENTENCES[7] in shown(pilot))
        await pilot.press("m")
        await until(pilot, lambda: hit.passage.text in shown(pilot))
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: hit.passage.text[:40] in shown(pilot))


async def test_a_handbook_is_cut_in_turns_with_whatever_else_waits() -> None:
    """Rows are cut by the loop in which somebody types: nothing waits for all of them."""
    drawn = as_drawn([Paragraph(0, sentence) for sentence in SENTENCES], [])
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(others())
    layout = await lay_out(drawn, 80)
    waiting.cancel()
    assert turns >= len(layout) // AT_ONCE // 2


async def test_rows_are_cut_for_the_width_that_there_is_in_the_end(guardrail: Guardrail) -> None:
    """Also where it was narrow for less time than the rows of a handbook take."""
    view, hit = _handbook(3000)
    held = replace(scripted(guardrail), hits={ALCOHOL: (hit,)}, views={GUIDE.id: view})
    async with chat_app(guardrail, lambda: held).run_test(size=(80, 24)) as pilot:
        await _at(pilot, hit)
        text = pilot.app.screen.query_one(LeafletText)
        wide = text.outer_size.width
        for width in (wide // 2, wide):
            text.styles.width = width
            while text.outer_size.width != width:
                await asyncio.sleep(0)
        await until(pilot, lambda: not pilot.app.workers)
        assert hit.passage.text in shown(pilot)


async def test_words_of_a_leaflet_are_selected_and_copied(guardrail: Guardrail) -> None:
    """With the mouse, as in any other text."""
    async with chat_app(guardrail).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        await pilot.press("f5")
        await until(pilot, lambda: has_rows(pilot))
        await pilot.mouse_down(LeafletText, offset=(3, 0))
        await pilot.hover(LeafletText, offset=(10, 0))
        await pilot.mouse_up(LeafletText, offset=(10, 0))
        await pilot.pause()
        assert (pilot.app.screen.get_selected_text() or "") in "Do not drink alcohol while you take it:"
        assert pilot.app.screen.get_selected_text()


def test_paragraphs_of_a_handbook_are_found_by_their_place() -> None:
    """Each passage its own paragraph, in the order of the text."""
    view, _ = _handbook(400)
    assert [paragraph.text for paragraph in paragraphs(view)] == SENTENCES[:400]
