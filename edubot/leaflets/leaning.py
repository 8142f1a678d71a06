"""Which sentences do not stand alone: those that lean on the one before, and those that turn it round.

The lists may name too much, which costs a few words more in a quote; they must not name too little.
"""

import re

from edubot.leaflets.headings import states

LONGEST_LABEL = 8
"""Words of a first sentence that only names what follows it, such as "External use."."""

_MARKS = r"""[\s*_"'“‘«(\[]*"""
_TURNING = (
    r"however|but|yet|still|otherwise|instead|rather|nevertheless|nonetheless|notwithstanding|though|except\w*|unless|"
    r"nor|neither|not|only|no|or|even (?:so|then|if|though)|on the (?:other hand|contrary)|(?:by|in) contrast|"
    r"conversely|contrary to|far from|one exception|that said|in (?:reality|fact|truth)|actually|wrong|false|untrue|"
    r"if (?:so|not|yes|no)|apart from|other than|as long as|provided|until then"
)
_POINTING = (
    r"it|its|this|that|these|those|they|their|them|he|his|she|her|such|so|then|thus|hence|therefore|here|and|also|too|"
    r"both|either|none|others|another|the (?:same|latter|former|rest|others?)|likewise|similarly|"
    r"(?:in|for|with|because|after|before|during|of|among|until|under|from|by|at|on|to|as|except|without|most|some|many|"
    r"each|any|all|none|both|one) (?:of |with )?(?:it|this|that|these|those|such|them|which|the same)|"
    r"do(?:ing)? (?:so|this|that|it)|as (?:a result|such)|yes"
)
_OF_WHAT_CAME_BEFORE = r"(?:it|its|this|that|these|those|they|such|he|she)\b"
_DENIES = (
    r"(?:n['’]t|\b(?:not|never|no|none|nothing|cannot|wrong|false|untrue|incorrect|myths?|mistakes?|mistaken|"
    r"misunderst\w+|misconceptions?|rumou?rs?|only|unless|except\w*|avoid\w*|forbidden|banned|prohibited|unsafe|"
    r"dangerous|harm\w*|stop\w*|contraindicated|outdated|disproved?n?|refuted|doubt\w*|unproven|without))\b"
)
_LEANS = re.compile(rf"{_MARKS}(?:{_TURNING}|{_POINTING})\b", re.IGNORECASE)
_LOWER = re.compile(rf"{_MARKS}[a-zß-öø-ÿ]")
_OPENS_AGAINST = re.compile(rf"{_MARKS}(?:{_TURNING})\b", re.IGNORECASE)
_SPEAKS_AGAINST = re.compile(rf"{_MARKS}{_OF_WHAT_CAME_BEFORE}.*?{_DENIES}", re.IGNORECASE | re.DOTALL)
_OPENS_A_LIST = re.compile(r":\**\s")


def asks(sentence: str) -> bool:
    """Whether it is a question: what it says is in the next one."""
    return sentence.rstrip("*_\"'”’») ]").endswith("?")


def leads_on(sentence: str) -> bool:
    """Whether it ends in a colon, so that what follows completes it."""
    return sentence.rstrip("*_ ").endswith(":")


def goes_on(words: str) -> bool:
    """Whether words begin in lower case, as what goes on with something does."""
    return bool(_LOWER.match(words))


def points_back(sentence: str) -> bool:
    """Whether a sentence begins with a word that speaks of the one before."""
    return bool(_LEANS.match(sentence))


def leans(sentence: str, before: str) -> bool:
    """Whether a sentence means what it means only after the one before it."""
    return goes_on(sentence) or points_back(sentence) or asks(before)


def opens_against(sentence: str) -> bool:
    """Whether a sentence begins as one that turns round, or limits, what was said before."""
    return bool(_OPENS_AGAINST.match(sentence))


def turns(sentence: str) -> bool:
    """Whether a sentence may turn round the one before it."""
    return opens_against(sentence) or bool(_SPEAKS_AGAINST.match(sentence))


def names(sentence: str) -> bool:
    """Whether a first sentence states nothing and only names what the next ones are about."""
    return len(sentence.split()) <= LONGEST_LABEL and not states(sentence)


def opening_with(sentence: str, opened_by: tuple[str, ...], is_first: bool) -> tuple[str, ...]:
    """What of a paragraph goes for the sentence after this one too.

    A sentence with a colon in it may reach further: "Do not: smoke. Drink …". So does a first one that only names
    what follows: "External use. …".

    Args:
        opened_by: what goes for this sentence.
    """
    reaches = _OPENS_A_LIST.search(sentence) or (is_first and names(sentence))
    return (sentence,) if reaches else opened_by
