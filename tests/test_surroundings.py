"""A passage that is shown whole never says the opposite of its leaflet: what it hangs on stands beside it."""

from collections.abc import Callable

import pytest

from edubot.guardrail.guardrail import Guardrail
from edubot.index.passages import passages
from edubot.leaflets.curated import Unsafe
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Answer, Hit, Outcome, Passage, Span
from edubot.rendering.as_html import parts_as_html
from edubot.rendering.as_json import answer_as_json
from edubot.rendering.as_markdown import passage_as_markdown
from edubot.rendering.as_text import passage_text
from edubot.rendering.document import passage_parts
from edubot.settings import ChunkerSettings
from edubot.tui.passage_card import card_content

SMALL = ChunkerSettings(enough_words=1, most_words=1, most_sentences=1)
"""A passage for each sentence."""
LONG = " ".join(["However, this is no rule."] * 12)
FORMS: dict[str, Callable[[Hit], str]] = {
    "card": lambda hit: card_content(1, hit).plain,
    "text": lambda hit: passage_text(1, hit),
    "markdown": passage_as_markdown,
    "html": lambda hit: parts_as_html(passage_parts(hit)),
}
each_form = pytest.mark.parametrize("form", FORMS)


def _passage(text: str, words: str) -> Passage:
    """The passage of a leaflet that holds some words."""
    leaflet = leaflet_from_text(f"# A leaflet\n\n## Care\n\n{text}", "care.md", "0", Curation())
    return next(each for each in passages(leaflet, SMALL) if words in each.text)


def _whole(text: str, words: str) -> Hit:
    """The passage that holds some words, marked from end to end."""
    passage = _passage(text, words)
    return Hit(passage, 1.0, highlights=(Span(0, len(passage.text)),))


@each_form
@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("You must not, while on treatment,\n\n- drink Wine\n", "You must not, while on treatment,"),
        ("It is NOT true that\n\n1. you may smoke\n2. you may drink Wine\n", "It is NOT true that"),
        ("Never do this.\n\n- Drink **Wine**.\n", "Never do this."),
        ("Rectal use. Rest a lot. Drink Wine.\n", "Rectal use."),
        ("Some say that it helps. That is wrong, and so is Wine.\n", "Some say that it helps."),
        ("Never smoke. However, drink Wine.\n", "Never smoke."),
        ("You must not do this.\n\n- Before you start:\n  - drink Wine\n", "You must not do this. … Before you start:"),
    ],
)
def test_what_a_passage_hangs_on_stands_over_it(form: str, text: str, before: str) -> None:
    """A line without a colon, an opening that names what follows, the sentence before a "however": in every face."""
    hit = _whole(text, "Wine")
    shown = FORMS[form](hit)
    assert f"Before it: “{before}”" in shown
    assert shown.index(before) < shown.index("Wine")
    assert before not in hit.passage.text


@each_form
def test_what_turns_a_passage_round_stands_under_it(form: str) -> None:
    """Right after its words, for who reads no further."""
    shown = FORMS[form](_whole("Drink Wine. However, never with this medicine. Sleep well.", "Wine"))
    assert shown.index("Drink Wine.") < shown.index("After it: “However, never with this medicine.”")


@each_form
def test_what_turns_a_whole_list_round_stands_under_each_item(form: str) -> None:
    """It is what they are listed for."""
    shown = FORMS[form](_whole("You may be taking:\n\n- Wine\n- milk\n\nDo not take any of these.\n", "Wine"))
    assert shown.index("Wine") < shown.index("After it: “Do not take any of these.”")


@each_form
def test_what_stands_over_a_passage_as_a_heading_is_not_said_twice(form: str) -> None:
    """A line that ends in a colon reads as one; and a passage that hangs on nothing has no such line."""
    shown = FORMS[form](_whole("You must not:\n\n- drink Wine\n", "Wine"))
    assert shown.count("You must not") == 1
    assert "Before it" not in FORMS[form](_whole("Drink Wine. Sleep well.", "Wine"))
    assert "After it" not in FORMS[form](_whole("Drink Wine. Sleep well.", "Wine"))


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.MENTIONED, Outcome.ASK_PRESCRIBER])
def test_programs_get_it_whole(outcome: Outcome) -> None:
    """Whatever the outcome, and however long it is."""
    policy = Guardrail.load().policy
    hit = _whole(f"You must not, at no time,\n\n- drink Wine. {LONG}\n", "Wine")
    answer = Answer("q", outcome, "m", policy.warnings_for(None), (hit,), 0.5)
    (told,) = answer_as_json(answer)["passages"]
    assert (told["before"], told["after"]) == (["You must not, at no time,"], [LONG])


@pytest.mark.parametrize(
    ("text", "claim", "words"),
    [
        ("The pill alone is enough. However, Wine is fine.", "pill alone", "Wine"),
        ("Drink Wine. That was said of the pill alone.", "pill alone", "Wine"),
        ("The pill alone is enough with\n\n- Wine\n", "pill alone", "Wine"),
        ("Take with it:\n\n- Wine\n- milk\n\nAll of these do without **the** pill.\n", "of these do", "Wine"),
    ],
)
def test_a_claim_that_stands_beside_a_passage_brings_its_correction(text: str, claim: str, words: str) -> None:
    """A passage that holds none of it shows it all the same; one that has nothing to do with it does not."""
    unsafe = Unsafe(id="u", where="", why="", words=claim, correction="note")
    curation = Curation(unsafe=(unsafe,))
    text = f"# A leaflet\n\n## Care\n\n{text}\n\n## Rest\n\nSleep well.\n"
    needed = {each.text: each.corrections for each in passages(leaflet_from_text(text, "a.md", "0", curation), SMALL)}
    assert next(corrections for shown, corrections in needed.items() if words in shown) == ("note",)
    assert needed["Sleep well."] == ()


@pytest.mark.parametrize("form", ["card", "text"])
def test_what_is_long_does_not_drown_the_passage(form: str) -> None:
    """The nearest sentences stay, whole; that there are more is shown."""
    after = FORMS[form](Hit(_passage(f"Drink Wine. {LONG}", "Wine"), 1.0))
    assert "After it: “However, this is no rule. However" in after
    assert after.count("However") == 8
    assert "rule. …”" in after
    before = FORMS[form](Hit(_passage(f"Milk is fine. {LONG} However, drink Wine.", "Wine"), 1.0))
    assert "Before it: “… However, this" in before
    assert before.count("However") == 9


def test_the_key_words_bring_what_does_not_stand_beside_the_passage() -> None:
    """Though it is marked from end to end; where all of them are shown they are not said again."""
    whole = _whole(f"Drink Wine. {LONG}", "Wine")
    assert f"Key words: “Drink Wine. {LONG}”" in passage_text(1, whole)
    assert "Key words" not in passage_text(1, _whole("You must not, at no time,\n\n- drink Wine\n", "Wine"))
    assert "Key words" not in passage_text(1, _whole("Drink Wine.", "Wine"))
