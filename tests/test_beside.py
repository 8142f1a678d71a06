"""The leaflets open in a process of their own: the same answers, and whatever ends that process ends nothing else."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from edubot.answering import Refusal, opened
from edubot.assistant import Assistant
from edubot.beside.assistant import AssistantBeside
from edubot.beside.room import OwnRoom
from edubot.cli.rebuilding import build_beside
from edubot.errors import AllWithdrawn, IndexDamaged, IndexUnusable
from edubot.guardrail.guardrail import ANY_DRUG, Guardrail
from edubot.index.layout import POINTER_FILE
from edubot.index.withdrawals import Withdrawal, Withdrawals
from edubot.model import AlertKind, Outcome
from tests.conftest import REPOSITORY
from tests.processes import lives, until

ALCOHOL = "Can I drink alcohol?"
TONIGHT = "I want to kill myself tonight"
PATIENCE = 30.0


@pytest.fixture(scope="module")
def beside(bundled_index: Path) -> AssistantBeside:
    """The bundled leaflets, open in another process."""
    return AssistantBeside(bundled_index, Guardrail.load("GB")).opened()


@pytest.fixture
def small(small_copy: tuple[Path, Path]) -> Iterator[AssistantBeside]:
    """Two small leaflets, open in another process."""
    yield AssistantBeside(small_copy[1], Guardrail.load()).opened()


@pytest.mark.parametrize(
    ("question", "history"),
    [
        (ALCOHOL, ()),
        ("And for how long?", ("Can I drink alcohol?",)),
        (TONIGHT, ()),
        ("Should I take 40 or 60 mg?", ()),
        ("what's the capital of France", ()),
        ("", ()),
        ("💊\ud800 lips?", ()),
    ],
)
def test_it_answers_as_an_assistant_here_does(
    beside: AssistantBeside, bundled_index: Path, question: str, history: tuple[str, ...]
) -> None:
    """To the last passage, highlight, card and warning, for the same country."""
    here = Assistant.open(bundled_index, lambda: Guardrail.load("GB"))
    assert beside.ask(question, history) == here.ask(question, history)


def test_it_reads_leaflets_and_knows_what_can_be_suggested(beside: AssistantBeside, assistant: Assistant) -> None:
    """As one here does."""
    assert beside.sources == assistant.sources
    assert beside.guardrail.warnings == Guardrail.load("GB").over({"isotretinoin"}).warnings
    for id in (beside.sources[0].id, "none of these"):
        assert beside.leaflet(id) == assistant.leaflet(id)
    assert beside.has_answer(ALCOHOL)
    assert not beside.has_answer("Who won the world cup?")


def test_where_its_process_ends_another_answers(small: AssistantBeside) -> None:
    """Killed between two questions, or in the middle of one: the answer comes all the same."""
    before = small.ask(ALCOHOL)
    assert before.hits
    os.kill(_process(small), signal.SIGKILL)
    assert small.ask(ALCOHOL) == before
    os.kill(_process(small), signal.SIGSTOP)  # so that it ends while somebody waits for its word
    waiting = subprocess.Popen([sys.executable, "-c", f"import time, os; time.sleep(1); os.kill({_process(small)}, 9)"])
    assert small.ask(ALCOHOL) == before
    assert not waiting.wait(PATIENCE)


def test_where_it_cannot_begin_again_help_and_both_warnings_stand(
    small: AssistantBeside, small_copy: tuple[Path, Path]
) -> None:
    """And it is tried again at the next question."""
    pointer = small_copy[1] / POINTER_FILE
    held = pointer.read_bytes()
    pointer.unlink()
    os.kill(_process(small), signal.SIGKILL)
    refused = small.ask(TONIGHT)
    assert refused.outcome is Outcome.UNAVAILABLE
    assert refused.problem
    assert AlertKind.CRISIS in {alert.kind for alert in refused.alerts}
    assert refused.warnings == small.guardrail.warnings
    assert not small.has_answer(ALCOHOL)
    with pytest.raises(IndexUnusable):
        small.leaflet("first")
    pointer.write_bytes(held)
    assert small.ask(ALCOHOL).hits


@pytest.mark.parametrize("damage", ["missing", "store"])
def test_an_index_that_cannot_be_opened_is_refused_as_here(
    small_copy: tuple[Path, Path], tmp_path: Path, damage: str
) -> None:
    """With the same sentence."""
    place = tmp_path / "nothing"
    if damage == "store":
        place = small_copy[1]
        (store,) = place.glob("versions/*/store.sqlite")
        store.write_bytes(b"no database")
    with pytest.raises(IndexUnusable) as here:
        Assistant.open(place)
    with pytest.raises(type(here.value)) as there:
        AssistantBeside(place, Guardrail.load()).opened()
    assert str(there.value) == str(here.value)
    assert there.value.mended_by_building == here.value.mended_by_building


def test_a_leaflet_out_of_use_is_seen_at_the_next_look(small: AssistantBeside, small_copy: tuple[Path, Path]) -> None:
    """And the look says so when nothing is left, and when all is back."""
    withdrawals = Withdrawals(small_copy[1])
    first, second = (source.id for source in small.sources)
    withdrawals.add(Withdrawal(first, "2026-04-12T10:00:00+00:00"))
    assert [source.id for source in small.now().sources] == [second]
    assert first not in {hit.passage.source.id for hit in small.ask(ALCOHOL).hits}
    withdrawals.add(Withdrawal(second, "2026-04-12T10:00:00+00:00"))
    with pytest.raises(AllWithdrawn):
        small.now()
    withdrawals.remove(first)
    withdrawals.remove(second)
    assert len(small.now().sources) == 2
    assert small.ask(ALCOHOL).hits


def test_what_opens_while_all_is_out_of_use_answers_when_one_is_back(small_copy: tuple[Path, Path]) -> None:
    """The chat that began so need not be begun again."""
    withdrawals = Withdrawals(small_copy[1])
    for leaflet in ("first", "second"):
        withdrawals.add(Withdrawal(leaflet, "2026-04-12T10:00:00+00:00"))
    refused = opened(Guardrail.load, lambda: AssistantBeside(small_copy[1], Guardrail.load()).opened())
    assert isinstance(refused, Refusal)
    assert refused.behind
    assert refused.behind.ask(ALCOHOL).outcome is Outcome.UNAVAILABLE
    withdrawals.remove("second")
    assert [source.id for source in refused.behind.now().sources] == ["second"]
    withdrawals.remove("first")
    assert refused.behind.ask(ALCOHOL).hits


def test_the_warnings_are_of_what_the_leaflets_are_about(small: AssistantBeside) -> None:
    """Leaflets that name no medicine have the general forms, though those of another were there while it opened."""
    assert small.guardrail.warnings == Guardrail.load().policies[ANY_DRUG].warnings_for(None)
    assert small.guardrail.warnings != Guardrail.load().warnings


def test_nobody_is_left_behind(small_copy: tuple[Path, Path]) -> None:
    """Its process ends with the last who holds it."""
    held = AssistantBeside(small_copy[1], Guardrail.load()).opened()
    process = _process(held)
    assert lives(process)
    del held
    assert not lives(process)


def test_it_ends_with_a_process_that_was_killed(small_copy: tuple[Path, Path]) -> None:
    """However that ended."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom edubot.beside.assistant import AssistantBeside\n"
        "from edubot.guardrail.guardrail import Guardrail\n"
        f"held = AssistantBeside(Path({str(small_copy[1])!r}), Guardrail.load()).opened()\n"
        "print(held._room.process.pid, flush=True)\nsys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True, cwd=REPOSITORY) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert lives(child)
        parent.kill()
    until(lambda: not lives(child))


def test_what_lies_in_the_current_folder_is_not_run(
    small_copy: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file of a library's name does no harm, neither to answering nor to building."""
    for name in ("numpy", "pickle", "edubot"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('run')\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert AssistantBeside(small_copy[1], Guardrail.load()).opened().ask(ALCOHOL).hits
    shutil.rmtree(small_copy[1] / "versions")
    with pytest.raises(IndexDamaged):
        AssistantBeside(small_copy[1], Guardrail.load()).opened()
    assert build_beside(small_copy[1], lambda _: None) == ()
    assert AssistantBeside(small_copy[1], Guardrail.load()).opened().ask(ALCOHOL).hits


def _process(beside: AssistantBeside) -> int:
    assert isinstance(beside._room, OwnRoom)
    return beside._room.process.pid
