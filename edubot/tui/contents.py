"""A leaflet's headings as a tree."""

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from edubot.rendering.outline import Heading


def grow(node: TreeNode[tuple[str, int]], leaflet: str, headings: Sequence[Heading]) -> None:
    """Hang headings under a node, each with its leaflet's id and its place."""
    nodes: dict[tuple[str, ...], TreeNode[tuple[str, int]]] = {(): node}
    parents = {heading.path[:-1] for heading in headings}
    for heading in headings:
        above = nodes[heading.path[:-1]]
        words, data = Text(heading.path[-1]), (leaflet, heading.place)
        below = above.add(words, data, expand=True) if heading.path in parents else above.add_leaf(words, data)
        nodes[heading.path] = below


class Contents(Tree[tuple[str, int]]):
    """Enter on a heading chooses it; the tree folds with the space bar."""

    guide_depth = 2
    auto_expand = False

    def __init__(self) -> None:
        super().__init__("Contents", id="contents")
        self.show_root = False
