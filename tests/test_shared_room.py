"""Leaflets that are open once for all visitors: the same answers for each, and what ends a room ends no visit."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from edubot.assistant import Assistant
from edubot.beside.assistant import AssistantBeside
from edubot.beside.host import shared_rooms
from edubot.beside.requests import Opening
from edubot.beside.room import OwnRoom, SharedRoom
from edubot.beside.shared import Shelf, _attend
from edubot.errors import IndexUnusable
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.layout import POINTER_FILE
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.index.withdrawals import Withdrawal, Withdrawals
from edubot.leaflets.folder import Library
from edubot.model import AlertKind
from edubot.remembered import remembered
from edubot.rendering.as_text import answer_as_text
from tests.conftest import REPOSITORY
from tests.processes import lives, until

ALCOHOL = "Can I drink alcohol?"
LIPS = "My lips are so dry, what can I do?"
TONIGHT = "I want to kill myself tonight"


@pytest.fixture
def address(bundled_index: Path) -> Iterator[Path]:
    """Two rooms with the bundled leaflets."""
    with shared_rooms(Opening(bundled_index, "GB"), 2) as found:
        yield found


@pytest.fixture
def small(small_copy: tuple[Path, Path]) -> Iterator[Path]:
    """One room with two small leaflets."""
    with shared_rooms(Opening(small_copy[1], None), 1) as found:
        yield found


def test_many_are_answered_at_once_each_as_if_alone(address: Path, bundled_index: Path) -> None:
    """To the last word, with their own questions before, and for their own country.

    Figures may differ in their last place, for texts are encoded together as they come.
    """
    here = {country: Assistant.open(bundled_index, partial(Guardrail.load, country)) for country in ("GB", "US")}
    asked = [(ALCOHOL, ()), ("And for how long?", (ALCOHOL,)), (LIPS, ()), (TONIGHT, ()), ("", ())]

    def visit(number: int) -> bool:
        country = ("GB", "US")[number % 2]
        beside = AssistantBeside(bundled_index, Guardrail.load(country), address).opened()
        assert isinstance(beside._room, SharedRoom)
        turn = asked[number:] + asked[:number]
        policy = here[country].guardrail.policy
        pairs = ((beside.ask(*each), here[country].ask(*each)) for each in turn)
        return all(answer_as_text(there, policy) == answer_as_text(own, policy) for there, own in pairs)

    with ThreadPoolExecutor(len(asked)) as visitors:
        assert list(visitors.map(visit, range(len(asked)))) == [True] * len(asked)


def test_where_the_room_ends_a_visitor_has_one_of_their_own(small: Path, small_copy: tuple[Path, Path]) -> None:
    """Killed, or hanging; what was asked comes all the same. Who comes later finds the room begun anew."""
    first, second = (AssistantBeside(small_copy[1], Guardrail.load(), small).opened() for _ in range(2))
    before = first.ask(ALCOHOL)
    assert before.hits
    (process,) = _rooms()
    os.kill(process, signal.SIGKILL)
    assert first.ask(ALCOHOL) == before
    assert isinstance(first._room, OwnRoom)
    assert second.ask(ALCOHOL) == before
    third = AssistantBeside(small_copy[1], Guardrail.load(), small).opened()
    assert isinstance(third._room, SharedRoom)
    (process,) = _rooms()
    os.kill(process, signal.SIGSTOP)
    third._room._way.settimeout(0.5)
    assert third.ask(ALCOHOL) == before
    assert isinstance(third._room, OwnRoom)


def test_where_nobody_is_at_the_address_a_visitor_has_a_room_of_their_own(
    small_copy: tuple[Path, Path], tmp_path: Path
) -> None:
    """Who serves may be ending."""
    beside = AssistantBeside(small_copy[1], Guardrail.load(), tmp_path / "nowhere").opened()
    assert isinstance(beside._room, OwnRoom)
    assert beside.ask(ALCOHOL).hits


def test_one_that_leaves_in_the_middle_of_a_word_disturbs_nobody(small: Path, small_copy: tuple[Path, Path]) -> None:
    """Nor does one who sends what is no request."""
    for sent in (b"", b"\x80\x05", b"no pickle at all", b"\x80\x04N."):
        with socket.socket(socket.AF_UNIX) as odd:
            odd.connect(str(small))
            odd.sendall(sent)
    beside = AssistantBeside(small_copy[1], Guardrail.load(), small).opened()
    assert isinstance(beside._room, SharedRoom)
    assert beside.ask(ALCOHOL).hits


def test_an_index_that_cannot_be_opened_is_refused_and_help_is_there(small_copy: tuple[Path, Path]) -> None:
    """And opened as soon as it can be."""
    pointer = small_copy[1] / POINTER_FILE
    held = pointer.read_bytes()
    pointer.unlink()
    with shared_rooms(Opening(small_copy[1], None), 1) as found:
        beside = AssistantBeside(small_copy[1], Guardrail.load(), found)
        with pytest.raises(IndexUnusable):
            beside.opened()
        assert AlertKind.CRISIS in {alert.kind for alert in beside.ask(TONIGHT).alerts}
        pointer.write_bytes(held)
        opened = AssistantBeside(small_copy[1], Guardrail.load(), found).opened()
        assert isinstance(opened._room, SharedRoom)
        assert opened.ask(ALCOHOL).hits


def test_each_has_the_version_that_was_in_use_when_they_came(small: Path, small_copy: tuple[Path, Path]) -> None:
    """A new one is opened for those who come after it, and a leaflet out of use is out of use for all."""
    leaflets, index = small_copy
    before = AssistantBeside(index, Guardrail.load(), small).opened()
    was = before.ask(ALCOHOL)
    (leaflets / "third.txt").write_text("Drinking alcohol harms the liver.\n", encoding="utf-8")
    build_index(Library.at(leaflets, None), index, SentenceEncoder())
    after = AssistantBeside(index, Guardrail.load(), small).opened()
    assert len(after.sources) == len(before.sources) + 1
    assert before.ask(ALCOHOL) == was
    Withdrawals(index).add(Withdrawal("third", "2026-04-12T10:00:00+00:00"))
    assert "third" not in {source.id for source in after.now().sources}
    assert "third" not in {hit.passage.source.id for hit in after.ask(ALCOHOL).hits}


def test_the_rooms_end_with_the_server_however_that_ends(small_copy: tuple[Path, Path]) -> None:
    """No process is left, and no address."""
    with shared_rooms(Opening(small_copy[1], None), 2) as found:
        until(lambda: len(_rooms()) == 2)
        held = found
    assert not _rooms()
    assert not held.parent.exists()
    code = (
        "import sys\nfrom pathlib import Path\nfrom edubot.beside.host import shared_rooms\n"
        "from edubot.beside.requests import Opening\n"
        f"with shared_rooms(Opening(Path({str(small_copy[1])!r}), None), 1):\n"
        "    print('there', flush=True)\n    sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True, cwd=REPOSITORY) as server:
        assert server.stdout
        server.stdout.readline()
        rooms = until(lambda: _rooms(server.pid))
        server.kill()
    until(lambda: not any(map(lives, rooms)))


def test_nobody_else_may_enter(small: Path) -> None:
    """The address lies where other users of the machine cannot look."""
    assert small.parent.stat().st_mode & 0o077 == 0


def test_what_was_asked_can_be_forgotten(bundled_index: Path) -> None:
    """No object that is left in the process holds the words of a message."""
    code = (
        "import gc, sys\nfrom pathlib import Path\nfrom edubot.assistant import Assistant\n"
        "from edubot.remembered import forget\n"
        "def held():\n"
        "    gc.collect()\n"
        "    kinds = (dict, list, tuple, set, frozenset)\n"
        "    holders = [each for each in gc.get_objects() if issubclass(type(each), kinds)]\n"
        "    parts = [part for each in holders for part in each]\n"
        "    parts += [part for each in holders if isinstance(each, dict) for part in each.values()]\n"
        "    return sum(isinstance(part, str) and 'flurbi' in part for part in parts)\n"
        "assistant = Assistant.open(Path(sys.argv[1]))\n"
        "before = held()\n"
        "hits = assistant.ask('Can I eat flur' + 'bit and drink alcohol on isotretinoin?').hits\n"
        "assert hits and held() > before\ndel hits\nforget()\nassert held() == before"
    )
    subprocess.run([sys.executable, "-c", code, str(bundled_index)], cwd=REPOSITORY, check=True)


def test_when_a_visitor_leaves_all_is_forgotten() -> None:
    """What was remembered is worked out anew."""
    looked: list[str] = []

    @remembered(4)
    def look(word: str) -> str:
        looked.append(word)
        return word

    assert look("lips") == look("lips")
    assert looked == ["lips"]
    here, there = socket.socketpair()
    there.close()
    _attend(here, Shelf())
    assert look("lips")
    assert looked == ["lips", "lips"]


def _rooms(parent: int | None = None) -> list[int]:
    """The processes of rooms that a process began."""
    found = []
    for task in Path(f"/proc/{parent or os.getpid()}/task").iterdir():
        for child in map(int, (task / "children").read_text(encoding="utf-8").split()):
            if b"edubot.beside.shared" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(child)
    return found
