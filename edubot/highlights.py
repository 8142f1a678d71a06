"""Which words of a passage answer: its sentences, or the clauses of a long one, weighed by what was asked."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from edubot.leaflets.sentences import sentences
from edubot.model import Span
from edubot.patterns.text import plain_words
from edubot.tokens import telling_words
from edubot.topics import Topic
from edubot.words import stemmed_words, stems

ADDED = 0.8
"""What a word that was added to the question counts beside one of its own."""
ON_TOPIC = 2.0
"""Added to a piece that speaks of what is asked, whatever its words."""
LONGEST = 30
"""Words of a sentence above which its clauses are weighed one by one."""
LEAST_SHARE = 0.5
"""Of the best piece's worth; a piece under it is not marked."""

_LIST_MARK = re.compile(r"(?:[-•*‣◦·–]|\d{1,2}[.)])[ \t]+")
_CLAUSE_ENDS = re.compile(r"[;:—]\s+|,\s+(?=(?:and|but|or|so|which|while|because|although|if|when)\b)")

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
        held = sum(self.words.get(stem, 0.0) for stem in {stem for _, stem in stemmed_words(piece)})
        return held + ON_TOPIC * any(topic.is_said([plain_words(piece)]) for topic in self.topics)


def highlights(text: str, wanted: Wanted, most: int) -> tuple[Span, ...]:
    """The pieces of a passage that answer, best first; a passage of one piece is marked whole."""
    pieces = list(_pieces(text))
    if len(pieces) <= 1:
        return tuple(_best_clause(text, piece, wanted) for piece in pieces)
    worth = {piece: wanted.worth(piece.of(text)) for piece in pieces}
    best = sorted(pieces, key=lambda piece: (-worth[piece], piece.start))[:most]
    least = LEAST_SHARE * worth[best[0]]
    return tuple(_best_clause(text, piece, wanted) for piece in best if worth[piece] and worth[piece] >= least)


def _pieces(text: str) -> Iterator[Span]:
    """Sentences of a passage, their list marks left out; a list item is one even without a stop."""
    start = 0
    for line in text.split("\n"):
        mark = _LIST_MARK.match(line.lstrip()) if start else None
        begin = start + (len(line) - len(line.lstrip()) + mark.end() if mark else 0)
        end = start + len(line)
        if text[begin:end].strip():
            yield from sentences(text, Span(begin, end))
        start = end + 1


def _best_clause(text: str, piece: Span, wanted: Wanted) -> Span:
    """A sentence whole, or the clause of a long one that answers."""
    if len(piece.of(text).split()) <= LONGEST:
        return piece
    ends = [piece.start + found.end() for found in _CLAUSE_ENDS.finditer(piece.of(text))]
    places = zip([piece.start, *ends], [*ends, piece.end], strict=True)
    clauses = [Span(start, start + len(text[start:end].rstrip())) for start, end in places]
    return max(clauses, key=lambda clause: (wanted.worth(clause.of(text)), -clause.start))
