"""Whoever answers the questions: an index, or a file of another system's answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from edubot.assistant import Assistant
from edubot.errors import QuestionsInvalid
from edubot.evaluation.gold import GoldQuestion
from edubot.evaluation.lines import Line, read_objects
from edubot.evaluation.reply import Reply, Shown, reply
from edubot.evaluation.texts import Texts
from edubot.rendering.as_json import answer_as_json
from edubot.settings import LONGEST_QUESTION

DEPTH = 1000
"""Passages that are ranked for a question, as far as the index finds that many."""

Listener = Callable[[int, int], None]
"""Hears how many questions of how many are done."""


@dataclass(frozen=True)
class Ranking:
    """What retrieval found before anything was held back."""

    run: Sequence[tuple[str, float]]
    """Ids of passages (`leaflet:start-end`) or leaflets with their scores, best first, no two scores equal."""
    found: Sequence[Shown]
    """What would be shown if every question were taken to be answered."""


_DIGITS = 5
_STEP = 10.0**-_DIGITS


@dataclass(frozen=True)
class Outputs:
    """Everything a system gave, question by question."""

    replies: Sequence[Reply]
    rankings: Sequence[Ranking] | None = None
    """None where only answers are known."""

    @property
    def found(self) -> list[Sequence[Shown]]:
        """What each question got before abstention; what was shown, where only that is known."""
        if self.rankings is None:
            return [said.shown for said in self.replies]
        return [ranking.found for ranking in self.rankings]


def outputs(assistant: Assistant, questions: Sequence[GoldQuestion], by_document: bool, listen: Listener) -> Outputs:
    """What an index gives for each question."""
    rankings, replies = [], []
    for done, question in enumerate(questions, start=1):
        rankings.append(ranking(assistant, question.text[:LONGEST_QUESTION], by_document))
        replies.append(answer(assistant, question))
        listen(done, len(questions))
    return Outputs(replies, rankings)


def ranking(assistant: Assistant, question: str, by_document: bool) -> Ranking:
    """What retrieval finds for a question; a leaflet ranks where its best passage does."""
    scored: dict[str, float] = {}
    for hit in assistant.retriever.search(question, DEPTH):
        passage = hit.passage
        id = passage.source.id if by_document else passage_id(passage.source.id, passage.start, passage.end)
        scored.setdefault(id, hit.score)
    return Ranking(strict(scored), [Shown.of(hit) for hit in assistant.found(question)])


def answer(assistant: Assistant, question: GoldQuestion) -> Reply:
    """The answer to a question, read back from the JSON that the outside gets."""
    return reply(Line(question.id, answer_as_json(assistant.ask(question.text), question.id)))


def run_as_shown(said: Reply, by_document: bool) -> list[tuple[str, float]]:
    """What a reader was shown, as a ranking of passages or of leaflets; the score is 1 / rank."""
    ids = [
        passage.leaflet
        if by_document or passage.start < 0
        else passage_id(passage.leaflet, passage.start, passage.start + len(passage.text))
        for passage in said.shown
    ]
    return [(id, 1 / rank) for rank, id in enumerate(dict.fromkeys(ids), start=1)]


def read_answers(path: Path, questions: Sequence[GoldQuestion], texts: Texts) -> list[Reply]:
    """The replies to some questions from a file of answers; answers to others are left aside.

    Args:
        texts: give leaflets that the answers call by their file the id that they have here.

    Raises:
        QuestionsInvalid: a line off the contract, an id that stands twice, or a question without an answer.
    """
    replies: dict[str, Reply] = {}
    for line in read_objects(path):
        id = line.words("id")
        if id in replies:
            raise QuestionsInvalid(f"{line.where} answers {id!r} a second time", "Give each question one answer")
        replies[id] = _known(reply(line), texts)
    missing = [question.id for question in questions if question.id not in replies]
    if missing:
        raise QuestionsInvalid(f"{path} has no answer to {missing[0]!r} ({len(missing)} missing)", "Answer every one")
    return [replies[question.id] for question in questions]


def _known(said: Reply, texts: Texts) -> Reply:
    shown, sides = (
        tuple(
            replace(passage, leaflet=source.id) if (source := texts.find(passage.leaflet)) else passage
            for passage in held
        )
        for held in (said.shown, said.sides)
    )
    return replace(said, shown=shown, sides=sides)


def passage_id(leaflet: str, start: int, end: int) -> str:
    """What a passage is called in runs and judgements."""
    return f"{leaflet}:{start}-{end}"


def strict(scored: Mapping[str, float]) -> list[tuple[str, float]]:
    """The same order with scores that fall at every step, so that no tool breaks a tie in another way than we do."""
    run: list[tuple[str, float]] = []
    for id, score in scored.items():
        last = run[-1][1] if run else float("inf")
        run.append((id, round(min(score, last - _STEP), _DIGITS)))
    return run
