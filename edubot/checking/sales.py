"""Sales talk in what patients will see. The rules were tried on 1,336 package leaflets, which hold none of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from edubot.checking.defang import defanged
from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.proof import Proof
from edubot.model import Span


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    told: str
    severity: Severity


def _offer(pattern: str, severity: Severity = Severity.MUST_MEND) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), "an offer to sell", severity)


def _praise(pattern: str) -> _Rule:
    return _Rule(re.compile(pattern, re.IGNORECASE), "an advertisement's praise", Severity.LOOK_AT)


_RULES = (
    _offer(r"\b(?:buy|order|purchase|shop)\b(?:\W+\w+){0,4}\W+(?:online|now|here|today)\b"),
    _offer(r"\b(?:no|without(?: a| any)?) prescription(?: is)? (?:needed|required|necessary)\b"),
    _offer(r"(?<!you )(?<!can )\b(?:buy|order)\b(?:\W+\w+){0,4}\W+without (?:a |any )?prescription\b"),
    _offer(r"\b(?:add to (?:cart|basket)|free (?:shipping|delivery)|money[- ]back|special offer)\b"),
    _offer(r"\bonline (?:pharmacy|store|shop)\b|\b(?:discounts?|coupons?|promo codes?)\b", Severity.LOOK_AT),
    _offer(r"\b(?:low|lowest|best|affordable) (?:price|cost)s?\b|\bcheap(?:er|est)?\b", Severity.LOOK_AT),
    _offer(r"[$£€]\s?\d|\b\d+(?:\.\d\d)? ?(?:USD|EUR|GBP)\b", Severity.LOOK_AT),
    _praise(r"\b(?:100 ?%|completely|totally|absolutely|perfectly) (?:safe|harmless|natural)\b"),
    _praise(r"\b(?:miracle|miraculous|revolutionary|game-?\s?chang\w+|transformative)\b"),
    _praise(r"\b(?:guaranteed|amazing|incredible|unbeatable|excellent) (?:\w+ )?(?:results?|effects?|cure)\b"),
    _praise(r"\b(?:the|one of the) (?:best|most (?:effective|powerful|popular))\b[^.;]*\bavailable\b"),
    _praise(r"\b(?:powerful|breakthrough) (?:\w+ )?(?:medic\w+|drug|treatment|remedy|solution|formula)\b"),
)
_DENIED = re.compile(r"(?:\bnot|\bnever|n['’]t|\bcannot|\bno|\bavoid)\b(?:\W+\w+){0,3}\W*$", re.IGNORECASE)
"""Words before a match that turn it round: "do not buy it online"."""


def sales(proof: Proof) -> Iterator[Finding]:
    """The sentences that sell, one finding each, by the gravest rule that it meets."""
    for sentence in proof.sentences:
        found = [(rule, match) for rule in _RULES for match in rule.pattern.finditer(sentence.text)]
        meant = [each for each in found if not _DENIED.search(sentence.text[: each[1].start()])]
        if meant:
            rule, match = min(meant, key=lambda each: list(Severity).index(each[0].severity))
            start = sentence.span.start + match.start()
            words = defanged(" ".join(match.group().split()))
            yield Finding(
                Kind.SALES,
                rule.severity,
                proof.id,
                f"“{words}” reads like {rule.told}",
                "Quarantine the sentence in the leaflet's curation, reason marketing",
                (proof.place(Span(start, start + len(match.group())), sentence.span),),
            )
