"""Topics: what a message asks about, and what a leaflet says something on."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edubot.patterns.text import plain_words
from edubot.settings import TOPICS_FILE, bundled_corpus
from edubot.topics import Topic, Topics, bundled_topics
from tests.conftest import REPOSITORY
from tests.test_quantities import DIMENSIONS

SUN = Topic("sun", "the sun", ("sun*", "stay outside"), ("sunlight",))
MILK = Topic("milk", "milk", ("milk",), ("(milk|dairy)",), "doses")
FILE = """
[[topic]]
id = "sun"
name = "the sun"
asked = ["sun*"]
said = ["sunlight"]

[[topic]]
id = "milk"
name = "milk"
dimension = "doses"
asked = ["milk"]
said = ["dairy"]
"""


def _ids(topics: Topics, question: str) -> list[str]:
    return [topic.id for topic in topics.asked(question)]


@pytest.fixture
def topics() -> Topics:
    """Two topics."""
    return Topics([SUN, MILK])


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Can I sunbathe?", ["sun"]),
        ("May I have milk, or stay outside?", ["sun", "milk"]),
        ("Is soya fine?", []),
        ("", []),
        ("I sunbathe a lot. Is milk fine?", ["milk"]),
        ("Is milk fine? I sunbathe a lot.", ["milk"]),
        ("I sunbathe a lot. Is that fine?", ["sun"]),
        ("Is milk fine? And the sun?", ["sun", "milk"]),
        ("I drink milk in the sun", ["sun", "milk"]),
        ("milk\nIs the sun bad?", ["sun"]),
        ("MILK?!", ["milk"]),
    ],
)
def test_a_message_asks_about_what_its_questions_say(topics: Topics, question: str, ids: list[str]) -> None:
    """Sentences with a question mark count first; where they name no topic, all that was said counts. In file order."""
    assert _ids(topics, question) == ids


def test_what_goes_beside_is_heard_in_the_whole_message_and_comes_last() -> None:
    """Somebody tells of a rash, and asks of milk: what to do about rashes takes no question's place."""
    rash = Topic("rash", "rashes", ("rash",), ("rash",), beside=True)
    topics = Topics([rash, SUN, MILK])
    assert _ids(topics, "I have a rash. Is milk fine?") == ["milk", "rash"]
    assert _ids(topics, "I have a rash in the sun. Is it fine?") == ["sun", "rash"]
    assert _ids(topics, "I have a rash.") == ["rash"]


@given(st.lists(st.sampled_from(["sun", "sunbathe", "milk", "stay", "outside", "dairy", "sunlight", "a"])))
def test_what_a_text_speaks_of_is_found_by_its_beginnings(words: list[str]) -> None:
    """Looking only where a pattern can begin finds what looking everywhere does."""
    held = Topics([SUN, MILK])
    assert held.said(words) == [topic for topic in (SUN, MILK) if topic.is_said([words])]
    assert _ids(held, " ".join(words)) == [topic.id for topic in (SUN, MILK) if topic.asked_in.found_in(words)]


def test_the_bundled_topics_are_found_by_their_beginnings() -> None:
    """In every question of ours, and in what every leaflet says."""
    questions = (REPOSITORY / "tests" / "gold" / "coverage.jsonl").read_text(encoding="utf-8").splitlines()[::10]
    leaflets = [line for path in bundled_corpus().glob("*.md") for line in path.read_text(encoding="utf-8").split("\n")]
    for text in [json.loads(line)["text"] for line in questions] + leaflets:
        words = plain_words(text)
        assert bundled_topics().said(words) == [topic for topic in bundled_topics() if topic.is_said([words])]


def test_a_topic_is_said_where_any_text_holds_its_words() -> None:
    """Each text is looked at alone."""
    assert MILK.is_said([["no"], ["some", "dairy", "food"]])
    assert not MILK.is_said([["no"], ["none"]])
    assert not MILK.is_said([])
    assert not SUN.is_said([["sun", "light"]])


def test_topics_are_read_in_the_order_of_their_file(tmp_path: Path) -> None:
    """All fields; the dimension is empty where none stands."""
    path = tmp_path / "topics.toml"
    path.write_text(FILE, encoding="utf-8")
    held = Topics.from_file(path)
    assert [(topic.id, topic.dimension) for topic in held] == [("sun", ""), ("milk", "doses")]
    assert held["milk"] == Topic("milk", "milk", ("milk",), ("dairy",), "doses")


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """A curation that names it would mean either."""
    path = tmp_path / "topics.toml"
    path.write_text(FILE.replace('"milk"', '"sun"', 1), encoding="utf-8")
    with pytest.raises(ValueError, match="stands twice") as caught:
        Topics.from_file(path)
    assert str(path) in str(caught.value)


def test_every_bundled_pattern_can_be_read() -> None:
    """Patterns are read when they are first needed; a broken one must not wait for a patient."""
    for topic in bundled_topics():
        assert topic.asked
        assert topic.said
        topic.asked_in.found_in(["word"])
        topic.is_said([["word"]])


def test_every_bundled_topic_has_an_id_and_a_name_of_its_own() -> None:
    """A name goes before a patient after "Nothing on", so it is no sentence and no id."""
    topics = list(bundled_topics())
    assert len({topic.id for topic in topics}) == len(topics)
    assert len({topic.name for topic in topics}) == len(topics)
    for topic in topics:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic.id)
        assert topic.name.strip() == topic.name
        assert not topic.name.endswith((".", "?"))


def test_every_bundled_dimension_is_one_that_figures_have() -> None:
    """A misspelt one would compare nothing, and nobody would know."""
    named = {topic.dimension for topic in bundled_topics()} - {""}
    assert named
    assert named <= DIMENSIONS


def test_every_bundled_topic_is_written_in_the_file() -> None:
    """None is lost in reading."""
    written = TOPICS_FILE.read_text(encoding="utf-8").count("[[topic]]")
    assert len(list(bundled_topics())) == written > 0


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("Can I drink alcohol?", "alcohol"),
        ("What is the dose?", "dose"),
        ("How long does treatment last?", "course-length"),
        ("what dose", "dose"),
    ],
)
def test_a_plain_question_has_its_topic(question: str, id: str) -> None:
    """What almost everybody asks."""
    assert id in _ids(bundled_topics(), question)


@pytest.mark.parametrize("question", ["hello", "", "?", "thanks a lot", "xyzzy"])
def test_what_asks_nothing_has_no_topic(question: str) -> None:
    """A greeting makes no leaflet silent."""
    assert _ids(bundled_topics(), question) == []


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_may_be_asked(text: str) -> None:
    """Nothing that can be typed is an error; each topic comes once."""
    ids = _ids(bundled_topics(), text)
    assert len(ids) == len(set(ids))


@given(st.text(max_size=80))
def test_a_topic_is_not_asked_by_the_end_of_one_sentence_and_the_start_of_the_next(text: str) -> None:
    """The message "Stay. Outside" asks nothing of staying outside."""
    outside = Topic("o", "o", ("stay outside",), ("x",))
    assert not Topics([outside]).asked(f"{text.replace('outside', '')} stay. Outside") or outside.asked_in.found_in(
        plain_words(text)
    )


@pytest.mark.parametrize(
    ("message", "asked", "other"),
    [
        ("ich bin schwanger und nehme isotretinoin", None, "disposal"),
        ("can I bin the leftover capsules?", "disposal", None),
        ("ich bin 20 jahre alt", None, "liver"),
        ("my alt is 71", "liver", None),
        ("raised alt on accutane", "liver", None),
        ("my doctor is on holiday can i up my dose to 60", "who-changes-dose", "travel-flying"),
        ("my doctor is on holiday can i up my dose to 60", "who-changes-dose", "sun"),
        ("i'm going on holiday next week", "travel-flying", None),
        ("I took 20 pills last night", "overdose", "dose"),
        ("took my whole box of accutane", "overdose", "dose"),
        ("i took 20 mg capsules for a month", None, "overdose"),
        ("my 4 year old swallowed one of my tablets", "overdose", "crushing"),
        ("my 2yo ate a capsule", "overdose", None),
        ("an 18-month-old chewed some softgels", "overdose", None),
        ("my 17 year old took accutane for 6 months", None, "overdose"),
        ("2 months since i took it", None, "overdose"),
    ],
)
def test_a_word_of_another_meaning_asks_about_nothing(message: str, asked: str | None, other: str | None) -> None:
    """German, an age, somebody else's holiday; beside what the word is there for."""
    found = _ids(bundled_topics(), message)
    assert asked is None or asked in found
    assert other not in found


def test_a_leaflet_that_only_says_to_tell_of_symptoms_is_silent_on_past_depression() -> None:
    """What a treatment may do is not what somebody had before it."""
    said = {topic.id for topic in bundled_topics().said(plain_words("Tell of any psychological symptoms immediately."))}
    assert "mood" in said
    assert "depression-before" not in said
