"""Words by which a screen of the chat is known to show what is waited for, whatever carries it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from edubot.guardrail.guardrail import Guardrail

_ESCAPES = re.compile(rb"\x1b(?:\[[0-9;?<>]*[a-zA-Z]|\][^\x07]*\x07|[()][A-Z0-9])")
_BEGINNING = 30


@dataclass(frozen=True)
class Said:
    """Words of the policy."""

    warnings: tuple[str, ...]
    """One of each."""
    verdicts: tuple[str, ...]
    """The beginning of what is said of an answer, for each outcome."""

    @classmethod
    def by(cls, guardrail: Guardrail) -> "Said":
        """Those of a guardrail."""
        begins = (message.text.split(". ")[0][:_BEGINNING] for message in guardrail.policy.messages.values())
        return cls(tuple(warning.line.split()[0] for warning in guardrail.warnings), tuple(begins))

    def warned(self, screen: str) -> bool:
        """Whether both warnings stand on it."""
        return all(word in screen for word in self.warnings)


def words(drawn: bytes) -> str:
    """What was drawn, without the codes that say where and how."""
    return _ESCAPES.sub(b"", drawn).decode(errors="replace")


def answered(screen: str, question: str, verdicts: Sequence[str]) -> bool:
    """Whether what edubot says of an answer stands under a question."""
    _, asked, under = screen.rpartition(f"You: {question}")
    return bool(asked) and any(verdict in under for verdict in verdicts)
