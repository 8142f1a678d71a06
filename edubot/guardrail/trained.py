"""What was trained on messages in this repository: the models of words and of meaning, read from their one file."""

import json
from dataclasses import dataclass
from pathlib import Path

from edubot.errors import PolicyInvalid
from edubot.guardrail.meaning import Meaning
from edubot.guardrail.wording import Wording
from edubot.settings import MEANING_FILE


@dataclass(frozen=True)
class Trained:
    """Both models; they only add to what the rules find."""

    wording: Wording
    meaning: Meaning
    encoder: str
    """Fingerprint of the encoder on whose vectors `meaning` was trained."""

    def meaning_for(self, encoder: str) -> Meaning | None:
        """The model of meaning, or None where vectors come from another encoder."""
        return self.meaning if encoder == self.encoder else None


def read_trained(path: Path = MEANING_FILE) -> Trained:
    """The models in the file that `scripts/train_meaning.py` writes.

    Raises:
        PolicyInvalid: missing or damaged. Rules alone would miss what the models hear, so nobody may go on unaware.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return Trained(Wording.from_json(held["words"]), Meaning.from_json(held["leanings"]), str(held["encoder"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PolicyInvalid(
            f"{path} holds no models of messages ({type(error).__name__}: {error})", "Install edubot again"
        ) from error
