"""Files of triage rules that cannot be used are refused, by name and with what is wrong."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edubot.errors import PolicyInvalid
from edubot.guardrail.triage import read_triage
from edubot.model import AlertKind
from edubot.settings import TRIAGE_FOLDER

FILES = sorted(path.name for path in TRIAGE_FOLDER.iterdir())
ALERT_FILES = [*(f"{kind}.toml" for kind in AlertKind), "advice.toml"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled rules, to be spoilt."""
    return Path(shutil.copytree(TRIAGE_FOLDER, tmp_path / "triage"))


def _replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _added(path: Path, group: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n[[group]]\n{group}\n")


def _refusal(folder: Path, name: str) -> str:
    """Why the rules of a folder are refused, for the fault of one file that is named."""
    with pytest.raises(PolicyInvalid) as caught:
        read_triage(folder)
    problem = caught.value.problem
    assert str(folder / name) in problem
    assert not any(str(folder / other) in problem for other in FILES if other != name)
    assert caught.value.mend
    return problem


def test_there_is_a_file_for_each_alert() -> None:
    """One for advice, and one of what they share; no file lies there that nobody reads."""
    assert sorted([*ALERT_FILES, "words.toml"]) == FILES


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"schema = ", b"\xff\xfe"])
def test_a_file_that_holds_no_rules_is_refused(folder: Path, name: str, content: bytes) -> None:
    """Empty, no TOML, no text."""
    (folder / name).write_bytes(content)
    _refusal(folder, name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_there_is_refused(folder: Path, name: str) -> None:
    """An alert without rules would never fire."""
    (folder / name).unlink()
    assert _refusal(folder, name).endswith("are missing")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """As its first file."""
    assert _refusal(tmp_path / "nowhere", "words.toml").endswith("are missing")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        *((name, "\n[lists]\n", "\n[list]\n") for name in FILES),
        *((name, "\ncalm = [", "\nclam = [") for name in ALERT_FILES),
        *((name, "[[group]]", "[[groups]]") for name in ALERT_FILES),
        *((name, "\nunless = [", "\nunles = [") for name in ALERT_FILES),
        *(("words.toml", f"\n{key} = [", f"\n{key}s = [") for key in ("asks_beside", "misspelt")),
        ("words.toml", "\n[same]\n", "\n[other]\n"),
    ],
)
def test_a_misspelt_key_is_refused(folder: Path, name: str, old: str, new: str) -> None:
    """What stands under it would be read by nobody; the refusal says what it could have been."""
    _replaced(folder / name, old, new)
    written, meant = new.strip("\n[]= "), old.strip("\n[]= ")
    told = _refusal(folder, name)
    assert f"the key {written!r} is none of " in told
    assert meant in told.split(" is none of ")[1]


@pytest.mark.parametrize("name", ALERT_FILES)
@pytest.mark.parametrize(
    "group",
    [
        pytest.param('id = "new"\nfires = ["(open"]', id="an open bracket"),
        pytest.param('id = "new"\nfires = ["{nowhere}"]', id="an unknown list"),
        pytest.param('id = "new"', id="a group that fires on nothing"),
        pytest.param('fires = ["a"]', id="a group without a name"),
        pytest.param('id = "new"\nfires = [5]', id="a figure for a pattern"),
        pytest.param('id = "new"\nfires = {}', id="a table for patterns"),
        pytest.param('id = "new"\nfires = []', id="a group of no patterns"),
        pytest.param('id = "new"\nfires = ["a"]\nwith = []', id="a group that needs what nobody can say"),
        pytest.param('id = "new"\nfires = ["a"]\nunless = inf', id="infinity for patterns"),
    ],
)
def test_a_group_that_cannot_be_used_is_refused(folder: Path, name: str, group: str) -> None:
    """Of whichever alert."""
    _added(folder / name, group)
    _refusal(folder, name)


@pytest.mark.parametrize("name", ALERT_FILES)
def test_an_alert_without_a_group_is_refused(folder: Path, name: str) -> None:
    """It would never fire."""
    rules = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(f"group = []\n{rules[: rules.index('[[group]]')]}", encoding="utf-8")
    assert "no group calls for the alert" in _refusal(folder, name)


@pytest.mark.parametrize("name", ALERT_FILES)
def test_two_groups_of_one_name_are_refused(folder: Path, name: str) -> None:
    """Nobody could tell which of them fired."""
    for _ in range(2):
        _added(folder / name, 'id = "new"\nfires = ["a"]')
    assert "two groups have one name" in _refusal(folder, name)


@pytest.mark.parametrize("field", ["fires", "unless", "with"])
def test_words_in_the_place_of_a_list_of_patterns_are_refused(folder: Path, field: str) -> None:
    """`fires = "die"` would be read letter by letter and fire on every "i"."""
    row = {"id": '"new"', "fires": '["a"]', field: '"die"'}
    _added(folder / "crisis.toml", "\n".join(f"{name} = {value}" for name, value in row.items()))
    assert "'die' should be a list of patterns" in _refusal(folder, "crisis.toml")


def test_a_refusal_says_what_is_missing_or_wrong(folder: Path) -> None:
    """What is not there is named as missing; any other fault is told in its own words."""
    words, crisis = folder / "words.toml", folder / "crisis.toml"
    _added(crisis, 'id = "new"\nfires = ["{nowhere}"]')
    assert _refusal(folder, "crisis.toml").endswith("names a list that is not there)")
    crisis.write_text("calm = []\n[lists]\n", encoding="utf-8")
    assert _refusal(folder, "crisis.toml").endswith("('group' is missing)")
    _replaced(words, "\n[same]\n", '\n[same]\nuhm = ""\n')
    assert _refusal(folder, "words.toml").endswith("(a word under [same] is written out as nothing)")
    _replaced(words, "\nschema = 1\n", "\nschema = 2\n")
    assert _refusal(folder, "words.toml").endswith("(the triage rules must be of schema 1)")


@pytest.mark.parametrize("name", ["words.toml", "crisis.toml"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200))
def test_no_content_of_a_rules_file_is_another_error(folder: Path, name: str, content: bytes) -> None:
    """Any bytes at all: refused by name, never by a fault that nobody catches."""
    (folder / name).write_bytes(content)
    _refusal(folder, name)
