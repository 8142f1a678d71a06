"""`edubot build` for an educator: what it changed, what it lost, waiting, watching; with an encoder checked by hand."""

import io
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from edubot.changes import changes
from edubot.cli.build import Wanted, run_build
from edubot.cli.build_report import BuildOutcome, as_text
from edubot.cli.watch import build_when_saved
from edubot.errors import BadInput, QuestionsInvalid
from edubot.index.build import BuildReport
from edubot.index.layout import STORE_FILE
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.index.withdrawals import Withdrawal, Withdrawals
from tests.fakes import LetterEncoder

LIPS = "# Lips\n\nUse a balm on dry lips every day.\n\n## Sun\n\nWear sun cream outdoors, also in winter.\n"
DRINKS = "# Drinks\n\nDrink no wine with it at all.\n"
PATIENCE = 60.0


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of two leaflets; the index is built beside it."""
    leaflets = tmp_path / "leaflets"
    leaflets.mkdir()
    (leaflets / "lips.md").write_text(LIPS, encoding="utf-8")
    (leaflets / "drinks.md").write_text(DRINKS, encoding="utf-8")
    return leaflets


def wanted(place: Path, **more: Any) -> Wanted:
    """A build of these leaflets."""
    return Wanted(place, place.parent / "index", **more)


def report(place: Path, capsys: pytest.CaptureFixture[str], **more: Any) -> dict[str, Any]:
    """Build, and read what is printed for machines."""
    capsys.readouterr()
    run_build(wanted(place, as_json=True, **more), LetterEncoder())
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def printed(place: Path, capsys: pytest.CaptureFixture[str], **more: Any) -> str:
    """Build, and read what is printed for people."""
    capsys.readouterr()
    run_build(wanted(place, **more), LetterEncoder())
    return capsys.readouterr().out


def test_a_first_build_has_nothing_to_compare_with(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what is held and no more; the second one says that nothing has changed."""
    (first,) = printed(place, capsys).splitlines()
    assert first.startswith(f"Built 2 leaflets, 3 passages in {place.parent / 'index'}; 3 encoded")
    assert printed(place, capsys) == f"Nothing has changed: 2 leaflets, 3 passages in {place.parent / 'index'}.\n"


def test_what_changed_is_told_by_leaflet(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Passages added, removed and rewritten; leaflets that are new or gone; and nothing of what stayed."""
    printed(place, capsys)
    edited = LIPS.replace("every day", "twice every day").replace("Wear sun cream outdoors, also in winter.", "")
    (place / "lips.md").write_text(f"{edited}\nTake it with a meal that holds fat.\n", encoding="utf-8")
    (place / "drinks.md").unlink()
    (place / "eyes.md").write_text("# Eyes\n\nContact lenses may hurt.\n", encoding="utf-8")
    told = printed(place, capsys)
    assert told.splitlines()[1:] == [
        "Against the version before:",
        "  eyes (new): 1 added",
        "  lips: 1 added, 1 removed, 1 rewritten",
        "    + Take it with a meal that holds fat.",
        "    - Wear sun cream outdoors, also in winter.",
        "    ~ Use a balm on dry lips twice every day.",
        "  drinks (gone): 1 removed",
    ]


def test_the_same_in_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every passage with its words, before and after."""
    first = report(place, capsys)
    assert (first["changed"], first["passages"], first["changes"], first["evidence_gone"]) == (True, 3, None, None)
    (place / "lips.md").write_text(LIPS.replace("every day", "twice every day"), encoding="utf-8")
    second = report(place, capsys)
    (change,) = second["changes"]["leaflets"]
    (pair,) = change["rewritten"]
    assert (change["leaflet"], change["added"], change["removed"]) == ("lips", [], [])
    assert pair["before"]["text"] == "Use a balm on dry lips every day."
    assert pair["after"]["text"] == "Use a balm on dry lips twice every day."
    assert second["encoded"] == 1


@pytest.mark.parametrize(("seconds", "told"), [(8.0, "1 encoded in fp32, 5 kept"), (0.25, "fp32 at 4 a second, 5")])
def test_a_rate_is_told_where_it_says_something(seconds: float, told: str) -> None:
    """Not where opening the encoder took most of the time; what there is one of is one."""
    text = as_text(BuildOutcome(Path("index"), BuildReport("v", 1, 6, 1, changed=True), seconds))
    assert text.startswith("Built 1 leaflet, 6 passages in index; 1 encoded")
    assert told in text


def test_disagreements_that_open_and_close_are_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As soon as two leaflets give other figures on a topic, and when they no longer do."""
    (place / "one.md").write_text("# One\n\nTreatment lasts 16 weeks.\n", encoding="utf-8")
    printed(place, capsys)
    (place / "two.md").write_text("# Two\n\nTreatment lasts 24 weeks.\n", encoding="utf-8")
    assert "Leaflets now disagree on: how long treatment lasts." in printed(place, capsys)
    (place / "two.md").write_text("# Two\n\nTreatment lasts 16 weeks.\n", encoding="utf-8")
    assert "No longer disagreed on: how long treatment lasts." in printed(place, capsys)


def test_gold_evidence_that_is_gone_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what stood before and is no longer readable: an old wrong quote is no news."""
    gold = place.parent / "gold.jsonl"
    rows = [
        {"id": "a", "text": "?", "evidence": [{"file": "lips.md", "quote": "Use a balm on dry lips"}]},
        {"id": "b", "text": "?", "evidence": [{"file": "drinks.md", "quote": "no wine"}]},
        {"id": "c", "text": "?", "evidence": [{"file": "lips.md", "quote": "never stood here"}]},
        {"id": "d", "text": "?", "evidence": []},
    ]
    gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [row["id"] for row in report(place, capsys, gold=gold)["evidence_gone"]] == ["c"]
    (place / "drinks.md").write_text(f"{DRINKS}\nTea is fine.\n", encoding="utf-8")
    assert "All 3 quotes of the gold questions stand as before." in printed(place, capsys, gold=gold)
    (place / "drinks.md").write_text("# Drinks\n\nDrink some wine with it.\n", encoding="utf-8")
    told = printed(place, capsys, gold=gold)
    assert "Evidence of 1 gold question is gone:\n  b, drinks.md: no wine" in told


def test_gold_that_cannot_be_read_stops_before_the_build(place: Path) -> None:
    """Minutes of building are not spent first."""
    gold = place.parent / "gold.jsonl"
    gold.write_text("{", encoding="utf-8")
    with pytest.raises(QuestionsInvalid, match=r"gold\.jsonl"):
        run_build(wanted(place, gold=gold), LetterEncoder())
    assert not (place.parent / "index").exists()


def test_what_is_withdrawn_is_told_at_every_build(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody forgets that a leaflet is out of use; one that is no longer in the index is no matter."""
    printed(place, capsys)
    withdrawals = Withdrawals(place.parent / "index")
    for leaflet in ("lips", "elsewhere"):
        withdrawals.add(Withdrawal(leaflet, "2026-04-12"))
    assert report(place, capsys)["out_of_use"] == ["lips"]
    assert "Still out of use: lips. To bring it back: edubot index restore lips" in printed(place, capsys)


def test_changes_are_paired_by_likeness_and_place(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of several that were rewritten each finds its own, and words said twice count twice."""
    text = "# A\n\n- Keep your lips moist with a balm.\n- Avoid strong sunlight at noon.\n- Rest.\n- Rest.\n"
    (place / "a.md").write_text(text, encoding="utf-8")
    printed(place, capsys)
    folder = IndexFolder(place.parent / "index")
    before = Store(folder.version(folder.current) / STORE_FILE)
    edited = "# A\n\n- Avoid all strong sunlight at noon.\n- Keep your lips very moist with a balm.\n- Rest.\n"
    (place / "a.md").write_text(edited, encoding="utf-8")
    printed(place, capsys)
    (change,) = changes(before, Store(folder.version(folder.current) / STORE_FILE)).leaflets
    assert {(old.text.split()[0], new.text.split()[0]) for old, new in change.rewritten} >= {
        ("Keep", "Keep"),
        ("Avoid", "Avoid"),
    }
    assert "Rest." in "".join(passage.text for passage in change.removed)
    assert change.added == ()


def test_a_second_build_waits_if_told_to(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that it waits, begins when the first has ended, and gets its turn."""
    printed(place, capsys)
    told = io.StringIO()  # what pytest captures is lost where it is written while it is read
    monkeypatch.setattr(sys, "stderr", told)
    (place / "lips.md").write_text(f"{LIPS}\nDrink water.\n", encoding="utf-8")
    folder = IndexFolder(place.parent / "index")
    first = folder.current
    second = threading.Thread(target=run_build, args=(wanted(place, wait=True), LetterEncoder()))
    until = time.monotonic() + PATIENCE
    with folder.lock():
        second.start()
        while second.is_alive() and "waiting" not in told.getvalue() and time.monotonic() < until:
            time.sleep(0.01)
        assert "Another build is running; waiting until it has ended." in told.getvalue()
        assert folder.current == first
    second.join(PATIENCE)
    assert folder.current != first


def test_a_library_that_is_forgotten_is_no_other_one(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the file that names the leaflets was damaged, a build without a folder refuses, and puts none in place."""
    printed(place, capsys)
    file = place.parent / "index" / "library"
    again = Wanted(None, place.parent / "index")
    assert file.read_text(encoding="utf-8") == f"{place.resolve()}\n"
    run_build(again, LetterEncoder())
    for damage in (b"", b"\xff\xfe\n", b"\n", str(place).encode()):
        file.write_bytes(damage)
        with pytest.raises(BadInput, match=r"library .*: name the folder of the leaflets"):
            run_build(again, LetterEncoder())


@pytest.mark.parametrize("of_one_file", [False, True])
def test_watching(place: Path, capsys: pytest.CaptureFixture[str], of_one_file: bool) -> None:
    """Builds at once and after each save; a leaflet that cannot be read is told, and watching goes on."""
    watched, index = place / "lips.md" if of_one_file else place, place.parent / "index"
    stop, ended, encoder = threading.Event(), threading.Event(), LetterEncoder()

    def watch() -> None:
        build_when_saved(watched, index, lambda: run_build(Wanted(watched, index), encoder), stop)
        ended.set()

    threading.Thread(target=watch, daemon=True).start()
    _told("Built", capsys)
    for text, expected in ((f"{LIPS}\nDrink water.\n", "Built"), ("\n", "is empty"), (LIPS, "Built")):
        waiting = place / ".lips.md.new"
        waiting.write_text(text, encoding="utf-8")
        waiting.rename(place / "lips.md")
        _told(expected, capsys)
    stop.set()
    assert ended.wait(PATIENCE)


def _told(expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Wait until some words are printed; a slow machine may tell of one save twice."""
    told, began = "", time.monotonic()
    while expected not in told:
        assert time.monotonic() - began < PATIENCE, told
        time.sleep(0.02)
        told += "".join(capsys.readouterr())


def test_all_that_is_wrong_is_told_while_watching(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each fault in a sentence, so that all of them can be mended in one go."""
    stop = threading.Event()

    def faulty() -> None:
        stop.set()
        raise BadInput("one is wrong", "Mend it", [BadInput("two is wrong", "Mend it")])

    build_when_saved(place, place.parent / "index", faulty, stop)
    told = capsys.readouterr().err
    assert "edubot: one is wrong: mend it.\n" in told
    assert "edubot: two is wrong: mend it.\n" in told


def test_a_folder_whose_name_is_no_utf_8(tmp_path: Path) -> None:
    """An old disk has such names: it is built, and found again by the next build."""
    place = tmp_path / os.fsdecode(b"caf\xe9")
    place.mkdir()
    (place / "lips.md").write_text(LIPS, encoding="utf-8")
    run_build(Wanted(place, tmp_path / "index"), LetterEncoder())
    assert IndexFolder(tmp_path / "index").library == place.resolve()
    run_build(Wanted(None, tmp_path / "index"), LetterEncoder())


def test_ctrl_c_ends_the_watch(place: Path) -> None:
    """In the middle of a build too: nothing is raised, and the index in use stays."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    build_when_saved(place, place.parent / "index", interrupted)


def test_a_leaflet_in_use_that_cannot_be_read_any_more_is_told_last(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which, and why; not one that was never in use, nor one that was taken away."""
    (place / "eyes.md").write_text("# Eyes\n\nContact lenses may hurt.\n", encoding="utf-8")
    printed(place, capsys)
    (place / "eyes.md").unlink()
    (place / "empty.md").write_text("", encoding="utf-8")
    (place / "drinks.toml").write_text('title = "X', encoding="utf-8")
    told = printed(place, capsys).splitlines()
    assert "  drinks (gone): 1 removed" in told
    why = f"{place / 'drinks.toml'}, line 1: is not TOML"
    assert told[-1].startswith(f"No longer in use: drinks (drinks.md). {why}")
    assert [line for line in told if line.startswith("No longer")] == told[-1:]
    (place / "drinks.toml").unlink()
    report(place, capsys)
    (place / "drinks.toml").write_text("titel = 1", encoding="utf-8")
    (fallen,) = report(place, capsys)["fallen"]
    assert (fallen["leaflet"], fallen["file"]) == ("drinks", "drinks.md")
    assert "titel" in fallen["why"]
    assert report(place, capsys)["fallen"] == []


def test_of_two_files_with_one_id_the_one_that_is_not_read_is_named(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the id stays in use from the other file."""
    printed(place, capsys)
    (place / "a.md").write_text("# Another\n\nDrink tea.\n", encoding="utf-8")
    (place / "a.toml").write_text('id = "drinks"', encoding="utf-8")
    told = printed(place, capsys).splitlines()[-1]
    said = "a.md and drinks.md have the same id, 'drinks', and drinks.md is the one that is not read"
    assert told == f"No longer in use: drinks (drinks.md). {said}: give one of them another id."
