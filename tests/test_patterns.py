"""A pattern says what a clinician would take it to say: words, stems, lists, gaps, and never past a sentence's end."""

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.patterns.named import NamedPatterns
from edubot.patterns.patterns import Patterns
from edubot.patterns.spelling import Spelling
from edubot.patterns.text import STOP, Words, plain_words

LISTS = {"drug": Patterns(["accutane", "iso tablets"]), "want": Patterns(["want", "wish*"])}
WORDS = st.sampled_from(["i", "want", "to", "die", "stop", "it", "now", "20", "tattoo", "tattoos", STOP])
MESSAGES = st.lists(WORDS, max_size=12)


def _found(pattern: str, message: str) -> bool:
    return Patterns([pattern], LISTS).found_in(plain_words(message))


@pytest.mark.parametrize(
    ("pattern", "message", "found"),
    [
        ("die", "I want to DIE!", True),
        ("die", "my diet", False),
        ("die", "", False),
        ("want to die", "I want to die", True),
        ("want to die", "want die", False),
        ("want to die", "to die want", False),
        ("tattoo*", "tattooing is fine", True),
        ("tattoo*", "a tattoo", True),
        ("tattoo*", "a tatto", False),
        ("take # mg", "take 20 mg", True),
        ("take # mg", "take 20mg", True),
        ("take # mg", "take some mg", False),
        ("take * mg", "take some mg", True),
        ("take * mg", "take. mg", False),
        ("(pill|two words) now", "two words now", True),
        ("(pill|two words) now", "pill now", True),
        ("(pill|two words) now", "two now", False),
        ("(a (b|c d)|e) f", "a c d f", True),
        ("(a (b|c d)|e) f", "e f", True),
        ("(a (b|c d)|e) f", "a f", False),
        ("stop (the )?pill", "stop pill", True),
        ("stop (the )?pill", "stop the pill", True),
        ("stop (the )?pill", "stop a pill", False),
        ("stop the? pill", "stop pill", True),
        ("stop {drug}? now", "stop now", True),
        ("stop {drug}? now", "stop iso tablets now", True),
        ("{want} {drug}", "wishing accutane", True),
        ("{want} {drug}", "accutane want", False),
        ("dont stop", "Don't stop", True),
        ("dont stop", "don’t stop", True),
        ("well known", "well-known", True),
        ("well-known", "well known", True),
        ("diarrhee", "diarrhée", True),
        ("so bad", "soooo bad", True),
        ("想死", "我想死了", True),
        ("想死", "想 不死", False),
        ("😭", "oh 😭 no", True),
        ("2 days", "2days", True),
    ],
)
def test_a_pattern_matches_what_it_says(pattern: str, message: str, found: bool) -> None:
    """Each mark of the language, once where it matches and once where it does not."""
    assert _found(pattern, message) is found


@pytest.mark.parametrize(("gap", "most"), [("..", 3), ("...", 6)])
def test_a_gap_lets_so_many_other_words_stand_between(gap: str, most: int) -> None:
    """Two dots are up to three words, three dots up to six; one more is too many."""
    for between in range(most + 3):
        message = " ".join(["stop", *["word"] * between, "pill"])
        assert _found(f"stop {gap} pill", message) is (between <= most)


@pytest.mark.parametrize("end", [".", "!", "?", "\n", ";", ":", "…", "。", "？", "؟"])
@pytest.mark.parametrize("pattern", ["want to die", "want .. die", "want ... die", "want to * die", "want * die"])
def test_nothing_matches_across_the_end_of_a_sentence(pattern: str, end: str) -> None:
    """Neither words side by side, nor a gap, nor a free word bridges a stop."""
    assert not _found(pattern, f"want to{end} die")


def test_a_gap_takes_fewer_words_where_a_sentence_ends_sooner() -> None:
    """A pattern that ends in a gap still matches at the end of a sentence and of the message."""
    assert _found("missed ..", "I missed. Now what?")
    assert _found("missed ..", "I missed")


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(a|b", "does not close"),
        ("a)", "a bracket too many"),
        ("a|b", "a bracket too many"),
        ("{nowhere} a", "a list that is not there"),
        ("{want a", "does not close"),
        ("{want", "does not close"),
        ("(", ""),
        ("", "must begin with a word"),
        (".. a", "must begin with a word"),
        ("..", "must begin with a word"),
        ("(|a)", "must begin with a word"),
        ("(a|) b", "must begin with a word"),
        ("a ()", "must begin with a word"),
        ("a }", "a bracket too many"),
    ],
)
def test_a_pattern_that_cannot_be_read_is_refused_by_name(pattern: str, told: str) -> None:
    """Whoever writes a rule learns which pattern is wrong, and how."""
    with pytest.raises(ValueError, match=re.escape(repr(pattern))) as caught:
        Patterns([pattern], LISTS)
    assert told in str(caught.value)


def test_the_longest_match_at_each_word_is_given() -> None:
    """Places are half-open ranges of words; a word that begins nothing has none."""
    patterns = Patterns(["want", "want to .. die", "die"])
    assert list(patterns.matches(plain_words("I want to just die now"))) == [(1, 5), (4, 5)]


def test_other_spellings_are_written_out_in_the_pattern_too() -> None:
    """A pattern that says "im" meets a message in which "im" was written out."""

    def spelt(words: Iterable[str]) -> list[str]:
        return [each for word in words for each in {"im": ("i", "am")}.get(word, (word,))]

    assert Patterns(["im low"], spelling=Spelling(spelt)).found_in(["i", "am", "low"])
    assert not Patterns(["im low"]).found_in(["i", "am", "low"])


def test_no_pattern_matches_nothing() -> None:
    """An empty list of patterns fires on no message."""
    assert not Patterns([]).found_in(["anything"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("?!", [STOP]),
        ("I'm O’Neil", ["im", "oneil"]),
        ("é Ñ ü", ["e", "n", "u"]),
        ("sooooo goooood", ["so", "god"]),
        ("good 1000", ["good", "1000"]),
        ("40mg 3x 2yrs", ["40", "mg", "3", "x", "2", "yrs"]),
        ("a.b", ["a", STOP, "b"]),
        ("a... b", ["a", STOP, "b"]),
        ("one, two", ["one", "two"]),
        ("snake_case", ["snake", "case"]),
        ("死にたい", ["死", "に", "た", "い"]),
    ],
)
def test_plain_words_are_what_patterns_see(text: str, words: list[str]) -> None:
    """Lower case, no accents, no apostrophes; figures apart from their units; a sign for a sentence's end."""
    assert plain_words(text) == words


@given(st.text(max_size=300))
def test_any_text_has_plain_words(text: str) -> None:
    """Nothing that can be typed is an error, and no word is empty, upper case or an apostrophe's."""
    for word in plain_words(text):
        assert word == STOP or (word and word == word.lower() and "'" not in word and " " not in word)


@given(MESSAGES, MESSAGES)
def test_what_stands_in_another_sentence_changes_no_match(before: list[str], message: list[str]) -> None:
    """Words before a stop neither make a match nor prevent one."""
    patterns = Patterns(["want .. die", "stop it now", "tattoo* ... #"])
    alone = [(start + len(before) + 1, end + len(before) + 1) for start, end in patterns.matches(message)]
    together = [found for found in patterns.matches([*before, STOP, *message]) if found[0] > len(before)]
    assert together == alone


@given(MESSAGES, st.integers(1, 4))
def test_every_match_begins_and_ends_in_one_sentence(message: list[str], wide: int) -> None:
    """No match holds a stop, whatever gaps its pattern has."""
    patterns = Patterns(["i " + "... " * wide + "it", "want * *", "# ... die"])
    for start, end in patterns.matches(message):
        assert STOP not in message[start:end]
        assert 0 <= start < end <= len(message)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_plain_letters_are_read_as_among_others(text: str) -> None:
    """Where every letter is a plain one accents need not be looked for, and nothing else is read otherwise."""
    assert [*plain_words(text), "e"] == plain_words(f"{text} é")


@given(MESSAGES)
def test_patterns_that_are_looked_for_together_are_those_found_one_by_one(message: list[str]) -> None:
    """One look at a message finds the names of all patterns of which any matches."""
    written = {
        "first": ["i {want}", "(now|it) .. die"],
        "second": ["{want} (to die|it)? now", "tattoo* ... (20|die)"],
        "third": ["# (stop|to)", "(to )?die"],
        "any": ["* * now"],
    }
    patterns = {name: Patterns(lines, LISTS) for name, lines in written.items()}
    together = NamedPatterns(patterns.items())
    for words in (message, Words(message)):
        found = {name for name, held in patterns.items() if held.found_in(words)}
        assert together.found_in(words) == found
        assert found == {name for name, held in patterns.items() if list(held.matches(words))}


@given(MESSAGES)
def test_what_a_phrase_needs_is_there_wherever_it_stands(message: list[str]) -> None:
    """A pattern is dismissed at a look only where a step by step reading of it, by a regular expression, fails too."""
    for written, shape in (
        ("i .. die", r"i (?:(?!\.)\S+ ){0,3}die "),
        ("(want|stop) to? (die|it)", r"(?:want|stop) (?:to )?(?:die|it) "),
        ("tattoo* now", r"tattoo\S* now "),
        ("# * die", r"\d+ (?!\.)\S+ die "),
    ):
        expected = re.search(rf"(?:^| ){shape}", "".join(f"{word} " for word in message)) is not None
        assert Patterns([written]).found_in(message) == expected, written
