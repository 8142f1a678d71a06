"""`edubot check`: the report on some leaflets before they are published, and on what edubot says itself."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from edubot.checking.as_json import report_as_json
from edubot.checking.check import check
from edubot.cli.build import remembered_library
from edubot.cli.check_table import print_report
from edubot.cli.policy_list import in_need_of_work, policy_strings, strings_as_json, strings_as_text
from edubot.errors import CheckFailed
from edubot.leaflets.folder import Library
from edubot.settings import bundled_corpus, bundled_originals, default_index, named_index


@dataclass(frozen=True)
class Wanted:
    """The command's options."""

    place: Path | None = None
    index: Path | None = None
    with_curation: bool = True
    with_passages: bool = False
    as_json: bool = False


def run_check_leaflets(wanted: Wanted) -> None:
    """Check some leaflets and hand out the report in the form that is asked for.

    Raises:
        BadInput: a leaflet, a curation or a policy that cannot be used.
        CheckFailed: something must be mended.
    """
    root = named_index(wanted.index) or default_index()
    place = wanted.place or remembered_library(root) or bundled_corpus()
    report = check(Library.at(place, bundled_originals(), wanted.with_curation), str(place))
    strings = policy_strings(date.today())
    if wanted.as_json:
        print(json.dumps({**report_as_json(report), "policy": strings_as_json(strings)}, ensure_ascii=False))
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
