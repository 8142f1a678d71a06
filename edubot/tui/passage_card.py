"""One passage, word for word, under its source."""

from collections.abc import Sequence

from textual.content import Content

from edubot.model import Hit
from edubot.rendering.as_text import place_of
from edubot.rendering.marks import drawn, visible
from edubot.rendering.quotes import lines_after, lines_before
from edubot.tui.chosen import Choosable
from edubot.tui.messages import PassageChosen

ANSWERS = "bold underline"
"""How words that answer are marked: in weight and line, never in colour alone."""
OVER = "italic"
"""How the leaflet's words are set that a passage hangs on; never dim, for they may say "not"."""


class PassageCard(Choosable):
    """A passage that can be copied, and opened in its leaflet."""

    def __init__(self, number: int, hit: Hit, plain_words: Sequence[str] = ()) -> None:
        """A card of a hit.

        Args:
            plain_words: lines on the hard words in it.
        """
        super().__init__(card_content(number, hit, plain_words))
        self.hit = hit

    def action_choose(self) -> None:
        """Show it in its leaflet."""
        self.post_message(PassageChosen(self.hit))


def card_content(number: int, hit: Hit, plain_words: Sequence[str] = ()) -> Content:
    """A hit from top to bottom: title, place, quote with what it hangs on, source, note, hard words in plain ones."""
    source = hit.passage.source
    page = f", page {hit.passage.page}" if hit.passage.page else ""
    about = drawn(source.citation.removeprefix(source.title).strip(" ()") + page)
    lines = [Content.assemble((f"{number}  {drawn(source.title)}", "bold"))]
    if place := place_of(hit):
        lines.append(Content.styled(place, OVER))
    lines += [Content.styled(line, OVER) for line in lines_before(hit)]
    lines.append(_quote(hit))
    lines += [Content.styled(line, OVER) for line in lines_after(hit)]
    lines.append(Content.styled(about, "dim"))
    if hit.note:
        lines.append(Content.assemble(("Note: ", "bold"), hit.note))
    return Content("\n").join([*lines, *(Content(line) for line in plain_words)])


def _quote(hit: Hit) -> Content:
    shown = visible(hit.passage.text, hit.highlights)
    quote = Content(f"“{shown.text}”")
    for mark in shown.highlights:
        quote = quote.stylize(ANSWERS, mark.start + 1, mark.end + 1)
    return quote
