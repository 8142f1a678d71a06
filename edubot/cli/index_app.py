"""`edubot index …`: every command on the versions of an index, and its options."""

from typing import Annotated

import typer

from edubot.cli.options import Index
from edubot.cli.output import told_in_a_sentence

index_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True)

_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_Leaflet = Annotated[str, typer.Argument(help="Id or file name of a leaflet in the index.")]
_Version = Annotated[str | None, typer.Argument(help="A version's name, or its beginning.")]


@index_app.command("list")
def list_versions(index: Index = None, as_json: _Json = False) -> None:
    """List the versions that are kept, with their day, and which of them is in use."""
    with told_in_a_sentence():
        from edubot.cli.versions import run_list

        run_list(index, as_json)


@index_app.command()
def show(version: _Version = None, index: Index = None, as_json: _Json = False) -> None:
    """Show what a version holds and what it was made with; the one in use if none is named."""
    with told_in_a_sentence():
        from edubot.cli.versions import run_show

        run_show(version, index, as_json)


@index_app.command()
def text(leaflet: _Leaflet, index: Index = None) -> None:
    """Print a leaflet's text to the character, as offsets count it, with what patients do not see."""
    with told_in_a_sentence():
        from edubot.cli.versions import run_text

        run_text(leaflet, index)


@index_app.command()
def verify(index: Index = None) -> None:
    """Hold every file of every version against what was written, and every leaflet against its parts."""
    with told_in_a_sentence():
        from edubot.cli.versions import run_verify

        run_verify(index)


@index_app.command()
def rollback(version: _Version = None, index: Index = None) -> None:
    """Put an earlier version in use; the last one built before the one in use if none is named."""
    with told_in_a_sentence():
        from edubot.cli.versions import run_rollback

        run_rollback(version, index)


@index_app.command()
def withdraw(
    leaflet: _Leaflet,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="For whoever looks later.")] = "",
    index: Index = None,
) -> None:
    """Take a leaflet out of use at once, in chats that are open too; no build brings it back."""
    with told_in_a_sentence():
        from edubot.cli.withdrawing import run_withdraw

        run_withdraw(leaflet, why, index)


@index_app.command()
def restore(
    leaflet: Annotated[str, typer.Argument(help="Id of a leaflet that is out of use.")], index: Index = None
) -> None:
    """Put a leaflet in use again."""
    with told_in_a_sentence():
        from edubot.cli.withdrawing import run_restore

        run_restore(leaflet, index)


@index_app.command()
def withdrawn(index: Index = None, as_json: _Json = False) -> None:
    """List the leaflets that are out of use, since when and why."""
    with told_in_a_sentence():
        from edubot.cli.withdrawing import run_withdrawn

        run_withdrawn(index, as_json)
