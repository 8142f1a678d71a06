"""The process that runs a command: what it sets up first, and how it ends."""

import gc
import io
import os
import sys

from edubot.cli.app import app

OBJECTS = 50_000
"""Allocated between two searches for garbage: rules and libraries stay, and looking them over again finds nothing."""
ONE_THREAD = "OPENBLAS_NUM_THREADS"
"""Read when numpy is imported. Its products are small here: more threads only wait for one another, on all processors."""


def main() -> None:
    """Entry point of the `edubot` command."""
    gc.set_threshold(OBJECTS)
    os.environ.setdefault(ONE_THREAD, "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal of few characters still gets its warnings
    try:
        try:
            app()
        finally:
            gc.freeze()  # what is left ends with the process: nobody needs it looked over for garbage once more
            if sys.stdout is not None:
                sys.stdout.flush()  # now, and not when the interpreter ends, where nobody catches what it raises
    except BrokenPipeError:  # whoever read the output has gone: nothing is left to be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
