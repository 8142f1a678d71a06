"""A counted line over text is a heading: all of the text stands under it, and none of it under the one before."""

import pytest

from edubot.index.ledger import ledger
from edubot.index.passages import passages
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.settings import ChunkerSettings

Outline = list[tuple[tuple[str, ...], list[str]]]
FIRST = "Keep it in a dry place, out of the sight of children, and never in a car."
BODY = "In the first months. If you have gout. With a fever. When you fast. On the day of an operation."


def outline(text: str) -> Outline:
    """Each section's heading and the words of its blocks, every character accounted for."""
    leaflet = leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation())
    ledger(leaflet, list(passages(leaflet, ChunkerSettings())))
    return [(section.heading, [block.span.of(text) for block in section.blocks]) for section in leaflet.sections]


@pytest.mark.parametrize("parted", ["\n", "\n\n"])
@pytest.mark.parametrize("margin", ["", "   "])
@pytest.mark.parametrize(("one", "other"), [("1.", "2."), ("1)", "2)"), ("(a)", "(b)"), ("9.", "10.")])
def test_a_counted_line_over_text_heads_it(parted: str, margin: str, one: str, other: str) -> None:
    """Set in or not, and whether or not an empty line parts what it heads from the next."""
    titled = f"{one} Doses\n{margin}{FIRST}{parted}{other} When not to take it\n{margin}{BODY}"
    text = f"Title\n\nStorage\n\n{FIRST}\n\n{titled}"
    assert outline(text)[1:] == [
        (("Storage",), [FIRST]),
        (("Doses",), [FIRST]),
        (("When not to take it",), [BODY]),
    ]


def test_every_passage_of_the_text_stands_under_it() -> None:
    """The second one too, which does not begin with its words."""
    text = f"Title\n\nStorage\n\n{FIRST}\n\n1. Doses\n   {FIRST}\n2. When not to take it\n   {BODY}"
    leaflet = leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation())
    found = list(passages(leaflet, ChunkerSettings(enough_words=1, most_words=1, most_sentences=1)))
    assert [each.heading for each in found] == [("Storage",), ("Doses",), *[("When not to take it",)] * 5]


def test_an_empty_line_may_stand_below_it() -> None:
    """A heading may state something where its count sets it off."""
    text = f"Title\n\nStorage\n\n{FIRST}\n\n1. Do not mix it with\n\n{BODY}\n\n2. How to take it\n\n{FIRST}"
    assert outline(text)[2:] == [(("Do not mix it with",), [BODY]), (("How to take it",), [FIRST])]


def test_it_ends_the_lead_line_of_a_list_above_it() -> None:
    """No empty line need part them."""
    text = f"Title\n\nYou must not:\n\n- drink gin\n1. When not to take it\n\n{BODY}\n\n2. How to take it\n\n{FIRST}"
    assert outline(text)[1:] == [
        (("You must not:",), ["drink gin"]),
        (("When not to take it",), [BODY]),
        (("How to take it",), [FIRST]),
    ]


def test_right_under_a_heading_it_stands_below_that() -> None:
    """What that says goes for all of them."""
    text = f"Title\n\nNot allowed\n\n1. Driving\n   {FIRST}\n2. Swimming\n   {BODY}\n\nStorage\n\nKeep it dry."
    assert outline(text)[1:] == [
        (("Not allowed",), []),
        (("Not allowed", "Driving"), [FIRST]),
        (("Not allowed", "Swimming"), [BODY]),
        (("Storage",), ["Keep it dry."]),
    ]


def test_items_that_are_not_counted_stand_under_it() -> None:
    """Also where they are no further in from the margin."""
    text = f"Title\n\nOther things\n\n{FIRST}\n\n1. Not with it\n- gin\n- rum\n2. Fine with it\n- tea"
    assert outline(text)[2:] == [(("Not with it",), ["gin", "rum"]), (("Fine with it",), ["tea"])]


def test_a_paragraph_with_a_title_of_its_own_is_not_under_it() -> None:
    """It would be read as more of the counted one."""
    titled = f"1. Doses\n   {FIRST}\n2. Can be used\n   {FIRST}"
    text = f"Title\n\n{FIRST}\n\n{titled}\n\nNever:\n  rum\n\nOld advice\nDrink coffee."
    assert outline(text)[-1] == ((), ["Never:\n  rum", "Old advice\nDrink coffee."])


def test_what_is_counted_under_an_item_stays_a_list() -> None:
    """It hangs on that item."""
    text = f"Title\n\nUse\n\n{FIRST}\n\n- Never\n  1. Drive\n     {FIRST}\n  2. Swim\n     {FIRST}"
    leaflet = leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation())
    listed = [each for each in passages(leaflet, ChunkerSettings()) if each.text.startswith(("Drive", "Swim"))]
    assert [(each.contexts[0].leads or ())[-1] for each in listed] == ["Never", "Never"]


def test_lines_that_read_as_a_title_stand_under_it() -> None:
    """Right below it they are its text."""
    titled = f"1. Who can have it\n   {FIRST}\n2. Who cannot\n   People with gout\n   People with a fever"
    text = f"Title\n\n{FIRST}\n\n{titled}"
    assert outline(text)[-1] == (("Who cannot",), ["People with gout\n   People with a fever"])


@pytest.mark.parametrize(
    "lead", ["You must not:", "You must not, while on treatment,", "Never do this.", "Never do any of the following."]
)
def test_what_a_line_announces_stays_a_list(lead: str) -> None:
    """Its items mean nothing, or the opposite, without it."""
    text = f"Title\n\nUse\n\n{FIRST}\n\n{lead}\n\n1. Drive\n   {FIRST}\n2. Swim\n   {FIRST}"
    leaflet = leaflet_from_text(text, "leaflet.txt", "0" * 64, Curation())
    listed = [each for each in passages(leaflet, ChunkerSettings()) if each.text.startswith(("Drive", "Swim"))]
    assert [each.contexts[0].leads for each in listed] == [(lead,), (lead,)]


@pytest.mark.parametrize(
    "listed",
    [
        "1. Rest\n2. Walk\n3. Sleep\n\nTell your doctor how you feel.",
        "1. Take it with a whole glass of\n   water\n2. Rest",
        "1. Rest\n\nTell your doctor how you feel.",
        "1. Uncharacteristically widespread discolouration, whatever the skin\n   Sunburn-induced or not\n2. Rest",
        "1. Rest\n2. Walk\n\nTell us how you feel.\n\n3. Sleep\n\nDo so for long.",
        "1. Not with it\n   - gin\n   - rum\n2. Fine with it\n   - tea",
        "1. Rest well.\n   Sleep long.\n2. Walk far.\n   Go out.",
    ],
)
def test_steps_are_no_headings(listed: str) -> None:
    """The last before a paragraph, one that is wrapped or goes on, one alone, and one that ends like a sentence."""
    assert {heading for heading, _ in outline(f"Title\n\nUse\n\n{FIRST}\n{FIRST}\n{FIRST}\n\n{listed}")[1:]} == {
        ("Use",)
    }


def test_a_number_that_goes_on_with_a_sentence_is_no_mark() -> None:
    """Only the next one of a list is, with nothing between."""
    assert outline(f"Title\n\nUse\n\n{FIRST}\n\n1. Rest\n\nOf these take no more than\n2. Ask us.")[-1] == (
        ("Use",),
        [FIRST, "Rest", "Of these take no more than\n2. Ask us."],
    )


def test_a_number_further_in_than_those_of_the_list_is_no_mark() -> None:
    """It goes on with the item."""
    item = "Rest, and of these take no more than\n   one or\n   2. Ask us."
    assert outline(f"Title\n\nUse\n\n{FIRST}\n\n1. {item}")[-1] == (("Use",), [FIRST, item])
