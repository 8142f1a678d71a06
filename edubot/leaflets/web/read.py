"""A web page's bytes → its text."""

import logging
from collections.abc import Iterable, Iterator

from edubot.errors import LeafletUnreadable
from edubot.leaflets.around import says_something, with_around
from edubot.leaflets.marked import Marked, first_heading, marked_text
from edubot.leaflets.reading import Reading, counted
from edubot.leaflets.tables import told_left_out, told_unheaded
from edubot.leaflets.web.grid import Element
from edubot.leaflets.web.main_part import main_part
from edubot.leaflets.web.page import lines_of, page_of

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_FEWEST_WORDS = 6
"""Of a main text."""


def read_web_page(raw: bytes, name: str, said: str = "") -> Reading:
    """The text of a page's main part, and after it every other line of the page, kept from patients.

    Args:
        said: the encoding that came with the page; else the one that it names itself counts.

    Raises:
        LeafletUnreadable: no page, or one without a main part.
    """
    try:
        tree, withdrawn, repairs = page_of(raw, name, said)
        lines = list(dict.fromkeys(line for line in lines_of(tree) if line))
        title = _named(tree)
        links = "\n".join(" ".join("".join(link.itertext()).split()) for link in tree.iter("a"))
        found = main_part(tree)
    except LeafletUnreadable:
        raise
    except Exception as error:  # whatever a broken page makes the libraries stumble over
        raise LeafletUnreadable(
            f"{name} cannot be read as a web page ({type(error).__name__})", "Save it again from a browser"
        ) from error
    words = " ".join(paragraph.words for paragraph in found)
    if len(words.split()) < _FEWEST_WORDS or len(words) < 2 * _shared(words, links):
        raise LeafletUnreadable(
            f"{name} is a web page without a main text", "Print it to a PDF from a browser and put that there"
        )
    if title and not any(paragraph.level == 1 for paragraph in found):
        found = [Marked.heading(title, 1), *found]
    return _reading(found, lines, withdrawn, repairs)


def _reading(
    found: list[Marked], lines: Iterable[str], withdrawn: tuple[str, ...], repairs: tuple[str, ...]
) -> Reading:
    text = marked_text(found)
    rows = [row for paragraph in found for row in paragraph.left_out]
    rest = [*_outside("\n".join([text, *rows]), lines), *withdrawn]
    whole, left_out = with_around(text, [*rest, *rows], keep_advice=False)
    advice = sum(says_something(line) for line in rest)
    told = (f"has {counted(advice, 'line')} left out, outside its main part, that may be advice",) if advice else ()
    tables = (*told_unheaded(sum(paragraph.unheaded for paragraph in found)), *told_left_out(len(rows)))
    return Reading(whole, first_heading(found), left_out, repairs=(*repairs, *told, *tables))


def _outside(text: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines of the page that are not in its main part."""
    inside = "".join(text.split())
    return (line for line in lines if "".join(line.split()) not in inside)


def _shared(words: str, links: str) -> int:
    """Characters of some words that are links: a part of a page that is half links is a menu."""
    return sum(len(link) for link in links.split("\n") if link.strip() and link.strip() in words)


def _named(tree: Element) -> str:
    """The page's heading of the highest level: inside its article where it has one, else the first."""
    inside = tree.xpath("(//article | //main)//h1[1]")
    first = next(iter(inside), None) if inside else next(tree.iter("h1"), None)
    return " ".join(str(first.text_content()).split()) if first is not None else ""
