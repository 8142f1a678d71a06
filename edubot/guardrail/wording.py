"""What the words of a message lean to, where no rule has them: a linear model that needs no encoder and no index."""

import base64
import json
import math
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from edubot.clauses import first_and_last
from edubot.errors import PolicyInvalid
from edubot.model import AlertKind
from edubot.patterns.text import STOP
from edubot.remembered import remembered
from edubot.settings import WORDING_FILE

BUCKETS = 1 << 15
"""Into how many places words and their pieces are thrown."""
MOST_SENTENCES = 12
FEWEST_WORDS = 3
_PIECES = (3, 4, 5)
"""Letters of the pieces of words, by which a misspelt word is still known."""
_LONGEST_KEPT = 30
"""Letters of the longest word that is kept in memory."""
_MOST_LETTERS = 100
"""Of a longer word as many are looked at, half of them at each end."""


@dataclass(frozen=True)
class Lean:
    """What each place says of one alert."""

    weights: Sequence[int]
    """For each bucket, in units of `unit`."""
    unit: float
    bias: float
    fires_from: float
    """Leaning at or above which the alert fires by words alone."""

    def of(self, buckets: frozenset[int]) -> float:
        """How far a sentence leans to the alert, as the logarithm of the odds."""
        total = sum(map(self.weights.__getitem__, buckets))
        return self.bias + self.unit * total / math.sqrt(max(len(buckets), 1))


@dataclass(frozen=True)
class Wording:
    """A lean for each alert; trained by `scripts/train_meaning.py` on messages in this repository."""

    leans: Mapping[AlertKind, Lean]

    @classmethod
    def from_json(cls, held: Mapping[str, Mapping[str, object]]) -> "Wording":
        """The model in the form in which its file holds it.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: it has another form, or a figure that is none.
        """
        return cls({AlertKind(kind): _lean(row) for kind, row in held.items()})

    def leanings(self, words: Sequence[str]) -> dict[AlertKind, float]:
        """How far a message leans to each alert: as far as the sentence that leans most, or the whole."""
        parts = [buckets(part) for part in parts_of(words)]
        return {kind: max(lean.of(part) for part in parts) for kind, lean in self.leans.items()}

    def alerts(self, leanings: Mapping[AlertKind, float]) -> set[AlertKind]:
        """The alerts that a message leans to far enough by its words alone."""
        return {kind for kind, lean in self.leans.items() if leanings[kind] >= lean.fires_from}


def read_wording(path: Path = WORDING_FILE) -> Wording:
    """The model in the file that `scripts/train_meaning.py` writes.

    Raises:
        PolicyInvalid: missing or damaged. Rules alone would miss what the model hears, so nobody may go on unaware.
    """
    try:
        wording = Wording.from_json(json.loads(path.read_text(encoding="utf-8")))
        if set(wording.leans) != set(AlertKind):
            raise ValueError("it does not listen for every alert")
        return wording
    except Exception as error:  # what a file can hold is not to be counted, and one that is refused costs no warning
        raise PolicyInvalid(
            f"{path} holds no model of words ({type(error).__name__}: {error})", "Install edubot again"
        ) from error


def parts_of(words: Sequence[str]) -> list[list[str]]:
    """The words of a message, whole and then, where there are several, of each sentence that says something."""
    sentences: list[list[str]] = [[]]
    for word in words:
        if word == STOP:
            sentences.append([])
        else:
            sentences[-1].append(word)
    telling = [sentence for sentence in sentences if len(sentence) >= FEWEST_WORDS]
    whole = [word for sentence in sentences for word in sentence]
    return [whole, *(first_and_last(telling, MOST_SENTENCES) if len(telling) > 1 else ())]


def buckets(words: Sequence[str]) -> frozenset[int]:
    """Where words, pairs of words and pieces of words fall."""
    return _thrown(_grams(words)).union(*map(_of_word, words))


def _of_word(word: str) -> frozenset[int]:
    return _of_kept_word(word) if len(word) <= _LONGEST_KEPT else _of_any_word(word)


def _of_any_word(word: str) -> frozenset[int]:
    half = _MOST_LETTERS // 2
    runs = (f"<{word}>",) if len(word) <= _MOST_LETTERS else (f"<{word[:half]}", f"{word[-half:]}>")
    pieces = (run[at : at + letters] for run in runs for letters in _PIECES for at in range(len(run) - letters + 1))
    return _thrown((f"1{word}", *(f"c{piece}" for piece in pieces)))


_of_kept_word = remembered(4096)(_of_any_word)
"""Most of a message's words were heard before; what is longer is no word, and would fill the memory."""


def _thrown(grams: Iterable[str]) -> frozenset[int]:
    return frozenset(zlib.crc32(gram.encode("utf-8", "replace")) % BUCKETS for gram in grams)


def _grams(words: Sequence[str]) -> Iterable[str]:
    yield from (f"2{one} {other}" for one, other in pairwise(words))
    yield from (f"3{one} _ {other}" for one, other in zip(words, words[2:], strict=False))


def _lean(row: Mapping[str, object]) -> Lean:
    weights = array("b", base64.b64decode(str(row["weights"])))
    if len(weights) != BUCKETS:
        raise ValueError(f"{len(weights)} weights for {BUCKETS} buckets")
    unit, bias, fires_from = (float(str(row[name])) for name in ("unit", "bias", "fires_from"))
    if not all(map(math.isfinite, (unit, bias, fires_from))):
        raise ValueError("a figure has no end, or is none")
    return Lean(weights, unit, bias, fires_from)
