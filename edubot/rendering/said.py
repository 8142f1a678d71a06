"""What every chat tells in the same words, whether they are drawn or said."""

from collections.abc import Sequence
from pathlib import Path

from edubot.guardrail.guardrail import Guardrail
from edubot.model import Source
from edubot.rendering.marks import drawn

ANSWERED_FROM = "Your questions are answered from:"
EMPTY = (
    "There are no leaflets here yet. Put leaflets into a folder and run: edubot build FOLDER. "
    "The two warnings above hold without them."
)
CLOSED = (
    "The leaflets cannot be opened, so no question can be answered from them. "
    "The two warnings above hold without them. Help in a crisis is still shown. Your pharmacist can be asked too."
)
NOTHING_TO_READ = "There are no leaflets to look through."
NOT_READABLE = "This leaflet cannot be opened."
NO_PASSAGE_HERE = "This answer shows no passage."
NOTHING_ASKED = "You have not asked anything yet."
NOTHING_TO_SAVE = "Ask a question first; then there is something to save."
NOTHING_TO_BUILD = "The leaflets are open: nothing has to be built."
NOT_MENDED_SO = "Building again from here does not mend this."
WHOSE_NUMBERS = "To see one country's numbers alone, look for “country” among the commands."
MOST_NAMED = 12
"""Leaflets named at the start; of more, only the number."""


def whose_numbers(guardrail: Guardrail, file: Path | None) -> str:
    """Whose numbers the warnings give, and how to choose.

    Args:
        file: the person's settings; None where they cannot write them.
    """
    known = guardrail.policy.countries
    country = (guardrail.country or "").upper()
    told = f"The warnings give the numbers for {country}." if country in known else "The warnings give all numbers."
    if file is None or not known:
        return told
    return (
        f"{told} To choose a country, leave and start edubot --country {known[-1]}, or write "
        f'country = "{known[-1]}" into {file} once for all. There is {", ".join(known)}.'
    )


def named(sources: Sequence[Source]) -> list[str]:
    """The leaflets that answers come from, a line each."""
    others = len(sources) - MOST_NAMED
    more = [f"and {others} more"] if others > 0 else []
    return [*(drawn(source.citation) for source in sources[:MOST_NAMED]), *more]
