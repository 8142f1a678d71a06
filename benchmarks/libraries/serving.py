"""The talk between a benchmark and a process that holds an open index: a line of JSON each way."""

import json
import sys
import time
from collections.abc import Callable

READY = "ready"


def serve(answer: Callable[[str], object]) -> None:
    """Answer lists of questions from standard input until it ends: `{"seconds": [...], "answers": [...]}` a list."""
    out = sys.stdout
    sys.stdout = sys.stderr  # whatever a library prints must not stand between the lines
    print(READY, file=out, flush=True)
    for line in sys.stdin:
        seconds, answers = [], []
        for question in json.loads(line):
            start = time.perf_counter()
            answers.append(answer(question))
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"seconds": seconds, "answers": answers}), file=out, flush=True)
