"""A loaded sentence-transformers model → an ONNX graph with pooling and normalisation inside."""

import contextlib
import io
import json
import logging
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from edubot.index.onnx_encoder import FACTS_FILE, MODEL_FILE, TOKENIZER_FILE

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_SAMPLE = ("How long does the course last?", "Yes")
_KNOWN_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def export_onnx(model: "SentenceTransformer", fingerprint: str, folder: Path) -> None:
    """Write `model.onnx`, its weights beside it, `tokenizer.json` and `encoder.json` into a folder.

    Weights in a file of their own are mapped into memory and not copied, so that a question need not wait for them.
    The graph takes token ids of any batch and length and gives unit vectors of shape (batch, dimension).
    """
    import torch

    class UnitVector(torch.nn.Module):
        """Positional tensors in, one tensor out: the form that the exporter takes."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *columns: torch.Tensor) -> torch.Tensor:
            vectors = self.model(dict(zip(inputs, columns, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(vectors, dim=1)

    folder.mkdir(parents=True, exist_ok=True)
    tokens = model.tokenizer(list(_SAMPLE), padding=True, return_tensors="pt")
    inputs = [name for name in _KNOWN_INPUTS if name in tokens]
    length = int(model.max_seq_length or 256)
    axes = {0: torch.export.Dim("batch", min=1, max=4096), 1: torch.export.Dim("length", min=2, max=length)}
    with _quiet(), torch.no_grad():
        program = torch.onnx.export(
            UnitVector().eval(),
            tuple(tokens[name] for name in inputs),
            dynamo=True,
            input_names=inputs,
            output_names=["unit_vector"],
            dynamic_shapes=((axes,) * len(inputs),),
            external_data=True,
            verbose=False,
        )
    assert program is not None
    for node in program.model.graph.all_nodes():
        node.metadata_props.clear()  # where in whose folders this code stands: the same graph must be the same bytes
    program.save(str(folder / MODEL_FILE), external_data=True)
    model.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    facts = {"fingerprint": fingerprint, "max_length": length, "inputs": inputs}
    (folder / FACTS_FILE).write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """The exporter speaks to developers, on three channels; a person who builds an index need not hear it."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        before = logging.root.manager.disable
        logging.disable(max(before, logging.WARNING))
        try:
            yield
        finally:
            logging.disable(before)
