"""Sentences that patients would see and perhaps should not, each with the reason that a curation would give.

The rules of quarantine are narrow, because they hide; these may be wide, because they only ask.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from edubot.checking.finding import Finding, Severity
from edubot.checking.links import links
from edubot.checking.proof import Proof
from edubot.checking.sales import sales
from edubot.model import Reason, Span


@dataclass(frozen=True)
class Suspect:
    """One sentence, or several beside one another."""

    span: Span
    reason: Reason
    why: str
    """What it looks like, without an article's stop."""


def _rule(reason: Reason, why: str, pattern: str) -> tuple[re.Pattern[str], Suspect]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL), Suspect(Span(0, 1), reason, why)


_RULES = (
    _rule(
        Reason.REVIEW_BASED,
        "a claim that rests on what users wrote",
        r"\b(?:based on|judging by|according to)\b[^.\n]{0,60}\b(?:reviews?|opinions?|users|forums?)\b",
    ),
    _rule(
        Reason.USER_REVIEWS,
        "what users or buyers think",
        r"\b(?:user|customer|buyer)s?['’]? (?:reviews?|opinions?|testimonials?|ratings?)\b|\btestimonials?\b"
        r"|\b(?:users|customers|buyers)\b[^.]{0,40}\b(?:say|write|report|praise|note|are satisfied)\b"
        r"|\b(?:opinions?|reviews?) (?:about|on|of) (?:the|this) (?:drug|product|medicine|remedy)\b|\bout of 5\b",
    ),
    _rule(
        Reason.COMMENT_FORM,
        "a form of a web page",
        r"\b(?:leave|post|write|add) (?:a |your )?(?:comment|reply|review)\b|\b(?:log ?in|sign (?:in|up)|captcha)\b"
        r"|\byour (?:name ?\*|e-?mail(?: address)?\b)|\bcreate an account\b|\bsubmit\b",
    ),
    _rule(
        Reason.UNSAFE_CLAIM,
        "advice to do without a doctor",
        r"\b(?:adjust|change|set|choose|raise|increase)\b[^.]{0,30}\bdos(?:e|age)s?\b[^.]{0,30}\b(?:yourself|alone)\b"
        r"|\bindependently (?:adjust|change|set|choose)\b|\b(?:has|have) no side effects\b",
    ),
    _rule(
        Reason.SITE_BOILERPLATE,
        "a web page's own talk",
        r"\bcookies?\b|\bnewsletter\b|\bsubscri(?:be|ption)s?\b|\bprivacy policy\b|\bskip to (?:main )?content\b"
        r"|\bterms (?:of (?:use|service)|and conditions)\b|\bread more\b|\brelated (?:posts?|articles?)\b"
        r"|\b(?:follow|like|find|join) us\b|\b(?:facebook|instagram|twitter|whatsapp|pinterest|youtube)\b"
        r"|\bback to top\b|\bshare (?:this|on)\b|\ball articles\b",
    ),
    _rule(
        Reason.IMPRINT,
        "a maker's imprint",
        r"^(?!.*\b(?:is|are|was|can|may|must|should|will|has|have|contains?|take|tell|if|you)\b)(?:.*"
        r"(?:\b(?:manufactured|marketed|distributed|imported|packed|printed) (?:by|for|in)\b|©|\bISO \d{4}"
        r"|\ball rights\b|\b(?:Ltd|GmbH|Inc|LLC|Pvt|S\.p\.A|B\.V)\b|\b(?:tel|phone|fax)\b\.?:"
        r"|\bregistered (?:office|trade ?mark)))",
    ),
)


def suspects(proof: Proof) -> Iterator[Suspect]:
    """What a person should look at, in the order of the text; neighbours of one reason are one."""
    looked_at = {place: suspect for suspect, place in _found(proof)}
    held: Suspect | None = None
    for sentence in proof.sentences:
        found = looked_at.get(sentence.span) or _by_rule(sentence.span, sentence.text)
        if held and found and found.reason is held.reason:
            held = replace(held, span=Span(held.span.start, found.span.end))
            continue
        if held:
            yield held
        held = found
    if held:
        yield held


def _by_rule(span: Span, text: str) -> Suspect | None:
    return next((replace(suspect, span=span) for pattern, suspect in _RULES if pattern.search(text)), None)


def _found(proof: Proof) -> Iterator[tuple[Suspect, Span]]:
    """What the checks of a library say of links and sales talk, by the sentence it is about."""
    for look, reason in ((sales, Reason.MARKETING), (links, Reason.SALES_LINK)):
        for finding in look(proof):
            if finding.severity is not Severity.FOR_INFORMATION:
                for span in _sentences(proof, finding):
                    yield Suspect(span, reason, finding.told), span


def _sentences(proof: Proof, finding: Finding) -> Iterator[Span]:
    for place in finding.places:
        yield from (each.span for each in proof.sentences if each.span.start <= place.start < each.span.end)
