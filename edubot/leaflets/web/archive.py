"""A web page saved with its pictures in one file (MHTML) → the text of the page."""

from email import message_from_bytes, policy

from edubot.errors import LeafletUnreadable
from edubot.leaflets.reading import Reading
from edubot.leaflets.web.read import read_web_page


def read_web_archive(raw: bytes, name: str) -> Reading:
    """The text of the first page in the file.

    Raises:
        LeafletUnreadable: there is none, or one without a main part.
    """
    try:
        parts = message_from_bytes(raw, policy=policy.default).walk()
        page = next((part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
        held = page.get_payload(decode=True) if page else None
        said = page.get_content_charset("") if page else ""
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _none(name) from error
    if not isinstance(held, bytes):
        raise _none(name)
    return read_web_page(held, name, said)


def _none(name: str) -> LeafletUnreadable:
    return LeafletUnreadable(f"{name} holds no web page", "Save the page again, as HTML")
