"""Which medicines a message names: by any of their names, the longest first, and none where a word only looks so."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.assistant import Assistant
from edubot.medicines import Medicine, Medicines, bundled_medicines
from edubot.model import Outcome
from edubot.policy import OTHER_MEDICINE
from edubot.settings import MEDICINES_FILE

ROWS = """\
# a comment
isotretinoin\taccutane; roaccutane; 13-cis retinoic acid\tretinoid\tmedicine

retinoic acid\tvitamin a acid\tretinoid\tmedicine
vitamin a\tretinol\tvitamin; fat-soluble vitamin\tsupplement
soap\t\tcleanser\ttreatment
"""


@pytest.fixture
def medicines(tmp_path: Path) -> Medicines:
    """Three rows."""
    path = tmp_path / "medicines.tsv"
    path.write_text(ROWS, encoding="utf-8")
    return Medicines.from_file(path)


def _names(medicines: Medicines, text: str) -> list[str]:
    return [medicine.name for medicine in medicines.named(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Is Accutane strong?", ["isotretinoin"]),
        ("isotretinoin or ROACCUTANE", ["isotretinoin"]),
        ("13-cis retinoic acid", ["isotretinoin"]),
        ("13 cis retinoic acid cream", ["isotretinoin"]),
        ("retinoic acid", ["retinoic acid"]),
        ("cis retinoic acid", ["retinoic acid"]),
        ("vitamin A acid", ["retinoic acid"]),
        ("vitamin A with accutane", ["vitamin a", "isotretinoin"]),
        ("accutane with vitamin-a", ["isotretinoin", "vitamin a"]),
        ("a vitamin", []),
        ("vitamin", []),
        ("vitamin. A question", []),
        ("accutaneous", []),
        ("", []),
    ],
)
def test_a_medicine_is_known_by_every_name_it_has(medicines: Medicines, text: str, names: list[str]) -> None:
    """In the order of the text, each once; the longest name wins; part of a word or of a name is none."""
    assert _names(medicines, text) == names


def test_a_row_is_read_as_it_is_written(medicines: Medicines) -> None:
    """Empty cells hold no names; comments and blank lines are no rows."""
    (found,) = medicines.named("retinol")
    assert found == Medicine("vitamin a", ("retinol",), ("vitamin", "fat-soluble vitamin"), "supplement")
    assert list(found.called()) == ["vitamin a", "retinol", "vitamin", "fat-soluble vitamin"]
    (plain,) = medicines.named("retinoic acid")
    assert plain.also == ("vitamin a acid",)
    (soap,) = medicines.named("soap")
    assert soap.also == ()


def test_a_row_of_too_few_cells_is_refused(tmp_path: Path) -> None:
    """A lost tab must not make a name of a group."""
    path = tmp_path / "medicines.tsv"
    path.write_text("aspirin\tasa\tmedicine\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not enough values"):
        Medicines.from_file(path)


def test_no_medicines_are_found_in_an_empty_list() -> None:
    """Nor is an empty list an error."""
    assert Medicines({}).named("aspirin") == []


def _rows() -> list[list[str]]:
    lines = MEDICINES_FILE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def test_every_bundled_row_has_four_cells_and_a_known_kind() -> None:
    """In lower case, without white space at the ends of a cell."""
    for row in _rows():
        assert len(row) == 4
        assert row[3] in ("medicine", "treatment", "supplement")
        assert row == [cell.strip().lower() for cell in row]


def test_every_bundled_name_is_found_and_means_one_medicine() -> None:
    """A name that stands in two rows would hide one of them; one that is spelt as no message is would never match."""
    held = bundled_medicines()
    lost = []
    for name, also, *_ in _rows():
        names = [name, *(each.strip() for each in also.split(";") if each.strip())]
        lost += [(each, name) for each in names if _names(held, each) != [name]]
    assert lost == []


def test_the_bundled_list_holds_no_row_twice() -> None:
    """One row a medicine."""
    names = [row[0] for row in _rows()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize("text", ["Can I drink alcohol?", "hello", "does it dry my lips", "How long does it last?"])
def test_an_everyday_question_names_no_medicine(text: str) -> None:
    """Words of every day are no brands."""
    assert _names(bundled_medicines(), text) == []


@given(st.text(max_size=200))
def test_any_text_is_looked_through(text: str) -> None:
    """Nothing that can be typed is an error; each medicine comes once."""
    names = _names(bundled_medicines(), text)
    assert len(names) == len(set(names))


def test_what_a_text_says_beside_names() -> None:
    """Names of several words go whole."""
    assert bundled_medicines().without("Is benzoyl peroxide or doxycycline safe in pregnancy?") == (
        "is or safe in pregnancy ."
    )


# ---- what naming another medicine does to an answer


@pytest.mark.parametrize(
    "question",
    [
        "What is the usual dose of metformin?",
        "Is ibuprofen bad for the stomach?",
        "How many mg of Blenrep should I take?",
    ],
)
def test_another_medicines_question_is_never_answered_from_these_leaflets(assistant: Assistant, question: str) -> None:
    """Neither called an answer nor a matter for the prescriber of this drug; the sentence says why."""
    answer = assistant.ask(question)
    assert answer.outcome in (Outcome.MENTIONED, Outcome.NOT_IN_LEAFLETS)
    assert answer.message == assistant.guardrail.policy.phrases[OTHER_MEDICINE].text


@pytest.mark.parametrize(
    "question",
    [
        "Can I take vitamin A with isotretinoin?",
        "accutane and doxycycline together?",
        "can I drink alcohol with Flexresan",
        "is my mood on Dercutane normal",
        "is it ok with doxycycline",
    ],
)
def test_another_medicine_beside_the_leaflets_own_is_their_question(assistant: Assistant, question: str) -> None:
    """What may be taken with it is what leaflets are for."""
    answer = assistant.ask(question)
    assert answer.message == assistant.guardrail.policy.messages[answer.outcome].text


def test_a_medicine_that_no_leaflet_mentions_is_told_apart(assistant: Assistant) -> None:
    """The confidence knows whether the leaflets ever name what was asked about, and whether it is their own."""
    own = assistant.signals("Does isotretinoin dry my lips?")
    assert (own["foreign"], own["unmentioned"]) == (0.0, 0.0)
    beside = assistant.signals("Can I take vitamin A with isotretinoin?")
    assert (beside["foreign"], beside["unmentioned"]) == (0.0, 0.0)
    other = assistant.signals("What is the usual dose of sumatriptan?")
    assert (other["foreign"], other["unmentioned"]) == (1.0, 1.0)
