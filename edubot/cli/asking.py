"""What the command line makes of `edubot ask`, whatever was typed after it."""

import click
from typer.core import TyperCommand


class Asking(TyperCommand):
    """Shows both warnings, and help to who needs it, before it says that the command is not used so."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As any command does."""
        typed = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            from edubot.cli.ask import refuse

            refuse(" ".join(typed), error.format_message(), as_json="--json" in typed)
            raise
