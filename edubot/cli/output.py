"""What every command has in common: errors as one sentence, and an exit status that tells them apart."""

import codecs
import contextlib
import io
import json
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


def print_json(held: object, flush: bool = False) -> None:
    """One line of JSON; letters are letters in UTF-8, and escaped wherever a stream could alter one of them."""
    line = json.dumps(held, ensure_ascii=False)
    print(line if _in_utf8() and is_printable(line) else json.dumps(held), flush=flush)


def print_exactly(text: str) -> None:
    """A text to the character: in UTF-8 whatever the locale, its line ends as they are, and nothing added."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    print(text, end="")


def _in_utf8() -> bool:
    encoding = getattr(sys.stdout, "encoding", None)
    return encoding is None or codecs.lookup(encoding).name == "utf-8"


def tell(problem: EdubotError | str) -> None:
    """One sentence on stderr for each thing that is wrong."""
    for told in (problem, *getattr(problem, "also", ())):
        print(f"edubot: {' '.join(str(told).split())}", file=sys.stderr)
