"""No item stands under a lead that is not its own, though no empty line parts its list from the one before."""

import pytest

from edubot.index.passages import passages
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.settings import ChunkerSettings

Under = list[tuple[tuple[str, ...], str]]
LONG = "Take it whole, early in the day, and always with a large glass of cold water."
WRAPPED = "\n".join([LONG] * 3)
"""Lines as wide as the page, so that short ones have not been wrapped."""
FULL = "stay at home for as long as the skin of your face looks bright"
"""Has no room for a long word after it."""


def under(listed: str) -> Under:
    """The words of each block of a text, after the headings that it stands under."""
    text = f"Title\n\nUse\n\n{WRAPPED}\n\n{listed}"
    sections = leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation()).sections
    found = [(section.heading, block.span.of(text)) for section in sections for block in section.blocks]
    assert found[0] == (("Use",), WRAPPED)
    return found[1:]


@pytest.mark.parametrize("mark", ["- ", "  * ", "• ", "a) ", "1. "])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("You may:", "You must not:"),
        ("**Good:**", "**Bad:**"),
        ("do:", "never:"),
        (
            "You may do these, all of them, on most days of each week:",
            "You must not do these, none of them, on any day:",
        ),
    ],
)
def test_a_line_with_a_colon_below_an_item_leads_the_next_items(mark: str, one: str, other: str) -> None:
    """It is no part of the item before it, and what it leads does not stand under the line before it."""
    listed = f"{one}\n{mark}swim\n{mark}fly\n{other}\n{mark}dive\n{mark}box"
    one, other = one.replace("**", ""), other.replace("**", "")
    assert under(listed) == [
        (("Use", one), "swim"),
        (("Use", one), "fly"),
        (("Use", other), "dive"),
        (("Use", other), "box"),
    ]


def test_an_empty_line_may_stand_below_such_a_line() -> None:
    """Only that above it is missing."""
    assert under("You may:\n- swim\nYou must not:\n\n- dive") == [
        (("Use", "You may:"), "swim"),
        (("Use", "You must not:"), "dive"),
    ]


def test_a_lead_over_two_lines_is_whole() -> None:
    """Its first words may be the ones that forbid."""
    lead = "You must not, while you are on it,\nand for a month after that, do these:"
    assert under(f"You may:\n- swim\n{lead}\n- dive") == [(("Use", "You may:"), "swim"), (("Use", lead), "dive")]


def test_a_lead_over_two_lines_is_whole_below_a_full_line() -> None:
    """The colon tells that it is one."""
    lead = "Notwithstanding-that, never on any day\nor night do these:"
    assert under(f"You may:\n- {FULL}\n{lead}\n- dive") == [(("Use", "You may:"), FULL), (("Use", lead), "dive")]


def test_a_lead_set_in_by_a_little_is_no_end_of_an_item() -> None:
    """Where no item under the item follows, nothing but the next ones can be meant."""
    assert under("You may:\n- swim\n  You must not:\n- dive")[-1] == (("Use", "You must not:"), "dive")


def test_a_lead_over_text_is_no_end_of_an_item() -> None:
    """Words without marks are not to be read under the older lead either."""
    assert under("You may:\n- swim\nYou must not:\ndive\nbox")[-1] == (("Use",), "You must not:\ndive\nbox")


def test_a_line_without_a_colon_leads_too() -> None:
    """It begins anew, the line before has room for it, and items follow: so it is not wrapped."""
    assert under("Safe with it\n- milk\nNot safe with it\n- wine\n- beer") == [
        (("Safe with it",), "milk"),
        (("Not safe with it",), "wine"),
        (("Not safe with it",), "beer"),
    ]


def test_the_longest_line_of_a_text_that_is_not_wrapped_ends_where_it_was_meant_to() -> None:
    """No page made it end there, for no other line is nearly as long."""
    listed = f"Safe with it\n- milk, {LONG * 2}\nNot safe with it\n- wine"
    assert under(listed)[-1] == (("Not safe with it",), "wine")


def test_short_lines_are_not_wrapped() -> None:
    """However alike they are: no page is that narrow."""
    text = "Title\n\nSafe with it\n- milk and water\nNot safe with it\n- wine or spirits\n- beer"
    assert leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation()).sections[-1].heading == ("Not safe with it",)


@pytest.mark.parametrize("lead", ["You do not need to call us if", "None of these is a reason to call us."])
def test_a_line_over_a_list_is_not_over_the_list_of_the_next_line(lead: str) -> None:
    """Though it has no colon, and an empty line parts all of them."""
    assert under(f"Call us if\n\n- you faint\n\n{lead}\n\n- you yawn") == [
        (("Call us if",), "you faint"),
        ((), lead),
        ((), "you yawn"),
    ]


def test_a_heading_stays_over_text_after_its_list() -> None:
    """Where that leads to no list, or states something, it is more of the same."""
    assert {heading for heading, _ in under("Side effects\n\n- cough\n\nTell us.\n\nIt may itch.\n\n- often")} == {
        ("Side effects",)
    }


@pytest.mark.parametrize("listed", ["- gin\nNot allowed\n- tea\nAllowed", "Safe\n- tea\nNot safe\n- gin\nAsk first"])
def test_lines_and_items_by_turns_are_one_paragraph(listed: str) -> None:
    """The lines may speak of the items above them as well as of those below: whoever reads all of it can tell."""
    words = listed.removeprefix("- ")
    assert under(listed) == [(("Use",), words)]
    assert under(f"Drinks:\n\n{listed}") == [(("Use", "Drinks:"), words)]


def test_a_text_without_capitals_is_one_paragraph_where_a_line_may_lead() -> None:
    """Nothing tells there whether a line begins."""
    text = "the drug\n\nyou may\n- swim\nyou must not\n- dive\n- box"
    sections = leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation()).sections
    assert [block.span.of(text) for section in sections for block in section.blocks] == [
        "the drug",
        "you may\n- swim\nyou must not\n- dive\n- box",
    ]


@pytest.mark.parametrize("lead", ["You must not", "(Never)", "Never –", "✗ Never", "You must not have…", "Never!"])
def test_what_hangs_on_a_line_without_a_colon_is_shown_with_it(lead: str) -> None:
    """It stands beside each item, as a line before it or as its heading, and the older line does not."""
    text = f"Title\n\nUse\n\n{WRAPPED}\n\nYou may have:\n- milk\n{lead}\n- wine\n- beer"
    leaflet = leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation())
    found = [each for each in passages(leaflet, ChunkerSettings()) if each.text in ("wine", "beer")]
    assert [(*each.heading, *(each.contexts[0].leads or ()))[-1] for each in found] == [lead, lead]
    assert not any("You may have:" in each.heading for each in found)


def test_what_does_not_end_like_a_sentence_is_over_the_list_below_it() -> None:
    """Also where an empty line stands between."""
    text = f"Title\n\nUse\n\n{WRAPPED}\n\nYou may have:\n\n- milk\n\nYou must not have\n\n- wine"
    leaflet = leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation())
    *_, wine = passages(leaflet, ChunkerSettings())
    assert (wine.text, wine.heading, wine.contexts[0].leads) == ("wine", ("Use",), ("You must not have",))


@pytest.mark.parametrize("lead", ["You must not", "These are not safe."])
def test_what_follows_a_statement_is_under_the_older_lead_no_longer(lead: str) -> None:
    """Such a line is text, and not read as a heading: the items hang on it alone."""
    assert under(f"You may have:\n- milk\n{lead}\n- wine")[1:] == [(("Use",), lead), (("Use",), "wine")]


@pytest.mark.parametrize(
    ("listed", "item"),
    [
        ("- take it with\nfood\n- rest", "take it with\nfood"),
        ("- take it with\n  Food\n- rest", "take it with\n  Food"),
        ("- take it with\nBread\n- rest", "take it with\nBread"),
        ("- take it,\nBut not at night\n- rest", "take it,\nBut not at night"),
        ("- can I swim?\nNo\n- can I rest?", "can I swim?\nNo"),
        ("- swim\nYou may get tired.\n- dive", "swim\nYou may get tired."),
        ("- swim\n✗\n- rest", "swim\n✗"),
        (f"- {FULL}\nStrawberry-coloured\n- rest", f"{FULL}\nStrawberry-coloured"),
        ("- if you have\n  one of these:\n  - gout", "if you have\n  one of these:"),
        ("- if you have\none of these:\n  - gout", "if you have\none of these:"),
    ],
)
def test_an_item_goes_on_over_lines(listed: str, item: str) -> None:
    """Set in, begun small, left open, wrapped for want of room, or told of each item alike."""
    found = under(f"Never:\n{listed}")
    assert found[0] == (("Use", "Never:"), item)
    assert all(heading == ("Use", "Never:") for heading, _ in found)
