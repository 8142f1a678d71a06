"""The rules that hold for any leaflet: what they keep from patients, and above all what they leave alone."""

import pytest

from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Leaflet, Reason

LINK = "https://example.test/news/buy-pills-online/"


def read(text: str) -> Leaflet:
    """The leaflet of a text, without curation."""
    return leaflet_from_text(text, "leaflet.md", "0" * 64, Curation())


def held_back(text: str) -> list[tuple[str, Reason]]:
    """The words that no patient sees, each with its reason."""
    return [(found.span.of(text), found.reason) for found in read(text).quarantined]


def shown(text: str) -> list[str]:
    """The blocks that patients see."""
    return [block.span.of(text) for section in read(text).sections for block in section.blocks]


@pytest.mark.parametrize(
    "link",
    [
        LINK,
        "http://example.test/cheap",
        "www.example.test/order/now",
        "https://no-prescription.example.test",
        "HTTPS://EXAMPLE.TEST/DISCOUNT",
        "https://online-pharmacy.example.test",
        "https://onlinepharmacy.example.test",
        "https://pharmacy-online.example.test",
        "https://pharmacyonline.example.test",
        "https://example.test/for-sale/forsale",
    ],
)
def test_the_sentence_around_a_sales_link_is_kept_back(link: str) -> None:
    """The whole sentence goes, so that no torn words stay; the rest of its paragraph stays."""
    sentence = f"In the leaflet, “{link}” is named as a cure."
    text = f"Title\n\nUse\n\nAcne hurts. {sentence} Do not take it when pregnant."
    assert held_back(text) == [(sentence, Reason.SALES_LINK)]
    assert shown(text) == ["Acne hurts.", "Do not take it when pregnant."]


def test_a_sales_link_in_an_item_leaves_the_other_items() -> None:
    """Items are judged one by one."""
    text = f"Title\n\nUse\n\n- Drink water.\n- See {LINK} for more.\n- Avoid the sun."
    assert held_back(text) == [(f"See {LINK} for more.", Reason.SALES_LINK)]
    assert shown(text) == ["Drink water.", "Avoid the sun."]


def test_two_sales_links_are_two_entries() -> None:
    """Every sentence with a link is kept back, not only the first."""
    text = f"Title\n\nUse\n\nGo to {LINK} now. Take it with food. Then go to {LINK} again."
    assert [reason for _, reason in held_back(text)] == [Reason.SALES_LINK] * 2
    assert shown(text) == ["Take it with food."]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Leave a Reply", Reason.COMMENT_FORM),
        ("### Leave a comment", Reason.COMMENT_FORM),
        ("Post Comment", Reason.COMMENT_FORM),
        ("Your email address will not be published.", Reason.COMMENT_FORM),
        ("Your e-mail address will not be published. Fields to fill in are starred", Reason.COMMENT_FORM),
        ("* Required fields are marked", Reason.COMMENT_FORM),
        ("Save my name, email, and website in this browser", Reason.COMMENT_FORM),
        ("Manufactured in France for:", Reason.IMPRINT),
        ("**Marketed by:** Good Care", Reason.IMPRINT),
        ("Distributed by: Good Care", Reason.IMPRINT),
        ("Good Care Pvt. Ltd., 5 Long Road", Reason.IMPRINT),
        ("Trade mark applied for", Reason.IMPRINT),
        ("© 2020 Good Care", Reason.IMPRINT),
        ("All rights reserved", Reason.IMPRINT),
        ("Pills: instructions for use, analogues and reviews", Reason.SEO_TITLE),
        ("Pills – reviews, analogs, price", Reason.SEO_TITLE),
        ("Where to buy pills, with reviews", Reason.SEO_TITLE),
        ("This site uses cookies", Reason.SITE_BOILERPLATE),
        ("Subscribe to our newsletter", Reason.SITE_BOILERPLATE),
        ("Share this:", Reason.SITE_BOILERPLATE),
        ("We write daily about sport and food.", Reason.SITE_BOILERPLATE),
        ("Welcome to our blog, dear reader.", Reason.SITE_BOILERPLATE),
    ],
)
def test_what_a_website_adds_is_kept_back(line: str, reason: Reason) -> None:
    """A comment form, an imprint, a title for search engines and the site's talk of itself each have a code."""
    text = f"Title\n\nUse\n\nTake it with food.\n\n{line}\n\nDo not take it when pregnant."
    words = line.lstrip("#* ") if line[0] != "*" or line[1] == " " else line
    assert held_back(text) == [(words, reason)]
    assert shown(text) == ["Take it with food.", "Do not take it when pregnant."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Report side effects at https://yellowcard.mhra.gov.uk today.",
        "Report side effects at www.fda.gov/medwatch or call.",
        "See https://www.nhs.uk/medicines/isotretinoin-capsules/ for more.",
        "Read https://www.ema.europa.eu/en/medicines first.",
        "Never buy it online or from a friend.",
        "Do not order it without a prescription.",
        "In order to avoid harm, use two forms of contraception.",
        "Cheap copies may harm you.",
        "You can buy lip balm at any pharmacy.",
        "Ask at an online pharmacy only with a prescription.",
        "Reviews of studies show that mood may change.",
        "Reviews of studies and the instructions for use say that mood may change.",
        "Your doctor reviews the price and the dose each month.",
        "Your doctor reviews the dose each month",
        "Leave a gap of two hours before the next dose.",
        "Leave a month between the last dose and a pregnancy.",
        "We know little about its use in children.",
        "The leaflet says what we write about pregnancy.",
        "It is manufactured by fermentation.",
        "It was imported for a trial: ask your doctor.",
        "Never share this medicine with anybody.",
        "Required tests are marked in your booklet.",
        "Your email is not needed for the pregnancy test.",
        "Limited data exist on its use.",
        "Save my name in the pregnancy register.",
    ],
)
def test_what_a_patient_needs_is_left_alone(sentence: str) -> None:
    """Official addresses and sentences that merely share a word with a rule stay, whole and in place."""
    text = f"Title\n\nUse\n\nIt is strong. {sentence}\n\n{sentence} It is strong.\n\n- {sentence}"
    assert held_back(text) == []
    assert shown(text) == [f"It is strong. {sentence}", f"{sentence} It is strong.", sentence]


def test_a_leaflet_of_nothing_but_boilerplate_shows_nothing() -> None:
    """Where all is kept back, no section has a block."""
    assert shown("Leave a Reply\n\nYour email address will not be published.") == []


def test_entries_come_in_the_order_of_the_text() -> None:
    """The educator reads the ledger from top to bottom."""
    text = f"Title\n\nSee {LINK} now. Take it.\n\nLeave a Reply\n\nSee {LINK} now."
    starts = [found.span.start for found in read(text).quarantined]
    assert len(starts) == 3
    assert starts == sorted(starts)
