"""`edubot evaluate` from outside: our gold on the bundled leaflets, in every form of output, and what it refuses."""

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import ir_measures
import pytest

from edubot.assistant import Assistant
from edubot.evaluation.ablation import STEPS, ablation
from edubot.evaluation.as_json import evaluation_as_json
from edubot.evaluation.bench import Bench, Task
from edubot.evaluation.failures import FailureKind, by_kind
from edubot.evaluation.figures import FOUND, RANKED, SHOWN
from edubot.evaluation.report.page import report
from edubot.evaluation.run import Evaluation, evaluation
from tests.commands import Ran, Terminal
from tests.conftest import REPOSITORY

GOLD = (REPOSITORY / "tests" / "gold" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
FEW = [json.loads(line) for line in (*GOLD[:8], *(line for line in GOLD if '"unanswerable"' in line))][:14]
ATTACK = 'Lips? <script src="https://example.org/x.js"></script>'


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight gold questions with evidence and six without; one is an attack on the page that will show it."""
    rows = [*FEW, {**FEW[0], "id": "attack", "text": ATTACK, "evidence": FEW[0]["evidence"][:1], "tags": ["<b>"]}]
    path = tmp_path_factory.mktemp("gold") / "few.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture(scope="module")
def bench(bundled_index: Path, few: Path) -> Bench:
    """The bundled leaflets with those questions."""
    return Bench.open(bundled_index, Task(few))


@pytest.fixture(scope="module")
def found(bench: Bench) -> Evaluation:
    """Their evaluation."""
    given = bench.outputs(lambda *_: None)
    return evaluation(bench.about("Index test"), bench.collection, given, bench.values(given), bench.texts)


@pytest.fixture
def run(terminal: Terminal) -> Any:
    """`edubot evaluate` over the bundled leaflets."""

    def evaluate(*args: str | Path, index: Path | None = None) -> Ran:
        return terminal.run("evaluate", *args, "--index", index or terminal.index)

    return evaluate


def test_everything_at_once(run: Any, few: Path, tmp_path: Path) -> None:
    """One run gives the object, the page, a run and judgements; ir-measures makes the same figures of the two files."""
    files = ["--save-run", tmp_path / "run", "--save-qrels", tmp_path / "qrels", "--report", tmp_path / "report"]
    ran = run(few, "--json", "--ablation", *files)
    assert ran.status == 0, ran.err
    held = ran.object
    assert (held["about"]["questions"], held["about"]["scored"]) == (15, 9)
    assert list(held["figures"]) == [RANKED, FOUND, SHOWN]
    assert [row["name"] for row in held["ablation"]] == [step.name for step in STEPS]
    assert held["safety"]["warned"] == held["safety"]["verbatim"] == 1
    _equals_ir_measures(held, tmp_path)
    assert (tmp_path / "report" / "index.html").stat().st_size > 20_000


def _equals_ir_measures(held: dict[str, Any], folder: Path) -> None:
    measures = [ir_measures.parse_measure(name) for name in held["figures"][RANKED]]
    qrels = list(ir_measures.read_trec_qrels(str(folder / "qrels")))  # type: ignore[no-untyped-call]
    ranked = list(ir_measures.read_trec_run(str(folder / "run")))  # type: ignore[no-untyped-call]
    theirs = ir_measures.calc_aggregate(measures, qrels, ranked)
    for measure, value in theirs.items():
        assert held["figures"][RANKED][str(measure)]["mean"] == pytest.approx(value, abs=5e-5)
    assert 0 < theirs[ir_measures.nDCG @ 10] < 1


def test_two_runs_are_the_same_bytes(bundled_index: Path, few: Path, bench: Bench, found: Evaluation) -> None:
    """The object and the page, from an index opened anew."""
    again = Bench.open(bundled_index, Task(few))
    given = again.outputs(lambda *_: None)
    second = evaluation(again.about("Index test"), again.collection, given, again.values(given), again.texts)
    assert json.dumps(evaluation_as_json(found, 9)) == json.dumps(evaluation_as_json(second, 9))
    assert report(found, 9) == report(second, 9)


def test_an_evaluation_asks_as_a_person_does(bench: Bench, bundled_index: Path) -> None:
    """The index that does no work twice finds, ranks, marks and answers as the plain one."""
    plain = Assistant.open(bundled_index)
    for question in bench.collection.questions:
        one, other = plain.ask(question.text), bench.assistant.ask(question.text)
        assert one.outcome == other.outcome
        assert [(hit.passage, hit.highlights) for hit in one.hits] == [
            (hit.passage, hit.highlights) for hit in other.hits
        ]
        ranked, again = (each.retriever.search(question.text, 200) for each in (plain, bench.assistant))
        assert [hit.passage for hit in ranked] == [hit.passage for hit in again]
        assert [hit.score for hit in ranked] == pytest.approx([hit.score for hit in again], abs=1e-5)


class _References(HTMLParser):
    """Every address that a page asks a browser for, every script, and every name of an element."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name.split(":")[-1] in ("href", "src", "data")]
        self.ids += [value or "" for name, value in attrs if name == "id"]


def test_the_page_needs_nothing_from_outside(found: Evaluation) -> None:
    """No address, no script, no foreign style; what a question says is words and never mark-up."""
    page = report(found, 20)
    read = _References()
    read.feed(page)
    assert not re.search(r"https?://|@import|url\((?!#)", page)
    assert all(address.startswith("#") for address in read.addresses)
    assert not read.tags & {"script", "link", "img", "iframe", "object"}
    assert len(read.ids) == len(set(read.ids))
    assert {address[1:] for address in read.addresses} <= set(read.ids)


def test_the_page_says_what_was_found(found: Evaluation) -> None:
    """Headlines with intervals, plots, slices, outcomes, and the failures with what was shown instead."""
    page = report(found, 20)
    figure = next(each for each in found.figures[FOUND] if each.name == "success within 60 words")
    assert f"<b>{figure.mean:.2f}</b>" in page
    assert page.count('<svg class="plot"') == (2 if found.abstention.wrong else 1)
    for cut in found.slices:
        assert f"<td>{cut.name.replace('<b>', '&lt;b&gt;')}</td><td>{cut.questions}</td>" in page
    assert "unanswerable, near" in page
    assert page.count("<details>") == len(found.failures)


def test_failures_say_what_was_shown_instead(found: Evaluation) -> None:
    """Each has a zero within 120 words; nothing else is listed."""
    zeros = {id for id, value in found.values[FOUND]["success within 120 words"].items() if not value}
    missed = by_kind(found.failures)[FailureKind.MISSED]
    assert {failure.id for failure in missed} == zeros
    assert all(failure.wanted for failure in missed)


def _answered(id: str, outcome: str, found: str = "") -> dict[str, Any]:
    return {"id": id, "outcome": outcome, "confidence": None, "passages": [{"text": found}] if found else []}


def test_wrong_answers_and_wrong_refusals_are_listed_by_kind(run: Any, terminal: Terminal) -> None:
    """What must not be answered and was, and what should be and was not; each told apart, in the right number."""
    (held, other, *_), nothing = (
        [row for row in FEW if row["evidence"]],
        {"text": "What is the capital?", "evidence": []},
    )
    questions = [held, {**other, "id": "refused"}, {**nothing, "id": "answered"}, {**nothing, "id": "right"}]
    quote = held["evidence"][0]["quote"]
    answers = [
        _answered(held["id"], "answered", quote),
        _answered("refused", "not_in_leaflets"),
        _answered("answered", "answered", "Paris."),
        _answered("right", "not_in_leaflets"),
    ]
    files = []
    for name, rows in (("questions", questions), ("answers", answers)):
        files.append(terminal.home / f"{name}.jsonl")
        files[-1].write_text("".join(json.dumps(row) + "\n" for row in rows))
    told = run(files[0], "--answers", files[1]).out
    listed = told[told.index("1 question that nothing answers was answered:") :]
    assert re.findall(r"^(?:\d.*|answered|refused)(?=:)", listed, re.MULTILINE) == [
        "1 question that nothing answers was answered",
        "answered",
        "1 question that has an answer was refused",
        "refused",
        "1 question did not have its evidence among what came first",
        "refused",
    ]
    assert "wanted: no answer\n  shown:  Paris." in listed
    none = run(files[0], "--answers", files[1], "--failures", "0").out
    assert "1 question that has an answer was refused." in none
    held = run(files[0], "--answers", files[1], "--json").object
    assert (held["failed"], [each["id"] for each in held["failures"]]) == (1, ["refused"])
    for kind, outcome in (("answered", "answered"), ("refused", "not_in_leaflets")):
        (failure,) = held[f"wrongly_{kind}"]["failures"]
        assert (failure["id"], failure["outcome"], held[f"wrongly_{kind}"]["count"]) == (kind, outcome, 1)


@pytest.mark.parametrize("kind", FailureKind)
def test_failures_are_counted_as_people_count(kind: FailureKind) -> None:
    """One is one, and two are two."""
    assert re.match("1 question (that (nothing answers|has an answer) was|did not have its) ", kind.told(1))
    assert re.match("2 questions (that (nothing answers|have an answer) were|did not have their) ", kind.told(2))


def test_the_last_step_is_what_answers(bench: Bench, found: Evaluation) -> None:
    """With nothing switched off an ablation gives the evaluation's own figures, and with all of it other ones."""
    rows = ablation(bench.assistant, bench.opened, bench.collection, bench.judged.qrels, lambda *_: None)
    own = {figure.name: figure for figure in found.figures[FOUND]}
    assert rows[-1].figures == [own[figure.name] for figure in rows[-1].figures]
    assert len({tuple(figure.mean for figure in row.figures) for row in rows}) > 1


def test_slices_are_means_over_their_questions(found: Evaluation) -> None:
    """By hand for one tag."""
    values = found.values[FOUND]["recall within 120 words"]
    ids = [row["id"] for row in FEW if row["evidence"] and "brand" in row["tags"]]
    (cut,) = [cut for cut in found.slices if cut.name == "tag brand"]
    mean = next(figure.mean for figure in cut.figures if figure.name == "recall within 120 words")
    assert mean == pytest.approx(sum(values[id] for id in ids) / len(ids))
    assert cut.questions == len(ids)


def test_answers_of_another_system_are_scored_alike(run: Any, terminal: Terminal, few: Path) -> None:
    """Fed with edubot's own answers, the figures as shown are its own, and the comparison finds no difference."""
    answers = terminal.home / "answers.jsonl"
    answers.write_text(terminal.ask("--batch", few).out)
    own, theirs = (run(few, "--json", *more).object for more in ((), ("--answers", answers)))
    assert list(theirs["figures"]) == [SHOWN]
    assert theirs["figures"][SHOWN] == own["figures"][SHOWN]
    assert theirs["safety"] == own["safety"]
    compared = run(few, "--json", "--against", answers).object["comparison"]["differences"]
    assert {(each["ours"] - each["theirs"], each["p"]) for each in compared[SHOWN]} == {(0, 1)}


@pytest.mark.parametrize("kind", ["index", "run"])
def test_an_index_is_compared_with_itself(run: Any, terminal: Terminal, few: Path, kind: str) -> None:
    """Another index or a saved run: no difference where there is none."""
    other = terminal.index
    if kind == "run":
        other = terminal.home / "run"
        assert run(few, "--save-run", other).status == 0
    compared = run(few, "--json", "--against", other).object["comparison"]
    assert set(compared["differences"]) == ({RANKED} if kind == "run" else {RANKED, FOUND, SHOWN})
    assert all(each["p"] == 1 for held in compared["differences"].values() for each in held)


def test_the_terminal_shows_tables(run: Any, few: Path) -> None:
    """Within eighty columns, with nothing but the figures on either stream."""
    ran = run(few, "--ablation", "--failures", "1")
    assert (ran.status, ran.err) == (0, "")
    for told in (RANKED, FOUND, SHOWN, "nDCG@10", "answer@1", "tag brand", "lexical alone", "unanswerable, near"):
        assert told in ran.out
    assert "Both warnings: 100.0% of 15 answers" in ran.out
    tables = ran.out.partition("Both warnings")[0].splitlines()[3:]
    assert max(len(line.rstrip()) for line in tables) <= 80


def test_measures_can_be_chosen(run: Any, few: Path) -> None:
    """By the names of ir-measures."""
    held = run(few, "--json", "--measure", "P@3", "--measure", "nDCG@5").object
    assert list(held["figures"][RANKED]) == ["P@3", "nDCG@5"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["gold.jsonl"], "gold.jsonl, line 2 quotes words that no longer stand in"),
        (["nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["few.jsonl", "--qrels", "qrels"], "qrels, line 1 is no judgement"),
        (["few.jsonl", "--answers", "few.jsonl"], 'few.jsonl, line 1 has no "outcome"'),
        (["few.jsonl", "--against", "nowhere"], "nowhere cannot be read"),
        (["few.jsonl", "--measure", "nonsense"], "knows no measure 'nonsense'"),
        (["."], "holds no queries.jsonl"),
    ],
)
def test_bad_input_is_one_sentence(run: Any, terminal: Terminal, few: Path, options: list[str], told: str) -> None:
    """The file, the line and the mend; nothing is printed but that, and the status is 2."""
    lines = few.read_text().splitlines()
    (terminal.home / "few.jsonl").write_text(few.read_text())
    (terminal.home / "gold.jsonl").write_text(f"{lines[0]}\n" + lines[1].replace('"quote": "', '"quote": "Never ', 1))
    (terminal.home / "qrels").write_text("never mind\n")
    ran = run(*options)
    assert (ran.status, ran.out) == (2, "")
    (sentence,) = ran.err.splitlines()
    assert sentence.startswith("edubot: ")
    assert told in sentence


def test_an_index_that_is_not_there_is_told(run: Any, few: Path) -> None:
    """Exit 3, as everywhere."""
    assert run(few, index=Path("nowhere")).status == 3


def test_asking_loads_no_evaluation(bundled_index: Path) -> None:
    """The plots and measures are loaded when an evaluation needs them, and by nothing else."""
    code = (
        f"import sys\nsys.argv = ['edubot', 'ask', 'Alcohol?', '--index', {str(bundled_index)!r}]\n"
        "import edubot\nfrom edubot.cli.app import app\n"
        "try: app()\nexcept SystemExit as end: assert not end.code\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'matplotlib', 'ir_measures', 'pandas', 'scipy'}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"
