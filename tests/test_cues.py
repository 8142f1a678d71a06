"""Lay words and questions that an educator wrote down lead to a passage, and are never shown as its words."""

import json
from pathlib import Path

import pytest

from edubot.assistant import Assistant
from edubot.differences import Differences
from edubot.errors import CurationInvalid
from edubot.excerpts import ExcerptSettings, excerpts
from edubot.guardrail.guardrail import Guardrail
from edubot.highlights import Wanted
from edubot.index.build import build_index
from edubot.index.layout import STORE_FILE
from edubot.index.passages import passages, searchable
from edubot.index.search_index import SearchIndex
from edubot.index.store import Store
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from edubot.model import Hit, Leaflet
from edubot.rendering.as_json import answer_as_json
from edubot.rendering.as_text import answer_as_text
from edubot.retriever import Retriever
from edubot.settings import ChunkerSettings
from tests.fakes import LetterEncoder

TEXT = """# Capsules

Take them with food, which keeps your stomach calm. Have no strong drinks with them at any time of the day.

## Dyspepsia

- Eat slowly.
- Sit upright.

## Rest

Emollients keep skin smooth. An EMOLLIENT is for dry skin.

Buy it here now.
"""
OTHER = "# Other\n\nUse an emollient twice. It has other words.\n"
HIDE = '[[quarantine]]\nreason = "marketing"\nwords = "Buy it here now."\n'
CUES = """
[[question]]
words = "strong drinks"
ask = ["Can I have wine?", "Is beer allowed?"]

[[question]]
words = "Sit upright."
ask = "Why do I burp?"

[[alias]]
words = "emollient"
say = "moisturiser"

[[alias]]
words = "dyspepsia"
say = ["sour stomach", "heartburn"]
"""


def library(folder: Path, toml: str = CUES) -> Library:
    """Two leaflets, the first with a curation."""
    folder.mkdir(exist_ok=True)
    (folder / "a.md").write_text(TEXT, encoding="utf-8")
    (folder / "b.md").write_text(OTHER, encoding="utf-8")
    (folder / "a.toml").write_text(toml + HIDE, encoding="utf-8")
    return Library.at(folder, None)


def found_by(leaflet: Leaflet) -> dict[str, tuple[str, ...]]:
    """What leads to each passage."""
    return {passage.text.split()[0]: passage.found_by for passage in passages(leaflet, ChunkerSettings())}


def test_each_passage_knows_what_leads_to_it(tmp_path: Path) -> None:
    """A question its words, an alias every use of its word, in any case, and all that stands under it as a heading."""
    a, b = library(tmp_path)
    assert found_by(a) == {
        "Take": ("Can I have wine?", "Is beer allowed?"),
        "Eat": ("sour stomach", "heartburn"),
        "Sit": ("Why do I burp?", "sour stomach", "heartburn"),
        "Emollients": ("moisturiser",),
    }
    assert set(found_by(b).values()) == {()}


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (
            '[[alias]]\nwords = "emolliant"\nsay = "cream"',
            "line 2: it names 'emolliant', which no passage of a.md uses",
        ),
        ('[[alias]]\nwords = "Buy"\nsay = "get"', "no passage of a.md uses"),
        ('[[alias]]\nwords = "food"', "alias.0.say: is missing"),
        ('[[alias]]\nwords = "food"\nsay = 5', "line 3: alias.0.say: must be a list"),
        ('[[alias]]\nwords = "food"\nsay = [" "]', "line 3: alias.0.say.0: must hold at least one word"),
        ('[[question]]\nwords = "food"\nask = "Q?"\n[[question]]\nwords = "fud"\nask = "Q?"', "line 5: 'fud' does not"),
        ('[[question]]\nwords = "skin"\nask = "Q?"', "stands 2 times"),
        ('[[question]]\nwords = "Buy it"\nask = "Q?"', "line 2: it names 'Buy it' as an answer, which stands in no"),
        ('[[question]]\nwords = "Dyspepsia"\nask = "Q?"', "stands in no passage"),
    ],
)
def test_a_cue_that_leads_nowhere_is_refused(tmp_path: Path, table: str, told: str) -> None:
    """With its line; nothing leads to what no patient sees."""
    with pytest.raises(CurationInvalid) as caught:
        list(library(tmp_path, table + "\n"))
    assert told in str(caught.value)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of both leaflets."""
    folder = tmp_path_factory.mktemp("cues")
    build_index(library(folder / "library"), folder / "index", LetterEncoder())
    return folder / "index"


def test_a_cue_is_searched_and_embedded_with_its_passage(tmp_path: Path, root: Path) -> None:
    """By words that stand nowhere in the leaflets, in that leaflet alone."""
    retriever = Retriever(SearchIndex.open(root, LetterEncoder()))
    for question, words in (("moisturiser", "Emollients"), ("heartburn", "Eat"), ("burp", "Sit"), ("beer", "Take")):
        lexical = [hit.passage for hit in retriever.search(question, 9) if hit.components["lexical"] > 0]
        assert lexical
        assert {passage.source.id for passage in lexical} == {"a"}
        assert words in [passage.text.split()[0] for passage in lexical]
    encoder = LetterEncoder()
    build_index(library(tmp_path / "library", ""), tmp_path / "index", encoder)
    plain = set(encoder.encoded)
    build_index(library(tmp_path / "library"), tmp_path / "index", encoder)
    added = encoder.encoded[len(plain) :]
    assert sorted(text.partition(" › ")[0] for text in added) == ["Capsules"] * 4, "only these are embedded again"
    assert all(any(cue in text for cue in ("wine", "burp", "heartburn", "moisturiser")) for text in added)


def test_what_a_passage_answers_its_leaflet_is_not_silent_on(root: Path) -> None:
    """Where no pattern knows the leaflet's own words."""
    folder = IndexFolder(root)
    store = Store(folder.version(folder.current) / STORE_FILE)
    assert store.leaflets_on("alcohol") == {"a"}
    assert Differences(store).mention(["moisturiser"])
    assert not Differences(store).mention(["prednisone"])
    held = store.passages_of("a")
    (leaflet, _) = library(root.parent / "library")
    assert held == list(passages(leaflet, ChunkerSettings())), "what leads to a passage comes back with it"


def test_no_answer_shows_a_cue(root: Path) -> None:
    """Not as words of the leaflet, and not beside them."""
    assistant = Assistant(Retriever(SearchIndex.open(root, LetterEncoder())), Guardrail.load())
    answer = assistant.ask("Is beer allowed? I have heartburn and no moisturiser.")
    assert answer.hits
    for hit in answer.hits:
        assert hit.passage.text == TEXT[hit.passage.start : hit.passage.end] or hit.passage.source.id == "b"
    told = json.dumps(answer_as_json(answer)) + answer_as_text(answer, assistant.guardrail.policy)
    for cue in ("Can I have wine", "Why do I burp", "sour stomach"):
        assert cue not in told


def test_joined_passages_keep_what_leads_to_either(tmp_path: Path) -> None:
    """Each once, in the order of the text."""
    (leaflet, _) = library(tmp_path)
    eat, sit = (passage for passage in passages(leaflet, ChunkerSettings()) if "Dyspepsia" in passage.heading)
    (joined,) = excerpts(Wanted(), [Hit(sit, 1.0), Hit(eat, 0.9)], ExcerptSettings())
    assert joined.passage.text == "Eat slowly.\n- Sit upright."
    assert joined.passage.found_by == ("sour stomach", "heartburn", "Why do I burp?")
    assert "burp" in searchable(joined.passage)
