"""Stand-ins that can be checked by hand; nothing under test is patched."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np

from edubot.errors import EdubotError
from edubot.guardrail.alert_rules import AlertRules
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.shared_words import SharedWords
from edubot.guardrail.triage import Triage
from edubot.index.encoder import Vectors
from edubot.index.onnx_encoder import FACTS_FILE, MODEL_FILE, TOKENIZER_FILE
from edubot.index.precision import Precision
from edubot.model import AlertKind, Answer, Confidence, Hit, LeafletView, Source

SURE = Confidence(0.9, answered_from=0.7, mentioned_from=0.3)
UNSURE = Confidence(0.5, answered_from=0.7, mentioned_from=0.3)


@dataclass
class LetterEncoder:
    """A text's vector counts its letters a to z, scaled to length 1: "abba" is (0.707, 0.707, 0, …)."""

    name: str = "letters"
    fingerprint: str = "letters-1"
    encoded: list[str] = field(default_factory=list)
    """Every text that was ever encoded, in order."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (texts, 26); a text without letters counts as one "a"."""
        self.encoded += texts
        counts = np.array([[text.lower().count(chr(97 + letter)) for letter in range(26)] for text in texts])
        counts[counts.sum(axis=1) == 0, 0] = 1
        unit: Vectors = (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)
        return unit

    @property
    def precision(self) -> Precision:
        """Counting is exact."""
        return Precision.FULL

    def suited_to(self, passages: int) -> Self:
        """Itself, however many."""
        assert passages > 0
        return self

    def export(self, folder: Path) -> None:
        """Files of the right names; a test that opens the index brings this encoder itself."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MODEL_FILE).write_bytes(b"letters")
        (folder / TOKENIZER_FILE).write_text("{}", encoding="utf-8")
        (folder / FACTS_FILE).write_text(json.dumps({"fingerprint": self.fingerprint}), encoding="utf-8")


@dataclass
class ScriptedAssistant:
    """Answers each question with the hits written for it, through a real guardrail; none written means none found."""

    guardrail: Guardrail
    hits: dict[str, tuple[Hit, ...]]
    sources: list[Source]
    views: dict[str, LeafletView] = field(default_factory=dict)
    """Leaflets to read, by id."""
    mentioned: frozenset[str] = frozenset()
    """Questions on which the leaflets only touch."""

    def has_answer(self, question: str) -> bool:  # noqa: ARG002  as an assistant's
        """To whatever is suggested."""
        return True

    def leaflet(self, id: str) -> LeafletView | None:
        """The leaflet written for an id."""
        return self.views.get(id)

    def now(self) -> "ScriptedAssistant":
        """Nobody takes its leaflets away."""
        return self

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The scripted answer."""
        confidence = UNSURE if question in self.mentioned else SURE
        return self.guardrail.answer(question, Findings(self.hits.get(question, ()), confidence), history)


def refusing(problem: EdubotError) -> "ScriptedAssistant":
    """What opening an unusable index does."""
    raise problem


def triage_of(**written: Any) -> Triage:
    """Rules in which only what is given can fire: shared words by their key, an alert's own rules by its kind."""
    words = {"schema": 1, "misspelt": [], "same": {}, "lists": {}, "asks_beside": ["what"]}
    quiet = {"calm": [], "lists": {}, "group": [{"id": "never", "fires": ["neverfires"]}]}
    shared = SharedWords({key: written.pop(key, value) for key, value in words.items()})
    rules = {kind: AlertRules(quiet | written.pop(kind, {}), shared) for kind in AlertKind}
    triage = Triage(shared, rules, AlertRules(quiet | written.pop("advice", {}), shared))
    assert not written
    return triage
