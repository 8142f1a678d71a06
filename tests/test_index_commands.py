"""`edubot index …` from outside, in this process: over small indexes whose vectors can be checked by hand."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from edubot.cli.app import app
from edubot.index.build import build_index
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from tests.commands import Ran, Terminal
from tests.fakes import LetterEncoder

BALM = "# Lips\n\nUse a balm on dry lips.\n\nBuy it now at https://cheap-pills.example/order\n"
WINE = "# Drinks\n\nDrink no wine with it.\n"
TEA = "# Tea\n\nTea is fine.\n"


def run(*args: str | Path) -> Ran:
    """Run `edubot index …`; whatever is no exit is a fault of the command."""
    done = CliRunner().invoke(app, ["index", *map(str, args)], catch_exceptions=False)
    return Ran(done.exit_code, done.stdout, done.stderr)


@dataclass
class Shelf:
    """A folder of leaflets and its index, whose versions were built a minute from one another."""

    leaflets: Path
    root: Path
    minute: int = 0

    def build(self, **texts: str) -> str:
        """Write these leaflets in the place of the others and build; the version's name."""
        for path in self.leaflets.iterdir():
            path.unlink()
        for name, text in texts.items():
            (self.leaflets / f"{name}.md").write_text(text, encoding="utf-8")
        version = build_index(Library.at(self.leaflets, None), self.root, LetterEncoder()).version
        self.minute += 60
        day = 1_790_000_000 + self.minute
        os.utime(self.version(version) / "manifest.json", (day, day))
        return version

    def run(self, command: str, *args: str | Path) -> Ran:
        """Run `edubot index COMMAND` over this index."""
        return run(command, *args, "--index", self.root)

    def version(self, name: str) -> Path:
        """A version's folder."""
        return self.root / "versions" / name

    @property
    def current(self) -> str:
        """The version in use."""
        return IndexFolder(self.root).current


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A place for leaflets, without any."""
    (tmp_path / "leaflets").mkdir()
    return Shelf(tmp_path / "leaflets", tmp_path / "index")


def _one_sentence(told: str) -> str:
    (line,) = told.splitlines()
    assert line.startswith("edubot: ")
    assert line.endswith(".")
    return line


def _flip(path: Path) -> None:
    """Alter a byte as a bad disk does: no clock tells."""
    content, times = bytearray(path.read_bytes()), path.stat()
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_list_names_every_version_and_the_one_in_use(shelf: Shelf) -> None:
    """The last built first, with what each holds; for people and for machines."""
    first, second = shelf.build(balm=BALM), shelf.build(balm=BALM, wine=WINE)
    ran = shelf.run("list")
    _, latest, before = ran.out.splitlines()
    assert (ran.status, ran.err) == (0, "")
    assert latest.startswith(f"in use  {second[:12]}")
    assert before.split()[0] == first[:12]
    assert latest.split()[-2:] == ["2", "2"]
    rows = shelf.run("list", "--json").json
    assert [(row["version"], row["in_use"], row["leaflets"]) for row in rows] == [(second, True, 2), (first, False, 1)]


def test_five_versions_are_kept(shelf: Shelf) -> None:
    """The oldest go first, and never the one that was in use until now."""
    names = [shelf.build(balm=BALM + f"\nWord {'xyz'[: number % 3]} {number}.\n") for number in range(5)]
    assert shelf.run("rollback", names[0]).status == 0
    names.append(shelf.build(tea=TEA))
    kept = {row["version"] for row in shelf.run("list", "--json").json}
    assert kept == {names[0], *names[2:]}


def test_show_says_what_a_version_holds(shelf: Shelf) -> None:
    """The one in use, or one that is named by the beginning of its name."""
    first, second = shelf.build(balm=BALM), shelf.build(wine=WINE)
    now, before = shelf.run("show"), shelf.run("show", first[:8])
    assert f"{second} (in use)" in now.out
    assert "wine: Drinks (wine.md, 1 passage)" in now.out
    assert "balm: Lips (balm.md, 1 passage)" in before.out
    held = shelf.run("show", "--json").json
    assert held["held"] == [{"id": "wine", "title": "Drinks", "file": "wine.md", "passages": 1}]
    assert held["manifest"]["passages"] == 1


def test_text_is_the_leaflets_to_the_character(shelf: Shelf) -> None:
    """By id or by file name; what patients do not see is in it, for offsets count it."""
    shelf.build(balm=BALM, wine=WINE)
    assert shelf.run("text", "balm").out == shelf.run("text", "balm.md").out == BALM
    unknown = shelf.run("text", "bal")
    assert (unknown.status, unknown.out) == (2, "")
    assert "balm, wine" in _one_sentence(unknown.err)


def test_rollback_puts_the_version_before_in_use(shelf: Shelf) -> None:
    """Or the one that is named; at the oldest there is nothing before, and the one in use stays."""
    first, second, third = shelf.build(balm=BALM), shelf.build(wine=WINE), shelf.build(tea=TEA)
    for expected in (second, first):
        assert shelf.run("rollback").status == 0
        assert shelf.current == expected
    nothing = shelf.run("rollback")
    assert (nothing.status, shelf.current) == (2, first)
    assert "no version from before" in _one_sentence(nothing.err)
    assert third[:12] in shelf.run("rollback", third[:10]).out
    assert shelf.current == third


@pytest.mark.parametrize("name", ["", "nowhere", "../versions", "."])
def test_a_version_that_is_not_there(shelf: Shelf, name: str) -> None:
    """Is bad input, and nothing is changed."""
    shelf.build(balm=BALM)
    current = shelf.build(wine=WINE)
    ran = shelf.run("rollback", name) if name else shelf.run("show", "0" * 33)
    assert (ran.status, ran.out, shelf.current) == (2, "", current)
    assert "edubot index list" in _one_sentence(ran.err)


@pytest.mark.parametrize("file", ["manifest.json", "store.sqlite", "vectors.faiss"])
def test_nobody_goes_back_to_a_damaged_version(shelf: Shelf, file: str) -> None:
    """The sentence names the file, the status is 3, and the one in use stays."""
    first = shelf.build(balm=BALM)
    current = shelf.build(wine=WINE)
    _flip(shelf.version(first) / file)
    ran = shelf.run("rollback")
    assert (ran.status, ran.out, shelf.current) == (3, "", current)
    assert file in _one_sentence(ran.err)
    verified = shelf.run("verify")
    assert verified.status == 1
    assert f"{current[:12]} is whole and in use." in verified.out
    assert file in verified.err


def test_nobody_goes_back_to_a_version_of_another_scorer(shelf: Shelf) -> None:
    """Its chat would not open."""
    shelf.build(balm=BALM)
    folder = IndexFolder(shelf.root)
    manifest = folder.manifest()
    text = manifest.as_bytes().replace(manifest.scorer.encode(), b"0" * 64)
    forged = shelf.version(hashlib.sha256(text).hexdigest()[:32])
    shelf.version(manifest.version).rename(forged)
    (forged / "manifest.json").write_bytes(text)
    current = shelf.build(wine=WINE)
    ran = shelf.run("rollback", forged.name)
    assert (ran.status, shelf.current) == (3, current)
    assert "another scorer" in _one_sentence(ran.err)


def test_verify_passes_what_is_whole(shelf: Shelf) -> None:
    """A line for each version."""
    first, second = shelf.build(balm=BALM), shelf.build(balm=BALM, wine=WINE)
    ran = shelf.run("verify")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == [f"{second[:12]} is whole and in use.", f"{first[:12]} is whole."]


@pytest.mark.parametrize("file", ["manifest.json", "store.sqlite", "vectors.faiss", "model.onnx"])
def test_verify_tells_damage_of_what_is_in_use(shelf: Shelf, file: str) -> None:
    """As a question would: status 3 and the file's name."""
    shelf.build(balm=BALM)
    (path,) = shelf.root.rglob(file)
    _flip(path)
    ran = shelf.run("verify")
    assert ran.status == 3
    assert file in _one_sentence(ran.err)


def test_a_lost_pointer_can_be_set_again(shelf: Shelf) -> None:
    """The versions are listed all the same, and going back without a name takes the last one."""
    shelf.build(balm=BALM)
    second = shelf.build(wine=WINE)
    (shelf.root / "current").write_text("lost\n", encoding="ascii")
    listed = shelf.run("list")
    assert listed.status == 3
    assert second[:12] in listed.out
    assert "in use" not in listed.out
    assert "current" in _one_sentence(listed.err)
    assert shelf.run("rollback").status == 0
    assert shelf.current == second


@pytest.mark.parametrize("command", ["list", "show", "text x", "verify", "rollback"])
def test_without_an_index(tmp_path: Path, command: str) -> None:
    """Status 3, a sentence, and nothing is made."""
    ran = run(*command.split(), "--index", tmp_path / "nowhere")
    assert (ran.status, ran.out) == (3, "")
    assert "edubot build" in _one_sentence(ran.err)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("optimised", ["", "1"])
@pytest.mark.parametrize("command", [["withdrawn"], ["withdrawn", "--json"], ["restore", "lips"], ["list"]])
def test_without_an_index_nothing_is_said_of_one(tmp_path: Path, command: list[str], optimised: str) -> None:
    """Nor where Python was told to leave assertions out."""
    nowhere = tmp_path / "nowhere"
    told = Terminal(tmp_path, nowhere).run("index", *command, "--index", nowhere, PYTHONOPTIMIZE=optimised)
    assert told.status == 3
    assert "There is no index in" in _one_sentence(told.err)
    assert "out of use" not in told.out
    assert "In use" not in told.out
    assert not nowhere.exists()
