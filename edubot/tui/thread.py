"""The questions of this sitting and their answers, the latest below."""

from textual.containers import VerticalScroll
from textual.widget import Widget

from edubot.model import Answer, Hit
from edubot.tui.chosen import Choosable
from edubot.tui.exchange import Exchange
from edubot.tui.passage_card import PassageCard
from edubot.tui.suggestions import Suggestions
from edubot.tui.welcome import Welcome


class Thread(VerticalScroll, can_focus=False):
    """Keeps each exchange, and brings one to the top of the screen."""

    def __init__(self, welcome: Welcome) -> None:
        super().__init__(welcome, id="thread")
        self._top: Widget | None = None
        """What stays at the top until the person scrolls."""
        self.exchanges: list[Exchange] = []

    async def add(self, question: str) -> Exchange:
        """Show a question at once; what was suggested before it goes."""
        exchange = Exchange(len(self.exchanges), question)
        self.exchanges.append(exchange)
        for suggestions in self.query(Suggestions):  # one by one: a query that removes leaves a gap where they stood
            await suggestions.remove()
        await self.mount(exchange)
        self.bring_up(exchange)
        return exchange

    def bring_up(self, widget: Widget) -> None:
        """Scroll until a widget is at the top, and keep it there while what stands around it is laid out."""
        self._top = widget
        self._settle()

    def watch_virtual_size(self) -> None:
        """Something above or below has changed its height."""
        self._settle()

    def on_descendant_focus(self) -> None:
        """The person has gone elsewhere."""
        self._top = None

    def on_mouse_scroll_up(self) -> None:
        """So too."""
        self._top = None

    def on_mouse_scroll_down(self) -> None:
        """So too."""
        self._top = None

    def _settle(self) -> None:
        if self._top is not None:
            self.call_after_refresh(self._scroll_up)

    def _scroll_up(self) -> None:
        if self._top is not None and self._top.is_mounted:
            self.scroll_to_widget(self._top, top=True, animate=False, immediate=True)

    def turn(self, pages: int) -> None:
        """Scroll by pages, two lines of the last still in sight."""
        self._top = None
        self.scroll_relative(y=pages * max(self.size.height - 2, 1), animate=False)

    @property
    def asked(self) -> list[str]:
        """The questions, the latest last."""
        return [exchange.question for exchange in self.exchanges]

    @property
    def answers(self) -> list[Answer]:
        """Those that have come."""
        return [exchange.answer for exchange in self.exchanges if exchange.answer]

    @property
    def folded(self) -> Exchange | None:
        """The latest in which what the leaflets say waits behind a card."""
        return next((exchange for exchange in reversed(self.exchanges) if exchange.folded), None)

    @property
    def first_choice(self) -> Choosable | None:
        """What Tab goes to from the question box: the first passage of the latest exchange, or what it suggests."""
        within: Widget = self.exchanges[-1] if self.exchanges else self
        return next(iter(within.query(Choosable)), None)

    def best_hit(self, focused: Widget | None) -> Hit | None:
        """The passage in focus, else the best of the latest answer; never of an older one."""
        if isinstance(focused, PassageCard):
            return focused.hit
        cards = self.exchanges[-1].query(PassageCard) if self.exchanges else ()
        return next((card.hit for card in cards), None)

    def hits_beside(self, hit: Hit) -> list[Hit]:
        """The passages of the same leaflet in the answer that shows one, in the order of the text."""
        for answer in reversed(self.answers):
            if hit in answer.hits:
                same = [other for other in answer.hits if other.passage.source == hit.passage.source]
                return sorted(same, key=lambda other: other.passage.start)
        return [hit]
