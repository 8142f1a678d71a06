"""A note under a text goes with the words that carry its mark, and with no others."""

import pytest

from edubot.excerpts import ExcerptSettings, excerpts
from edubot.highlights import Wanted
from edubot.index.passages import passages, plain
from edubot.leaflets.curation import Curation
from edubot.leaflets.lifting import lifted
from edubot.leaflets.notes import Notes, marks_in
from edubot.leaflets.read import leaflet_from_text
from edubot.leaflets.surroundings import said_after, said_before
from edubot.model import Hit, Leaflet, Passage, Span
from edubot.rendering.quotes import placed
from edubot.settings import ChunkerSettings
from edubot.tokens import tokens

NOTE = "Not with gout: then half of it."


def _leaflet(text: str) -> Leaflet:
    return leaflet_from_text(f"# A leaflet\n\n## Care\n\n{text}", "care.md", "0", Curation())


def _holding(text: str, words: str) -> Passage:
    return next(each for each in passages(_leaflet(text), ChunkerSettings()) if words in each.text)


def _lifted(text: str, words: str) -> str | None:
    passage = _holding(text, words)
    start = passage.text.index(words)
    quote = lifted(passage, Span(start, start + len(words)))
    return placed(quote) if quote else None


FORMS = [
    ("*", "* "),
    ("*", "*"),
    ("†", "† "),
    ("‡", "‡"),
    ("§", "§ "),
    ("¹", "¹ "),
    ("²³", "²³ "),
    ("¹", "1 "),
    ("[^1]", "[^1]: "),
    ("[^a]", "[^a]: "),
    ("[1]", "[1] "),
    ("(1)", "(1) "),
]
each_form = pytest.mark.parametrize(("mark", "opens"), FORMS)


@each_form
@pytest.mark.parametrize("words", ["You may chew one each noon{}.", "You may chew one each noon.{}"])
@pytest.mark.parametrize("where", ["\n\n", "\n\nSleep well.\n\n## End\n\nAsk us.\n\n"])
def test_words_with_a_mark_bring_their_note(mark: str, opens: str, words: str, where: str) -> None:
    """Wherever it stands, in its section or at the end; what stands beside them brings none."""
    marked = words.format(mark)
    text = f"{marked} Rinse with water.{where}{opens}{NOTE}\n"
    assert _lifted(text, "one each noon") == f"Care: “{marked} … {opens}{NOTE}”"
    assert _lifted(text, "Rinse") == "Care: “Rinse with water.”"
    assert said_after(_holding(text, "each noon")) == (f"{opens}{NOTE}",)


@each_form
def test_a_note_is_said_of_nothing_but_its_mark(mark: str, opens: str) -> None:
    """Not of the sentence that happens to stand before it; alone it is not quoted."""
    text = f"You may chew one each noon.{mark}\n\n## End\n\nAsk us.\n\n{opens}{NOTE}\n"
    assert said_after(_holding(text, "Ask us.")) == ()
    assert _lifted(text, NOTE) is None
    assert said_before(_holding(text, NOTE)) == (f"You may chew one each noon.{mark}",)


def test_two_stars_are_a_mark_too() -> None:
    """Though they are hidden where words are shown, as stars that make words bold are."""
    text = "Have one with milk.** Have **two** with tea.\n\n** Never goat's milk.\n"
    assert _lifted(text, "with milk") == "Care: “Have one with milk. … Never goat's milk.”"


@pytest.mark.parametrize(
    "text",
    [
        "You may chew one each noon.†\n",
        "You may chew one each noon.*\n\n## End\n\n* Sleep\n* Rest\n",
        "You may chew one each noon.†\n\n† Not with gout.\n\nRest.\n\n† Not in May.\n",
    ],
)
def test_words_whose_note_is_not_sure_are_not_quoted(text: str) -> None:
    """None, or two, or items of a list; the passage itself is shown as it is."""
    assert _lifted(text, "one each noon") is None
    assert said_after(_holding(text, "one each noon")) == ()
    assert [sign.span.of(_leaflet(text).text) for sign in Notes(_leaflet(text)).without_note()] in (["*"], ["†"])


def test_the_note_of_a_section_comes_before_one_of_another() -> None:
    """As each page may count its own."""
    text = f"You may chew one each noon.¹\n\n¹ {NOTE}\n\n## Skin\n\nUse a balm.¹\n\n¹ Not on a wound.\n"
    assert _lifted(text, "each noon") == f"Care: “You may chew one each noon.¹ … ¹ {NOTE}”"
    assert _lifted(text, "balm") == "Skin: “Use a balm.¹ … ¹ Not on a wound.”"


def test_an_item_brings_its_note_and_the_line_over_it() -> None:
    """The note is no item, though its star is a mark of items."""
    text = "You must not:\n\n- chew it*\n- crush it\n\n* At night neither.\n"
    assert _lifted(text, "chew it") == "Care › You must not: “chew it* … * At night neither.”".replace(
        "Care › You must not: “", "Care: “You must not: … "
    )
    assert _lifted(text, "crush it") == "Care: “You must not: … crush it”"


def test_passages_that_are_joined_keep_the_notes_of_both() -> None:
    """One may go on with the paragraph of the other."""
    small = ChunkerSettings(enough_words=1, most_words=1, most_sentences=1)
    leaflet = _leaflet("You may chew one each noon.† Rinse it down.‡\n\n## End\n\n† Not in May.\n\n‡ Not with gin.\n")
    hits = [Hit(each, 1.0) for each in list(passages(leaflet, small))[:2]]
    (shown,) = excerpts(Wanted.by("q"), hits, ExcerptSettings(least_share=0))
    assert said_after(shown.passage) == ("† Not in May.", "‡ Not with gin.")


@pytest.mark.parametrize(
    "words",
    [
        "**Never** chew it.",
        "**Chew it. Rinse.** Sleep.",
        "*Chew* it, *then* rinse.",
        "5 m² of skin, 10⁹ cells, 3 kg/m² and 2 cm³ of it.",
        "Chew 2*3 of it.",
        "Rate it ***** of five.",
        "See section (1) and [2].",
    ],
)
def test_what_is_no_mark(words: str) -> None:
    """Stars that set words apart, exponents, stars between figures."""
    assert Notes(_leaflet(f"{words}\n")).without_note() == []
    assert _lifted(f"{words}\n", words.split(maxsplit=1)[0]) is not None


def test_marks_are_found_in_their_order() -> None:
    """Each once."""
    assert marks_in("One.* Two† and three ‡. Four.¹ Five.²,³ Six.*") == ("*", "†", "‡", "¹", "²", "³")


@pytest.mark.parametrize("line", ["1", "¹", "2 3", "**"])
def test_a_figure_alone_heads_nothing(line: str) -> None:
    """It was raised where the leaflet was set, and stood on a line of its own when it was copied."""
    assert _holding(f"Rest well today.\n\n{line}\n\nYou may chew it.\n", "chew").heading == ("Care",)


def test_a_sentence_with_a_mark_behind_its_stop_is_no_heading() -> None:
    """As none with a stop is."""
    assert _holding("Use a balm.¹\n\n¹ Not on a wound.\n", "balm").heading == ("Care",)


def test_a_raised_figure_is_no_part_of_its_word() -> None:
    """What is searched for is found with it and without; an exponent stays."""
    assert plain("Chew it at noon¹. 5 mg/m² a day") == "Chew it at noon . 5 mg/m² a day"
    assert tokens("Chew it at noon¹²") == ["chew", "it", "at", "noon"]
