"""Whatever goes wrong with the leaflets while a chat is open, who writes of dying gets the card."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from threading import Event
from typing import cast

import pytest
from textual.message import Message
from textual.pilot import Pilot

from edubot.answering import Answering, Refusal
from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.triage import Triage
from edubot.model import AlertKind, Answer, LeafletView, Outcome
from edubot.plain.sitting import Sitting
from edubot.plain.talk import reply
from edubot.rendering.as_text import short_warnings
from edubot.rendering.out_of_use import ALTERED, OUT_OF_REACH
from edubot.tui.exchange import Exchange
from edubot.tui.librarian import Librarian
from edubot.tui.messages import AnswerFound, BuildEnded, LeafletsChanged, LeafletsOpened, LeafletsUnavailable
from edubot.tui.opener import Opener
from edubot.tui.passage_card import PassageCard
from tests.chats import assert_warned, behind, chat_app, exchanges, refused, send, shown, until, when_opened
from tests.fakes import ScriptedAssistant, refusing
from tests.scripted import ALCOHOL, CRISIS, PROBLEM, scripted

TONIGHT = "I want to kill myself tonight"
EXPECTING = "I am pregnant"
FULL = MemoryError("no room")


@dataclass
class Faulty(ScriptedAssistant):
    """Looking what is in use, or at a leaflet, fails as nobody foresaw."""

    looks: int = 0
    """How often looking what is in use goes well before it fails."""
    faults: int = 1
    """How often it fails then."""
    seen: int = field(default=0, init=False)

    def now(self) -> ScriptedAssistant:
        """Itself, but for these times."""
        self.seen += 1
        if self.looks < self.seen <= self.looks + self.faults:
            raise FULL
        return self

    def leaflet(self, id: str) -> LeafletView | None:  # noqa: ARG002  as an assistant's
        """Nothing that could be compared."""
        raise FULL


def _faulty(guardrail: Guardrail, looks: int = 0) -> Faulty:
    desk = scripted(guardrail)
    return Faulty(desk.guardrail, desk.hits, desk.sources, looks=looks)


def test_line_by_line_a_fault_in_opening_another_version_hides_no_card(guardrail: Guardrail) -> None:
    """Each message is answered by help, why, and both warnings, and is remembered."""

    def renewed() -> Answering:
        raise FULL

    sitting = Sitting(scripted(guardrail), renewed=renewed)
    for number in (1, 2):
        said = reply(sitting, EXPECTING)
        assert said.startswith("HELP FIRST\n")
        assert short_warnings(guardrail.warnings, guardrail.policy) in said
        assert "no room" in said
        assert sitting.asked == [EXPECTING] * number


@pytest.mark.parametrize("looks", [0, 1])
def test_line_by_line_a_fault_in_looking_hides_no_card(guardrail: Guardrail, looks: int) -> None:
    """Neither before the answer nor after it."""
    sitting = Sitting(_faulty(guardrail, looks))
    assert reply(sitting, TONIGHT).startswith("HELP FIRST\n")
    assert "ANSWER" in reply(sitting, ALCOHOL)


def _told(guardrail: Guardrail, desk: Callable[[], Answering], *asked: str, versions: int = 1) -> list[Message]:
    """What a librarian tells who finds another version in use at each look, until there are no more."""
    heard: list[Message] = []
    looks = count()
    librarian = Librarian(guardrail, desk, heard.append, lambda: min(next(looks), versions - 1))
    for number, question in enumerate(asked):
        librarian.ask(number, question)
        librarian._jobs.put(lambda _: when_opened(librarian._opener))
    librarian.stop()
    librarian.work()
    return heard


def test_a_fault_in_looking_is_no_word_from_an_educator(guardrail: Guardrail) -> None:
    """One is not told, for the next look may be well; every message after it is answered."""
    heard = _told(guardrail, lambda: _faulty(guardrail, looks=1), ALCOHOL, TONIGHT)
    assert [alert.kind for alert in _answers(heard)[1].alerts] == [AlertKind.CRISIS]
    assert not [message for message in heard if isinstance(message, LeafletsChanged)]


def test_faults_in_looking_end_no_chat(guardrail: Guardrail) -> None:
    """They are told, nothing is shown meanwhile, and who writes of dying gets the card."""
    desk = _faulty(guardrail, looks=2)
    desk.faults = 3
    heard = _told(guardrail, lambda: desk, ALCOHOL, TONIGHT, ALCOHOL)
    assert [alert.kind for alert in _answers(heard)[1].alerts] == [AlertKind.CRISIS]
    lost, *_ = [message for message in heard if isinstance(message, LeafletsChanged)]
    assert isinstance(lost.now, LeafletsUnavailable)
    assert "no room" in lost.now.problem
    assert {(gone.source.id, gone.why) for gone in lost.gone} == {("guide", OUT_OF_REACH), ("article", OUT_OF_REACH)}


def test_leaflets_that_cannot_be_compared_are_let_go_of(guardrail: Guardrail) -> None:
    """What was shown of them may read otherwise now; the chat goes on."""
    desk = _faulty(guardrail, looks=9)
    heard = _told(guardrail, lambda: desk, ALCOHOL, TONIGHT, versions=2)
    (changed,) = [message for message in heard if isinstance(message, LeafletsChanged)]
    assert {(gone.source.id, gone.why) for gone in changed.gone} == {("guide", ALTERED), ("article", ALTERED)}
    assert isinstance(heard[-1], AnswerFound)
    assert heard[-1].answer.alerts


def test_help_does_not_wait_for_another_version(guardrail: Guardrail) -> None:
    """It is opened beside, and followed when it is there."""
    heard: list[Message] = []
    opened, stamps, gate = count(), iter([1]), Event()

    def opens() -> Answering:
        assert not next(opened) or gate.wait(10)
        return scripted(guardrail)

    librarian = Librarian(guardrail, opens, heard.append, lambda: next(stamps, 2))
    librarian.ask(0, ALCOHOL)
    librarian.ask(1, TONIGHT)
    librarian._jobs.put(lambda _: gate.set())
    librarian._jobs.put(lambda _: when_opened(librarian._opener))
    librarian.stop()
    librarian.work()
    assert [type(message) for message in heard] == [LeafletsOpened, AnswerFound, AnswerFound, LeafletsChanged]
    assert isinstance(heard[2], AnswerFound)
    assert heard[2].answer.alerts
    assert isinstance(heard[3], LeafletsChanged)
    assert isinstance(heard[3].now, LeafletsOpened), "the gate was opened by what came after the help"


def test_line_by_line_help_does_not_wait_for_another_version(guardrail: Guardrail) -> None:
    """It is followed by the next message that is not as urgent."""
    opened: list[Answering] = []

    def renewed() -> Answering | None:
        opened.append(scripted(guardrail))
        return opened[-1]

    sitting = Sitting(scripted(guardrail), renewed=renewed)
    before = sitting.desk
    assert reply(sitting, CRISIS).startswith("HELP FIRST\n")
    assert not opened
    assert sitting.desk is before
    assert "it strains the liver" in reply(sitting, "")
    assert sitting.desk is opened[-1]


def _signs(*signs: object) -> Callable[[], object]:
    """Each sign in turn, and the last from then on; a fault is raised in its turn."""
    left = list(signs)

    def sign() -> object:
        now = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(now, Exception):
            raise now
        return now

    return sign


@dataclass
class Torn(ScriptedAssistant):
    """Breaks its promise and answers nothing."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:  # noqa: ARG002  as an assistant's
        """Never answered."""
        raise FULL


def _answers(heard: Sequence[Message]) -> list[Answer]:
    return [message.answer for message in heard if isinstance(message, AnswerFound)]


@pytest.mark.parametrize("signs", [(FULL, 1), (1, FULL, 1)])
def test_a_sign_that_cannot_be_read_ends_no_chat(guardrail: Guardrail, signs: tuple[object, ...]) -> None:
    """Neither at the start nor later: what was asked behind it is answered from the leaflets, nothing is let go of."""
    heard: list[Message] = []
    librarian = Librarian(guardrail, lambda: scripted(guardrail), heard.append, _signs(*signs))
    for number, question in enumerate((ALCOHOL, CRISIS)):
        librarian.ask(number, question)
    librarian.stop()
    librarian.work()
    first, second = _answers(heard)
    assert first.hits
    assert second.hits
    assert [alert.kind for alert in second.alerts] == [AlertKind.CRISIS]
    assert not [message.gone for message in heard if isinstance(message, LeafletsChanged) and message.gone]


def test_a_question_that_fails_is_answered_with_help(guardrail: Guardrail) -> None:
    """With its card, why, and both warnings; and so is the one behind it."""
    heard = _told(guardrail, lambda: Torn(guardrail, {}, []), TONIGHT, TONIGHT)
    for answer in _answers(heard):
        assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]
        assert answer.outcome is Outcome.UNAVAILABLE
        assert answer.warnings == guardrail.warnings
        assert "no room" in (answer.problem or "")
    assert len(_answers(heard)) == 2


def test_an_answer_that_does_not_reach_the_screen_ends_no_chat(guardrail: Guardrail) -> None:
    """It is told once more, without the leaflets; the next one comes as always."""
    heard: list[Message] = []
    faults = [FULL]

    def tell(message: Message) -> None:
        if isinstance(message, AnswerFound) and faults:
            raise faults.pop()
        heard.append(message)

    librarian = Librarian(guardrail, lambda: scripted(guardrail), tell)
    librarian.ask(0, TONIGHT)
    librarian.ask(1, ALCOHOL)
    librarian.stop()
    librarian.work()
    first, second = _answers(heard)
    assert first.alerts
    assert second.hits


def test_where_listening_itself_fails_the_card_stands(guardrail: Guardrail) -> None:
    """Nobody can tell a crisis from a question then, as where the rules cannot be read."""
    deaf = replace(guardrail, triage=cast(Triage, "no rules"))
    answer = deaf.unavailable(ALCOHOL, "no room")
    assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]
    assert answer.warnings == guardrail.warnings


class _Deaf:
    """Listens to vectors, and fails."""

    def alerts(self, vectors: object, words: object) -> set[AlertKind]:  # noqa: ARG002  as a model's
        """Fails, as with vectors of another length."""
        raise ValueError("of another length")


def test_a_model_that_fails_takes_no_card_that_rules_call_for(guardrail: Guardrail) -> None:
    """What rules and words hear stands, and nothing else."""
    half = replace(guardrail, meaning=_Deaf())
    answer = half.unavailable("my throat is swelling and I can not breathe", "no room", vectors=[(1.0,)])
    assert [alert.kind for alert in answer.alerts] == [AlertKind.EMERGENCY]


def test_another_version_is_followed_although_no_thread_was_to_be_had(guardrail: Guardrail) -> None:
    """It is opened without one; and the version after it beside again."""
    heard: list[Message] = []
    signs = iter([1])
    librarian = Librarian(guardrail, lambda: scripted(guardrail), heard.append, lambda: next(signs, 2))
    librarian.ask(0, ALCOHOL)
    librarian._jobs.put(lambda _: when_opened(librarian._opener))
    librarian.stop()
    before = threading.stack_size(1 << 46)  # more than any machine has
    try:
        librarian.work()
    finally:
        threading.stack_size(before)
    assert [type(message) for message in heard] == [LeafletsOpened, AnswerFound, LeafletsChanged]


def test_who_fell_while_opening_says_so(guardrail: Guardrail) -> None:
    """Whatever ended it; and the next version is opened as always."""
    left = [SystemExit()]
    done: list[bool] = []

    def opens() -> Answering:
        if left:
            raise left.pop()
        return scripted(guardrail)

    opener = Opener(guardrail, opens, lambda: done.append(True))
    told: list[type[Answering]] = []
    for sign in (1, 2):
        opener.begin(sign)
        when_opened(opener)
        found = opener.found()
        assert found
        assert found.stamp == sign
        told.append(type(found.desk))
    assert told == [Refusal, type(scripted(guardrail))]
    assert len(done) == 2, "somebody has to look"


async def _with_the_card(pilot: Pilot[None], kind: AlertKind) -> Exchange:
    """The latest exchange, when help stands in it once, right under the question."""
    latest = exchanges(pilot)[-1]
    await until(pilot, lambda: bool(latest.query(".alert")))
    question, first, *others = latest.children
    assert question.has_class("question")
    assert first.has_class("alert", kind)
    assert first.region.area > 0
    assert not [other for other in others if other.has_class("alert", kind)]
    return latest


@pytest.mark.parametrize("again", [False, True], ids=["at first", "built again"])
@pytest.mark.parametrize(("cry", "kind"), [(CRISIS, AlertKind.CRISIS), ("I can't breathe", AlertKind.EMERGENCY)])
async def test_help_does_not_wait_for_the_leaflets(
    guardrail: Guardrail, cry: str, kind: AlertKind, again: bool
) -> None:
    """The card is there before they are, under both warnings; the rest comes into its place, the card stays first."""
    gate, whole, refusals = Event(), scripted(guardrail), [PROBLEM] * again
    assistant = ScriptedAssistant(whole.guardrail, whole.hits | {cry: whole.hits[CRISIS]}, whole.sources)

    def opens() -> Answering:
        return refusing(refusals.pop()) if refusals else behind(gate, assistant)()

    async with chat_app(guardrail, opens).run_test(size=(80, 60)) as pilot:
        if again:
            await refused(pilot)
            pilot.app.screen.post_message(BuildEnded())
            await until(pilot, lambda: "Opening the leaflets" in shown(pilot))
        await send(pilot, ALCOHOL)
        await send(pilot, cry)
        latest = await _with_the_card(pilot, kind)
        assert not gate.is_set()
        assert latest.answer is None
        assert latest.query(".waiting")
        assert_warned(pilot, guardrail)
        calm, _ = exchanges(pilot)
        assert not calm.query(".alert"), "what is not urgent waits"
        gate.set()
        await until(pilot, lambda: all(exchange.answer for exchange in exchanges(pilot)))
        assert await _with_the_card(pilot, kind) is latest
        assert not latest.query(".waiting")
        assert bool(latest.query(PassageCard)) is (kind is not AlertKind.CRISIS)
        await pilot.press("enter")
        await until(pilot, lambda: len(latest.query(PassageCard)) == 2)
        await _with_the_card(pilot, kind)
        assert len(calm.query(PassageCard)) == 2
        assert_warned(pilot, guardrail)


async def test_help_that_came_first_stays_where_no_leaflet_opens(guardrail: Guardrail) -> None:
    """With why nothing can be searched."""
    gate = Event()

    def opens() -> Answering:
        assert gate.wait(60)
        return refusing(PROBLEM)

    async with chat_app(guardrail, opens).run_test(size=(80, 60)) as pilot:
        await send(pilot, TONIGHT)
        latest = await _with_the_card(pilot, AlertKind.CRISIS)
        gate.set()
        await until(pilot, lambda: latest.answer is not None)
        assert await _with_the_card(pilot, AlertKind.CRISIS) is latest
        assert latest.query(".problem")
        assert_warned(pilot, guardrail)
