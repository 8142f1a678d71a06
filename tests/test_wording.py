"""The model of words: it needs no index, a telling sentence is enough, and a misspelt word is still known."""

import base64
import tracemalloc
import zlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.guardrail.guardrail import Guardrail
from edubot.guardrail.wording import BUCKETS, MOST_SENTENCES, Lean, Wording, buckets, parts_of, read_wording
from edubot.model import AlertKind
from edubot.patterns.text import STOP

CRISIS = AlertKind.CRISIS
CALM = "Is tea fine with breakfast?"


def _leaning_to(*words: str, fires_from: float = 1.0) -> Wording:
    """Words that lean to a crisis by themselves; every other says nothing."""
    places = buckets(words)
    return Wording({CRISIS: Lean([int(place in places) for place in range(BUCKETS)], 1.0, 0.0, fires_from)})


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ([], [[]]),
        (["one", "two"], [["one", "two"]]),
        (["a", "b", "c", STOP], [["a", "b", "c"]]),
        (["a", "b", "c", STOP, "d"], [["a", "b", "c", "d"]]),
        (["a", "b", "c", STOP, "d", "e", "f"], [["a", "b", "c", "d", "e", "f"], ["a", "b", "c"], ["d", "e", "f"]]),
    ],
)
def test_a_message_is_read_whole_and_sentence_by_sentence(words: list[str], parts: list[list[str]]) -> None:
    """As its meaning is; a word or two between stops is not read alone."""
    assert parts_of(words) == parts


def test_words_pairs_words_around_a_gap_and_pieces_each_have_their_place() -> None:
    """Weights were trained for these grams and no others: whoever changes one must train anew."""
    grams = "1a 1bcd 1e 1f|2a bcd|2bcd e|2e f|3a _ e|3bcd _ f".replace(" 1", "|1").split("|")
    pieces = "<a> <e> <f> <bc bcd cd> <bcd bcd> <bcd>".split()
    places = {zlib.crc32(gram.encode()) % BUCKETS for gram in (*grams, *(f"c{piece}" for piece in pieces))}
    assert buckets(["a", "bcd", "e", "f"]) == places
    assert len(places) == len(grams) + len(pieces)


def test_only_so_many_sentences_are_read_alone() -> None:
    """A pasted book costs no more than a letter."""
    assert len(parts_of(["a", "b", "c", STOP] * 40)) == 1 + MOST_SENTENCES


def test_a_lean_is_a_bias_and_the_share_of_telling_buckets() -> None:
    """The sum over the root of the count, in units, so that a long sentence does not lean for its length alone."""
    lean = Lean([3, 1, *([0] * (BUCKETS - 2))], unit=0.5, bias=-1.0, fires_from=0.0)
    assert lean.of(frozenset()) == -1.0
    assert lean.of(frozenset({0})) == pytest.approx(0.5)
    assert lean.of(frozenset({0, 1, 2, 3})) == pytest.approx(0.0)


def test_one_sentence_of_many_is_enough() -> None:
    """The message leans as far as the sentence of it that leans most; the mark itself fires."""
    wording = _leaning_to("want", "to", "vanish")
    alone = wording.leanings(["want", "to", "vanish"])[CRISIS]
    among = wording.leanings(["so", "and", "so", STOP, "want", "to", "vanish", STOP, "is", "it", "oily"])[CRISIS]
    assert among == alone > wording.leanings(["is", "it", "oily"])[CRISIS]
    marked = replace(wording.leans[CRISIS], fires_from=alone)
    assert Wording({CRISIS: marked}).alerts({CRISIS: alone}) == {CRISIS}
    assert Wording({CRISIS: marked}).alerts({CRISIS: alone - 1e-9}) == set()


def test_a_misspelt_word_falls_near_the_right_one() -> None:
    """Pieces of a word are shared with its misspellings, not with another word."""
    right = buckets(["vanishing"])
    assert len(right & buckets(["vanishin"])) > len(right) / 2
    assert not right & buckets(["oily"])


@given(st.lists(st.text(max_size=12), max_size=30))
def test_any_words_fall_into_buckets(words: list[str]) -> None:
    """Whatever can be typed, also half of a surrogate pair."""
    assert all(0 <= bucket < BUCKETS for bucket in buckets([*words, "\ud800"]))


@pytest.mark.parametrize("letters", [1, 29, 30, 31, 99, 100])
def test_a_word_as_long_as_words_are_has_all_its_pieces(letters: int) -> None:
    """Those for which weights were trained, whether it is kept in memory or not."""
    word = ("abcdefghij" * 10)[:letters]
    marked = f"<{word}>"
    pieces = {marked[at : at + size] for size in (3, 4, 5) for at in range(len(marked) - size + 1)}
    assert buckets([word]) == {zlib.crc32(gram.encode()) % BUCKETS for gram in (f"1{word}", *(f"c{p}" for p in pieces))}


def test_a_word_longer_than_any_has_the_pieces_of_its_ends() -> None:
    """A few hundred, however long it is; what is glued to its ends is still heard."""
    filling = "".join(f"{number:05}" for number in range(2000))
    alone, glued = buckets(["wanttovanish"]), buckets([f"wanttovanish{filling}"])
    assert len(glued) <= 3 * 100 + 1
    assert len(alone & glued) > len(alone) / 2 < len(alone & buckets([f"{filling}wanttovanish"]))


def test_what_is_kept_of_messages_is_small() -> None:
    """However many words of whatever length were typed, they leave next to nothing in memory."""
    words = [f"{number}{'abcdefghijklmnopqrstuvwxyz' * 150}" for number in range(50)]
    buckets(["warm"])
    tracemalloc.start()
    for word in words:
        buckets([word])
    left, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert left < 50_000


def test_words_are_heard_where_no_index_can_be_opened() -> None:
    """Beside the rules, and they never take an alert of theirs away."""
    quiet = replace(Guardrail.load(), wording=None)
    loud = replace(quiet, wording=_leaning_to("tea", "with", fires_from=0.1))
    assert quiet.unavailable(CALM, "No index.").alerts == ()
    assert [alert.kind for alert in loud.unavailable(CALM, "No index.").alerts] == [CRISIS]
    said = "I want to kill myself"
    deaf = replace(quiet, wording=_leaning_to("tea", fires_from=9.0))
    assert deaf.unavailable(said, "No index.").alerts == quiet.unavailable(said, "No index.").alerts != ()


def test_the_bundled_words_lean_to_every_kind() -> None:
    """And an everyday question leans to none."""
    held = read_wording()
    assert set(held.leans) == set(AlertKind)
    assert held.alerts(held.leanings(CALM.lower().split())) == set()


def test_weights_are_read_as_they_were_written() -> None:
    """One signed byte for each bucket."""
    row = {"weights": base64.b64encode(bytes([255, 1]) + bytes(BUCKETS - 2)).decode(), "unit": 2, "bias": 1}
    lean = Wording.from_json({"crisis": row | {"fires_from": 3}}).leans[CRISIS]
    assert (list(lean.weights[:3]), lean.unit, lean.bias, lean.fires_from) == ([-1, 1, 0], 2.0, 1.0, 3.0)


@pytest.mark.parametrize("place", [0, 14])
def test_a_need_told_first_or_last_of_a_long_message_is_heard(place: int) -> None:
    """By itself, not as one word of hundreds."""
    sentences = [["nothing", "happened", "there", STOP]] * 14
    sentences.insert(place, ["gone", "for", "good", STOP])
    wording = _leaning_to("gone")
    words = [word for sentence in sentences for word in sentence]
    assert wording.leanings(words)[CRISIS] == pytest.approx(wording.leanings(["gone", "for", "good"])[CRISIS])
