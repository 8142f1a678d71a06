"""What a person decided about a leaflet: read strictly, found by hash, and held against the text."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from edubot.errors import CurationInvalid
from edubot.leaflets.curation import FEWEST_DIGITS, Curation
from edubot.leaflets.curation_file import curations_by_hash, read_curation
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text, read_leaflet
from edubot.model import Reason, Span
from edubot.settings import bundled_corpus, bundled_originals

TEXT = "Title\n\nUse\n\nTake it with food. It is a miracle! Drink water.\n"
MIRACLE = Span(TEXT.index("It is"), TEXT.index(" Drink"))
DIGEST = hashlib.sha256(MIRACLE.of(TEXT).encode()).hexdigest()
CURATED = sorted([*bundled_corpus().glob("*.toml"), *bundled_originals().glob("*.toml")])


def curation_file(folder: Path, toml: str, name: str = "leaflet.toml") -> Path:
    """A curation file of these words."""
    path = folder / name
    path.write_text(toml, encoding="utf-8")
    return path


def span_toml(start: int = MIRACLE.start, end: int = MIRACLE.end, sha256: str = DIGEST) -> str:
    """A quarantined span as a curator writes it."""
    return f'[[quarantine]]\nreason = "marketing"\nstart = {start}\nend = {end}\nsha256 = "{sha256}"\n'


def refusal(path: Path) -> CurationInvalid:
    """The error with which a curation file is refused: it names the file and ends with a mend."""
    with pytest.raises(CurationInvalid) as caught:
        read_curation(path)
    error = caught.value
    assert str(path) in error.problem
    assert error.mend.strip()
    assert str(error).endswith(f": {error.mend}.")
    return error


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        pytest.param('titel = "Ours"', "titel", id="an unknown key"),
        pytest.param('[original]\ntitle = "T"\nfile = "f"\nsha256 = "0"\nauthor = "A"', "original.author", id="deeper"),
        pytest.param("title = 5", "title", id="a number for words"),
        pytest.param('seen = "last week"', "seen", id="no date"),
        pytest.param('restated = "perhaps"', "restated", id="no yes or no"),
        pytest.param(span_toml().replace("marketing", "dull"), "quarantine.0.reason", id="an unknown reason"),
        pytest.param(span_toml(start=-1), "quarantine.0.start", id="before the text"),
        pytest.param('[[heading]]\nstart = -1\ntext = "Use"', "heading.0.start", id="a heading before the text"),
        pytest.param('[[heading]]\ntext = "Use"', "heading.0.before", id="a heading nowhere"),
        pytest.param('[[quarantine]]\nreason = "marketing"\nstart = 1\nend = 2', "quarantine.0.sha256", id="no hash"),
        pytest.param('quarantine = "all"', "quarantine", id="words for a table"),
    ],
)
def test_a_wrong_key_or_value_is_refused_by_name(tmp_path: Path, toml: str, place: str) -> None:
    """The message names the file and the key, so that a misspelt key is not lost in silence."""
    assert f": {place}: " in refusal(curation_file(tmp_path, toml)).problem


def test_what_is_not_toml_is_refused(tmp_path: Path) -> None:
    """A line that does not parse, and bytes that are no text, are told as such."""
    assert "is not TOML" in refusal(curation_file(tmp_path, "title = \n")).problem
    path = tmp_path / "leaflet.toml"
    path.write_bytes(b'title = "caf\xe9"')
    assert "is not TOML" in refusal(path).problem


def test_an_empty_curation_decides_nothing(tmp_path: Path) -> None:
    """An empty file is a curation with every key left at its default."""
    assert read_curation(curation_file(tmp_path, "")) == Curation()


def test_a_curation_names_its_leaflet(tmp_path: Path) -> None:
    """All that a citation needs comes from the file beside the leaflet."""
    toml = """
        id = "ours"
        title = "Our leaflet"
        kind = "maker's leaflet"
        drug = "isotretinoin"
        seen = 2026-11-23
        restated = true
        [original]
        title = "Theirs"
        file = "theirs.txt"
        sha256 = "00"
    """
    path = tmp_path / "leaflet.md"
    path.write_text(TEXT, encoding="utf-8")
    curation_file(tmp_path, toml)
    (leaflet,) = Library.at(path, None)
    assert leaflet.source.id == "ours"
    assert leaflet.source.file == "leaflet.md"
    assert leaflet.source.drug == "isotretinoin"
    assert leaflet.source.citation == 'Our leaflet (maker\'s leaflet, restated from "Theirs", seen 2026-11-23)'


@pytest.mark.parametrize(
    ("written", "read"), [("Isotretinoin", "isotretinoin"), (" ISOTRETINOIN ", "isotretinoin"), ("", None)]
)
def test_a_drug_is_known_whatever_its_capitals(tmp_path: Path, written: str, read: str | None) -> None:
    """Its policy and its calibration are found by its name, so a capital must not lose them."""
    (tmp_path / "leaflet.md").write_text(TEXT, encoding="utf-8")
    curation_file(tmp_path, f'drug = "{written}"\n')
    (leaflet,) = Library.at(tmp_path, None)
    assert leaflet.source.drug == read


def test_only_a_restatement_is_restated_from_something(tmp_path: Path) -> None:
    """An original that is named but not restated is not cited."""
    path = tmp_path / "leaflet.md"
    path.write_text(TEXT, encoding="utf-8")
    original = '[original]\ntitle = "Theirs"\nfile = "theirs.txt"\nsha256 = "00"\n'
    assert read_leaflet(path, {}, read_curation(curation_file(tmp_path, original))).source.restated_from is None


@pytest.mark.parametrize("digits", [FEWEST_DIGITS, 40, 64])
def test_a_span_is_kept_back_where_its_hash_fits(tmp_path: Path, digits: int) -> None:
    """The first digits of the hash are enough, from sixteen on."""
    curation = read_curation(curation_file(tmp_path, span_toml(sha256=DIGEST[:digits])))
    (mark,) = leaflet_from_text(TEXT, "leaflet.md", "", curation).quarantined
    assert (mark.span, mark.reason) == (MIRACLE, Reason.MARKETING)


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param(span_toml(start=MIRACLE.start + 1), id="moved start"),
        pytest.param(span_toml(end=MIRACLE.end - 1), id="moved end"),
        pytest.param(span_toml(start=MIRACLE.start + 3, end=MIRACLE.end + 3), id="moved along"),
        pytest.param(span_toml(sha256="0" * 64), id="another hash"),
        pytest.param(span_toml(sha256=DIGEST[: FEWEST_DIGITS - 1]), id="too few digits"),
        pytest.param(span_toml(sha256=""), id="no digits"),
        pytest.param(span_toml(start=5000, end=6000), id="after the text"),
        pytest.param(span_toml() + span_toml(sha256="0" * 64), id="the second of two"),
    ],
)
def test_a_span_that_no_longer_fits_stops_the_reading(tmp_path: Path, toml: str) -> None:
    """Where the text has changed, no words are kept back or shown by mistake: reading names the file and stops."""
    path = tmp_path / "leaflet.md"
    path.write_text(TEXT, encoding="utf-8")
    curation_file(tmp_path, toml)
    with pytest.raises(CurationInvalid) as caught:
        list(Library.at(tmp_path, None))
    assert "leaflet.md" in caught.value.problem
    assert str(caught.value).endswith(f": {caught.value.mend}.")


@pytest.mark.parametrize("folder", ["a", "b/c"])
def test_a_curation_is_found_by_hash_wherever_its_file_lies(tmp_path: Path, folder: str) -> None:
    """Neither name nor place of the leaflet matters, only its bytes."""
    originals = tmp_path / "originals"
    originals.mkdir()
    matches = hashlib.sha256(TEXT.encode()).hexdigest()
    curation_file(originals, f'matches = "{matches}"\nid = "known"\n' + span_toml(), "any-name.toml")
    place = tmp_path / folder
    place.mkdir(parents=True)
    (place / "renamed.txt").write_text(TEXT, encoding="utf-8")
    (place / "other.txt").write_text(TEXT + "More.", encoding="utf-8")
    other, known = Library.at(place, originals)
    assert (other.source.id, other.quarantined) == ("other", ())
    assert (known.source.id, known.source.file) == ("known", "renamed.txt")
    assert [mark.span for mark in known.quarantined] == [MIRACLE]


def test_the_file_beside_a_leaflet_goes_before_one_found_by_hash(tmp_path: Path) -> None:
    """What an educator wrote beside the leaflet counts."""
    originals = tmp_path / "originals"
    originals.mkdir()
    matches = hashlib.sha256(TEXT.encode()).hexdigest()
    curation_file(originals, f'matches = "{matches}"\nid = "by-hash"\n')
    (tmp_path / "leaflet.md").write_text(TEXT, encoding="utf-8")
    curation_file(tmp_path, 'id = "beside"')
    assert [leaflet.source.id for leaflet in Library.at(tmp_path, originals)] == ["beside"]


def test_curation_can_be_switched_off_altogether(tmp_path: Path) -> None:
    """Without curation not even a broken file beside the leaflet is read."""
    (tmp_path / "leaflet.md").write_text(TEXT, encoding="utf-8")
    curation_file(tmp_path, "not toml at all")
    (leaflet,) = Library.at(tmp_path, tmp_path, with_curation=False)
    assert (leaflet.source.id, leaflet.quarantined) == ("leaflet", ())


def test_a_broken_curation_among_the_originals_is_refused(tmp_path: Path) -> None:
    """A folder of curations is read whole before any leaflet is."""
    curation_file(tmp_path, "id = 5", "broken.toml")
    with pytest.raises(CurationInvalid, match=r"broken\.toml"):
        Library.at(tmp_path, tmp_path)


def test_a_curated_span_goes_before_a_general_rule(tmp_path: Path) -> None:
    """Where both keep the same sentence back, the person's reason counts, once."""
    text = "Title\n\nSee https://example.test/buy/ now. Take it.\n"
    start, end = 7, text.index(" Take")
    digest = hashlib.sha256(text[start:end].encode()).hexdigest()
    (tmp_path / "leaflet.md").write_text(text, encoding="utf-8")
    curation_file(tmp_path, span_toml(start, end, digest))
    (leaflet,) = Library.at(tmp_path, None)
    assert [(mark.span, mark.reason) for mark in leaflet.quarantined] == [(Span(start, end), Reason.MARKETING)]


@pytest.mark.parametrize("path", CURATED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_bundled_curation_parses(path: Path) -> None:
    """Each file that ships is a curation, and says no less than its TOML does."""
    curation = read_curation(path)
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    assert curation.model_fields_set == set(written)


def test_all_six_bundled_curations_are_there() -> None:
    """Three leaflets and three originals; each of the latter names a file by a whole SHA-256 of its own."""
    assert len(CURATED) == 6
    by_hash = curations_by_hash(bundled_originals())
    assert len(by_hash) == 3
    assert all(len(matches) == 64 and matches == curation.matches for matches, curation in by_hash.items())


def test_bundled_leaflets_and_originals_are_the_same_three() -> None:
    """A restated leaflet names the file that the curation of its original is for."""
    restated = {read_curation(path).original for path in bundled_corpus().glob("*.toml")}
    assert {original.sha256 for original in restated if original} == set(curations_by_hash(bundled_originals()))
