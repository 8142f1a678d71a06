"""What a reader gets out of a file, before anything is decided about it."""

from dataclasses import dataclass

from edubot.model import Quarantine


def counted(number: int, what: str) -> str:
    """So many of what is named, for a sentence."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


@dataclass(frozen=True)
class Reading:
    """A file's text, and what is known of it beside the words."""

    text: str
    """The single form that every offset counts in."""
    title: str = ""
    """The line of the text that names the whole, where the file tells which; else its first line may."""
    around: tuple[Quarantine, ...] = ()
    """What stands around the leaflet's own words: menus, page heads and feet."""
    pages: tuple[int, ...] = ()
    """Where each page's text begins, for files that have pages."""
    repairs: tuple[str, ...] = ()
    """What had to be guessed or mended to get the text, each as the end of a sentence about the file."""
