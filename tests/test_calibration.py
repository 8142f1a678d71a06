"""A confidence is for the scorer it was fitted for, and for no other."""

import math
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.assistant import Assistant
from edubot.calibration import Calibration
from edubot.errors import IndexMismatch
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.layout import MANIFEST_FILE
from edubot.index.search_index import SearchIndex
from edubot.index.survey import is_up_to_date, survey
from edubot.index.versions import IndexFolder
from edubot.index.weights import DEFAULT_ENCODER, encoder_folder, fingerprint
from edubot.leaflets.folder import Library
from edubot.model import Hit, Outcome, Passage, Source
from edubot.retriever import Retriever
from edubot.settings import FusionSettings, ScorerSettings, bundled_corpus, bundled_originals
from edubot.signals import Asked, signals
from edubot.topics import topics_asked
from tests.fakes import LetterEncoder

SOURCE = Source("a", "Lips", "a.md", "0" * 64, "0" * 64)
NOTHING = Asked(added=(), refers=False, foreign=False, unmentioned=False, topics=0, silent=0, plain=False)
FITTED = Calibration("s", "isotretinoin", {"top_cosine": 2.0, "lexical": 1.0}, (1.0, -1.0), -1.0, 0.8, 0.2)


def hit(text: str, dense: float, lexical: float) -> Hit:
    """A hit with these components."""
    return Hit(Passage(SOURCE, (), 0, len(text), text), dense, {"dense": dense, "lexical": lexical})


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """An index of one leaflet, built with an encoder that nobody calibrated."""
    (tmp_path / "leaflets").mkdir()
    (tmp_path / "leaflets" / "a.md").write_text("# Lips\n\nUse a balm on dry lips.\n", encoding="utf-8")
    build_index(Library.at(tmp_path / "leaflets", None), tmp_path / "index", LetterEncoder())
    return tmp_path / "index"


def test_the_bundled_calibration_is_for_the_scorer_in_use() -> None:
    """Whoever changes the vocabulary, a weight or the chunker must run `make calibrate`."""
    scorer = ScorerSettings().fingerprint(fingerprint(encoder_folder(DEFAULT_ENCODER)))
    assert Calibration.bundled(scorer, {"isotretinoin"}) is not None
    assert Calibration.bundled(scorer, {None}) is None
    assert Calibration.bundled(scorer, {"isotretinoin", "ibuprofen"}) is None


def test_no_other_scorer_gets_the_bundled_calibration() -> None:
    """Not even one that differs in a single setting."""
    assert Calibration.bundled(ScorerSettings().fingerprint("another encoder"), {"isotretinoin"}) is None


def test_the_index_carries_the_calibration_it_was_built_with(bundled_index: Path) -> None:
    """Stored in the manifest beside the scorer's fingerprint."""
    manifest = IndexFolder(bundled_index).manifest()
    assert manifest.calibration is not None
    assert manifest.calibration["scorer"] == manifest.scorer


def test_a_calibrated_index_is_up_to_date(bundled_index: Path) -> None:
    """What was read back from the disk equals what a build would write, so that nothing is built for nothing."""
    manifest = IndexFolder(bundled_index).manifest()
    counted = survey(Library.at(bundled_corpus(), bundled_originals()), ScorerSettings())
    assert is_up_to_date(manifest, counted, manifest.encoder, ScorerSettings())
    other = replace(manifest, calibration={**(manifest.calibration or {}), "bias": 7.0})
    assert not is_up_to_date(other, counted, manifest.encoder, ScorerSettings())


def test_an_uncalibrated_scorer_claims_no_answer(letters: Path) -> None:
    """What is found is a mention, and the confidence is not known."""
    assistant = Assistant(Retriever(SearchIndex.open(letters, LetterEncoder())), Guardrail.load())
    answer = assistant.ask("dry lips?")
    assert (answer.outcome, answer.confidence) == (Outcome.MENTIONED, None)


def test_a_calibration_for_another_scorer_is_refused(letters: Path) -> None:
    """An index that carries one does not open: a threshold for another score would be wrong in silence."""
    folder = IndexFolder(letters)
    forged = replace(folder.manifest(), calibration=FITTED.as_json())
    folder.version(folder.current).rename(folder.version(forged.version))
    (folder.version(forged.version) / MANIFEST_FILE).write_bytes(forged.as_bytes())
    (letters / "current").write_text(f"{forged.version}\n", encoding="ascii")
    with pytest.raises(IndexMismatch, match="calibrated for another scorer"):
        SearchIndex.open(letters, LetterEncoder())


def test_a_confidence_is_the_logistic_function_of_the_weighted_signals() -> None:
    """2 x 0.5 + 1 x 0 + 1 x 0.6 - 1 x 0.6 - 1 is 0, of which the logistic function is one half."""
    confidence = FITTED.confidence({"top_cosine": 0.5, "lexical": 0.0}, (0.6, 0.6))
    assert confidence.value == pytest.approx(0.5)
    assert FITTED.confidence({"top_cosine": 0.5, "lexical": 0.0}, (1.0, 0.0)).value == pytest.approx(
        1 / (1 + math.exp(-1))
    )
    assert (confidence.answered_from, confidence.mentioned_from) == (0.8, 0.2)


@given(st.floats(-1, 1), st.floats(0, 1e6))
def test_a_confidence_is_a_probability(cosine: float, lexical: float) -> None:
    """Whatever the signals, between 0 and 1; a better cosine never lowers it."""
    value = FITTED.confidence({"top_cosine": cosine, "lexical": lexical}, (0.0, 1.0)).value
    assert 0 <= value <= 1
    assert FITTED.confidence({"top_cosine": 1.0, "lexical": lexical}, (0.0, 1.0)).value >= value


@pytest.mark.parametrize(("answered", "mentioned"), [(0.2, 0.8), (1.2, 0.1), (0.5, -0.1)])
def test_marks_that_cannot_be_are_refused(answered: float, mentioned: float) -> None:
    """The lower mark first, both between 0 and 1."""
    with pytest.raises(ValueError, match="marks"):
        Calibration("s", "isotretinoin", {}, (), 0.0, answered, mentioned)


def test_a_vector_of_another_length_is_refused() -> None:
    """Weights for one encoder's vectors mean nothing for another's."""
    with pytest.raises(ValueError, match="zip"):
        FITTED.confidence({"top_cosine": 0.5, "lexical": 0.0}, (0.6, 0.6, 0.1))


def test_the_margin_is_how_far_the_nearest_stands_out() -> None:
    """Of six passages, from the nearest cosine to the sixth, however they rank; with fewer there is none."""
    hits = [hit(f"Text {place}.", cosine, 0.0) for place, cosine in enumerate((0.5, 0.7, 0.4, 0.3, 0.2, 0.1, 0.0))]
    assert signals(hits, NOTHING)["margin"] == pytest.approx(0.6)
    assert signals(hits[:5], NOTHING)["margin"] == 0.0


def test_signals_are_those_of_the_ranked_hits() -> None:
    """Cosine of the first hit, and the share of the added words in the first three passages."""
    hits = [hit("Dry lips.", 0.6, 2.0), hit("Eyes.", 0.7, 5.0), hit("Nose.", 0.1, 0.0), hit("Balm.", 0.1, 0.0)]
    found = signals(hits, replace(NOTHING, added=["lips", "balm"]))
    assert found["top_cosine"] == 0.6
    assert found["added_found"] == 0.5


def test_signals_are_those_of_what_was_asked() -> None:
    """Other medicines are 0 or 1; a topic that some leaflet speaks of is held; silence is a share of the topics."""
    hits = [hit("Dry lips.", 0.6, 2.0)]
    mixed = signals(hits, replace(NOTHING, foreign=True, topics=4, silent=1))
    assert (mixed["foreign"], mixed["unmentioned"], mixed["held"], mixed["silent"]) == (1.0, 0.0, 1.0, 0.25)
    silent = signals(hits, replace(NOTHING, refers=True, unmentioned=True, topics=2, silent=2))
    assert (silent["foreign"], silent["unmentioned"], silent["held"], silent["silent"]) == (0.0, 1.0, 0.0, 1.0)
    assert (mixed["refers"], silent["refers"]) == (0.0, 1.0)


def test_nothing_found_and_nothing_added_are_no_signal() -> None:
    """Zero throughout, and no division by nothing."""
    assert set(signals([], replace(NOTHING, added=["lips"])).values()) == {0.0}
    assert signals([hit("Dry lips.", 0.6, 2.0)], NOTHING)["added_found"] == 0.0
    assert signals([hit("Dry lips.", 0.6, 2.0)], NOTHING)["silent"] == 0.0


@pytest.mark.parametrize(
    ("question", "refers", "foreign", "unmentioned"),
    [
        ("Can I take ibuprofen?", 0.0, 1.0, 1.0),
        ("Can I take ibuprofen with isotretinoin?", 1.0, 0.0, 1.0),
        ("Can I take doxycycline?", 0.0, 0.0, 0.0),
        ("Does doxycycline work?", 0.0, 1.0, 0.0),
        ("Is doxycycline safe for lips that are dry?", 0.0, 1.0, 0.0),
        ("Can I take doxycycline on a plane?", 0.0, 1.0, 0.0),
        ("Can I take Blenrep?", 0.0, 1.0, 1.0),
        ("Can I take Blenrep with isotretinoin?", 1.0, 0.0, 0.0),
        ("Can I take isotretinoin?", 1.0, 0.0, 0.0),
        ("dry lips?", 0.0, 0.0, 0.0),
        ("How long do I take it?", 1.0, 0.0, 0.0),
    ],
)
def test_an_assistant_tells_the_leaflets_drug_from_others(
    tmp_path: Path, question: str, refers: float, foreign: float, unmentioned: float
) -> None:
    """Naming or pointing at its drug refers to it; another alone is foreign, one that no leaflet names unmentioned."""
    (tmp_path / "leaflets").mkdir()
    text = "# Lips\n\nUse a balm on dry lips. Do not take doxycycline, a tetracycline, with isotretinoin.\n"
    (tmp_path / "leaflets" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "leaflets" / "a.toml").write_text('drug = "isotretinoin"\n', encoding="utf-8")
    build_index(Library.at(tmp_path / "leaflets", None), tmp_path / "index", LetterEncoder())
    retriever = Retriever(SearchIndex.open(tmp_path / "index", LetterEncoder()))
    found = Assistant(retriever, Guardrail.load()).signals(question)
    assert (found["refers"], found["foreign"], found["unmentioned"]) == (refers, foreign, unmentioned)
    assert set(found) == set(signals([], NOTHING))


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("why are my lips so chapped", 1.0),
        ("can i use a balm on dry lips", 0.0),
        ("dry lips and tattoos?", 0.0),
        ("Can I take doxycycline?", 1.0),
        ("Does doxycycline work?", 0.0),
        ("What is the weather like?", 0.0),
    ],
)
def test_a_question_is_plain_where_the_leaflets_speak_of_all_of_it(tmp_path: Path, question: str, plain: float) -> None:
    """Every topic of it held, no word over, and of no other medicine but whether it may be taken."""
    (tmp_path / "leaflets").mkdir()
    text = "# Lips\n\nUse a balm on dry lips. Do not take tetracyclines with isotretinoin.\n"
    (tmp_path / "leaflets" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "leaflets" / "a.toml").write_text('drug = "isotretinoin"\n', encoding="utf-8")
    build_index(Library.at(tmp_path / "leaflets", None), tmp_path / "index", LetterEncoder())
    assistant = Assistant(Retriever(SearchIndex.open(tmp_path / "index", LetterEncoder())), Guardrail.load())
    assert assistant.signals(question)["plain"] == plain


def test_leaflets_whose_drug_nobody_named_are_not_taken_for_anothers(letters: Path) -> None:
    """Without curation nobody knows what they are about, so no question is said to be about another medicine."""
    assistant = Assistant(Retriever(SearchIndex.open(letters, LetterEncoder())), Guardrail.load())
    assert assistant.signals("Can I take ibuprofen?")["foreign"] == 0.0


def test_what_goes_beside_a_question_is_no_sign_that_it_is_answered(tmp_path: Path) -> None:
    """Every leaflet says what to do about side effects; that one asks about hiccups is not in it."""
    (tmp_path / "leaflets").mkdir()
    text = "# Care\n\nInform your healthcare professional of any side effect.\n"
    (tmp_path / "leaflets" / "a.md").write_text(text, encoding="utf-8")
    build_index(Library.at(tmp_path / "leaflets", None), tmp_path / "index", LetterEncoder())
    assistant = Assistant(Retriever(SearchIndex.open(tmp_path / "index", LetterEncoder())), Guardrail.load())
    question = "I have got side effects, what do I do?"
    assert "side-effect-action" in [topic.id for topic in topics_asked(question)]
    assert assistant.signals(question)["held"] == 0.0
    assert assistant.found(question)[0].components["topic"] == FusionSettings().beside_share
