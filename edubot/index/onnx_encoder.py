"""The encoder for questions: the same weights in onnxruntime, open in a fraction of a second and without torch."""

import contextlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from edubot.errors import IndexDamaged
from edubot.index.encoder import Vectors
from edubot.index.quiet_runtime import onnxruntime

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
PACKED_FROM = 32
"""Runs after which the weights are packed: by then packing them, 100 ms and 45 MB, would have paid for itself."""
SAME = 1e-5
"""How far a number of a vector may be from what it was before the weights were packed."""
_SAMPLE = 8
TOGETHER = 1024
"""Tokens that are encoded at a time, filling included: some 30 MB of memory."""
FACTS_FILE = "encoder.json"
"""`{"fingerprint", "max_length", "inputs"}`: what the graph was made from and how to feed it."""


class OnnxEncoder:
    """Pooling and normalisation are part of the graph, so that what comes out is the unit vector."""

    def __init__(self, folder: Path) -> None:
        """Open an exported encoder.

        One thread, because a question is short: a second one spins for longer than it helps. Weights stay where the
        file is mapped, until so many questions were asked that packing them pays.

        Raises:
            IndexDamaged: a file of the export is missing or cannot be read.
        """
        self._graph = str(folder / MODEL_FILE)
        self._runs = 0
        try:
            facts = json.loads((folder / FACTS_FILE).read_text(encoding="utf-8"))
            self._fingerprint: str = facts["fingerprint"]
            self._inputs: list[str] = facts["inputs"]
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            self._tokenizer.enable_truncation(max_length=facts["max_length"])
            self._tokenizer.enable_padding()
            self._session = _opened(self._graph, packed=False)
        except Exception as error:  # both libraries raise their own untyped errors
            raise IndexDamaged(f"The encoder in {folder} cannot be opened", "Build the index again") from error

    @property
    def fingerprint(self) -> str:
        """Of the model that was exported."""
        return self._fingerprint

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts, in their order."""
        encodings = self._tokenizer.encode_batch(list(texts))
        columns = {
            "input_ids": np.array([encoding.ids for encoding in encodings], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask for encoding in encodings], dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids for encoding in encodings], dtype=np.int64),
        }
        lengths = columns["attention_mask"].sum(axis=1)
        parts, order = [], []
        for group in alike([int(length) for length in lengths]):
            longest = lengths[group].max()
            parts += self._session.run(None, {name: columns[name][group, :longest] for name in self._inputs})
            order += group
            self._count()
        vectors: Vectors = np.concatenate(parts).astype(np.float32)[np.argsort(order)]
        return vectors

    def _count(self) -> None:
        """One more run; after many of them a thread packs the weights, and nobody waits for it."""
        self._runs += 1
        if self._runs == PACKED_FROM:
            with contextlib.suppress(RuntimeError):  # no thread to be had: the weights stay as they are
                threading.Thread(target=self._pack, name="packing").start()

    def _pack(self) -> None:
        with contextlib.suppress(Exception):  # without memory for it, or without the file, nothing changes
            packed = _opened(self._graph, packed=True)
            sample = {name: np.ones((1, _SAMPLE), dtype=np.int64) for name in self._inputs}
            (before,), (after,) = self._session.run(None, sample), packed.run(None, sample)
            if np.allclose(before, after, atol=SAME):  # the file was held against its hash long ago
                self._session = packed


def _opened(graph: str, packed: bool) -> Any:  # noqa: ANN401 - onnxruntime says nothing of its types
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.enable_cpu_mem_arena = False  # it would keep what the longest message needed for good
    options.add_session_config_entry("session.disable_prepacking", "0" if packed else "1")
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def alike(lengths: Sequence[int]) -> list[list[int]]:
    """Places of texts of these lengths in groups to encode together: a short one is not filled up to a long one's."""
    groups: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        group = groups[-1] if groups else []
        if group and lengths[place] <= 2 * lengths[group[0]] and lengths[place] * (len(group) + 1) <= TOGETHER:
            group.append(place)
        else:
            groups.append([place])
    return groups
