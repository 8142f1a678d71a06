"""The leaflets' own headings, to look through without a question."""

from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Static, Tree

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Source
from edubot.rendering.marks import drawn
from edubot.rendering.outline import Heading
from edubot.tui.contents import Contents, grow
from edubot.tui.messages import LeafletWanted
from edubot.tui.safe_screen import CLOSE, SafeScreen


class TopicsScreen(SafeScreen):
    """Every leaflet with its headings; Enter opens it there."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def __init__(self, guardrail: Guardrail, outlines: Sequence[tuple[Source, Sequence[Heading]]]) -> None:
        super().__init__(guardrail)
        self._outlines = outlines

    def body(self) -> Iterator[Widget]:
        """The tree of all."""
        yield Static("Choose what to read with the arrow keys and Enter.", classes="lead")
        yield Contents()

    def shows(self, leaflets: Collection[str]) -> bool:
        """Those whose headings are listed."""
        return any(source.id in leaflets for source, _ in self._outlines)

    def on_mount(self) -> None:
        """Hang the headings under their leaflets."""
        tree = self.query_one(Contents)
        for source, headings in self._outlines:
            node = tree.root.add(Text(drawn(source.title)), (source.id, 0), expand=True)
            grow(node, source.id, headings)
        tree.focus()

    def on_tree_node_selected(self, event: Tree.NodeSelected[tuple[str, int]]) -> None:
        """Open the leaflet at what was chosen."""
        event.stop()
        if event.node.data:
            leaflet, place = event.node.data
            self.app.screen_stack[-2].post_message(LeafletWanted(leaflet, place=place))
