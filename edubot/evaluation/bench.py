"""An index with the questions that are put to it: where an evaluation, and whatever it is compared with, begins."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from edubot.address import EngineAddress, Place, place
from edubot.assistant import Assistant
from edubot.errors import QuestionsInvalid
from edubot.evaluation.collection import Collection, read_collection
from edubot.evaluation.figures import RANKED, Blocks, shown_values, values
from edubot.evaluation.frugal import FrugalRetriever, frugal_index
from edubot.evaluation.judgements import Judgements, judgements
from edubot.evaluation.lines import read_lines
from edubot.evaluation.ranking import MEASURES, ranking_values
from edubot.evaluation.run import About
from edubot.evaluation.systems import Listener, Outputs, outputs, read_answers
from edubot.evaluation.texts import Texts
from edubot.evaluation.trec import read_run
from edubot.index.search_index import SearchIndex


@dataclass(frozen=True)
class Task:
    """What an evaluator brings."""

    questions: Path
    """A JSON-lines file or a BEIR folder."""
    qrels: Path | None = None
    """Judgements of documents, where they are not in the folder."""
    measures: Sequence[str] = MEASURES
    """Ranking measures in the words of ir-measures."""


@dataclass(frozen=True)
class Bench:
    """One index; its quotes are found, its passages judged."""

    task: Task
    index: Place
    opened: SearchIndex
    assistant: Assistant
    texts: Texts
    collection: Collection
    judged: Judgements

    @classmethod
    def open(cls, index: Place, task: Task) -> "Bench":
        """Open an index and read the questions against its leaflets.

        Raises:
            IndexUnusable: missing, damaged, or made for another scorer.
            QuestionsInvalid: a file off its format, or a quote that is not in the leaflets.
        """
        opened = frugal_index(index)
        assistant = replace(Assistant.open(index), retriever=FrugalRetriever(opened))
        texts = Texts(assistant.sources, assistant.readable)
        collection = read_collection(task.questions, task.qrels, texts)
        judged = judgements(collection, assistant.retriever.store.passages_of)
        return cls(task, index, opened, assistant, texts, collection, judged)

    def outputs(self, listen: Listener) -> Outputs:
        """What the index gives for every question."""
        return outputs(self.assistant, self.collection.questions, self.collection.by_document, listen)

    def read_answers(self, path: Path) -> Outputs:
        """What another system gave, read from a file of answers."""
        return Outputs(read_answers(path, self.collection.questions, self.texts))

    def values(self, given: Outputs) -> Blocks:
        """Every measure of every question."""
        return values(self.collection, given, self.judged.qrels, self.task.measures)

    def rival(self, path: Path, listen: Listener) -> Blocks:
        """The same measures of whatever stands at a path: another index, a TREC run, or a file of answers.

        Raises:
            QuestionsInvalid: it is none of them, or it is about other questions.
        """
        where = place(path)
        if isinstance(where, EngineAddress) or where.is_dir():
            other = Bench.open(where, self.task)
            return other.values(other.outputs(listen))
        lines = read_lines(path)
        if lines and lines[0][1].lstrip().startswith("{"):
            return shown_values(self.collection, self.read_answers(path).replies, self.judged.qrels)
        run = read_run(path)
        if not run.keys() & self.judged.qrels.keys():
            raise QuestionsInvalid(f"{path} ranks for none of the questions", "Name a run of the same questions")
        return {RANKED: ranking_values(self.judged.qrels, run, self.task.measures)}

    def about(self, system: str) -> About:
        """What is evaluated, in names and numbers."""
        manifest = self.opened.manifest
        return About(
            questions_file=self.task.questions.name,
            system=system,
            questions=len(self.collection.questions),
            scored=len(self.collection.scored),
            by_document=self.collection.by_document,
            leaflets=manifest.leaflets,
            passages=manifest.passages,
            encoder=f"{Path(manifest.encoder_name).name} ({manifest.encoder[:12]})",
            unfindable=self.judged.unfindable,
        )
