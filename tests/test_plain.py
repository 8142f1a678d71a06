"""The line-by-line chat: the same answers, commands in the place of keys, and warnings with every one of them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from edubot.answering import Answering
from edubot.errors import IndexUnusable
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Confidence, LeafletView, Stretch
from edubot.plain.commands import COMMANDS
from edubot.plain.pages import PAGE
from edubot.plain.sitting import Sitting
from edubot.plain.spoken import UNFOLD, opening_of
from edubot.plain.talk import reply, talk
from edubot.rendering.as_text import full_warning, short_warnings
from tests.fakes import ScriptedAssistant
from tests.scripted import (
    ALCOHOL,
    CRISIS,
    DRINK,
    FOUND,
    GLASS,
    GUIDE,
    GUIDE_VIEW,
    PLAIN,
    PROBLEM,
    scripted,
    unavailable,
)
from tests.terminals import PseudoTerminal
from tests.test_reading import differing

MOVES = "\x1b\x07\x08\r"
"""Characters that command a terminal."""


@dataclass
class Script:
    """Somebody who types these messages and then leaves; a None is Ctrl+C."""

    messages: Iterator[str | None]

    def message(self, _prompt: str, /) -> str | None:
        """The next one."""
        for typed in self.messages:
            if typed is None:
                raise KeyboardInterrupt
            return typed
        return None


def _talk(
    capsys: pytest.CaptureFixture[str], guardrail: Guardrail, *typed: str | None, desk: Answering | None = None
) -> str:
    """What is written while somebody types these messages."""
    assert talk(guardrail, lambda: desk or scripted(guardrail), Script(iter(typed))) == 0
    return capsys.readouterr().out


@pytest.fixture
def sitting(guardrail: Guardrail) -> Sitting:
    """A sitting over the scripted assistant."""
    return Sitting(scripted(guardrail))


def _short(guardrail: Guardrail) -> str:
    return short_warnings(guardrail.warnings, guardrail.policy)


QUESTIONS = [
    "",
    "hello",
    ALCOHOL,
    "Can I fly a kite?",
    CRISIS,
    "I am pregnant",
    "How many mg should I take?",
    "/what",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_warnings_stand_at_the_start_and_with_every_answer(
    capsys: pytest.CaptureFixture[str], guardrail: Guardrail, question: str
) -> None:
    """Whatever is asked."""
    written = _talk(capsys, guardrail, question, question)
    assert written.strip().startswith(_short(guardrail))
    assert written.count(_short(guardrail)) == 3


@pytest.mark.parametrize("question", ["", ALCOHOL, CRISIS])
def test_both_warnings_stand_without_an_index(
    capsys: pytest.CaptureFixture[str], guardrail: Guardrail, question: str
) -> None:
    """The problem and its mend are told at the start and as the answer; the status says that nothing was answered."""
    assert talk(guardrail, unavailable, Script(iter([question]))) == IndexUnusable.exit_status
    written = capsys.readouterr().out
    assert written.count(_short(guardrail)) == 2
    assert written.count(str(PROBLEM)) == 2


def test_an_unforeseen_fault_on_opening_is_told_too(capsys: pytest.CaptureFixture[str], guardrail: Guardrail) -> None:
    """And the sitting goes on."""

    def broken() -> ScriptedAssistant:
        raise RuntimeError("the disk is on fire")

    assert talk(guardrail, broken, Script(iter([ALCOHOL]))) == IndexUnusable.exit_status
    written = capsys.readouterr().out
    assert written.count("(RuntimeError: the disk is on fire): set edubot up again.") == 2
    assert written.count(_short(guardrail)) == 2


@pytest.mark.parametrize("typed", ["/source", "/more", "/find alcohol", "/topics", "/topics 2", "/quote"])
def test_words_of_leaflets_stand_under_both_warnings(sitting: Sitting, guardrail: Guardrail, typed: str) -> None:
    """By whichever command they come."""
    many = GUIDE_VIEW.stretches[0].text + "\n\nKeep it dry.\n\nKeep it cool." * (2 * PAGE)
    view = LeafletView(GUIDE, (Stretch(0, many),), GUIDE_VIEW.passages[:1])
    sitting.desk = replace(scripted(guardrail), views={GUIDE.id: view})
    reply(sitting, ALCOHOL)
    reply(sitting, "/topics")
    reply(sitting, "/source 1")
    reply(sitting, "/back")
    assert reply(sitting, typed).startswith(_short(guardrail))


def test_a_fault_in_a_leaflet_does_not_end_the_sitting(sitting: Sitting, guardrail: Guardrail) -> None:
    """It is told under the warnings, and the next question is answered."""

    @dataclass
    class Torn(ScriptedAssistant):
        def leaflet(self, id: str) -> LeafletView | None:
            raise RuntimeError(f"{id} is torn")

    sitting.desk = Torn(guardrail, {}, [GUIDE])
    told = reply(sitting, "/topics")
    assert told.startswith(_short(guardrail))
    assert "torn" in told
    assert "ANSWER" in reply(sitting, "Can I fly a kite?")


def test_an_answer_is_word_for_word_under_headings(guardrail: Guardrail) -> None:
    """Answer line, passages with source, place and note, each under a heading of its own."""
    sure = Findings(FOUND, Confidence(0.9, 0.5, 0.2))
    desk = scripted(guardrail)
    told = "\n".join(opening_of(desk.guardrail.answer(ALCOHOL, sure), guardrail.policy, {}, warn_in_full=False))
    lead = "Do not drink alcohol while you take it:"
    assert f"\nANSWER\nUnder Food and drink › Alcohol: “{lead} … it strains the liver” [1]\n" in told
    assert f"\nPASSAGE 1. {GUIDE.citation}\nUnder: Food and drink › Alcohol\n" in told
    assert "“Do not drink alcohol while you take it:\n• it strains the liver\n• it raises blood fats”" in told
    assert f"Note: {GLASS.text}" in told


def test_where_leaflets_differ_comes_before_any_passage(guardrail: Guardrail) -> None:
    """By their titles, and without a winner."""
    told = reply(Sitting(differing(guardrail)), ALCOHOL)
    assert told.index("WHAT EACH LEAFLET SAYS ON") < told.index("PASSAGE 1.")
    assert f"\n{GUIDE.title}: " in told


def test_the_first_answer_brings_the_warnings_in_full(sitting: Sitting, guardrail: Guardrail) -> None:
    """Later ones only the warning that they are about."""
    whole = [full_warning(warning) for warning in guardrail.warnings]
    first = reply(sitting, ALCOHOL)
    assert all(warning in first for warning in whole)
    later = reply(sitting, ALCOHOL)
    assert not any(warning in later for warning in whole)
    about = reply(sitting, "Can I get pregnant?")
    assert [warning in about for warning in whole] == [True, False]


def test_after_a_crisis_card_the_leaflets_wait_for_enter(sitting: Sitting, guardrail: Guardrail) -> None:
    """Help first, then the warnings; neither passages nor suggestions until the person asks."""
    told = reply(sitting, CRISIS)
    assert told.startswith("HELP FIRST\n")
    assert UNFOLD in told
    assert "PASSAGE" not in told
    assert "YOU COULD ASK" not in told
    assert "no passage of that number" in reply(sitting, "/source 1")
    unfolded = reply(sitting, "")
    assert unfolded.startswith(_short(guardrail))
    assert "PASSAGE 1." in unfolded
    assert "PASSAGE" not in reply(sitting, "")


def test_what_waits_behind_an_earlier_card_comes_too(sitting: Sitting) -> None:
    """Enter brings it after other messages as well, the card that was heard last first; until then it is not shown."""
    for message in (CRISIS, "hello", f"{CRISIS} Really."):
        reply(sitting, message)
    assert "no passage of that number" in reply(sitting, "/source 1")
    assert UNFOLD in reply(sitting, "/history 1")
    assert "PASSAGE 1." in reply(sitting, "")
    assert "LEAFLET" in reply(sitting, "/source 1")


def test_a_number_means_what_was_said_last(sitting: Sitting) -> None:
    """Who is in danger is offered nothing; what was offered before that can still be asked."""
    before = list(sitting.offered)
    assert "YOU COULD ASK" not in reply(sitting, CRISIS)
    assert f"YOU: {before[0]}" in reply(sitting, "/ask 1")


def test_without_leaflets_it_is_said_what_holds(capsys: pytest.CaptureFixture[str], guardrail: Guardrail) -> None:
    """The warnings do, and help does."""
    talk(guardrail, unavailable, Script(iter([])))
    assert "Help in a crisis is still shown." in capsys.readouterr().out


def test_a_message_behind_an_unknown_command_is_heard(sitting: Sitting) -> None:
    """A slash in front of it does not keep anybody from help."""
    told = reply(sitting, "/please I want to die")
    assert told.startswith("HELP FIRST\n")
    assert "/help lists them" in told


@pytest.mark.parametrize("command", ["ask", "add", "find", "source", "no-such"])
def test_help_comes_first_behind_any_command_too(sitting: Sitting, command: str) -> None:
    """Whoever is in danger need not know what a slash means; who only looks something up is left in peace."""
    assert reply(sitting, f"/{command} i want to kill myself").startswith("HELP FIRST\n")
    assert "HELP FIRST" not in reply(sitting, f"/{command} 1")


def test_a_question_is_asked_with_those_before_it(guardrail: Guardrail) -> None:
    """Commands and blanks are no questions."""
    desk = scripted(guardrail)
    sitting = Sitting(desk)
    for typed in (ALCOHOL, "/history", "", "And wine?"):
        reply(sitting, typed)
    assert desk.asked == [ALCOHOL, "", "And wine?"]
    assert desk.histories[-1] == [ALCOHOL]


def test_suggestions_are_asked_by_number(sitting: Sitting) -> None:
    """What was asked is offered no more."""
    first = sitting.offered[0]
    assert f"YOU: {first}" in reply(sitting, "/ask 1")
    assert first not in sitting.offered
    assert "no suggested question of that number" in reply(sitting, "/ask 99")


def test_a_suggestion_in_ones_own_typing_is_offered_no_more(sitting: Sitting) -> None:
    """Marks and capitals are no other question."""
    first = sitting.offered[0]
    reply(sitting, f" {first.rstrip('?').upper()} ")
    assert first not in sitting.offered


def test_a_leaflet_is_read_from_the_passage_on(sitting: Sitting) -> None:
    """With its headings, the place that was shown, and a gap where something is left out."""
    reply(sitting, ALCOHOL)
    told = reply(sitting, "/source 1")
    assert f"LEAFLET: {GUIDE.citation}\nUnder: Food and drink › Alcohol\n(The answer is from here.)" in told
    assert "\nHEADING: Storage\nKeep the softgels dry and cool.\n" in told
    assert "[left out: a link to a shop]" in told
    assert "end of the leaflet" in told
    assert "Keep the softgels" in reply(sitting, "/find DRY and").split("LEAFLET")[1].split("\n")[2]
    assert "Found nowhere" in reply(sitting, "/find elephants")
    assert "Found nowhere" in reply(sitting, "/find shop")


def test_a_long_leaflet_is_read_in_pages(guardrail: Guardrail) -> None:
    """Every paragraph once, forwards and back."""
    lines = [f"Line {number} of this leaflet." for number in range(PAGE * 2 + 3)]
    text = "\n\n".join(lines)
    view = LeafletView(GUIDE, (Stretch(0, text),), ())
    sitting = Sitting(replace(scripted(guardrail), views={GUIDE.id: view}))
    reply(sitting, "/topics")
    pages = [reply(sitting, typed) for typed in ("/topics 1", "/more", "/more")]
    assert [[line for line in lines if line in page] for page in pages] == [
        lines[:PAGE],
        lines[PAGE : 2 * PAGE],
        lines[2 * PAGE :],
    ]
    assert reply(sitting, "/more") == "This is the end of the leaflet."
    assert reply(sitting, "/back") == pages[1]
    assert reply(sitting, "/back") == pages[0]
    assert reply(sitting, "/back") == "This is the beginning of the leaflet."


def test_topics_are_read_by_number(sitting: Sitting) -> None:
    """Leaflets and their headings in one list."""
    listed = reply(sitting, "/topics")
    (number,) = [line.split(".")[0] for line in listed.splitlines() if line.endswith(" Storage")]
    assert "HEADING: Storage" in reply(sitting, f"/topics {number}")
    assert "no topic of that number" in reply(sitting, "/topics 0")


def test_the_sheet_and_the_answers_are_saved(sitting: Sitting, guardrail: Guardrail, tmp_path: Path) -> None:
    """With both warnings; a file that exists is never written over."""
    assert "first" in reply(sitting, "/save")
    assert "ask one first" in reply(sitting, "/add")
    reply(sitting, ALCOHOL)
    reply(sitting, "/add")
    reply(sitting, "/add Is my dose right?")
    reply(sitting, "/add Too much")
    assert reply(sitting, "/drop 3") == "Taken off: Too much"
    assert reply(sitting, "/sheet").splitlines()[1:] == [f"1. {ALCOHOL}", "2. Is my dose right?"]
    file = tmp_path / "mine.md"
    assert reply(sitting, f"/save {file}") == f"Saved in {file}."
    saved = file.read_text(encoding="utf-8")
    assert all(
        part in saved for part in (*(warning.text for warning in guardrail.warnings), "Is my dose right?", DRINK[-8:])
    )
    assert "not saved" in reply(sitting, f"/save {file}")
    assert "not saved" in reply(sitting, "/save a\x00b.md")
    assert file.read_text(encoding="utf-8") == saved


def test_in_a_folder_that_is_gone_the_sitting_is_saved_at_home(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else took it away while the person asked."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(gone)
    reply(sitting, ALCOHOL)
    gone.rmdir()
    told = reply(sitting, "/save")
    monkeypatch.chdir(tmp_path)
    (file,) = tmp_path.glob("edubot-*.md")
    assert told == f"Saved in {file}."


def test_a_remark_is_noted_for_the_educator(sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the file that is named, with the passage."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert "no passage of that number" in reply(sitting, "/wrong 1 what?")
    reply(sitting, ALCOHOL)
    told = reply(sitting, "/wrong 2 I do not understand")
    (file,) = tmp_path.rglob("remarks.txt")
    assert str(file) in told
    assert "Many people avoid alcohol." in file.read_text(encoding="utf-8")
    assert "I do not understand" in file.read_text(encoding="utf-8")
    file.unlink()
    file.mkdir()
    assert f"{file} cannot be written (Is a directory): check its rights" in reply(sitting, "/wrong 1 again")


def test_an_answer_can_be_heard_again(sitting: Sitting) -> None:
    """By its number; one behind a card waits again."""
    assert "not asked anything" in reply(sitting, "/history")
    for question in (ALCOHOL, CRISIS, "hello"):
        reply(sitting, question)
    assert reply(sitting, "/history").splitlines()[1:] == [f"1. {ALCOHOL}", f"2. {CRISIS}", "3. hello"]
    assert "PASSAGE 1." in reply(sitting, "/history 1")
    assert UNFOLD in reply(sitting, "/history 2")
    assert "PASSAGE 1." in reply(sitting, "")


@pytest.mark.parametrize("typed", ["?", "/help", "/HELP"])
def test_help_names_every_command(sitting: Sitting, typed: str) -> None:
    """With what it takes and does."""
    told = reply(sitting, typed)
    assert all(f"/{name}" in told and command.does in told for name, command in COMMANDS.items())


NUMBERS = ["", "0", "-1", "9", "1.5", "one", "٣", "9" * 5000]


@pytest.mark.parametrize("name", ["ask", "source", "topics", "quote", "history", "drop", "wrong"])
@pytest.mark.parametrize("number", NUMBERS)
def test_any_number_is_taken_or_told(sitting: Sitting, name: str, number: str) -> None:
    """None is a fault."""
    reply(sitting, ALCOHOL)
    assert "failed inside" not in reply(sitting, f"/{name} {number}")


def test_ctrl_c_does_not_leave(capsys: pytest.CaptureFixture[str], guardrail: Guardrail) -> None:
    """It says how to."""
    written = _talk(capsys, guardrail, None, ALCOHOL)
    assert written.index("/quit") < written.rindex("PASSAGE 1.")


@pytest.mark.parametrize("leaving", ["/quit", "quit", " /EXIT "])
def test_leaving(capsys: pytest.CaptureFixture[str], guardrail: Guardrail, leaving: str) -> None:
    """What is typed behind it is not asked."""
    assert "PASSAGE" not in _talk(capsys, guardrail, leaving, ALCOHOL)


def test_leaflets_of_another_drug_bring_its_warnings(capsys: pytest.CaptureFixture[str], guardrail: Guardrail) -> None:
    """As soon as they are open."""
    other = guardrail.over({PLAIN.drug})
    written = _talk(capsys, guardrail, desk=ScriptedAssistant(other, {}, [PLAIN]))
    assert other.warnings != guardrail.warnings
    assert written.index(_short(guardrail)) < written.index(_short(other)) < written.index(PLAIN.citation)


def test_nothing_that_is_said_commands_the_terminal(capsys: pytest.CaptureFixture[str], guardrail: Guardrail) -> None:
    """Neither boxes nor escapes, though leaflet and question hold some."""
    evil = replace(GUIDE, title="Guide\x1b[2J")
    typed = [
        ALCOHOL,
        "\x1b[2Jhello",
        "/history",
        "/add \x1b]0;x\x07",
        "/sheet",
        "/topics",
        "/help",
        "/find \x1b[A",
        "/\x1b",
    ]
    written = _talk(capsys, guardrail, *typed, desk=replace(scripted(guardrail), sources=[evil]))
    assert not [sign for sign in written if sign in MOVES or "\u2500" <= sign <= "\u259f"]


MISSING = ["-m", "edubot", "chat", "--plain", "--index", "/nowhere"]


def _ended(arguments: Sequence[str], home: Path, **terminal: str | int) -> str:
    chat = PseudoTerminal(arguments, home, **terminal)  # type: ignore[arg-type]
    chat.until("Your question: ")
    chat.type("I want to die\n")
    chat.until("Your question: ")
    chat.type("/quit\n")
    assert chat.end() == IndexUnusable.exit_status
    return chat.written


@pytest.mark.parametrize(
    "terminal",
    [{"term": "dumb"}, {"term": ""}, {"columns": 50}, {"rows": 19}],
    ids=["dumb", "nameless", "narrow", "low"],
)
def test_a_terminal_that_cannot_draw_gets_lines(
    tmp_path: Path, guardrail: Guardrail, terminal: dict[str, str | int]
) -> None:
    """`edubot` alone talks line by line there; on a dumb one without a single command to it."""
    written = _ended(["-m", "edubot", "--index", "/nowhere"], tmp_path, **terminal)
    assert written.count(_short(guardrail)) == 2
    assert "HELP FIRST" in written
    if "term" in terminal:
        assert not set(MOVES) & set(written)


def test_a_broken_off_line_comes_back(tmp_path: Path) -> None:
    """Ctrl+C loses no draft, and a paste of several lines is one message."""
    chat = PseudoTerminal(MISSING, tmp_path)
    chat.until("Your question: ")
    chat.type("Can I drink")
    chat.until("Can I drink")
    chat.type("\x03")
    chat.until("Can I drink", again="\x03")
    chat.type(" wine?\n")
    chat.until("Your question: ")
    chat.type("\x1b[200~two\nlines\x1b[201~\n")
    chat.until("Your question: ")
    chat.type("/history\n")
    listed = chat.until("Your question: ")
    assert "1. Can I drink wine?" in listed
    assert "2. two lines" in listed
    chat.type("\x04")  # once there is a line to end: what comes between two of them is lost
    chat.end()


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_a_byte_that_is_no_text_ends_no_sitting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    """However the line is typed, and however strictly standard input was opened."""
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    chat = PseudoTerminal(MISSING, tmp_path, term)
    chat.until("Your question: ")
    chat.type(b"caf\xe9 and isotretinoin\n")
    chat.until("Your question: ")
    chat.type("/history\n")
    told = chat.until("Your question: ")
    assert re.search("1\\. caf\ufffd? and isotretinoin", told)  # readline drops what is no text by itself
    chat.type("/quit\n")
    assert chat.end() == IndexUnusable.exit_status


def test_a_pipe_is_answered_line_by_line(tmp_path: Path, guardrail: Guardrail) -> None:
    """Questions in, a conversation out."""
    ran = subprocess.run(
        [sys.executable, "-m", "edubot", "--index", str(tmp_path)],
        input=f"{ALCOHOL}\n\xff hello".encode("latin-1"),
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    written = ran.stdout.decode()
    assert ran.returncode == IndexUnusable.exit_status
    assert written.count(_short(guardrail)) == 3
    assert f"YOU: {ALCOHOL}" in written
    assert not ran.stderr


@pytest.mark.parametrize(("country", "told"), [(None, "give all numbers"), ("uk", "give the numbers for UK")])
def test_the_country_is_told_with_the_way_to_choose_it(country: str | None, told: str) -> None:
    """Whatever is typed behind the command; it is no question."""
    guardrail = Guardrail.load(country)
    said = reply(Sitting(scripted(guardrail)), "/country UK")
    assert told in said
    assert "edubot --country" in said
    assert "settings.toml" in said
    assert "EU, UK, US" in said
