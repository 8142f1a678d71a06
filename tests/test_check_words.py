"""Words that look garbled, characters that are broken, and how hard a text is to read."""

import pytest
import textstat

from edubot.checking.check import check
from edubot.checking.finding import Finding, Kind, Severity
from edubot.checking.known_words import KnownWords
from edubot.checking.readability import FEWEST_WORDS, HARD, grade
from edubot.leaflets.curated import CuratedAlias
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text

KNOWN = KnownWords()
PLAIN = "Take it with food. Drink a glass of water. Ask your doctor if you feel low. "
HARD_WORDS = (
    "Epithelialization normalizes terminal differentiation of keratinocytes, facilitating excretion of pathological "
    "secretions, inhibiting inflammatory proliferation and substantially reducing hyperpigmentation. "
)


def found_in(text: str, *kinds: Kind, curation: Curation | None = None) -> list[Finding]:
    """The findings of some kinds in a leaflet of this text."""
    leaflet = leaflet_from_text(text, "one.md", "0" * 64, curation or Curation())
    return [found for found in check([leaflet], "one.md").findings if found.kind in kinds]


def garbled_in(sentence: str) -> list[str]:
    """What is told of garbled words in a sentence."""
    return [found.told for found in found_in(f"# One\n\nTake it with food. {sentence}\n", Kind.GARBLED)]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("sulfanomides", "sulfonamides"), ("rutinol", "retinol"), ("hiauronic", "hyaluronic"), ("qualifie", "qualified")],
)
def test_a_slip_in_a_word_is_found_with_what_may_be_meant(word: str, meant: str) -> None:
    """Told with its place."""
    assert garbled_in(f"It may have {word} in it.") == [f"“{word}” is no known word; perhaps “{meant}” is meant"]
    (found,) = found_in(f"# One\n\nIt may have {word} in it.\n", Kind.GARBLED)
    assert found.places[0].start == len("# One\n\nIt may have ")
    assert found.places[0].end == found.places[0].start + len(word)


@pytest.mark.parametrize(
    "word",
    ["isotretinoin", "tumour", "leukaemia", "hyperlipoproteinemia", "colour", "self-esteem", "keratinised", "unharmed"],
)
def test_a_word_that_is_spelt_right_is_known(word: str) -> None:
    """Medicine, British and American spelling, forms of a word."""
    assert not found_in(f"# One\n\nIt may have {word} in it.\n", Kind.GARBLED, Kind.UNKNOWN_WORD)


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("Thoughts of selfharm are rare.", "“self harm”"),
        ("The treat- ment takes weeks.", "“treatment” is meant"),
        ("The treat-\nment takes weeks.", "“treatment” is meant"),
        ("It is usually prescribe for acne.", "lost its ending"),
        ("Do not use it if take during pregnancy.", "lost its ending"),
    ],
)
def test_words_run_together_cut_and_shortened_are_found(sentence: str, part: str) -> None:
    """Each in one finding."""
    (told,) = garbled_in(sentence)
    assert part in told


@pytest.mark.parametrize(
    "sentence",
    [
        "It helps in the short- and long-term.",
        "Ask about Clearol, Zuxidol and ABCDE today.",
        "See www.clearolzux.com for more.",
        "The use is for acne, and it is to take with food.",
    ],
)
def test_names_addresses_and_hanging_hyphens_are_left_in_peace(sentence: str) -> None:
    """No finding."""
    assert garbled_in(sentence) == []


def test_words_that_nothing_resembles_are_told_in_one_finding() -> None:
    """For information."""
    (found,) = found_in("# One\n\nIt has quoxiblat and zerfumil in it.\n", Kind.UNKNOWN_WORD)
    assert found.severity is Severity.FOR_INFORMATION
    assert "quoxiblat, zerfumil" in found.told
    assert len(found.places) == 2


def test_a_word_that_another_leaflet_writes_too_is_known() -> None:
    """A word of two leaflets is taken to be one."""
    text = "# One\n\nIt may have quoxiblat in it.\n"
    leaflets = [leaflet_from_text(text, f"{name}.md", "0" * 64, Curation()) for name in ("one", "two")]
    assert not [found for found in check(leaflets, "").findings if found.kind is Kind.UNKNOWN_WORD]


def test_a_word_that_its_curation_explains_is_not_told() -> None:
    """An alias gives the right word."""
    curation = Curation(alias=(CuratedAlias(words="rutinol", say=("retinol",)),))
    text = "# One\n\nIt may have rutinol in it.\n"
    assert found_in(text, Kind.GARBLED)
    assert not found_in(text, Kind.GARBLED, curation=curation)


def test_what_is_left_out_is_not_looked_at() -> None:
    """Its garbled words trouble no patient."""
    assert not found_in("# One\n\nTake it.\n\n© rutinol sulfanomides 2020\n", Kind.GARBLED, Kind.UNKNOWN_WORD)


@pytest.mark.parametrize(
    ("sentence", "part"),
    [
        ("You donâ€™t need it.", "decoded wrongly"),
        ("Take 5 \ufffdg a day.", "lost"),
        ("Take (cid:31) 5 mg.", "lost"),
        ("Take 5\u200b mg a day.", "cannot be seen"),
    ],
)
def test_broken_characters_must_be_mended(sentence: str, part: str) -> None:
    """A patient would read them so."""
    (found,) = found_in(f"# One\n\n{sentence}\n", Kind.BROKEN)
    assert found.severity is Severity.MUST_MEND
    assert part in found.told


@pytest.mark.parametrize("sentence", ["Keep it at 15–30 °C.", "Café, naïve, “quoted”, ½ tablet, 5 µg.", "α and β."])
def test_rare_characters_are_not_broken(sentence: str) -> None:
    """Dashes, degrees, accents and Greek."""
    assert not found_in(f"# One\n\n{sentence}\n", Kind.BROKEN)


def test_the_grade_is_that_of_textstat() -> None:
    """On plain sentences the formula gives what the library gives."""
    for text in (PLAIN, HARD_WORDS):
        sentences = [f"{part.strip()}." for part in text.split(".") if part.strip()]
        assert grade(sentences) == pytest.approx(textstat.flesch_kincaid_grade(text), abs=0.5)


def test_a_hard_section_is_to_be_looked_at_and_a_plain_one_is_not() -> None:
    """Told with its heading and its hardest sentence."""
    text = f"# One\n\n## Plain\n\n{PLAIN * 5}\n\n## Hard\n\n{HARD_WORDS * 5}\n"
    (found,) = found_in(text, Kind.READABILITY)
    assert found.severity is Severity.LOOK_AT
    assert "Hard (grade" in found.told
    assert "Plain" not in found.told
    assert found.places[0].sentence == HARD_WORDS.strip()


def test_a_short_section_is_not_graded() -> None:
    """The formula says little of a few words."""
    assert len(HARD_WORDS.split()) < FEWEST_WORDS
    leaflet = leaflet_from_text(f"# One\n\n## Hard\n\n{HARD_WORDS}\n", "one.md", "0" * 64, Curation())
    (section,) = check([leaflet], "one.md").leaflets[0].grades
    assert section.grade is None
    assert grade([HARD_WORDS]) > HARD
