"""What each part of retrieval is worth: the same questions with some of it switched off.

A step that is added to the retriever is added here as one more row.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from edubot.assistant import Assistant
from edubot.evaluation.collection import Collection
from edubot.evaluation.figures import Blocks, ranked_values
from edubot.evaluation.frugal import FrugalRetriever
from edubot.evaluation.intervals import Figure, figures
from edubot.evaluation.judged import Qrels
from edubot.evaluation.slices import headline
from edubot.evaluation.systems import Listener, ranking
from edubot.excerpts import ExcerptSettings
from edubot.index.search_index import SearchIndex
from edubot.settings import FusionSettings


class Step(NamedTuple):
    """Some settings of retrieval, and of what is shown of it, under a name."""

    name: str
    fusion: FusionSettings
    shown: ExcerptSettings = ExcerptSettings(leaflet_penalty=0.0, bare_penalty=0.0)


FULL = FusionSettings()
_PLAIN = replace(
    FULL, expansion_weight=0.0, asking_weight=0.0, topic_weight=0.0, neighbour_weight=0.0, learned_weight=0.0
)
_EXPANDED = replace(_PLAIN, expansion_weight=FULL.expansion_weight)
_ASKING = replace(_EXPANDED, asking_weight=FULL.asking_weight)
_TOPICS = replace(_ASKING, topic_weight=FULL.topic_weight)
STEPS = (
    Step("lexical alone", replace(_PLAIN, dense_weight=0.0)),
    Step("dense alone", replace(_PLAIN, dense_weight=1.0)),
    Step("both", _PLAIN),
    Step("+ added words", _EXPANDED),
    Step("+ the asking sentences", _ASKING),
    Step("+ topics", _TOPICS),
    Step("+ neighbours", replace(_TOPICS, neighbour_weight=FULL.neighbour_weight)),
    Step("+ the learned turn", FULL),
    Step("+ each leaflet's turn", FULL, ExcerptSettings()),
)
"""From the least to all of it; the last row is what answers."""


@dataclass(frozen=True)
class Row:
    """A step and its figures."""

    name: str
    figures: Sequence[Figure]


def ablation(
    assistant: Assistant, index: SearchIndex, collection: Collection, qrels: Qrels, listen: Listener
) -> tuple[Row, ...]:
    """Every step over the questions that have evidence, before abstention."""
    scored = Collection(collection.scored, collection.by_document)
    questions, total = scored.questions, len(STEPS) * len(scored.questions)
    rows = []
    for number, step in enumerate(STEPS):
        without = replace(assistant, retriever=FrugalRetriever(index, step.fusion), shown=step.shown)
        rankings = []
        for done, question in enumerate(questions, start=1):
            rankings.append(ranking(without, question.text, scored.by_document))
            listen(number * len(questions) + done, total)
        rows.append(Row(step.name, _headline(scored, ranked_values(scored, rankings, qrels))))
    return tuple(rows)


def _headline(collection: Collection, blocks: Blocks) -> Sequence[Figure]:
    block, wanted = headline(collection, blocks)
    families = {question.id: question.family for question in collection.questions}
    return figures({name: blocks[block][name] for name in wanted}, families)
