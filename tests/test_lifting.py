"""Words that are quoted alone never say the opposite of their leaflet: what they hang on comes with them."""

import hashlib
import re
import textwrap
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.excerpts import ExcerptSettings, excerpts
from edubot.highlights import Wanted
from edubot.index.passages import passages
from edubot.leaflets.curated import CuratedSpan
from edubot.leaflets.curation import Curation
from edubot.leaflets.lifting import NOT_ALONE, lifted, side_of
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Hit, Leaflet, Passage, Reason, Span
from edubot.rendering.as_text import place_of
from edubot.rendering.quotes import placed
from edubot.settings import ChunkerSettings

TURNS = (
    *("not", "never", "no", "without", "unless", "except", "only if", "avoid", "nobody", "refrain from", "instead of"),
    *("is a myth that", "rather than", "forbids", "hardly ever", "neither", "cannot", "until", "stop"),
)
"""Words that turn a sentence round; none of them may be cut off."""
JOINTS = (", and ", ", but ", ", or ", ", so ", "; ", ": ", " — ", ", which ", ", while ", ", because ", ", if ", " (")
PARTS = ("drink alcohol", "give blood at a bank", "take 2 capsules", "wax your skin", "see Dr. Lee", "max. 5 mg")
LEADS = ("You must not:", "Do not do any of this while you take it:", "These are not allowed.", "It is a myth that")


def _leaflet(text: str, hidden: str = "") -> Leaflet:
    text = f"# A leaflet\n\n{text}"
    start = text.index(hidden)
    sha256 = hashlib.sha256(hidden.encode()).hexdigest()
    span = CuratedSpan(reason=Reason.MARKETING, start=start, end=start + len(hidden), sha256=sha256) if hidden else None
    return leaflet_from_text(text, "care.md", "0", Curation(quarantine=(span,) if span else ()))


def _lifted(text: str, words: str, hidden: str = "", settings: ChunkerSettings | None = None) -> str | None:
    """How some words of a leaflet are quoted alone."""
    for passage in passages(_leaflet(text, hidden), settings or ChunkerSettings()):
        if words in passage.text:
            start = passage.text.index(words)
            quote = lifted(passage, Span(start, start + len(words)))
            return placed(quote) if quote else None
    raise AssertionError(f"{words!r} stands in no passage")


SMALL = ChunkerSettings(enough_words=1, most_words=1, most_sentences=1)
"""A passage for each sentence."""


def test_a_list_item_brings_the_line_over_its_list() -> None:
    """Also one that is wrapped, the second item, and one that has two sentences."""
    text = "## Care\n\nWhile you take it, you\nmust not:\n\n- drink alcohol\n- wax your skin. Ask about\n  lasers.\n"
    lead = "While you take it, you must not: …"
    assert _lifted(text, "drink alcohol") == f"Care: “{lead} drink alcohol”"
    assert _lifted(text, "wax") == f"Care: “{lead} wax your skin.”"
    assert _lifted(text, "lasers", settings=SMALL) == f"Care: “{lead} wax your skin. … Ask about lasers.”"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("## Care\n\nThese are not allowed.\n\n- Wine\n", "Care: “These are not allowed. … Wine”"),
        ("## Care\n\nRest. You must not\n- drink Wine\n", "Care: “You must not … drink Wine”"),
        ("## Care\n\n### You must not:\n\n- drink Wine\n", "Care: “You must not: … drink Wine”"),
        ("## Care\n\n### You must not:\n\nDrink Wine.\n", "Care: “You must not: … Drink Wine.”"),
        ("## Do not take it if\n\n- you drink Wine\n", "Do not take it if: “you drink Wine”"),
        ("## Who should not take it?\n\nWine drinkers.\n", "Who should not take it? “Wine drinkers.”"),
        ("## Myths\n\n### Drinks\n\nYou may drink Wine.\n", "Myths › Drinks: “You may drink Wine.”"),
        ("## Care\n\n- Do: sleep; Do not: smoke. Drink Wine.\n", "Care: “Do: sleep; Do not: smoke. … Drink Wine.”"),
        ("## Care\n\n- Never. Drink Wine.\n", "Care: “Never. … Drink Wine.”"),
    ],
)
def test_what_stands_over_words_comes_with_them(text: str, quote: str) -> None:
    """A paragraph before a list, headings, the cells of a table row that stand before, the name of an item."""
    assert _lifted(text, "Wine") == quote


NESTED = """\
## Care

Before you start:

- Do not:
  - drink alcohol
  - give blood
- Take it with food.
"""


def test_an_item_under_another_brings_that_one_too() -> None:
    """Each item hangs on those above it, and no item on one that stands beside it."""
    assert _lifted(NESTED, "give blood") == "Care: “Before you start: … Do not: … give blood”"
    assert _lifted(NESTED, "with food") == "Care: “Before you start: … Take it with food.”"


def test_a_passage_is_placed_under_the_item_that_it_hangs_on() -> None:
    """Where it is shown whole too, and it is joined to none that hangs on another."""
    found = list(passages(_leaflet(NESTED), ChunkerSettings()))
    hits = [Hit(passage, 1 - rank / 1000) for rank, passage in enumerate(found)]
    shown = {hit.passage.text: place_of(hit) for hit in excerpts(Wanted.by("q"), hits, ExcerptSettings(least_share=0))}
    assert shown == {
        "Do not:": "Care › Before you start",
        "drink alcohol\n  - give blood": "Care › Before you start › Do not",
        "Take it with food.": "Care › Before you start",
    }


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("## Care\n\nBefore you start:\n\n- Do not:\n- drink alcohol\n- Take it with Wine\n", ""),
        ("## Care\n\nYou must not:\n\n- smoke\n\nThis matters.\n\n- drink Wine\n", ""),
        ("## Care\n\nOur users must not:\n\n- drink Wine\n", "Our users must not:"),
        ("## Care\n\n- Sleep.\n- Our users must not:\n- drink Wine\n", "Our users must not:"),
        ("## Care\n\n1. Sleep.\n2. Our users must not:\n3. drink Wine\n", "Our users must not:"),
        ("Sleep well.\n\n## Care\n\nDo not do what our users do. But drink Wine.\n", "Do not do what our users do."),
        (f"{'You must not do any of these things ' * 2}:\n\nSmoke.\n\nDrink Wine.\n", ""),
        ("- drink Wine\n- Sleep\n", ""),
    ],
)
def test_where_it_cannot_be_told_nothing_is_lifted(text: str, hidden: str) -> None:
    """A list inside a list without a margin, one that goes on, a lead line that no patient may see, no lead at all."""
    assert _lifted(text, "Wine", hidden) is None


@pytest.mark.parametrize("mark", ["## ", ""])
def test_a_short_line_is_never_quoted_without_its_heading(mark: str) -> None:
    """Be it marked, or nothing more than the first of some short lines."""
    text = f"{mark}You must not\n\nUse vitamin A\n\nDrink Wine\n\n{mark}Storage\n\nKeep it dry.\n"
    assert _lifted(text, "Wine") == (
        "You must not: “Use vitamin A Drink Wine”" if mark else "“You must not Use vitamin A Drink Wine”"
    )


BARE = "You must not do any of these things for as long as you take the medicine"
"""A line that is too long for a heading and does not end in a colon."""


@pytest.mark.parametrize(
    "begun", ["◆ drink", "■ Drink", "→ drink", "→ Drink", "❥ drink", "A) drink", "(b) Drink", "ii. Drink"]
)
def test_words_after_any_list_mark_bring_what_stands_before(begun: str) -> None:
    """Be it a mark that is known, so that it is left out, or one that nobody has met before."""
    quote = _lifted(f"## Care\n\n{BARE}\n\n{begun} Wine\n", "Wine")
    assert quote is not None
    assert re.fullmatch(rf"Care: “{BARE}( …)?( (→|❥|A\)))? [Dd]rink Wine”", quote)


@pytest.mark.parametrize("sign", "✗✘❌✓")
@pytest.mark.parametrize("mark", ["", "- ", "◆ "])
def test_a_sign_that_says_yes_or_no_is_quoted_with_its_words(sign: str, mark: str) -> None:
    """Also where a list mark stands before it."""
    assert _lifted(f"## Care\n\n{mark}{sign} Drink Wine\n", "Wine") == f"Care: “{sign} Drink Wine”"


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("Never take it with milk.", "It is fine with Wine."),
        ("Do not drink on such days.", "Otherwise, Wine is allowed."),
        ("You may not drink.", "However, Wine is no drink."),
        ("Milk is harmless.", "The same goes for Wine."),
        ("Creams do not harm.", "In that case you may drink Wine."),
        ("Are there myths?", "You may drink Wine."),
        ("Rest is best. Is that so?", "You may drink Wine."),
    ],
)
def test_a_sentence_brings_the_one_that_it_leans_on(before: str, sentence: str) -> None:
    """Be it in its passage, in the passage before, or in the paragraph before."""
    whole = f"“{before} {sentence}”"
    for settings in (ChunkerSettings(), SMALL):
        assert _lifted(f"Sleep is good for you. {before} {sentence}", "Wine", settings=settings) == whole
    if not before.endswith("?"):
        assert _lifted(f"Sleep is good for you.\n\n{before}\n\n{sentence}", "Wine") == whole


@pytest.mark.parametrize(
    "turning",
    [
        "However, never with this medicine.",
        "But not while you take it.",
        "This is a myth.",
        "That isn't true.",
        "Unless your doctor forbids it.",
        "It is dangerous.",
        "Only after the course.",
        "Before that, it is not allowed.",
        "Before that, ask.",
        "Doctors disagree.",
        "We used to believe it.",
        "Nurses no longer say so.",
        "That was the advice before 2010 and doctors have since changed it.",
        "This was the advice until 2010, and it has been withdrawn.",
        "That is what our grandparents believed.",
        "This has been the advice. It was withdrawn.",
        "Is that so? No, never.",
        "Is that so? Nobody says it.",
    ],
)
def test_a_sentence_brings_the_one_that_turns_it_round(turning: str) -> None:
    """Be it in its passage, in the next one, in the next paragraph; what speaks of something else stays out."""
    whole = f"“You may drink Wine. {turning}”"
    for settings in (ChunkerSettings(), SMALL):
        assert _lifted(f"You may drink Wine. {turning} Sleep well.", "Wine", settings=settings) == whole
    assert _lifted(f"You may drink Wine.\n\n{turning}\n", "Wine") == whole
    for other in ("Grapes taste well.", "Grapes are used to make juice."):
        assert _lifted(f"You may drink Wine. {other}", "Wine") == "“You may drink Wine.”"


@pytest.mark.parametrize("turning", ["However, never with this medicine.", "This is a myth.", "Doctors disagree."])
def test_an_item_brings_the_next_one_that_turns_it_round(turning: str) -> None:
    """One that only points back speaks of what the list hangs on."""
    assert _lifted(f"## Care\n\n- Drink Wine.\n- {turning}\n", "Wine") == f"Care: “Drink Wine. {turning}”"
    assert _lifted("## Care\n\n- Drink Wine.\n- It also heals.\n", "Wine") == "Care: “Drink Wine.”"


@pytest.mark.parametrize(
    "turning",
    [
        "These must not be taken with it.",
        "Do not take any of these.",
        "However, never with this medicine. Except at night.",
        "All of these were withdrawn.",
    ],
)
def test_an_item_brings_what_turns_its_whole_list_round(turning: str) -> None:
    """Whichever item it is, and whatever stands between; not what stands under another heading."""
    listed = "You may be taking:\n\n- Wine\n- milk. Sour milk.\n\n"
    for settings in (ChunkerSettings(), SMALL):
        quote = f"Care: “You may be taking: … Wine … {turning}”"
        assert _lifted(f"## Care\n\n{listed}{turning}\n", "Wine", settings=settings) == quote
        last = _lifted(f"## Care\n\n{listed}{turning}\n", "Sour milk", settings=settings) or ""
        assert last.count(turning) == 1
    assert _lifted(f"## Care\n\n{listed}## Milk\n\n{turning}\n", "Wine") == "Care: “You may be taking: … Wine”"
    assert _lifted(f"## Care\n\n{listed}Sleep well.\n", "Wine") == "Care: “You may be taking: … Wine”"


def test_what_only_points_back_comes_along_up_to_a_bound() -> None:
    """Whoever writes "it" in every sentence gives no quote of a page."""
    text = "You may drink Wine. " + "It has a long story, and this is where it is told. " * 9
    assert (_lifted(text, "drink Wine", settings=SMALL) or "").count("It has") == 3
    assert (_lifted(text, "drink Wine", settings=ChunkerSettings(most_sentences=99)) or "").count("It has") == 4


def test_a_question_brings_its_answer() -> None:
    """Alone it would look like what the leaflet says."""
    assert _lifted("May you drink Wine? No.", "Wine") == "“May you drink Wine? No.”"


def test_where_sentences_turn_one_another_round_without_end_none_is_lifted() -> None:
    """What a hundred of them come to together nobody can quote; a few come whole."""
    few, many = ("## Care\n\nWine is fine." + " However, rest." * times for times in (3, 100))
    assert _lifted(few, "fine", settings=SMALL) == f"Care: “{few.partition('Care')[2].strip()}”"
    assert _lifted(many, "fine", settings=SMALL) is None
    assert _lifted(many.removesuffix(" However, rest.") + " However, sleep.", "sleep", settings=SMALL) is None


def test_a_side_of_which_it_cannot_be_told_is_left_out() -> None:
    """Its words stay in their passage, where they can be read in their place."""
    text = "## Care\n\nBefore you start:\n\n- Do not:\n- drink alcohol\n"
    passage = list(passages(_leaflet(text), ChunkerSettings()))[-1]
    side = side_of(passage, Span(passage.start, passage.end))
    assert (side.text, side.quote, side.left_out) == ("", None, NOT_ALONE)


def test_words_of_unknown_context_are_not_lifted() -> None:
    """A passage that nobody says anything of gives nothing to quote."""
    leaflet = _leaflet("Drink water.")
    assert lifted(Passage(leaflet.source, (), 0, 12, "Drink water."), Span(0, 12)) is None


# ---- any leaflet

_clauses = st.builds(lambda turn, part: f"{turn} {part}".strip(), st.sampled_from(["", *TURNS]), st.sampled_from(PARTS))


@st.composite
def _sentences(draw: st.DrawFn) -> str:
    """A sentence of many clauses, any of which may be turned round by one before it."""
    said = draw(_clauses)
    for _ in range(draw(st.integers(0, 8))):
        said += draw(st.sampled_from(JOINTS)) + draw(_clauses)
    return f"You {said}."


@st.composite
def _leaflets(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """A leaflet wrapped at some column, and each of its sentences with the line that its list hangs on."""
    width = draw(st.integers(20, 90))
    text, said = "Care\n", []
    for number in range(draw(st.integers(1, 4))):
        lead = draw(st.sampled_from(["", *LEADS]))
        text += f"\n## Part {number}\n\n" + (f"{textwrap.fill(lead, width)}\n\n" if lead else "")
        for place in range(draw(st.integers(1, 3))):
            words = [f"{each[:-1]}, item {number}.{place}.{at}x." for at, each in enumerate(draw(_items))]
            said += [(each, lead) for each in words]
            text += textwrap.fill(" ".join(words), width, initial_indent="- ", subsequent_indent="  ") + "\n"
    return text, said


_items = st.lists(_sentences(), min_size=1, max_size=4)


@given(_leaflets(), st.sampled_from([ChunkerSettings(), SMALL]), st.booleans())
def test_no_word_that_turns_a_sentence_is_cut_off(
    drawn: tuple[str, list[tuple[str, str]]], settings: ChunkerSettings, joined: bool
) -> None:
    """Whatever is asked of whatever leaflet: what is quoted holds whole sentences, each after its list's lead line."""
    text, said = drawn
    found = [Hit(passage, 1.0) for passage in passages(_leaflet(text), settings)]
    generous = ExcerptSettings(most_words=10**6, most_passages=10**6, join_within=10**6 * joined, most_highlights=3)
    marked = 0
    for question in ("alcohol", "may I give blood?", "5 mg"):
        for hit in excerpts(Wanted.by(question), found, generous):
            for mark in hit.highlights:
                _holds_its_sentences(_plain(mark.of(hit.passage.text)), _plain(hit.passage.text), said)
                quote = lifted(hit.passage, mark)
                marked += 1
                if quote:
                    for sentence, lead in _of(mark.of(hit.passage.text), said):
                        shown = " … ".join(map(_plain, quote.pieces))
                        assert sentence in shown
                        assert lead in shown[: shown.index(sentence)]
    assert marked


def _plain(words: str) -> str:
    return " ".join(words.split())


def _of(words: str, said: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The sentences that some words are of, by their numbers."""
    numbers = re.findall(r"item \d\.\d\.\dx", words)
    yield from ((sentence, lead) for sentence, lead in said if any(number in sentence for number in numbers))


def _holds_its_sentences(marked: str, text: str, said: Sequence[tuple[str, str]]) -> None:
    """A highlight holds every sentence whole that it is of and that its passage holds."""
    assert all(sentence in marked for sentence, _ in _of(marked, said) if sentence in text)
