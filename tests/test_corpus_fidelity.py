"""The restated leaflets in corpus/ carry what the originals say, and none of their sentences.

The originals are not in the repository. They are read from ../shared/seeds beside it, or from the folder
named in the environment variable EDUBOT_SEEDS. Without that folder, only the tests that need no
original are run.
"""

import hashlib
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from edubot.index.passages import passages
from edubot.leaflets.folder import Library
from edubot.policy import read_policy
from edubot.settings import POLICY_FILE, ChunkerSettings
from edubot.topics import bundled_topics

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
TERMS_FILE = ROOT / "tests" / "data" / "medical_terms.toml"
SEEDS = Path(os.environ.get("EDUBOT_SEEDS") or ROOT.parent / "shared" / "seeds")
IDS = ("softgel-guide", "web-article", "isotroin-article")
RUN_LENGTH = 9

needs_originals = pytest.mark.skipif(
    not SEEDS.is_dir(), reason=f"the original leaflets are not in the repository and {SEEDS} does not exist"
)
each_leaflet = pytest.mark.parametrize("leaflet_id", IDS)

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
OPTIONAL_KEYS = {"left_out", "unsafe", "spelling", "side"}
MOST_NAMED_WORDS = 8

# Claims that are carried over and must stand beside a correction. U16 is marketing and is left out.
CARRIED_UNSAFE = {
    "softgel-guide": set[str](),
    "web-article": {*(f"U{n}" for n in range(6, 16)), "X25"},
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

NUMBER_WORDS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
}
DASHES_AND_QUOTES = str.maketrans({"\u2013": "-", "\u2014": "-", "\u2019": "'"})
_NUMBER = r"(?:\d+(?:\.\d+)?|(?:" + "|".join(NUMBER_WORDS) + r")\b)"
_BODY = r"\s*(?:/|per|for\s+each|for\s+every)\s*(?:1\s*)?kg(?:\s+of\s+(?:your\s+)?body\s+weight)?"
_DAY = r"(?:\s+(?:per|a|each)\s+day)?"
QUANTITY = re.compile(
    rf"(?<![\w.])(?P<low>{_NUMBER})(?:\s*(?:-|\bto\b|\bor\b)\s*(?P<high>{_NUMBER}))?"
    rf"(?:\s*(?P<dose>mg(?P<body>{_BODY}(?P<day>{_DAY}))?)"
    r"|\s*(?P<percent>%)|\s*°\s*(?P<degree>[cf])"
    r"|[\s-]+(?P<unit>(?:active\s+)?[a-z]+))?"
    r"|\b(?P<word>once|twice|thrice|(?:first|second|third)\s+trimester|half|halves|doubles?|triples?)\b"
)


@dataclass(frozen=True)
class Leaflet:
    """One restated leaflet with its manifest and, where the originals are at hand, its original."""

    leaflet_id: str
    text: str
    manifest: dict[str, Any]
    sections: dict[str, str]
    terms: list[dict[str, Any]]

    @property
    def left_out_terms(self) -> list[str]:
        """Terms and numbers that the manifest says were left out on purpose, in lower case."""
        return [tidy(term) for entry in self.manifest.get("left_out", []) for term in entry.get("terms", [])]

    @property
    def original_path(self) -> Path:
        """Where the original lies."""
        return SEEDS / str(self.manifest["original"]["file"])

    def original_lines(self) -> list[str]:
        """The lines of the original; line 1 of the file is at index 0."""
        return self.original_path.read_text(encoding="utf-8").splitlines()

    def original_part(self, entry: dict[str, Any]) -> str:
        """The lines of the original that one section restates."""
        first, last = entry["lines"]
        return "\n".join(self.original_lines()[first - 1 : last])


def tidy(text: str) -> str:
    """Lower case, bold marks removed, dashes made alike, white space collapsed."""
    text = text.lower().replace("**", "").translate(DASHES_AND_QUOTES)
    return re.sub(r"\s+", " ", text).strip()


def split_sections(markdown: str) -> dict[str, str]:
    """Text by `## ` heading, the heading included; the text under the title has the heading ''."""
    sections: dict[str, str] = {"": ""}
    heading = ""
    for line in markdown.splitlines():
        if line.startswith("# "):
            continue
        if line.startswith("## "):
            heading = line[3:].strip()
            assert heading not in sections, f"heading used twice: {heading}"
            sections[heading] = heading + "\n"
            continue
        sections[heading] += line + "\n"
    return sections


def load(leaflet_id: str) -> Leaflet:
    """Read one restated leaflet, its manifest and its reviewed list of terms."""
    text = (CORPUS / f"{leaflet_id}.md").read_text(encoding="utf-8")
    manifest = tomllib.loads((CORPUS / f"{leaflet_id}.toml").read_text(encoding="utf-8"))
    terms = tomllib.loads(TERMS_FILE.read_text(encoding="utf-8"))[leaflet_id]
    return Leaflet(leaflet_id, text, manifest, split_sections(text), terms)


def has_term(term: str, text: str) -> bool:
    """Whether the term stands in the text as whole words, case ignored."""
    return re.search(rf"(?<!\w){re.escape(tidy(term))}(?!\w)", tidy(text)) is not None


def without_list_numbers(text: str) -> str:
    """The text without the numbers that only count list items."""
    return re.sub(r"(?m)^\s*\d+\.\s+", "", text)


def quantities(text: str) -> list[str]:
    """Numbers with their units in a fixed spelling, in order of first appearance.

    `3 to 4 mg for each kg of body weight a day` gives `3-4 mg/kg/day`; a bare `one` counts for nothing,
    because it mostly is no number ("one of the").
    """
    found: list[str] = []
    for match in QUANTITY.finditer(tidy_lines(text)):
        value = canonical(match)
        if value is not None and value not in found:
            found.append(value)
    return found


def tidy_lines(text: str) -> str:
    """Every line tidied, with a bar between lines so that no number takes its unit from the next line."""
    return " | ".join(tidy(line) for line in without_list_numbers(text).splitlines())


def canonical(match: re.Match[str]) -> str | None:
    """One fixed spelling for a quantity, or None for a bare `one`."""
    if match["word"]:
        return match["word"].rstrip("s")
    low, high = (NUMBER_WORDS.get(part, part) if part else "" for part in (match["low"], match["high"]))
    value = f"{low}-{high}" if high else low
    if match["dose"]:
        return value + " mg" + ("/kg" if match["body"] else "") + ("/day" if match["day"] else "")
    if match["percent"]:
        return value + "%"
    if match["degree"]:
        return value + "°" + match["degree"]
    unit = match["unit"]
    if match["low"] == "one" and not high:
        return None
    return f"{value} {unit}" if unit else value


def digits(text: str) -> set[str]:
    """Every number written in digits, list numbers excepted."""
    return set(re.findall(r"\d+(?:\.\d+)?", without_list_numbers(text)))


def list_lengths(text: str) -> list[int]:
    """Number of items in each list, in order; any other line that is not blank ends a list."""
    lengths: list[int] = []
    inside = False
    for line in text.splitlines():
        if not line.strip():
            continue
        is_item = re.match(r"\s*(?:-|•|\d+\.)\s+\S", line) is not None
        if is_item and inside:
            lengths[-1] += 1
        elif is_item:
            lengths.append(1)
        inside = is_item
    return lengths


def word_runs(text: str, length: int = RUN_LENGTH) -> set[tuple[str, ...]]:
    """All runs of so many words, a word being letters and digits in lower case."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def line_span(where: str) -> range:
    """The lines named by `line 5` or `lines 72-76`."""
    match = re.fullmatch(r"lines? (\d+)(?:-(\d+))?", where)
    assert match, f"not a line or a span of lines: {where!r}"
    return range(int(match[1]), int(match[2] or match[1]) + 1)


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
    """U6-U15, U17, U18 and X25 are carried over, and the manifest names each exactly once."""
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


def _needed(curation: dict[str, Any]) -> dict[str, str]:
    return {entry["id"]: entry["correction"] for entry in curation.get("unsafe", []) if "correction" in entry}


@each_leaflet
def test_every_carried_unsafe_claim_is_shown_with_its_correction(leaflet_id: str) -> None:
    """The passages that hold the words of a claim bring the correction, and only they do."""
    (leaflet,) = (found for found in Library.at(CORPUS, None) if found.source.id == leaflet_id)
    unsafe = load(leaflet_id).manifest.get("unsafe", [])
    claims = {entry["words"]: entry["correction"] for entry in unsafe if "correction" in entry}
    held = list(passages(leaflet, ChunkerSettings()))
    for words, correction in claims.items():
        assert correction in next(passage for passage in held if words in passage.text).corrections, words
    noted = [passage for passage in held if passage.corrections]
    assert all(any(words in passage.text for words in claims) for passage in noted)


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


@needs_originals
@each_leaflet
def test_original_is_the_file_that_was_restated(leaflet_id: str) -> None:
    """The checksum in the manifest is that of the original's bytes."""
    leaflet = load(leaflet_id)
    digest = hashlib.sha256(leaflet.original_path.read_bytes()).hexdigest()
    assert digest == leaflet.manifest["original"]["sha256"]


@needs_originals
@each_leaflet
def test_every_line_of_the_original_is_accounted_for(leaflet_id: str) -> None:
    """Each line that is not blank belongs to one section of the restatement, or was left out for a reason."""
    leaflet = load(leaflet_id)
    lines = leaflet.original_lines()
    owners: dict[int, int] = {}
    for entry in leaflet.terms:
        for number in range(entry["lines"][0], entry["lines"][1] + 1):
            owners[number] = owners.get(number, 0) + 1
    left_out: set[int] = set()
    for entry in leaflet.manifest.get("left_out", []):
        span = line_span(entry["where"])
        assert span.stop - 1 <= len(lines), f"{entry['where']} is beyond the end of the original"
        left_out.update(span)
    filled = [number for number, line in enumerate(lines, start=1) if line.strip()]
    assert [n for n in filled if owners.get(n, 0) != 1 and n not in left_out] == []
    assert [n for n, count in owners.items() if count > 1] == []


@needs_originals
@each_leaflet
def test_sections_stand_in_the_order_of_the_original(leaflet_id: str) -> None:
    """The list of terms names every section of the restatement, and both follow the original's order."""
    leaflet = load(leaflet_id)
    with_text = [heading for heading, text in leaflet.sections.items() if text.strip()]
    assert [entry["heading"] for entry in leaflet.terms] == with_text
    starts = [entry["lines"][0] for entry in leaflet.terms]
    assert starts == sorted(starts)


@needs_originals
@each_leaflet
def test_lists_keep_their_number_of_items(leaflet_id: str) -> None:
    """Section by section, each list has as many items as in the original."""
    leaflet = load(leaflet_id)
    for entry in leaflet.terms:
        ours = list_lengths(leaflet.sections[entry["heading"]])
        assert ours == list_lengths(leaflet.original_part(entry)), entry["heading"]


@needs_originals
@each_leaflet
def test_numbers_with_their_units_are_kept(leaflet_id: str) -> None:
    """Section by section, the same quantities in the same order: none lost, none added, none swapped."""
    leaflet = load(leaflet_id)
    gone = {value for term in leaflet.left_out_terms for value in quantities(term)}
    for entry in leaflet.terms:
        theirs = [value for value in quantities(leaflet.original_part(entry)) if value not in gone]
        assert quantities(leaflet.sections[entry["heading"]]) == theirs, entry["heading"]


@needs_originals
@each_leaflet
def test_no_digit_is_lost_or_added_anywhere(leaflet_id: str) -> None:
    """Every number in digits is in both texts, or the manifest says that it was left out."""
    leaflet = load(leaflet_id)
    theirs = digits("\n".join(leaflet.original_lines()))
    ours = digits(leaflet.text)
    gone = set().union(*(digits(term) for term in leaflet.left_out_terms), set[str]())
    assert ours - theirs == set()
    assert theirs - ours - gone == set()


@needs_originals
@each_leaflet
def test_listed_terms_really_are_in_the_original(leaflet_id: str) -> None:
    """The reviewed list cannot rot: each of its terms stands in the lines it is listed for."""
    leaflet = load(leaflet_id)
    strange = [
        (entry["heading"], term)
        for entry in leaflet.terms
        for term in [*entry.get("terms", []), *(pair[0] for pair in entry.get("pairs", []))]
        if not has_term(term, leaflet.original_part(entry))
    ]
    assert strange == []


@each_leaflet
def test_medical_terms_are_kept(leaflet_id: str) -> None:
    """Each listed term stands in the section that restates its lines, or is named as left out."""
    leaflet = load(leaflet_id)
    missing = [
        (entry["heading"], original)
        for entry in leaflet.terms
        for original, ours in [
            *((term, term) for term in entry.get("terms", [])),
            *((pair[0], pair[1]) for pair in entry.get("pairs", [])),
        ]
        if not has_term(ours, leaflet.sections[entry["heading"]]) and tidy(original) not in leaflet.left_out_terms
    ]
    assert missing == []


@needs_originals
@each_leaflet
def test_left_out_terms_are_in_the_original_and_not_in_ours(leaflet_id: str) -> None:
    """A term excused as left out must have been there, and must be gone."""
    leaflet = load(leaflet_id)
    original = "\n".join(leaflet.original_lines())
    for term in leaflet.left_out_terms:
        assert has_term(term, original), term
        assert not has_term(term, leaflet.text), term


@needs_originals
@each_leaflet
def test_garbled_words_are_noted_and_written_clearly(leaflet_id: str) -> None:
    """Each noted misspelling is in the original, and its clear form is in the restatement."""
    leaflet = load(leaflet_id)
    original = "\n".join(leaflet.original_lines())
    for entry in leaflet.manifest.get("spelling", []):
        assert has_term(entry["original"], original), entry
        assert has_term(entry["means"], leaflet.text), entry


@needs_originals
def test_no_sentence_of_the_originals_is_in_the_corpus() -> None:
    """No run of nine words of any original is in any file under corpus/, in the list of terms or in here."""
    seeds = sorted(path for path in SEEDS.iterdir() if path.is_file())
    assert len(seeds) >= len(IDS)
    runs = set[tuple[str, ...]]().union(*(word_runs(path.read_text(encoding="utf-8")) for path in seeds))
    files = sorted(path for path in CORPUS.rglob("*") if path.is_file())
    assert len(files) >= 2 * len(IDS)
    files += [TERMS_FILE, Path(__file__)]
    shared = [
        (path.name, " ".join(run))
        for path in files
        for run in word_runs(path.read_text(encoding="utf-8", errors="replace")) & runs
    ]
    assert shared == []
