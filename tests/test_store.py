"""The store gives back what was put in, character by character, and takes every question for mere words."""

import hashlib
import re
import sqlite3
import tempfile
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.errors import IndexDamaged
from edubot.index.passages import key, passages
from edubot.index.stems import Stems
from edubot.index.store import Store
from edubot.index.store_tables import MOST_COUNTED
from edubot.index.store_writer import StoreWriter
from edubot.leaflets.curated import CuratedSide, CuratedSpan, Unsafe
from edubot.leaflets.curation import Curation
from edubot.leaflets.read import leaflet_from_text
from edubot.model import Leaflet, Passage, Reason
from edubot.settings import ChunkerSettings

EVEN = (1.0, 1.0, 1.0)
SYNTAX = (
    '"',
    "'",
    "*",
    ":",
    "(",
    ")",
    "^",
    "-",
    "{",
    "}",
    "+",
    ",",
    " body:",
    " NEAR(",
    " OR ",
    " AND ",
    " NOT ",
    "\0",
)
TEXTS = {
    "lips": "# Lips\n\nIsotretinoin dries lips. Two tablets every morning help nobody here.\n\n- Acne heals slowly.\n",
    "sun": "# Sun\n\nStay in shade: ☂ “sun” burns — 😀 ünïcödé.\n\n## Scars\n\nScarring fades slowly, ask a nurse.\n",
}


def _leaflet(id: str, text: str) -> Leaflet:
    return leaflet_from_text(text, f"{id}.md", hashlib.sha256(text.encode()).hexdigest(), Curation(), id=id)


def _held(leaflet: Leaflet) -> list[Passage]:
    return list(passages(leaflet, ChunkerSettings()))


def _write(path: Path, texts: Mapping[str, str]) -> list[Passage]:
    """Write a store; returns every passage in it, by row."""
    writer = StoreWriter(path)
    rows: list[Passage] = []
    for id, text in texts.items():
        leaflet = _leaflet(id, text)
        writer.add(leaflet, _held(leaflet))
        rows += _held(leaflet)
    writer.close()
    return rows


def _row(rows: list[Passage], words: str) -> int:
    """The row of the passage that holds some words."""
    return next(row for row, passage in enumerate(rows) if words in passage.text)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Passage]]]:
    """A store of two leaflets, and its passages by row."""
    path = tmp_path_factory.mktemp("store") / "store.sqlite"
    rows = _write(path, TEXTS)
    store = Store(path)
    yield store, rows
    store.close()


def test_what_was_stored_comes_back(stored: tuple[Store, list[Passage]]) -> None:
    """Passages, sources and whole texts are equal to those stored, in their order."""
    store, rows = stored
    assert store.passages(range(len(rows))) == dict(enumerate(rows))
    assert store.passages([1]) == {1: rows[1]}
    assert store.passages([]) == {}
    assert store.leaflets() == [_leaflet(id, text).source for id, text in TEXTS.items()]
    assert {id: store.text(id) for id in TEXTS} == TEXTS
    assert store.text("no such leaflet") is None


def test_a_leaflet_of_any_length_comes_back(tmp_path: Path) -> None:
    """SQLite takes so many values in a statement and no more, how many depends on how it was made."""
    items = "".join(f"- Item {number} helps.\n" for number in range(1_200))
    rows = _write(tmp_path / "store.sqlite", {**TEXTS, "long": f"# Long\n\n{items}"})
    every = list(range(len(rows)))
    for hidden in ((), ("lips", "none")):
        store = Store(tmp_path / "store.sqlite", hidden)
        store._file._db.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 999)
        seen = {row: passage for row, passage in enumerate(rows) if passage.source.id not in hidden}
        long = [passage for passage in rows if passage.source.id == "long"]
        assert len(long) == 1_200
        assert store.passages_of("long") == long
        assert store.passages(every) == seen
        assert store.around(every, 0) == {row: range(row, row + 1) for row in seen}
        assert store.rows_by_key([key(passage) for passage in long]) == {
            key(passage): row for row, passage in seen.items() if passage.source.id == "long"
        }
        store.close()


def test_what_a_curator_marked_comes_back(tmp_path: Path) -> None:
    """Passages with their corrections, in the order of the text; sides by topic, word for word or with the reason."""
    leaflet = _marked()
    held = _held(leaflet)
    writer = StoreWriter(tmp_path / "store.sqlite")
    writer.add(_leaflet("before", TEXTS["sun"]), _held(_leaflet("before", TEXTS["sun"])))
    writer.add(leaflet, held)
    writer.close()
    store = Store(tmp_path / "store.sqlite")
    assert store.passages_of("marked") == held
    assert store.passages_of("before") == _held(_leaflet("before", TEXTS["sun"]))
    assert store.passages_of("no such leaflet") == []
    assert {passage.corrections for passage in held} == {("stop-rule",), ()}
    shown, hidden = store.sides("stop")
    assert shown[0].text == leaflet.text[shown[0].start : shown[0].end] == "Stop when it is better."
    assert (shown[0].leaflet, shown[0].left_out, shown[1]) == ("marked", "", ("stop-rule",))
    assert (hidden[0].text, hidden[0].left_out, hidden[1]) == ("", "it sells something", ())
    assert leaflet.text[hidden[0].start : hidden[0].end] == "Buy more."
    assert store.sides("another topic") == []


def test_a_side_of_an_altered_text_is_damage(tmp_path: Path) -> None:
    """What leaflets differ on is held against the hash of the text as passages are."""
    path = tmp_path / "store.sqlite"
    writer = StoreWriter(path)
    writer.add(_marked(), _held(_marked()))
    writer.close()
    with sqlite3.connect(path) as database:
        database.execute("UPDATE leaflet SET text = replace(text, 'better', 'bitter')")
    with pytest.raises(IndexDamaged):
        Store(path).sides("stop")
    with pytest.raises(IndexDamaged):
        Store(path).passages_of("marked")


def _marked() -> Leaflet:
    """A leaflet of which a curator marked two sides, one of them hidden, and a claim."""
    text = "# When\n\nStop when it is better.\n\n## Then\n\nAsk a nurse.\n\nBuy more.\n"
    bought = "Buy more."
    start = text.index(bought)
    digest = hashlib.sha256(bought.encode()).hexdigest()
    curation = Curation(
        side=(
            CuratedSide(topic="stop", words="it is better"),
            CuratedSide(topic="stop", words=bought, left_out="it sells something"),
        ),
        unsafe=(Unsafe(id="u", where="line 3", why="w", words="Stop when", correction="stop-rule"),),
        quarantine=(CuratedSpan(reason=Reason.MARKETING, start=start, end=start + len(bought), sha256=digest),),
    )
    return leaflet_from_text(text, "marked.md", hashlib.sha256(text.encode()).hexdigest(), curation)


@given(st.text(min_size=1).filter(lambda text: any(character.isalpha() for character in text)))
def test_any_text_survives(text: str) -> None:
    """Whatever characters a leaflet holds, its text and its passages are the same after the disk."""
    leaflet = _leaflet("any", f"Words first. {text}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite"
        rows = _write(path, {"any": leaflet.text})
        store = Store(path)
        assert store.text("any") == leaflet.text
        assert store.passages(range(len(rows))) == dict(enumerate(rows))
        store.close()


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of the time, the path or the machine goes into the file."""
    _write(tmp_path / "one", TEXTS)
    (tmp_path / "elsewhere").mkdir()
    _write(tmp_path / "elsewhere" / "two", TEXTS)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "elsewhere" / "two").read_bytes()


def test_an_altered_text_is_damage(tmp_path: Path) -> None:
    """A leaflet's text that was changed in the file is shown to nobody, neither in part nor whole."""
    path = tmp_path / "store.sqlite"
    rows = _write(path, TEXTS)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE leaflet SET text = replace(text, 'Two tablets', 'Ten tablets')")
    store = Store(path)
    with pytest.raises(IndexDamaged, match=r"lips\.md.*changed.*build the index again"):
        store.passages([0])
    with pytest.raises(IndexDamaged):
        store.text("lips")
    sun = _row(rows, "shade")
    assert store.passages([sun]) == {sun: rows[sun]}, "the other leaflet was not touched"


def test_a_file_that_is_no_store_is_damage(tmp_path: Path) -> None:
    """Reading from a file that SQLite cannot read ends in a sentence with the mend."""
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"no database, only words " * 200)
    with pytest.raises(IndexDamaged, match="build the index again"):
        Store(path).leaflets()


def test_a_store_that_is_not_there_is_damage(tmp_path: Path) -> None:
    """A missing file ends in a sentence with the mend, and none is made in its place."""
    with pytest.raises(IndexDamaged, match="build the index again"):
        Store(tmp_path / "store.sqlite").leaflets()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a folder", "50% off", "100%25", "what?", "no#1", "ünï"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    """Characters that mean something in a web address mean nothing in a path."""
    (tmp_path / name).mkdir()
    rows = _write(tmp_path / name / "store.sqlite", TEXTS)
    assert Store(tmp_path / name / "store.sqlite").passages([0]) == {0: rows[0]}


@given(st.lists(st.sampled_from(["acne", "lips", "shade", "nurse"]), min_size=1, max_size=6), st.data())
def test_query_syntax_is_never_read(stored: tuple[Store, list[Passage]], words: list[str], data: st.DataObject) -> None:
    """Quotes, stars, colons, NEAR and NOT around words change nothing of what those words find."""
    store, _ = stored
    text = "".join(data.draw(st.sampled_from(SYNTAX)) + word for word in words) + data.draw(st.sampled_from(SYNTAX))
    assert store.lexical([text], EVEN, 99) == pytest.approx(dict(store.lexical(words, EVEN, 99)))


@given(st.lists(st.text()))
def test_any_question_is_only_words(stored: tuple[Store, list[Passage]], texts: list[str]) -> None:
    """No text raises; scores are 0 or more and stand best first."""
    store, rows = stored
    found = store.lexical(texts, EVEN, 99)
    assert set(found) <= set(range(len(rows)))
    assert all(score >= 0 for score in found.values())
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_a_very_long_question_is_only_words(stored: tuple[Store, list[Passage]]) -> None:
    """Thousands of different words are no query too large."""
    store, rows = stored
    assert _row(rows, "Acne") in store.lexical([f"word{number}" for number in range(5000)] + ["acne"], EVEN, 99)


@pytest.mark.parametrize(
    ("asked", "words"), [("tablet", "tablets"), ("scars", "Scarring"), ("BURNED", "burns"), ("unicode", "ünïcödé")]
)
def test_endings_case_and_accents_do_not_hide_a_word(
    stored: tuple[Store, list[Passage]], asked: str, words: str
) -> None:
    """Words meet by their porter stem, without case or accents."""
    store, rows = stored
    assert _row(rows, words) in store.lexical([asked], EVEN, 99)


def test_a_word_that_no_passage_holds_finds_nothing(stored: tuple[Store, list[Passage]]) -> None:
    """Neither absent words nor no words at all find a passage; one word of several is enough."""
    store, rows = stored
    assert store.lexical(["zebra"], EVEN, 99) == {}
    assert store.lexical([], EVEN, 99) == {}
    assert store.lexical(["?!"], EVEN, 99) == {}
    assert list(store.lexical(["zebra", "shade"], EVEN, 99)) == [_row(rows, "shade")]


def test_more_of_the_words_score_higher(stored: tuple[Store, list[Passage]]) -> None:
    """A passage with both words of the question stands before one with either."""
    store, rows = stored
    found = store.lexical(["scarring", "nurse", "acne"], EVEN, 99)
    assert next(iter(found)) == _row(rows, "nurse")


def test_neighbours_are_of_the_same_leaflet(stored: tuple[Store, list[Passage]]) -> None:
    """As many on either side as are asked for and as there are, the passage itself among them."""
    store, rows = stored
    ids = [passage.source.id for passage in rows]
    for reach in (0, 1, 99):
        for row, found in store.around(range(len(rows)), reach).items():
            assert list(found) == [n for n, id in enumerate(ids) if id == ids[row] and abs(n - row) <= reach]
    assert store.around([], 3) == {}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which "tablets" stand in every passage, "water" in half of them, and "zinc" in one."""
    path = tmp_path_factory.mktemp("large") / "store.sqlite"
    rows = [f"- Tablets {'and water' if number % 2 else 'alone'}, day {number}." for number in range(2 * MOST_COUNTED)]
    rows[7] = "- Tablets and zinc."
    _write(path, {"large": "# Large\n\n" + "\n".join(rows) + "\n"})
    return path


def test_a_large_library_is_searched_for_the_telling_words(large: Path) -> None:
    """Words in more passages than may be met are left out while rarer ones are there; alone they are looked for."""
    every = Store(large)
    assert len(every.lexical(["tablets", "zinc"], EVEN, 5 * MOST_COUNTED)) == 2 * MOST_COUNTED
    few = Store(large, most_met=2 * MOST_COUNTED - 1)
    zinc = few.lexical(["tablet", "zinc"], EVEN, 9)
    assert [few.passages([row])[row].text for row in zinc] == ["Tablets and zinc."]
    both = few.lexical(["water", "zinc"], EVEN, 5 * MOST_COUNTED)
    assert both == every.lexical(["water", "zinc"], EVEN, 5 * MOST_COUNTED)
    assert len(few.lexical(["TABLETS"], EVEN, 5 * MOST_COUNTED)) == 2 * MOST_COUNTED
    for unknown in ("tabltes", "_", "zebra"):
        assert len(few.lexical(["tablets", unknown], EVEN, 9)) == 9, "what nobody wrote takes nobody's place"
    assert len(few.without(["nothing"]).lexical(["tablets", "zinc"], EVEN, 9)) == 1


def test_a_small_library_is_searched_for_every_word(tmp_path: Path) -> None:
    """Nothing is common among a few passages, however little may be met."""
    _write(tmp_path / "store.sqlite", TEXTS)
    few, every = Store(tmp_path / "store.sqlite", most_met=1), Store(tmp_path / "store.sqlite")
    words = ["lips", "acne", "shade", "slowly"]
    assert few.lexical(words, EVEN, 99) == every.lexical(words, EVEN, 99)


@given(st.lists(st.text(alphabet=st.characters(categories=["L", "N", "Pc"]), min_size=1), max_size=5))
def test_stems_are_those_of_the_full_text(words: list[str]) -> None:
    """Each word by itself, whatever stands around it; a second asking gives the same."""
    stems = Stems()
    together = stems.of(words)
    assert together == {word: stems.of([word])[word] for word in words} == stems.of(words)


def test_stems() -> None:
    """As SQLite cuts them."""
    assert Stems().of(["Symptoms", "ÜBER", "_"]) == {"Symptoms": ["symptom"], "ÜBER": ["uber"], "_": []}


def test_field_weights_decide(tmp_path: Path) -> None:
    """A word counts by where it stands: in the passage, in its heading or in its leaflet's title."""
    texts = {
        "one": "# General\n\n## Food\n\nWater is good for all who live.\n",
        "two": "# General\n\n## Water\n\nFood is good for all who live.\n",
        "three": "# Water\n\n## Food\n\nBread is good for all who live.\n",
    }
    rows = _write(tmp_path / "store.sqlite", texts)
    store = Store(tmp_path / "store.sqlite")
    places = {"body": (1.0, 0.1, 0.1), "heading": (0.1, 1.0, 0.1), "title": (0.1, 0.1, 1.0)}
    best = {place: next(iter(store.lexical(["water"], weights, 9))) for place, weights in places.items()}
    assert {place: rows[row].source.id for place, row in best.items()} == {
        "body": "one",
        "heading": "two",
        "title": "three",
    }


def test_limit_keeps_the_best(tmp_path: Path) -> None:
    """No more rows than asked, the best of all; equal scores stand in the order of the store."""
    same = {f"leaflet{number}": "# Same\n\nThe very same sentence.\n" for number in range(5)}
    _write(tmp_path / "store.sqlite", same | {"better": "# Same\n\nSentence, sentence, sentence, same.\n"})
    store = Store(tmp_path / "store.sqlite")
    assert list(store.lexical(["sentence"], EVEN, 99)) == [5, 0, 1, 2, 3, 4]
    assert list(store.lexical(["sentence"], EVEN, 3)) == [5, 0, 1]


def test_rows_are_found_by_key(stored: tuple[Store, list[Passage]], tmp_path: Path) -> None:
    """Keys that are known name their rows, the first of equals; others are left out."""
    store, rows = stored
    keys = [key(passage) for passage in rows]
    assert store.rows_by_key([*keys, "unknown"]) == {name: row for row, name in enumerate(keys)}
    assert store.rows_by_key([]) == {}
    twice = _write(tmp_path / "store.sqlite", {"a": TEXTS["lips"], "b": TEXTS["lips"]})
    assert Store(tmp_path / "store.sqlite").rows_by_key([key(twice[-1])]) == {key(twice[-1]): len(twice) // 2 - 1}


def test_a_key_names_what_is_embedded() -> None:
    """The same words under another heading are another key; a renderer's marks are not."""
    plain, marked, moved = (
        _held(_leaflet("x", text))[0]
        for text in ("# T\n\n## A\n\nDry lips.\n", "# T\n\n## A\n\n**Dry** lips.\n", "# T\n\n## B\n\nDry lips.\n")
    )
    assert key(plain) == key(marked) != key(moved)
    assert re.fullmatch("[0-9a-f]{64}", key(plain))


TOPICAL = {
    "bar": "# Alcohol\n\nIt can harm you. Ask first.\n\n## Other\n\nAlcohol can harm the liver.\n",
    "sun": "# Sun\n\nShade is best at noon.\n",
}


def test_passages_are_found_by_their_topic(tmp_path: Path) -> None:
    """Those whose own words speak of it; a leaflet speaks of it where only its headings do, too."""
    path = tmp_path / "store.sqlite"
    held = _write(path, TOPICAL)
    store = Store(path)
    assert [held[row].text for row in store.rows_on(["alcohol"])] == ["Alcohol can harm the liver."]
    assert store.rows_on(["liver", "alcohol"]) == store.rows_on(["alcohol"]), "each row once"
    assert store.rows_on(["storage"]) == store.rows_on([]) == []
    assert store.leaflets_on("alcohol") == {"bar"}
    assert store.leaflets_on("storage") == set()
    only_heading = _write(tmp_path / "other.sqlite", {"bar": "# Care\n\n## Alcohol\n\nIt can harm you. Ask first.\n"})
    assert only_heading
    assert Store(tmp_path / "other.sqlite").rows_on(["alcohol"]) == []
    assert Store(tmp_path / "other.sqlite").leaflets_on("alcohol") == {"bar"}


def test_a_rare_word_tells_more(tmp_path: Path) -> None:
    """From nearly 0, in every passage, to 1, in none; endings do not count, and any characters are words alone."""
    path = tmp_path / "store.sqlite"
    _write(path, {"one": "# One\n\nLips dry.\n\nLips crack.\n\nLip balm.\n", "two": "# Two\n\nNo lips.\n"})
    rarity = Store(path).rarity(["lips", "balm", "zebra", '"', "☂", "NEAR("])
    assert 0 < rarity["lips"] < rarity["balm"] < 1
    assert rarity["zebra"] == rarity['"'] == rarity["☂"] == 1.0


def test_an_open_store_no_longer_depends_on_its_file(tmp_path: Path) -> None:
    """What was found whole when it was opened stays so, whatever happens to the disk: also what was not yet read."""
    path = tmp_path / "store.sqlite"
    rows = _write(path, TEXTS)
    store = Store(path)
    with sqlite3.connect(path) as altered:
        altered.execute("UPDATE passage SET start = start + 1, heading = '[\"Other\"]'")
    altered.close()
    assert list(store.passages(range(len(rows))).values()) == rows
    path.write_bytes(b"gone")
    assert store.text("lips") == TEXTS["lips"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE passage SET start = start - 12", "overlap"),
        ("UPDATE passage SET stop = stop + 10000", "overlap"),
        ("UPDATE leaflet SET text = text || '.'", "was changed"),
    ],
)
def test_a_store_whose_parts_do_not_fit_is_told(tmp_path: Path, change: str, told: str) -> None:
    """Inspected, it names the leaflet whose text or parts are not as they were written."""
    path = tmp_path / "store.sqlite"
    _write(path, TEXTS)
    Store(path).inspect()
    with sqlite3.connect(path) as altered:
        altered.execute(change)
    altered.close()
    with pytest.raises(IndexDamaged, match=rf"(lips|sun)\.md.*{told}|{told}.*(lips|sun)\.md"):
        Store(path).inspect()


def test_a_long_leaflet_is_read_once_however_many_passages_it_has(tmp_path: Path) -> None:
    """A handbook of 1,000 passages takes the memory of its text, and not that a thousand times."""
    text = "# Handbook\n\n" + "".join(
        f"- Rule {number} is kept by whoever reads it on ward {number}.\n" for number in range(1000)
    )
    _write(tmp_path / "store", {"handbook": text})
    store = Store(tmp_path / "store")
    tracemalloc.start()
    try:
        found = store.passages_of("handbook")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 1000
    assert peak < 100 * len(text)
