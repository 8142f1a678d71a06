"""Characters that came out wrong: a patient would read them so, and a figure may have suffered."""

import re
from collections.abc import Iterator

from ftfy.badness import is_bad

from edubot.checking.finding import Finding, Kind, Place, Severity
from edubot.checking.proof import Proof, Sentence
from edubot.model import Span

_LOST = re.compile("[\\ufffd\\ue000-\\uf8ff]|\\(cid:\\d+\\)")
"""Characters that some program could not read, or that only one font can draw; numbers of glyphs in a PDF."""
_UNSEEN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]")
"""Characters that draw nothing, or turn the line round."""


def broken_characters(proof: Proof) -> Iterator[Finding]:
    """One finding for each way in which characters are broken."""
    held: dict[str, list[Place]] = {}
    for sentence in proof.sentences:
        for told, span in _broken(sentence):
            held.setdefault(told, []).append(proof.place(span, sentence.span))
    for told, places in held.items():
        mend = "Save the file anew from its source, or correct the characters in it"
        yield Finding(Kind.BROKEN, Severity.MUST_MEND, proof.id, told, mend, tuple(places))


def _broken(sentence: Sentence) -> Iterator[tuple[str, Span]]:
    start = sentence.span.start
    for told, pattern in (
        ("Characters are lost", _LOST),
        ("Characters that cannot be seen stand in the text", _UNSEEN),
    ):
        match = pattern.search(sentence.text)
        if match:
            yield told, Span(start + match.start(), start + match.end())
    if not sentence.text.isascii() and not _LOST.search(sentence.text) and is_bad(sentence.text):
        yield "Characters were decoded wrongly", sentence.span
