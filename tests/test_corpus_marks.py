"""The restated leaflets by themselves: their manifests say what is agreed, and nothing is in them that must not be."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from edubot.index.passages import passages
from edubot.leaflets.folder import Library
from edubot.policy import read_policy
from edubot.settings import POLICY_FILE, ChunkerSettings
from edubot.topics import bundled_topics
from tests.restatements import CORPUS, each_leaflet, load, tidy

REASONS = {
    "sales-link",
    "unsafe-claim",
    "user-reviews",
    "comment-form",
    "site-boilerplate",
    "seo-title",
    "review-based",
    "marketing",
    "imprint",
}
REQUIRED_KEYS = {
    "id",
    "title",
    "publisher",
    "kind",
    "drug",
    "form",
    "strength",
    "language",
    "seen",
    "restated",
    "review_by",
    "original",
}
OPTIONAL_KEYS = {"left_out", "quarantine", "unsafe", "spelling", "side", "question"}
MOST_NAMED_WORDS = 8

# Claims that are carried over and must stand beside a correction. U16 is marketing and is left out. What belongs to
# another form than capsules says so beside every sentence that does not say it itself.
CARRIED_UNSAFE = {
    "softgel-guide": set[str](),
    "web-article": {*(f"U{n}" for n in range(6, 16)), "U15-ban", "X3-rectal", "X3-skin", "X25", "X25-wrinkles"},
    "isotroin-article": {"U17", "U18"},
}
# Traces of what must never be shown: sales link, self-dosing, the trade-off, opinions, the site's own text.
NEVER = (
    r"https?:",
    r"www\.",
    r"\bbuy\b",
    r"\bcheap",
    r"\blow cost\b",
    r"\breviews?\b",
    r"\bopinions?\b",
    r"\bindependently\b",
    r"\byour own dos(e|age)\b",
    r"\boutweigh",
    r"\bbenefits?\b",
    r"\boral contracepti",
    r"\bgame-?changing\b",
    r"\btransformative\b",
    r"\be-?mail\b",
    r"\bcafoli\b",
    r"\banalogues\b",
)


@each_leaflet
def test_manifest_has_exactly_the_agreed_keys(leaflet_id: str) -> None:
    """A key that is missing or misspelt would be lost in silence."""
    manifest = load(leaflet_id).manifest
    assert REQUIRED_KEYS <= set(manifest) <= REQUIRED_KEYS | OPTIONAL_KEYS
    assert manifest["id"] == leaflet_id
    assert manifest["restated"] is True
    assert manifest["drug"] == "isotretinoin"
    assert manifest["kind"] in {"maker's leaflet", "web article"}
    assert manifest["review_by"] > manifest["seen"]
    assert set(manifest["original"]) == {"title", "file", "sha256", "note"}
    for entry in manifest.get("left_out", []):
        assert {"reason", "where", "what"} <= set(entry) <= {"reason", "where", "what", "terms"}
        assert entry["reason"] in REASONS
    for entry in manifest.get("unsafe", []):
        assert set(entry) in ({"id", "where", "why"}, {"id", "where", "why", "words", "correction"})
    for entry in manifest.get("side", []):
        assert {"topic", "words"} <= set(entry) <= {"topic", "words", "left_out"}
    for entry in manifest.get("spelling", []):
        assert set(entry) == {"original", "means"}


@each_leaflet
def test_restatement_opens_with_the_manifest_title(leaflet_id: str) -> None:
    """The heading a reader sees and the title in the manifest are the same."""
    leaflet = load(leaflet_id)
    assert leaflet.text.splitlines()[0] == f"# {leaflet.manifest['title']}"


@each_leaflet
def test_every_carried_unsafe_claim_is_named(leaflet_id: str) -> None:
    """What is carried over, the manifest names exactly once."""
    named = [entry["id"] for entry in load(leaflet_id).manifest.get("unsafe", [])]
    assert len(named) == len(set(named))
    assert set(named) == CARRIED_UNSAFE[leaflet_id]


CURATIONS = sorted(CORPUS.rglob("*.toml"))


@pytest.mark.parametrize("path", CURATIONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_mark_names_a_topic_and_a_correction_that_there_are(path: Path) -> None:
    """A side on a topic that nobody asks about is never shown; a correction without its words is a fault at asking."""
    curation = tomllib.loads(path.read_text(encoding="utf-8"))
    topics = {topic.id for topic in bundled_topics()}
    corrections = read_policy(POLICY_FILE).corrections
    sides = curation.get("side", [])
    assert {entry["topic"] for entry in sides} <= topics
    assert len({(entry["topic"], entry["words"]) for entry in sides}) == len(sides)
    claims = [entry for entry in curation.get("unsafe", []) if "correction" in entry]
    assert {entry["correction"] for entry in claims} <= set(corrections)
    assert all(len(entry["words"].split()) <= MOST_NAMED_WORDS for entry in (*sides, *claims))


@each_leaflet
def test_an_original_is_marked_as_its_restatement_is(leaflet_id: str) -> None:
    """Whoever brings the original gets the same corrections, on the same topics, as with our words."""
    ours, theirs = (
        tomllib.loads((folder / f"{leaflet_id}.toml").read_text(encoding="utf-8"))
        for folder in (CORPUS, CORPUS / "originals")
    )
    assert _needed(ours) == _needed(theirs)
    topics = [{entry["topic"] for entry in curation.get("side", [])} for curation in (ours, theirs)]
    assert topics[0] == topics[1]


@each_leaflet
def test_a_claim_that_rests_on_reviews_is_kept_back_as_in_the_original(leaflet_id: str) -> None:
    """Restated, it would stand there as a fact; where it is a side, its place says why it is empty."""
    ours, theirs = (
        tomllib.loads((folder / f"{leaflet_id}.toml").read_text(encoding="utf-8"))
        for folder in (CORPUS, CORPUS / "originals")
    )
    assert _from_reviews(ours) == _from_reviews(theirs)
    assert [entry["topic"] for entry in ours.get("side", []) if "review" in entry.get("left_out", "")] == [
        entry["topic"] for entry in theirs.get("side", []) if "wrote in reviews" in entry.get("left_out", "")
    ]


def _from_reviews(curation: dict[str, Any]) -> list[str]:
    return [entry["what"] for entry in curation.get("quarantine", []) if entry["reason"] == "review-based"]


def _needed(curation: dict[str, Any]) -> dict[str, str]:
    return {entry["id"]: entry["correction"] for entry in curation.get("unsafe", []) if "correction" in entry}


@each_leaflet
def test_every_carried_unsafe_claim_is_shown_with_its_correction(leaflet_id: str) -> None:
    """The passages that hold the words of a claim, or hang on them, bring the correction, and only they do."""
    (leaflet,) = (found for found in Library.at(CORPUS, None) if found.source.id == leaflet_id)
    unsafe = load(leaflet_id).manifest.get("unsafe", [])
    claims = {entry["words"]: entry["correction"] for entry in unsafe if "correction" in entry}
    held = list(passages(leaflet, ChunkerSettings()))
    for words, correction in claims.items():
        assert correction in next(passage for passage in held if words in passage.text).corrections, words
    noted = [passage for passage in held if passage.corrections]
    shown = [
        " ".join((passage.text, *(words for each in passage.contexts for words in each.words))) for passage in noted
    ]
    assert all(any(words in each for words in claims) for each in shown)


@each_leaflet
def test_nothing_that_must_never_be_shown_is_in_the_restatement(leaflet_id: str) -> None:
    """No trace of the sales link, self-dosing, the trade-off, user opinions or the site's own text."""
    text = tidy(load(leaflet_id).text)
    assert [pattern for pattern in NEVER if re.search(pattern, text)] == []


@each_leaflet
def test_every_sentence_is_closed(leaflet_id: str) -> None:
    """Every paragraph and list item ends with a full stop, or with a colon when it leads into a list."""
    blocks = [line for line in load(leaflet_id).text.splitlines() if line.strip()]
    bad: list[str] = []
    for index, line in enumerate(blocks):
        if line.startswith("#"):
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else ""
        leads = re.match(r"(?:-|\d+\.) ", following) is not None and re.match(r"(?:-|\d+\.) ", line) is None
        if not line.endswith(":" if leads else "."):
            bad.append(line)
    assert bad == []
