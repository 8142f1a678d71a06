"""Both warnings, always in sight."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from edubot.guardrail.guardrail import Guardrail
from edubot.model import SafetyWarning
from edubot.tui import keys


class WarningsBar(Vertical):
    """Docked at the top of every screen: a line for each warning, two rows at 80 columns."""

    def __init__(self, guardrail: Guardrail) -> None:
        super().__init__()
        self._guardrail = guardrail

    def compose(self) -> ComposeResult:
        """One static a warning, so that a test can ask each for its size."""
        for warning in self._guardrail.warnings:
            yield Static(_line(warning), id=f"warning-{warning.topic}", classes="warning")
        yield Static("", id="warning-notice")

    def on_mount(self) -> None:
        """Name the key, once it is known which one it is."""
        self.query_one("#warning-notice", Static).update(self._notice())

    def _notice(self) -> Content:
        notice = self._guardrail.policy.notice_beside(self._guardrail.warnings)
        return Content(f"{notice} {keys.label(self.screen, keys.WARNINGS)}: in full.".lstrip())

    def stand_under(self, guardrail: Guardrail) -> None:
        """Show another policy's warnings, once it is known what the leaflets are about."""
        self._guardrail = guardrail
        for warning in guardrail.warnings:
            self._show(f"#warning-{warning.topic}", _line(warning))
        self._show("#warning-notice", self._notice())

    def _show(self, place: str, words: Content) -> None:
        """Put words in their place; what is not there yet is drawn from the policy when it is."""
        for line in self.query(place).results(Static):
            line.update(words)


def _line(warning: SafetyWarning) -> Content:
    head, colon, rest = warning.line.partition(":")
    return Content.assemble((head + colon, "bold"), rest)
