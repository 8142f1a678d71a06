"""Warnings and corrections are those of the person's country and of the drugs that are shown."""

from dataclasses import replace
from typing import Any

import pytest

from edubot.assistant import Assistant
from edubot.errors import CorrectionMissing
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer
from edubot.policy import read_policy
from edubot.settings import GENERAL_POLICY_FILE, POLICY_FILE
from tests.guarded import BOTH, HIT, OTHER_HIT, SURE


@pytest.mark.parametrize(
    ("country", "form"),
    [("US", "US"), ("us", "US"), ("UK", "UK"), ("eu", "EU"), ("FR", "general"), (None, "general")],
)
@pytest.mark.parametrize("question", ["Can I drink alcohol?", "hello", "", "I want to die"])
def test_every_answer_carries_the_countrys_form(country: str | None, form: str, question: str) -> None:
    """Found, not found, no question, unavailable: the warnings are those of the person's country."""
    guardrail = Guardrail.load(country)
    answers = [
        guardrail.answer(question, Findings((HIT,))),
        guardrail.answer(question),
        guardrail.unavailable(question, "No index."),
    ]
    assert {warning.jurisdiction for answer in answers for warning in answer.warnings} == {form}
    assert {warning.jurisdiction for warning in guardrail.warnings} == {form}


def _hit_fields(answer: Answer) -> list[Any]:
    return [(hit.passage.text, hit.score) for hit in answer.hits]


def test_the_same_question_has_the_same_answer_in_every_country(assistant: Assistant) -> None:
    """A country changes the warnings and nothing that the leaflets say."""
    asked = [
        Assistant(assistant.retriever, Guardrail.load(country)).ask("Can I drink alcohol?") for country in ("US", "UK")
    ]
    assert _hit_fields(asked[0]) == _hit_fields(asked[1]) != []
    assert asked[0].warnings != asked[1].warnings


def test_a_correction_stands_beside_its_passage() -> None:
    """A passage that must not stand alone brings the policy's words; an unknown correction is a fault, not silence."""
    guardrail = Guardrail.load()
    held = replace(HIT, passage=replace(HIT.passage, corrections=("stop-rule", "blood-level")))
    (shown,) = guardrail.answer("Can I drink alcohol?", Findings((held,), SURE)).hits
    corrections = guardrail.policy.corrections
    assert shown.note == f"{corrections['stop-rule'].text} {corrections['blood-level'].text}"
    assert shown.passage == held.passage
    assert guardrail.notes((), "isotretinoin") is None
    with pytest.raises(CorrectionMissing, match="no-such-correction"):
        guardrail.notes(("no-such-correction",), "isotretinoin")


def test_a_correction_for_one_drug_stands_beside_no_other() -> None:
    """What is said of isotretinoin is no word on metformin: better no answer than that. No drug may be any."""
    guardrail = Guardrail.load()
    for drug in ("Isotretinoin", None):
        assert guardrail.notes(("stop-rule",), drug) == guardrail.policy.corrections["stop-rule"].text
    with pytest.raises(CorrectionMissing, match="stop-rule"):
        guardrail.notes(("stop-rule",), "metformin")


def test_a_correction_stands_beside_its_passage_in_a_mixed_library() -> None:
    """Leaflets of another drug beside them take no correction away from isotretinoin's."""
    guardrail = Guardrail.load().over({"isotretinoin", "ibuprofen"})
    held = replace(HIT, passage=replace(HIT.passage, corrections=("stop-rule",)))
    answer = guardrail.answer("Can I drink alcohol?", Findings((held, OTHER_HIT)))
    assert [hit.note for hit in answer.hits] == [read_policy(POLICY_FILE).corrections["stop-rule"].text, None]


@pytest.mark.parametrize("drugs", [{"ibuprofen"}, {None}, set(), {"isotretinoin", "ibuprofen"}, {"isotretinoin", None}])
def test_a_library_of_another_drug_or_of_several_stands_under_the_policy_for_any(drugs: set[str | None]) -> None:
    """Its warnings name no drug; over leaflets of isotretinoin alone they are isotretinoin's."""
    guardrail = Guardrail.load("UK")
    general = read_policy(GENERAL_POLICY_FILE)
    assert guardrail.over(drugs).warnings == general.warnings_for("UK")
    assert guardrail.over({"isotretinoin"}).warnings == read_policy(POLICY_FILE).warnings_for("UK")


def test_the_warnings_are_those_of_every_drug_that_is_shown() -> None:
    """Passages of two drugs bring the warnings of both, each once, whatever the library stands under."""
    guardrail = Guardrail.load().over({"isotretinoin", "ibuprofen"})
    general = read_policy(GENERAL_POLICY_FILE).warnings_for(None)
    asked = "Can I drink alcohol?"
    assert guardrail.answer(asked, Findings((HIT, HIT))).warnings == BOTH
    assert guardrail.answer(asked, Findings((OTHER_HIT,))).warnings == general
    assert guardrail.answer(asked, Findings((HIT, OTHER_HIT, HIT))).warnings == (*BOTH, *general)
    assert guardrail.answer(asked).warnings == general
