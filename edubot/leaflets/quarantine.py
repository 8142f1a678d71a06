"""What no patient should see, by rules that hold for any leaflet.

Rules are few and narrow: a clinical sentence lost is worse than an odd one kept. What takes judgement (user
reviews, marketing, an unsafe claim) is named by a person in the leaflet's curation.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edubot.leaflets.lines import Line
from edubot.leaflets.paragraphs import paragraphs
from edubot.leaflets.sentences import sentences
from edubot.model import Quarantine, Reason


@dataclass(frozen=True)
class Rule:
    """A pattern and the reason code of what it matches."""

    reason: Reason
    pattern: re.Pattern[str]


def _rule(reason: Reason, pattern: str) -> Rule:
    return Rule(reason, re.compile(pattern, re.IGNORECASE))


LINE_RULES = (
    _rule(
        Reason.COMMENT_FORM,
        r"^\W*(leave a (reply|comment)|post (a )?comment|your e-?mail address will not be published"
        r"|required fields are marked|save my name, e-?mail)\b",
    ),
    _rule(Reason.IMPRINT, r"^\W*(manufactured|marketed|distributed|imported)( in [\w ]+)?( for| by)\s*:"),
    _rule(Reason.IMPRINT, r"^\W*©"),
    _rule(Reason.SEO_TITLE, r"^(?=.*\breviews\b)(?=.*\b(analogu?e?s|price|buy|instructions for use)\b)[^.!?]*$"),
    _rule(Reason.SITE_BOILERPLATE, r"^share this\W*$"),
)
"""Each names a paragraph of one line."""

SENTENCE_RULES = (
    _rule(
        Reason.SALES_LINK,
        r"(?<!\S)(?:(?!https?://|www\.)\S)*+(https?://|www\.)\S*(?<![a-z])(buy|order|cheap|discount|pharmacy-?online|online-?pharmacy|no-?prescription"
        r"|for-?sale)(?![a-z])\S*",
    ),
    _rule(Reason.IMPRINT, r"\b(pvt\.? ltd|trade ?mark applied for|all rights reserved)\b|\bcertified co\."),
    _rule(Reason.SITE_BOILERPLATE, r"^\W*we (write|blog) (\w+ )?about\b|^\W*welcome to our (site|website|blog)\b"),
    _rule(Reason.SITE_BOILERPLATE, r"\b(we|this (site|website)) uses? cookies\b|\bsubscribe to our\b"),
)
"""Each names a whole sentence, over as many lines as it has; the rest of its paragraph stays."""


def quarantine(text: str, all_lines: Iterable[Line]) -> Iterator[Quarantine]:
    """The lines and sentences that a general rule keeps from patients, in the order of the text."""
    for paragraph in paragraphs(all_lines):
        whole = _reason(LINE_RULES, paragraph.first.text) if len(paragraph.lines) == 1 else None
        if whole:
            yield Quarantine(paragraph.span, whole)
            continue
        for sentence in sentences(text, paragraph.span):
            reason = _reason(SENTENCE_RULES, sentence.of(text))
            if reason:
                yield Quarantine(sentence, reason)


def _reason(rules: Iterable[Rule], piece: str) -> Reason | None:
    return next((rule.reason for rule in rules if rule.pattern.search(piece)), None)
