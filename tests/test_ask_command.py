"""`edubot ask` from outside: what it prints for one question, however that and the country are given."""

import subprocess
from pathlib import Path

import pytest

from edubot.model import AlertKind
from edubot.settings import bundled_corpus
from tests.commands import (
    ALCOHOL,
    COMMAND,
    POLICY,
    Terminal,
    assert_warned,
    assert_warned_in_text,
    environment_in,
    one_sentence,
)
from tests.terminals import PseudoTerminal


def test_an_answer_in_plain_text(terminal: Terminal) -> None:
    """Warnings, passages with their source, and nothing on stderr; no escape codes, no boxes."""
    ran = terminal.ask(ALCOHOL)
    assert (ran.status, ran.err) == (0, "")
    assert_warned_in_text(ran.out)
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
    assert_warned(answer)


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


def test_bytes_that_are_no_text_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However strictly standard input was opened."""
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    asked = PseudoTerminal(["-m", "edubot", "ask", "--json", "--index", "/nowhere"], tmp_path)
    asked.until("Your question: ")
    asked.type(b"I want to die, caf\xe9\n")
    assert asked.end() == 3
    assert '"question": "I want to die, caf\ufffd"' in asked.written
    assert '"kind": "crisis"' in asked.written


@pytest.mark.parametrize("question", ["", "  ", "hello", "???"])
def test_what_is_no_question_is_answered_with_the_warnings(terminal: Terminal, question: str) -> None:
    """A blank or a greeting ends well, with both warnings and no passage."""
    ran = terminal.ask("--json", question)
    assert (ran.status, ran.err) == (0, "")
    assert (ran.object["outcome"], ran.object["passages"]) == ("not_a_question", [])
    assert_warned(ran.object)


@pytest.mark.parametrize("country", ["US", "uk", "EU"])
def test_a_country_gets_its_own_warnings(terminal: Terminal, country: str) -> None:
    """Single, as text, and in a batch."""
    assert_warned(terminal.ask("--json", ALCOHOL, "--country", country).object, country=country)
    assert_warned_in_text(terminal.ask(ALCOHOL, "--country", country).out, country)
    for answer in terminal.batch(['{"id": "a", "text": "alcohol"}', "{"], "--country", country).objects:
        assert_warned(answer, country=country)


def test_the_country_may_be_named_either_way(terminal: Terminal) -> None:
    """`--country` and EDUBOT_COUNTRY do the same; the option goes before the variable."""
    place = {"EDUBOT_INDEX": str(terminal.index)}
    by_variable = terminal.run("ask", "--json", ALCOHOL, **place, EDUBOT_COUNTRY="uk")
    both = terminal.run("ask", "--json", ALCOHOL, "--country", "UK", **place, EDUBOT_COUNTRY="US")
    assert by_variable.object == both.object
    assert_warned(by_variable.object, country="UK")
    assert "UK, US" in one_sentence(terminal.run("ask", ALCOHOL, **place, EDUBOT_COUNTRY="Atlantis").err)


@pytest.mark.parametrize("args", [["ask", ALCOHOL], ["ask", "--json", ALCOHOL], []])
def test_an_unknown_country_is_bad_usage(terminal: Terminal, args: list[str]) -> None:
    """The sentence names those that are known."""
    ran = terminal.run(*args, "--country", "Atlantis", EDUBOT_INDEX=str(terminal.index))
    assert ran.status == 2
    assert not args or "116 123" in ran.out
    assert "UK, US" in one_sentence(ran.err)


def test_a_message_in_danger_brings_the_crisis_card(terminal: Terminal) -> None:
    """From outside: the alert comes first in plain text, and is the first alert of the object."""
    expected = POLICY.alerts[AlertKind.CRISIS][0]
    (alert,) = terminal.ask("--json", "I want to die").object["alerts"]
    assert alert == {"kind": "crisis", "text": expected.text, "policy_id": expected.id}
    told = terminal.ask("I want to die").out
    assert told.startswith(expected.text)
    assert_warned_in_text(told)
    lost = terminal.run("ask", "--json", "I want to die", "--index", "nowhere")
    assert (lost.status, lost.object["alerts"]) == (3, [alert])


def test_no_standard_input_at_all_is_a_blank_question(terminal: Terminal) -> None:
    """Started without a question and with stdin closed, the command still warns."""
    command = f'exec "{COMMAND}" ask <&-'
    environment = environment_in(terminal.home, EDUBOT_INDEX=str(terminal.index))
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, env=environment, check=False)
    assert "Traceback" not in done.stderr
    assert_warned_in_text(done.stdout)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_of_few_characters_still_gets_the_answer(terminal: Terminal, encoding: str) -> None:
    """What a terminal cannot show is replaced; the warnings are plain letters and arrive."""
    ran = terminal.run("ask", ALCOHOL, EDUBOT_INDEX=str(terminal.index), PYTHONIOENCODING=encoding)
    assert ran.status == 0
    assert_warned_in_text(ran.out)


def settings(terminal: Terminal, text: str) -> dict[str, str]:
    """A person's settings, and what makes the command find them."""
    folder = terminal.home / "config"
    (folder / "edubot").mkdir(parents=True, exist_ok=True)
    (folder / "edubot" / "settings.toml").write_text(text, encoding="utf-8")
    return {"XDG_CONFIG_HOME": str(folder), "EDUBOT_INDEX": str(terminal.index)}


def test_the_country_of_the_settings_is_heeded(terminal: Terminal) -> None:
    """As the chat does, also where nothing can be answered; what is named for once goes before it."""
    own = settings(terminal, 'country = "UK"\ntheme = "pink"\n')
    ran = terminal.run("ask", "--json", ALCOHOL, **own)
    assert (ran.status, ran.err) == (0, "")
    assert_warned(ran.object, country="UK")
    assert_warned(terminal.run("ask", "--json", ALCOHOL, "--country", "US", **own).object, country="US")
    assert_warned(terminal.run("ask", "--json", ALCOHOL, **own, EDUBOT_COUNTRY="EU").object, country="EU")
    assert_warned(terminal.run("ask", "--json", ALCOHOL, **{**own, "EDUBOT_INDEX": "nowhere"}).object, country="UK")


@pytest.mark.parametrize(
    ("text", "told"),
    [('country = "DE"', "'DE'"), ("country = 3", "country should be words"), ("country =", "not used")],
)
def test_a_country_that_cannot_be_used_is_told(terminal: Terminal, text: str, told: str) -> None:
    """In a sentence on stderr with the file; every country's numbers are given, and the question is answered."""
    ran = terminal.run("ask", "--json", ALCOHOL, **settings(terminal, text))
    assert ran.status == 0
    assert told in one_sentence(ran.err)
    assert "settings.toml" in ran.err
    assert_warned(ran.object)
