"""`edubot check --init`: a first curation beside each leaflet, told file by file."""

from datetime import date
from pathlib import Path

from edubot.address import Place
from edubot.cli.build import remembered_library, tell_findings
from edubot.curating.beside import Beside, write_beside
from edubot.errors import BadInput
from edubot.leaflets.folder import Library
from edubot.settings import bundled_corpus, bundled_originals, default_index, named_index


def run_check_init(place: Path | None, index: Place | None, alone: bool) -> None:
    """Write what is missing and say so; what is there is left as it is.

    Args:
        alone: whether no other option was given.

    Raises:
        BadInput: a leaflet or a curation that cannot be used, or another option.
    """
    if not alone:
        raise BadInput("--init writes files and goes with no other option", "Leave the other out")
    place = place or remembered_library(named_index(index) or default_index()) or bundled_corpus()
    library = Library.at(place, bundled_originals(), strict=False, stops_at_strays=False)
    written = kept = 0
    for done in write_beside(library, date.today()):
        print(_told(done))
        written, kept = written + bool(done.written), kept + (not done.written)
    tell_findings(library)
    print(f"{written} written, {kept} there already." + (f" Read them, then: edubot check {place}" if written else ""))


def _told(done: Beside) -> str:
    if not done.written:
        return f"{done.path} is there already and was left as it is."
    count = done.written.suspects
    waiting = f"{count} place{'s' * (count != 1)} for you to look at" if count else "nothing in it looks odd"
    return f"{done.path} was written for “{done.source.title}”: {waiting}."
