"""Who asks in another language is told that the leaflets are in English, not that they do not answer."""

import json

import pytest

from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.languages import is_in_another_language
from edubot.model import AlertKind, Confidence, Outcome
from edubot.policy import OTHER_LANGUAGE
from tests.conftest import REPOSITORY
from tests.guarded import HIT, SURE, assert_warned

OTHERS = (
    *("kann ich alkohol trinken?", "Wie lange muss ich das nehmen?", "¿cuánto dura el tratamiento?"),
    *("puedo beber vino con esto", "puis-je boire de l'alcool ?", "Est-ce que je peux aller au soleil"),
    *(
        "posso bere vino con la cura?",
        "quanto tempo dura o tratamento e posso beber?",
        "ilaç kullanırken alkol içmek olur mu",
    ),
    *(
        "czy mogę pić alkohol",
        "mag ik alcohol drinken",
        "можно ли пить алкоголь",
        "可以喝酒吗",
        "هل يمكنني شرب الكحول",
        "πόσο διαρκεί",
    ),
)
ENGLISH = (
    *(
        "can i drink alcohol",
        "wat r teh side efects",
        "howw long do i tak it 4",
        "is it ok w wine",
        "dose",
        "die hair?",
    ),
    *("can me an my mum go 2 el paso", "is crème brûlée ok", "la roche posay ok?", "i war wondering, hat on in sun?"),
    *("", "?", "🙂", "12 mg", "𝐜𝐚𝐧 𝐢 𝐝𝐫𝐢𝐧𝐤", "Ｃａｎ ｉ ｄｒｉｎｋ", "can i use eau de toilette", "μg or mg a day?"),
)
UNLIKELY = Confidence(0.02, 0.7, 0.3)


@pytest.mark.parametrize("text", OTHERS)
def test_another_language_is_known_by_its_letters_or_its_little_words(text: str) -> None:
    """Two of them, and more than English ones."""
    assert is_in_another_language(text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english_however_it_is_written(text: str) -> None:
    """With slips of the pen, foreign names and letters in disguise."""
    assert not is_in_another_language(text)


def test_no_gold_question_is_taken_for_another_language() -> None:
    """Their writers' slips, names and slang are English; so is what is kept back."""
    for name in ("questions", "coverage", "coverage-fresh", "plain"):
        lines = (REPOSITORY / "tests" / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines]
        assert [text for text in texts if is_in_another_language(text)] == []


@pytest.mark.parametrize("text", OTHERS[:3])
def test_it_is_said_that_the_leaflets_are_in_english(text: str) -> None:
    """It is not in the leaflets as far as can be told, with both warnings; what is found all the same is shown."""
    guardrail = Guardrail.load()
    answer = guardrail.answer(text, Findings((HIT,), UNLIKELY, foreign=True))
    assert_warned(answer)
    assert (answer.outcome, answer.hits) == (Outcome.NOT_IN_LEAFLETS, ())
    assert answer.message == guardrail.policy.phrases[OTHER_LANGUAGE].text
    assert guardrail.answer(text, Findings((HIT,), SURE)).hits == (HIT,)
    english = guardrail.answer("Is the moon far?", Findings((HIT,), UNLIKELY))
    assert english.message == guardrail.policy.messages[Outcome.NOT_IN_LEAFLETS].text


@pytest.mark.parametrize("text", ["ich will nicht mehr leben", "quiero morir", "je veux mourir"])
def test_a_crisis_is_heard_in_other_languages(text: str) -> None:
    """Whatever is said of the leaflets."""
    assert [alert.kind for alert in Guardrail.load().answer(text).alerts] == [AlertKind.CRISIS]
