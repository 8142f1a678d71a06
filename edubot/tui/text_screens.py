"""Screens to read and leave: the help, and the warnings in full."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from edubot.guardrail.guardrail import Guardrail
from edubot.rendering import said
from edubot.tui.exchange import full_warning
from edubot.tui.safe_screen import CLOSE, SafeScreen

ABOUT = (
    "Ask in your own words. The words between quotation marks are the leaflets', unchanged, with their "
    "source below them. Underlined sentences are those that match best. "
)
PRIVATE = "Nothing you type leaves this machine or is kept, unless you save it."
IN_AN_ENGINE = (
    "Nothing you type is kept, unless you save it. What you ask is turned into figures, and these go to the engine "
    "that holds the leaflets, at {engine}; your words stay on this machine."
)


class FullWarningsScreen(SafeScreen):
    """Both warnings in full, with sources and dates."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def body(self) -> Iterator[Widget]:
        """A warning below the other."""
        yield VerticalScroll(*(Static(classes="in-full") for _ in self.guardrail.warnings), classes="reading")

    def on_mount(self) -> None:
        """Draw them."""
        self.stand_under(self.guardrail)

    def stand_under(self, guardrail: Guardrail) -> None:
        """Those of another policy, in full too."""
        super().stand_under(guardrail)
        for shown, warning in zip(self.query(".in-full").results(Static), guardrail.warnings, strict=False):
            shown.update(full_warning(warning))


class HelpScreen(SafeScreen):
    """What to ask and which keys do what, the keys drawn from the bindings themselves."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSE

    def __init__(
        self, guardrail: Guardrail, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], engine: str = ""
    ) -> None:
        """A help page.

        Args:
            groups: titles, each with keys and what they do.
            engine: where questions are searched, if not here.
        """
        super().__init__(guardrail)
        self._groups = groups
        self._private = IN_AN_ENGINE.format(engine=engine) if engine else PRIVATE

    def body(self) -> Iterator[Widget]:
        """How answers are made, what to ask, and the keys."""
        yield VerticalScroll(Static(), classes="reading")

    def on_mount(self) -> None:
        """Draw them."""
        self.stand_under(self.guardrail)

    def stand_under(self, guardrail: Guardrail) -> None:
        """What to ask is another policy's too."""
        super().stand_under(guardrail)
        for shown in self.query(".reading Static").results(Static):
            shown.update(self._content())

    def _content(self) -> Content:
        lines = [Content(ABOUT + self._private), Content(said.WHOSE_NUMBERS)]
        for title, keys in self._groups:
            lines += [Content(""), Content.styled(title, "bold")]
            lines += [Content.assemble((f"{key:<10}", "bold"), "  ", what) for key, what in keys]
        asked = [Content(f"• {question}") for question in self.guardrail.policy.suggestions]
        return Content("\n").join([*lines, Content(""), Content.styled("You could ask", "bold"), *asked])
