"""A leaflet taken out of use is gone at once: from answers, views and open chats, through builds and steps back."""

import random
import shutil
from pathlib import Path

import pytest

from edubot.assistant import Assistant
from edubot.errors import AllWithdrawn, BadInput, BuildFailed, IndexDamaged, IndexUnusable
from edubot.evaluation.frugal import frugal_index
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.layout import STORE_FILE
from edubot.index.search_index import SearchIndex
from edubot.index.store import Store
from edubot.index.store_file import StoreFile
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawal, Withdrawals
from edubot.leaflets.folder import Library
from edubot.model import Outcome, WarningTopic
from edubot.plain.sitting import Sitting
from edubot.plain.spoken import UNFOLD
from edubot.plain.talk import reply
from edubot.retriever import Retriever
from edubot.topics import bundled_topics
from edubot.tui.librarian import Librarian
from edubot.tui.messages import AnswerFound, LeafletsChanged, LeafletsOpened, LeafletWanted, ReadingFailed
from tests.chats import ask, chat_app, opened, shown
from tests.fakes import LetterEncoder
from tests.test_index_commands import run
from tests.three_leaflets import ALCOHOL, TEXTS, laid_out

GONE = "“First” was taken out of use. Do not go by what you read of it."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index of three leaflets that disagree."""
    laid_out(tmp_path)
    build(tmp_path / "index")
    return tmp_path / "index"


def build(root: Path, *, also: str = "") -> None:
    """Build the leaflets that lie beside an index."""
    if also:
        (root.parent / "leaflets" / "one.md").write_text(TEXTS["one"] + also, encoding="utf-8")
    build_index(Library.at(root.parent / "leaflets", None), root, LetterEncoder())


def opened_assistant(root: Path) -> Assistant:
    """As `Assistant.open` does, with an encoder that can be checked by hand."""
    retriever = Retriever(SearchIndex.open(root, LetterEncoder()))
    return Assistant(retriever, Guardrail.load(), withdrawals=Withdrawals(root))


def withdraw(root: Path, leaflet: str = "one") -> None:
    """Take a leaflet out of use."""
    Withdrawals(root).add(Withdrawal(leaflet, "2026-04-12T10:00:00+00:00"))


def told(assistant: Assistant, question: str = ALCOHOL) -> set[str]:
    """The leaflets of which an answer shows or says anything."""
    answer = assistant.ask(question)
    shown = {hit.passage.source.id for hit in answer.hits}
    shown |= {side.leaflet for found in answer.disagreements for side in found.sides}
    return shown | {leaflet for silence in answer.silences for leaflet in silence.leaflets}


def test_an_open_assistant_obeys_at_once(root: Path) -> None:
    """Nothing of it in answer, disagreement, silence, view, text or list; restored, all of it is back."""
    assistant = opened_assistant(root)
    before = [assistant.ask(question) for question in (ALCOHOL, "lip balm", "sun cream")]
    assert told(assistant) == set(TEXTS)
    withdraw(root)
    assert told(assistant) == {"two", "three"}
    assert told(assistant, "lip balm") <= {"two", "three"}
    assert {source.id for source in assistant.sources} == {"two", "three"}
    assert assistant.leaflet("one") is None
    assert assistant.readable("one") == ()
    assert assistant.leaflet("two") is not None
    withdraw(root, "two")
    assert told(assistant) == {"three"}
    Withdrawals(root).remove("one")
    Withdrawals(root).remove("two")
    assert [assistant.ask(question) for question in (ALCOHOL, "lip balm", "sun cream")] == before


def test_nothing_of_it_is_in_any_query_of_the_store(root: Path) -> None:
    """Passages, topics, sides, gaps, keys and words: every way to a leaflet is closed."""
    path = IndexFolder(root).version(IndexFolder(root).current) / STORE_FILE
    whole = Store(path)
    for leaflet in TEXTS:
        store = whole.without([leaflet])
        mine = [passage for passage in whole.passages(range(6)).values() if passage.source.id == leaflet]
        others = {source.id for source in whole.leaflets()} - {leaflet}
        assert {source.id for source in store.leaflets()} == others
        assert {passage.source.id for passage in store.passages(range(6)).values()} == others
        assert store.text(leaflet) is None
        assert store.passages_of(leaflet) == []
        assert store.left_out(leaflet) == []
        assert len(store.hidden_rows) == len(mine)
        for topic in bundled_topics():
            assert leaflet not in store.leaflets_on(topic.id)
            assert not set(store.rows_on([topic.id])) & set(store.hidden_rows)
            assert leaflet not in {side.leaflet for side, _ in store.sides(topic.id)}
        found = store.lexical(["alcohol", "balm", "sun", "fat"], (1, 1, 1), 10)
        assert found
        assert not found.keys() & set(store.hidden_rows)
    assert whole.left_out("one")


def test_a_chat_that_outlives_its_version_obeys(root: Path) -> None:
    """Builds that came after dropped the files that it opened; a leaflet is taken out and put back all the same."""
    assistant = opened_assistant(root)
    before = assistant.ask(ALCOHOL)
    shutil.rmtree(IndexFolder(root).version(IndexFolder(root).current))
    withdraw(root)
    assert told(assistant) == {"two", "three"}
    withdraw(root, "two")
    assert told(assistant.now()) == {"three"}
    Withdrawals(root).remove("one")
    Withdrawals(root).remove("two")
    assert assistant.ask(ALCOHOL) == before


def test_a_library_where_all_is_out_of_use_says_so(root: Path) -> None:
    """Outcome unavailable, with both warnings; and an assistant that opens then does not open."""
    assistant = opened_assistant(root)
    for leaflet in TEXTS:
        withdraw(root, leaflet)
    answer = assistant.ask(ALCOHOL)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert {warning.topic for warning in answer.warnings} == set(WarningTopic)
    assert "out of use" in (answer.problem or "")
    with pytest.raises(IndexUnusable, match="out of use"):
        assistant.now()


def test_a_build_brings_nothing_back(root: Path) -> None:
    """Neither does a step back: withdrawals belong to the folder and not to a version."""
    withdraw(root)
    first = IndexFolder(root).current
    build(root, also="\nAnother sentence on alcohol.\n")
    assert IndexFolder(root).current != first
    assert told(opened_assistant(root)) == {"two", "three"}
    IndexFolder(root).point_to(first)
    assert told(opened_assistant(root)) == {"two", "three"}


def test_an_evaluation_searches_what_is_in_use(bundled_index: Path, tmp_path: Path) -> None:
    """What is measured is what patients get."""
    index = Path(shutil.copytree(bundled_index, tmp_path / "index"))
    withdraw(index, "web-article")
    frugal = frugal_index(index)
    assert "web-article" not in {source.id for source in frugal.store.leaflets()}
    rows, _ = frugal.vectors.nearest(frugal.encoder.encode(["dry lips"]), 1000)
    assert not set(rows[0].tolist()) & set(frugal.store.hidden_rows)
    assert -1 not in rows
    assistant = Assistant.open(index)
    assert "web-article" not in {source.id for source in assistant.sources}
    assert assistant.ask("Can I drink alcohol?").hits


@pytest.mark.parametrize("everything", [b"", b"{}", b"[]", b"null", b'{"withdrawn": 1}', b"[" * 10_000])
def test_a_damaged_list_shows_nothing(root: Path, everything: bytes) -> None:
    """Nobody can tell which leaflets are out of use, so none is shown; the sentence names the file."""
    assistant = opened_assistant(root)
    (root / "withdrawn.json").write_bytes(everything)
    answer = assistant.ask(ALCOHOL)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert "withdrawn.json" in (answer.problem or "")
    assert {warning.topic for warning in answer.warnings} == set(WarningTopic)
    with pytest.raises(IndexDamaged, match=r"withdrawn\.json"):
        assistant.leaflet("two")
    with pytest.raises(IndexDamaged, match=r"withdrawn\.json"):
        assert assistant.sources


def test_a_withdrawal_survives_no_lost_byte_unseen(root: Path) -> None:
    """With any one byte altered the list is refused, so that no leaflet comes back in silence."""
    withdraw(root)
    path = root / "withdrawn.json"
    whole, rng = path.read_bytes(), random.Random(20260412)
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ rng.randrange(1, 256)]) + whole[place + 1 :])
        with pytest.raises(IndexDamaged):
            Withdrawals(root).all()
    path.write_bytes(whole)
    assert Withdrawals(root).ids() == {"one"}


def test_only_what_can_be_done_is_done(root: Path) -> None:
    """Twice out, or back without having been out, is bad input."""
    withdraw(root)
    with pytest.raises(BadInput, match="out of use already"):
        withdraw(root)
    with pytest.raises(BadInput, match="those that are: one"):
        Withdrawals(root).remove("two")


def test_a_withdrawal_that_cannot_be_written_is_told(root: Path) -> None:
    """The leaflet is still in use then, and the educator knows it."""
    (root / "withdrawn.json.new").mkdir()
    with pytest.raises(BuildFailed, match=r"withdrawn\.json could not be written .*nothing was changed"):
        withdraw(root)
    assert Withdrawals(root).ids() == frozenset()


@pytest.mark.parametrize("lost", ["current", "versions/*/manifest.json", "versions/*/store.sqlite"])
def test_a_damaged_index_keeps_no_leaflet_in_use(root: Path, lost: str) -> None:
    """Open chats hold it in memory; of an id that cannot be looked up no more is claimed than is known."""
    assistant = opened_assistant(root)
    for path in root.glob(lost):
        path.write_bytes(b"lost")
    ran = run("withdraw", "one", "--index", root)
    known = lost == "current"
    assert ran.status == 0
    assert ran.out.startswith("Out of use from now on" if known else "If one is a leaflet's id, it is out of use from")
    assert ("see whether one is a leaflet's id" in ran.err) is not known
    assert told(assistant) == {"two", "three"}


def test_a_withdrawal_needs_not_wait_for_a_build(root: Path) -> None:
    """A large build takes minutes; a dangerous leaflet has not that long."""
    with IndexFolder(root).lock():
        withdraw(root)
    assert Withdrawals(root).ids() == {"one"}


def test_the_librarian_tells_what_changed(root: Path) -> None:
    """After the next job, once: the leaflets that are here now, and the title that went."""
    heard: list[object] = []
    librarian = Librarian(Guardrail.load(), lambda: opened_assistant(root), heard.append)
    librarian.ask(0, ALCOHOL)
    librarian.stop()
    librarian.work()
    assert [type(message) for message in heard] == [LeafletsOpened, AnswerFound]
    withdraw(root)
    assistant = opened_assistant(root)
    Withdrawals(root).remove("one")
    heard.clear()
    librarian = Librarian(Guardrail.load(), lambda: assistant, lambda message: _withdraw_after(message, root, heard))
    librarian.ask(0, ALCOHOL)
    librarian.read(LeafletWanted("one"))
    librarian.ask(1, ALCOHOL)
    librarian.stop()
    librarian.work()
    kinds = [type(message) for message in heard]
    assert kinds == [LeafletsOpened, AnswerFound, LeafletsChanged, ReadingFailed, AnswerFound]
    changed = heard[2]
    assert isinstance(changed, LeafletsChanged)
    assert [str(gone) for gone in changed.gone] == [GONE]
    assert isinstance(changed.now, LeafletsOpened)
    assert {source.id for source in changed.now.sources} == {"two", "three"}


def _withdraw_after(message: object, root: Path, heard: list[object]) -> None:
    """An educator takes the first leaflet out of use while the first answer is on its way."""
    heard.append(message)
    if [type(one) for one in heard] == [LeafletsOpened, AnswerFound]:
        withdraw(root)


async def test_an_open_chat_says_so(root: Path) -> None:
    """The person is told by name which leaflet not to go by any more, and its passages cannot be opened."""
    guardrail = Guardrail.load()
    async with chat_app(guardrail, lambda: opened_assistant(root)).run_test(size=(100, 50)) as pilot:
        await opened(pilot)
        withdraw(root)
        await ask(pilot, ALCOHOL)
        notices = [notice.message for notice in pilot.app._notifications]
        assert "“First” was taken out of use. Do not go by what you read of it." in notices
        assert "Drink no alcohol for 2 weeks" not in shown(pilot)
        assert "Drink no alcohol for 6 weeks" in shown(pilot)


def test_the_commands(root: Path) -> None:
    """From outside: by id or file name, with the reason; unknown names are bad input; restore puts it back."""
    out = run("withdraw", "one.md", "--why", "wrong dose", "--index", root)
    assert out.status == 0
    assert "First (one)" in out.out
    assert "edubot index restore one" in out.out
    (listed,) = run("withdrawn", "--json", "--index", root).json
    assert (listed["leaflet"], listed["why"]) == ("one", "wrong dose")
    assert "one, since" in run("withdrawn", "--index", root).out
    assert "First (one.md, 2 passages, out of use)" in run("show", "--index", root).out
    wrong = run("withdraw", "oen", "--index", root)
    assert (wrong.status, wrong.out) == (2, "")
    assert "one, three, two" in wrong.err
    assert run("restore", "two", "--index", root).status == 2
    assert run("restore", "one", "--index", root).status == 0
    assert run("withdrawn", "--index", root).out == "No leaflet is out of use.\n"
    (root / "withdrawn.json").write_bytes(b"{}")
    for command in (("withdrawn",), ("verify",), ("withdraw", "two")):
        assert run(*command, "--index", root).status == 3, command


def test_a_chat_line_by_line_says_so(root: Path) -> None:
    """Once, before the next answer; and the answer holds nothing of it."""
    sitting = Sitting(opened_assistant(root))
    assert "Drink no alcohol for 2 weeks" in sitting.answer(ALCOHOL)
    withdraw(root)
    now = sitting.answer(ALCOHOL)
    assert now.startswith("“First” was taken out of use. Do not go by what you read of it.")
    assert "Drink no alcohol for 2 weeks" not in now
    assert "out of use" not in sitting.answer(ALCOHOL)


@pytest.mark.parametrize("what", ["the list", "the folder"])
def test_a_list_that_vanishes_brings_nothing_back(root: Path, what: str) -> None:
    """A chat that is open answers nothing then: a file that was deleted is no word from an educator."""
    withdraw(root)
    assistant = opened_assistant(root)
    assert told(assistant) == {"two", "three"}
    if what == "the folder":
        shutil.rmtree(root)
    else:
        (root / "withdrawn.json").unlink()
    assert assistant.ask(ALCOHOL).outcome is Outcome.UNAVAILABLE


def test_whatever_a_store_holds_can_be_hidden(root: Path) -> None:
    """A table that is added one day gets its view too, or this fails."""
    file = StoreFile(IndexFolder(root).version(IndexFolder(root).current) / STORE_FILE, ["one"])
    tables = {name for (name,) in file.query("SELECT name FROM main.sqlite_master WHERE type = 'table'")}
    views = {name for (name,) in file.query("SELECT name FROM temp.sqlite_master WHERE type = 'view'")}
    assert {name for name in tables if not name.startswith("words")} == views


@pytest.mark.parametrize("command", ["more", "back", "find balm", "topics 1", "source 1", "quote 1", "history 1"])
def test_no_command_line_by_line_reads_on(root: Path, command: str) -> None:
    """What was open and what was answered is let go of at once, and the person is told which leaflet went."""
    sitting = Sitting(opened_assistant(root))
    reply(sitting, ALCOHOL)
    reply(sitting, "/topics")
    first = next(n for n, (leaflet, _) in enumerate(sitting.headings, start=1) if leaflet == "one")
    assert "lip balm" in reply(sitting, f"/topics {first}")
    place = next(n for n, hit in enumerate(sitting.hits, start=1) if hit.passage.source.id == "one")
    for held, named in (
        ("topics 1", f"topics {first}"),
        ("source 1", f"source {place}"),
        ("quote 1", f"quote {place}"),
    ):
        command = named if command == held else command
    withdraw(root)
    said = reply(sitting, f"/{command}")
    assert said.startswith(GONE)
    assert "2 weeks" not in said
    assert "lip balm" not in said
    assert "out of use" not in reply(sitting, "/topics")
    assert sitting.pages is None
    assert {hit.passage.source.id for hit in sitting.hits} == {"two", "three"}
    assert "Drink no alcohol for 6 weeks" in reply(sitting, "/history 1")


def test_what_is_saved_line_by_line_is_in_use(root: Path, tmp_path: Path) -> None:
    """A file that is kept for months holds no passage of a leaflet that is gone; the sheet is saved in any case."""
    sitting = Sitting(opened_assistant(root))
    reply(sitting, ALCOHOL)
    reply(sitting, "/add May I drive?")
    withdraw(root)
    assert reply(sitting, f"/save {tmp_path / 'a.md'}").startswith(GONE)
    saved = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "for 2 weeks" not in saved
    assert "for 6 weeks" in saved
    withdraw(root, "two")
    withdraw(root, "three")
    for command in ("/history 1", "/quote 1", "/source 1", "/topics 2"):
        said = reply(sitting, command)
        assert "out of use" in said
        assert "weeks" not in said
    assert "out of use" in reply(sitting, f"/save {tmp_path / 'b.md'}")
    saved = (tmp_path / "b.md").read_text(encoding="utf-8")
    assert "May I drive?" in saved
    assert "weeks" not in saved


def test_what_waits_behind_help_is_in_use(root: Path) -> None:
    """An empty line brings the passages that are left."""
    sitting = Sitting(opened_assistant(root))
    assert UNFOLD in reply(sitting, f"I want to die. {ALCOHOL}")
    withdraw(root)
    said = reply(sitting, "")
    assert said.startswith(GONE)
    assert "for 2 weeks" not in said
    assert "for 6 weeks" in said


def test_an_index_of_which_all_is_withdrawn_answers_when_one_is_restored(small_copy: tuple[Path, Path]) -> None:
    """It cannot be opened; but what tells so holds what was opened."""
    _, index = small_copy
    withdraw(index, "first")
    withdraw(index, "second")
    with pytest.raises(AllWithdrawn) as refused:
        Assistant.open(index)
    held = refused.value.opened
    assert isinstance(held, Assistant)
    with pytest.raises(AllWithdrawn):
        held.now()
    Withdrawals(index).remove("second")
    assert [source.id for source in held.sources] == ["second"]
    assert told(held, "lip balm") <= {"second"}
