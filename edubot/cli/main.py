"""The process that runs a command: what it sets up first, and how it ends."""

import gc
import io
import os
import sys

from edubot.cli.app import app
from edubot.process import Finished, prepare


def main() -> None:
    """Entry point of the `edubot` command."""
    prepare()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal of few characters still gets its warnings, and a byte
            stream.reconfigure(errors="replace")  # that is no text is read as a mark of that
    try:
        try:
            app()
        finally:
            gc.freeze()  # what is left ends with the process: nobody needs it looked over for garbage once more
            if sys.stdout is not None:
                sys.stdout.flush()  # now, and not when the interpreter ends, where nobody catches what it raises
    except Finished as end:  # taking a process apart piece by piece costs a tenth of a short one's time
        os._exit(end.status)
    except BrokenPipeError:  # whoever read the output has gone: nothing is left to be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
