"""The report before publishing, as a person reads it and as a program does."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from edubot.checking.as_json import report_as_json
from edubot.checking.check import Terms, check
from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.report import Report
from edubot.cli.check import Wanted, run_check_leaflets
from edubot.cli.check_table import print_report
from edubot.errors import CheckFailed, LeafletUnreadable
from edubot.index.ledger import Account
from edubot.leaflets.curation import Curation
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text
from edubot.settings import bundled_corpus, bundled_originals
from tests.leaflets_to_check import TODAY, write_library


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The small library with faults."""
    return write_library(tmp_path / "leaflets")


@pytest.fixture
def report(library: Path) -> Report:
    """Its report, under a name that is the same everywhere."""
    read = Library.at(library, None, strict=False)
    found = check(read, "leaflets", Terms(today=TODAY), read.faults)
    return replace(found, general=tuple(replace(each, told=_anywhere(each.told, library)) for each in found.general))


def _anywhere(told: str, library: Path) -> str:
    return told.replace(str(library), "leaflets")


def found_in(text: str, *kinds: Kind) -> list[Finding]:
    """The findings of some kinds in a leaflet of this text."""
    leaflet = leaflet_from_text(text, "one.md", "0" * 64, Curation())
    return [found for found in check([leaflet], "one.md").findings if found.kind in kinds]


def test_the_report_in_the_terminal(
    report: Report, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    """With passages, at eighty columns and without colour, against a committed file."""
    monkeypatch.setenv("COLUMNS", "80")
    print_report(report, with_passages=True)
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out
    assert out == snapshot


def test_the_report_as_json(report: Report, snapshot: SnapshotAssertion) -> None:
    """The object a program reads, against a committed file."""
    told = report_as_json(report)
    assert json.loads(json.dumps(told)) == told
    assert json.dumps(told, indent=1, ensure_ascii=False) == snapshot


def test_every_character_has_one_account(report: Report) -> None:
    """The ledger of each leaflet adds up to its text, and that of all to all."""
    for leaflet in report.leaflets:
        assert sum(row.characters for row in leaflet.rows) == len(leaflet.leaflet.text)
    assert sum(row.characters for row in report.rows) == sum(len(each.leaflet.text) for each in report.leaflets)


def test_what_is_left_out_is_told_with_its_reason_and_in_no_passage(report: Report) -> None:
    """The one place that shows it; the counts of the ledger are those of the list."""
    first = report.leaflets[0]
    assert [str(part.reason) for part in first.left_out] == ["sales-link", "imprint", "imprint"]
    pieces = {row.reason: row.pieces for row in first.rows if row.account is Account.QUARANTINED}
    assert sum(pieces.values()) == len(first.left_out)
    assert not any("cheap-pills" in passage.text for passage in first.passages)
    assert not any("cheap-pills" in place.sentence for found in report.findings for place in found.places)


def test_no_address_can_be_followed(
    library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one that is left out nor one that is shown, in the terminal's report."""
    monkeypatch.setenv("COLUMNS", "500")
    print_report(check(Library.at(library, None, strict=False), "leaflets"), with_passages=False)
    out = capsys.readouterr().out
    assert "hxxps://cheap-pills[.]example/buy-clearol-online" in out
    assert not [live for live in ("https:", "http:", "www.", "help@") if live in out]


def test_a_place_is_a_line_and_characters_of_the_text(report: Report) -> None:
    """Each finding's words stand where it says."""
    (offer,) = [each for each in report.findings if each.kind is Kind.SALES and each.severity is Severity.MUST_MEND]
    (place,) = offer.places
    text = report.leaflets[0].leaflet.text
    assert text[place.start : place.end] == "Order it online today"
    assert place.sentence == "Order it online today and save."
    assert text.splitlines()[place.line - 1] == place.sentence


def test_findings_come_in_the_order_of_what_matters(report: Report) -> None:
    """What must be mended stands first."""
    order = [list(Severity).index(found.severity) for found in report.findings]
    assert order == sorted(order)
    assert order[0] == 0


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Order now and get two packs.", Severity.MUST_MEND),
        ("You can buy these tablets online.", Severity.MUST_MEND),
        ("No prescription required.", Severity.MUST_MEND),
        ("Every order comes with free shipping.", Severity.MUST_MEND),
        ("It has a low price.", Severity.LOOK_AT),
        ("It is completely safe.", Severity.LOOK_AT),
        ("A game-changing answer to spots.", Severity.LOOK_AT),
    ],
)
def test_sales_talk_is_found(sentence: str, severity: Severity) -> None:
    """An offer must be mended; praise is to be looked at."""
    (found,) = found_in(f"# One\n\nTake it with food. {sentence}\n", Kind.SALES)
    assert found.severity is severity
    assert found.places[0].sentence == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Do not buy it online.",
        "Never order medicines online.",
        "Tell your doctor about medicines that you buy without a prescription.",
        "It is used for breakthrough pain.",
        "It is not completely safe in pregnancy.",
    ],
)
def test_advice_is_no_sales_talk(sentence: str) -> None:
    """Warnings and medical words that look alike are left in peace."""
    assert not found_in(f"# One\n\nTake it with food. {sentence}\n", Kind.SALES)


@pytest.mark.parametrize(
    ("sentence", "severity", "host"),
    [
        ("See https://forum.example.com/acne?page=2 for stories.", Severity.LOOK_AT, "forum[.]example[.]com"),
        ("Write to sales@shop.example today.", Severity.LOOK_AT, "shop[.]example"),
        ("Report it at www.mhra.gov.uk/yellowcard if you can.", Severity.FOR_INFORMATION, "mhra[.]gov[.]uk"),
        ("Report it at https://www.ema.europa.eu.", Severity.FOR_INFORMATION, "ema[.]europa[.]eu"),
    ],
)
def test_addresses_are_found(sentence: str, severity: Severity, host: str) -> None:
    """A health authority's is for information, any other is to be looked at; the host is named."""
    (found,) = found_in(f"# One\n\n{sentence}\n", Kind.LINK)
    assert found.severity is severity
    assert found.told.endswith(f": {host}")


def test_addresses_of_one_host_are_one_finding() -> None:
    """With every place it stands at."""
    (found,) = found_in("# One\n\nSee www.a.com/x now.\n\nAnd see a.com later.\n", Kind.LINK)
    assert [place.line for place in found.places] == [3, 5]


def test_a_leaflet_of_which_nothing_is_shown_must_be_mended() -> None:
    """A patient would search it in vain."""
    (found,) = found_in("Leave a reply\n", Kind.NOTHING_SHOWN)
    assert found.severity is Severity.MUST_MEND


def test_a_control_character_never_reaches_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever a leaflet holds, the report draws words."""
    leaflet = leaflet_from_text("# One\x1b[2J\n\nOrder it \x1b[2Jonline now.\n", "one.md", "0" * 64, Curation())
    print_report(check([leaflet], "one.md"), with_passages=True)
    assert "\x1b" not in capsys.readouterr().out


@given(st.text(min_size=1))
def test_nothing_defanged_has_a_scheme(words: str) -> None:
    """Any text around an address."""
    from edubot.checking.defang import defanged

    assert "http://" not in defanged(f"{words} http://a.example {words}")


def test_the_bundled_leaflets_need_no_mending() -> None:
    """What edubot ships passes its own check."""
    report = check(Library.at(bundled_corpus(), bundled_originals()), "corpus")
    assert report.must_mend == 0


def test_a_check_that_finds_something_to_mend_fails(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After the report was printed; exit status 1."""
    with pytest.raises(CheckFailed) as caught:
        run_check_leaflets(Wanted(library))
    assert caught.value.exit_status == 1
    assert "3 findings in" in caught.value.problem
    assert "Must be mended (3)" in capsys.readouterr().out


def test_a_check_without_such_a_finding_passes(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Though there are things to look at."""
    for name in ("clearol.md", "scan.md"):
        (library / name).unlink()
    curation = library / "teenagers.toml"
    curation.write_text(curation.read_text(encoding="utf-8").replace("review_by", "# "), encoding="utf-8")
    run_check_leaflets(Wanted(library))
    assert "0 must be mended; 2 to look at; 1 for information." in capsys.readouterr().out


def test_bad_input_is_told_and_nothing_is_printed(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is not there, and one of which no leaflet can be read."""
    with pytest.raises(LeafletUnreadable):
        run_check_leaflets(Wanted(library / "nowhere"))
    for name in ("clearol.md", "teenagers.md", "teenagers.toml"):
        (library / name).unlink()
    with pytest.raises(LeafletUnreadable, match="empty"):
        run_check_leaflets(Wanted(library))
    assert capsys.readouterr().out == ""


def test_a_curation_that_cannot_be_used_is_a_finding_and_the_rest_is_checked(library: Path) -> None:
    """Its leaflet would not be published; the others are reported."""
    (library / "clearol.toml").write_text("title = ", encoding="utf-8")
    read = Library.at(library, None, strict=False)
    report = check(read, "leaflets", faults=read.faults)
    told = [found.told for found in report.findings if found.kind is Kind.UNREADABLE]
    assert [leaflet.source.id for leaflet in report.leaflets] == ["teenagers"]
    assert any("clearol.toml" in each for each in told)


def test_without_curation_what_it_hides_is_seen(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As `edubot build --no-curation` would show it."""
    (library / "clearol.toml").write_text("title = ", encoding="utf-8")
    with pytest.raises(CheckFailed):
        run_check_leaflets(Wanted(library, with_curation=False, as_json=True))
    told = json.loads(capsys.readouterr().out)
    assert told["leaflets"][1]["source_kind"] == "document"


def test_without_a_folder_edubots_own_words_are_told_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every string of both policies: age, grade, sources; with `--json` always."""
    monkeypatch.setenv("EDUBOT_INDEX", str(tmp_path / "none"))
    run_check_leaflets(Wanted())
    out = capsys.readouterr().out
    assert "pregnancy.general.line: general, " in out
    assert "every character accounted for" in out
    run_check_leaflets(Wanted(as_json=True))
    assert json.loads(capsys.readouterr().out)["policy"][0]["id"] == "pregnancy.general.line"
