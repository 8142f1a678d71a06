"""Hard words in plain ones: each with its source and its day, beside a passage and never in it."""

from datetime import date
from pathlib import Path

import pytest
import textstat
from hypothesis import example, given
from hypothesis import strategies as st

from edubot.cli.policy_list import strings_as_text
from edubot.glossary import Glossary, PlainWord, bundled_glossary
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, Hit, Outcome, Passage, Source
from edubot.rendering.as_file import as_file
from edubot.rendering.as_text import found_in, plain_words
from edubot.settings import bundled_corpus
from edubot.tui.passage_card import card_content

PAGE = Source("page", "A page", "page.txt", "a" * 64, "a" * 64)
TEXT = "Lipids and  Sebaceous\nglands. Lipid-lowering, lipids again."
MOST_GRADE = 8
_LOOKALIKES = str.maketrans({"i": "İ", "s": "ſ", "k": "\u212a"})
_FORMS = [made for entry in bundled_glossary() for form in entry.words for made in (form, form.translate(_LOOKALIKES))]


def _hit(text: str) -> Hit:
    return Hit(Passage(PAGE, (), 0, len(text), text), 1.0)


def test_every_meaning_is_short_plain_and_sourced() -> None:
    """The same measure as for the policy: a patient must be able to read it."""
    entries = list(bundled_glossary())
    assert len(entries) >= 20
    for entry in entries:
        assert entry.source
        assert date(2026, 1, 1) <= entry.checked <= date(2030, 1, 1)
        assert len(entry.meaning) <= 76
        assert not {word.strip(",;()") for word in entry.meaning.split()} & set(entry.words)
    assert textstat.flesch_kincaid_grade(" ".join(f"It is {entry.meaning}." for entry in entries)) <= MOST_GRADE


def test_every_entry_explains_a_word_of_the_leaflets() -> None:
    """None is there that nobody would ever see."""
    texts = " ".join(file.read_text(encoding="utf-8") for file in bundled_corpus().glob("*.md"))
    assert {each.plain for each in bundled_glossary().explained(texts)} == set(bundled_glossary())


def test_whole_words_are_explained_in_their_order_and_once() -> None:
    """As the leaflet prints them, over a line's end too; a word inside another is another word."""
    assert [each.word for each in bundled_glossary().explained(TEXT)] == ["Lipids", "Sebaceous glands"]
    assert bundled_glossary().explained("Lipidosis; non-lipid") == []


@given(st.lists(st.sampled_from([*_FORMS, *"ſİıK-\u0307\u00a0 \n"]) | st.text()).map(" ".join))
@example("LİPİD levels, ſeizure, ınflammation")
def test_no_text_is_lost_to_its_hard_words(text: str) -> None:
    """Whatever letters it has; what is explained stands there, and is explained by a form of it."""
    for each in bundled_glossary().explained(text):
        assert each.word in " ".join(text.split())
        assert each.word.lower() in each.plain.words


def test_a_word_is_explained_under_the_first_passage_that_has_it() -> None:
    """Under the quote, the quote unchanged, and not again in the same answer."""
    hits = (_hit("It raises lipid levels."), _hit("Lipids, and keratin."))
    first, second = plain_words(hits)
    assert [line.split(" - ")[0] for line in (*first, *second)] == ["In plain words: lipid", "In plain words: keratin"]
    assert first == ["In plain words: lipid - fats, such as cholesterol (MedicineNet)"]
    card = card_content(1, hits[0], first).plain.splitlines()
    assert "“It raises lipid levels.”" in card
    assert card[-1] == first[0]


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_every_face_explains(guardrail: Guardrail, ending: str) -> None:
    """Line by line and in what is saved too."""
    answer = Answer("q", Outcome.ANSWERED, "m", guardrail.warnings, (_hit("It raises lipid levels."),))
    line = plain_words(answer.hits)[0][0]
    assert any(part.endswith(line) for part in found_in(answer))
    assert line in as_file(ending, [answer], [], guardrail).decode()


def test_the_check_says_whose_words_they_are() -> None:
    """No clinician has signed them: who answers for the leaflets must know it."""
    assert "meanings in edubot's own words, none signed by a clinician" in strings_as_text({})


def test_an_entry_without_its_source_is_refused(tmp_path: Path) -> None:
    """Nothing is said that nobody can look up."""
    with pytest.raises(ValueError):
        PlainWord(("lipid",), "fats", "", date(2026, 1, 1))
    file = tmp_path / "glossary.toml"
    file.write_text('[[word]]\nwords = ["lipid"]\nmeaning = "fats"\nsource = ""\nchecked = 2026-01-01\n')
    with pytest.raises(ValueError):
        Glossary.from_file(file)
