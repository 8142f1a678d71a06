"""Headings, lead lines, lists and paragraphs: what stands under what."""

import hashlib

import pytest

from edubot.leaflets.curated import CuratedHeading, CuratedSpan
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Block, Leaflet, Reason

Outline = list[tuple[tuple[str, ...], list[str]]]
THIRTEEN = "Storage of capsules and tablets and creams and gels in a warm country"


def read(text: str, curation: Curation | None = None) -> Leaflet:
    """The leaflet of a text in a file "leaflet.md"."""
    return leaflet_from_text(text, "leaflet.md", "0" * 64, curation or Curation())


def outline(text: str, curation: Curation | None = None) -> Outline:
    """Each section's heading and the words of its blocks."""
    leaflet = read(text, curation)
    return [(section.heading, [block.span.of(text) for block in section.blocks]) for section in leaflet.sections]


def only_block(text: str) -> Block:
    """The one block of a text."""
    (block,) = (block for section in read(text).sections for block in section.blocks)
    return block


def test_marked_headings_nest_and_the_title_stands_over_none() -> None:
    """Marks give the depth; the first heading is the title, which every citation carries anyway."""
    text = "# Title\n\n## Use\n\nTake it.\n\n### At night\n\nTake two.\n\n## Storage\n\nKeep it dry."
    assert outline(text) == [
        (("Title",), []),
        (("Use",), ["Take it."]),
        (("Use", "At night"), ["Take two."]),
        (("Storage",), ["Keep it dry."]),
    ]


def test_unmarked_headings_are_found() -> None:
    """A short line alone, without a stop or a statement's verb, heads what follows; so does a question."""
    text = "Good drug\n\nStorage & Handling\n\nKeep it dry.\n\nWhen should I not take it?\n\nNever at night."
    assert outline(text) == [
        (("Good drug",), []),
        (("Storage & Handling",), ["Keep it dry."]),
        (("When should I not take it?",), ["Never at night."]),
    ]


def test_headline_is_where_the_heading_stands() -> None:
    """The headline's span leaves out the mark, so that it slices the heading's own words."""
    text = "Title\n\n##  Use it well \n\nTake it.\n\nDo this:\n\n- Drink"
    heads = [section.headline.of(text) for section in read(text).sections if section.headline]
    assert heads == ["Title", "Use it well", "Do this:"]


def test_bold_marks_are_no_part_of_a_heading() -> None:
    """The path shows words; where they stand is the whole line."""
    text = "Title\n\n**Storage**\n\nKeep it dry."
    section = read(text).sections[-1]
    assert section.heading == ("Storage",)
    assert section.headline is not None
    assert section.headline.of(text) == "**Storage**"


@pytest.mark.parametrize(
    "line",
    [
        "The dose may be adjusted by tolerance",
        "Keep it dry.",
        "Keep it dry,",
        "capsules for the night",
        THIRTEEN,
        "- Storage",
        "Storage of all the many capsules and tablets and creams and gels, is it good?",
    ],
)
def test_lines_that_are_text_are_no_headings(line: str) -> None:
    """A statement, a closed or long line, a small first letter and a list item head nothing."""
    assert outline(f"Title\n\nUse\n\n{line}\n\nIt works.")[1][0] == ("Use",)
    assert [heading for heading, _ in outline(f"Title\n\nUse\n\n{line}\n\nIt works.")] == [("Title",), ("Use",)]


def test_twelve_words_still_head_a_section() -> None:
    """The limit counts words: twelve are a heading, thirteen are text."""
    twelve = THIRTEEN.rsplit(" ", 1)[0]
    assert len(twelve.split()) == 12
    assert outline(f"Title\n\n{twelve}\n\nKeep it dry.")[-1][0] == (twelve,)


def test_a_line_right_under_text_is_no_heading() -> None:
    """Without an empty line before it, a short line continues the paragraph."""
    assert outline("Title\n\nUse\n\nTake it with\nFood and water\n\nEnd it.")[1] == (
        ("Use",),
        ["Take it with\nFood and water", "End it."],
    )


def test_a_marked_heading_needs_no_empty_line() -> None:
    """A mark makes a heading and ends the paragraph before it; the text may follow at once."""
    assert outline("# Title\nTake it.\n## Storage\nKeep it dry.") == [
        (("Title",), []),
        ((), ["Take it."]),
        (("Storage",), ["Keep it dry."]),
    ]


def test_a_short_line_right_under_a_marked_heading_is_text() -> None:
    """A line without a mark heads something only after an empty line."""
    assert outline("# Title\n\n## Use\nTwo capsules daily\n\nDrink water.")[-1] == (
        ("Use",),
        ["Two capsules daily", "Drink water."],
    )


def test_headings_with_a_colon_stand_under_those_without() -> None:
    """Two colon headings are siblings, and text after such a list goes back to the heading above."""
    text = "Title\n\nEffects\n\nCommon effects:\n\n- Dry lips\n\nRare effects:\n\n- Headache\n\nTell your doctor."
    assert outline(text) == [
        (("Title",), []),
        (("Effects",), []),
        (("Effects", "Common effects:"), ["Dry lips"]),
        (("Effects", "Rare effects:"), ["Headache"]),
        (("Effects",), ["Tell your doctor."]),
    ]


def test_text_under_a_colon_heading_stays_there() -> None:
    """Only a list is ended by a paragraph; running text under a colon heading goes on."""
    assert outline("Title\n\nEffects\n\nRare effects:\n\nIt may itch.\n\nIt may burn.")[-1] == (
        ("Effects", "Rare effects:"),
        ["It may itch.", "It may burn."],
    )


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_lead_line_heads_its_list_alone(between: str) -> None:
    """The sentence with the colon heads the items; what stood before it stays text, what follows goes back."""
    before = "Take it whole and early and always with much water. Never chew it."
    text = f"Title\n\nUse\n\n{before} Before that, do this:{between}- Eat\n- Drink\n\nThen rest well."
    assert outline(text) == [
        (("Title",), []),
        (("Use",), [before]),
        (("Use", "Before that, do this:"), ["Eat", "Drink"]),
        (("Use",), ["Then rest well."]),
    ]


def test_bold_around_a_colon_does_not_hide_a_lead_line() -> None:
    """Marks after the colon are no words."""
    assert outline("Title\n\nUse\n\nYou must **always do this:**\n\n- Eat")[-1] == (
        ("Use", "You must always do this:"),
        ["Eat"],
    )


@pytest.mark.parametrize(
    "lead", ["You must **never do this:**", "*You must never do this:*", "You must never do this:"]
)
def test_a_numbered_list_right_under_a_colon_is_a_list(lead: str) -> None:
    """Whatever the number that it begins with, and whatever marks stand after the colon."""
    assert outline(f"Title\n\nUse\n\nIt is strong. {lead}\n2) Wax\n3) Smoke")[-1][1] == ["Wax", "Smoke"]


@pytest.mark.parametrize("mark", ["", "*", "**", "_", "__"])
def test_text_after_a_list_is_under_its_colon_no_longer(mark: str) -> None:
    """Whatever marks stand after the colon."""
    assert outline(f"Title\n\nUse\n\n{mark}Never:{mark}\n\n- Wax\n\nThen rest well.")[-1] == (
        ("Use",),
        ["Then rest well."],
    )


def test_a_colon_without_a_list_is_text() -> None:
    """A sentence that ends in a colon leads nothing where no item follows."""
    colon = "The rule is easy to keep and it has been the same for many years:"
    assert outline(f"Title\n\nUse\n\n{colon}\n\nEat well.")[-1] == (("Use",), [colon, "Eat well."])


def test_a_second_lead_line_replaces_the_first() -> None:
    """Lead lines never nest."""
    text = "Title\n\nUse\n\nYou should eat these:\n- Bread\n\nYou should drink these:\n- Milk"
    assert [heading for heading, _ in outline(text)][2:] == [
        ("Use", "You should eat these:"),
        ("Use", "You should drink these:"),
    ]


@pytest.mark.parametrize("mark", [*"-•*–·◆■□▪►➢●", "1.", "12.", "2)", "  •", "\t-", "a)", "b.", "(c)", "(3)", "iv)"])
def test_list_marks_are_left_out_of_items(mark: str) -> None:
    """An item is its words, whatever mark stands before them."""
    text = f"Title\n\nUse\n\n{mark} Take it whole.\n{mark} Drink."
    blocks = read(text).sections[-1].blocks
    assert [block.span.of(text) for block in blocks] == ["Take it whole.", "Drink."]
    assert all(block.is_item for block in blocks)


@pytest.mark.parametrize(
    "line", ["-5 degrees are too cold.", "0.5 mg is a dose.", "1990. was long ago.", "*Stop* it.", "e. g. wine is one."]
)
def test_lines_that_only_look_like_items_are_text(line: str) -> None:
    """A mark needs a space after it, and a number of more than two digits is none."""
    block = only_block(f"Title\n\nUse\n\n{line}")
    assert not block.is_item


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("✗ Drink wine\n✓ Drink water", ["✗ Drink wine\n✓ Drink water"]),
        ("- ✗ Drink wine\n- ✓ Drink water", ["✗ Drink wine", "✓ Drink water"]),
        ("◆ ❌ Drink wine\n◆ ✅ Drink water", ["❌ Drink wine", "✅ Drink water"]),
        ("Drink wine\n✗\nDrink water\n✓", ["Drink wine\n✗\nDrink water\n✓"]),
        ("- Drink wine\n  ✘\n- Drink water\n  ✔", ["Drink wine\n  ✘", "Drink water\n  ✔"]),
    ],
)
def test_a_sign_that_says_yes_or_no_stays_with_its_words(text: str, blocks: list[str]) -> None:
    """It is no mark of a list and no drawn rule: without it the words say the opposite."""
    assert outline(f"Title\n\n## Use\n{text}")[-1][1] == blocks


@pytest.mark.parametrize(
    ("item", "label"),
    [
        ("External use: apply it thinly.", "External use"),
        ("Rectally. It is given at night.", "Rectally"),
        ("**Alcohol**: not with this.", "Alcohol"),
        ("Dry skin", ""),
        ("Dry skin.", ""),
        ("Follow these:", ""),
        ("One two three four five six seven eight: yes.", "One two three four five six seven eight"),
        ("One two three four five six seven eight nine: yes.", ""),
    ],
)
def test_items_name_themselves(item: str, label: str) -> None:
    """The words before the first colon or stop, eight at most, are an item's label."""
    assert only_block(f"Title\n\nUse\n\n- {item}").label == label


def test_paragraphs_have_no_label() -> None:
    """Only items name themselves."""
    block = only_block("Title\n\nUse\n\nNote: it is strong.")
    assert (block.is_item, block.label) == (False, "")


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    """Lines without an empty one between them are one block, in text and in an item."""
    text = "Title\n\nUse\n\nTake it with\nfood and\nwater.\n\n- Keep it\n  dry.\n- Keep it cool."
    assert outline(text)[-1][1] == ["Take it with\nfood and\nwater.", "Keep it\n  dry.", "Keep it cool."]


def test_a_double_gap_ends_a_section_that_lost_its_next_heading() -> None:
    """Where one empty line is the habit, two mean that what follows is not under the last heading."""
    text = "Title\n\nEffects\n\nIt dries.\n\nIt itches.\n\n\nHave your blood tested.\n\nStorage\n\nKeep it dry."
    assert outline(text) == [
        (("Title",), []),
        (("Effects",), ["It dries.", "It itches."]),
        ((), ["Have your blood tested."]),
        (("Storage",), ["Keep it dry."]),
    ]


def test_a_double_gap_that_is_habit_ends_nothing() -> None:
    """Where two empty lines stand everywhere, they mean nothing."""
    assert outline("Title\n\n\nEffects\n\n\nIt dries.\n\n\nIt itches.")[-1] == (
        ("Effects",),
        ["It dries.", "It itches."],
    )


def test_a_double_gap_right_under_a_heading_ends_nothing() -> None:
    """A heading keeps the text that follows it at a distance."""
    assert outline("Title\n\nUse\n\nTake it.\n\nEffects\n\n\nIt dries.\n\nIt itches.")[-1] == (
        ("Effects",),
        ["It dries.", "It itches."],
    )


def test_a_curator_puts_a_lost_heading_back() -> None:
    """A curated heading heads what follows its offset and stands nowhere in the text."""
    text = "Title\n\nEffects\n\nIt dries.\n\nHave your blood tested.\n\nDo it monthly.\n\nStorage\n\nKeep it dry."
    curation = Curation(heading=(CuratedHeading(start=text.index("Have"), text="Monitoring"),))
    assert outline(text, curation)[1:] == [
        (("Effects",), ["It dries."]),
        (("Monitoring",), ["Have your blood tested.", "Do it monthly."]),
        (("Storage",), ["Keep it dry."]),
    ]
    assert [section.headline is None for section in read(text, curation).sections] == [False, False, True, False]


def test_curated_headings_may_come_in_any_order() -> None:
    """Offsets decide where they stand, and one before the whole text heads its opening."""
    text = "It dries.\n\nHave your blood tested."
    headings = (CuratedHeading(start=11, text="Monitoring"), CuratedHeading(start=0, text="Effects"))
    assert outline(text, Curation(heading=headings)) == [
        (("Effects",), ["It dries."]),
        (("Monitoring",), ["Have your blood tested."]),
    ]


RULES = "## You must not\n\nDrink wine on treatment\n\nUse vitamin A tablets\n\n## You may\n\nDrink tea"


def test_short_lines_under_a_marked_heading_stay_under_it() -> None:
    """Only another mark ends it; lines of which none has text under it are one block, as any may head the others."""
    assert outline(f"# Title\n\n{RULES}")[1:] == [
        (("You must not",), ["Drink wine on treatment\n\nUse vitamin A tablets"]),
        (("You may",), ["Drink tea"]),
    ]


def test_a_short_line_over_text_heads_it_below_the_marked_heading() -> None:
    """And the next marked one ends both."""
    assert outline("# Title\n\n### Never\n\nDrink wine\n\nIt is strong.\n\n## Storage\n\nKeep it dry.")[1:] == [
        (("Never",), []),
        (("Never", "Drink wine"), ["It is strong."]),
        (("Storage",), ["Keep it dry."]),
    ]


def test_a_short_line_that_heads_nothing_is_text_of_the_section_before_it() -> None:
    """Whether or not that has a mark; the line over a list that has ended is not part of it."""
    lines = "Never:\n\n- Wax\n\nDrink wine\n\nUse vitamin A\n\nStorage\n\nKeep it dry."
    assert outline(f"Title\n\nRules\n\nRead them.\n\n{lines}")[1:] == [
        (("Rules",), ["Read them."]),
        (("Rules", "Never:"), ["Wax"]),
        (("Rules",), ["Drink wine\n\nUse vitamin A"]),
        (("Storage",), ["Keep it dry."]),
    ]


def test_lines_in_a_row_are_no_block_across_what_is_kept_back() -> None:
    """What no patient sees is in no block, also where it is a single sign between two lines."""
    text = "# Title\n\n## Never\n\nDrink wine\n\n§\n\nUse vitamin A"
    start = text.index("§")
    sha256 = hashlib.sha256(b"\xc2\xa7").hexdigest()
    hidden = CuratedSpan(reason=Reason.MARKETING, start=start, end=start + 1, sha256=sha256)
    assert outline(text, Curation(quarantine=(hidden,)))[-1] == (("Never",), ["Drink wine", "Use vitamin A"])


def test_a_double_gap_does_not_end_a_marked_section() -> None:
    """Where marks tell what the headings are, none was lost."""
    text = "# Title\n\n## Never\n\nDrink wine.\n\nIn short.\n\n\nUse vitamin A.\n\n## You may\n\nDrink tea."
    assert [(path, words) for path, words in outline(text) if "Use vitamin A." in words] == [
        (("Never",), ["Use vitamin A."])
    ]


def test_a_deep_heading_after_a_list_is_not_under_the_line_over_it() -> None:
    """A list that has ended is not gone on with by what a bold line heads."""
    text = "# Title\n\n## Rules\n\nSome myths:\n\n- Wax\n\n##### Not allowed\n\nDrink wine."
    assert outline(text)[-1] == (("Rules", "Not allowed"), ["Drink wine."])


def test_the_end_of_a_list_does_not_end_a_marked_section() -> None:
    """Only the line over the list goes, however deep the marks are."""
    text = "# Title\n\n## Wine\n\n### Never\n\n#### On treatment\n\nFor months or years do not:\n- Wax\n\nDrink wine."
    assert outline(text)[-1] == (("Wine", "Never", "On treatment"), ["Drink wine."])


def test_text_before_any_heading_has_none() -> None:
    """An opening paragraph is kept, under no heading."""
    text = "It is a strong drug.\n\nStorage\n\nKeep it dry."
    assert outline(text) == [((), ["It is a strong drug."]), (("Storage",), ["Keep it dry."])]
    assert read(text).sections[0].headline is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("# The drug\n\nIt is strong.", "The drug", id="marked"),
        pytest.param("**The drug**\n\nUse\n\nTake it.", "The drug", id="unmarked and bold"),
        pytest.param("\n\n\nThe drug\n\nUse\n\nTake it.", "The drug", id="after empty lines"),
        pytest.param("It is strong.\n\n# The drug", "leaflet", id="the file's stem"),
        pytest.param("The drug: analogues, price and reviews\n\nUse\n\nTake it.", "leaflet", id="kept from patients"),
    ],
)
def test_the_first_heading_is_the_title(text: str, title: str) -> None:
    """A leaflet is named by its first line where that is a heading a patient may see, else by its file."""
    assert read(text).source.title == title


def test_a_curated_title_goes_first() -> None:
    """What a person wrote names the leaflet, whatever its first line says."""
    assert read("# The drug\n\nIt is strong.", Curation(title="Our drug")).source.title == "Our drug"


def test_a_first_heading_right_over_text_is_a_section_too() -> None:
    """Without a mark, and without a heading under it, the first heading still heads its text."""
    assert outline("What is it?\n\nIt is a drug.\n\nStorage\n\nKeep it dry.")[0] == (
        ("What is it?",),
        ["It is a drug."],
    )


def test_a_kept_back_span_is_cut_out_of_its_block() -> None:
    """A quarantined sentence leaves the words before and after it as blocks of their own."""
    text = "Title\n\nUse\n\nTake it. It is a miracle! Drink water.\n\nStop it."
    start, end = text.index("It is"), text.index(" Drink")
    mark = CuratedSpan(
        reason=Reason.MARKETING, start=start, end=end, sha256=hashlib.sha256(text[start:end].encode()).hexdigest()
    )
    assert outline(text, Curation(quarantine=(mark,)))[-1] == (("Use",), ["Take it.", "Drink water.", "Stop it."])


def test_a_kept_back_heading_heads_nothing() -> None:
    """A line that no patient sees opens no section."""
    text = "Title\n\nUse\n\nTake it.\n\nLeave a Reply\n\nDrink water."
    assert outline(text) == [(("Title",), []), (("Use",), ["Take it.", "Drink water."])]
