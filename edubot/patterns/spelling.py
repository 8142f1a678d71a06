"""The words of a pattern as messages spell them, each written out once."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from edubot.patterns.steps import ANY, NUMBER, Choice, Steps
from edubot.patterns.text import STRETCHED, plain_words

_SURE = re.compile(r"\([a-z]+\*?(?:[ |][a-z]+\*?)*\)")
"""A choice in which nothing can be wrong: it need not be read before a message may hold one of its words."""
_SIMPLE = re.compile(r"[a-z]+")


class Spelling(dict[str, tuple[str, ...]]):
    """A written word → the words of messages that it stands for, each looked up once.

    A script without blanks becomes several.
    """

    def __init__(self, spelt: Callable[[Iterable[str]], list[str]] = list) -> None:
        """A spelling in which the words of messages are written out like this before they are matched."""
        super().__init__()
        self._spelt = spelt
        self._choices: dict[str, Choice] = {}

    def __missing__(self, token: str) -> tuple[str, ...]:
        self[token] = found = tuple(self._written_out(token))
        return found

    def choice(self, written: str) -> Choice:
        """A choice of plain words, brackets included; the same one wherever it is written.

        Raises:
            ValueError: one of the options is empty.
        """
        found = self._choices.get(written)
        if found is None:
            found = Choice(lambda: tuple(map(self._option, written[1:-1].split("|"))))
            if not _SURE.fullmatch(written):
                _ = found.options
            self._choices[written] = found
        return found

    def _option(self, written: str) -> Steps:
        tokens = written.split()
        steps = self[tokens[0]] if len(tokens) == 1 else tuple(word for token in tokens for word in self[token])
        if not steps:
            raise ValueError(written)
        return steps

    def _written_out(self, token: str) -> Sequence[str]:
        if token in (NUMBER, ANY):
            return (token,)
        if not token.endswith("*"):
            return self._spelt(_plain(token))
        words = _plain(token[:-1])
        return (*words[:-1], words[-1] + "*")


@cache
def _plain(written: str) -> tuple[str, ...]:
    if _SIMPLE.fullmatch(written) and not STRETCHED.search(written):
        return (written,)
    return tuple(plain_words(written))
