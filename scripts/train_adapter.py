"""Train what turns a question's vector towards its answers, and print how well it finds them in families not seen.

    python scripts/train_adapter.py [--index DIR]

Trained on the questions with evidence of `tests/gold/coverage.jsonl` and of the development half of
`tests/gold/questions.jsonl`, over an index of the bundled leaflets: softmax over all passages, of which those that hold
a quote, or lie in one, share the truth. Few steps and a low rank keep it from learning the questions. Writes
`edubot/data/adapter.json`; build and calibrate again afterwards.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import dropout, normalize

from edubot.adapter import Adapter
from edubot.assistant import Assistant
from edubot.evaluation.gold import Evidence, GoldQuestion, read_gold
from edubot.evaluation.measures import stands_in
from edubot.evaluation.texts import Texts
from edubot.guardrail.guardrail import Guardrail
from edubot.index.search_index import SearchIndex
from edubot.model import Passage
from edubot.retriever import Retriever
from edubot.settings import ADAPTER_FILE, default_index, named_index

GOLD = Path(__file__).parent.parent / "tests" / "gold"
DRUG = "isotretinoin"
RANK = 32
STEPS = 60
RATE = 3e-3
DECAY = 0.1
DROPPED = 0.2
"""Share of the inner values that are left out at each step."""
TEMPERATURE = 0.05
FOLDS = 3


@dataclass(frozen=True)
class Examples:
    """Questions and the passages that answer them."""

    asked: torch.Tensor
    """Unit vectors that are searched with, shape (questions, dimension)."""
    answers: torch.Tensor
    """Share of the truth of each passage, shape (questions, passages)."""
    families: np.ndarray

    def of(self, chosen: np.ndarray) -> "Examples":
        """Some of them."""
        mask = torch.from_numpy(chosen)
        return Examples(self.asked[mask], self.answers[mask], self.families[chosen])


def examples(assistant: Assistant, passages: Sequence[Passage]) -> Examples:
    """The questions that may be trained on, of which a passage holds evidence."""
    asked, answers, families = [], [], []
    for question in _questions(assistant):
        held = np.array([any(_answers(passage, piece) for piece in question.evidence) for passage in passages])
        if held.any():
            asked.append(assistant.retriever.searched_with(question.text)[0])
            answers.append(held / held.sum())
            families.append(question.family)
    truth = torch.tensor(np.array(answers), dtype=torch.float32)
    return Examples(torch.tensor(np.array(asked)), truth, np.array(families))


def _questions(assistant: Assistant) -> Iterator[GoldQuestion]:
    texts = Texts(assistant.sources, assistant.readable)
    yield from read_gold(GOLD / "coverage.jsonl", texts)
    yield from (held for held in read_gold(GOLD / "questions.jsonl", texts) if held.split == "dev")


def _answers(passage: Passage, piece: Evidence) -> bool:
    """Whether a passage holds a quote, or lies in it."""
    beside = passage.source.id == piece.leaflet and passage.start < piece.span.end and piece.span.start < passage.end
    return beside and (stands_in(piece.quote, passage.text) or stands_in(passage.text, piece.quote))


def train(held: Examples, passages: torch.Tensor, encoder: str) -> Adapter:
    """An adapter; the same from the same examples."""
    torch.manual_seed(0)
    dimension = passages.shape[1]
    down = torch.nn.Parameter(torch.randn(dimension, RANK) * 0.05)
    up = torch.nn.Parameter(torch.zeros(RANK, dimension))
    optimizer = torch.optim.AdamW([down, up], lr=RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        turned = normalize(held.asked + dropout(held.asked @ down, DROPPED) @ up, dim=1)
        likely = torch.log_softmax(turned @ passages.T / TEMPERATURE, dim=1)
        loss = -(held.answers * likely).sum(dim=1).mean()
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return Adapter(encoder, DRUG, down.detach().numpy(), up.detach().numpy())


def first_is_right(asked: np.ndarray, passages: np.ndarray, answers: np.ndarray) -> float:
    """Share of the questions of which the nearest passage answers."""
    nearest = np.argmax(asked @ passages.T, axis=1)
    return float(np.mean(answers[np.arange(len(answers)), nearest] > 0))


def main() -> None:
    """Train on folds of families, print, train on all, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--index", type=Path, default=named_index(None) or default_index())
    torch.set_num_threads(1)
    index = SearchIndex.open(parser.parse_args().index)
    retriever = Retriever(index)
    rows = range(len(index.vectors))
    vectors = torch.from_numpy(index.vectors.rows(rows))
    found = retriever.store.passages(rows)
    held = examples(Assistant(retriever, Guardrail.load()), [found[row] for row in rows])
    families = np.random.default_rng(FOLDS).permutation(np.unique(held.families))
    fold = {family: place % FOLDS for place, family in enumerate(families)}
    folds = np.array([fold[family] for family in held.families])
    before, after = [], []
    for each in range(FOLDS):
        adapter, unseen = train(held.of(folds != each), vectors, retriever.encoder), held.of(folds == each)
        asked, answers = unseen.asked.numpy(), unseen.answers.numpy()
        before.append(first_is_right(asked, vectors.numpy(), answers))
        after.append(first_is_right(adapter.turned(asked), vectors.numpy(), answers))
    print(f"{len(held.families)} questions; nearest passage answers {np.mean(before):.3f}, turned {np.mean(after):.3f}")
    adapter = train(held, vectors, retriever.encoder)
    ADAPTER_FILE.write_text(json.dumps(adapter.as_json()) + "\n", encoding="utf-8")
    print(f"wrote {ADAPTER_FILE}; run: edubot build")


if __name__ == "__main__":
    main()
