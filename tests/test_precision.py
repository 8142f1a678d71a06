"""How exactly passages are encoded, by the processor and by how many there are."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
import pytest

from edubot.index.build import build_index
from edubot.index.precision import FULL_UP_TO, Precision, instructions_here, precision_for
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from tests.fakes import LetterEncoder

LIPS = "# Lips\n\nUse a balm on dry lips every day.\n\n- Wear sun cream outdoors.\n- Drink enough water.\n"


@dataclass
class ChoosingEncoder(LetterEncoder):
    """Counts in half precision, as far as anybody can tell, once it is told of three passages."""

    half: bool = False

    @property
    def precision(self) -> Precision:
        """What was chosen."""
        return Precision.HALF if self.half else Precision.FULL

    def suited_to(self, passages: int) -> Self:
        """Half, for three passages; full for any other number."""
        return replace(self, half=passages == 3)


@pytest.mark.parametrize(
    ("passages", "instructions", "expected"),
    [
        (FULL_UP_TO + 1, {"avx2", "amx_bf16"}, Precision.HALF),
        (FULL_UP_TO + 1, {"avx512_bf16"}, Precision.HALF),
        (FULL_UP_TO, {"amx_bf16", "avx512_bf16"}, Precision.FULL),
        (10**6, {"avx2", "avx512f", "avx512_vnni", "amx_int8"}, Precision.FULL),
        (10**6, set(), Precision.FULL),
    ],
)
def test_the_processor_and_the_number_decide(passages: int, instructions: set[str], expected: Precision) -> None:
    """Half where the processor multiplies halves and the library is worth it, full everywhere else."""
    assert precision_for(passages, instructions) is expected


def test_the_encoder_takes_what_suits() -> None:
    """It stays what it is or becomes another of the same model; unasked, it goes by this machine's instructions."""
    encoder = SentenceEncoder()
    many = FULL_UP_TO + 1
    half = encoder.suited_to(many, {"amx_bf16"})
    assert (half.precision, half.fingerprint) == (Precision.HALF, encoder.fingerprint)
    assert half.suited_to(many, {"amx_bf16"}) is half
    assert half.suited_to(FULL_UP_TO, {"amx_bf16"}).precision is Precision.FULL
    assert encoder.suited_to(many, set()) is encoder
    assert encoder.suited_to(many).precision is precision_for(many, instructions_here())


def test_half_precision_moves_a_cosine_in_the_third_decimal() -> None:
    """The real encoder: vectors stay of length 1, near those of full precision, and their neighbours stay theirs."""
    texts = [
        "Dry lips › Use a balm several times a day.",
        "Pregnancy › Do not take it if you may be pregnant; use two kinds of contraception.",
        "Mood › Tell your doctor at once if you feel low or think of harming yourself.",
        "Alcohol › Drinking strains the liver, which the medicine strains as well.",
        "Storage › Keep the box in a dry place, out of the reach of children.",
        "Course › Most courses last from sixteen to twenty-four weeks.",
    ]
    full, half = (SentenceEncoder(precision=precision).encode(texts) for precision in Precision)
    assert half.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(half, axis=1), 1, rtol=0, atol=1e-5)
    assert np.all(np.sum(full * half, axis=1) > 0.999)
    assert not np.array_equal(full, half)
    np.testing.assert_allclose(half @ half.T, full @ full.T, rtol=0, atol=0.01)


def test_a_build_takes_the_precision_that_suits_and_says_so(tmp_path: Path) -> None:
    """It is in the report and in the manifest; vectors of one precision are never taken for another's."""
    leaflets, root, encoder = tmp_path / "leaflets", tmp_path / "index", ChoosingEncoder()
    leaflets.mkdir()
    (leaflets / "lips.md").write_text(LIPS, encoding="utf-8")
    report = build_index(Library.at(leaflets, None), root, encoder)
    assert (report.passages, report.encoded, report.precision) == (3, 3, "bf16")
    assert IndexFolder(root).manifest().precision == "bf16"
    (leaflets / "eyes.md").write_text("# Eyes\n\nContact lenses may hurt.\n", encoding="utf-8")
    more = build_index(Library.at(leaflets, None), root, encoder)
    assert (more.passages, more.encoded, more.precision) == (4, 4, "fp32")
    assert IndexFolder(root).manifest().precision == "fp32"
