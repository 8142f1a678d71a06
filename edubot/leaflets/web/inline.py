"""Which elements of a page stand in the midst of a line; any other begins and ends one."""

INLINE = frozenset(
    "a abbr b bdi bdo cite code data del dfn em font i ins kbd label mark q s samp small span strong sub sup time tt u "
    "var wbr".split()
)
"""Their tags."""
