"""An open chat goes by what is in use: it learns of a withdrawal or of another version without being asked."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from textual.message import Message
from textual.widgets import Input

from edubot.answering import Answering, BuildStep, Refusal
from edubot.assistant import Assistant
from edubot.errors import IndexMissing
from edubot.guardrail.guardrail import Guardrail
from edubot.index.layout import STORE_FILE
from edubot.index.stamp import POINTER, stamp
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawals
from edubot.model import Alert, AlertKind, Disagreement, LiftedWords, Outcome, Side, Silence
from edubot.plain.desks import Desks
from edubot.plain.sitting import Sitting
from edubot.plain.talk import reply, talk
from edubot.rendering.out_of_use import ALTERED, NOTHING_LEFT, OUT_OF_REACH, WITHDRAWN, Gone, without
from edubot.tui.app import EdubotApp
from edubot.tui.chat_screen import ChatScreen
from edubot.tui.librarian import Librarian
from edubot.tui.messages import (
    AnswerFound,
    LeafletRead,
    LeafletsChanged,
    LeafletsOpened,
    LeafletsUnavailable,
    LeafletWanted,
    ReadingFailed,
    TopicsRead,
)
from edubot.tui.passage_card import PassageCard
from edubot.tui.remark_screen import RemarkScreen
from edubot.tui.source_screen import SourceScreen
from edubot.tui.topics_screen import TopicsScreen
from tests.chats import ask, assert_warned, exchanges, opened, shown, until, when_opened, words
from tests.fakes import ScriptedAssistant
from tests.scripted import GUIDE, PLAIN, scripted
from tests.test_withdrawals import GONE, build, opened_assistant, root, told, withdraw
from tests.three_leaflets import ALCOHOL, TEXTS

__all__ = ["root"]
ALSO = "\nNever with alcohol, says a line that was added.\n"


def _side(leaflet: str, words: str) -> Side:
    return Side(leaflet, words, 0, len(words), LiftedWords((), (words,)))


def _heard(
    root: Path, *meanwhile: Callable[[], object], asks: bool = True, looks_twice: bool = True
) -> list[LeafletsChanged]:
    """What a librarian tells unasked, when she looks after each of these things has happened."""
    heard: list[Message] = []
    rest = list(meanwhile)

    def tell(message: Message) -> None:
        heard.append(message)

    librarian = Librarian(Guardrail.load(), lambda: opened_assistant(root), tell, lambda: stamp(root))
    if asks:
        librarian.ask(0, ALCOHOL)
    for happens in rest:
        librarian._jobs.put(lambda _, happens=happens: happens())  # type: ignore[misc]
        if looks_twice:
            librarian._jobs.put(lambda _: when_opened(librarian._opener))
    librarian.stop()
    librarian.work()
    return [message for message in heard if isinstance(message, LeafletsChanged)]


def test_looking_brings_nothing_while_nothing_changes(root: Path) -> None:
    """Nobody is told twice of the same leaflets, however often somebody looks."""
    heard: list[Message] = []
    librarian = Librarian(Guardrail.load(), lambda: opened_assistant(root), heard.append, lambda: stamp(root))
    librarian.look()
    librarian.look()
    assert librarian._jobs.qsize() == 1, "a busy librarian is not called again and again"
    librarian.stop()
    librarian.work()
    assert [type(message) for message in heard] == [LeafletsOpened]


def test_a_step_back_is_followed(root: Path) -> None:
    """What was shown and reads otherwise is let go of; what reads the same, and what was not shown, is not."""
    folder = IndexFolder(root)
    first = folder.current
    build(root, also=ALSO)
    (changed,) = _heard(root, lambda: folder.point_to(first))
    assert [(gone.source.id, gone.why) for gone in changed.gone] == [("one", ALTERED)]
    assert isinstance(changed.now, LeafletsOpened)
    build(root, also=ALSO)
    (changed,) = _heard(root, lambda: folder.point_to(first), asks=False)
    assert changed.gone == ()


def test_curation_alone_makes_another_leaflet(root: Path) -> None:
    """The file is the same to the byte; but a sentence of it is kept from patients since."""
    written = 'title = "First"\n\n[[quarantine]]\nwords = "Use a lip balm"\nreason = "marketing"\n'

    def curate() -> None:
        (root.parent / "leaflets" / "one.toml").write_text(written, encoding="utf-8")
        build(root)

    (changed,) = _heard(root, curate)
    assert [(gone.source.id, gone.why) for gone in changed.gone] == [("one", ALTERED)]


def test_a_version_that_cannot_be_opened_is_not_read_from(root: Path) -> None:
    """What was shown counts no more, and why is said; put right again, all of it is back."""
    pointer = root / POINTER
    whole = pointer.read_bytes()

    def damage() -> None:
        pointer.unlink()

    def mend() -> None:
        pointer.write_bytes(whole)

    broken, mended = _heard(root, damage, mend)
    assert isinstance(broken.now, LeafletsUnavailable)
    assert broken.now.mended_by_building
    assert {gone.why for gone in broken.gone} == {OUT_OF_REACH}
    assert len(broken.gone) == 3
    assert isinstance(mended.now, LeafletsOpened)
    assert len(mended.now.sources) == 3


def test_a_damaged_list_of_withdrawals_closes_all(root: Path) -> None:
    """Nobody can tell which leaflets are in use, so none is, and none is called withdrawn; told once."""
    damage = partial((root / "withdrawn.json").write_bytes, b"{}")
    (changed,) = _heard(root, damage, _nothing, _nothing)
    assert isinstance(changed.now, LeafletsUnavailable)
    assert not changed.now.mended_by_building
    assert {(gone.source.id, gone.why) for gone in changed.gone} == {(id, OUT_OF_REACH) for id in TEXTS}


def test_a_list_of_withdrawals_that_cannot_be_read_for_a_moment_takes_nothing_away(root: Path) -> None:
    """Somebody looks once more before anything is let go of."""
    whole = Withdrawals(root)
    withdraw(root, "two")
    whole.remove("two")
    file = root / "withdrawn.json"
    written = file.read_bytes()
    damage, mend = partial(file.write_bytes, b"{}"), partial(file.write_bytes, written)
    assert _heard(root, damage, mend, _nothing, looks_twice=False) == []
    gone, back = _heard(root, damage, mend)
    assert len(gone.gone) == 3
    assert isinstance(back.now, LeafletsOpened)
    assert not back.gone


def test_what_is_shown_between_two_looks_that_fail_is_let_go_of(root: Path) -> None:
    """Also where the leaflets were told to be out of reach before."""
    damage, mend = partial((root / "withdrawn.json").write_bytes, b"{}"), (root / "withdrawn.json").unlink
    desk = opened_assistant(root)
    shown = [hit.passage.source.id for hit in desk.ask(ALCOHOL).hits]
    heard: list[Message] = []

    def tell(message: Message) -> None:
        heard.append(message)
        if isinstance(message, AnswerFound):
            damage()

    librarian = Librarian(Guardrail.load(), lambda: desk, tell)
    for job in (damage, _nothing):
        librarian._jobs.put(lambda _, job=job: job())  # type: ignore[misc]
    librarian._jobs.put(lambda now: mend() or AnswerFound(0, now.ask(ALCOHOL)))
    librarian.stop()
    librarian.work()
    first, second = [message for message in heard if isinstance(message, LeafletsChanged)]
    assert {gone.why for gone in (*first.gone, *second.gone)} == {OUT_OF_REACH}
    assert {gone.source.id for gone in second.gone} >= set(shown)


def test_where_all_is_withdrawn_each_is_told_so(root: Path) -> None:
    """At once, for that is known; and what is put back is named again."""

    def withdraw_all() -> None:
        for leaflet in TEXTS:
            withdraw(root, leaflet)

    gone, back = _heard(root, withdraw_all, _nothing, lambda: Withdrawals(root).remove("one"))
    assert isinstance(gone.now, LeafletsUnavailable)
    assert {(each.source.id, each.why) for each in gone.gone} == {(id, WITHDRAWN) for id in TEXTS}
    assert isinstance(back.now, LeafletsOpened)
    assert [source.id for source in back.now.sources] == ["one"]


def _nothing() -> None:
    """Somebody looks, and nothing has happened."""


def test_line_by_line_a_list_that_cannot_be_read_takes_nothing_away(root: Path) -> None:
    """Nothing is said again while nobody can tell what is in use, nor called withdrawn; then all of it is back."""
    sitting = Sitting(opened_assistant(root))
    assert "for 2 weeks" in reply(sitting, ALCOHOL)
    withdraw(root, "two")
    assert WITHDRAWN in reply(sitting, "/history 1")
    file = root / "withdrawn.json"
    written = file.read_bytes()
    file.write_bytes(b"{}")
    for message in ("/history 1", "/quote 1", ALCOHOL):
        said = reply(sitting, message)
        assert "withdrawn.json" in said
        assert "weeks" not in said
        assert WITHDRAWN not in said
    file.write_bytes(written)
    assert "for 2 weeks" in reply(sitting, "/history 1")


def test_line_by_line_where_all_is_withdrawn_each_is_told_so(root: Path, tmp_path: Path) -> None:
    """Of what was read, with why no leaflet is open; none of its words is said or saved, and no build mends that."""
    sitting = Sitting(opened_assistant(root), lambda: opened_assistant(root))
    assert "for 2 weeks" in reply(sitting, ALCOHOL)
    for leaflet in TEXTS:
        withdraw(root, leaflet)
    said = reply(sitting, "/topics")
    assert said.count("was taken out of use. Do not go by what you read of it.") == len(TEXTS)
    assert "Every leaflet is out of use" in said
    assert "weeks" not in said
    assert "Building again from here does not mend this." in reply(sitting, "/rebuild")
    file = tmp_path / "talk.md"
    reply(sitting, f"/save {file}")
    assert ALCOHOL in file.read_text(encoding="utf-8")
    assert "weeks" not in file.read_text(encoding="utf-8")
    assert "Every leaflet is out of use" in reply(sitting, ALCOHOL)
    Withdrawals(root).remove("one")
    assert "for 2 weeks" in reply(sitting, ALCOHOL)


def test_line_by_line_a_leaflet_that_was_closed_is_told_of_too(root: Path) -> None:
    """Who read in it may go by that still, whatever they opened since."""
    brought: list[Answering] = []
    sitting = Sitting(opened_assistant(root), renewed=lambda: brought.pop() if brought else None)
    assert sitting.read("one", 0)
    assert sitting.read("two", 0)
    brought.append(Refusal(sitting.desk.guardrail, "It is damaged."))
    said = reply(sitting, "/more")
    told = [f"“{title}” cannot be opened or checked now." in said for title in ("First", "Second", "Third")]
    assert told == [True, True, False]


@dataclass
class Later(ScriptedAssistant):
    """Is something else in the end."""

    end: ScriptedAssistant | None = None

    def now(self) -> ScriptedAssistant:
        """Itself until then."""
        return self.end or self


def test_line_by_line_what_is_put_back_is_known(guardrail: Guardrail) -> None:
    """By its title; what can be asked of it is offered, and it stands under the warnings of both medicines."""
    alone = guardrail.over({PLAIN.drug})
    desk = Later(replace(alone, policy=replace(alone.policy, suggestions=())), {}, [PLAIN])
    sitting = Sitting(desk)
    assert "YOU COULD ASK" not in reply(sitting, "hello")
    desk.end = ScriptedAssistant(guardrail, {}, [PLAIN, GUIDE])
    reply(sitting, "/topics")
    assert sitting.titles[GUIDE.id] == GUIDE.title
    assert sitting.warnings_in_full() == Sitting(desk.end).warnings_in_full()
    assert "YOU COULD ASK" in reply(sitting, "hello")


def test_line_by_line_a_sign_that_cannot_be_read_ends_no_chat(
    guardrail: Guardrail, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither at the start nor later: every question is answered from the leaflets that are open."""
    left = [OSError("no sign"), 1, OSError("no sign"), 1]

    def sign() -> object:
        now = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(now, OSError):
            raise now
        return now

    typed = Typing(iter(["Can I drink alcohol?"] * 3))
    assert talk(guardrail, lambda: scripted(guardrail), typed, stamp=sign) == 0
    assert capsys.readouterr().out.count("PASSAGE 1.") == 3


@pytest.mark.parametrize("file", [POINTER, "withdrawn.json"])
def test_of_leaflets_of_which_nothing_was_shown_nothing_is_told(root: Path, file: str) -> None:
    """Where none can be opened any more: nobody has read anything of them."""
    (changed,) = _heard(root, lambda: (root / file).write_bytes(b"{}"), asks=False)
    assert isinstance(changed.now, LeafletsUnavailable)
    assert changed.gone == ()


@pytest.mark.parametrize("why", ["withdrawn", "altered"])
async def test_an_open_source_view_is_closed_unasked(root: Path, tmp_path: Path, why: str) -> None:
    """With a sentence saying why; the passages of it are marked, and neither saved, copied nor opened any more."""
    guardrail, folder = Guardrail.load(), IndexFolder(root)
    first = folder.current
    build(root, also=ALSO)
    app = EdubotApp(guardrail, lambda: opened_assistant(root), stamp=lambda: stamp(root))
    sentence = GONE if why == "withdrawn" else str(Gone(opened_assistant(root).sources[0], ALTERED))
    async with app.run_test(size=(100, 60), notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        chat = pilot.app.screen
        assert isinstance(chat, ChatScreen)
        assert "Drink no alcohol for 2 weeks" in shown(pilot)
        chat.post_message(LeafletWanted("one"))
        await until(pilot, lambda: isinstance(pilot.app.screen, SourceScreen))
        if why == "withdrawn":
            withdraw(root)
        else:
            folder.point_to(first)
        await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))
        assert [str(notice.message) for notice in pilot.app._notifications] == [sentence]
        assert_warned(pilot, chat.guardrail)
        await until(pilot, lambda: "for 2 weeks" not in shown(pilot))
        label = "taken out of use" if why == "withdrawn" else "changed since"
        assert f"[{label}: a passage of “First”]" in words(shown(pilot))
        assert sentence in words(shown(pilot))
        cards = {card.hit.passage.source.id for card in chat.query(PassageCard)}
        assert cards == {"two", "three"}
        await pilot.press("f4")
        await until(pilot, lambda: bool(pilot.app.screen.query("#place")))
        pilot.app.screen.query_one("#place", Input).value = str(tmp_path / "talk.md")
        await pilot.press("enter")
        await until(pilot, (tmp_path / "talk.md").exists)
        saved = (tmp_path / "talk.md").read_text(encoding="utf-8")
        assert "for 2 weeks" not in saved
        assert "for 6 weeks" in saved
        await ask(pilot, ALCOHOL)
        assert ("for 2 weeks" in shown(pilot)) is (why == "altered")


def test_headings_that_were_listed_are_let_go_of(root: Path) -> None:
    """They would open another text at the places of the old one."""
    build(root, also="\n## Food\n\nEat fat with it, if you can.\n")
    heard: list[Message] = []

    def tell(message: Message) -> None:
        heard.append(message)
        if isinstance(message, TopicsRead):
            build(root, also=ALSO)

    librarian = Librarian(Guardrail.load(), lambda: opened_assistant(root), tell, lambda: stamp(root))
    librarian.list_topics()
    librarian._jobs.put(lambda _: when_opened(librarian._opener))
    librarian.stop()
    librarian.work()
    changed = heard[-1]
    assert isinstance(changed, LeafletsChanged)
    assert [(gone.source.id, gone.why) for gone in changed.gone] == [("one", ALTERED)]


@pytest.mark.parametrize("change", ["words", "place", "curation", "nothing"])
def test_no_words_are_marked_that_the_answer_did_not_show(root: Path, change: str) -> None:
    """A card that is chosen while another version comes into use brings a sentence, not marks on other words."""
    (hit,) = [hit for hit in opened_assistant(root).ask(ALCOHOL).hits if hit.passage.source.id == "one"]
    file = root.parent / "leaflets" / "one.md"
    text = file.read_text(encoding="utf-8")
    if change == "words":
        file.write_text(text.replace("2 weeks", "7 weeks"), encoding="utf-8")
    elif change == "place":
        file.write_text(text.replace("# First", "# First one"), encoding="utf-8")
    elif change == "curation":
        curated = 'title = "First"\n\n[[quarantine]]\nwords = "Drink no alcohol for 2 weeks."\nreason = "marketing"\n'
        file.with_suffix(".toml").write_text(curated, encoding="utf-8")
    build(root)
    heard: list[Message] = []
    librarian = Librarian(Guardrail.load(), lambda: opened_assistant(root), heard.append)
    librarian.read(LeafletWanted("one", [hit], hit.passage.start))
    librarian.stop()
    librarian.work()
    if change == "nothing":
        assert isinstance(heard[1], LeafletRead)
    else:
        assert isinstance(heard[1], ReadingFailed)
        assert "was changed since. Ask again" in heard[1].problem


async def test_every_screen_that_shows_it_is_left(root: Path) -> None:
    """The list of topics, and a remark on a passage of it; one on another leaflet stays."""
    guardrail = Guardrail.load()
    app = EdubotApp(guardrail, lambda: opened_assistant(root), stamp=lambda: stamp(root))
    async with app.run_test(size=(100, 60), notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, ALCOHOL)
        chat = pilot.app.screen
        hits = {card.hit.passage.source.id: card.hit for card in chat.query(PassageCard)}
        remarks = {id: RemarkScreen(guardrail, hits[id], root / "remarks.txt") for id in ("one", "two")}
        answer = exchanges(pilot)[-1].answer
        assert answer
        await pilot.app.push_screen(remarks["two"])
        await pilot.app.push_screen(TopicsScreen(guardrail, [(hits["one"].passage.source, ())]))
        await pilot.app.push_screen(remarks["one"])
        withdraw(root)
        await until(pilot, lambda: pilot.app.screen is remarks["two"])
        withdraw(root, "two")
        await until(pilot, lambda: pilot.app.screen is chat)
        assert told(opened_assistant(root)) == {"three"}
        Withdrawals(root).remove("one")
        await until(pilot, lambda: "First" in shown(pilot))


async def test_what_waits_behind_help_is_let_go_of_too(root: Path) -> None:
    """The card stays; Enter brings what is left."""
    guardrail = Guardrail.load()
    app = EdubotApp(guardrail, lambda: opened_assistant(root), stamp=lambda: stamp(root))
    async with app.run_test(size=(100, 80), notifications=True) as pilot:
        await opened(pilot)
        await ask(pilot, f"I want to die. {ALCOHOL}")
        (exchange,) = exchanges(pilot)
        assert exchange.folded
        card = exchange.query_one(".alert.crisis")
        withdraw(root)
        await until(pilot, lambda: bool(pilot.app._notifications))
        await until(pilot, lambda: bool(exchange.query(".alert.crisis")) and exchange.query_one(".crisis") is not card)
        await pilot.press("enter")
        await until(pilot, lambda: bool(exchange.query(PassageCard)))
        assert "for 2 weeks" not in shown(pilot)
        assert "for 6 weeks" in shown(pilot)
        assert exchange.query_one(".alert.crisis").display


def test_an_answer_that_loses_all_says_so(root: Path) -> None:
    """Its alerts and both warnings stay; the words, sides and highlights are gone."""
    answer = opened_assistant(root).ask(ALCOHOL)
    card = Alert(AlertKind.CRISIS, "Call.", "crisis")
    others = Disagreement("Alcohol", (_side("a", "Avoid it."), _side("b", "Drink.")), "Ask.")
    whole = replace(answer, alerts=(card,), disagreements=(others,), silences=(Silence("Sun", ("a",)),))
    left = without(whole, [Gone(hit.passage.source) for hit in answer.hits])
    assert left.outcome is Outcome.UNAVAILABLE
    assert (left.hits, left.disagreements, left.silences) == ((), (), ())
    assert (left.alerts, left.warnings, left.message) == ((card,), answer.warnings, NOTHING_LEFT)
    assert GONE in (left.problem or "")
    assert Gone(answer.hits[0].passage.source).why == WITHDRAWN


@dataclass
class Typing:
    """Somebody who types, while things happen in between."""

    messages: Iterator[str | Callable[[], object]]

    def message(self, _prompt: str, /) -> str | None:
        """The next one."""
        for typed in self.messages:
            if isinstance(typed, str):
                return typed
            typed()
        return None


def test_line_by_line_another_version_is_followed_with_the_next_message(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was read of it is let go of, and the answer is of the version in use; one that is gone answers nothing."""
    folder, first = IndexFolder(root), IndexFolder(root).current
    build(root, also=ALSO)
    pointer, sentence = root / POINTER, str(Gone(opened_assistant(root).sources[0], ALTERED))
    steps: list[str | Callable[[], object]] = [
        ALCOHOL,
        lambda: sys.stdout.write("STEP BACK"),
        lambda: folder.point_to(first),
        "/history 1",
        lambda: sys.stdout.write("ANEW"),
        ALCOHOL,
        lambda: sys.stdout.write("GONE"),
        pointer.unlink,
        ALCOHOL,
        "/source 1",
    ]
    typed = Typing(iter(steps))
    left = talk(Guardrail.load(), lambda: opened_assistant(root), typed, stamp=lambda: stamp(root))
    assert left == IndexMissing.exit_status
    before, _, rest = capsys.readouterr().out.partition("STEP BACK")
    history, _, rest = rest.partition("ANEW")
    anew, _, gone = rest.partition("GONE")
    assert "for 2 weeks" in before
    assert sentence in history
    assert "for 2 weeks" not in history
    assert "for 6 weeks" in history
    assert "for 2 weeks" in anew
    assert sentence not in anew
    assert gone.count("is not in use any more: build it again.") == 2
    assert "weeks" not in gone


@pytest.mark.parametrize("asks", [True, False])
def test_line_by_line_a_damaged_version_is_mended_by_building(
    root: Path, capsys: pytest.CaptureFixture[str], asks: bool
) -> None:
    """Nothing of the one before is shown meanwhile, why is said, and /rebuild builds, whether or not one asks first."""

    def damage() -> None:
        build(root, also=ALSO)
        folder = IndexFolder(root)
        store = folder.version(folder.current) / STORE_FILE
        store.write_bytes(store.read_bytes() + b"x")

    def rebuild(_: Callable[[BuildStep], None]) -> tuple[str, ...]:
        build(root)
        return ()

    meanwhile: list[str | Callable[[], object]] = [ALCOHOL, "/history 1", "/quote 1"] if asks else []
    steps: list[str | Callable[[], object]] = [
        ALCOHOL,
        damage,
        lambda: sys.stdout.write("DAMAGED"),
        *meanwhile,
        "/rebuild",
        lambda: sys.stdout.write("MENDED"),
        ALCOHOL,
        "/rebuild",
    ]
    typed, opens = Typing(iter(steps)), lambda: opened_assistant(root)
    assert talk(Guardrail.load(), opens, typed, rebuild=rebuild, stamp=lambda: stamp(root)) == 0
    damaged, _, mended = capsys.readouterr().out.partition("DAMAGED")[2].partition("MENDED")
    assert "“First” cannot be opened or checked now. Do not go by what you read of it." in damaged
    assert "weeks" not in damaged
    assert ("build the index again" in damaged) is asks
    assert "Your questions are answered from:" in damaged
    assert "for 6 weeks" in mended
    assert "The leaflets are open: nothing has to be built." in mended


def test_leaflets_that_were_all_withdrawn_when_it_began_are_back_when_they_are_restored(root: Path) -> None:
    """Unasked, without another version, and without opening any again."""
    for leaflet in TEXTS:
        withdraw(root, leaflet)
    openings: list[Assistant] = []
    heard: list[Message] = []

    def opens() -> Assistant:
        openings.append(opened_assistant(root))
        return openings[-1]

    librarian = Librarian(Guardrail.load(), opens, heard.append, lambda: stamp(root))
    librarian.ask(0, ALCOHOL)
    librarian._jobs.put(lambda _: None)
    librarian._jobs.put(lambda _: Withdrawals(root).remove("two"))
    librarian.ask(1, ALCOHOL)
    librarian.stop()
    librarian.work()
    closed, refused, changed, answered = heard[:4]
    assert isinstance(closed, LeafletsUnavailable)
    assert isinstance(refused, AnswerFound)
    assert refused.answer.outcome is Outcome.UNAVAILABLE
    assert isinstance(changed, LeafletsChanged)
    assert isinstance(changed.now, LeafletsOpened)
    assert [source.id for source in changed.now.sources] == ["two"]
    assert isinstance(answered, AnswerFound)
    assert {hit.passage.source.id for hit in answered.answer.hits} == {"two"}
    assert len(openings) == 1


def test_of_the_first_index_no_second_is_opened(root: Path) -> None:
    """Line by line, opening builds it where there is none; the first message finds the version that is open."""
    pointer = root / POINTER
    whole = pointer.read_bytes()
    pointer.unlink()
    openings: list[Assistant] = []

    def opens() -> Assistant:
        pointer.write_bytes(whole)
        openings.append(opened_assistant(root))
        return openings[-1]

    desks = Desks(Guardrail.load(), opens, stamp=lambda: stamp(root))
    assert desks.opened() is openings[0]
    assert desks.renewed() is None
    pointer.unlink()
    pointer.write_bytes(whole)
    assert desks.renewed() is openings[1], "what is put in use later is followed"


def test_a_first_opening_that_fails_is_tried_again(root: Path) -> None:
    """With every message, until it comes about; and not once more after that."""
    left = [IndexMissing("The disk is away", "Put it back") for _ in range(2)]

    def opens() -> Assistant:
        if left:
            raise left.pop()
        return opened_assistant(root)

    desks = Desks(Guardrail.load(), opens, stamp=lambda: stamp(root))
    assert isinstance(desks.opened(), Refusal)
    assert isinstance(desks.renewed(), Refusal)
    assert isinstance(desks.renewed(), Assistant)
    assert desks.renewed() is None
