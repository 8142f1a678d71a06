"""Lines → paragraphs: what reads as one, whether heading, list item or running text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edubot.leaflets.lines import Line
from edubot.model import Span


@dataclass(frozen=True)
class Paragraph:
    """Consecutive lines that read as one."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> Line:
        """The line whose marks decide what the paragraph is."""
        return self.lines[0]

    @property
    def span(self) -> Span:
        """From its first word to its last."""
        return Span(self.first.content.start, self.lines[-1].content.end)


def paragraphs(all_lines: Iterable[Line]) -> Iterator[Paragraph]:
    """Lines gathered: one goes on with the line before it unless an empty line or a mark parts them."""
    held: list[Line] = []
    for line in all_lines:
        apart = line.blanks or line.is_item or line.level
        if held and (apart or line.title or held[-1].level or held[-1].title):
            yield Paragraph(tuple(held))
            held = []
        held.append(line)
    if held:
        yield Paragraph(tuple(held))
