"""Every known conflict of the three leaflets has a question that shows all its sides, in both corpora."""

from pathlib import Path
from typing import TypeAlias

import pytest

from edubot.assistant import Assistant
from edubot.leaflets.folder import Library
from edubot.model import Leaflet
from edubot.rendering.as_json import answer_as_json
from edubot.settings import bundled_corpus, bundled_originals
from edubot.topics import bundled_topics

QUESTIONS = {
    "dose": "How many mg of isotretinoin are taken a day?",
    "times-a-day": "Is it taken once or twice a day?",
    "course-length": "How many months is the course?",
    "when-to-stop": "My skin is clear already, when should treatment stop?",
    "who-changes-dose": "Can I adjust the dose myself?",
    "side-effect-action": "What should I do if I get a side effect?",
    "form": "Is it a pill or a gel capsule?",
    "strength": "Which strengths does it come in?",
    "route": "Is isotretinoin taken by mouth or put on the skin?",
    "food": "Should I take it with food?",
    "uses": "What is isotretinoin used for?",
    "pregnancy": "Can isotretinoin be taken during pregnancy?",
    "contraception": "Which contraception do I need on accutane?",
    "pregnancy-test": "Do I need pregnancy tests?",
    "if-pregnant": "What happens if a woman gets pregnant on isotretinoin?",
    "mood": "Can it make you depressed?",
    "bones": "Does isotretinoin affect your bones?",
    "skin-moisture": "Does it dry out your skin?",
    "diabetes": "Can people with diabetes take isotretinoin?",
    "wrinkles": "Does isotretinoin help against wrinkles?",
    "breastfeeding": "Is isotretinoin safe while breastfeeding?",
    "monitoring": "Do I need blood tests?",
    "interactions": "Which medicines interact with isotretinoin?",
    "sun": "Does isotretinoin make you sensitive to the sun?",
    "who-prescribes": "Who can prescribe isotretinoin?",
    "early-worsening": "Does acne get worse at first?",
}
"""A question for each conflict X1 to X26, in their order."""
Corpus: TypeAlias = tuple[str, Assistant, list[Leaflet]]
ONE_SIDED = {
    "bundled": {"if-pregnant"},
    "originals": {"if-pregnant"},
}
"""Topics on which one leaflet alone says one thing: the others are named as silent instead."""


@pytest.fixture(scope="module", params=["bundled", "originals"])
def corpus(request: pytest.FixtureRequest) -> tuple[str, Assistant, list[Leaflet]]:
    """Each corpus with its leaflets."""
    index = request.getfixturevalue(f"{request.param}_index")
    place = bundled_corpus() if request.param == "bundled" else request.getfixturevalue("seeds")
    return request.param, Assistant.open(index), list(Library.at(Path(place), bundled_originals()))


@pytest.mark.parametrize("topic", QUESTIONS)
def test_a_question_on_a_conflict_shows_every_side_word_for_word(corpus: Corpus, topic: str) -> None:
    name, assistant, leaflets = corpus
    answer = assistant.ask(QUESTIONS[topic])
    wanted = {
        (leaflet.source.id, "" if stance.left_out else stance.span.of(leaflet.text), stance.left_out)
        for leaflet in leaflets
        for stance in leaflet.stances
        if stance.topic == topic
    }
    assert wanted, f"no leaflet says anything on {topic}"
    if topic in ONE_SIDED[name]:
        silent = {leaflet for found in answer.silences for leaflet in found.leaflets}
        assert silent == {leaflet.source.id for leaflet in leaflets} - {side[0] for side in wanted}
        return
    title = bundled_topics()[topic].name
    (shown,) = [found for found in answer.disagreements if found.topic == title]
    assert {(side.leaflet, side.text, side.left_out) for side in shown.sides} == wanted
    (told,) = [found for found in answer_as_json(answer)["disagreements"] if found["topic"] == title]
    assert all(side["end"] - side["start"] == len(side["text"]) for side in told["sides"])
    assert "prescriber" in shown.advice


def test_no_unsafe_words_are_a_side(corpus: Corpus) -> None:
    _, assistant, leaflets = corpus
    hidden = [found.span.of(leaflet.text) for leaflet in leaflets for found in leaflet.quarantined]
    for question in QUESTIONS.values():
        for found in assistant.ask(question).disagreements:
            for side in found.sides:
                assert not any(side.text and side.text in words for words in hidden)


def test_every_side_that_contradicts_safe_advice_carries_its_correction(corpus: Corpus) -> None:
    _, assistant, _ = corpus
    sides = [side for found in assistant.ask(QUESTIONS["when-to-stop"]).disagreements for side in found.sides]
    stop = [side for side in sides if "70%" in side.text]
    assert stop and all(side.note and "prescriber decides" in side.note for side in stop)
    start = [hit for hit in assistant.ask(QUESTIONS["dose"]).hits if "0.1 mg" in hit.passage.text]
    assert start and all(hit.note and "very low" in hit.note for hit in start)


def test_every_topic_that_a_leaflet_takes_a_side_on_has_its_question(corpus: Corpus) -> None:
    _, _, leaflets = corpus
    assert {stance.topic for leaflet in leaflets for stance in leaflet.stances} == set(QUESTIONS)
