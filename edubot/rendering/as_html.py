"""A document as one page of HTML that needs nothing else and asks nobody for anything."""

from collections.abc import Iterable
from html import escape

from edubot.rendering.document import Kind, Part

_TAGS = {
    Kind.TITLE: "h1",
    Kind.SECTION: "h2",
    Kind.PASSAGE: "h3",
    Kind.STRONG: "p class=strong",
    Kind.TEXT: "p",
    Kind.QUOTE: "blockquote",
    Kind.SMALL: "p class=small",
}
_STYLE = (
    "body{font:1.1rem/1.5 sans-serif;max-width:45rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}"
    "p,blockquote{white-space:pre-line}blockquote{border-left:.3rem solid #555;margin-left:0;padding-left:1rem}"
    ".strong{font-weight:bold}.small{font-style:italic}"
)


def parts_as_html(parts: Iterable[Part]) -> str:
    """The whole page."""
    parts = list(parts)
    body = "\n".join(f"<{_TAGS[part.kind]}>{escape(part.text)}</{_TAGS[part.kind].split()[0]}>" for part in parts)
    head = f'<meta charset="utf-8"><title>{escape(parts[0].text)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body>\n{body}\n</body></html>\n'
