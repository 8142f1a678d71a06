"""What stands twice, what is left unsaid, where leaflets differ, and which are old."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from edubot.checking.alike import ALIKE, alike
from edubot.checking.check import Terms, check
from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.report import Report
from edubot.cli.check import Wanted, run_check_leaflets
from edubot.errors import IndexDamaged
from edubot.index.build import build_index
from edubot.index.layout import STORE_FILE
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.leaflets.curation import Curation
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text
from tests.fakes import LetterEncoder
from tests.guide_leaflets import write_leaflets

TODAY = date(2026, 11, 27)
LONG = """
Clearol is a medicine for spots on the face.

Swallow each capsule whole with a glass of water.

Keep it dry and out of the sight of children.

Tell your doctor when your eyes feel sore.

Your lips may crack in the first few weeks.
"""


def report_on(*texts: str, curation: Curation | None = None, terms: Terms | None = None) -> Report:
    """The report on leaflets of these texts, named a, b and so on."""
    leaflets = [
        leaflet_from_text(text, f"{chr(97 + place)}.md", "0" * 64, curation or Curation())
        for place, text in enumerate(texts)
    ]
    return check(leaflets, "", terms or Terms(today=TODAY))


def of_kind(report: Report, kind: Kind) -> list[Finding]:
    """The findings of a kind."""
    return [found for found in report.findings if found.kind is kind]


def test_a_sentence_that_stands_twice_in_a_leaflet_is_for_information() -> None:
    """With both places."""
    text = "# One\n\nSwallow it whole with some water.\n\nDo not chew.\n\nSwallow it whole with some water.\n"
    (found,) = of_kind(report_on(text), Kind.DUPLICATE)
    assert found.severity is Severity.FOR_INFORMATION
    assert [place.line for place in found.places] == [3, 7]


def test_two_versions_of_a_leaflet_are_noticed() -> None:
    """Told once, and not sentence by sentence."""
    (found,) = of_kind(report_on(f"# Old\n\n{LONG}\n", f"# New\n\n{LONG}\n\nIt is new.\n"), Kind.DUPLICATE)
    assert (found.severity, found.leaflet) == (Severity.LOOK_AT, "a")
    assert "another version of b: 100% of the shorter one" in found.told


def test_leaflets_of_one_title_are_told() -> None:
    """Whatever stands in them: a patient knows them by their titles alone."""
    (found,) = of_kind(report_on("# Acne\n\nRest.\n", "# acne\n\nDrink.\n", "# Sun\n\nRest.\n"), Kind.DUPLICATE)
    assert (found.severity, found.leaflet) == (Severity.LOOK_AT, "a")
    assert found.told == "Has the same title as b, so that patients cannot tell them apart"


def test_what_both_leaflets_say_twice_with_other_figures_is_told_once_of_each() -> None:
    """Two versions of one leaflet differ in nothing there; a figure that one of them alone has is told."""
    week = "In week {} you take one capsule with food at night."
    both, other = f"{week.format(1)} {week.format(5)}", f"{week.format(1)} {week.format(7)}"
    same = of_kind(report_on(f"# Old\n\n{both}\n", f"# New\n\n{both}\n"), Kind.DUPLICATE)
    told = [(found.leaflet, found.told) for found in same if "figures" in found.told]
    assert told == [
        (leaflet, "Nearly the same sentence stands in the same leaflet with other figures: 1 and 5")
        for leaflet in ("a", "b")
    ]
    changed = of_kind(report_on(f"# Old\n\n{both}\n", f"# New\n\n{other}\n"), Kind.DUPLICATE)
    assert "Nearly the same sentence stands in b with other figures: 5 and 7" in [found.told for found in changed]


@pytest.mark.parametrize(
    ("second", "part"),
    [
        ("Rub 25 drops of the oil on your skin.", "other figures: 20 and 25"),
        ("Do not rub 20 drops of the oil on your skin.", "a “not” more or less"),
    ],
)
def test_sentences_that_are_nearly_the_same_and_contradict_one_another_are_to_be_looked_at(
    second: str, part: str
) -> None:
    """Other figures, or a "not"; each with both places."""
    report = report_on("# One\n\nRub 20 drops of the oil on your skin.\n", f"# Two\n\n{second}\n")
    (found,) = [each for each in of_kind(report, Kind.DUPLICATE) if each.severity is Severity.LOOK_AT]
    assert part in found.told
    assert [place.leaflet for place in found.places] == ["a", "b"]


@given(st.lists(st.lists(st.sampled_from("a b c d e f g h".split()), min_size=6, max_size=12).map(tuple), unique=True))
def test_every_pair_that_is_alike_is_found_and_no_other(texts: list[tuple[str, ...]]) -> None:
    """Against holding each against each."""
    pairs = {(i, j) for j in range(len(texts)) for i in range(j)}
    expected = {(i, j) for i, j in pairs if Indel.normalized_similarity(texts[i], texts[j]) >= ALIKE}
    found = list(alike(texts))
    assert len(found) == len(set(found))
    assert set(found) <= expected


@given(st.permutations("a b c d e f g h i j k l".split()), st.integers(8, 12), st.data())
def test_a_text_and_the_same_without_a_word_are_found(words: list[str], size: int, data: st.DataObject) -> None:
    """Whichever word it is, and whatever stands between them."""
    whole = tuple(words[:size])
    cut = data.draw(st.integers(0, size - 1))
    shorter = whole[:cut] + whole[cut + 1 :]
    others = [tuple(reversed(whole)), tuple(words[6:] + words[:6]), tuple("m n o p q r".split())]
    texts = [whole, *(text for text in others if text != whole), shorter]
    assert (0, len(texts) - 1) in alike(texts)


def test_what_another_leaflet_covers_and_what_none_does() -> None:
    """Of what a package leaflet should hold."""
    report = report_on("# One\n\nDo not drink alcohol with it.\n", "# Two\n\nStore it below 25 °C.\n")
    silent = {found.leaflet: found for found in of_kind(report, Kind.SILENCE)}
    assert "how to store it" in silent["a"].told
    assert "alcohol" not in silent["a"].told
    assert "alcohol" in silent["b"].told
    assert "a missed dose" in silent[""].told
    assert "alcohol" not in silent[""].told


@pytest.fixture
def strengths(tmp_path: Path) -> Path:
    """A folder of two leaflets that differ in a figure."""
    folder = tmp_path / "leaflets"
    folder.mkdir()
    (folder / "a.md").write_text("# One\n\nEach capsule holds 20 mg.\n", encoding="utf-8")
    (folder / "b.md").write_text("# Two\n\nEach capsule holds 10 mg.\n", encoding="utf-8")
    return folder


@pytest.fixture
def index(strengths: Path, tmp_path: Path) -> Path:
    """The index of the two leaflets."""
    build_index(Library.at(strengths, None), tmp_path / "index", LetterEncoder())
    return tmp_path / "index"


@pytest.fixture
def in_use(index: Path) -> Iterator[Store]:
    """The store of that index."""
    folder = IndexFolder(index)
    store = Store(folder.version(folder.current) / STORE_FILE)
    yield store
    store.close()


def test_a_disagreement_that_was_never_told_is_to_be_looked_at(strengths: Path) -> None:
    """With every side's place."""
    (found,) = of_kind(check(Library.at(strengths, None), ""), Kind.DISAGREEMENT)
    assert found.severity is Severity.LOOK_AT
    assert "the strengths it comes in" in found.told
    assert [(place.leaflet, place.sentence) for place in found.places] == [
        ("a", "Each capsule holds 20 mg."),
        ("b", "Each capsule holds 10 mg."),
    ]


def test_a_disagreement_that_the_index_holds_is_for_information(strengths: Path, in_use: Store) -> None:
    """Until one side changes."""
    (found,) = of_kind(check(Library.at(strengths, None), "", Terms(before=in_use)), Kind.DISAGREEMENT)
    assert found.severity is Severity.FOR_INFORMATION
    (strengths / "b.md").write_text("# Two\n\nEach capsule holds 40 mg.\n", encoding="utf-8")
    (found,) = of_kind(check(Library.at(strengths, None), "", Terms(before=in_use)), Kind.DISAGREEMENT)
    assert found.severity is Severity.LOOK_AT
    assert "new since the index in use" in found.told


def test_the_command_compares_with_the_index_that_is_named(
    strengths: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `--index`; a damaged one is told, a missing one is as none."""
    run_check_leaflets(Wanted(strengths, index))
    assert "The leaflets differ, as before, on: the strengths" in capsys.readouterr().out
    run_check_leaflets(Wanted(strengths, index / "nowhere"))
    assert "differ on the strengths it comes in (by their figures)." in capsys.readouterr().out
    (index / "current").write_text("gone\n", encoding="ascii")
    with pytest.raises(IndexDamaged):
        run_check_leaflets(Wanted(strengths, index))


def test_a_large_library_says_what_is_not_looked_at() -> None:
    """Patients are told of no silence there either."""
    report = report_on(*(f"# Leaflet {number}\n\nTake {number} mg a day.\n" for number in range(13)))
    assert not of_kind(report, Kind.SILENCE)
    assert not of_kind(report, Kind.DISAGREEMENT)
    assert "12 leaflets" in report.limits[0]


@pytest.mark.parametrize(
    ("curation", "severity"),
    [
        (Curation(review_by=date(2026, 11, 26)), Severity.MUST_MEND),
        (Curation(review_by=date(2026, 12, 20), seen=date(2020, 1, 1)), Severity.LOOK_AT),
        (Curation(seen=date(2025, 11, 1)), Severity.LOOK_AT),
        (Curation(), Severity.FOR_INFORMATION),
    ],
)
def test_a_leaflet_that_is_old_is_told(curation: Curation, severity: Severity) -> None:
    """A review that is due must be made; one that is near, and a leaflet read long ago, are to be looked at."""
    (found,) = of_kind(report_on("# One\n\nTake it.\n", curation=curation), Kind.EXPIRY)
    assert found.severity is severity


@pytest.mark.parametrize(
    "curation", [Curation(review_by=date(2027, 6, 1), seen=date(2020, 1, 1)), Curation(seen=date(2026, 1, 1))]
)
def test_a_leaflet_that_is_not_old_is_not_told(curation: Curation) -> None:
    """The day of review counts before the day of reading."""
    assert not of_kind(report_on("# One\n\nTake it.\n", curation=curation), Kind.EXPIRY)


def test_the_age_from_which_a_leaflet_is_old_can_be_set() -> None:
    """In months."""
    curation = Curation(seen=date(2026, 9, 1))
    terms = Terms(today=TODAY, months=2)
    (found,) = of_kind(report_on("# One\n\nTake it.\n", curation=curation, terms=terms), Kind.EXPIRY)
    assert "more than 2 months ago" in found.told


def test_a_remark_of_the_curation_is_told_where_it_belongs() -> None:
    """No patient sees it; the next educator does."""
    from edubot.leaflets.curated import CuratedRemark

    curation = Curation(remark=(CuratedRemark(text="Ask the maker.", words="below 25"),))
    (found,) = of_kind(report_on("# One\n\nStore it below 25 °C.\n", curation=curation), Kind.REMARK)
    assert found.told == "A remark in the curation: Ask the maker"
    assert found.places[0].line == 3


def test_a_place_in_a_file_with_pages_names_its_page(tmp_path: Path) -> None:
    """An educator finds it on paper."""
    library = Library.at(write_leaflets(tmp_path / "leaflets"), None, strict=False)
    (found,) = [each for each in of_kind(check(library, ""), Kind.GARBLED) if "rutinol" in each.told]
    assert found.places[0].told == f"page 1, line {found.places[0].line}"
