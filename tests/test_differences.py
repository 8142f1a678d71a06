"""Where leaflets differ on what is asked, all sides stand side by side; where one is silent, it is said."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edubot.assistant import Assistant
from edubot.differences import MOST_LEAFLETS, MOST_TOPICS, Differences
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.passages import passages
from edubot.index.search_index import SearchIndex
from edubot.index.store import Store
from edubot.index.store_writer import StoreWriter
from edubot.leaflets.curated import CuratedSide, CuratedSpan, Unsafe
from edubot.leaflets.curation import Curation
from edubot.leaflets.folder import Library
from edubot.leaflets.read import leaflet_from_text, text_sha256
from edubot.likeness import likeness_for
from edubot.model import Disagreement, Reason
from edubot.rendering.as_json import answer_as_json
from edubot.rendering.as_text import answer_as_text
from edubot.retriever import Retriever
from edubot.settings import ChunkerSettings, bundled_corpus, bundled_originals
from edubot.topics import Topic, Topics, bundled_topics
from tests.fakes import LetterEncoder

ADVICE = "Ask your prescriber."
STOP = Topic("stop", "when to stop", ("stop*",), ("stop*",))
DOSE = Topic("dose", "the dose", ("dose",), ("(dose|take)",), "mass")
STORING = Topic("storing", "how to store it", ("store*",), ("(store|storage)",), "temperature")
SELLING = "Stop whenever you like, our shop is open."

NONE = Curation()


def _notes(ids: Sequence[str], drug: str | None) -> str | None:
    return " ".join(f"note on {id} for {drug}" for id in ids) or None


def _side(topic: str, words: str, left_out: str = "") -> Curation:
    return Curation(side=(CuratedSide(topic=topic, words=words, left_out=left_out),))


def _differences(
    folder: Path, texts: Mapping[str, str], curations: Mapping[str, Curation] | None = None
) -> Differences:
    """What compares some leaflets, by id."""
    path = folder / "store.sqlite"
    path.unlink(missing_ok=True)
    writer = StoreWriter(path, Topics([*bundled_topics(), STOP, DOSE, STORING]))
    for id, text in texts.items():
        leaflet = leaflet_from_text(text, f"{id}.md", text_sha256(text), (curations or {}).get(id, NONE), id=id)
        writer.add(leaflet, list(passages(leaflet, ChunkerSettings())))
    writer.close()
    return Differences(Store(path))


def _found(differences: Differences, *topics: Topic) -> tuple[Disagreement, ...]:
    return differences.disagreements(topics, ADVICE, _notes)


def _sides(found: Disagreement) -> list[tuple[str, str]]:
    return [(side.leaflet, side.text) for side in found.sides]


def test_leaflets_on_different_medicines_do_not_disagree(tmp_path: Path) -> None:
    """Each medicine has doses of its own; those of one are held against one another, marked or by figures."""
    texts = {"a": "Take 5 mg. Stop soon.", "b": "Take 10 mg. Stop late.", "c": "Take 20 mg. Stop never."}
    marked = {"a": "Stop soon.", "b": "Stop late.", "c": "Stop never."}

    def found(drugs: Mapping[str, str | None]) -> list[list[str]]:
        curations = {id: Curation(drug=drugs[id], side=_side("stop", marked[id]).side) for id in texts}
        shown = _found(_differences(tmp_path, texts, curations), DOSE, STOP)
        return [[side.leaflet for side in each.sides] for each in shown]

    assert found({"a": "one", "b": "two", "c": "three"}) == []
    assert found({"a": "one", "b": "two", "c": "one"}) == [["a", "c"], ["a", "c"]]
    assert found({"a": None, "b": "two", "c": None}) == [["a", "c"], ["a", "c"]]


# ---- by curation

TEXTS = {
    "one": "# Use\n\nDrink water. Stop when your skin is clear. Then rest.\n",
    "two": "# Use\n\nNever stop before the course ends.\n\n- Stop if it hurts\n- Drink milk\n",
}


def test_marked_sides_stand_side_by_side_word_for_word(tmp_path: Path) -> None:
    """The whole sentence around the words that a curator named, with its place; the advice under them."""
    curations = {"one": _side("stop", "skin is clear"), "two": _side("stop", "before the course")}
    (found,) = _found(_differences(tmp_path, TEXTS, curations), STOP)
    assert (found.topic, found.advice) == ("when to stop", ADVICE)
    assert _sides(found) == [
        ("one", "Stop when your skin is clear."),
        ("two", "Never stop before the course ends."),
    ]
    for side in found.sides:
        assert TEXTS[side.leaflet][side.start : side.end] == side.text
        assert (side.left_out, side.note) == ("", None)


def test_a_list_item_is_a_side_of_its_own(tmp_path: Path) -> None:
    """Not the list that it stands in."""
    curations = {"one": _side("stop", "skin is clear"), "two": _side("stop", "if it hurts")}
    (found,) = _found(_differences(tmp_path, TEXTS, curations), STOP)
    assert _sides(found)[1] == ("two", "Stop if it hurts")


def test_one_side_alone_is_no_disagreement(tmp_path: Path) -> None:
    """Nobody contradicts it."""
    assert _found(_differences(tmp_path, TEXTS, {"one": _side("stop", "skin is clear")}), STOP) == ()


def test_a_leaflet_may_contradict_itself(tmp_path: Path) -> None:
    """Two sides of one leaflet stand in the order of its text."""
    sides = (CuratedSide(topic="stop", words="if it hurts"), CuratedSide(topic="stop", words="before the course"))
    (found,) = _found(_differences(tmp_path, TEXTS, {"two": Curation(side=sides)}), STOP)
    assert _sides(found) == [("two", "Never stop before the course ends."), ("two", "Stop if it hurts")]


def test_sides_of_another_topic_are_not_shown(tmp_path: Path) -> None:
    """Only what was asked."""
    curations = {"one": _side("stop", "skin is clear"), "two": _side("stop", "before the course")}
    assert _found(_differences(tmp_path, TEXTS, curations), DOSE) == ()
    assert _found(_differences(tmp_path, TEXTS, curations)) == ()


def test_a_side_that_is_left_out_shows_its_reason_and_not_its_words(tmp_path: Path) -> None:
    """What is kept from patients stays so, but that the leaflet takes a side is said."""
    text = f"# Use\n\nDrink water. {SELLING}\n"
    start = text.index(SELLING)
    span = CuratedSpan(
        reason=Reason.UNSAFE_CLAIM, start=start, end=start + len(SELLING), sha256=text_sha256(SELLING)[:16]
    )
    side = CuratedSide(topic="stop", words="whenever you like", left_out="it sells the drug")
    curations = {"shop": Curation(quarantine=(span,), side=(side,)), "two": _side("stop", "before the course")}
    (found,) = _found(_differences(tmp_path, {"shop": text, "two": TEXTS["two"]}, curations), STOP)
    hidden, shown = found.sides
    assert (hidden.leaflet, hidden.text, hidden.left_out) == ("shop", "", "it sells the drug")
    assert shown.text == "Never stop before the course ends."
    assert "whenever" not in repr(found)


def test_a_side_that_must_not_stand_alone_has_its_correction(tmp_path: Path) -> None:
    """And only that side; of an objection elsewhere in the leaflet nothing is said."""
    unsafe = (
        Unsafe(id="a", where="", why="", words="skin is clear", correction="stop-rule"),
        Unsafe(id="b", where="", why="", words="Wear a hat", correction="hat"),
    )
    library = TEXTS | {"one": TEXTS["one"].rstrip() + " Wear a hat.\n"}
    first = _side("stop", "skin is clear").model_copy(update={"unsafe": unsafe})
    (found,) = _found(_differences(tmp_path, library, {"one": first, "two": _side("stop", "before the course")}), STOP)
    assert [side.note for side in found.sides] == ["note on stop-rule for None", None]


def test_a_side_has_the_correction_of_what_is_quoted_with_it(tmp_path: Path) -> None:
    """A claim that stands in the passage before comes with a "however", and never without its correction."""
    said = "The dose is " + "what your own doctor told you " * 20 + "once."
    text = f"# Care\n\n{said} However, stop when your skin is clear.\n"
    unsafe = (Unsafe(id="a", where="", why="", words="The dose is", correction="dose"),)
    first = _side("stop", "skin is clear").model_copy(update={"unsafe": unsafe})
    library = {"one": text, "two": TEXTS["two"]}
    (found,) = _found(_differences(tmp_path, library, {"one": first, "two": _side("stop", "before the course")}), STOP)
    assert "The dose is" in " ".join(found.sides[0].quote.pieces if found.sides[0].quote else ())
    assert [side.note for side in found.sides] == ["note on dose for None", None]


# ---- by figures

FIGURES = {
    "low": "# Dose\n\nThe dose is 20 mg a day. Acne heals in 5 days.\n",
    "high": "# Dose\n\nTake 40 mg or, if told so, 60 mg. Tablets weigh 300 mg each.\n",
    "none": "# Dose\n\nTake what your doctor told you.\n",
}


def _of(*ids: str) -> dict[str, str]:
    return {id: FIGURES[id] for id in ids}


def test_a_figure_that_a_leaflet_disowns_is_no_side(tmp_path: Path) -> None:
    """What it forbids, or sets as a bound, is one; and sentences that are quoted as one are one side."""
    for denied in ("It is a myth that the dose is 60 mg.", "The dose is not 60 mg.", "A dose of 60 mg is outdated."):
        texts = _of("low") | {"other": f"# Dose\n\nThe dose is 20 mg a day.\n\n{denied}\n"}
        assert _found(_differences(tmp_path, texts), DOSE) == ()
    texts = _of("low") | {"other": "# Dose\n\nThe dose is 30 mg a day. But the dose may be 40 mg.\n"}
    (found,) = _found(_differences(tmp_path, texts), DOSE)
    assert [side.leaflet for side in found.sides] == ["low", "other"]


def test_without_curation_leaflets_differ_by_their_figures(tmp_path: Path) -> None:
    """Sentences on the topic that hold a figure, word for word; a figure on something else is none."""
    (found,) = _found(_differences(tmp_path, FIGURES), DOSE)
    assert _sides(found) == [("low", "The dose is 20 mg a day."), ("high", "Take 40 mg or, if told so, 60 mg.")]
    for side in found.sides:
        assert FIGURES[side.leaflet][side.start : side.end] == side.text


def test_a_sentence_that_goes_over_lines_is_heard_whole(tmp_path: Path) -> None:
    """What is said of the dose in one line and its figure in the next are one."""
    usual = Topic("dose", "the dose", ("dose",), ("starting dose",), "mass")
    texts = {
        "low": "# Dose\n\nRest. The usual starting\ndose is 20 mg a day.\n",
        "high": "# Dose\n\nThe starting dose is 40\nmg.\n",
    }
    (found,) = _found(_differences(tmp_path, texts), usual)
    assert _sides(found) == [
        ("low", "The usual starting\ndose is 20 mg a day."),
        ("high", "The starting dose is 40\nmg."),
    ]


def test_equal_figures_are_no_disagreement(tmp_path: Path) -> None:
    """However they are written."""
    same = {"low": FIGURES["low"], "also": "# Use\n\nTake 20mg with milk. No dose is above 20 mg.\n"}
    assert _found(_differences(tmp_path, same), DOSE) == ()


def test_one_length_in_two_units_is_no_disagreement(tmp_path: Path) -> None:
    """A course of 12 months is one of a year, but not one of four weeks more."""
    lasting = bundled_topics()["course-length"]
    texts = {"months": "# Use\n\nThe course lasts 12 months.\n", "year": "# Use\n\nThe course lasts 1 year.\n"}
    assert _found(_differences(tmp_path, texts), lasting) == ()
    assert _found(_differences(tmp_path, {**texts, "weeks": "# Use\n\nThe course lasts 56 weeks.\n"}), lasting)


def test_a_leaflet_without_a_figure_contradicts_none(tmp_path: Path) -> None:
    """It is silent on the number, not of another opinion."""
    assert _found(_differences(tmp_path, _of("low", "none")), DOSE) == ()


def test_a_topic_without_a_dimension_is_not_compared(tmp_path: Path) -> None:
    """Figures mean nothing there."""
    assert _found(_differences(tmp_path, FIGURES), Topic("dose", "the dose", ("dose",), ("(dose|take)",))) == ()


def test_figures_of_another_dimension_are_not_compared(tmp_path: Path) -> None:
    """Days do not contradict milligrams."""
    assert _found(_differences(tmp_path, FIGURES), Topic("dose", "d", ("d",), ("(dose|take)",), "temperature")) == ()


def test_what_a_curator_marked_stands_in_the_place_of_figures(tmp_path: Path) -> None:
    """A person decided; the rule is silent."""
    curations = {"low": _side("dose", "The dose is"), "none": _side("dose", "your doctor told")}
    (found,) = _found(_differences(tmp_path, FIGURES, curations), DOSE)
    assert [side.leaflet for side in found.sides] == ["low", "none"]


def test_a_figure_that_must_not_stand_alone_has_its_correction(tmp_path: Path) -> None:
    """Nobody marked a side, yet the educator named the claim unsafe."""
    unsafe = Unsafe(id="x", where="Dose", why="too low", words="The dose is 20 mg", correction="start-dose")
    (found,) = _found(_differences(tmp_path, _of("low", "high"), {"low": Curation(unsafe=(unsafe,))}), DOSE)
    assert [side.note for side in found.sides] == ["note on start-dose for None", None]


def test_the_bundled_topics_compare_leaflets_that_nobody_curated(tmp_path: Path) -> None:
    """Dose, course, times a day, strength and storing, each by the figures of its own dimension."""
    texts = {
        "one": "# Use\n\nThe daily dose is 0.5 mg per kg. Treatment lasts 4 months. Take it 2 times a day.\n\n"
        "# Pack\n\nSoftgels of 20 mg. Store it below 25 °C.\n",
        "two": "# Use\n\nThe daily dose is 1 mg per kg. Treatment lasts 16 weeks. Take it in three doses.\n\n"
        "# Pack\n\nSoftgels of 10 mg. Store it below 30 °C.\n",
    }
    topics = bundled_topics()
    differences = _differences(tmp_path, texts)
    for id in ("dose", "times-a-day", "strength", "storage"):
        (found,) = _found(differences, topics[id])
        assert [side.leaflet for side in found.sides] == ["one", "two"], id
    assert _found(differences, topics["course-length"])  # 120 days are not 112


def test_a_quarantined_figure_is_never_compared(tmp_path: Path) -> None:
    """Nor shown."""
    hidden = "The dose is 20 mg a day."
    start = FIGURES["low"].index(hidden)
    span = CuratedSpan(reason=Reason.UNSAFE_CLAIM, start=start, end=start + len(hidden), sha256=text_sha256(hidden))
    curations = {"low": Curation(quarantine=(span,))}
    assert _found(_differences(tmp_path, _of("low", "high"), curations), DOSE) == ()


# ---- silence


def test_a_leaflet_that_says_nothing_on_what_was_asked_is_named(tmp_path: Path) -> None:
    """In the order of the library, each topic for itself; where all speak there is no silence."""
    differences = _differences(tmp_path, {**FIGURES, "store": "# Leaf\n\n## Storage\n\nKeep it cool.\n"})
    (dose,) = differences.silences([DOSE])
    assert (dose.topic, dose.leaflets) == ("the dose", ("store",))
    (storing,) = differences.silences([STORING])
    assert storing.leaflets == ("low", "high", "none")
    assert differences.silences([]) == ()
    assert _differences(tmp_path, FIGURES).silences([DOSE]) == ()


def test_no_leaflet_is_called_silent_that_uses_the_words_asked(tmp_path: Path) -> None:
    """Its own words on it may stand right above; whether it covers the topic is another question."""
    differences = _differences(tmp_path, {"low": FIGURES["low"], "shop": "# Use\n\nShops store it. Keep it cool.\n"})
    topic = Topic("cold", "how to store it", ("store*",), ("fridge",))
    assert [found.leaflets for found in differences.silences([topic])] == [("low",)]
    assert differences.covers(topic) is False


def test_a_heading_says_something_on_its_topic(tmp_path: Path) -> None:
    """A heading "Storage" speaks of storing though the sentence does not."""
    assert _differences(tmp_path, {"store": "# Leaf\n\n## Storage\n\nKeep it cool.\n"}).silences([STORING]) == ()


def test_a_quarantined_word_breaks_no_silence(tmp_path: Path) -> None:
    """What no patient sees is not said."""
    text = f"# Use\n\nDrink water. {SELLING}\n"
    start = text.index(SELLING)
    span = CuratedSpan(reason=Reason.SALES_LINK, start=start, end=start + len(SELLING), sha256=text_sha256(SELLING))
    curated = {"shop": Curation(quarantine=(span,))}
    assert _differences(tmp_path, {"shop": text}).silences([STOP]) == ()
    assert [found.leaflets for found in _differences(tmp_path, {"shop": text}, curated).silences([STOP])] == [("shop",)]


def test_whether_any_leaflet_covers_a_topic(tmp_path: Path) -> None:
    """One is enough."""
    differences = _differences(tmp_path, FIGURES)
    assert differences.covers(DOSE) is True
    assert differences.covers(STORING) is False


def test_a_name_that_a_leaflet_uses_is_mentioned(tmp_path: Path) -> None:
    """Any of the names, whole, also with an apostrophe."""
    differences = _differences(tmp_path, {"one": "# Use\n\nDo not take St John’s wort or vitamin A with it.\n"})
    assert differences.mention(["retinol", "vitamin a"])
    assert differences.mention(["st john's wort"])
    assert not differences.mention(["vitamin d", "aspirin"])


# ---- how much is looked at


def test_a_large_library_is_not_compared_by_rule(tmp_path: Path) -> None:
    """Nobody reads the names of all that are silent; what a curator marked still stands."""
    texts = {f"leaf-{n}": f"# Use\n\nThe dose is {n + 1} mg. It is taken whole.\n" for n in range(MOST_LEAFLETS + 1)}
    curations = {f"leaf-{n}": _side("stop", "taken whole") for n in range(2)}
    many = _differences(tmp_path, texts, curations)
    assert many.silences([STORING]) == ()
    assert many.covers(STORING) is None
    assert many.mention(["anything"])
    assert _found(many, DOSE) == ()
    assert len(_found(many, STOP)[0].sides) == 2
    few = _differences(tmp_path, dict(list(texts.items())[:MOST_LEAFLETS]))
    assert len(few.silences([STORING])[0].leaflets) == MOST_LEAFLETS
    assert len(_found(few, DOSE)[0].sides) == MOST_LEAFLETS


def test_only_the_first_topics_of_a_long_message_are_looked_at(tmp_path: Path) -> None:
    """A message that touches on everything is not answered with a table."""
    topics = [Topic(f"t{n}", f"topic {n}", ("x",), ("never said",)) for n in range(MOST_TOPICS + 2)]
    assert len(_differences(tmp_path, FIGURES).silences(topics)) == MOST_TOPICS
    assert _found(_differences(tmp_path, FIGURES), *topics[:MOST_TOPICS], DOSE) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(doses=st.lists(st.integers(1, 90), min_size=1, max_size=4))
def test_leaflets_disagree_exactly_when_their_figures_differ(tmp_path: Path, doses: list[int]) -> None:
    """Every leaflet that gives one is a side, word for word."""
    texts = {f"leaf-{n}": f"# Use\n\nTake {dose} mg a day.\n" for n, dose in enumerate(doses)}
    found = _found(_differences(tmp_path, texts), DOSE)
    assert bool(found) is (len(set(doses)) > 1)
    for disagreement in found:
        assert _sides(disagreement) == [(f"leaf-{n}", f"Take {dose} mg a day.") for n, dose in enumerate(doses)]


# ---- in an answer


def _assistant(folder: Path) -> Assistant:
    leaflets, root = folder / "leaflets", folder / "index"
    leaflets.mkdir()
    for name, dose in (("one", "20 mg"), ("two", "40 mg")):
        said = f"# Dose\n\nThe recommended dose is {dose} for each day.\n"
        (leaflets / f"{name}.md").write_text(said, encoding="utf-8")
        side = f'[[side]]\ntopic = "dose"\nwords = "dose is {dose}"\n'
        (leaflets / f"{name}.toml").write_text(f'drug = "isotretinoin"\n{side}', encoding="utf-8")
    build_index(Library.at(leaflets, None), root, LetterEncoder())
    retriever = Retriever(SearchIndex.open(root, LetterEncoder()))
    return Assistant(retriever, Guardrail.load().over({"isotretinoin"}, lambda: likeness_for(retriever.encoder)))


def test_an_answer_shows_all_sides_without_a_winner(tmp_path: Path) -> None:
    """End to end: in the text and in the JSON, with the policy's advice under them."""
    assistant = _assistant(tmp_path)
    answer = assistant.ask("What is the dose?")
    (found,) = [each for each in answer.disagreements if each.topic == bundled_topics()["dose"].name]
    assert [side.leaflet for side in found.sides] == ["one", "two"]
    assert found.advice == assistant.guardrail.advice()
    shown = answer_as_text(answer, assistant.guardrail.policy)
    assert all(side.text in shown for side in found.sides)
    assert found.advice in shown
    sides = answer_as_json(answer)["disagreements"][0]["sides"]
    assert [side["leaflet"] for side in sides] == ["one", "two"]


def test_an_answer_says_which_leaflets_are_silent(tmp_path: Path) -> None:
    """On a topic that none of them covers all are named."""
    assistant = _assistant(tmp_path)
    answer = assistant.ask("Can I drink alcohol?")
    (found,) = answer.silences
    assert found.leaflets == ("one", "two")
    said = f"Nothing on {found.topic} in: one, two."
    assert said in answer_as_text(answer, assistant.guardrail.policy)


def test_every_side_of_the_bundled_leaflets_is_on_a_topic_that_is_known() -> None:
    """A misspelt topic would never be asked."""
    known = {topic.id for topic in bundled_topics()}
    stances = [stance for leaflet in Library.at(bundled_corpus(), bundled_originals()) for stance in leaflet.stances]
    assert {stance.topic for stance in stances} <= known


def test_every_correction_of_the_bundled_leaflets_is_in_the_policy() -> None:
    """One that is not would make every answer with its passage unavailable."""
    held = Guardrail.load().policy.corrections
    for leaflet in Library.at(bundled_corpus(), bundled_originals()):
        assert {found.correction for found in leaflet.objections} <= set(held)


def test_what_leaflets_leave_unsaid_is_what_no_topic_asked_is_said_on(tmp_path: Path) -> None:
    """Another topic that they speak of is worth showing; one that is not asked is none."""
    held = _differences(tmp_path, {"a": "Stop when told.", "b": "Take one."})
    assert held.leave_unsaid("storing", [STORING])
    assert not held.leave_unsaid("storing", [STORING, STOP])
    assert not held.leave_unsaid("storing", [DOSE])
    assert not held.leave_unsaid("stop", [STOP])
    assert not held.leave_unsaid("storing", [])
    assert not _differences(tmp_path, {}).leave_unsaid("storing", [STORING])
