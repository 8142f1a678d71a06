"""A hit is ranked by what it says it was ranked by, and a question is only ever added to."""

import hashlib
import random
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.index.build import build_index
from edubot.index.search_index import SearchIndex
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.retriever import FEW_LEAFLETS, Retriever
from edubot.settings import FusionSettings
from edubot.vocabulary import Vocabulary
from edubot.words import stems
from tests.fakes import LetterEncoder

ALL = 1000
TEXTS = {
    "skin": "# Skin\n\nAcne heals slowly.\n\n## Lips\n\nLips crack when dry.\n\nBalm soothes lips.\n\nSpots fade.\n",
    "sun": "# Sun\n\nShade is best at noon.\n\n## Clothes\n\nWear a hat.\n\nAcne marks darken outdoors.\n",
    "twin": "# Twin\n\nSame words here.\n\nSame words here.\n\nSame words here.\n",
}
NOTHING_ADDED = Vocabulary({})
QUESTIONS = ("acne marks", "how do lips heal?", "zzz", "", "☂", "same words", "hat " * 50)


def _index(root: Path, texts: Mapping[str, str]) -> SearchIndex:
    leaflets = [
        leaflet_from_text(text, f"{id}.md", hashlib.sha256(text.encode()).hexdigest(), Curation())
        for id, text in texts.items()
    ]
    build_index(leaflets, root, LetterEncoder())
    return SearchIndex.open(root, LetterEncoder())


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """A small index of letter vectors."""
    return _index(tmp_path_factory.mktemp("retriever"), TEXTS)


def _means(**phrases: str) -> Vocabulary:
    return Vocabulary({tuple(stems(said)): (meant,) for said, meant in phrases.items()})


def _lexical(retriever: Retriever, question: str) -> dict[str, float]:
    """Lexical score of each passage that has one, by its text."""
    hits = retriever.search(question, ALL)
    return {hit.passage.text: hit.components["lexical"] for hit in hits if hit.components["lexical"]}


@pytest.mark.parametrize("question", QUESTIONS)
def test_components_are_what_they_say(index: SearchIndex, question: str) -> None:
    """`dense` is the cosine of question and passage; `lexical` is 0 or more; `topic` 0 or 1; nothing else is there."""
    hits = Retriever(index).search(question, ALL)
    assert len(hits) == len(index.vectors)
    rows = {passage: row for row, passage in index.store.passages(range(ALL)).items()}
    for hit in hits:
        assert set(hit.components) == {"dense", "lexical", "topic"}
        assert hit.components["lexical"] >= 0
        assert hit.components["topic"] in (0.0, 1.0)
        exact = index.vectors.rows([rows[hit.passage]])[0] @ LetterEncoder().encode([question])[0]
        assert hit.components["dense"] == pytest.approx(float(exact), abs=1e-6)


def test_a_cosine_never_leaves_its_range(tmp_path: Path) -> None:
    """Where rounding lifts an inner product of unit vectors above 1, `dense` is still 1 at most."""
    rng = random.Random(5)
    letters = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 60))) for _ in range(300)]
    index = _index(tmp_path, {"many": "\n\n".join(f"Word {word} stands here." for word in letters)})
    passages = index.store.passages(range(ALL)).values()
    asked = [f"{passage.source.title} {' '.join(passage.heading)} {passage.text}" for passage in passages]
    _, cosines = index.vectors.nearest(LetterEncoder().encode(asked), 1)
    assert np.max(cosines) > 1, "else this test shows nothing"
    retriever = Retriever(index, vocabulary=NOTHING_ADDED)
    for question in asked:
        assert all(-1 <= hit.components["dense"] <= 1 for hit in retriever.search(question, 3))


@given(st.text())
def test_any_question_is_searched(index: SearchIndex, question: str) -> None:
    """No text raises; hits come best first, with a finite score, a cosine and a lexical score of 0 or more."""
    hits = Retriever(index).search(question, ALL)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert np.isfinite(scores).all()
    assert all(-1 <= hit.components["dense"] <= 1 and hit.components["lexical"] >= 0 for hit in hits)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_score_orders_the_hits(index: SearchIndex, question: str) -> None:
    """Best first, no passage twice; passages of equal score stand in the order of the index."""
    hits = Retriever(index).search(question, ALL)
    rows = {passage: row for row, passage in index.store.passages(range(ALL)).items()}
    order = [(-hit.score, rows[hit.passage]) for hit in hits]
    assert order == sorted(order)
    assert len({row for _, row in order}) == len(hits)


def test_equal_passages_stand_in_their_order(index: SearchIndex) -> None:
    """The same words thrice have one score, and come as they stand in the leaflet."""
    hits = Retriever(index).search("same words", 3)
    assert [hit.passage.source.id for hit in hits] == ["twin"] * 3
    assert len({hit.score for hit in hits}) == 1
    assert [hit.passage.start for hit in hits] == sorted(hit.passage.start for hit in hits)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_same_question_finds_the_same(index: SearchIndex, question: str) -> None:
    """Asked again, of another retriever, every hit and score is the same."""
    assert Retriever(index).search(question, ALL) == Retriever(index).search(question, ALL)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_limit_keeps_the_best(index: SearchIndex, question: str) -> None:
    """Fewer hits are the first of more."""
    hits = Retriever(index).search(question, ALL)
    for limit in (0, 1, 3):
        assert Retriever(index).search(question, limit) == hits[:limit]


@pytest.mark.parametrize(("weight", "component"), [(1.0, "dense"), (0.0, "lexical")])
def test_weights_choose_the_side(index: SearchIndex, weight: float, component: str) -> None:
    """With all the weight on one side, that side alone ranks."""
    retriever = Retriever(index, FusionSettings(dense_weight=weight, topic_weight=0.0))
    for question in QUESTIONS:
        values = [hit.components[component] for hit in retriever.search(question, ALL)]
        assert values == sorted(values, reverse=True)


def test_both_sides_count(index: SearchIndex) -> None:
    """By default the words lift a passage above one whose vector is nearer, and the vector orders those without."""
    hits = Retriever(index, vocabulary=NOTHING_ADDED).search("balm", ALL)
    assert "Balm" in hits[0].passage.text
    rest = [hit for hit in hits if not hit.components["lexical"]]
    assert [hit.components["dense"] for hit in rest] == sorted((hit.components["dense"] for hit in rest), reverse=True)


def test_each_side_brings_its_own_candidates(index: SearchIndex) -> None:
    """A passage among one side's best is found, with its true cosine, though the other side did not bring it."""
    narrow = Retriever(index, FusionSettings(depth=1), NOTHING_ADDED)
    wide = Retriever(index, vocabulary=NOTHING_ADDED)
    brought = set()
    for word in ("acne", "balm", "spots", "shade", "hat", "darken"):
        everything = wide.search(word, ALL)
        best = [max(everything, key=lambda hit: hit.components[side]) for side in ("dense", "lexical")]
        found = narrow.search(word, ALL)
        assert {hit.passage for hit in found} == {hit.passage for hit in best}
        components = {hit.passage: hit.components for hit in everything}
        assert all(hit.components == pytest.approx(components[hit.passage]) for hit in found)
        brought.add(len(found))
    assert brought == {1, 2}, "the sides must agree on some word and differ on another, else this shows nothing"


def test_added_words_find_more(index: SearchIndex) -> None:
    """A word that is added finds its passages, at its weight beside what asking for it would score."""
    retriever = Retriever(index, FusionSettings(expansion_weight=0.5), _means(pimple="acne"))
    asked = _lexical(Retriever(index, vocabulary=NOTHING_ADDED), "acne")
    assert len(asked) == 2
    assert _lexical(retriever, "pimples") == pytest.approx({text: 0.5 * score for text, score in asked.items()})
    assert retriever.expansions("pimples") == ["acne"]


def test_added_words_never_replace(index: SearchIndex) -> None:
    """The question's own words score as if nothing had been added; what was added comes on top."""
    plain, added = Retriever(index, vocabulary=NOTHING_ADDED), Retriever(index, vocabulary=_means(spots="acne"))
    own, both, other = _lexical(plain, "spots"), _lexical(added, "spots"), _lexical(plain, "acne")
    assert own.keys() == {"Spots fade."}
    assert both.keys() == own.keys() | other.keys()
    assert all(both[text] == pytest.approx(score) for text, score in own.items())


def test_a_word_both_asked_and_added_counts_twice(index: SearchIndex) -> None:
    """A word of the question that is also added to it is worth its own score and the added one."""
    plain = _lexical(Retriever(index, vocabulary=NOTHING_ADDED), "acne")
    retriever = Retriever(index, FusionSettings(expansion_weight=0.5), _means(acne="acne"))
    assert _lexical(retriever, "acne") == pytest.approx({text: 1.5 * score for text, score in plain.items()})


def test_added_words_leave_the_vector_alone(index: SearchIndex) -> None:
    """What is embedded is the question as it was asked."""
    plain = Retriever(index, vocabulary=NOTHING_ADDED).search("spots", ALL)
    added = Retriever(index, vocabulary=_means(spots="acne")).search("spots", ALL)
    cosines = {hit.passage: hit.components["dense"] for hit in plain}
    assert {hit.passage: hit.components["dense"] for hit in added} == cosines


def test_little_words_are_no_evidence(index: SearchIndex) -> None:
    """Words that say nothing of what is asked find no passage by themselves."""
    assert _lexical(Retriever(index, vocabulary=NOTHING_ADDED), "what is it when at a") == {}


def test_the_sources_are_those_of_the_index(index: SearchIndex) -> None:
    """The retriever names every leaflet in the order of building."""
    retriever = Retriever(index)
    assert [source.id for source in retriever.sources] == list(TEXTS)


TOPICAL = {
    "bar": "# Evenings\n\nAlcohol can harm the liver.\n\n"
    "## Other things\n\nCan I have? Beer can I have? A beer can I have.\n",
    "sun": "# Sun\n\nShade is best at noon.\n",
}


def test_what_speaks_of_the_topic_asked_comes_up(tmp_path: Path) -> None:
    """By as much as its weight, and with it past a passage that shares more words and letters."""
    index = _index(tmp_path, TOPICAL)
    with_topics = Retriever(index, FusionSettings(topic_weight=2.0), NOTHING_ADDED)
    without = Retriever(index, FusionSettings(topic_weight=0.0), NOTHING_ADDED)
    first, other = with_topics.search("can I have a beer?", ALL)[0], without.search("can I have a beer?", ALL)[0]
    assert (first.passage.text, first.components["topic"]) == ("Alcohol can harm the liver.", 1.0)
    assert other.passage.text.startswith("Can I have?")
    scores = {hit.passage: hit.score for hit in without.search("can I have a beer?", ALL)}
    assert first.score == pytest.approx(scores[first.passage] + 2.0)


def test_a_topic_brings_passages_that_no_side_found(tmp_path: Path) -> None:
    """However far its letters are; but a topic of which everything speaks says nothing, and brings nothing."""
    index = _index(tmp_path, TOPICAL)
    narrow = Retriever(index, FusionSettings(depth=1), NOTHING_ADDED)
    assert "Alcohol can harm the liver." in [hit.passage.text for hit in narrow.search("can I have a beer?", ALL)]
    many = _index(tmp_path / "many", {"bar": "\n\n".join(f"Alcohol is bad, {word}." for word in ("a", "b", "c"))})
    found = Retriever(many, FusionSettings(depth=2), NOTHING_ADDED).search("can I have a beer?", ALL)
    assert {hit.components["topic"] for hit in found} == {0.0}


def test_the_sentences_that_ask_draw_the_vector(index: SearchIndex) -> None:
    """A story before the question counts, but less than it would alone; without weight only the message counts."""
    story = "Zebras zigzag around the zoo zone. Where does a hat go?"
    whole, part = (LetterEncoder().encode([text])[0] for text in (story, "Where does a hat go?"))
    for weight in (0.0, 0.5, 3.0):
        drawn = whole + weight * part
        hit = Retriever(index, FusionSettings(asking_weight=weight), NOTHING_ADDED).search(story, 1)[0]
        rows = {passage: row for row, passage in index.store.passages(range(ALL)).items()}
        exact = index.vectors.rows([rows[hit.passage]])[0] @ (drawn / np.linalg.norm(drawn))
        assert hit.components["dense"] == pytest.approx(float(exact), abs=1e-6)


def test_a_text_is_encoded_once(tmp_path: Path) -> None:
    """What several rooms ask of one message is computed for the first of them."""
    _index(tmp_path, TOPICAL)
    encoder = LetterEncoder()
    retriever = Retriever(SearchIndex.open(tmp_path, encoder))
    first = retriever.vectors(["a hat?", "lips", "a hat?"])
    retriever.search("a hat?", 3)
    assert encoder.encoded == ["a hat?", "lips"]
    assert retriever.vectors(["a hat?"]) == [first[0]] == [first[2]]
    retriever.vectors([f"text {number}" for number in range(100)])
    assert retriever.vectors(["a hat?"]) == [first[0]], "forgotten, and computed again to the same"


def test_who_encodes_a_question_first_spares_the_search(tmp_path: Path) -> None:
    """All texts of a question can be encoded in one go: the search then has nothing left to encode."""
    _index(tmp_path, TOPICAL)
    encoder = LetterEncoder()
    retriever = Retriever(SearchIndex.open(tmp_path, encoder), FusionSettings(asking_weight=1.0))
    story = "My lips are dry. May I wear a hat?"
    retriever.vectors(["other", *retriever.encoded(story)])
    assert encoder.encoded == ["other", story, "May I wear a hat?"]
    retriever.search(story, 3)
    assert len(encoder.encoded) == len({*encoder.encoded}) == 3


def test_topics_do_not_rank_among_many_drugs(tmp_path: Path) -> None:
    """Which of a hundred medicines is asked about, no topic knows; among the leaflets of one it does not matter."""
    texts = {f"leaflet{number}": f"# Number {number}\n\nAlcohol is bad, {number}.\n" for number in range(FEW_LEAFLETS)}
    few = Retriever(_index(tmp_path / "few", texts), vocabulary=NOTHING_ADDED)
    assert {hit.components["topic"] for hit in few.search("can I have a beer?", ALL)} == {1.0}
    more = {**texts, "last": "# Last\n\nAlcohol is bad.\n"}
    many = Retriever(_index(tmp_path / "many", more), vocabulary=NOTHING_ADDED)
    assert {hit.components["topic"] for hit in many.search("can I have a beer?", ALL)} == {0.0}
    leaflets = [
        leaflet_from_text(text, f"{id}.md", hashlib.sha256(text.encode()).hexdigest(), Curation(drug="isotretinoin"))
        for id, text in more.items()
    ]
    build_index(leaflets, tmp_path / "one", LetterEncoder())
    one = Retriever(SearchIndex.open(tmp_path / "one", LetterEncoder()), vocabulary=NOTHING_ADDED)
    assert {hit.components["topic"] for hit in one.search("can I have a beer?", ALL)} == {1.0}


def test_no_words_are_added_among_many_drugs(tmp_path: Path) -> None:
    """What patients call the things of one medicine finds the wrong leaflet among a hundred."""
    vocabulary = Vocabulary({tuple(stems("booze")): ("alcohol",)})
    texts = {f"leaflet{number}": f"# Number {number}\n\nAlcohol is bad, {number}.\n" for number in range(FEW_LEAFLETS)}
    few = Retriever(_index(tmp_path / "few", texts), vocabulary=vocabulary)
    assert few.expansions("booze?") == ["alcohol"]
    assert all(hit.components["lexical"] for hit in few.search("booze?", ALL))
    many = Retriever(_index(tmp_path / "many", {**texts, "last": "# Last\n\nAlcohol is bad.\n"}), vocabulary=vocabulary)
    assert many.expansions("booze?") == []
    assert not any(hit.components["lexical"] for hit in many.search("booze?", ALL))


def test_among_many_subjects_a_passage_counts_with_its_neighbours(tmp_path: Path) -> None:
    """Of two passages with the same words, the one whose leaflet goes on comes first; in a small library neither."""
    texts = {f"other{number}": "# Other\n\nQuiz.\n" for number in range(FEW_LEAFLETS)}
    texts |= {
        "beside": "# Notes\n\nMumps hurt.\n\n- Quick foxes jog.\n- Big brown jugs.\n",
        "whole": "# Notes\n\nMumps hurt.\n\n- Thumps must hurt.\n- Mumps must hurt us most.\n",
    }
    index = _index(tmp_path, texts)

    def first(weight: float) -> tuple[str, bool]:
        hits = Retriever(index, FusionSettings(neighbour_weight=weight), NOTHING_ADDED).search("mumps hurt", ALL)
        told = [hit for hit in hits if hit.passage.text == "Mumps hurt."]
        return told[0].passage.source.id, told[0].score == told[1].score

    assert first(0.0) == ("beside", True)
    assert first(0.5) == ("whole", False)
    hit = next(
        hit
        for hit in Retriever(index, vocabulary=NOTHING_ADDED).search("mumps hurt", ALL)
        if hit.passage.source.id == "whole"
    )
    around = [
        row for row, passage in index.store.passages(range(len(index.vectors))).items() if passage.source.id == "whole"
    ]
    together = index.vectors.rows(around).sum(axis=0)
    asked = LetterEncoder().encode(["mumps hurt"])[0]
    assert hit.components["neighbours"] == pytest.approx(together @ asked / np.linalg.norm(together), abs=1e-6)
    few = _index(tmp_path / "few", {id: texts[id] for id in ("beside", "whole")})
    scores = {
        hit.score
        for hit in Retriever(few, FusionSettings(neighbour_weight=0.5), NOTHING_ADDED).search("mumps hurt", ALL)
        if hit.passage.text == "Mumps hurt."
    }
    assert len(scores) == 1


@pytest.mark.parametrize("others", [0, FEW_LEAFLETS])
def test_a_library_of_headings_alone_finds_nothing(tmp_path: Path, others: int) -> None:
    """Where every leaflet with a sentence is out of use, a question finds nothing, and nothing breaks."""
    texts = {f"bare{number}": "# Only a heading\n" for number in range(others + 1)}
    retriever = Retriever(_index(tmp_path, {"skin": TEXTS["skin"], **texts})).without(["skin"])
    assert retriever.search("acne marks", ALL) == []
