"""Words of a report as HTML: nothing that a leaflet holds becomes a mark or an address that leads anywhere."""

import html
from collections.abc import Mapping

from edubot.checking.defang import defanged
from edubot.checking.finding import Severity
from edubot.rendering.marks import drawn

CALLED: Mapping[Severity, str] = {
    Severity.MUST_MEND: "must be mended",
    Severity.LOOK_AT: "to look at",
    Severity.FOR_INFORMATION: "for information",
}
"""How each severity is called."""


def said(text: str) -> str:
    """A text as words."""
    return html.escape(drawn(text))


def harmless(text: str) -> str:
    """A text as words, its addresses defanged."""
    return said(defanged(text))
