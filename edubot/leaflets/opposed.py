"""Whether names of columns are opposed, as "Do" and "Do not" are: then nothing under them is said of one another."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

_LONGEST = 7
"""Words of a name."""
_TOKEN = re.compile(r"[a-z]+(?:['’][a-z]+)?|[✓✔☑✅✗✘✕✖☒❌❎]")
_FOR = frozenset(
    "do dos do's yes ok okay fine safe allowed permitted may can must should right good correct true fact facts "
    "helpful helps help pros healthy suitable possible eat drink take use better always more start advised recommended "
    "✓ ✔ ☑ ✅".split()
)
_AGAINST = frozenset(
    "don't dont don'ts donts not no never avoid avoided unsafe wrong bad incorrect false myth myths harmful harms harm "
    "cons unhealthy unsuitable impossible forbidden banned prohibited cannot can't mustn't shouldn't dangerous stop "
    "worse less ✗ ✘ ✕ ✖ ☒ ❌ ❎".split()
)
_BARE = frozenset("yes no please thank you thanks".split())
_BESIDE = frozenset("you your please thank thanks what things which to be is are it its the a an s".split())
"""Words that may stand in either name and tell nothing of what it is for."""


def are_opposed(names: Sequence[str]) -> bool:
    """Whether two of some names, and no more, are for and against the same.

    "Safe in pregnancy" beside "No" is a question and its answer: only names that speak of the same are opposed.
    """
    read = [_TOKEN.findall(name.lower().replace("’", "'")) for name in names]
    if any(len(words) > _LONGEST for words in read) or any(name.endswith(("?", ".", "!")) for name in names):
        return False
    against = [words for words in read if _AGAINST & set(words)]
    for_it = [words for words in read if words not in against and _FOR & set(words)]
    if len(against) != 1 or len(for_it) != 1:
        return False
    bare = [set(words) <= _BARE for words in (*for_it, *against)]
    return all(bare) or (not any(bare) and _about(for_it[0]) == _about(against[0]))


def _about(words: Sequence[str]) -> AbstractSet[str]:
    """What a name is about, beside whether it is for it or against it."""
    return set(words) - _FOR - _AGAINST - _BESIDE
