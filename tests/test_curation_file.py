"""Every fault of a curation file is told with its line, and all of them at once."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.errors import CurationInvalid
from edubot.leaflets.curation import MOST_WORDS
from edubot.leaflets.curation_file import LARGEST_FILE, read_curation
from edubot.leaflets.folder import Library
from edubot.leaflets.toml_lines import line_of
from edubot.settings import bundled_corpus, bundled_originals

TEXT = "# Use\n\nTake it with food. Rest well.\n\nBuy it now!\n"


def refused(folder: Path, toml: str | bytes) -> list[str]:
    """All that is said of a curation beside a leaflet of `TEXT`."""
    (folder / "leaf.md").write_text(TEXT, encoding="utf-8")
    (folder / "leaf.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    with pytest.raises(CurationInvalid) as caught:
        list(Library.at(folder, None))
    return [str(problem) for problem in (caught.value, *caught.value.also)]


@pytest.mark.parametrize(
    ("toml", "line", "told"),
    [
        pytest.param('id = "a"\ntitel = "Ours"', 2, "write 'title' instead", id="a misspelt key"),
        pytest.param('id = "a"\n\n# no\nxyz = 1', 4, "docs/curation.md", id="a key like no other"),
        pytest.param("\n\nseen = 'May'", 3, "must be a date such as", id="no date"),
        pytest.param("seen = 2026-11-23T10:00:00", 1, "must be a date such as", id="a date with a time"),
        pytest.param("title = 5", 1, "must be words in quotes", id="a number for words"),
        pytest.param('restated = "perhaps"', 1, "must be true or false", id="no yes or no"),
        pytest.param('quarantine = "all"', 1, "must be written as [[quarantine]]", id="words for tables"),
        pytest.param('[quarantine]\nreason = "imprint"', 1, "must be written as [[quarantine]]", id="one bracket"),
        pytest.param('id = "a"\n[[quarantine]]\nwords = "Buy"', 2, "quarantine.0.reason: is missing", id="missing"),
        pytest.param('[[quarantine]]\nreason = "dull"\nwords = "Buy"', 2, "must be one of 'sales-link'", id="reason"),
        pytest.param(
            '[[quarantine]]\nreason = "imprint"\nwords = "Buy it now!"\n\n[[quarantine]]\nreason = "imprint"',
            5,
            "quarantine.1: needs either words, or from and to",
            id="the second of two names nothing",
        ),
        pytest.param('[[quarantine]]\nreason = "imprint"\nfrom = "Buy"', 1, "quarantine.0.to: is missing", id="no end"),
        pytest.param(
            '[[quarantine]]\nreason = "imprint"\nwords = "Buy"\nfrom = "it"\nto = "now"', 1, "needs either", id="both"
        ),
        pytest.param('[[quarantine]]\nreason = "imprint"\nwords = " "', 3, "must hold at least one word", id="blank"),
        pytest.param('[[heading]]\ntext = "Use"\nbefore = "a"\nstart = 1', 1, "needs either before or", id="heading"),
        pytest.param('[[note]]\nwords = "a"\ncorrection = "c"\nwhat_ = "b"', 4, "no key", id="deep misspelt"),
        pytest.param('[[note]]\nwords = "Rest"', 1, "note.0.correction: is missing", id="a note without"),
        pytest.param("note = 5", 1, "must be words in quotes", id="a note that is no sentence"),
        pytest.param('id = "a"\ntitle = \n', 2, "is not TOML", id="not TOML"),
        pytest.param('id = "a"\ntitle = """b\n\n', 2, "is not TOML", id="no end of words"),
        pytest.param('id = "a"\nid = "b"\n', 2, "is not TOML", id="twice"),
        pytest.param(b'id = "a"\ntitle = "caf\xe9"', 2, "is not TOML in UTF-8", id="other letters"),
        pytest.param("a = " + "[" * 5000, 1, "is not TOML", id="too deep"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(tmp_path: Path, toml: str | bytes, line: int, told: str) -> None:
    """One clear sentence for each fault."""
    (problem,) = refused(tmp_path, toml)
    assert problem.startswith(f"{tmp_path / 'leaf.toml'}, line {line}: ")
    assert told in problem


def test_all_faults_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    """So that they can be mended in one go."""
    toml = '[[side]]\ntopic = 5\nwords = "a"\nleft = "b"\n\n[[quarantine]]\nreason = "dull"\nwords = "Buy"\n'
    assert [problem.split(": ")[0].rpartition(" ")[2] for problem in refused(tmp_path, toml)] == ["2", "4", "7"]


def test_all_quotes_that_no_longer_match_are_told(tmp_path: Path) -> None:
    """Whatever they are for, each with the line of its table."""
    tables = (
        'quarantine]]\nreason = "imprint"\nwords = "Sell it now"',
        'quarantine]]\nreason = "imprint"\nfrom = "Buy"\nto = "later"',
        'heading]]\ntext = "H"\nbefore = "Gone"',
        'side]]\ntopic = "dose"\nwords = "Gone"',
        'note]]\ncorrection = "c"\nwords = "Gone"',
        'unsafe]]\nid = "u"\nwhere = ""\nwhy = ""\ncorrection = "c"\nwords = "Gone"',
        'remark]]\ntext = "t"\nwords = "Gone"',
    )
    toml = "".join(f"[[{table}\n" for table in tables)
    found = refused(tmp_path, toml)
    quoted = ("words", "to =", "before")
    lines = {number for number, line in enumerate(toml.split("\n"), start=1) if line.startswith(quoted)}
    assert {int(problem.split(": ")[0].rpartition(" ")[2]) for problem in found} == lines
    assert all("leaf.md" in problem for problem in found)
    assert sum("does not stand" in problem for problem in found) == len(tables)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """As one sentence and not as an error of the system."""
    (tmp_path / "leaf.toml").mkdir()
    with pytest.raises(CurationInvalid, match=r"leaf\.toml cannot be read"):
        read_curation(tmp_path / "leaf.toml")


def test_a_file_that_nobody_wrote_is_not_read(tmp_path: Path) -> None:
    """Of more than a megabyte."""
    (tmp_path / "leaf.toml").write_bytes(b"#" * (LARGEST_FILE + 1))
    with pytest.raises(CurationInvalid, match=r"leaf\.toml is over 1 MB"):
        read_curation(tmp_path / "leaf.toml")


def test_a_line_is_found_in_a_long_file_without_delay() -> None:
    """A note of many lines is read through once, and not once for each of its lines."""
    toml = 'note = """' + "A line.\n" * 50_000 + '"""\n[[remark]]\ntext = "t"\n'
    assert line_of(toml, ("remark", 0, "text")) == 50_003


def test_a_byte_order_mark_and_other_line_ends_do_no_harm(tmp_path: Path) -> None:
    """As an editor on another system leaves them."""
    (tmp_path / "leaf.toml").write_bytes(b'\xef\xbb\xbfid = "a"\r\ntitle = "b"\r\n')
    assert read_curation(tmp_path / "leaf.toml").title == "b"


def test_a_curation_that_ships_without_its_text_repeats_no_sentence(tmp_path: Path) -> None:
    """Where it is found by hash, a quote is of few words; beside a leaflet it may be long."""
    words = " ".join("abcdefghi"[: MOST_WORDS + 1])
    table = f'[[remark]]\ntext = "t"\nwords = "{words}"\n'
    (tmp_path / "leaf.toml").write_text(table, encoding="utf-8")
    assert read_curation(tmp_path / "leaf.toml").remark[0].words == words
    (tmp_path / "leaf.toml").write_text(f'matches = "00"\n{table}', encoding="utf-8")
    with pytest.raises(CurationInvalid, match=rf"line 4: .* at most {MOST_WORDS} words"):
        read_curation(tmp_path / "leaf.toml")


@pytest.mark.parametrize(
    ("toml", "place", "line"),
    [
        ('a = 1\nb = """\nx\n"""\nc = 2', ("c",), 5),
        ('a = 1\nb = """\nx\n"""\nc = 2', ("b",), 2),
        ("a = [\n1,\n2]\n\nb.c.d = 1", ("b", "c", "d"), 5),
        ("a = [\n1,\n2]\n\nb.c.d = 1", ("a", 1), 1),
        ("[[s]]\nw = 1\n[[s]]\nw = 2", ("s", 1, "w"), 4),
        ("[[s]]\nw = 1\n[[s]]\nw = 2", ("s", 1, "missing"), 3),
        ("[[s]]\n[s.t]\nw = 1\n[[s]]\n[s.t]\nw = 2", ("s", 1, "t", "w"), 6),
        ("s = [{w = 1}, {w = 2}]", ("s", 1, "w"), 1),
        ("# [[s]]\n\n[t]\n'[x]' = 1", ("t", "[x]"), 4),
        ("a = '''\n[[s]]\n'''\n[[s]]\nw=1", ("s", 0), 4),
        ("a = 1", ("nowhere", 0), 1),
    ],
)
def test_a_key_is_found_in_its_line(toml: str, place: tuple[str | int, ...], line: int) -> None:
    """Also after words and lists over many lines, and in tables in tables; else the table around it."""
    assert line_of(toml, place) == line


@pytest.mark.parametrize("path", sorted([*bundled_corpus().glob("*.toml"), *bundled_originals().glob("*.toml")]))
def test_every_value_of_the_bundled_curations_is_found(path: Path) -> None:
    """The line that is told for a place holds its key and its value."""
    toml = path.read_text(encoding="utf-8")
    lines = toml.split("\n")
    for key, tables in tomllib.loads(toml).items():
        for position, table in enumerate(tables if isinstance(tables, list) else []):
            for name, value in table.items():
                line = lines[line_of(toml, (key, position, name)) - 1]
                assert line.startswith(f"{name} = ")
                assert not isinstance(value, str) or value in line


@given(st.lists(st.sampled_from(["\n", "# c\n", "a\n"]), max_size=4), st.integers(1, 4))
def test_lines_between_statements_are_counted(filling: list[str], tables: int) -> None:
    """Empty lines and comments part statements and belong to none."""
    between = "".join(part if part != "a\n" else "\n# [[t]]\n" for part in filling)
    toml = "".join(f"{between}[[t]]\n{between}k = {number}\n" for number in range(tables))
    for number in range(tables):
        assert toml.split("\n")[line_of(toml, ("t", number, "k")) - 1] == f"k = {number}"
