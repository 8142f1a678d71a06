"""What a guardrail is tried on: a passage, a sure finding, retrieval that fails; and what holds of every answer."""

from dataclasses import replace
from typing import cast

from edubot.assistant import Assistant
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, Confidence, Hit, Outcome, Passage, Source, WarningTopic
from edubot.policy import read_policy
from edubot.retriever import Retriever
from edubot.settings import POLICY_FILE

SOURCE = Source("leaf", "A leaflet", "leaf.md", "a" * 64, "b" * 64, drug="isotretinoin")
HIT = Hit(Passage(SOURCE, (), 0, 15, "Avoid alcohol.\n"), 0.5)
OTHER_HIT = Hit(replace(HIT.passage, source=replace(SOURCE, id="other", drug="ibuprofen")), 0.5)
SURE = Confidence(1.0, 0.7, 0.3)
BOTH = read_policy(POLICY_FILE).warnings_for(None)
BARE = (Outcome.NOT_IN_LEAFLETS, Outcome.NOT_A_QUESTION, Outcome.UNAVAILABLE)


class TornRetriever:
    """Fails at every step, as retrieval might, whatever it is asked for."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault
        self.asked: list[tuple[str, int]] = []

    def search(self, question: str, limit: int) -> list[Hit]:
        """Never found."""
        self.asked.append((question, limit))
        raise self.fault

    def expansions(self, question: str) -> list[str]:
        """No words are added."""
        return [word for word in question.split() if word == "added"]


def torn_by(fault: Exception, guardrail: Guardrail) -> Assistant:
    """An assistant whose retrieval always fails so."""
    return Assistant(cast(Retriever, TornRetriever(fault)), guardrail)


def assert_warned(answer: Answer) -> None:
    """Both topics, whole, under a sentence; and passages only where the outcome allows them."""
    assert [warning.topic for warning in answer.warnings] == list(WarningTopic)
    assert all(warning.line and warning.text and warning.sources for warning in answer.warnings)
    assert answer.message
    assert not (answer.hits and answer.outcome in BARE)
