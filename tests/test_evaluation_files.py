"""What evaluators bring is read as they write it, and what is off its form is named with file and line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edubot.errors import EdubotError, QuestionsInvalid
from edubot.evaluation.collection import read_collection
from edubot.evaluation.gold import GoldQuestion
from edubot.evaluation.judged import read_judged, read_qrels
from edubot.evaluation.reply import Shown
from edubot.evaluation.safety import is_verbatim, safety
from edubot.evaluation.systems import read_answers
from edubot.evaluation.texts import Texts
from edubot.evaluation.trec import read_run, write_qrels, write_run
from edubot.model import Reason, Source, Stretch

TEXT = "Use a lip balm every day."
WARNINGS = [
    {"topic": topic, "text": "This warning holds as many words as a warning needs."}
    for topic in ("pregnancy", "mental_health")
]
KEPT_BACK = "Buy it here."
READABLE = {
    "care": [
        Stretch(0, TEXT),
        Stretch(25, "", Reason.SALES_LINK),
        Stretch(38, " Ask us."),
    ]
}
TEXTS = Texts(
    [Source(id="care", title="Care", file="care.md", sha256="0", text_sha256="0")], lambda id: READABLE.get(id, ())
)


def _write(path: Path, *lines: object) -> Path:
    path.write_text("".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines))
    return path


def _answer(id: str = "a", **more: object) -> dict[str, object]:
    passage = {"leaflet": "care", "file": "care.md", "start": 0, "end": 25, "text": TEXT, "highlights": [[0, 14]]}
    return {
        "id": id,
        "outcome": "answered",
        "confidence": 0.9,
        "alerts": [],
        "warnings": WARNINGS,
        "passages": [passage],
        **more,
    }


@pytest.mark.parametrize(
    "text",
    [
        "a 0 d1 1\na 0 d2 0\nb 0 d1 2\n",
        "a\t0\td1\t1\na\t0\td2\t0\nb\t0\td1\t2\n",
        "query-id\tcorpus-id\tscore\na\td1\t1\na\td2\t0\nb\td1\t2\n",
        "a\td1\t1\r\na\td2\t0\r\nb\td1\t2\r\n",
    ],
)
def test_judgements_of_trec_and_of_beir(tmp_path: Path, text: str) -> None:
    """Four columns or three, with tabs or spaces, with or without a header."""
    path = tmp_path / "qrels"
    path.write_bytes(text.encode())
    assert read_qrels(path) == {"a": {"d1": 1, "d2": 0}, "b": {"d1": 2}}


def test_queries_are_read_in_both_dialects(tmp_path: Path) -> None:
    """`_id` or `id`, `text` or `question`; a query without judgements is not asked."""
    queries = _write(
        tmp_path / "q", {"_id": "a", "text": "One?"}, {"id": "b", "question": "Two?"}, {"id": "c", "text": "Three?"}
    )
    qrels = _write(tmp_path / "r", "b 0 care 1", "a 0 care 2")
    found = read_judged(queries, qrels, {"care"})
    assert [(question.id, question.text, dict(question.relevant)) for question in found] == [
        ("a", "One?", {"care": 2}),
        ("b", "Two?", {"care": 1}),
    ]


def _judged(queries: str, qrels: str) -> Callable[[Path], object]:
    def read(folder: Path) -> object:
        return read_judged(_write(folder / "queries", queries), _write(folder / "qrels", qrels), {"care"})

    return read


def _answers(*lines: object) -> Callable[[Path], object]:
    def read(folder: Path) -> object:
        return read_answers(_write(folder / "answers", *lines), [GoldQuestion("a", "?", "", "", ())], TEXTS)

    return read


def _run(*lines: object) -> Callable[[Path], object]:
    return lambda folder: read_run(_write(folder / "run", *lines))


def _gold(*lines: object) -> Callable[[Path], object]:
    return lambda folder: read_collection(_write(folder / "gold", *lines), None, TEXTS)


QUERY = '{"id": "a", "text": "?"}'


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (_judged(QUERY, "a 0 care"), "qrels, line 1 is no judgement"),
        (_judged(QUERY, "a 0 care 1\na 0 care much"), "qrels, line 2 is no judgement"),
        (_judged(QUERY, "query-id\tcorpus-id\tscore"), "qrels holds no judgement"),
        (_judged(QUERY, ""), "qrels holds no judgement"),
        (_judged(QUERY, "a 0 care 1\nb 0 care 1"), "judges 'b', which is no question"),
        (_judged(QUERY, "a 0 other 1"), "No document that .*qrels judges is in the index"),
        (_judged('{"id": "a"}', "a 0 care 1"), 'queries, line 1 has no "text"'),
        (_judged('{"text": "?"}', "a 0 care 1"), 'queries, line 1 has no "_id"'),
        (_judged(f"{QUERY}\n{QUERY}", "a 0 care 1"), "queries, line 2 has an id that stands before"),
        (_judged("oops", "a 0 care 1"), "queries, line 1 is not JSON"),
        (_judged("", "a 0 care 1"), "queries holds no line"),
        (_run("a Q0 d 1"), "run, line 1 is no line of a run"),
        (_run("a Q0 d 1 0.5 tag", "a Q0 d 2 high tag"), "run, line 2 is no line of a run"),
        (_run(), "run holds no run"),
        (_answers(_answer("b")), "has no answer to 'a'"),
        (_answers(_answer(), _answer()), "answers, line 2 answers 'a' a second time"),
        (_answers(_answer(outcome="perhaps")), "answers, line 1 has the outcome 'perhaps'"),
        (_answers({"id": "a"}), 'answers, line 1 has no "outcome"'),
        (_answers(_answer(passages=[{"leaflet": "care"}])), "answers, line 1 is no answer"),
        (_answers(_answer(passages=[{"text": 3}])), "answers, line 1 is no answer"),
        (_answers(_answer(passages=[{"text": "so", "highlights": [[0, 9]]}])), "answers, line 1 is no answer"),
        (_answers(_answer(passages=["so"])), "answers, line 1 is no answer"),
        (_answers(_answer(confidence="high")), "answers, line 1 has the confidence 'high'"),
        (_answers(_answer(confidence=1.5)), "answers, line 1 has the confidence 1.5"),
        (_answers(_answer(confidence=float("nan"))), "answers, line 1 has the confidence nan"),
        (_judged('{"id": "a", "text": "\\ud800"}', "a 0 care 1"), "queries, line 1 is not JSON in UTF-8"),
        (_answers(_answer(warnings=["careful"])), "answers, line 1 is no answer"),
        (lambda folder: read_collection(folder / "nowhere", None, TEXTS), "nowhere cannot be read"),
        (lambda folder: read_collection(folder, None, TEXTS), "holds no queries.jsonl"),
        (_gold('{"id": "a", "text": "?", "evidence": []}'), "No question has"),
    ],
)
def test_what_is_off_its_form_is_told(tmp_path: Path, read: Callable[[Path], object], told: str) -> None:
    """One sentence with the place and the mend, and the exit status of bad input."""
    with pytest.raises(EdubotError, match=told) as refused:
        read(tmp_path)
    assert refused.value.exit_status == 2
    assert "\n" not in str(refused.value)


def test_a_beir_folder_without_its_test_split_is_told(tmp_path: Path) -> None:
    """The mend names the option that gives another."""
    _write(tmp_path / "queries.jsonl", QUERY)
    with pytest.raises(QuestionsInvalid, match=r"holds no qrels/test\.tsv.*--qrels"):
        read_collection(tmp_path, None, TEXTS)


def test_another_systems_answers_are_read(tmp_path: Path) -> None:
    """Passages by file name or id, a first highlight, sides and warnings; what is not there counts as nothing."""
    sides = [{"topic": "balm", "sides": [{"leaflet": "care", "text": "Use a lip balm", "start": 0, "end": 14}]}]
    by_file = _answer(disagreements=sides, passages=[{"file": "care.md", "text": "Use a lip balm"}])
    path = _write(
        tmp_path / "answers", by_file, {"id": "b", "error": "a bad line", "warnings": WARNINGS[:1]}, _answer("c")
    )
    questions = [GoldQuestion(id, "?", "", "", ()) for id in "abc"]
    first, broken, third = read_answers(path, questions, TEXTS)
    assert first.shown == (Shown("care", -1, "Use a lip balm"),)
    assert first.sides == (Shown("care", 0, "Use a lip balm"),)
    assert (broken.outcome, broken.shown, broken.is_warned) == ("unavailable", (), False)
    assert third.shown[0].marked == "Use a lip balm"
    assert third.is_warned
    found = safety([first, broken, third], TEXTS)
    assert found.warned == pytest.approx(2 / 3)
    assert (found.verbatim, found.passages) == (1.0, 3)


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (Shown("care", 0, TEXT), True),
        (Shown("care", 4, TEXT[4:9]), True),
        (Shown("care", 5, TEXT[4:9]), False),
        (Shown("care", -1, TEXT[4:9]), True),
        (Shown("care", 0, "Use a balm"), False),
        (Shown("lost", 0, TEXT), False),
        (Shown("care", -1, "Ask us."), True),
        (Shown("care", 39, "Ask us."), True),
        (Shown("care", -1, KEPT_BACK), False),
        (Shown("care", 26, KEPT_BACK), False),
        (Shown("care", 20, "day. Buy"), False),
    ],
)
def test_word_for_word_is_to_the_character(shown: Shown, kept: bool) -> None:
    """A slice of what a patient may read of the leaflet, at the place it names."""
    assert is_verbatim(shown, TEXTS) is kept


def test_a_run_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Ids with spaces as well, which part TREC's columns; judgements use the same names."""
    run = {"q 1": [("my leaflet:0-9", 0.5), ("other", 0.25)], "q2": [("other", 1.0)]}
    write_run(tmp_path / "new" / "run", run)
    assert read_run(tmp_path / "new" / "run") == run
    write_qrels(tmp_path / "qrels", {"q 1": {"my leaflet:0-9": 2}})
    assert (tmp_path / "qrels").read_text() == "q%201 0 my%20leaflet:0-9 2\n"
    assert (tmp_path / "new" / "run").read_text().splitlines()[0] == "q%201 Q0 my%20leaflet:0-9 1 0.50000 edubot"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    id=st.text(min_size=1).filter(lambda id: id.isprintable() or id.isspace()),
    other=st.text("a%2 \t\u2003F", min_size=1),
)
def test_any_id_comes_back(tmp_path: Path, id: str, other: str) -> None:
    """Whatever white space and signs it has, in runs and in judgements."""
    write_run(tmp_path / "run", {id: [(other, 0.5)]})
    assert read_run(tmp_path / "run") == {id: [(other, 0.5)]}
    write_qrels(tmp_path / "qrels", {id: {other: 1}})
    assert read_qrels(tmp_path / "qrels") == {id: {other: 1}}
