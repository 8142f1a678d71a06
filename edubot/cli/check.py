"""`edubot check`: the report on some leaflets before they are published, and on what edubot says itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edubot.address import Place
from edubot.checking.as_json import report_as_json
from edubot.checking.check import Terms, check
from edubot.checking.expiry import MONTHS
from edubot.checking.ids_in_use import ids_in_use
from edubot.cli.build import remembered_library
from edubot.cli.check_table import print_report
from edubot.cli.output import print_json, tell
from edubot.cli.policy_list import in_need_of_work, policy_strings, strings_as_json, strings_as_text
from edubot.errors import CheckFailed, IndexMissing, IndexUnusable
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from edubot.settings import bundled_corpus, bundled_originals, default_index, named_index


@dataclass(frozen=True)
class Wanted:
    """The command's options."""

    place: Path | None = None
    index: Place | None = None
    with_curation: bool = True
    with_passages: bool = False
    as_json: bool = False
    months: int | None = None
    """Age from which a leaflet is old, where another than the usual is wanted."""
    page: Path | None = None


def run_check_leaflets(wanted: Wanted) -> None:
    """Check some leaflets and hand out the report in the form that is asked for.

    Raises:
        BadInput: a leaflet, a curation or a policy that cannot be used.
        CheckFailed: something must be mended.
    """
    place = wanted.place or remembered_library(named_index(wanted.index) or default_index()) or bundled_corpus()
    curated = wanted.with_curation
    known = ids_in_use() if curated else None
    library = Library.at(place, bundled_originals(), curated, strict=False, stops_at_strays=False, known=known)
    with _in_use(wanted.index, place) as before:
        report = check(library, str(place), Terms(months=wanted.months or MONTHS, before=before), library.faults)
    if wanted.page:
        from edubot.checking.page.page import write_page

        write_page(wanted.page, report, date.today())
        tell(f"The page is {wanted.page}")
    strings = policy_strings(date.today())
    if wanted.as_json:
        print_json({**report_as_json(report), "policy": strings_as_json(strings)})
    else:
        if wanted.place is None:
            print(strings_as_text(strings))
        print_report(report, wanted.with_passages)
    old = in_need_of_work(strings)
    if old:
        raise CheckFailed(f"{len(old)} strings need work: {', '.join(old)}", "Check them against their sources")
    if report.must_mend:
        told = "finding" if report.must_mend == 1 else "findings"
        raise CheckFailed(f"{report.must_mend} {told} in {place} must be mended", "Mend and check again")


@contextmanager
def _in_use(option: Place | None, place: Path) -> Iterator[Store | None]:
    """The store of the index that these leaflets are held against: the named one, or the default one if it is theirs.

    Raises:
        IndexUnusable: a named index is damaged or of another version of edubot.
    """
    named = named_index(option)
    root = named or default_index()
    if named is None and remembered_library(root) != place.resolve():
        yield None
        return
    folder = IndexFolder.at(root)
    try:
        manifest = folder.manifest()
        folder.verify(manifest)
    except IndexUnusable as problem:
        if named and not isinstance(problem, IndexMissing):
            raise
        yield None
        return
    store = Store(folder.store(manifest.version))
    try:
        yield store
    finally:
        store.close()
