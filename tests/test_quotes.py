"""What an educator marks by quoting it: kept back whole, headed, noted or remarked on, wherever it stands."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.errors import CurationInvalid
from edubot.index.ledger import ledger
from edubot.index.passages import passages
from edubot.leaflets.curation import together
from edubot.leaflets.curation_file import read_curation
from edubot.leaflets.folder import Library
from edubot.leaflets.quotes import place_of, places_of
from edubot.model import Leaflet, Reason, Span
from edubot.settings import ChunkerSettings

TEXT = """# Use of it

**Take it** with food. It heals
all who take it! Ask your “own” doctor first.

- Drink water. A lot of it.
- Rest well

Buy it here now. Buy more.
Don’t wait.

Rest well.
"""


def leaflet(folder: Path, toml: str, text: str = TEXT) -> Leaflet:
    """The leaflet with a curation beside it."""
    (folder / "leaf.md").write_text(text, encoding="utf-8")
    (folder / "leaf.toml").write_text(toml, encoding="utf-8")
    (read,) = Library.at(folder, None)
    return read


def told(folder: Path, toml: str) -> str:
    """What a curation is refused with."""
    with pytest.raises(CurationInvalid) as caught:
        leaflet(folder, toml)
    return str(caught.value)


def shown(read: Leaflet) -> list[str]:
    """What a patient can be shown, sentence by sentence; the whole text is accounted for."""
    held = list(passages(read, ChunkerSettings(enough_words=1, most_sentences=1)))
    ledger(read, held)
    return [passage.text for passage in held]


def apart(**said: str) -> str:
    """A table that keeps something back."""
    keys = "".join(f'{key.rstrip("_")} = "{value}"\n' for key, value in said.items())
    return f'[[quarantine]]\nreason = "marketing"\n{keys}'


@pytest.mark.parametrize(
    ("toml", "hidden"),
    [
        pytest.param(apart(words="Buy it here now."), "Buy it here now.", id="a sentence"),
        pytest.param(apart(words="Buy it here now"), "Buy it here now.", id="without its stop"),
        pytest.param(apart(words="It heals all who take it!"), "It heals\nall who take it!", id="over two lines"),
        pytest.param(apart(words="Take it with food."), "**Take it** with food.", id="without its marks"),
        pytest.param(apart(words='Ask your \\"own\\" doctor first.'), "Ask your “own” doctor first.", id="quotes"),
        pytest.param(apart(words="Don't wait."), "Don’t wait.", id="an apostrophe"),
        pytest.param(apart(words="A lot of it."), "A lot of it.", id="in a list"),
        pytest.param(apart(words="Use of it"), "Use of it", id="a heading"),
        pytest.param(
            apart(from_="Buy it here now", to="Don't wait."), "Buy it here now. Buy more.\nDon’t wait.", id="from to"
        ),
        pytest.param(
            apart(from_="Drink water", to="Rest well"), "Drink water. A lot of it.\n- Rest well", id="the next such end"
        ),
        pytest.param(apart(from_="Buy more.", to="more."), "Buy more.", id="to ends in from"),
        pytest.param(apart(words="heals all who") + "part = true", "heals\nall who", id="a part where that is meant"),
    ],
)
def test_what_is_quoted_is_kept_back_and_nothing_else(tmp_path: Path, toml: str, hidden: str) -> None:
    """To the character; the rest is shown, and the whole text is accounted for."""
    read = leaflet(tmp_path, toml)
    assert [(found.span.of(TEXT), found.reason) for found in read.quarantined] == [(hidden, Reason.MARKETING)]
    assert not any(hidden in passage for passage in shown(read))
    untouched = [one for one in shown(leaflet(tmp_path, "")) if one not in hidden and hidden not in one]
    assert set(untouched) <= set(shown(read))


@pytest.mark.parametrize(
    ("toml", "problem"),
    [
        pytest.param(
            apart(words="Buy it there now."),
            "does not stand in leaf.md; the nearest is 'Buy it here now.' in line 9",
            id="nearest",
        ),
        pytest.param(apart(words="Rest well"), "stands 2 times in leaf.md (lines 7, 12)", id="twice"),
        pytest.param(apart(words="take"), "a sentence is cut in two, and 'It heals all who' is left", id="a part"),
        pytest.param(apart(words="heals all who take it!"), "and 'It' is left of it", id="all but the first word"),
        pytest.param(apart(words="A lot of"), "and 'it.' is left of it", id="all but the last word"),
        pytest.param(apart(words="Buy mor"), "does not stand", id="half a word"),
        pytest.param(apart(words="uy more."), "does not stand", id="the other half"),
        pytest.param(
            apart(from_="Buy more.", to="Buy it"), "'Buy it' does not stand after 'Buy more.'", id="backwards"
        ),
        pytest.param(apart(words="zzz qqq"), "does not stand in leaf.md: quote it", id="nothing near"),
        pytest.param(
            apart(words="Buy more.") + apart(from_="Buy it", to="Don't wait."), "names a part of", id="overlap"
        ),
    ],
)
def test_a_quote_that_does_not_fit_is_refused(tmp_path: Path, toml: str, problem: str) -> None:
    """With what is near, where it stands, or what would be left of a sentence."""
    assert problem in told(tmp_path, toml)


def test_the_same_span_twice_is_kept_back_once(tmp_path: Path) -> None:
    """As it comes where a file found by hash and the one beside the leaflet say the same."""
    assert len(leaflet(tmp_path, apart(words="Buy more.") + apart(words="Buy more")).quarantined) == 1


@pytest.mark.parametrize("before", ["Buy it here", "Take it", "Drink water"])
def test_a_heading_is_put_before_the_words_it_names(tmp_path: Path, before: str) -> None:
    """The paragraph or item that begins so, and what follows it, stand under it."""
    read = leaflet(tmp_path, f'[[heading]]\ntext = "Our heading"\nbefore = "{before}"\n')
    headed = [passage for passage in passages(read, ChunkerSettings()) if "Our heading" in passage.heading]
    assert headed[0].text.replace("*", "").startswith(before)
    assert headed[-1].text == "Rest well."


def test_two_files_may_name_the_same_words(tmp_path: Path) -> None:
    """What either keeps back is kept back, each character once."""
    originals = tmp_path / "originals"
    originals.mkdir()
    matches = hashlib.sha256(TEXT.encode()).hexdigest()
    known = f'matches = "{matches}"\n' + apart(words="Buy more.") + apart(words="A lot of it.")
    (originals / "known.toml").write_text(known, encoding="utf-8")
    leaflet(tmp_path, apart(from_="Buy it here", to="Don't wait."))
    (read,) = Library.at(tmp_path, originals)
    hidden = [found.span.of(TEXT) for found in read.quarantined]
    assert hidden == ["A lot of it.", "Buy it here now. Buy more.\nDon’t wait."]
    known = f'matches = "{matches}"\n' + apart(from_="Buy more.", to="Don't wait.")
    (originals / "known.toml").write_text(known, encoding="utf-8")
    leaflet(tmp_path, apart(from_="Buy it here", to="Buy more."))
    (read,) = Library.at(tmp_path, originals)
    hidden = [found.span.of(TEXT) for found in read.quarantined]
    assert hidden == ["Buy it here now. Buy more.", "Don’t wait."]
    assert not any("Buy" in passage or "wait" in passage for passage in shown(read))


def test_a_heading_parts_no_paragraph(tmp_path: Path) -> None:
    """And stands at no offset behind the text."""
    assert "stands inside a paragraph of leaf.md (line 9)" in told(
        tmp_path, '[[heading]]\ntext = "H"\nbefore = "Buy more."\n'
    )
    assert "nothing in leaf.md begins at 5000" in told(tmp_path, '[[heading]]\ntext = "H"\nstart = 5000\n')


def test_a_note_puts_a_correction_beside_its_sentence(tmp_path: Path) -> None:
    """As `[[unsafe]]` does, without the papers; a note that is a sentence is still about the file."""
    read = leaflet(tmp_path, '[[note]]\nwords = "heals all"\ncorrection = "unsupported-claim"\n')
    (objection,) = read.objections
    assert (objection.span.of(TEXT), objection.correction) == ("It heals\nall who take it!", "unsupported-claim")
    assert leaflet(tmp_path, 'note = "It may have been cut."').objections == ()


def test_a_remark_and_the_day_of_review_go_with_the_leaflet(tmp_path: Path) -> None:
    """About some words, hidden ones too, or about the whole; no passage holds them."""
    toml = 'review_by = 2027-01-31\n[[remark]]\ntext = "Ask the pharmacy."\n'
    toml += '[[remark]]\nwords = "Buy more"\ntext = "Never."\n' + apart(words="Buy more.")
    read = leaflet(tmp_path, toml)
    assert [(remark.text, remark.span and remark.span.of(TEXT)) for remark in read.remarks] == [
        ("Ask the pharmacy.", None),
        ("Never.", "Buy more"),
    ]
    assert str(read.review_by) == "2027-01-31"
    assert not any("Never" in text for text in shown(read))


def test_marks_of_both_files_are_joined(tmp_path: Path) -> None:
    """What a curation found by hash keeps back stays so, whatever the file beside the leaflet says."""
    for name, toml in (
        ("a", apart(words="Buy more.") + '[[note]]\nwords = "Rest"\ncorrection = "c"\n'),
        ("b", 'note = "n"'),
    ):
        (tmp_path / f"{name}.toml").write_text(toml, encoding="utf-8")
    found, beside = read_curation(tmp_path / "a.toml"), read_curation(tmp_path / "b.toml")
    joined = together(found, beside)
    assert (joined.quarantine, joined.notes) == (found.quarantine, found.notes)
    assert together(found, found).notes == found.notes


WORDS = st.lists(st.sampled_from(["alpha", "Beta", "gamma's", "δ", "5.5"]), min_size=1, max_size=4)
SPACE = st.sampled_from([" ", "\n", "  ", "\n\n", "\t", " **", "** "])


@given(WORDS, st.data())
def test_white_space_and_marks_do_not_matter(words: list[str], data: st.DataObject) -> None:
    """Words are found as the words they are, however they are laid out."""
    text = "first "
    start = len(text)
    for position, word in enumerate(words):
        text += (data.draw(SPACE) if position else "") + word
    place = Span(start, len(text))
    assert place in places_of(" ".join(words), text + " last")
    assert place_of("first", text, "leaf", "here") == Span(0, 5)
