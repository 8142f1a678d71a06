"""The same figures for kinds of questions: lay words, typos, brands, conflicts, halves of a split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edubot.evaluation.collection import Collection
from edubot.evaluation.figures import FOUND, RANKED, SHOWN, Blocks
from edubot.evaluation.gold import GoldQuestion
from edubot.evaluation.intervals import Figure, figure

BY_QUOTE = ("success within 60 words", "success within 120 words", "recall within 120 words", "answer@1")
BY_DOCUMENT = ("nDCG@10", "RR@10", "Success@1", "Success@10")


@dataclass(frozen=True)
class Slice:
    """Some questions, and how well they fare."""

    name: str
    questions: int
    figures: Sequence[Figure]


def slices(collection: Collection, blocks: Blocks, families: Mapping[str, str]) -> list[Slice]:
    """A slice of each kind, split and tag, in that order, taken before abstention where that is known."""
    block, wanted = headline(collection, blocks)
    found: dict[str, list[str]] = {}
    for question in collection.scored:
        for name in _names(question):
            found.setdefault(name, []).append(question.id)
    cut = []
    for name in sorted(found, key=_order):
        held = [_figure(measure, blocks[block][measure], found[name], families) for measure in wanted]
        cut.append(Slice(name, len(found[name]), held))
    return cut


def headline(collection: Collection, blocks: Blocks) -> tuple[str, Sequence[str]]:
    """The block and its measures that a short table shows."""
    first = RANKED if collection.by_document else FOUND
    block = first if first in blocks else SHOWN
    wanted = BY_DOCUMENT if collection.by_document else BY_QUOTE
    held = [measure for measure in wanted if measure in blocks[block]]
    return block, held or list(blocks[block])[:4]


def _figure(measure: str, values: Mapping[str, float], ids: Sequence[str], families: Mapping[str, str]) -> Figure:
    return figure(measure, {id: values[id] for id in ids}, families)


def _names(question: GoldQuestion) -> list[str]:
    named = [("kind", question.kind), ("split", question.split)]
    named += [("tag", tag) for tag in question.tags]
    return [f"{sort} {name}" for sort, name in named if name and name != "judged"]


def _order(name: str) -> tuple[int, str]:
    return ("kind", "split", "tag").index(name.split(" ", 1)[0]), name
