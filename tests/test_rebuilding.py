"""An index that cannot be opened, built again from the chat: in sight, one at a time, and never in the way."""

import json
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.pilot import Pilot

from edubot.answering import Answering, BuildStep
from edubot.assistant import Assistant
from edubot.cli.rebuilding import WAITING, build_beside, rebuilding
from edubot.errors import BadInput, BuildFailed, EdubotError, EncoderUnavailable, IndexDamaged, WithdrawalsDamaged
from edubot.guardrail.guardrail import Guardrail
from edubot.index.layout import STORE_FILE
from edubot.index.versions import IndexFolder
from edubot.model import AlertKind
from edubot.plain.talk import talk
from edubot.preferences import Preferences
from edubot.process import command_of
from edubot.rendering.said import NOT_MENDED_SO
from edubot.tui.app import EdubotApp
from edubot.tui.build_line import BuildLine
from edubot.tui.welcome import RebuildOffer
from tests.chats import ask, assert_warned, exchanges, opened, send, shown, until, words
from tests.fakes import refusing
from tests.scripted import ALCOHOL, BARE_CRISIS, PROBLEM, scripted
from tests.test_plain import Script

FULL = BuildFailed("The index in /nowhere could not be written (No space left on device)", "Free some room")


@dataclass
class Workshop:
    """An index that is missing until it was built; building waits at a gate, and fails as often as it should."""

    guardrail: Guardrail
    problem: EdubotError = PROBLEM
    failures: int = 0
    gate: threading.Event = field(default_factory=threading.Event)
    begun: int = 0
    whole: bool = False
    left_out: tuple[str, ...] = ()

    def open(self) -> Answering:
        """What is there."""
        return scripted(self.guardrail) if self.whole else refusing(self.problem)

    def rebuild(self, listen: Callable[[BuildStep], None]) -> tuple[str, ...]:
        """Half of it is done before the gate."""
        self.begun += 1
        listen(BuildStep("Encoding passages", 64, 128))
        assert self.gate.wait(60)
        if self.begun <= self.failures:
            raise FULL
        self.whole = True
        return self.left_out

    def app(self, preferences: Preferences | None = None) -> EdubotApp:
        """The chat over it."""
        return EdubotApp(self.guardrail, self.open, preferences, rebuild=self.rebuild)


async def offered(pilot: Pilot[None]) -> None:
    """Wait until the mend is offered."""
    await until(pilot, lambda: bool(pilot.app.screen.query(RebuildOffer)))


async def half_done(pilot: Pilot[None]) -> None:
    """Begin, and wait until half of it is done."""
    await offered(pilot)
    await pilot.press("ctrl+o")
    await until(pilot, lambda: "64 of 128" in shown(pilot))


async def failed(pilot: Pilot[None]) -> None:
    """Begin, and wait for the sentence on why it failed."""
    await offered(pilot)
    await pilot.press("ctrl+o")
    await until(pilot, lambda: FULL.problem in words(shown(pilot)))


async def _answers_after(pilot: Pilot[None], shop: Workshop, builds: int) -> None:
    """Wait for the end of a build, the last of so many, after which questions are answered."""
    await until(pilot, lambda: not pilot.app.screen.query_one(BuildLine).display)
    assert shop.begun == builds
    await ask(pilot, ALCOHOL)
    answer = exchanges(pilot)[-1].answer
    assert answer
    assert answer.hits


async def test_a_key_builds_again_and_opens(guardrail: Guardrail) -> None:
    """In sight from the beginning to the end, under both warnings; then questions are answered."""
    shop = Workshop(guardrail, left_out=("/x/odd.pdf holds no text: save its text.",))
    async with shop.app().run_test(notifications=True) as pilot:
        await half_done(pilot)
        assert_warned(pilot, guardrail)
        assert "████████░░░░░░░░" in shown(pilot)
        assert pilot.app.screen.query_one(BuildLine).region.area > 0
        shop.gate.set()
        await opened(pilot)
        assert not pilot.app.screen.query_one(BuildLine).display
        assert not pilot.app.screen.query(RebuildOffer)
        assert [notice.message for notice in pilot.app._notifications] == [f"Left out: {shop.left_out[0]}"]
        await ask(pilot, ALCOHOL)
        answer = exchanges(pilot)[-1].answer
        assert answer
        assert len(answer.hits) == 2


@pytest.mark.parametrize("way", ["typed", "tab", "click", "palette"])
async def test_there_are_other_ways_to_the_mend(guardrail: Guardrail, way: str) -> None:
    """Whoever has no such key, or does not find it, gets there too."""
    shop = Workshop(guardrail)
    shop.gate.set()
    async with shop.app().run_test() as pilot:
        await offered(pilot)
        if way == "typed":
            await pilot.press(*"/REBUILD", "enter")
        elif way == "tab":
            await pilot.press("tab", "enter")
        elif way == "click":
            await pilot.click(RebuildOffer)
        else:
            await pilot.press("ctrl+p")
            await until(pilot, lambda: "Build again" in shown(pilot))
            await pilot.press(*"build again")
            await until(pilot, lambda: "Save this sitting" not in shown(pilot) and "Build again" in shown(pilot))
            await pilot.press("enter")
        await opened(pilot)
        assert shop.begun == 1
        assert not exchanges(pilot)


async def test_help_does_not_wait_for_a_build(guardrail: Guardrail) -> None:
    """Who writes of dying while it runs gets the card, and a second key begins no second build."""
    shop = Workshop(guardrail)
    async with shop.app().run_test(size=(80, 40), notifications=True) as pilot:
        await half_done(pilot)
        await ask(pilot, BARE_CRISIS)
        answer = exchanges(pilot)[-1].answer
        assert answer
        assert [alert.kind for alert in answer.alerts] == [AlertKind.CRISIS]
        assert "64 of 128" in shown(pilot)
        await pilot.press("ctrl+o")
        await send(pilot, ALCOHOL)
        await pilot.press(*"/rebuild", "enter")
        await until(pilot, lambda: "The index is being built." in shown(pilot))
        shop.gate.set()
        await _answers_after(pilot, shop, builds=1)


async def test_a_build_that_fails_says_why_and_can_be_tried_again(guardrail: Guardrail) -> None:
    """One sentence with its mend, in sight whatever the thread shows, under both warnings."""
    shop = Workshop(guardrail, failures=1)
    shop.gate.set()
    async with shop.app().run_test() as pilot:
        await failed(pilot)
        assert_warned(pilot, guardrail)
        assert f"The index was not built. {FULL} Ctrl+O tries again." in words(shown(pilot))
        await ask(pilot, ALCOHOL)
        assert str(FULL) in words(shown(pilot))
        await pilot.press("ctrl+o")
        await _answers_after(pilot, shop, builds=2)


async def test_what_building_does_not_mend_is_not_offered(guardrail: Guardrail) -> None:
    """Neither where the list of withdrawals is damaged, nor where nobody knows which leaflets belong here."""
    lost = WithdrawalsDamaged("/nowhere/withdrawn.json does not say which", "Delete that file")
    shop = Workshop(guardrail, problem=lost)
    for app in (shop.app(), EdubotApp(guardrail, Workshop(guardrail).open)):
        async with app.run_test(notifications=True) as pilot:
            await until(pilot, lambda: "cannot be opened" in words(shown(pilot)))
            assert not pilot.app.screen.query(RebuildOffer)
            await pilot.press("ctrl+o", *"/rebuild", "enter")
            await until(pilot, lambda: bool(pilot.app._notifications))
            assert [notice.message for notice in pilot.app._notifications] == [NOT_MENDED_SO]
    assert shop.begun == 0


@pytest.mark.parametrize(
    ("kind", "mended"),
    [(IndexDamaged, True), (EncoderUnavailable, True), (WithdrawalsDamaged, False), (BadInput, False)],
)
def test_what_building_mends(kind: type[EdubotError], mended: bool) -> None:
    """Files that were changed, but no list that an educator wrote."""
    assert kind("Something is wrong", "Mend it").mended_by_building is mended


def test_line_by_line_builds_again(capsys: pytest.CaptureFixture[str], guardrail: Guardrail) -> None:
    """Offered, told stage by stage, first in vain and then not; both warnings with each word of it."""
    shop = Workshop(guardrail, failures=1)
    shop.gate.set()
    typed = Script(iter([ALCOHOL, "/rebuild", "/rebuild", ALCOHOL, "/rebuild"]))
    assert talk(guardrail, shop.open, typed, rebuild=shop.rebuild) == 0
    written = capsys.readouterr().out
    for told, times in (
        ("Type /rebuild to build the index again", 1),
        (f"The index was not built. {FULL} /rebuild tries again.", 1),
        ("Encoding passages…\n", 2),
        ("Your questions are answered from:", 1),
        ("it strains the liver", 1),
        ("The leaflets are open: nothing has to be built.", 1),
        (" ".join(guardrail.warnings[0].line.split()[:6]), 5),
    ):
        assert written.count(told) >= times, told
    assert shop.begun == 2


def test_line_by_line_offers_nothing_that_does_not_help(
    capsys: pytest.CaptureFixture[str], guardrail: Guardrail
) -> None:
    """Without leaflets to build from there is no such offer."""
    assert talk(guardrail, Workshop(guardrail).open, Script(iter(["/rebuild"]))) == PROBLEM.exit_status
    written = capsys.readouterr().out
    assert "Type /rebuild" not in written
    assert "does not mend this" in written


def test_leaflets_that_nobody_knows_are_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that was misspelt must not be filled with the bundled leaflets; nor do strangers start builds."""
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert rebuilding(tmp_path / "misspelt") is None
    IndexFolder(tmp_path).remember(tmp_path / "leaflets")
    assert rebuilding(tmp_path)
    assert rebuilding(None)
    (tmp_path / "library").write_bytes(b"\n")
    assert rebuilding(tmp_path) is None
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert rebuilding(None) is None


def test_another_process_waits_its_turn_and_builds(tmp_path: Path) -> None:
    """A damaged index is whole again, from the leaflets it was built from; what cannot be read is told."""
    leaflets, root = tmp_path / "leaflets", tmp_path / "index"
    leaflets.mkdir()
    (leaflets / "one.md").write_text("# One\n\nKeep the capsules dry and cool, away from children.\n", encoding="utf-8")
    (leaflets / "torn.pdf").write_bytes(b"no pdf")
    root.mkdir()
    IndexFolder(root).remember(leaflets)
    heard: list[BuildStep] = []
    free = threading.Event()

    def hear(step: BuildStep) -> None:
        heard.append(step)
        if step.stage == WAITING:
            free.set()

    def hold() -> None:
        with IndexFolder(root).lock():
            held.set()
            assert free.wait(120)

    held = threading.Event()
    other = threading.Thread(target=hold)
    other.start()
    assert held.wait(60)
    (left_out,) = build_beside(root, hear)
    other.join()
    assert "torn.pdf" in left_out
    assert [step.stage for step in heard][:1] == [WAITING]
    assert BuildStep("Encoding passages", 1, 1) in heard
    assert [source.title for source in Assistant.open(root).sources] == ["One"]
    store = IndexFolder(root).version(IndexFolder(root).current) / STORE_FILE
    store.write_bytes(store.read_bytes() + b"x")
    (leaflets / "one.md").unlink()
    with pytest.raises(BuildFailed, match=r"leaflets|torn\.pdf"):
        build_beside(root, hear)
    store.write_bytes(store.read_bytes()[:-1])
    assert Assistant.open(root).sources, "the last index is in use"


def test_another_process_ends_with_the_chat(tmp_path: Path) -> None:
    """However that ends: nobody waits for such an index any more."""
    leaflets, root = tmp_path / "leaflets", tmp_path / "index"
    leaflets.mkdir()
    (leaflets / "one.md").write_text("# One\n\nKeep it dry.\n", encoding="utf-8")
    root.mkdir()
    IndexFolder(root).remember(leaflets)
    with IndexFolder(root).lock():
        child = subprocess.Popen(
            command_of("edubot.cli.rebuilding", str(root)), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert child.stdin
        assert child.stdout
        assert json.loads(child.stdout.readline()) == {"stage": WAITING}
        child.stdin.close()
        assert child.wait(60) == 1
        child.stdout.close()


def test_another_process_ends_well_while_the_chat_goes_on(tmp_path: Path) -> None:
    """It is not aborted for the thread that waits for the chat's end."""
    IndexFolder(tmp_path).remember(tmp_path / "gone")
    child = subprocess.Popen(
        command_of("edubot.cli.rebuilding", str(tmp_path)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdin
    assert child.stdout
    assert child.stderr
    with child.stdin, child.stdout, child.stderr:
        assert "problem" in json.loads(child.stdout.read())
        assert child.stderr.read() == b""
        assert child.wait(60) == 0


def test_a_fault_in_the_other_process_is_a_sentence(tmp_path: Path) -> None:
    """Leaflets that are gone, and a process that cannot even begin."""
    IndexFolder(tmp_path).remember(tmp_path / "gone")
    with pytest.raises(BuildFailed, match="gone does not exist: name a folder"):
        build_beside(tmp_path, lambda _: None)
