"""A curator names a place by a few of its words; what is marked is the sentence around them, or the build stops."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.errors import CurationInvalid
from edubot.index.passages import passages
from edubot.leaflets.curated import CuratedSide, CuratedSpan, Unsafe
from edubot.leaflets.curation import Curation, together
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text, text_sha256
from edubot.model import Leaflet, Reason
from edubot.settings import ChunkerSettings

TEXT = """# Use of it

Take it with food. It heals all. Ask your doctor first.

- Drink water. A lot of it.
- Rest well

Buy it here now.
"""
HIDDEN = "Buy it here now."


def _hide(words: str) -> CuratedSpan:
    start = TEXT.index(words)
    return CuratedSpan(reason=Reason.SALES_LINK, start=start, end=start + len(words), sha256=text_sha256(words)[:16])


def _leaflet(curation: Curation, text: str = TEXT) -> Leaflet:
    return leaflet_from_text(text, "leaf.md", text_sha256(text), curation)


def _side(words: str, left_out: str = "", *hidden: str) -> Curation:
    side = CuratedSide(topic="use", words=words, left_out=left_out)
    return Curation(side=(side,), quarantine=tuple(_hide(each) for each in hidden))


def _unsafe(words: str, correction: str = "note", *hidden: str) -> Curation:
    claim = Unsafe(id="u", where="", why="", words=words, correction=correction)
    return Curation(unsafe=(claim,), quarantine=tuple(_hide(each) for each in hidden))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("heals", "It heals all."),
        ("It heals all.", "It heals all."),
        ("with food", "Take it with food."),
        ("doctor first", "Ask your doctor first."),
        ("A lot", "A lot of it."),
        ("Rest", "Rest well"),
        ("Drink water", "Drink water."),
    ],
)
def test_the_sentence_around_the_words_is_marked(words: str, sentence: str) -> None:
    """For a side and for a claim alike; a list item is its own sentence."""
    (stance,) = _leaflet(_side(words)).stances
    assert (stance.topic, stance.span.of(TEXT), stance.left_out) == ("use", sentence, "")
    (objection,) = _leaflet(_unsafe(words)).objections
    assert (objection.span.of(TEXT), objection.correction) == (sentence, "note")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("not there", id="nowhere"),
        pytest.param("it", id="more than once"),
        pytest.param("heal", id="part of a word"),
        pytest.param("", id="no words"),
        pytest.param(" ", id="a blank"),
        pytest.param("with food. It", id="across two sentences"),
        pytest.param("Use of it", id="a heading"),
        pytest.param("first.\n\n- Drink", id="across two blocks"),
        pytest.param("take it with food", id="other letters"),
    ],
)
def test_words_that_name_no_one_sentence_are_refused(words: str) -> None:
    """The sentence names the leaflet and the words, and says how to mend it."""
    with pytest.raises(CurationInvalid) as caught:
        _leaflet(_side(words))
    assert "leaf.md" in caught.value.problem
    assert repr(words) in caught.value.problem
    assert caught.value.mend
    if words:
        with pytest.raises(CurationInvalid):
            _leaflet(_unsafe(words))


def test_a_side_that_is_left_out_lies_in_what_is_quarantined() -> None:
    """Its span is the quarantined one, and its reason goes with it."""
    (stance,) = _leaflet(_side("it here", "it sells the drug", HIDDEN)).stances
    assert (stance.span.of(TEXT), stance.left_out) == (HIDDEN, "it sells the drug")


@pytest.mark.parametrize(
    ("curation", "told"),
    [
        pytest.param(_side("heals", "because"), "no quarantined span", id="left out but shown"),
        pytest.param(_side("it here", "", HIDDEN), "no passage", id="shown but quarantined"),
        pytest.param(_unsafe("it here", "note", HIDDEN), "no passage", id="a note on what nobody sees"),
    ],
)
def test_what_is_said_to_be_shown_is_shown_and_what_is_left_out_is_not(curation: Curation, told: str) -> None:
    """A side never brings a quarantined word before a patient."""
    with pytest.raises(CurationInvalid, match=told):
        _leaflet(curation)


@pytest.mark.parametrize("curation", [_unsafe("", "note"), _unsafe("heals", ""), _unsafe("not there", "")])
def test_a_claim_without_words_or_correction_marks_nothing(curation: Curation) -> None:
    """It is a note for curators."""
    assert _leaflet(curation).objections == ()


def test_a_passage_names_the_corrections_of_its_sentences(tmp_path: Path) -> None:
    """Each once, and those of what it hangs on; no other passage does."""
    claims = tuple(
        Unsafe(id=id, where="", why="", words=words, correction=correction)
        for id, words, correction in (("a", "heals", "one"), ("b", "Ask your", "two"), ("c", "with food", "one"))
    )
    leaflet = _leaflet(Curation(unsafe=claims))
    noted = {passage.text: passage.corrections for passage in passages(leaflet, ChunkerSettings(enough_words=1))}
    assert noted["It heals all."] == ("one",)
    assert noted["Ask your doctor first."] == ("two",)
    assert noted["Rest well"] == ("two",)
    assert noted["Buy it here now."] == ()
    whole = next(iter(passages(leaflet, ChunkerSettings())))
    assert whole.corrections == ("one", "two")


def test_marks_of_both_files_hold() -> None:
    """A curation found by hash and the one beside the file are joined, each mark once."""
    found, beside = _side("heals"), _side("Rest")
    joined = together(found, beside)
    assert [side.words for side in joined.side] == ["heals", "Rest"]
    assert together(found, found).side == found.side
    claims = together(_unsafe("heals"), _unsafe("Rest"))
    assert [claim.words for claim in claims.unsafe] == ["heals", "Rest"]


def test_marks_are_read_from_the_file_beside_a_leaflet(tmp_path: Path) -> None:
    """As a curator writes them; without curation there are none."""
    (tmp_path / "leaf.md").write_text(TEXT, encoding="utf-8")
    toml = """
        [[side]]
        topic = "use"
        words = "with food"
        [[unsafe]]
        id = "u"
        where = "Use"
        why = "it is no miracle"
        words = "heals all"
        correction = "note"
    """
    (tmp_path / "leaf.toml").write_text(toml, encoding="utf-8")
    (leaflet,) = Library.at(tmp_path, None)
    assert [stance.span.of(TEXT) for stance in leaflet.stances] == ["Take it with food."]
    assert [objection.span.of(TEXT) for objection in leaflet.objections] == ["It heals all."]
    (bare,) = Library.at(tmp_path, None, with_curation=False)
    assert (bare.stances, bare.objections) == ((), ())


WORDS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "epsilon"]), min_size=1, max_size=8)


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_the_marked_span_holds_the_words_and_no_stop_but_its_own(told: list[list[str]], data: st.DataObject) -> None:
    """Whatever sentence is named, in whatever text: the mark is that sentence, to the character."""
    said = [f"{' '.join(words).capitalize()} mark{place}." for place, words in enumerate(told)]
    text = f"# Use\n\n{' '.join(said)}\n"
    place = data.draw(st.integers(0, len(said) - 1))
    (stance,) = _leaflet(_side(f"mark{place}"), text).stances
    assert stance.span.of(text) == said[place]
