"""What a person saves: every form holds both warnings in full, the sheet, and each passage with its source."""

import io
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import Guardrail
from edubot.model import (
    Alert,
    AlertKind,
    Answer,
    Disagreement,
    Hit,
    LiftedWords,
    Outcome,
    Passage,
    Side,
    Silence,
    WarningTopic,
)
from edubot.remarks import Remark, add_remark
from edubot.rendering.answer_line import answer_line
from edubot.rendering.as_file import as_file
from edubot.rendering.as_pdf import parts_as_pdf
from edubot.rendering.document import Kind, Part
from edubot.rendering.matching import OF_ASKED, matching_warnings
from edubot.topics import bundled_topics
from tests.scripted import ALCOHOL, DRINK, FOUND, GUIDE, NOTED

SHEET = ["May I have <one> glass?"]


def _answer(guardrail: Guardrail, question: str = ALCOHOL) -> Answer:
    return guardrail.answer(question, Findings(FOUND[:1]))


def _text(ending: str, written: bytes) -> str:
    if ending == ".pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(written)).pages).split())
    return " ".join(written.decode().split())


@pytest.mark.parametrize("ending", [".md", ".html", ".pdf", ".PDF", ""])
@pytest.mark.parametrize("answers", [1, 0])
def test_every_form_holds_both_warnings_and_the_sheet(guardrail: Guardrail, ending: str, answers: int) -> None:
    """Short, full, and the notice that nobody has reviewed them; with answers and without any."""
    written = as_file(ending, [_answer(guardrail)] * answers, SHEET, guardrail)
    text = _text(ending.lower(), written)
    for warning in guardrail.warnings:
        assert warning.line in text
        assert warning.text in text.replace("&#x27;", "'")
    assert guardrail.policy.unreviewed_notice in text
    assert "Questions for my prescriber" in text
    assert ("May I have &lt;one&gt; glass?" if ending == ".html" else SHEET[0]) in text
    if answers:
        assert "it strains the liver" in text
        assert "Isotretinoin softgels: a guide" in text


def test_a_sign_that_cannot_be_drawn_is_named() -> None:
    """In its place stands a box, also in bold; a file that can draw all says nothing of signs."""
    parts = [
        Part(Kind.TEXT, "Take 字 it\twith\n\uf0b7 food 👩 字."),
        Part(Kind.PASSAGE, "≥ ½ 字"),
        Part(Kind.SMALL, "End"),
    ]
    text = _text(".pdf", parts_as_pdf(parts))
    assert "Take □ it with □ food □ □. ≥ ½ □ End □ stands for a sign" in text
    assert text.endswith("by its Unicode number: U+5B57, U+F0B7, U+1F469.")
    assert "stands for" not in _text(".pdf", parts_as_pdf([Part(Kind.TEXT, "Take it with ≥ 1\nmeal\t½ ☐.")]))


def test_what_the_maker_of_pdfs_logs_stays_off_the_screen() -> None:
    """Nobody who reads the chat can do anything with it, and it would stand across the warnings."""
    program = (
        "import logging; from edubot.rendering.as_pdf import parts_as_pdf; parts_as_pdf([]);"
        "logging.getLogger('fpdf.output').warning('of no use to a patient')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("ending", [".md", ".html", ".pdf"])
def test_nothing_in_a_file_commands_a_terminal(guardrail: Guardrail, ending: str) -> None:
    """Whatever was typed, asked before, or stands in a leaflet or its title."""
    odd = "odd \x1b[2J\x07 words"
    source = replace(GUIDE, title=odd, restated_from=odd)
    hit = Hit(Passage(source, (odd,), 0, len(odd), odd), 0.5)
    sides = tuple(Side(id, odd, 0, len(odd), LiftedWords((odd,), (odd,))) for id in (GUIDE.id, "other"))
    answer = Answer(
        odd,
        Outcome.ANSWERED,
        "m",
        guardrail.warnings,
        (hit,),
        about=odd,
        disagreements=(Disagreement("a topic", sides, "Ask."),),
        silences=(Silence("a topic", (GUIDE.id,)),),
    )
    text = _text(ending, as_file(ending, [answer], [odd], guardrail, {GUIDE.id: odd}))
    assert not {"\x1b", "\x07"} & set(text)
    assert text.count("[2J") >= 7


def test_a_page_of_html_asks_nobody_for_anything(guardrail: Guardrail) -> None:
    """No address, no script, and what a person typed is no markup."""
    page = as_file(".html", [_answer(guardrail, "<script>alert(1)</script>")], [], guardrail).decode()
    assert "<script" not in page
    assert "http" not in page


def test_the_answer_line_quotes_the_best_words_with_their_number(guardrail: Guardrail) -> None:
    """Word for word, after what they hang on; where nothing answers there is none."""
    answered = Answer("q", Outcome.ANSWERED, "m", guardrail.warnings, FOUND[:1])
    lead = "Do not drink alcohol while you take it:"
    assert answer_line(answered) == f"Under Food and drink › Alcohol: “{lead} … it strains the liver” [1]"
    assert "it strains the liver" in DRINK
    assert answer_line(Answer("q", Outcome.MENTIONED, "m", guardrail.warnings, FOUND[:1])) is None
    assert answer_line(Answer("q", Outcome.NOT_IN_LEAFLETS, "m", guardrail.warnings)) is None


def test_a_claim_that_needs_a_correction_brings_it_into_the_answer_line(guardrail: Guardrail) -> None:
    """It never stands alone."""
    answered = Answer("q", Outcome.ANSWERED, "m", guardrail.warnings, NOTED[1:])
    assert answer_line(answered) == f"“Many people avoid alcohol.” [1] Note: {NOTED[1].note}"


@pytest.mark.parametrize(
    "question,topics",
    [
        ("Can I get pregnant on this?", [WarningTopic.PREGNANCY]),
        ("Does it cause depression?", [WarningTopic.MENTAL_HEALTH]),
        ("Can I drink alcohol?", []),
    ],
)
def test_a_question_opens_the_warning_that_it_is_about(
    guardrail: Guardrail, question: str, topics: list[WarningTopic]
) -> None:
    """By what it asks about."""
    answer = Answer(question, Outcome.NOT_IN_LEAFLETS, "m", guardrail.warnings)
    assert [warning.topic for warning in matching_warnings(answer)] == topics


def test_an_alert_opens_its_warning_first(guardrail: Guardrail) -> None:
    """Most urgent first."""
    alerts = (Alert(AlertKind.CRISIS, "a", "a"),)
    answer = Answer("pregnant?", Outcome.NOT_IN_LEAFLETS, "m", guardrail.warnings, alerts=alerts)
    assert matching_warnings(answer)[0].topic is WarningTopic.MENTAL_HEALTH


def test_every_topic_that_opens_a_warning_exists() -> None:
    """An id that no topic has would never fire."""
    assert set(OF_ASKED) <= {topic.id for topic in bundled_topics()}


def test_a_remark_says_which_words_of_which_leaflet(tmp_path: Path) -> None:
    """Plain lines, one remark after the other, readable by this person alone; nothing that commands a terminal."""
    file = tmp_path / "new" / "remarks.txt"
    add_remark(file, Remark(FOUND[0].passage, "too \x1b[2J hard \ud800"))
    add_remark(file, Remark(FOUND[0].passage, ""))
    written = file.read_text(encoding="utf-8")
    for part in (GUIDE.title, GUIDE.file, GUIDE.sha256, "characters 0-", "Food and drink", "strains the liver"):
        assert part in written
    assert "\x1b" not in written
    assert written.count("Remark: ") == 2
    assert "Remark: wrong or unclear" in written
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
