"""The words of a pattern as messages spell them, each written out once."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from edubot.patterns.steps import ANY, NUMBER, Choice, Gap, Steps
from edubot.patterns.text import plain_words

_SURE = re.compile(r"\([a-z]+\*?(?:[ |][a-z]+\*?)*\)")
"""A choice in which nothing can be wrong: it need not be read before a message may hold one of its words."""
_GAPS: Mapping[str, Steps] = {"..": (Gap(3),), "...": (Gap(6),)}
_SIMPLE = re.compile(r"(?:([a-z])(?!\1\1))+")
"""A word that messages spell as it is written."""


class Spelling(dict[str, Steps]):
    """A written token → the steps that it stands for, each looked up once.

    A word is as messages spell it; a script without blanks becomes several. A choice of plain words, brackets included,
    is the same one wherever it is written.
    """

    def __init__(self, spelt: Callable[[Iterable[str]], list[str]] = list) -> None:
        """A spelling in which the words of messages are written out like this before they are matched."""
        super().__init__(_GAPS)
        self._spelt = spelt

    def __missing__(self, token: str) -> Steps:
        """Look a token up.

        Raises:
            ValueError: one of the options of a choice is empty.
        """
        self[token] = found = (PlainChoice(token, self),) if token[0] == "(" else tuple(self._written_out(token))
        return found

    def _written_out(self, token: str) -> Sequence[str]:
        if token in (NUMBER, ANY):
            return (token,)
        if not token.endswith("*"):
            return self._spelt(_plain(token))
        words = _plain(token[:-1])
        return (*words[:-1], words[-1] + "*")


class PlainChoice(Choice):
    """A choice of words and rows of words, read when a message may hold one of them."""

    def __init__(self, written: str, spelling: Spelling) -> None:
        """One as it is written, brackets included.

        Raises:
            ValueError: one of the options is empty.
        """
        self._written, self._spelling = written, spelling
        if not _SURE.fullmatch(written):
            _ = self.options

    @cached_property
    def options(self) -> tuple[Steps, ...]:  # type: ignore[override]
        """The sequences."""
        return tuple(map(self._option, self._written[1:-1].split("|")))

    @cached_property
    def begins(self) -> frozenset[str]:
        """The words and word beginnings that it can begin with, looked up without reading what follows them."""
        firsts = {self._spelling[option.partition(" ")[0]][0] for option in self._written[1:-1].split("|")}
        return frozenset("" if first in (NUMBER, ANY) else str(first) for first in firsts)

    def _option(self, written: str) -> Steps:
        tokens = written.split()
        steps = tuple(step for token in tokens for step in self._spelling[token])
        if not steps:
            raise ValueError(written)
        return steps


def _plain(written: str) -> tuple[str, ...]:
    return (written,) if _SIMPLE.fullmatch(written) else tuple(plain_words(written))
