"""Which words of a passage answer: its sentences, weighed by what was asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from edubot.leaflets.sentences import whole_sentences
from edubot.model import Span
from edubot.patterns.text import plain_words
from edubot.tokens import telling_words
from edubot.topics import Topic
from edubot.words import stemmed_words, stems

ADDED = 0.8
"""What a word that was added to the question counts beside one of its own."""
ON_TOPIC = 2.0
"""Added to a piece that speaks of what is asked, whatever its words."""
LEAST_SHARE = 0.5
"""Of the best piece's worth; a piece under it is not marked."""

Rarity = Callable[[Sequence[str]], Mapping[str, float]]
"""How telling words are in a library, from 0 (in every passage) to 1 (in none)."""


def _all_alike(words: Sequence[str]) -> Mapping[str, float]:
    return dict.fromkeys(words, 1.0)


@dataclass(frozen=True)
class Wanted:
    """What the words that answer a question would hold."""

    words: Mapping[str, float] = field(default_factory=dict)
    """What each stem counts."""
    topics: Sequence[Topic] = ()
    """What is asked about."""

    @classmethod
    def by(
        cls, question: str, added: Iterable[str] = (), topics: Sequence[Topic] = (), rarity: Rarity = _all_alike
    ) -> "Wanted":
        """What is wanted by a question and the words that were added to it."""
        own = telling_words(question)
        others = [word for phrase in added for word in phrase.split()]
        known = rarity([*own, *others])
        counts = {stem: ADDED * known[word] for word in others for stem in stems(word)}
        return cls(counts | {stem: known[word] for word in own for stem in stems(word)}, topics)

    def worth(self, piece: str) -> float:
        """How much of what is wanted a piece of text holds."""
        on_one_line = " ".join(piece.split())
        held = sum(self.words.get(stem, 0.0) for stem in {stem for _, stem in stemmed_words(piece)})
        return held + ON_TOPIC * any(topic.is_said([plain_words(on_one_line)]) for topic in self.topics)


def highlights(text: str, parts: Iterable[Span], wanted: Wanted, most: int) -> tuple[Span, ...]:
    """The sentences of a passage that answer, best first; a passage of one sentence is marked whole.

    A sentence is never cut: what stands in front of a clause may say the opposite of it.

    Args:
        parts: its paragraphs and list items; no sentence goes from one to the next, and lines part none.
    """
    pieces = [piece for part in parts for piece in whole_sentences(text, part)]
    if len(pieces) <= 1:
        return tuple(pieces)
    worth = {piece: wanted.worth(piece.of(text)) for piece in pieces}
    best = sorted(pieces, key=lambda piece: (-worth[piece], piece.start))[:most]
    least = LEAST_SHARE * worth[best[0]]
    return tuple(piece for piece in best if worth[piece] and worth[piece] >= least)
