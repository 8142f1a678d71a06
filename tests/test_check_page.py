"""The page of a check: whole in one file, harmless, and linked from words to findings and back."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from edubot.checking.check import Terms, check
from edubot.checking.page.page import MOST_COLUMNS, page
from edubot.checking.report import Report
from edubot.cli.check import Wanted, run_check_leaflets
from edubot.errors import CheckFailed
from edubot.leaflets.curation import Curation
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text
from tests.leaflets_to_check import TODAY, write_library


@pytest.fixture
def report(tmp_path: Path) -> Report:
    """The report on the small library with faults."""
    library = Library.at(write_library(tmp_path / "leaflets"), None, strict=False)
    return check(library, "leaflets", Terms(today=TODAY), library.faults)


def page_of(text: str) -> str:
    """The page of one leaflet."""
    return page(check([leaflet_from_text(text, "one.md", "0" * 64, Curation())], "one.md"), TODAY)


def words_of(html: str) -> str:
    """What is read on a page."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())


def test_the_page_needs_nothing_and_nobody(report: Report) -> None:
    """No script, no picture, no style and no font from elsewhere; no address that leads away."""
    html = page(report, TODAY)
    assert not re.search(r"<script|<img|<link|<iframe|@import|url\(", html)
    assert all(target.startswith("#") for target in re.findall(r'(?:href|src)="([^"]*)"', html))
    assert "http" not in html


def test_every_link_leads_to_a_place_on_the_page(report: Report) -> None:
    """From words to findings and back, and no id stands twice."""
    html = page(report, TODAY)
    ids = re.findall(r' id="([^"]*)"', html)
    targets = re.findall(r'href="#([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    assert {f"finding-{number}" for number in range(1, len(report.findings) + 1)} <= set(ids)
    assert any(target.startswith("at-") for target in targets)


def test_every_finding_is_told_with_its_mend(report: Report) -> None:
    """As in the terminal."""
    words = words_of(page(report, TODAY))
    for found in report.findings:
        assert " ".join(found.told.split()) in words
        assert found.mend in words


def test_what_is_left_out_stands_in_a_box_with_its_reason_and_nowhere_else(report: Report) -> None:
    """In its place among the passages, its address defanged."""
    html = page(report, TODAY)
    boxes = re.findall(r'<div class="out">(.*?)</div>', html, flags=re.DOTALL)
    assert len(boxes) == 3
    assert "a link to a shop" in boxes[0]
    assert "hxxps://cheap-pills[.]example" in boxes[0]
    rest = re.sub(r'<div class="out">.*?</div>', "", html, flags=re.DOTALL)
    assert "cheap-pills" not in rest
    assert "Ruritania" not in rest


def test_passages_are_shown_as_patients_see_them() -> None:
    """Without marks, the words of a finding under a line."""
    html = page_of("# One\n\nIt is **very** good. It may have rutinol in it.\n")
    assert "It is very good." in words_of(html)
    assert '<mark class="look-at">rutinol</mark>' in html


def test_what_a_leaflet_holds_is_never_a_mark_of_the_page() -> None:
    """Not in passages, headings, names or what is left out."""
    text = "# <b>One</b>\n\nTake <script>alert(1)</script> it & wait.\n\n© <img src=x onerror=alert(2)>\n"
    html = page_of(text)
    assert not re.search(r"<script|<img|<b>One", html)
    assert "<script>alert(1)</script>" in words_of(html.replace("&lt;", "\ue000lt;")).replace("\ue000lt;", "<")


def test_overlapping_findings_each_have_their_number() -> None:
    """One line under the words, a number for each finding."""
    html = page_of("# One\n\nOrder rutinol online now.\n")
    column = html[: html.index("<h2>Findings")]
    assert len(re.findall(r'<a class="n ', column)) == 2
    assert "Order rutinol online" in words_of(column)


def test_of_a_large_library_those_with_most_to_mend_are_shown() -> None:
    """And it is told how many are not."""
    texts = [f"# Leaflet {number}\n\nTake {number} a day.\n" for number in range(MOST_COLUMNS)]
    texts.append("# The last\n\nOrder it online now.\n")
    leaflets = [leaflet_from_text(text, f"n{at:03}.md", "0" * 64, Curation()) for at, text in enumerate(texts)]
    html = page(check(leaflets, ""), TODAY)
    assert html.count('<article class="leaflet"') == MOST_COLUMNS
    assert f"{MOST_COLUMNS} of {MOST_COLUMNS + 1} leaflets" in html
    assert html.index("<h3>The last</h3>") < html.index("<h3>Leaflet 0</h3>")
    assert "Not looked at: silences" in html


def test_the_same_report_gives_the_same_page(report: Report) -> None:
    """To the byte; the day is told."""
    assert page(report, TODAY) == page(report, TODAY)
    assert "2020-02-02" in page(report, date(2020, 2, 2))


def test_the_command_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also when something must be mended; a folder that is not there is told."""
    library = write_library(tmp_path / "leaflets")
    with pytest.raises(CheckFailed):
        run_check_leaflets(Wanted(library, page=tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "page.html" in capsys.readouterr().err
    with pytest.raises(OSError, match="nowhere"):
        run_check_leaflets(Wanted(library, page=tmp_path / "nowhere" / "page.html"))
