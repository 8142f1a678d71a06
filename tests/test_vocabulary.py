"""Lay words lead to the leaflets' words, and nothing else leads to anything."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.settings import VOCABULARY_FILE
from edubot.vocabulary import LONGEST_PHRASE, Vocabulary, bundled_vocabulary
from edubot.words import stems

GROUPS: list[dict[str, Any]] = tomllib.loads(VOCABULARY_FILE.read_text(encoding="utf-8"))["group"]


@pytest.fixture
def small(tmp_path: Path) -> Vocabulary:
    """A vocabulary of four groups."""
    file = tmp_path / "vocabulary.toml"
    file.write_text(
        '[[group]]\ntopic = "spots"\nsay = ["zit", "pimple", "bad skin"]\nmeans = ["acne", "lesions"]\n'
        '[[group]]\ntopic = "drink"\nsay = ["booze", "a pint"]\nmeans = ["alcohol"]\n'
        '[[group]]\ntopic = "eyes"\nsay = ["can\'t see"]\nmeans = ["vision"]\n'
        '[[group]]\ntopic = "long"\nsay = ["one two three four five six"]\nmeans = ["counting"]\n'
    )
    return Vocabulary.from_file(file)


@pytest.mark.parametrize(
    ("question", "added"),
    [
        ("zit", ["acne", "lesions"]),
        ("I have ZITS!", ["acne", "lesions"]),
        ("pimples, zits and more pimples", ["acne", "lesions"]),
        ("boozing", ["alcohol"]),
        ("is my bad skin from a pint?", ["acne", "lesions", "alcohol"]),
        ("i can’t see", ["vision"]),
        ("one two three four five six", ["counting"]),
    ],
)
def test_phrases_are_found(small: Vocabulary, question: str, added: list[str]) -> None:
    """Plurals, endings, case and curly marks hide no phrase; each word is added once, in the order of the question."""
    assert small.expansions(question) == added


@pytest.mark.parametrize("question", ["", "   ", "?!", "skin", "bad", "skin bad", "pint", "zither", "one two three"])
def test_unknown_words_add_nothing(small: Vocabulary, question: str) -> None:
    """Part of a phrase, its words in another order, or a longer word are no match."""
    assert small.expansions(question) == []


@given(st.text())
def test_any_text_adds_only_what_the_file_holds(text: str) -> None:
    """Whatever is asked, what is added stands in the file, each word once."""
    added = bundled_vocabulary().expansions(text)
    assert set(added) <= {meant for group in GROUPS for meant in group["means"]}
    assert len(set(added)) == len(added)


def test_every_group_is_whole() -> None:
    """A group has a topic, phrases in lower case, and words to add; nothing else, nothing empty."""
    for group in GROUPS:
        assert set(group) == {"topic", "say", "means"}
        assert group["topic"].strip()
        assert group["say"]
        assert group["means"]
        for phrase in (*group["say"], *group["means"]):
            assert phrase == phrase.strip() != ""
        assert all(phrase == phrase.lower() and 1 <= len(stems(phrase)) <= LONGEST_PHRASE for phrase in group["say"])
        assert all(1 <= len(meant.split()) <= 4 for meant in group["means"])


def test_no_topic_stands_twice() -> None:
    """Groups are told apart by their topics."""
    assert [topic for topic, count in Counter(group["topic"] for group in GROUPS).items() if count > 1] == []


def test_every_say_is_unique() -> None:
    """A phrase stands in one group only, and once."""
    said = Counter(phrase for group in GROUPS for phrase in group["say"])
    assert [phrase for phrase, count in said.items() if count > 1] == []


@pytest.mark.parametrize("group", GROUPS, ids=[group["topic"] for group in GROUPS])
def test_each_phrase_adds_what_its_group_means(group: dict[str, Any]) -> None:
    """Every phrase of the bundled file is found, alone and in a question."""
    for phrase in group["say"]:
        assert set(group["means"]) <= set(bundled_vocabulary().expansions(phrase)), phrase
        assert set(group["means"]) & set(bundled_vocabulary().expansions(f"xyzzy, {phrase.upper()}?")), phrase
