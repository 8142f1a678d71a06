"""One passage, word for word, under its source."""

from textual.content import Content
from textual.widgets import Static

from edubot.model import Hit
from edubot.rendering.as_text import place_of
from edubot.rendering.marks import drawn, visible

ANSWERS = "bold underline"
"""How words that answer are marked: in weight and line, never in colour alone."""


class PassageCard(Static, can_focus=True):
    """A passage that can be reached with Tab and copied."""

    def __init__(self, number: int, hit: Hit) -> None:
        super().__init__(card_content(number, hit))
        self.hit = hit


def card_content(number: int, hit: Hit) -> Content:
    """Title, source, place, quote and note of a hit, one below the other."""
    source = hit.passage.source
    about = drawn(source.citation.removeprefix(source.title).strip(" ()"))
    lines = [Content.assemble((f"{number}  {drawn(source.title)}", "bold"))]
    if hit.passage.heading:
        lines.append(Content.styled(place_of(hit), "italic"))
    lines += [_quote(hit), Content.styled(about, "dim")]
    if hit.note:
        lines.append(Content.assemble(("Note: ", "bold"), hit.note))
    return Content("\n").join(lines)


def _quote(hit: Hit) -> Content:
    shown = visible(hit.passage.text, hit.highlights)
    quote = Content(f"“{shown.text}”")
    for mark in shown.highlights:
        quote = quote.stylize(ANSWERS, mark.start + 1, mark.end + 1)
    return quote
