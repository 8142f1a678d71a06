"""An engine that dies, is away, or was never meant: one sentence, both warnings, and it goes on when it is back."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from textual.message import Message

from edubot.address import EngineAddress, place
from edubot.assistant import Assistant
from edubot.errors import BadInput, EngineUnavailable
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.engine.client import engine_of
from edubot.index.engine.records import Records
from edubot.index.engine.withdrawals import EngineWithdrawals
from edubot.index.engine.written import WrittenVersions
from edubot.index.stamp import stamps
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from edubot.model import Outcome
from edubot.plain.talk import talk
from edubot.rendering.out_of_use import OUT_OF_REACH
from edubot.tui.app import EdubotApp
from edubot.tui.librarian import Librarian
from edubot.tui.messages import LeafletsChanged, LeafletsOpened, LeafletsUnavailable
from tests.chats import ask, assert_warned, exchanges, shown, until, words
from tests.chats import opened as chat_opened
from tests.conftest import REPOSITORY
from tests.engines import TestEngine, until_reached
from tests.fakes import LetterEncoder
from tests.places import build, cache, one_sentence, opened, run, shelf
from tests.test_plain import Script
from tests.three_leaflets import ALCOHOL

pytestmark = pytest.mark.xdist_group("engine-trouble")
"""One engine, and no second one in another process."""
__all__ = ["cache", "shelf"]
SILENT = "which holds the leaflets, does not answer"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestEngine]:
    """One engine for all that is tried here; it is alive when a test begins."""
    engine = TestEngine(tmp_path_factory.mktemp("engine"))
    yield engine
    engine.kill()


@pytest.fixture
def address(engine: TestEngine, shelf: Path) -> Iterator[EngineAddress]:
    """An index of three leaflets in an engine that lives at the start and at the end."""
    address = engine.address()
    build(shelf, address)
    yield address
    engine.restart()


@pytest.fixture
def nowhere(engine: TestEngine) -> EngineAddress:
    """The address of an engine that does not run."""
    dead = engine.address()
    return EngineAddress(dead.host, 1, dead.name)


def _warned(said: str, guardrail: Guardrail) -> bool:
    return all(warning.line in words(said) for warning in guardrail.warnings)


def test_an_assistant_says_so_and_goes_on(address: EngineAddress, engine: TestEngine) -> None:
    """In the middle of a question and after it; once the engine is back the same assistant answers."""
    assistant = opened(address)
    before = assistant.ask(ALCOHOL)
    assert before.hits
    engine.dies_of_the_next_search()
    for _ in range(2):
        answer = assistant.ask("Which lip balm?")
        assert answer.outcome is Outcome.UNAVAILABLE
        assert SILENT in one_sentence(answer.problem or "")
        assert len(answer.warnings) == 2
        assert not answer.hits
    engine.restart()
    assert assistant.ask(ALCOHOL) == before


def test_an_engine_that_is_there_and_says_nothing(address: EngineAddress, engine: TestEngine) -> None:
    """As one that is gone; and one question does not wait for each word that it wants to ask."""
    assistant = opened(address)
    before = assistant.ask(ALCOHOL)
    engine.pause()
    answer = assistant.ask(ALCOHOL)
    assert answer.outcome is Outcome.UNAVAILABLE
    assert SILENT in one_sentence(answer.problem or "")
    assert len(answer.warnings) == 2
    with pytest.raises(EngineUnavailable, match=SILENT):
        opened(address)
    engine.resume()
    until_reached(address)
    assert assistant.ask(ALCOHOL) == before


def test_line_by_line_it_is_said_and_the_sitting_goes_on(
    address: EngineAddress, engine: TestEngine, capsys: pytest.CaptureFixture[str], guardrail: Guardrail
) -> None:
    def typed() -> Iterator[str | None]:
        yield ALCOHOL
        engine.dies_of_the_next_search()
        yield "Which lip balm?"
        engine.restart()
        yield ALCOHOL

    assert talk(guardrail, lambda: opened(address), Script(typed()), stamp=stamps(address)) == 0
    said = capsys.readouterr().out
    before, _, after = said.partition(SILENT)
    assert _warned(before.rpartition("PASSAGE")[2], guardrail)
    assert "PASSAGE" in before
    assert "PASSAGE" in after


async def test_on_the_screen_it_is_said_and_the_chat_goes_on(
    address: EngineAddress, engine: TestEngine, guardrail: Guardrail
) -> None:
    """Both warnings stay in sight; what was read stays; the next question is answered when the engine is back."""
    app = EdubotApp(guardrail, lambda: opened(address), stamp=stamps(address), engine=address.engine)
    async with app.run_test(size=(100, 90)) as pilot:
        await chat_opened(pilot)
        await pilot.press("f1")
        await until(
            pilot, lambda: f"go to the engine that holds the leaflets, at {address.engine}" in words(shown(pilot))
        )
        assert "leaves this machine" not in words(shown(pilot))
        await pilot.press("escape")
        await ask(pilot, ALCOHOL)
        engine.dies_of_the_next_search()
        await ask(pilot, "Which lip balm?")
        assert SILENT in words(shown(pilot))
        assert_warned(pilot, guardrail)
        assert "Drink no alcohol for 2 weeks" in shown(pilot)
        engine.restart()
        await ask(pilot, "Which lip balm?")
        answers = [exchange.answer for exchange in exchanges(pilot)]
        assert [answer.outcome is Outcome.UNAVAILABLE for answer in answers if answer] == [False, True, False]


def test_line_by_line_without_an_engine(
    nowhere: EngineAddress, capsys: pytest.CaptureFixture[str], guardrail: Guardrail
) -> None:
    """Both warnings, the sentence, and the status of an index that cannot be used."""
    assistant = lambda: Assistant.open(nowhere, lambda: guardrail)  # noqa: E731  as `talk` calls it
    assert talk(guardrail, assistant, Script(iter([ALCOHOL])), stamp=stamps(nowhere)) == 3
    said = capsys.readouterr().out
    assert SILENT in said
    assert _warned(said, guardrail)
    assert "PASSAGE" not in said


async def test_on_the_screen_without_an_engine(engine: TestEngine, shelf: Path, guardrail: Guardrail) -> None:
    """It opens with both warnings and the sentence, and is of use as soon as the engine is."""
    address = engine.address()
    build(shelf, address)
    engine.kill()
    app = EdubotApp(guardrail, lambda: opened(address), stamp=stamps(address))
    async with app.run_test(size=(100, 60)) as pilot:
        await until(pilot, lambda: SILENT in words(shown(pilot)))
        assert_warned(pilot, guardrail)
        await ask(pilot, ALCOHOL)
        assert_warned(pilot, guardrail)
        engine.restart()
        await chat_opened(pilot)
        await ask(pilot, ALCOHOL)
        assert "Drink no alcohol for 2 weeks" in shown(pilot)


@pytest.mark.parametrize("command", ["list", "show", "text one", "verify", "rollback", "withdraw one", "withdrawn"])
def test_every_command_says_that_the_engine_is_silent(nowhere: EngineAddress, command: str) -> None:
    ran = run("index", *command.split(), "--index", nowhere)
    assert (ran.exit_code, ran.stdout) == (3, "")
    assert SILENT in one_sentence(ran.stderr)


def test_a_build_says_so_too(nowhere: EngineAddress, shelf: Path) -> None:
    with pytest.raises(EngineUnavailable, match=SILENT):
        build(shelf, nowhere)


@dataclass
class KillingEncoder(LetterEncoder):
    """Kills an engine in the middle of a build: its vectors are there already, its files are not."""

    fingerprint: str = "letters-killing"
    engine: TestEngine | None = None

    def export(self, folder: Path) -> None:
        """Files, and a dead engine."""
        super().export(folder)
        assert self.engine is not None, "one is given"
        self.engine.kill()


def test_an_engine_that_dies_in_the_middle_of_a_build(address: EngineAddress, engine: TestEngine, shelf: Path) -> None:
    """What was in use stays so, and what the build left behind is swept away once nobody can be at work on it."""
    before = IndexFolder.at(address).current
    with pytest.raises(EngineUnavailable, match=SILENT):
        build_index(Library.at(shelf, None), address, KillingEncoder(engine=engine))
    engine.restart()
    folder = IndexFolder.at(address)
    assert (folder.current, folder.kept) == (before, [before])
    assert opened(address).ask(ALCOHOL).hits
    left = _vectors(address)
    versions = WrittenVersions(address, Records(address))
    versions.sweep()
    assert _vectors(address) == left, "it may be another machine's, at work"
    versions.sweep(age=-1)
    assert (len(left), len(_vectors(address))) == (2, 1)
    assert opened(address).ask(ALCOHOL).hits


def _vectors(address: EngineAddress) -> list[str]:
    held = engine_of(address).call("list_collections")
    return [name for name in held if name.startswith(address.name) and not name.endswith(("_records", "_blocks"))]


def test_a_withdrawal_counts_through_a_short_silence(
    address: EngineAddress, engine: TestEngine, tmp_path: Path
) -> None:
    """What is being read stays for a moment, a leaflet out of use stays out; who never heard shows nothing."""
    withdrawals = EngineWithdrawals(address, tmp_path)
    run("index", "withdraw", "one", "--index", address)
    impatient = EngineWithdrawals(address, tmp_path, silence=0)
    assert withdrawals.ids() == impatient.ids() == {"one"}
    engine.kill()
    assert withdrawals.ids() == {"one"}
    with pytest.raises(EngineUnavailable, match=SILENT):
        EngineWithdrawals(address, tmp_path).ids()
    with pytest.raises(EngineUnavailable, match=SILENT):
        impatient.ids()


def test_after_a_long_silence_nothing_is_shown_until_it_ends(
    address: EngineAddress, engine: TestEngine, guardrail: Guardrail, tmp_path: Path
) -> None:
    """Nobody is told that a leaflet was taken out of use when it only cannot be reached."""
    assistant = replace(opened(address), withdrawals=EngineWithdrawals(address, tmp_path, silence=0))
    heard: list[Message] = []
    librarian = Librarian(guardrail, lambda: assistant, heard.append, stamps(address))
    librarian.ask(0, ALCOHOL)
    for happens in (engine.kill, lambda: None, engine.restart):
        librarian._jobs.put(lambda _, happens=happens: happens())  # type: ignore[misc]
    librarian.stop()
    librarian.work()
    gone, back = (message for message in heard if isinstance(message, LeafletsChanged))
    assert [each.why for each in gone.gone] == [OUT_OF_REACH] * 3
    assert isinstance(gone.now, LeafletsUnavailable)
    assert SILENT in one_sentence(gone.now.problem)
    assert isinstance(back.now, LeafletsOpened)
    assert not back.gone


@pytest.mark.parametrize(
    "written",
    [
        "milvus://",
        "milvus://host",
        "milvus://host/leaflets",
        "milvus://host:19530",
        "milvus://host:19530/",
        "milvus://host:0/leaflets",
        "milvus://host:70000/leaflets",
        "milvus://host:port/leaflets",
        "milvus://host:19530/leaf-lets",
        "milvus://host:19530/leaf/lets",
        "milvus://host:19530/ward_records",
        "milvus://host:19530/ward_blocks",
        "milvus://user@host:19530/leaflets",
        "milvus:leaflets",
    ],
)
def test_what_is_no_address_is_told_in_one_sentence(written: str) -> None:
    """And in `ask` under both warnings."""
    ran = run("ask", ALCOHOL, "--index", written)
    assert ran.exit_code == 2
    assert _warned(ran.stdout, Guardrail.load())
    one_sentence(ran.stderr)
    ran = run("index", "list", "--index", written)
    assert (ran.exit_code, ran.stdout) == (2, "")
    with pytest.raises(BadInput):
        place(written)


@pytest.mark.parametrize(
    ("written", "host"), [("milvus://a.example:19530/b", "a.example"), ("milvus://[::1]:19530/b", "[::1]")]
)
def test_an_address_is_read_as_it_was_written(written: str, host: str) -> None:
    """Even by way of a path, which loses one of its slashes."""
    found = EngineAddress(host, 19530, "b")
    assert place(written) == place(Path(written)) == found
    assert str(found) == written
    assert place("milvus") == Path("milvus")


def test_without_the_library_one_sentence_says_what_to_install() -> None:
    """And both warnings stand."""
    code = (
        "import sys\nsys.modules['pymilvus'] = None\n"
        "sys.argv = ['edubot', 'ask', 'lips?', '--index', 'milvus://127.0.0.1:1/leaflets']\n"
        "from edubot.cli.main import main\nmain()"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == 3
    assert "pip install 'edubot[cluster]'" in one_sentence(ran.stderr)
    assert _warned(ran.stdout, Guardrail.load())
