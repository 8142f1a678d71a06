"""From a cold process to an answer: edubot against a plain script, one after the other in the same run.

    python benchmarks/cold_start.py [--pairs N]

Prints medians, the median of the paired ratios, and each side's peak memory. The disk is warm: each side runs once
unmeasured first.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

QUESTION = "can I drink alcohol?"
PLAIN = Path(__file__).with_name("plain_script.py")


@dataclass(frozen=True)
class Run:
    """One process, start to end."""

    seconds: float
    megabytes: float
    """Peak resident memory."""


def run(command: list[str]) -> Run:
    """Run a command to its end; its own figures, not those of other children."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pairs", type=int, default=7)
    pairs = parser.parse_args().pairs
    from edubot.settings import default_index, named_index

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, str(PLAIN), "prepare", folder, str(named_index(None) or default_index())], check=True
        )
        ours = [str(Path(sys.executable).with_name("edubot")), "ask", QUESTION]
        theirs = [sys.executable, str(PLAIN), "ask", folder, QUESTION]
        run(ours), run(theirs)
        measured = [(run(ours), run(theirs)) for _ in range(pairs)]
    for name, side in (("edubot ask", 0), ("sentence-transformers + FAISS", 1)):
        seconds = [pair[side].seconds for pair in measured]
        peak = max(pair[side].megabytes for pair in measured)
        print(f"{name:30s} median {statistics.median(seconds):6.2f} s   fastest {min(seconds):6.2f} s   {peak:5.0f} MB")
    ratios = sorted(ours.seconds / theirs.seconds for ours, theirs in measured)
    print(f"ratio of {pairs} pairs: median {statistics.median(ratios):.3f}, from {ratios[0]:.3f} to {ratios[-1]:.3f}")


if __name__ == "__main__":
    main()
