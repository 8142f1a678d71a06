"""The restated leaflets in corpus/ carry what the originals say, and none of their sentences."""

import hashlib
import re
from pathlib import Path

from tests.restatements import CORPUS, IDS, SEEDS, TERMS_FILE, each_leaflet, load, needs_originals, tidy

RUN_LENGTH = 9

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
    """No run of nine words of any original is in any file under corpus/, in the list of terms or in these tests."""
    seeds = sorted(path for path in SEEDS.iterdir() if path.is_file())
    assert len(seeds) >= len(IDS)
    runs = set[tuple[str, ...]]().union(*(word_runs(path.read_text(encoding="utf-8")) for path in seeds))
    files = sorted(path for path in CORPUS.rglob("*") if path.is_file())
    assert len(files) >= 2 * len(IDS)
    here = Path(__file__)
    files += [TERMS_FILE, here, here.with_name("test_corpus_marks.py"), here.with_name("restatements.py")]
    shared = [
        (path.name, " ".join(run))
        for path in files
        for run in word_runs(path.read_text(encoding="utf-8", errors="replace")) & runs
    ]
    assert shared == []
