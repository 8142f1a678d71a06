"""A leaflet to read from end to end: word for word, and never what no patient sees."""

import hashlib
from pathlib import Path

import pytest

from edubot.errors import CorrectionMissing
from edubot.index.build import build_index
from edubot.index.search_index import SearchIndex
from edubot.leaflet_view import leaflet_view
from edubot.leaflets.curation import Curation
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text
from edubot.model import LeafletView, Quarantine, Reason, Stretch
from edubot.rendering.outline import outline
from edubot.rendering.paragraphs import paragraphs
from edubot.rendering.reasons import WHY, gap_label
from edubot.settings import bundled_originals
from tests.fakes import LetterEncoder

SPAM = "You can get it at https://www.buy-it-now.example today."
TEXT = f"""# Care

## Lips

Dry lips heal with **balm**. {SPAM} Use it often.

- Keep it dry.
- Keep it cool.

### Sun

Stay out of the sun.
Wear a hat.

Leave a reply
"""


def _view(root: Path) -> LeafletView:
    leaflet = leaflet_from_text(TEXT, "care.md", hashlib.sha256(TEXT.encode()).hexdigest(), Curation())
    build_index([leaflet], root, LetterEncoder())
    view = leaflet_view(SearchIndex.open(root, LetterEncoder()).store, "care", lambda ids, _: " ".join(ids) or None)
    assert view is not None
    return view


def test_what_is_left_out_is_a_gap_and_its_words_are_nowhere(tmp_path: Path) -> None:
    """Text and gaps come in order, and the text is the leaflet's to the character."""
    view = _view(tmp_path / "index")
    assert [stretch.left_out for stretch in view.stretches if stretch.left_out] == [
        Reason.SALES_LINK,
        Reason.COMMENT_FORM,
    ]
    assert "buy-it-now" not in repr(view)
    assert "Leave a reply" not in repr(view)
    for stretch in view.stretches:
        assert TEXT[stretch.start : stretch.start + len(stretch.text)] == stretch.text


def test_a_leaflet_is_read_in_paragraphs(tmp_path: Path) -> None:
    """Headings without their signs, list items each for itself, gaps labelled."""
    shown = [
        (
            "heading" if part.is_heading else "item" if part.is_item else "words",
            gap_label(part.left_out) if part.left_out else part.shown().text,
        )
        for part in paragraphs(_view(tmp_path / "index"))
    ]
    assert shown == [
        ("heading", "Care"),
        ("heading", "Lips"),
        ("words", "Dry lips heal with balm."),
        ("words", f"[left out: {WHY[Reason.SALES_LINK]}]"),
        ("words", " Use it often."),
        ("item", "• Keep it dry."),
        ("item", "• Keep it cool."),
        ("heading", "Sun"),
        ("words", "Stay out of the sun.\nWear a hat."),
        ("words", f"[left out: {WHY[Reason.COMMENT_FORM]}]"),
    ]


def test_a_passage_is_marked_where_it_stands(tmp_path: Path) -> None:
    """The mark covers the passage's words in the paragraph that shows them, and nothing in any other."""
    from edubot.model import Span

    view = _view(tmp_path / "index")
    span = Span(TEXT.index("Keep it cool"), TEXT.index("Keep it cool") + len("Keep it cool."))
    marked = [(part.shown([span]).text, part.shown([span]).highlights) for part in paragraphs(view)]
    (found,) = [(text, marks) for text, marks in marked if marks]
    assert [mark.of(found[0]) for mark in found[1]] == ["Keep it cool."]


def test_headings_are_browsed_by_their_path(tmp_path: Path) -> None:
    """Each once, with the place of the first passage under it."""
    assert [(heading.path[-1], TEXT[heading.place :][:8]) for heading in outline(_view(tmp_path / "index"))] == [
        ("Lips", "Dry lips"),
        ("Sun", "Stay out"),
    ]


def test_no_leaflet_of_that_id(tmp_path: Path) -> None:
    """None, and no guess."""
    _view(tmp_path / "index")
    assert leaflet_view(SearchIndex.open(tmp_path / "index", LetterEncoder()).store, "cure", lambda *_: None) is None


def test_a_leaflet_whose_correction_is_missing_is_not_shown(tmp_path: Path) -> None:
    """What refuses a note refuses the whole view."""

    def refuse(*given: object) -> None:
        raise CorrectionMissing("none", "write it")

    _view(tmp_path / "index")
    with pytest.raises(CorrectionMissing):
        leaflet_view(SearchIndex.open(tmp_path / "index", LetterEncoder()).store, "care", refuse)


@pytest.mark.parametrize("text,reason", [("", None), ("words", Reason.IMPRINT)])
def test_a_stretch_has_words_or_a_reason(text: str, reason: Reason | None) -> None:
    """Never both, so that a gap can carry nothing."""
    with pytest.raises(ValueError, match="either"):
        Stretch(0, text, reason)


def test_every_reason_has_plain_words() -> None:
    """A gap is never labelled with a code."""
    assert set(WHY) == set(Reason)


def test_nothing_kept_back_in_the_originals_can_be_read(tmp_path: Path, seeds: Path) -> None:
    """Of every quarantined part of the three originals no long word run is left in the view."""
    library = Library.at(seeds, bundled_originals())
    build_index(library, tmp_path / "index", LetterEncoder())
    store = SearchIndex.open(tmp_path / "index", LetterEncoder()).store
    gaps = 0
    for source in store.leaflets():
        text, view = store.text(source.id), leaflet_view(store, source.id, lambda ids, _: " ".join(ids) or None)
        assert text is not None
        assert view is not None
        kept_back = store.left_out(source.id)
        gaps += len(kept_back)
        assert [gap.reason for gap in kept_back] == [found.left_out for found in view.stretches if found.left_out]
        shown = "".join("\0" * len(part.text) if not part.text else part.text for part in view.stretches)
        assert all(_words(text, gap) not in shown for gap in kept_back)
    assert gaps > 0


def _words(text: str, gap: Quarantine) -> str:
    return gap.span.of(text).strip()
