"""The only place where an `Answer` is made, so that none can be made without its warnings."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edubot.errors import PolicyInvalid
from edubot.guardrail.builtin import BUILTIN_POLICY
from edubot.guardrail.outcome import is_question, outcome_of
from edubot.model import Answer, Confidence, Hit, Outcome, SafetyWarning
from edubot.policy import Policy, read_policy
from edubot.settings import POLICY_FILE


@dataclass(frozen=True)
class Guardrail:
    """A policy in force for a person's country."""

    policy: Policy
    country: str | None = None
    problem: str | None = None
    """Why the policy file was refused; then the built-in warnings stand and nothing is answered."""

    @classmethod
    def load(cls, country: str | None = None, path: Path = POLICY_FILE) -> "Guardrail":
        """The guardrail of a policy file; of the built-in warnings where the file cannot be used. Never raises."""
        try:
            return cls(read_policy(path), country)
        except PolicyInvalid as problem:
            return cls(BUILTIN_POLICY, country, str(problem))

    @property
    def warnings(self) -> tuple[SafetyWarning, ...]:
        """What stands with every answer."""
        return self.policy.warnings_for(self.country)

    def takes(self, question: str) -> bool:
        """Whether a message asks for information that leaflets could hold."""
        return self.problem is None and is_question(question)

    def answer(self, question: str, hits: Sequence[Hit], confidence: Confidence | None) -> Answer:
        """The answer to a question for which these passages were found, best first."""
        if not self.takes(question):
            return self._bare(question, Outcome.NOT_A_QUESTION)
        outcome = outcome_of(hits, confidence)
        return Answer(
            question=question,
            outcome=outcome,
            message=self.policy.messages[outcome],
            warnings=self.warnings,
            hits=tuple(hits) if outcome.shows_passages else (),
            confidence=confidence.value if confidence else None,
        )

    def unavailable(self, question: str, problem: str) -> Answer:
        """The answer when no leaflet can be searched: why, and the warnings."""
        return self._bare(question, Outcome.UNAVAILABLE, problem)

    def _bare(self, question: str, outcome: Outcome, problem: str | None = None) -> Answer:
        if self.problem:
            outcome, problem = Outcome.UNAVAILABLE, self.problem
        return Answer(question, outcome, self.policy.messages[outcome], self.warnings, problem=problem)
