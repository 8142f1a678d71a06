"""What this machine could do at most, and how near to that encoding comes.

The limit is the rate of one large product of matrices in single precision, as torch computes it on all cores. What
encoding needs is counted as products alone: for each token and layer of a BERT of width h and inner width f, 2 · (4h² +
2hf) operations, and 4h · n more for the attention of n tokens; norms, sums and the softmax are left out.
"""

import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.libraries.contract import leaflets

if TYPE_CHECKING:
    from edubot.index.sentence_encoder import SentenceEncoder

SIDE = 2048
TRIES = 7
_GIGA = 1e9


@dataclass(frozen=True)
class Shape:
    """Of an encoder."""

    width: int
    inner: int
    layers: int

    def operations(self, tokens: int) -> float:
        """Floating-point operations for one text of so many tokens."""
        each = 2 * (4 * self.width**2 + 2 * self.width * self.inner) + 4 * self.width * tokens
        return float(self.layers * tokens * each)


@dataclass(frozen=True)
class Limit:
    """The machine's own rate, and what encoding makes of it."""

    gemm: float
    """10⁹ operations a second."""
    encoding: float
    """The same, of the operations that the texts' own tokens need, while an index is built."""
    padded: float
    """The same, with the padding that batches are filled up with."""
    question: float
    """The same, of single questions in the runtime that answers."""
    question_ms: float
    """Median milliseconds to encode a question."""
    tokens_per_second: float
    """While an index is built."""


def described() -> str:
    """Processor, cores, memory, system."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}"


def limit(place: Path, export: Path, questions: Sequence[str]) -> Limit:
    """Measure.

    Args:
        place: leaflets; their paragraphs are encoded as the builder does it.
        export: folder of the encoder that answers questions.
    """
    from edubot.index.onnx_encoder import OnnxEncoder
    from edubot.index.sentence_encoder import SentenceEncoder
    from edubot.index.weights import DEFAULT_ENCODER, encoder_folder

    texts = [text for leaflet in leaflets(place) for text in leaflet.text.splitlines() if len(text.split()) > 1]
    shape = _shape(encoder_folder(DEFAULT_ENCODER))
    builder, asking = SentenceEncoder(), OnnxEncoder(export)
    builder.encode(texts[:8])
    seconds = min(_timed(builder.encode, texts) for _ in range(3))
    lengths, padded = _lengths(builder, texts)
    asking.encode(questions[:8])
    single = sorted(_timed(asking.encode, [question]) for question in questions)
    needed = sum(map(shape.operations, _lengths(builder, questions)[0]))
    return Limit(
        gemm=_gemm(),
        encoding=sum(map(shape.operations, lengths)) / seconds / _GIGA,
        padded=sum(map(shape.operations, padded)) / seconds / _GIGA,
        question=needed / sum(single) / _GIGA,
        question_ms=1000 * single[len(single) // 2],
        tokens_per_second=sum(lengths) / seconds,
    )


def _gemm() -> float:
    import torch

    torch.set_num_threads(os.cpu_count() or 1)
    one = torch.rand(SIDE, SIDE)
    return 2 * SIDE**3 / min(_timed(torch.mm, one, one) for _ in range(TRIES)) / _GIGA


def _lengths(encoder: "SentenceEncoder", texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """Tokens of each text, and what they are padded to in the builder's batches, longest first."""
    model, size = encoder.model, encoder.batch_size
    most = int(model.max_seq_length or 512)
    lengths = sorted((min(len(model.tokenizer(text)["input_ids"]), most) for text in texts), reverse=True)
    padded = [lengths[start] for start in range(0, len(lengths), size) for _ in lengths[start : start + size]]
    return lengths, padded


def _shape(folder: Path) -> Shape:
    facts = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return Shape(facts["hidden_size"], facts["intermediate_size"], facts["num_hidden_layers"])


def _timed(work: Callable[..., object], *given: object) -> float:
    start = time.perf_counter()
    work(*given)
    return time.perf_counter() - start
