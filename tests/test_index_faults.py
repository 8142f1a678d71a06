"""Whatever happens to the disk, nobody gets a wrong answer or silence: the old one, the new one, or a named error.

Kills at every moment of a build are in `test_killed_builds`; here are all other changes of an index, disks that are
full at any byte, folders that may not be written, and bytes that change while a chat is open.
"""

import contextlib
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from edubot.assistant import Assistant
from edubot.errors import BadInput, BuildFailed, EdubotError, IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.history import go_back
from edubot.index.search_index import SearchIndex
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawal, Withdrawals
from edubot.leaflets.folder import Library
from edubot.model import Answer, Outcome, WarningTopic
from edubot.retriever import Retriever
from tests.fakes import LetterEncoder

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")

SEED = 20260412
FLIPS = 12
"""Bytes that are altered in each file while a chat is open."""
QUESTION = "How long may I drink no alcohol?"
OLD = {
    "one": "# First\n\nDrink no alcohol for 2 weeks.\n\nBuy it: https://cheap-pills.example/order\n",
    "two": "# Second\n\nDrink no alcohol for 6 weeks.\n",
}
NEW = {**OLD, "three": "# Third\n\nDrink no alcohol for 9 weeks.\n"}


def write(leaflets: Path, texts: dict[str, str]) -> Library:
    """A folder that holds these leaflets."""
    shutil.rmtree(leaflets, ignore_errors=True)
    leaflets.mkdir()
    for name, text in texts.items():
        (leaflets / f"{name}.md").write_text(text, encoding="utf-8")
    return Library.at(leaflets, None)


def build(root: Path, texts: dict[str, str]) -> None:
    """Build these leaflets, which lie beside the index."""
    library = write(root.parent / "leaflets", texts)
    build_index(library, root, LetterEncoder(), place=library.place)


def opened(root: Path) -> Assistant:
    """The assistant over an index, with an encoder that can be checked by hand."""
    retriever = Retriever(SearchIndex.open(root, LetterEncoder()))
    return Assistant(retriever, Guardrail.load(), withdrawals=Withdrawals(root))


def answer(root: Path) -> Answer:
    """What a person gets who opens the index now; as in `Assistant.open`, a list that is damaged raises."""
    assistant = opened(root)
    assert assistant.sources
    return assistant.ask(QUESTION)


def in_child(task: Callable[[], object]) -> int:
    """Run something in a child process; its wait status. An `EdubotError` ends it with that error's own status."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    status = 99
    try:
        task()
        status = 0
    except EdubotError as problem:
        status = problem.exit_status
    finally:
        os._exit(status)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An index with two versions, the old library in use."""
    root = tmp_path / "index"
    build(root, NEW)
    build(root, OLD)
    return root


def _copies(root: Path) -> Iterator[Path]:
    """As many copies of an index as are wanted."""
    number = 0
    while True:
        number += 1
        yield Path(shutil.copytree(root, root.with_name(f"copy-{number}")))


def _dying_at(step: int, task: Callable[[], object]) -> Callable[[], None]:
    """A task that is killed right before its n-th step on the file system."""
    seen = 0

    def watch(name: str, _: tuple[Any, ...]) -> None:
        nonlocal seen
        seen += name in {"open", "os.rename", "os.remove", "os.mkdir", "os.truncate"}
        if seen > step:
            os.kill(os.getpid(), signal.SIGKILL)

    def run() -> None:
        sys.addaudithook(watch)
        task()

    return run


CHANGES: dict[str, Callable[[Path], object]] = {
    "rollback": lambda root: go_back(IndexFolder(root), None),
    "withdraw": lambda root: Withdrawals(root).add(Withdrawal("one", "2026-04-12")),
    "restore": lambda root: Withdrawals(root).remove("two"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_is_killed_is_whole_or_none(root: Path, change: str) -> None:
    """Before each of its steps on the file system: the answer is the one from before or the one from after."""
    if change == "restore":
        Withdrawals(root).add(Withdrawal("two", "2026-04-12"))
    elif change == "rollback":
        os.utime(root / "versions" / IndexFolder(root).current / "manifest.json", (4e9, 4e9))
    copies = _copies(root)
    done = next(copies)
    before = answer(done)
    CHANGES[change](done)
    after = answer(done)
    assert before != after
    found, step, status = [], 0, signal.SIGKILL.value
    while status:
        place = next(copies)
        status = in_child(_dying_at(step, lambda place=place: CHANGES[change](place)))  # type: ignore[misc]
        found.append(answer(place))
        assert found[-1] in (before, after), f"{change}, killed before step {step}"
        step += 1
    assert {before in found, after in found} == {True}
    assert found == sorted(found, key=lambda one: one == after), "what is changed stays changed"


def test_a_build_of_other_leaflets_that_is_killed_names_no_wrong_ones(root: Path) -> None:
    """Before each of its steps: the place that is written down is that of the leaflets in use, or none is."""
    places = {IndexFolder(root).current: IndexFolder(root).library}
    library = write(root.parent / "others", NEW | {"four": "# Fourth\n\nEat fat with it.\n"})

    def other(place: Path) -> object:
        return build_index(library, place, LetterEncoder(), place=library.place)

    copies = _copies(root)
    done = next(copies)
    other(done)
    places[IndexFolder(done).current] = library.place.resolve()
    assert IndexFolder(done).library == library.place.resolve()
    step, status = 0, signal.SIGKILL.value
    while status:
        place = next(copies)
        status = in_child(_dying_at(step, lambda place=place: other(place)))  # type: ignore[misc]
        with contextlib.suppress(BadInput):
            assert IndexFolder(place).library == places[IndexFolder(place).current], f"killed before step {step}"
        step += 1
    assert len(set(places.values())) == 2


def _with_room(room: int, task: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        task()

    return run


def test_a_disk_that_is_full_at_any_byte(root: Path) -> None:
    """Whichever file finds no room, the build fails with its status, leaves nothing behind, and the old index answers.

    When there is room again, the build goes through.
    """
    before = answer(root)
    sizes = {path.stat().st_size for path in root.rglob("*") if path.is_file()}
    rooms = sorted({0, 20, *(size - 1 for size in sizes if size), *(size // 2 for size in sizes)})
    library = write(root.parent / "leaflets", {**NEW, "four": "# Fourth\n\nEat fat with it.\n"})
    other = LetterEncoder(fingerprint="letters-2")

    def grow() -> object:
        return build_index(library, root, other, place=library.place)

    failed = 0
    for room in rooms:
        if not (status := os.waitstatus_to_exitcode(in_child(_with_room(room, grow)))):
            break
        failed += 1
        assert status == BuildFailed.exit_status, f"room for {room} bytes"
        assert answer(root) == before, f"room for {room} bytes"
        assert not list(root.glob("versions/.draft-*"))
    assert failed > 8
    grow()
    assert len(SearchIndex.open(root, other).store.leaflets()) == 4


@pytest.mark.parametrize("change", ["rollback", "withdraw"])
def test_a_full_disk_leaves_a_change_undone(root: Path, change: str) -> None:
    """The status of a change that could not be written, and the answer from before."""
    os.utime(root / "versions" / IndexFolder(root).current / "manifest.json", (4e9, 4e9))
    before = answer(root)
    status = in_child(_with_room(3, lambda: CHANGES[change](root)))
    assert os.waitstatus_to_exitcode(status) == BuildFailed.exit_status
    assert answer(root) == before


def test_a_folder_that_may_only_be_read() -> None:
    """A person without the right to write gets answers, and a sentence where they build, go back or withdraw."""
    with tempfile.TemporaryDirectory() as held:
        place = Path(held)
        place.chmod(0o755)
        root = place / "index"
        build(root, NEW)
        build(root, OLD)
        library = write(place / "leaflets", NEW)
        before = answer(root)
        for path in (*root.rglob("*"), root):
            path.chmod(0o555 if path.is_dir() else 0o444)

        def as_nobody(task: Callable[[], object]) -> int:
            def run() -> None:
                if os.geteuid() == 0:
                    os.setgroups([])
                    os.setgid(65534)
                    os.setuid(65534)
                task()

            return os.waitstatus_to_exitcode(in_child(run))

        def ask() -> None:
            assert answer(root) == before

        assert as_nobody(ask) == 0
        changes = (*(CHANGES[name] for name in ("rollback", "withdraw")), lambda _: build_index(library, root, ENCODER))
        for change in changes:
            assert as_nobody(lambda change=change: change(root)) == BuildFailed.exit_status  # type: ignore[misc]
        assert answer(root) == before
        for path in (root, *root.rglob("*")):
            path.chmod(0o755)


ENCODER = LetterEncoder()


def test_a_byte_that_changes_is_noticed_or_does_no_harm(root: Path) -> None:
    """In every file of the folder, the pointer, the list of what is withdrawn and the way to the leaflets included.

    Who opens the index then gets the same answer or a named error; a chat that is open gets the same answer, or one
    that says why there is none, with both warnings.
    """
    Withdrawals(root).add(Withdrawal("two", "2026-04-12"))
    chat, rng = opened(root), random.Random(SEED)
    before = chat.ask(QUESTION)
    refused: dict[str, int] = {}
    for path in [path for path in root.rglob("*") if path.is_file() and path.stat().st_size]:
        whole = path.read_bytes()
        for _ in range(FLIPS):
            place = rng.randrange(len(whole))
            path.write_bytes(whole[:place] + bytes([whole[place] ^ rng.randrange(1, 256)]) + whole[place + 1 :])
            try:
                assert answer(root) == before, f"byte {place} of {path.name}"
            except IndexUnusable:
                refused[path.name] = refused.get(path.name, 0) + 1
            now = chat.ask(QUESTION)
            assert now == before or now.outcome is Outcome.UNAVAILABLE, f"byte {place} of {path.name}"
            assert {warning.topic for warning in now.warnings} == set(WarningTopic)
        path.write_bytes(whole)
    assert chat.ask(QUESTION) == before
    assert refused.keys() >= {"current", "manifest.json", "store.sqlite", "vectors.faiss", "model.onnx"}
