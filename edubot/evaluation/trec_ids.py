"""Ids in files whose columns are parted by white space."""

import re
from urllib.parse import quote, unquote

_SPACE = re.compile(r"[\s%]+")
_WRITTEN = re.compile(r"(?:%[0-9A-F]{2})+")


def token(id: str) -> str:
    """An id without white space: that, and the sign that stands for it, are written as in a web address."""
    return _SPACE.sub(lambda found: quote(found.group(), safe=""), id)


def untoken(written: str) -> str:
    """The id that was written by `token`; signs that it would not have written are left as they are."""
    return _WRITTEN.sub(lambda found: _read(found.group()), written)


def _read(signs: str) -> str:
    meant = unquote(signs)
    return meant if token(meant) == signs else signs
