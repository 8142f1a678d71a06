"""A page of prose with tables that a command fills, between the marks `figures: NAME` and `end of figures`."""

import re
from collections.abc import Callable

_BLOCK = re.compile(r"(<!-- figures: (\w+) -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def filled(page: str, block: Callable[[str], str]) -> str:
    """A page with the words of each block between its marks.

    Args:
        block: name of a block → its words; none for an empty one.
    """

    def replaced(match: re.Match[str]) -> str:
        words = block(match[2])
        return "\n\n".join((match[1].rstrip(), *([words] if words else []), match[3]))

    return _BLOCK.sub(replaced, page)
