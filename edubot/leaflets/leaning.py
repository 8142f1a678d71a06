"""Which sentences do not stand alone: those that lean on the one before, and those that turn it round.

The lists may name too much, which costs a few words more in a quote; they must not name too little.
"""

import re
from collections.abc import Iterable

from edubot.leaflets.list_marks import NUMBER
from edubot.leaflets.statements import states

LONGEST_AFTER = 30
"""Words after which no more sentences are brought that merely point back; one that turns round is."""
LONGEST_LABEL = 8
"""Words of a first sentence that only names what follows it, such as "External use.", and of an item's name."""

_MARKS = rf"[\W_]*+(?:(?i:{NUMBER})\s[\W_]*+)?"
"""What is no word: marks of any list, known or not, quotation marks and brackets."""
_TURNING = (
    r"however|but|yet|still|otherwise|instead|rather|nevertheless|nonetheless|notwithstanding|though|except\w*|unless|"
    r"nor|neither|not|only|no|or|even (?:so|then|if|though)|on the (?:other hand|contrary)|(?:by|in) contrast|"
    r"conversely|contrary to|far from|one exception|that said|in (?:reality|fact|truth)|actually|wrong|false|untrue|"
    r"if (?:so|not|yes|no)|apart from|other than|as long as|provided|(?:before|until|till) (?:it|this|that|then)"
)
_POINTING = (
    r"it|its|this|that|these|those|they|their|them|he|his|she|her|such|so|then|thus|hence|therefore|here|and|also|too|"
    r"both|either|none|others|another|the (?:same|latter|former|rest|others?)|likewise|similarly|"
    r"(?:in|for|with|because|after|before|during|of|among|until|under|from|by|at|on|to|as|except|without|most|some|many|"
    r"each|any|all|none|both|one) (?:of |with )?(?:it|this|that|these|those|such|them|which|the same)|"
    r"do(?:ing)? (?:so|this|that|it)|as (?:a result|such)|yes|"
    r"(?:is|are|was|were|do(?:es)?|did|can|could|should|would|will|may|might|must|has|have) "
    r"(?:it|this|that|these|those|they)"
)
_OF_WHAT_CAME_BEFORE = r"(?:it|its|this|that|these|those|they|such|he|she)\b"
_OF_ALL = r"\b(?:it|this|that|these|those|them|they|such|any|all|both|either|neither|none)\b"
_DENIES = (
    r"(?:n['’]t|\b(?:not|never|no|none|nothing|cannot|wrong|false|untrue|incorrect|myths?|mistakes?|mistaken|"
    r"misunderst\w+|misconceptions?|rumou?rs?|only|unless|except\w*|avoid\w*|forbidden|banned|prohibited|unsafe|"
    r"dangerous|harm\w*|stop\w*|contraindicated|outdated|disproved?n?|refuted|doubt\w*|unproven|without|until))\b"
)
_TAKES_BACK = (
    r"\b(?:disagree\w*|withdr[ae]wn?|no longer|not any ?more|(?:have|has|had|was|were|been|since) changed|"
    r"(?:we|people|doctors|experts|there) used to)\b"
)
_LEANS = re.compile(rf"{_MARKS}(?:{_TURNING}|{_POINTING})\b", re.IGNORECASE)
_LOWER = re.compile(rf"{_MARKS}[a-zß-öø-ÿ]|[^\w\s\-–—…*\"'“‘«(\[]\s")
_OPENS_AGAINST = re.compile(rf"{_MARKS}(?:{_TURNING})\b", re.IGNORECASE)
_REVOKES = re.compile(_TAKES_BACK, re.IGNORECASE)
_SPEAKS_AGAINST = re.compile(rf"{_MARKS}{_OF_WHAT_CAME_BEFORE}.*?{_DENIES}", re.IGNORECASE | re.DOTALL)
_OF_SOME = re.compile(_OF_ALL, re.IGNORECASE)
_DENYING = re.compile(_DENIES, re.IGNORECASE)
_DISOWNING = re.compile(
    r"\b(?:wrong|false|untrue|incorrect|myths?|mistakes?|mistaken|misunderst\w+|misconceptions?|rumou?rs?|outdated|"
    r"no longer|withdrawn|(?:does|did|is|are|was|were|has|have)(?: not|n['’]t)|should not be (?:used|given|taken))\b",
    re.IGNORECASE,
)
_OPENS_A_LIST = re.compile(r":\**\s")


def asks(sentence: str) -> bool:
    """Whether it is a question: what it says is in the next one."""
    return sentence.rstrip("*_\"'”’») ]").endswith("?")


def leads_on(sentence: str) -> bool:
    """Whether it ends in a colon, whatever marks stand after that, so that what follows completes it."""
    return sentence.rstrip("*_ \t\n").endswith(":")


def goes_on(words: str) -> bool:
    """Whether words begin in lower case, as what goes on with something does, or with a sign that stands alone."""
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
    return opens_against(sentence) or bool(_SPEAKS_AGAINST.match(sentence) or _REVOKES.search(sentence))


def speaks_on(sentence: str, before: str, brought: Iterable[str]) -> bool:
    """Whether a sentence belongs to a quote of the one before it: it turns that round, answers it, or speaks of it.

    No list of words holds all ways to take something back ("That was the advice before 2010."), so whatever points
    back comes along, until enough is there.

    Args:
        brought: what has come along already.
    """
    if turns(sentence) or asks(before):
        return True
    return points_back(sentence) and sum(len(words.split()) for words in brought) <= LONGEST_AFTER


def speaks_of_all(sentence: str) -> bool:
    """Whether a sentence after a list may turn all of its items round, as "Do not take any of these" does."""
    denies = bool(_OF_SOME.search(sentence) and _DENYING.search(sentence))
    return denies or turns(sentence) or points_back(sentence)


def disowns(sentence: str) -> bool:
    """Whether a sentence tells what is not so, as "It is a myth that …" does; what it forbids it does not disown."""
    return bool(_DISOWNING.search(sentence))


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
