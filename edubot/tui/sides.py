"""What leaflets say that do not agree: side by side where there is room, else one below the other."""

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Static

from edubot.model import Disagreement, Side
from edubot.rendering.marks import drawn
from edubot.rendering.quotes import quoted, under


class Sides(Vertical):
    """Word for word, in the order in which leaflets were read in, without a winner."""

    def __init__(self, found: Disagreement, titles: Mapping[str, str]) -> None:
        super().__init__()
        self._found = found
        self._titles = titles
        """Of the leaflets, by id."""

    def compose(self) -> ComposeResult:
        """The topic, a column a leaflet, and the advice."""
        by_leaflet: dict[str, list[Side]] = {}
        for side in self._found.sides:
            by_leaflet.setdefault(side.leaflet, []).append(side)
        yield Static(Content.styled(f"What each leaflet says on {self._found.topic}", "bold"))
        with Container(classes="columns" if len(by_leaflet) > 2 else "columns two"):  # noqa: PLR2004  two columns
            for leaflet, sides in by_leaflet.items():
                yield Static(self._column(leaflet, sides), classes="side")
        yield Static(Content(self._found.advice), classes="advice")

    def _column(self, leaflet: str, sides: list[Side]) -> Content:
        title = Content.styled(drawn(self._titles.get(leaflet, leaflet)), "bold")
        lines, place = [title], ""
        for side in sides:
            over = under(side.quote) if side.quote else ""
            if over and over != place:
                lines.append(Content.styled(over, "italic"))
            lines += _said(side)
            place = over
        return Content("\n").join(lines)


def _said(side: Side) -> list[Content]:
    page = f" (page {side.page})" if side.page else ""
    said = [Content(f"{quoted(side.quote)}{page}" if side.quote else f"[left out: {side.left_out}]")]
    return [*said, Content.assemble(("Note: ", "bold"), side.note)] if side.note else said
