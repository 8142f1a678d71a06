"""What every command has in common: errors as one sentence, and an exit status that tells them apart."""

import contextlib
import os
import sys
from collections.abc import Iterator

import typer

from edubot.errors import BadInput, EdubotError


@contextlib.contextmanager
def told_in_a_sentence() -> Iterator[None]:
    """Turn a known problem into one sentence on stderr and its exit status; never a traceback."""
    try:
        yield
    except EdubotError as problem:
        tell(problem)
        raise typer.Exit(problem.exit_status) from problem
    except BrokenPipeError as error:  # whoever read the output has gone: nothing is left to be told
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit from error
    except OSError as error:
        tell(f"{error.filename or 'The output'} cannot be used ({error.strerror}): check its name, rights and room.")
        raise typer.Exit(BadInput.exit_status) from error


def is_printable(text: str) -> bool:
    """Whether a text can be written in UTF-8; half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def tell(problem: EdubotError | str) -> None:
    """One sentence on stderr for each thing that is wrong."""
    for told in (problem, *getattr(problem, "also", ())):
        print(f"edubot: {' '.join(str(told).split())}", file=sys.stderr)
