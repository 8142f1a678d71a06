"""The installed command, from outside: what it prints, where, and with which exit status; never a traceback."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from filelock import FileLock
from syrupy.assertion import SnapshotAssertion

import edubot
from edubot.model import AlertKind
from edubot.policy import Policy, read_policy
from edubot.settings import GENERAL_POLICY_FILE, POLICY_FILE, bundled_corpus

COMMAND = Path(sys.executable).parent / "edubot"
ALCOHOL = "Can I drink alcohol?"
POLICY = read_policy(POLICY_FILE)
ANY_DRUG = read_policy(GENERAL_POLICY_FILE)
TOPICS = ["pregnancy", "mental_health"]


@dataclass(frozen=True)
class Ran:
    """What a process left behind."""

    status: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one JSON object printed."""
        (only,) = self.objects
        return only

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON objects printed, one a line."""
        return [cast(dict[str, Any], json.loads(line)) for line in self.out.splitlines()]


def _environment(folder: Path, **more: str) -> dict[str, str]:
    """The person's home is an empty folder, so that no index of this machine is used."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("EDUBOT_", "PYTHONIO", "PYTEST_"))
    }
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    return {**kept, **home, **more}


class Terminal:
    """Runs the installed command in a home of its own."""

    def __init__(self, home: Path, index: Path) -> None:
        self.home = home
        self.index = index

    def run(self, *args: str | Path, stdin: str | bytes = b"", **environment: str) -> Ran:
        """Run to the end; no traceback may ever be printed."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [COMMAND, *args],
            input=given,
            capture_output=True,
            cwd=self.home,
            env=_environment(self.home, **environment),
            timeout=120,
            check=False,
        )
        told = environment.get("PYTHONIOENCODING", "utf-8")
        ran = Ran(done.returncode, done.stdout.decode(told), done.stderr.decode(told))
        assert "Traceback" not in ran.err, ran.err
        return ran

    def ask(self, *args: str | Path, stdin: str | bytes = b"") -> Ran:
        """`edubot ask` over the bundled leaflets."""
        return self.run("ask", *args, stdin=stdin, EDUBOT_INDEX=str(self.index))

    def batch(self, lines: Iterable[str | bytes], *args: str) -> Ran:
        """`edubot ask --batch` over a file of these lines."""
        file = self.home / "questions.jsonl"
        file.write_bytes(b"".join(_bytes(line) + b"\n" for line in lines))
        return self.ask("--batch", file, *args)


def _bytes(line: str | bytes) -> bytes:
    return line.encode() if isinstance(line, str) else line


@pytest.fixture
def terminal(tmp_path: Path, bundled_index: Path) -> Terminal:
    """A terminal whose person has never used edubot."""
    return Terminal(tmp_path, bundled_index)


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of two leaflets and the index of it, built once a run by the command itself with the real encoder."""
    parallel = "PYTEST_XDIST_WORKER" in os.environ
    shared = tmp_path_factory.getbasetemp().parent if parallel else tmp_path_factory.getbasetemp()
    place = shared / "small-library"
    leaflets, index = place / "leaflets", place / "index"
    with FileLock(f"{place}.lock"):
        if not leaflets.exists():
            leaflets.mkdir(parents=True)
            (leaflets / "first.md").write_text("# First\n\nDo not drink alcohol with it.\n", encoding="utf-8")
            (leaflets / "second.md").write_text("# Second\n\nUse a lip balm every day.\n", encoding="utf-8")
            built = Terminal(place, index).run("build", leaflets, "--index", index)
            assert built.status == 0, built.err
            assert "Built 2 leaflets, 2 passages" in built.out
    return leaflets, index


@pytest.fixture
def small_copy(small_library: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the two leaflets and of their index, to be changed or damaged."""
    leaflets, index = (Path(shutil.copytree(part, tmp_path / part.name)) for part in small_library)
    return leaflets, index


def _one_sentence(told: str) -> str:
    """The sentence on stderr, which is all there is on it."""
    (line,) = told.splitlines()
    assert line.startswith("edubot: ")
    assert line.endswith(".")
    return line


def _assert_warned(answer: dict[str, Any], policy: Policy = POLICY, country: str | None = None) -> None:
    forms = policy.warnings_for(country)
    told = [(warning["id"], warning["topic"], warning["line"], warning["text"]) for warning in answer["warnings"]]
    assert told == [(form.id, str(form.topic), form.line, form.text) for form in forms]


def _assert_warned_in_text(out: str, country: str | None = None) -> None:
    for form in POLICY.warnings_for(country):
        assert form.line in out
        assert form.text in out


def test_an_answer_in_plain_text(terminal: Terminal) -> None:
    """Warnings, passages with their source, and nothing on stderr; no escape codes, no boxes."""
    ran = terminal.ask(ALCOHOL)
    assert (ran.status, ran.err) == (0, "")
    _assert_warned_in_text(ran.out)
    assert "PASSAGE 1. " in ran.out
    assert "restated from" in ran.out
    assert "alcohol" in ran.out.casefold()
    assert not set(ran.out) & set("\x1b│─┌╭")


def test_an_answer_as_json(terminal: Terminal) -> None:
    """One object on one line, with passages and both warnings."""
    ran = terminal.ask("--json", ALCOHOL)
    assert (ran.status, ran.err, ran.out.count("\n")) == (0, "", 1)
    answer = ran.object
    assert answer["question"] == ALCOHOL
    assert answer["outcome"] in ("answered", "mentioned")
    assert answer["passages"]
    _assert_warned(answer)


def test_passages_are_slices_of_the_files_they_name(terminal: Terminal) -> None:
    """From outside: the file's characters from `start` to `end` are the text, and highlights lie inside it."""
    for passage in terminal.ask("--json", ALCOHOL).object["passages"]:
        text = (bundled_corpus() / passage["file"]).read_text(encoding="utf-8")
        assert text[passage["start"] : passage["end"]] == passage["text"]
        assert all(0 <= start < end <= len(passage["text"]) for start, end in passage["highlights"])
        assert -1 <= passage["components"]["dense"] <= 1
        assert passage["components"]["lexical"] >= 0


def test_the_index_may_be_named_either_way(terminal: Terminal) -> None:
    """`--index` and EDUBOT_INDEX find the same; the option goes before the variable."""
    by_option = terminal.run("ask", "--json", ALCOHOL, "--index", terminal.index)
    both = terminal.run("ask", "--json", ALCOHOL, "--index", terminal.index, EDUBOT_INDEX="/nowhere")
    assert by_option.object == both.object == terminal.ask("--json", ALCOHOL).object


@pytest.mark.parametrize("stdin", [ALCOHOL, f"\n  {ALCOHOL}  \n"])
def test_a_question_on_standard_input(terminal: Terminal, stdin: str) -> None:
    """Left out on the command line, the question is read from a pipe, the space around it dropped."""
    assert terminal.ask("--json", stdin=stdin).object == terminal.ask("--json", ALCOHOL).object


def test_bytes_that_are_no_text_on_standard_input(terminal: Terminal) -> None:
    """What cannot be decoded is replaced, and the rest is answered."""
    ran = terminal.ask("--json", stdin=b"alcohol \xff")
    assert (ran.status, ran.object["question"]) == (0, "alcohol \ufffd")


@pytest.mark.parametrize("question", ["", "  ", "hello", "???"])
def test_what_is_no_question_is_answered_with_the_warnings(terminal: Terminal, question: str) -> None:
    """A blank or a greeting ends well, with both warnings and no passage."""
    ran = terminal.ask("--json", question)
    assert (ran.status, ran.err) == (0, "")
    assert (ran.object["outcome"], ran.object["passages"]) == ("not_a_question", [])
    _assert_warned(ran.object)


@pytest.mark.parametrize("country", ["US", "uk", "EU"])
def test_a_country_gets_its_own_warnings(terminal: Terminal, country: str) -> None:
    """Single, as text, and in a batch."""
    _assert_warned(terminal.ask("--json", ALCOHOL, "--country", country).object, country=country)
    _assert_warned_in_text(terminal.ask(ALCOHOL, "--country", country).out, country)
    for answer in terminal.batch(['{"id": "a", "text": "alcohol"}', "{"], "--country", country).objects:
        _assert_warned(answer, country=country)


def test_the_country_may_be_named_either_way(terminal: Terminal) -> None:
    """`--country` and EDUBOT_COUNTRY do the same; the option goes before the variable."""
    place = {"EDUBOT_INDEX": str(terminal.index)}
    by_variable = terminal.run("ask", "--json", ALCOHOL, **place, EDUBOT_COUNTRY="uk")
    both = terminal.run("ask", "--json", ALCOHOL, "--country", "UK", **place, EDUBOT_COUNTRY="US")
    assert by_variable.object == both.object
    _assert_warned(by_variable.object, country="UK")
    assert "UK, US" in _one_sentence(terminal.run("ask", ALCOHOL, **place, EDUBOT_COUNTRY="Atlantis").err)


@pytest.mark.parametrize("args", [["ask", ALCOHOL], ["ask", "--json", ALCOHOL], []])
def test_an_unknown_country_is_bad_usage(terminal: Terminal, args: list[str]) -> None:
    """The sentence names those that are known."""
    ran = terminal.run(*args, "--country", "Atlantis", EDUBOT_INDEX=str(terminal.index))
    assert ran.status == 2
    assert not args or "116 123" in ran.out
    assert "UK, US" in _one_sentence(ran.err)


def test_a_question_and_a_batch_together_are_bad_usage(terminal: Terminal) -> None:
    """One of the two, and the sentence says so."""
    ran = terminal.ask(ALCOHOL, "--batch", "-", stdin='{"id": "a", "text": "alcohol"}\n')
    assert ran.status == 2
    _assert_warned(ran.object)
    assert "--batch" in _one_sentence(ran.err)


def test_a_batch_keeps_order_and_ids(terminal: Terminal) -> None:
    """One object a line, in the order of the questions, each equal to the single answer but for its id."""
    asked = {"z": ALCOHOL, "a": "hello", "m": "Do I need blood tests?", "0": "Who won the match?", "é": ""}
    ran = terminal.batch(json.dumps({"id": id, "text": text}) for id, text in asked.items())
    assert (ran.status, ran.err) == (0, "")
    assert [(answer["id"], answer["question"]) for answer in ran.objects] == list(asked.items())
    assert ran.objects[0] == {**terminal.ask("--json", ALCOHOL).object, "id": "z"}
    for answer in ran.objects:
        _assert_warned(answer)


def test_a_batch_on_standard_input(terminal: Terminal) -> None:
    """`-` reads the lines from a pipe; blank lines, line ends of Windows and a history are no trouble."""
    lines = '{"id": "a", "text": "alcohol"}\r\n\r\n\n{"id": "b", "text": "hello", "history": ["hi"]}'
    ran = terminal.ask("--batch", "-", stdin=lines)
    assert (ran.status, [answer["id"] for answer in ran.objects]) == (0, ["a", "b"])


def test_a_question_in_a_batch_is_understood_with_its_history(terminal: Terminal) -> None:
    """A line with a history is answered about the question before it, and says so; one without stands alone."""
    asked = [
        {"id": "before", "text": ALCOHOL},
        {"id": "after", "text": "And why is that?", "history": ["hello", ALCOHOL]},
        {"id": "alone", "text": "And why is that?", "history": None},
    ]
    ran = terminal.batch(json.dumps(line) for line in asked)
    assert (ran.status, ran.err) == (0, "")
    assert [answer["about"] for answer in ran.objects] == [None, ALCOHOL, None]
    assert ran.objects[1]["passages"] != ran.objects[2]["passages"]
    assert ran.objects[1]["question"] == "And why is that?"


def test_a_message_in_danger_brings_the_crisis_card(terminal: Terminal) -> None:
    """From outside: the alert comes first in plain text, and is the first alert of the object."""
    expected = POLICY.alerts[AlertKind.CRISIS][0]
    (alert,) = terminal.ask("--json", "I want to die").object["alerts"]
    assert alert == {"kind": "crisis", "text": expected.text, "policy_id": expected.id}
    told = terminal.ask("I want to die").out
    assert told.startswith(expected.text)
    _assert_warned_in_text(told)
    lost = terminal.run("ask", "--json", "I want to die", "--index", "nowhere")
    assert (lost.status, lost.object["alerts"]) == (3, [alert])


def test_an_empty_batch_is_no_error(terminal: Terminal) -> None:
    """No question, no answer, no complaint."""
    ran = terminal.batch([])
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_a_batch_that_is_not_there_is_bad_input(terminal: Terminal) -> None:
    """The sentence names the file."""
    ran = terminal.ask("--batch", "nowhere.jsonl")
    assert ran.status == 2
    assert ran.object["outcome"] == "unavailable"
    _assert_warned(ran.object)
    assert "nowhere.jsonl" in _one_sentence(ran.err)


BAD_LINES = [
    pytest.param("{", None, id="cut off"),
    pytest.param("alcohol", None, id="no JSON"),
    pytest.param("[]", None, id="a list"),
    pytest.param("null", None, id="null"),
    pytest.param("7", None, id="a number"),
    pytest.param("{}", None, id="an empty object"),
    pytest.param('{"id": "bad"}', "bad", id="no text"),
    pytest.param('{"id": "bad", "text": 7}', "bad", id="text a number"),
    pytest.param('{"id": "bad", "text": null}', "bad", id="text null"),
    pytest.param('{"text": "alcohol"}', None, id="no id"),
    pytest.param(b'{"id": "bad", "text": "alcohol \xff"}', None, id="no UTF-8"),
    pytest.param(b"\xff\xfe\x00", None, id="bytes"),
    pytest.param("[" * 100_000, None, id="nested deep"),
    pytest.param(
        '{"id": "bad", "n": ' + "1" * 5000 + "}",
        None,
        id="a long number",
    ),
    pytest.param(
        '{"id": "bad", "text": "alcohol \\ud800"}',
        "bad",
        id="half a character",
    ),
    pytest.param('{"id": "bad", "text": "alcohol", "history": "hi"}', "bad", id="history no list"),
    pytest.param('{"id": "bad", "text": "alcohol", "history": [7]}', "bad", id="history of numbers"),
    pytest.param(
        '{"id": "bad", "text": "alcohol", "history": ["\\ud800"]}',
        "bad",
        id="half a character before",
    ),
]


@pytest.mark.parametrize(("bad", "id"), BAD_LINES)
def test_a_bad_line_does_not_stop_a_batch(terminal: Terminal, bad: str | bytes, id: str | None) -> None:
    """It becomes an object with its id, the error and both warnings; the lines around it are answered; exit 2."""
    ran = terminal.batch(['{"id": "a", "text": "alcohol"}', bad, '{"id": "b", "text": "dry lips"}'])
    assert ran.status == 2
    before, told, after = ran.objects
    assert [before["id"], told["id"], after["id"]] == ["a", id, "b"]
    assert before["passages"]
    assert after["passages"]
    assert set(told) == {"id", "error", "warnings"}
    assert "line 2" in told["error"]
    assert "line 2" in _one_sentence(ran.err)
    for answer in ran.objects:
        _assert_warned(answer)


def test_every_bad_line_is_told(terminal: Terminal) -> None:
    """First, last and in a row: each gets its object, in its place."""
    ran = terminal.batch(["{", '{"id": "a", "text": "alcohol"}', "}", '{"id": "b"}'])
    assert ran.status == 2
    assert [answer.get("id") for answer in ran.objects] == [None, "a", None, "b"]
    assert ["error" in answer for answer in ran.objects] == [True, False, True, True]
    assert len(ran.err.splitlines()) == 3


def _assert_unusable(terminal: Terminal, index: Path) -> None:
    """Exit 3, one sentence on stderr, and on stdout an object with both warnings and no passage."""
    ran = terminal.run("ask", "--json", ALCOHOL, "--index", index)
    assert ran.status == 3
    assert str(index) in _one_sentence(ran.err)
    assert (ran.object["outcome"], ran.object["passages"], ran.object["question"]) == ("unavailable", [], ALCOHOL)
    assert str(index) in ran.object["problem"]
    _assert_warned(ran.object)


def test_a_missing_index_cannot_be_used(terminal: Terminal) -> None:
    """An index that was named and is not there is never replaced by another."""
    _assert_unusable(terminal, terminal.home / "nowhere")
    assert not (terminal.home / "nowhere").exists()


def test_a_missing_index_is_told_in_plain_text(terminal: Terminal) -> None:
    """Exit 3, one sentence on stderr, both warnings on stdout and no passage."""
    ran = terminal.run("ask", ALCOHOL, "--index", "nowhere")
    assert ran.status == 3
    assert "nowhere" in _one_sentence(ran.err)
    _assert_warned_in_text(ran.out)
    assert "PASSAGE" not in ran.out


def test_a_missing_index_is_told_in_a_batch(terminal: Terminal) -> None:
    """Exit 3, one sentence for all, and each question gets its object, bad lines too."""
    lines = '{"id": "a", "text": "alcohol"}\n{\n{"id": "b", "text": "hello"}\n'
    ran = terminal.run("ask", "--batch", "-", "--index", "nowhere", stdin=lines)
    assert ran.status == 3
    assert "nowhere" in ran.err
    assert [answer["id"] for answer in ran.objects] == ["a", None, "b"]
    assert [answer.get("outcome") for answer in ran.objects] == ["unavailable", None, "unavailable"]
    for answer in ran.objects:
        _assert_warned(answer)


def test_a_file_in_the_place_of_the_index_cannot_be_used(terminal: Terminal) -> None:
    """A file is no folder."""
    (terminal.home / "file").write_text("no index", encoding="utf-8")
    _assert_unusable(terminal, terminal.home / "file")


FILES = [
    "current",
    "versions/*/manifest.json",
    "versions/*/store.sqlite",
    "versions/*/vectors.faiss",
    "encoders/*/model.onnx",
    "encoders/*/tokenizer.json",
    "encoders/*/encoder.json",
]


@pytest.mark.parametrize("file", FILES)
def test_an_index_with_one_byte_flipped_cannot_be_used(
    terminal: Terminal, small_copy: tuple[Path, Path], file: str
) -> None:
    """Whichever file it is in, the byte is noticed before anything is answered."""
    _, index = small_copy
    (path,) = index.glob(file)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    _assert_unusable(terminal, index)


@pytest.mark.parametrize("file", FILES)
def test_an_index_with_a_file_missing_cannot_be_used(
    terminal: Terminal, small_copy: tuple[Path, Path], file: str
) -> None:
    """A half-deleted index is told like a damaged one."""
    _, index = small_copy
    (path,) = index.glob(file)
    path.unlink()
    _assert_unusable(terminal, index)


def test_a_missing_index_named_by_the_variable_cannot_be_used(terminal: Terminal) -> None:
    """EDUBOT_INDEX does the same as `--index`: other leaflets never answer in the place of those that were named."""
    ran = terminal.run("ask", "--json", ALCOHOL, EDUBOT_INDEX="/proc/nowhere")
    assert ran.status == 3
    assert ran.object["outcome"] == "unavailable"


def test_a_default_index_that_cannot_be_built_still_warns(terminal: Terminal) -> None:
    """First start, no room: the question comes back unanswered, with both warnings."""
    ran = terminal.run("ask", "--json", ALCOHOL, XDG_DATA_HOME="/proc/nowhere")
    assert ran.status in (2, 3)
    _one_sentence(ran.err)
    assert ran.object["outcome"] == "unavailable"
    _assert_warned(ran.object)


def test_a_first_start_warns_where_another_program_draws(terminal: Terminal) -> None:
    """On standard error before the leaflets are made ready: what stands on standard output is that program's."""
    ran = terminal.run("chat", XDG_DATA_HOME="/proc/nowhere", TEXTUAL_DRIVER="somebody:else")
    told = " ".join(ran.err.split())
    assert all(form.line in told for form in POLICY.warnings_for(None))
    assert not ran.out


@pytest.mark.parametrize("early", [["--index", "/nowhere"], ["--country", "Atlantis"]])
def test_an_option_before_the_command_is_not_forgotten(terminal: Terminal, early: list[str]) -> None:
    """`edubot --index DIR ask` asks DIR, or is refused; it never asks another index."""
    assert terminal.run(*early, "ask", ALCOHOL, EDUBOT_INDEX=str(terminal.index)).status in (2, 3)


def test_no_standard_input_at_all_is_a_blank_question(terminal: Terminal) -> None:
    """Started without a question and with stdin closed, the command still warns."""
    command = f'exec "{COMMAND}" ask <&-'
    environment = _environment(terminal.home, EDUBOT_INDEX=str(terminal.index))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment, check=False)
    assert "Traceback" not in done.stderr
    _assert_warned_in_text(done.stdout)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_of_few_characters_still_gets_the_answer(terminal: Terminal, encoding: str) -> None:
    """What a terminal cannot show is replaced; the warnings are plain letters and arrive."""
    ran = terminal.run("ask", ALCOHOL, EDUBOT_INDEX=str(terminal.index), PYTHONIOENCODING=encoding)
    assert ran.status == 0
    _assert_warned_in_text(ran.out)


def test_building_a_library_that_is_not_there_is_bad_input(terminal: Terminal) -> None:
    """The sentence names it, and no index is begun."""
    ran = terminal.run("build", "nowhere", "--index", "index")
    assert (ran.status, ran.out) == (2, "")
    assert "nowhere" in _one_sentence(ran.err)


def test_building_an_empty_folder_is_bad_input(terminal: Terminal) -> None:
    """A folder without a leaflet makes no index."""
    (terminal.home / "empty").mkdir()
    ran = terminal.run("build", "empty", "--index", "index")
    assert (ran.status, ran.out) == (2, "")
    assert "empty" in _one_sentence(ran.err)
    assert not (terminal.home / "index" / "current").exists()


BAD_ROWS = [
    pytest.param(b"{", id="cut off"),
    pytest.param(b"[]", id="a list"),
    pytest.param(b'{"id": "a"}', id="no text"),
    pytest.param(b'{"id": 1, "text": "words"}', id="id a number"),
    pytest.param(b'{"id": "a", "title": 1, "text": "words"}', id="title a number"),
    pytest.param(b'{"id": "good", "text": "The same id."}', id="an id twice"),
    pytest.param(b'{"id": "a", "text": ""}', id="an empty text"),
    pytest.param(b'{"id": "a", "text": "alcohol \xff"}', id="no UTF-8"),
    pytest.param(b'{"id": "a", "text": "alcohol \\ud800"}', id="half a character"),
    pytest.param(b"[" * 100_000, id="nested deep"),
]


@pytest.mark.parametrize("row", BAD_ROWS)
def test_a_strict_build_from_a_bad_row_is_bad_input(terminal: Terminal, row: bytes) -> None:
    """The sentence names the file, and no index is begun."""
    (terminal.home / "rows.jsonl").write_bytes(
        b'{"id": "good", "title": "T", "text": "Avoid alcohol."}\n' + row + b"\n"
    )
    ran = terminal.run("build", "rows.jsonl", "--index", "index", "--strict")
    assert (ran.status, ran.out) == (2, "")
    assert "rows.jsonl" in _one_sentence(ran.err)
    assert not (terminal.home / "index" / "current").exists()


def test_building_from_leaflets_without_a_sentence_is_bad_input(terminal: Terminal) -> None:
    """A library that holds nothing to show makes no index."""
    (terminal.home / "a.md").write_text("# A heading\n", encoding="utf-8")
    ran = terminal.run("build", "a.md", "--index", "index")
    assert (ran.status, ran.out) == (2, "")
    _one_sentence(ran.err)


def test_a_small_library_can_be_asked(terminal: Terminal, small_library: tuple[Path, Path]) -> None:
    """What was built answers, in its own words and none of the bundled leaflets', with the warnings for any drug."""
    answer = terminal.run("ask", "--json", "alcohol", "--index", small_library[1]).object
    assert {passage["file"] for passage in answer["passages"]} <= {"first.md", "second.md"}
    assert answer["passages"]
    _assert_warned(answer, ANY_DRUG)
    _assert_warned(terminal.run("ask", "--json", "hello", "--index", small_library[1]).object, ANY_DRUG)


def test_check_passes_an_index_that_is_up_to_date(terminal: Terminal, small_library: tuple[Path, Path]) -> None:
    """Exit 0 and a line on stdout."""
    ran = terminal.run("build", small_library[0], "--index", small_library[1], "--check")
    assert (ran.status, ran.err) == (0, "")
    assert "up to date" in ran.out


@pytest.mark.parametrize("change", ["edited", "added", "removed"])
def test_check_fails_when_a_leaflet_has_changed(terminal: Terminal, small_copy: tuple[Path, Path], change: str) -> None:
    """Exit 1, and the sentence says what to run."""
    leaflets, index = small_copy
    if change == "edited":
        (leaflets / "first.md").write_text("# First\n\nDo not drink alcohol at all.\n", encoding="utf-8")
    elif change == "added":
        (leaflets / "third.md").write_text("# Third\n\nWear sun cream.\n", encoding="utf-8")
    else:
        (leaflets / "first.md").unlink()
    ran = terminal.run("build", leaflets, "--index", index, "--check")
    assert (ran.status, ran.out) == (1, "")
    assert "edubot build" in _one_sentence(ran.err)


def test_check_tells_a_damaged_index(terminal: Terminal, small_copy: tuple[Path, Path]) -> None:
    """Exit 3, and the sentence names the file."""
    leaflets, index = small_copy
    (path,) = index.glob("versions/*/vectors.faiss")
    path.write_bytes(path.read_bytes()[:-1] + b"\x00\x01")
    ran = terminal.run("build", leaflets, "--index", index, "--check")
    assert (ran.status, ran.out) == (3, "")
    assert "vectors.faiss" in _one_sentence(ran.err)


def test_check_tells_a_missing_index(terminal: Terminal, small_library: tuple[Path, Path]) -> None:
    """Exit 3, and nothing is built."""
    ran = terminal.run("build", small_library[0], "--index", "nowhere", "--check")
    assert (ran.status, ran.out) == (3, "")
    assert "nowhere" in _one_sentence(ran.err)
    assert not (terminal.home / "nowhere").exists()


@pytest.mark.parametrize("command", ["", "chat", "serve", "ask", "build", "check", "evaluate", "index"])
def test_help(terminal: Terminal, command: str, snapshot: SnapshotAssertion) -> None:
    """What a command and its options do, held against a committed file."""
    ran = terminal.run(*command.split(), "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == snapshot


def test_help_names_every_command_there_is(terminal: Terminal) -> None:
    """A command that is added gets its golden help too."""
    listed = terminal.run("--help").out.partition("Commands:\n")[2]
    assert [line.split()[0] for line in listed.splitlines()] == [
        "chat",
        "serve",
        "ask",
        "build",
        "check",
        "evaluate",
        "index",
    ]


def test_the_version_is_the_packages(terminal: Terminal) -> None:
    """It is written in one place."""
    ran = terminal.run("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"edubot {edubot.__version__}\n", "")


@pytest.mark.parametrize("args", [["--nonsense"], ["nonsense"], ["ask", "--nonsense"], ["ask", "one", "two"]])
def test_what_the_command_line_does_not_know_is_bad_usage(terminal: Terminal, args: list[str]) -> None:
    """Exit 2 and a word on how to get help."""
    ran = terminal.run(*args)
    assert (ran.status, ran.out) == (2, "")
    assert "--help" in ran.err


@pytest.mark.parametrize("args", [["ask", ALCOHOL], ["ask", "--json", ALCOHOL], ["ask", "--batch"], ["--help"]])
def test_a_reader_who_has_gone_is_no_fault(terminal: Terminal, args: list[str]) -> None:
    """With nobody at the other end of the pipe nothing is said on stderr, let alone a traceback."""
    questions = terminal.home / "questions.jsonl"
    questions.write_text('{"id": "a", "text": "alcohol"}\n' * 5, encoding="utf-8")
    given = [questions] if "--batch" in args else []
    reading, writing = os.pipe()
    os.close(reading)
    environment = _environment(terminal.home, EDUBOT_INDEX=str(terminal.index))
    with os.fdopen(writing, "wb") as nobody:
        done = subprocess.run(
            [COMMAND, *args, *given], stdout=nobody, stderr=subprocess.PIPE, env=environment, check=False
        )
    assert done.stderr == b""


def test_the_first_line_alone_may_be_read(terminal: Terminal) -> None:
    """As in `edubot ask --batch … | head -1`: the line is whole, and nothing is said on stderr."""
    questions = terminal.home / "questions.jsonl"
    questions.write_text('{"id": "a", "text": "alcohol"}\n' * 300, encoding="utf-8")
    environment = _environment(terminal.home, EDUBOT_INDEX=str(terminal.index))
    with subprocess.Popen(
        [COMMAND, "ask", "--batch", questions], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == b""
    _assert_warned(first)


def test_building_again_means_the_same_leaflets(terminal: Terminal, tmp_path: Path) -> None:
    """An index remembers its library: `build` and `build --check` without a folder never put others in its place."""
    leaflets = tmp_path / "mine"
    leaflets.mkdir()
    (leaflets / "a.md").write_text("# Mine\n\nKeep it dry at all times.\n", encoding="utf-8")
    assert terminal.run("build", leaflets, "--index", "remembered").status == 0
    assert terminal.run("build", "--check", "--index", "remembered").status == 0
    assert "1 leaflet," in terminal.run("build", "--index", "remembered").out
