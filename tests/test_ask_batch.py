"""`edubot ask --batch` from outside: an object a line, in order, and a bad line stops no other."""

import json

import pytest

from tests.commands import ALCOHOL, Terminal, assert_warned, one_sentence
from tests.terminals import PseudoTerminal


def test_a_question_and_a_batch_together_are_bad_usage(terminal: Terminal) -> None:
    """One of the two, and the sentence says so."""
    ran = terminal.ask(ALCOHOL, "--batch", "-", stdin='{"id": "a", "text": "alcohol"}\n')
    assert ran.status == 2
    assert_warned(ran.object)
    assert "--batch" in one_sentence(ran.err)


def test_bad_usage_keeps_the_country(terminal: Terminal) -> None:
    """Where nothing can be answered, the warnings still name the person's own numbers."""
    ran = terminal.ask("--batch", "/nowhere.jsonl", "--country", "UK")
    assert ran.status == 2
    assert_warned(ran.object, country="UK")


def test_a_batch_keeps_order_and_ids(terminal: Terminal) -> None:
    """One object a line, in the order of the questions, each equal to the single answer but for its id."""
    asked = {"z": ALCOHOL, "a": "hello", "m": "Do I need blood tests?", "0": "Who won the match?", "é": ""}
    ran = terminal.batch(json.dumps({"id": id, "text": text}) for id, text in asked.items())
    assert (ran.status, ran.err) == (0, "")
    assert [(answer["id"], answer["question"]) for answer in ran.objects] == list(asked.items())
    assert ran.objects[0] == {**terminal.ask("--json", ALCOHOL).object, "id": "z"}
    for answer in ran.objects:
        assert_warned(answer)


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


def test_an_empty_batch_is_no_error(terminal: Terminal) -> None:
    """No question, no answer, no complaint."""
    ran = terminal.batch([])
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_a_batch_that_is_not_there_is_bad_input(terminal: Terminal) -> None:
    """The sentence names the file."""
    ran = terminal.ask("--batch", "nowhere.jsonl")
    assert ran.status == 2
    assert ran.object["outcome"] == "unavailable"
    assert_warned(ran.object)
    assert "nowhere.jsonl" in one_sentence(ran.err)


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
    pytest.param('{"id": "bad", "text": "alcohol", "history": {}}', "bad", id="history no list, though empty"),
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
    assert set(told) == {"id", "error", "warnings", "alerts"}
    assert "line 2" in told["error"]
    assert "line 2" in one_sentence(ran.err)
    for answer in ran.objects:
        assert_warned(answer)


def test_a_need_is_heard_in_a_bad_line(terminal: Terminal) -> None:
    """Somebody wrote it, whatever is wrong with the line around it."""
    ran = terminal.batch(
        ['{"id": 7, "text": "i want to die", "history": 3}', '{"id": "b", "text": "alcohol", "history": 3}']
    )
    assert [[alert["kind"] for alert in told["alerts"]] for told in ran.objects] == [["crisis"], []]


def test_every_bad_line_is_told(terminal: Terminal) -> None:
    """First, last and in a row: each gets its object, in its place."""
    ran = terminal.batch(["{", '{"id": "a", "text": "alcohol"}', "}", '{"id": "b"}'])
    assert ran.status == 2
    assert [answer.get("id") for answer in ran.objects] == [None, "a", None, "b"]
    assert ["error" in answer for answer in ran.objects] == [True, False, True, True]
    assert len(ran.err.splitlines()) == 3


def test_a_batch_counts_on_the_terminal_while_its_output_goes_elsewhere(terminal: Terminal) -> None:
    """How many of how many are done; the output holds the answers alone."""
    questions, out = terminal.home / "questions.jsonl", terminal.home / "out.jsonl"
    questions.write_text("".join(json.dumps({"id": str(at), "text": ALCOHOL}) + "\n" for at in range(3)))
    arguments = ["edubot", "ask", "--batch", str(questions), "--index", str(terminal.index)]
    code = (
        f"import sys\nsys.argv = {arguments!r}\nsys.stdout = open({str(out)!r}, 'w')\n"
        "from edubot.cli.main import main\nmain()"
    )
    seat = PseudoTerminal(["-c", code], terminal.home)
    seat.until("3/3")
    assert seat.end() == 0
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["0", "1", "2"]


def test_a_batch_of_bad_lines_alone_is_bad_input(terminal: Terminal) -> None:
    """Each becomes an object with an error; exit status 2; nothing is counted where nobody looks."""
    ran = terminal.batch(["{", "[]"])
    assert ran.status == 2
    assert all("error" in answer for answer in ran.objects)
    assert "/2" not in ran.err
