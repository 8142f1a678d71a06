"""Addresses that cannot be followed, for the one report that shows what patients do not see."""

import re

_WORD = re.compile(r"\S+")
_ADDRESS = re.compile(
    r"[hf]tt?ps?://|www\.|@|^\W*+\w[\w-]*+(?:\.[\w-]++)*\.[a-z]{2,12}(?:[/:?#]\S*+)?\W*$", re.IGNORECASE
)
_SCHEME = re.compile(r"\bhtt(?=ps?://)", re.IGNORECASE)
_MARK = re.compile(r"(?<=\w)[.@](?=\w)")


def defanged(text: str) -> str:
    """A text in which no address can be clicked or copied into use: `hxxps://shop[.]example`."""
    return _WORD.sub(lambda word: _broken(word.group()), text)


def _broken(word: str) -> str:
    if not _ADDRESS.search(word):
        return word
    return _MARK.sub(lambda mark: f"[{mark.group()}]", _SCHEME.sub("hxx", word))
