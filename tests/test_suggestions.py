"""What could be asked: found behind the person's own messages, and only where the leaflets have an answer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from textual.message import Message
from textual.pilot import Pilot

from edubot.answering import Refusal, suggestions
from edubot.assistant import Assistant
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Outcome
from edubot.tui.librarian import Librarian
from edubot.tui.messages import AnswerFound, LeafletsChanged, LeafletsOpened, QuestionsSuggested
from edubot.tui.suggestions import SuggestedQuestion, Suggestions
from tests.chats import assert_warned, chat_app, opened, shown, until
from tests.fakes import ScriptedAssistant
from tests.scripted import ALCOHOL, ARTICLE, GUIDE, scripted
from tests.test_help_in_trouble import TONIGHT

TOUCHED_ON = "My child swallowed one of my tablets"


@dataclass
class Choosy(ScriptedAssistant):
    """Has an answer to every question but some."""

    silent_on: frozenset[str] = frozenset()
    looked: Callable[[str], object] = field(default=lambda _: None)

    def has_answer(self, question: str) -> bool:
        """Whether it is none of those."""
        self.looked(question)
        return question not in self.silent_on


def test_only_what_has_an_answer_is_suggested(guardrail: Guardrail) -> None:
    """In the policy's order; nothing where no leaflet can be opened."""
    first, second, *others = guardrail.policy.suggestions
    assert suggestions(Choosy(guardrail, {}, [GUIDE], silent_on=frozenset({second}))) == (first, *others)
    assert suggestions(Refusal(guardrail, "There is no index.")) == ()


def test_what_is_suggested_is_answered(assistant: Assistant) -> None:
    """Of the bundled leaflets all that the policy offers; what they touch on or are silent on is none of that."""
    questions = assistant.guardrail.policy.suggestions
    assert suggestions(assistant) == questions
    assert {assistant.ask(question).outcome for question in questions} == {Outcome.ANSWERED}
    assert assistant.ask(TOUCHED_ON).outcome is Outcome.MENTIONED
    assert not assistant.has_answer(TOUCHED_ON)


def test_serious_side_effects_come_first_where_it_is_asked_which_need_a_doctor(assistant: Assistant) -> None:
    """Dry lips need none."""
    first, *_ = assistant.ask("Which side effects need a doctor?").hits
    assert first.passage.heading[-1].startswith("Get medical attention")


def _heard(desk: Choosy, then: Callable[[Librarian, str], object] = lambda *_: None) -> list[Message]:
    """What a librarian tells until she has told what could be asked.

    Args:
        then: happens whenever she has looked at a question.
    """
    heard: list[Message] = []

    def tell(message: Message) -> None:
        heard.append(message)
        if isinstance(message, QuestionsSuggested):
            librarian.stop()

    librarian = Librarian(desk.guardrail, lambda: desk, tell)
    desk.looked = lambda question: then(librarian, question)
    librarian.ask(0, ALCOHOL)
    librarian.work()
    return heard


def test_what_waits_is_answered_before_others_are_suggested(guardrail: Guardrail) -> None:
    """Also what is typed while it is looked at one of them: help waits for one question, never for all."""
    first, second, *others = guardrail.policy.suggestions

    def cry(librarian: Librarian, question: str) -> None:
        if question == first:
            librarian.ask(1, TONIGHT)

    whole = scripted(guardrail)
    told = _heard(Choosy(whole.guardrail, whole.hits, whole.sources, silent_on=frozenset({second})), cry)
    assert [type(message) for message in told] == [LeafletsOpened, AnswerFound, AnswerFound, QuestionsSuggested]
    assert isinstance(told[2], AnswerFound)
    assert told[2].answer.alerts
    assert told[3] == QuestionsSuggested((first, *others))


def test_nothing_is_suggested_of_leaflets_that_are_gone(guardrail: Guardrail) -> None:
    """Opened again meanwhile: what was begun is left, and the others' questions are told once."""
    first = guardrail.policy.suggestions[0]
    looked: list[str] = []
    desks = [
        Choosy(guardrail, {}, [GUIDE], looked=lambda _: librarian.reopen()),
        Choosy(guardrail, {}, [ARTICLE], silent_on=frozenset({first}), looked=looked.append),
    ]
    heard: list[Message] = []

    def tell(message: Message) -> None:
        heard.append(message)
        if isinstance(message, QuestionsSuggested):
            librarian.stop()

    librarian = Librarian(guardrail, lambda: desks.pop(0), tell)
    librarian.work()
    assert [type(message) for message in heard] == [LeafletsOpened, LeafletsOpened, QuestionsSuggested]
    assert heard[2] == QuestionsSuggested(guardrail.policy.suggestions[1:])
    assert looked == list(guardrail.policy.suggestions)


def _offered(pilot: Pilot[None]) -> list[str]:
    return [line.question for line in pilot.app.screen.query(SuggestedQuestion)]


async def test_the_screen_offers_what_has_an_answer(guardrail: Guardrail) -> None:
    """Of other leaflets, once they are there, what those have an answer to."""
    first, *others = guardrail.policy.suggestions
    desk = Choosy(guardrail, {}, [GUIDE], silent_on=frozenset({first}))
    async with chat_app(guardrail, lambda: desk).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        await until(pilot, lambda: _offered(pilot) == others)
        pilot.app.screen.post_message(LeafletsChanged(LeafletsOpened([ARTICLE], guardrail)))
        await until(pilot, lambda: _offered(pilot) == [first, *others])
        pilot.app.screen.post_message(QuestionsSuggested((first,)))
        await until(pilot, lambda: _offered(pilot) == [first])
        pilot.app.screen.post_message(QuestionsSuggested(()))
        await until(pilot, lambda: not pilot.app.screen.query(Suggestions))
        assert_warned(pilot, guardrail)


async def test_under_the_built_in_policy_nothing_is_offered(tmp_path: Path) -> None:
    """It suggests nothing, so no heading stands over nothing."""
    guardrail = Guardrail.load(path=tmp_path / "nowhere.toml")
    desk = ScriptedAssistant(guardrail, {}, [GUIDE])
    async with chat_app(guardrail, lambda: desk).run_test(size=(100, 60)) as pilot:
        await opened(pilot)
        assert "You could ask" not in shown(pilot)
        assert_warned(pilot, guardrail)
