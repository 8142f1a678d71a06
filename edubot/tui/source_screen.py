"""The source view: a passage in its place in the whole leaflet."""

from collections.abc import Collection, Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static, Tree

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Hit
from edubot.remarks import remarks_file
from edubot.rendering.as_markdown import passage_as_markdown
from edubot.rendering.marks import drawn
from edubot.tui import keys
from edubot.tui.contents import Contents, grow
from edubot.tui.leaflet_text import LeafletText
from edubot.tui.messages import LeafletRead
from edubot.tui.remark_screen import RemarkScreen
from edubot.tui.safe_screen import SafeScreen


class SourceScreen(SafeScreen):
    """The leaflet beside its headings; the answer's passages are marked in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back"),
        keys.WARNINGS,
        *keys.READING,
    ]

    def __init__(self, guardrail: Guardrail, read: LeafletRead, noted: list[Hit] | None = None) -> None:
        """A screen over a leaflet.

        Args:
            noted: passages on which a remark was noted in this sitting; it is added to.
        """
        super().__init__(guardrail)
        self._noted = noted if noted is not None else []
        self._read = read
        self._marks = list(read.wanted.marks)
        self._at = next((row for row, hit in enumerate(self._marks) if hit.passage.start == read.wanted.place), 0)
        self._found: list[int] = []
        """Numbers of the paragraphs that hold what was searched for."""
        self._found_at = 0

    def body(self) -> Iterator[Widget]:
        """What it is, its headings and its text, what can be done, and a line to search with."""
        yield Static(Content.styled(drawn(self._read.view.source.citation), "bold"), id="citation")
        yield Horizontal(Contents(), LeafletText(self._read.drawn), id="source")
        yield Static(id="status")
        yield Input(placeholder="Search in this leaflet and press Enter", id="search")

    def shows(self, leaflets: Collection[str]) -> bool:
        """Its own."""
        return self._read.view.source.id in leaflets

    def on_mount(self) -> None:
        """Stand at the passage."""
        tree = self.query_one(Contents)
        grow(tree.root, self._read.view.source.id, self._read.headings)
        tree.root.expand()
        self.query_one("#search").display = False
        text = self.query_one(LeafletText)
        text.focus()
        if self._read.wanted.place:
            text.go_to(self._read.wanted.place)
        self._tell()

    def on_tree_node_selected(self, event: Tree.NodeSelected[tuple[str, int]]) -> None:
        """Go to a heading."""
        event.stop()
        if event.node.data:
            self.remove_class("-contents")
            text = self.query_one(LeafletText)
            text.focus()
            text.go_to(event.node.data[1])

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search."""
        event.stop()
        text = self.query_one(LeafletText)
        self._found = await text.find(event.value)
        self._found_at = 0
        event.input.display = False
        text.focus()
        self.action_found(0)

    def action_leave(self) -> None:
        """Leave the search, the headings, or the leaflet."""
        search = self.query_one("#search", Input)
        if search.display:
            search.display = False
            self.query_one(LeafletText).focus()
        elif self.has_class("-contents"):
            self.action_contents()
        else:
            self.app.pop_screen()

    def action_contents(self) -> None:
        """Show the headings, or go back to the text; where both have room, only the focus moves."""
        tree = self.query_one(Contents)
        to_tree = not tree.has_focus
        self.set_class(to_tree, "-contents")
        (tree if to_tree else self.query_one(LeafletText)).focus()

    def action_mark(self, step: int) -> None:
        """Go to another passage of the answer."""
        if self._marks:
            self._at = (self._at + step) % len(self._marks)
            self.query_one(LeafletText).go_to(self._marks[self._at].passage.start)
        self._tell()

    def action_search(self) -> None:
        """Open the line to search with."""
        search = self.query_one("#search", Input)
        search.display = True
        search.focus()

    def action_found(self, step: int) -> None:
        """Go to another place where the words were found."""
        if self._found:
            self._found_at = (self._found_at + step) % len(self._found)
            self.query_one(LeafletText).show(self._found[self._found_at])
        self._tell(searched=True)

    def action_copy(self) -> None:
        """Copy the passage that one is at."""
        if not self._marks:
            self.notify("No passage is marked here. Ask a question, and open its passage.")
            return
        self.app.copy_to_clipboard(passage_as_markdown(self._marks[self._at]))
        self.notify("Copied the passage with its source.")

    def action_remark(self) -> None:
        """Note that the passage one is at is wrong or unclear."""
        if self._marks:
            self.app.push_screen(RemarkScreen(self.guardrail, self._marks[self._at], remarks_file(), self._noted))
        else:
            self.notify("No passage is marked here. Ask a question, and open its passage.")

    def _tell(self, searched: bool = False) -> None:
        if searched:
            told = (
                f"Found in {len(self._found)} places: {self._found_at + 1}." if self._found else "Found nowhere here."
            )
        elif self._marks:
            told = f"Passage {self._at + 1} of {len(self._marks)} that the answer shows from this leaflet."
        else:
            told = "The whole leaflet."
        self.query_one("#status", Static).update(Content(told))
