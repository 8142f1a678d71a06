"""Faults that reading once had, each a way for hidden words to be seen or for clinical ones to be lost."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from edubot.errors import BadInput, CurationInvalid
from edubot.index.ledger import ledger
from edubot.index.passages import passages
from edubot.leaflets.curated import CuratedSpan
from edubot.leaflets.curation import Curation
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text
from edubot.leaflets.sentences import sentences
from edubot.model import Leaflet, Passage, Reason, Span
from edubot.settings import ChunkerSettings, bundled_originals

TWO = "Title\n\nUse\n\nOne is good here. Two is here."


def read(text: str, *hidden: tuple[int, int]) -> Leaflet:
    """A leaflet of which these ranges are curated as marketing."""
    marks = tuple(
        CuratedSpan(
            reason=Reason.MARKETING, start=start, end=end, sha256=hashlib.sha256(text[start:end].encode()).hexdigest()
        )
        for start, end in hidden
    )
    return leaflet_from_text(text, "leaflet.md", "0" * 64, Curation(quarantine=marks))


def passages_of(leaflet: Leaflet) -> list[Passage]:
    """The passages, once every character is accounted for."""
    found = list(passages(leaflet, ChunkerSettings()))
    ledger(leaflet, found)
    return found


def shown(text: str) -> str:
    """All that a patient could see of a text."""
    return " ".join(
        part for passage in passages_of(read(text)) for part in (*passage.heading, passage.gap or "", passage.text)
    )


@pytest.mark.parametrize(
    "text",
    [
        "# Acne care. Order at https://example.test/buy/ now\n\nTake it with food.",
        "Title\n\nOrder at https://example.test/buy/ now. It helps with:\n\n- Dry lips",
        "Title\n\nUse\n\nIt is old. Order at https://example.test/buy/\nfor these effects:\n\n- Dry lips",
    ],
)
def test_no_heading_or_lead_line_shows_a_hidden_sentence(text: str) -> None:
    """A line of which a part is quarantined heads nothing."""
    assert "example.test" not in shown(text)


def test_no_gap_shows_hidden_figures() -> None:
    """Passages are not joined across quarantined figures, though these hold no letter."""
    assert "2024" not in shown("Title\n\nUse\n\nTake it with food.\n\n© 2024\n\nKeep it dry.")


@pytest.mark.parametrize(
    "text",
    [
        "For help read https://health.example/conditions/bipolar-disorder/ today.",
        "Read www.gov.example/guidance/border-control-of-medicines first.",
    ],
)
def test_a_disorder_is_no_order(text: str) -> None:
    """A word of sales counts in a link only where it stands alone."""
    assert read(f"Title\n\nUse\n\n{text}").quarantined == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Stop if you are pregnant. Made by Good Pvt. Ltd. in Pune. Keep it from children.", ("pregnant", "children")),
        ("Ask a certified co-ordinator before you take it.", ("co-ordinator",)),
        ("Share this leaflet with your partner, as both must know of the risk.", ("partner",)),
        ("The doctors read systematic reviews and the instructions for use\nthat say: never.", ("systematic",)),
    ],
)
def test_rules_take_no_clinical_sentence(text: str, kept: tuple[str, ...]) -> None:
    """What stands beside boilerplate, or only looks like it, stays."""
    assert all(word in shown(f"Title\n\nUse\n\n{text}") for word in kept)


def test_a_wrapped_sales_sentence_goes_whole() -> None:
    """A sentence over two lines is hidden over both."""
    text = "Title\n\nUse\n\nAcne hurts. In it https://example.test/buy/ is\nindicated as a cure. Take it."
    assert "indicated" not in shown(text)
    assert "Take it." in shown(text)


def test_a_curated_part_does_not_free_the_rest_of_a_sales_sentence() -> None:
    """Where both hide, all of it is hidden."""
    text = "Title\n\nUse\n\nOne is. Buy at https://example.test/buy/ with glee. Two is."
    start = text.index("with")
    found = passages_of(read(text, (start, start + 9)))
    assert [passage.text for passage in found] == ["One is.", "Two is."]


@pytest.mark.parametrize("spans", [[(14, 24), (20, 30)], [(14, 999)], [(7, 7)]])
def test_curated_spans_that_cannot_be_are_refused(spans: list[tuple[int, int]]) -> None:
    """Overlapping, empty or beyond the text: a sentence that names the file."""
    with pytest.raises(CurationInvalid, match=r"leaflet\.md"):
        read(TWO, *spans)


def test_a_span_that_cuts_a_heading_leaves_no_heading() -> None:
    """What is left of it is text, and all is accounted for."""
    leaflet = read(TWO, (0, 3))
    assert all("Title" not in heading for section in leaflet.sections for heading in section.heading)
    assert passages_of(leaflet)


def test_an_abbreviation_may_open_a_block() -> None:
    """A title such as "Dr." is no sentence, not even at the start of an item."""
    text = "- Dr. Smith says so."
    assert [span.of(text) for span in sentences(text, Span(2, len(text)))] == ["Dr. Smith says so."]


def test_a_drawn_rule_is_layout() -> None:
    """A line of underscores neither heads nor ends a section."""
    assert read("Title\n\nStorage\n\nKeep it dry.\n\n___\n\nKeep it cool.").sections[-1].heading == ("Storage",)


def test_two_sentences_are_no_heading() -> None:
    """A short line that holds a whole sentence loses none of it."""
    found = passages_of(read("Title\n\nUse\n\nTake it whole. Before that, do this:\n\n- Eat"))
    assert "Take it whole." in [passage.text for passage in found]


@pytest.mark.parametrize(
    "row",
    [
        b'{"id":"b","text":"caf\xe9"}',
        b'{"id":"b","text":"x\\ud800"}',
        b'{"id":"b","text":" "}',
        b'{"id":"a","text":"Two."}',
        b'{"id":"","text":"Two."}',
        b'{"id":"b"}',
    ],
)
def test_every_bad_row_names_its_line(tmp_path: Path, row: bytes) -> None:
    """Latin-1, half a character, blank, an id that stands twice or is missing: a sentence."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"id":"a","text":"One."}\n' + row + b"\n")
    with pytest.raises(BadInput, match="line 2"):
        list(Library.at(path, None))


def test_rows_have_a_texts_single_form(tmp_path: Path) -> None:
    """A byte-order mark is dropped and line ends are newlines, as in a file."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": "One.\r\n\r\nTwo."}).encode())
    assert [leaflet.text for leaflet in Library.at(path, None)] == ["One.\n\nTwo."]


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    """An empty library is a mistake, not an index of nothing."""
    path = tmp_path / "rows.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(BadInput):
        list(Library.at(path, None))


def _folder(tmp_path: Path, raw: bytes, sidecar: str | None = None) -> Path:
    folder = tmp_path / "leaflets"
    folder.mkdir()
    (folder / "any-name.txt").write_bytes(raw)
    if sidecar is not None:
        (folder / "any-name.toml").write_text(sidecar, encoding="utf-8")
    return folder


@pytest.mark.parametrize("form", ["as it is", "with a sidecar", "with other line ends", "as a row"])
def test_originals_are_curated_in_whatever_file_they_lie(tmp_path: Path, seeds: Path, form: str) -> None:
    """What must never be shown stays hidden beside a sidecar, with CRLF line ends and as a row of JSON lines."""
    raw = (seeds / "001_56e64dfc29b04677.txt").read_bytes()
    if form == "as a row":
        place = tmp_path / "rows.jsonl"
        place.write_text(json.dumps({"id": "b", "title": "Mine", "text": raw.decode()}), encoding="utf-8")
    else:
        crlf = raw.replace(b"\n", b"\r\n") if form == "with other line ends" else raw
        place = _folder(tmp_path, crlf, 'title = "Mine"' if form == "with a sidecar" else None)
    (leaflet,) = Library.at(place, bundled_originals())
    reasons = {found.reason for found in leaflet.quarantined}
    assert {Reason.USER_REVIEWS, Reason.UNSAFE_CLAIM, Reason.SALES_LINK, Reason.REVIEW_BASED} <= reasons
    assert (leaflet.source.title == "Mine") is (form in ("with a sidecar", "as a row"))
    assert leaflet.source.drug == "isotretinoin"


def test_short_lines_without_marks_do_not_vanish() -> None:
    """A line that looks like a heading and heads nothing is text that a patient can find, with those beside it."""
    text = "Guide\n\nSide effects\n\nDry lips\n\nNose bleeds\n\n20 mg\n\nHair loss"
    found = [passage.text for passage in passages_of(read(text))]
    assert found == ["Side effects\n\nDry lips\n\nNose bleeds\n\n20 mg\n\nHair loss"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The temperature must not be more than\n25. Do not freeze them.", "25."),
        ("Freeze the vial at\n- 18 degrees or less.", "- 18 degrees"),
    ],
)
def test_a_figure_at_the_start_of_a_line_is_no_list_mark(text: str, kept: str) -> None:
    """A number or a minus that goes on with a sentence stays in it."""
    assert kept in shown(f"Title\n\nUse\n\n{text}")


def test_numbers_after_a_colon_or_one_another_are_a_list() -> None:
    """The usual forms of a list are read as before."""
    leaflet = read("Title\n\nUse\n\nDo this:\n1. Open it.\n2. Take it.\n3. Drink.")
    assert [passage.text for passage in passages_of(leaflet)] == ["Open it.", "Take it.", "Drink."]


def test_compressed_rows_are_read(tmp_path: Path) -> None:
    """A `.jsonl.gz` is read like a `.jsonl`; one that is cut is refused in a sentence."""
    path = tmp_path / "rows.jsonl.gz"
    whole = gzip.compress(b'{"id":"a","text":"One is here."}\n' * 1)
    path.write_bytes(whole)
    assert [leaflet.source.id for leaflet in Library.at(path, None)] == ["a"]
    path.write_bytes(whole[:-9])
    with pytest.raises(BadInput, match="rows"):
        list(Library.at(path, None))
