"""What is shown is the leaflet's own text, and the marks lie on its words."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.excerpts import ExcerptSettings, excerpts
from edubot.highlights import Wanted, highlights
from edubot.index.passages import passages
from edubot.leaflets.curated import CuratedSpan
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Hit, Leaflet, Passage, Reason, Source, Span
from edubot.settings import ChunkerSettings
from edubot.topics import Topic

PLAIN = ExcerptSettings(most_passages=8, least_share=0.4, leaflet_penalty=0.0, bare_penalty=0.0)
"""Nothing but the budget decides."""
GENEROUS = replace(PLAIN, most_words=10_000, most_passages=1000, join_within=1000)
SENTENCES = (
    "Dry lips heal with balm.",
    "Stay out of the sun at noon, and wear a hat whenever you go for a walk in the afternoon with friends.",
    "Is it safe? Ask.",
    "Alcohol harms the liver; drink water instead and tell your nurse how much you used to drink before the course.",
    "Ünïcödé ☂ “quoted” words — and 0.5 mg of it.",
)


def _leaflet(text: str, quarantined: Sequence[str] = ()) -> Leaflet:
    marks = tuple(
        CuratedSpan(
            reason=Reason.MARKETING,
            start=text.index(hidden),
            end=text.index(hidden) + len(hidden),
            sha256=hashlib.sha256(hidden.encode()).hexdigest(),
        )
        for hidden in quarantined
    )
    return leaflet_from_text(text, "care.md", hashlib.sha256(text.encode()).hexdigest(), Curation(quarantine=marks))


def _passages(leaflet: Leaflet) -> list[Passage]:
    return list(passages(leaflet, ChunkerSettings(enough_words=1, most_words=1, most_sentences=1)))


def _hits(found: Sequence[Passage]) -> list[Hit]:
    """Hits in this order, so nearly equal in score that none falls behind."""
    return [Hit(passage, 1 - rank / 10_000, {"dense": 0.5, "lexical": 1.0}) for rank, passage in enumerate(found)]


def _words(passage: Passage) -> int:
    return len(passage.text.split())


def _shown(text: str, *order: int, settings: ExcerptSettings = GENEROUS, quarantined: Sequence[str] = ()) -> list[str]:
    found = _passages(_leaflet(text, quarantined))
    hits = _hits([found[place] for place in order])
    return [hit.passage.text for hit in excerpts(Wanted.by("question"), hits, settings)]


@st.composite
def _ranked(draw: st.DrawFn) -> tuple[Leaflet, list[Hit]]:
    """A leaflet of paragraphs, lists and headings, and its passages in any order."""
    pieces = draw(
        st.lists(st.sampled_from([*SENTENCES, "## Heading\n", "\n- ", "\n\n", "**Bold** words stand here.\n"]))
    )
    leaflet = _leaflet("First words here.\n\n" + " ".join(pieces))
    found = list(passages(leaflet, ChunkerSettings(enough_words=draw(st.integers(1, 15)))))
    return leaflet, _hits(draw(st.permutations(found)))


_settings = st.builds(
    ExcerptSettings,
    most_words=st.integers(1, 80),
    most_passages=st.integers(1, 6),
    join_within=st.integers(0, 5),
    most_highlights=st.integers(1, 3),
    leaflet_penalty=st.just(0.0),
    bare_penalty=st.just(0.0),
)
_questions = st.sampled_from(["dry lips", "sun hats", "alcohol and the liver", "", "unrelated zebra"])


@given(_ranked(), _settings, _questions)
def test_what_is_shown_is_a_slice_of_the_leaflet(
    ranked: tuple[Leaflet, list[Hit]], settings: ExcerptSettings, question: str
) -> None:
    """Joined or not, every passage is its leaflet's text from `start` to `end`, and none is shown twice."""
    leaflet, hits = ranked
    shown = [hit.passage for hit in excerpts(Wanted.by(question, ["balm"]), hits, settings)]
    assert shown
    for passage in shown:
        assert passage.text == leaflet.text[passage.start : passage.end]
        assert passage.source == leaflet.source
    spans = sorted((passage.start, passage.end) for passage in shown)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_joined_passages_bring_the_corrections_of_both() -> None:
    """In the order of the text and each once, whichever was found first; passages that stay apart keep their own."""
    one, two, three = _passages(_leaflet(" ".join(SENTENCES[:2]) + "\n\n## Other\n\n" + SENTENCES[3]))
    noted = (
        replace(one, corrections=("a", "b")),
        replace(two, corrections=("c", "a")),
        replace(three, corrections=("d",)),
    )
    for order in permutations(noted):
        shown = excerpts(Wanted.by("question"), _hits(order), GENEROUS)
        notes = {hit.passage.start: hit.passage.corrections for hit in shown}
        assert notes == {one.start: ("a", "b", "c"), three.start: ("d",)}


@given(_ranked(), _settings, _questions)
def test_what_is_shown_is_the_best_few(
    ranked: tuple[Leaflet, list[Hit]], settings: ExcerptSettings, question: str
) -> None:
    """The shown words are those of the best hits, as many as the budget holds and no more; the first always whole."""
    _, hits = ranked
    shown = excerpts(Wanted.by(question), hits, settings)
    kept = [hit for hit in hits if any(_within(hit.passage, other.passage) for other in shown)]
    assert kept == hits[: len(kept)]
    assert _within(hits[0].passage, shown[0].passage)
    assert len(kept) <= settings.most_passages
    assert len(kept) == 1 or sum(_words(hit.passage) for hit in kept) <= settings.most_words
    if len(kept) < min(len(hits), settings.most_passages):
        assert sum(_words(hit.passage) for hit in hits[: len(kept) + 1]) > settings.most_words
    assert [hit.score for hit in shown] == sorted((hit.score for hit in shown), reverse=True)


@given(_ranked(), _settings, _questions)
def test_marks_lie_on_whole_words(ranked: tuple[Leaflet, list[Hit]], settings: ExcerptSettings, question: str) -> None:
    """A highlight lies inside its passage, cuts no word, has no white space at its ends, and overlaps no other."""
    for hit in excerpts(Wanted.by(question, ["balm"]), ranked[1], settings):
        text = hit.passage.text
        for mark in hit.highlights:
            assert 0 <= mark.start < mark.end <= len(text)
            assert mark.of(text) == mark.of(text).strip()
            assert not re.search(r"\w\w", text[max(mark.start - 1, 0) : mark.start + 1])
            assert not re.search(r"\w\w", text[mark.end - 1 : mark.end + 1])
            assert not any(mark.overlaps(other) for other in hit.highlights if other != mark)
        assert len(hit.highlights) == len(set(hit.highlights)) <= max(settings.most_highlights, 1)


def _within(inner: Passage, outer: Passage) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def test_neighbours_are_joined() -> None:
    """Passages side by side become one, with what stands between them, whichever was found first."""
    text = "Dry lips heal. Use a balm.\n\n- Drink water.\n- Wear a hat.\n"
    assert _shown(text, 0, 1) == _shown(text, 1, 0) == ["Dry lips heal. Use a balm."]
    assert _shown(text, 3, 2) == ["Drink water.\n- Wear a hat."]
    assert _shown(text, 1, 0, 2) == ["Dry lips heal. Use a balm.\n\n- Drink water."]


def test_no_passage_is_joined_that_hangs_on_something_else() -> None:
    """A list is joined to the line over it; what stands after the list would look like one more of its items."""
    text = "You must not\n\n- drink wine\n- wax\n\nRun a lot.\n"
    assert _shown(text, 0, 1, 2, 3) == ["You must not\n\n- drink wine\n- wax", "Run a lot."]
    assert _shown(text, 2, 3, 1) == ["drink wine\n- wax", "Run a lot."]


def test_a_joined_passage_stands_where_the_better_stood() -> None:
    """It keeps the rank, score and components of the better of the two."""
    found = _hits(
        [_passages(_leaflet("One stands. Two stands.\n\n## Other\n\nThree stands."))[place] for place in (1, 2, 0)]
    )
    first, second = excerpts(Wanted.by("stands"), found, GENEROUS)
    assert (first.passage.text, first.score, first.components) == (
        "One stands. Two stands.",
        found[0].score,
        found[0].components,
    )
    assert second.passage.text == "Three stands."


def test_passages_apart_stay_apart() -> None:
    """Neither a passage between nor a heading between is ever filled in, and leaflets are never mixed."""
    text = "One stands. Two stands. Three stands.\n\n## Heading\n\nFour stands.\n"
    assert _shown(text, 0, 2) == ["One stands.", "Three stands."]
    assert _shown(text, 2, 3) == ["Three stands.", "Four stands."]
    one = _passages(_leaflet("One stands. Two stands."))
    other = _passages(leaflet_from_text("One stands. Two stands.", "other.md", "0", Curation()))
    assert len(excerpts(Wanted.by("stands"), _hits([one[0], other[1]]), GENEROUS)) == 2


def test_ranks_far_apart_are_not_joined() -> None:
    """A neighbour found much later is shown where it was found."""
    text = "One stands. Two stands.\n\n## A\n\nThree stands.\n\n## B\n\nFour stands.\n"
    near = replace(PLAIN, join_within=2)
    assert _shown(text, 0, 2, 3, 1, settings=near) == ["One stands.", "Three stands.", "Four stands.", "Two stands."]
    assert _shown(text, 0, 2, 1, settings=near) == ["One stands. Two stands.", "Three stands."]


@pytest.mark.parametrize("hidden", ["Buy now at our shop!", "Call 0800", "0800 555 0199", "★★★★★ 4.9/5", "$ 49.99"])
def test_a_gap_that_was_quarantined_is_never_bridged(hidden: str) -> None:
    """What no patient may see stays out of sight between two passages too, be it words, figures or signs."""
    for text in (f"One stands.\n\n{hidden}\n\nTwo stands.\n", f"- One stands.\n- {hidden}\n- Two stands.\n"):
        assert _shown(text, 0, 1, quarantined=[hidden]) == ["One stands.", "Two stands."]


def test_the_first_is_always_whole() -> None:
    """The best passage is shown whole however long it is; the next only if the budget holds it."""
    text = f"{'Long ' * 300}end.\n\n## Other\n\nShort.\n"
    assert [len(shown.split()) for shown in _shown(text, 0, 1, settings=ExcerptSettings())] == [301]
    assert _shown(text, 1, 0, settings=PLAIN) == ["Short."]


def test_nothing_found_nothing_shown() -> None:
    """No hits, no excerpts."""
    assert excerpts(Wanted.by("anything", ["at all"]), [], ExcerptSettings()) == ()


def _marked(text: str, question: str, *added: str) -> list[str]:
    (passage,) = passages(_leaflet(text), ChunkerSettings(enough_words=1000, most_words=1000, most_sentences=9))
    (hit,) = excerpts(Wanted.by(question, added), _hits([passage]), ExcerptSettings())
    return [mark.of(hit.passage.text) for mark in hit.highlights]


def _best(text: str, wanted: Wanted) -> list[str]:
    """What is marked of a text of one paragraph."""
    return [mark.of(text) for mark in highlights(text, [Span(0, len(text))], wanted, 3)]


def test_the_sentence_that_answers_is_marked() -> None:
    """The sentence with the question's words is marked, whatever their ending; a single one is marked whole."""
    text = "Drink water. Dry lips heal with balm. Wear a hat."
    assert _marked(text, "what heals my lip?") == ["Dry lips heal with balm."]
    assert _marked(text, "zebra") == []
    assert _marked("Drink water.", "zebra") == ["Drink water."]


def test_marks_in_a_joined_list_are_whole_items() -> None:
    """After joining, each item is a piece of its own, marked to its last letter without its list mark."""
    found = _hits(_passages(_leaflet("- Drink water\n- Dry lips heal\n- Wear a hat\n")))
    for question, marked in {"hat": "Wear a hat", "lips": "Dry lips heal"}.items():
        (hit,) = excerpts(Wanted.by(question), found, GENEROUS)
        assert [mark.of(hit.passage.text) for mark in hit.highlights] == [marked]


def test_the_best_sentence_is_marked_first() -> None:
    """More of the question's words mark earlier; less than half of the best is not marked."""
    text = "Lips may dry. Dry lips heal with balm at night. Night is dark."
    assert _marked(text, "balm dry lips night") == ["Dry lips heal with balm at night.", "Lips may dry."]


def test_added_words_mark_too() -> None:
    """A sentence that holds an added word may be what answers, after one with the patient's own."""
    text = "Drink no alcohol. Booze harms. Wear a hat."
    assert _marked(text, "pint", "alcohol") == ["Drink no alcohol."]
    assert _marked(text, "booze", "alcohol") == ["Booze harms.", "Drink no alcohol."]


def test_rare_words_mark_before_common_ones() -> None:
    """What stands in every passage says little of where the answer is."""
    text = "Skin may dry. Balm heals."
    wanted = Wanted.by("skin balm", rarity=lambda words: {word: 0.1 if word == "skin" else 1.0 for word in words})
    assert _best(text, wanted) == ["Balm heals."]


def test_what_speaks_of_the_topic_is_marked() -> None:
    """Whatever its words: the topic knows how leaflets put it."""
    sun = Topic("sun", "the sun", ("tan",), ("noon",))
    text = "Lips may dry. Stay in at noon. Wear a hat."
    assert _best(text, Wanted.by("tan")) == []
    assert _best(text, Wanted.by("tan", topics=[sun])) == ["Stay in at noon."]


def test_a_long_sentence_is_marked_whole() -> None:
    """A clause of it may say the opposite: "water does not" means nothing without what it does not."""
    story = "the first course of this kind of treatment takes many weeks for nearly everybody who was ever given it"
    long = f"When {story}, but alcohol harms the liver; water does not, so drink as much of it as you like each day."
    assert _marked(long, "alcohol") == _marked(long, "water") == [long]


def _of(id: str, *texts: str, scores: Sequence[float]) -> list[Hit]:
    source = Source(id, id.title(), f"{id}.md", "0", "0")
    places = [100 * place for place in range(len(texts))]
    return [
        Hit(Passage(source, (), start, start + len(text), text), score)
        for start, text, score in zip(places, texts, scores, strict=True)
    ]


def test_every_leaflet_has_a_say() -> None:
    """One that gave a passage gives way to another whose passage is nearly as good, and not to a poor one."""
    one = _of("one", "First of one.", "Second of one.", "Third of one.", scores=(1.0, 0.95, 0.9))
    two = _of("two", "First of two.", scores=(0.88,))
    hits = [*one, *two]
    shown = [hit.passage.text for hit in excerpts(Wanted.by("q"), hits, ExcerptSettings(bare_penalty=0.0))]
    assert shown == ["First of one.", "First of two.", "Second of one.", "Third of one."]
    poor = [*one, *_of("two", "First of two.", scores=(0.6,))]
    shown = [hit.passage.text for hit in excerpts(Wanted.by("q"), poor, ExcerptSettings(bare_penalty=0.0))]
    assert shown == ["First of one.", "Second of one.", "Third of one.", "First of two."]


def test_no_passage_has_a_higher_score_than_one_before_it() -> None:
    """A leaflet that gave way to another was found more like the question; who sorts by score finds the order shown."""
    settings = replace(PLAIN, leaflet_penalty=0.3)
    hits = [*_of("one", "Dry lips.", "Dry eyes.", scores=(0.9, 0.8)), *_of("other", "Dry skin.", scores=(0.6,))]
    found = excerpts(Wanted.by("dry"), hits, settings)
    assert [hit.passage.text for hit in found] == ["Dry lips.", "Dry skin.", "Dry eyes."]
    assert [hit.score for hit in found] == [0.9, 0.6, 0.6]


def test_a_bare_word_does_not_open_an_answer() -> None:
    """Where a sentence is half as good; it follows at once, and opens where nothing else comes near."""
    near = _of("one", "Rash.", "A rash may itch.", scores=(1.0, 0.95))
    far = _of("one", "Rash.", "A rash may itch.", scores=(1.0, 0.55))
    settings = ExcerptSettings(leaflet_penalty=0.0)
    assert [hit.passage.text for hit in excerpts(Wanted.by("q"), near, settings)] == ["A rash may itch.", "Rash."]
    assert [hit.passage.text for hit in excerpts(Wanted.by("q"), far, settings)] == ["Rash.", "A rash may itch."]


def test_a_poor_hit_is_not_worth_the_readers_time() -> None:
    """Under a share of the best hit's score nothing is shown."""
    hits = _of("one", "Stays in here.", "Goes out here.", scores=(1.0, 0.49))
    assert [hit.passage.text for hit in excerpts(Wanted.by("q"), hits, ExcerptSettings())] == ["Stays in here."]


def test_in_a_library_of_one_passage_words_still_mark() -> None:
    """Every word stands in every passage there, and yet one sentence answers."""
    wanted = Wanted.by("dry lips", rarity=lambda words: dict.fromkeys(words, 0.01))
    text = "Wear a hat. Dry lips are common."
    assert _best(text, wanted) == ["Dry lips are common."]
