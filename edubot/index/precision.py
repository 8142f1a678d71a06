"""How exactly passages are encoded: in half the bits where the processor multiplies those faster, else in full.

bfloat16 halves what a product costs on processors that have instructions for it (Intel's AMX and AVX512-BF16, AMD's
since Zen 4) and moves a cosine in the third decimal. On others it is slower than full precision, and eight-bit integers
move cosines by a tenth where the processor lacks their instructions too; so they get full precision. A small library
always does: it is encoded in a minute or two anyway, and gives the same vectors on every machine.
"""

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

FULL_UP_TO = 5_000
"""Passages that are encoded in full precision on every processor."""
_INSTRUCTIONS = frozenset(("amx_bf16", "avx512_bf16"))


class Precision(StrEnum):
    """Of the products inside the encoder; vectors are stored in 32 bits whichever it is."""

    FULL = "fp32"
    HALF = "bf16"


def precision_for(passages: int, instructions: Collection[str]) -> Precision:
    """What some passages are encoded in, on a processor that has these instructions."""
    has_half = not _INSTRUCTIONS.isdisjoint(instructions)
    return Precision.HALF if has_half and passages > FULL_UP_TO else Precision.FULL


def instructions_here() -> frozenset[str]:
    """What this machine's processor says of itself, in the words of Linux; nothing where it does not say."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(word for line in lines if line.startswith("flags") for word in line.partition(":")[2].split())
