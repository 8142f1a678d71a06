"""One passage, word for word, under its source."""

from textual.content import Content

from edubot.model import Hit
from edubot.rendering.as_text import place_of
from edubot.rendering.marks import drawn, visible
from edubot.tui.chosen import Choosable
from edubot.tui.messages import PassageChosen

ANSWERS = "bold underline"
"""How words that answer are marked: in weight and line, never in colour alone."""


class PassageCard(Choosable):
    """A passage that can be copied, and opened in its leaflet."""

    def __init__(self, number: int, hit: Hit) -> None:
        super().__init__(card_content(number, hit))
        self.hit = hit

    def action_choose(self) -> None:
        """Show it in its leaflet."""
        self.post_message(PassageChosen(self.hit))


def card_content(number: int, hit: Hit) -> Content:
    """Title, place, quote, source and note of a hit, one below the other."""
    source = hit.passage.source
    page = f", page {hit.passage.page}" if hit.passage.page else ""
    about = drawn(source.citation.removeprefix(source.title).strip(" ()") + page)
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
