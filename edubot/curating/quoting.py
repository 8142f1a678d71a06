"""Words by which a place can be named in a curation: few, and such that they name this place and no other."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from edubot.errors import CurationInvalid
from edubot.leaflets.curated import CuratedSpan
from edubot.leaflets.curation import FEWEST_DIGITS
from edubot.leaflets.placed import ReadText, span_of
from edubot.model import Reason, Span

_SHORT = 16
"""Words that are quoted whole."""
_ENDS = range(4, 12)
"""Words at either end by which more are named."""


def quoted(read: ReadText, span: Span, reason: Reason) -> Mapping[str, str | int]:
    """The keys of a `[[quarantine]]` that names a span: its words, their ends, or its offsets where it stands twice."""
    for keys in _ways(span.of(read.text).split()):
        try:
            if span_of(read, CuratedSpan.model_validate({"reason": reason, **keys})) == span:
                return keys
        except CurationInvalid:
            continue
    sha256 = hashlib.sha256(span.of(read.text).encode()).hexdigest()[:FEWEST_DIGITS]
    return {"start": span.start, "end": span.end, "sha256": sha256}


def as_toml(value: str | int) -> str:
    """A value as TOML has it on one line."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _ways(words: list[str]) -> Iterator[Mapping[str, str | int]]:
    if len(words) <= _SHORT:
        yield {"words": " ".join(words)}
        return
    for count in _ENDS:
        yield {"from": " ".join(words[:count]), "to": " ".join(words[-count:])}
