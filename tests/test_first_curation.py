"""`edubot check --init`: a first curation that loads, changes nothing, and replaces no file."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from edubot.checking.proof import Proof
from edubot.cli.app import app
from edubot.curating.beside import created, write_beside
from edubot.curating.first_curation import first_curation
from edubot.curating.quoting import as_toml, quoted
from edubot.curating.suspects import suspects
from edubot.errors import CurationInvalid
from edubot.index.passages import passages, searchable
from edubot.leaflets.curated import CuratedSpan
from edubot.leaflets.curation import Curation
from edubot.leaflets.folder import Library
from edubot.leaflets.lines import lines
from edubot.leaflets.placed import ReadText, span_of
from edubot.leaflets.read import leaflet_from_text, text_sha256
from edubot.model import Leaflet, Reason, Span
from edubot.settings import ChunkerSettings, bundled_originals

TODAY = date(2026, 11, 27)
ODD = """# Isotretinoin capsules

Package leaflet: information for the patient

Take them with food. Visit www.shop.example to see more.

Users of the drug say that it is a wonder. Judging by what users wrote, it works at once.

## How it works

It makes the skin shed less sebum, so that fewer pores are blocked. Our revolutionary formula is guaranteed amazing
results within a week for everybody who has ever had acne, whatever its cause. Follow us on Facebook.

Never adjust the dose yourself. "Quotes" and a back\\slash stay.

Read more

Read more

Tel.: 555 0100

This leaflet was last revised in March 2021.
"""
SOURCE = leaflet_from_text("Any.", "any.md", "", Curation()).source
PLAIN = "# Rest\n\nSleep well at night. The more of it you have, the better it is for you.\n"


def folder(place: Path, **files: str) -> Path:
    """A folder of leaflets."""
    place.mkdir(exist_ok=True)
    for name, text in files.items():
        (place / f"{name}.md").write_text(text, encoding="utf-8")
    return place


def seen(library: Library) -> list[object]:
    """All of some leaflets that decides what patients see and how it is found."""
    return [
        (leaflet.source.id, leaflet.quarantined, replace(passage, source=SOURCE), searchable(passage))
        for leaflet in library
        for passage in passages(leaflet, ChunkerSettings())
    ]


def agreed(toml: str) -> str:
    """A first curation with the marks taken from every entry that was proposed."""
    return re.sub(r"^# (\[\[quarantine\]\]|(?:reason|words|from|to|start|end|sha256) = .*)$", r"\1", toml, flags=re.M)


def of(text: str) -> Leaflet:
    """A leaflet of a text."""
    return leaflet_from_text(text, "leaf.md", text_sha256(text), Curation())


def test_what_could_be_guessed_is_written(tmp_path: Path) -> None:
    """What is certain as keys, what is not as comments."""
    place = folder(tmp_path / "l", odd=ODD, plain=PLAIN)
    odd, plain = write_beside(Library.at(place, None), TODAY)
    assert odd.written
    assert tomllib.loads(odd.path.read_text(encoding="utf-8")) == {
        "id": "odd",
        "title": "Isotretinoin capsules",
        "kind": "package leaflet",
        "language": "en",
        "review_by": date(2027, 11, 27),
    }
    for comment in (
        '# drug = "isotretinoin"',
        "# seen = 2026-11-27",
        '# A date in line 22: "This leaflet was last revised',
    ):
        assert comment in odd.path.read_text(encoding="utf-8")
    assert plain.written
    assert plain.written.suspects == 0
    assert "[[quarantine]]" not in plain.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("No heading here, only one sentence of the text.\n", 'title = "leaf"  # no heading names it'),
        (
            "# Kapseln\n\nNehmen Sie die Kapseln bitte mit etwas Essen ein und fragen Sie Ihren Arzt.\n",
            '# language = ""',
        ),
        ("# A\n\nIt is an ibuprofen. Ibuprofen is for the pain of it.\n", '# drug = "ibuprofen"'),
        ("# A\n\n- Ibuprofen\n- Aspirin\n", '# drug = ""'),
        ("# Ibuprofen and aspirin\n\n- Ibuprofen\n- Ibuprofen\n- Ibuprofen\n- Aspirin\n", '# drug = "ibuprofen"'),
        ("# Medication Guide for you\n\nRead it all.\n", 'kind = "medication guide"'),
    ],
)
def test_a_guess_says_what_it_rests_on(text: str, line: str) -> None:
    """Each a line that a person can correct."""
    assert line in first_curation(of(text), TODAY).toml


def test_a_build_after_it_gives_the_same_passages(tmp_path: Path) -> None:
    """The file loads, and neither what is shown nor what is embedded changes."""
    place = folder(tmp_path / "l", odd=ODD, plain=PLAIN)
    before = seen(Library.at(place, None))
    assert len(list(write_beside(Library.at(place, None), TODAY))) == 2
    assert seen(Library.at(place, None)) == before


def test_what_is_agreed_to_is_hidden_and_nothing_else(tmp_path: Path) -> None:
    """Once the marks before an entry are taken away; an entry names its sentences to the character."""
    place = folder(tmp_path / "l", odd=ODD)
    (done,) = write_beside(Library.at(place, None), TODAY)
    (leaflet,) = Library.at(place, None)
    expected = [(each.span, each.reason) for each in suspects(Proof.of(leaflet, ChunkerSettings()))]
    done.path.write_text(agreed(done.path.read_text(encoding="utf-8")), encoding="utf-8")
    (after,) = Library.at(place, None)
    assert [(found.span, found.reason) for found in after.quarantined] == expected
    assert [(" ".join(span.of(ODD).split()), reason.value) for span, reason in expected] == [
        ("Visit www.shop.example to see more.", "sales-link"),
        ("Users of the drug say that it is a wonder.", "user-reviews"),
        ("Judging by what users wrote, it works at once.", "review-based"),
        (
            "Our revolutionary formula is guaranteed amazing results within a week for everybody who has ever had acne,"
            " whatever its cause.",
            "marketing",
        ),
        ("Follow us on Facebook.", "site-boilerplate"),
        ("Never adjust the dose yourself.", "unsafe-claim"),
        ("Read more Read more", "site-boilerplate"),
        ("Tel.: 555 0100", "imprint"),
    ]


def test_the_originals_come_with_what_takes_judgement(tmp_path: Path, seeds: Path) -> None:
    """All that our curation keeps back is proposed for the web article, and its passages stay what they were."""
    for path in seeds.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    before = seen(Library.at(tmp_path, None))
    proposed = {
        done.source.file: agreed(done.path.read_text("utf-8"))
        for done in write_beside(Library.at(tmp_path, None), TODAY)
    }
    assert seen(Library.at(tmp_path, None)) == before
    for file, toml in proposed.items():
        (tmp_path / file).with_suffix(".toml").write_text(toml, encoding="utf-8")
    curated = {leaflet.source.file: leaflet for leaflet in Library.at(seeds, bundled_originals())}
    for leaflet in Library.at(tmp_path, None):
        kept_back = {place for found in leaflet.quarantined for place in range(found.span.start, found.span.end)}
        missed = [
            found.span.of(leaflet.text)
            for found in curated[leaflet.source.file].quarantined
            if not kept_back & set(range(found.span.start, found.span.end))
        ]
        assert len(missed) <= 2, "U3 and U4 take a clinician; the rest is proposed"


@pytest.mark.parametrize(
    "sentence",
    [
        "Like all medicines, Clopidogrel Good Pharma GmbH can cause side effects.",
        "So far no side effects are known.",
        "Write your name and the date on each container.",
        "According to your doctor's advice, take one capsule a day. Users of lenses should tell their optician.",
        "Do not buy it online.",
        "Report side effects at www.fda.gov today.",
    ],
)
def test_what_leaflets_say_is_not_odd(sentence: str) -> None:
    """Sentences of a kind that package leaflets hold, where an address or a company does not make an imprint."""
    assert list(suspects(Proof.of(of(f"# Use\n\n{sentence}\n"), ChunkerSettings()))) == []


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    """Also one that decides nothing, and a link to nowhere."""
    place = folder(tmp_path / "l", a=PLAIN, b=PLAIN, c=PLAIN)
    (place / "a.toml").write_text("", encoding="utf-8")
    (place / "b.toml").symlink_to(place / "gone.toml")
    done = list(write_beside(Library.at(place, None, strict=False, stops_at_strays=False), TODAY))
    assert [each.path.name for each in done if each.written] == ["c.toml"]
    assert (place / "a.toml").read_text(encoding="utf-8") == ""
    assert not (place / "gone.toml").exists()
    assert sorted(path.name for path in place.iterdir()) == ["a.md", "a.toml", "b.md", "b.toml", "c.md", "c.toml"]


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    """A file that came while it was written wins, and no draft of ours stays."""
    place = folder(tmp_path / "l", a=PLAIN, b=PLAIN)
    works = write_beside(Library.at(place, None), TODAY)
    next(works)
    (place / "b.toml").write_text("", encoding="utf-8")
    assert [each.written for each in works] == [None]
    assert not created(place / "b.toml", "ours")
    assert (place / "b.toml").read_text(encoding="utf-8") == ""
    assert sorted(path.name for path in place.iterdir()) == ["a.md", "a.toml", "b.md", "b.toml"]


def test_a_curation_that_cannot_be_written_is_named_by_its_own_name(tmp_path: Path) -> None:
    """Not by the draft's, which nobody ever sees."""
    path = tmp_path / "gone" / "b.toml"
    with pytest.raises(OSError, match=r"b\.toml") as caught:
        created(path, "ours")
    assert caught.value.filename == str(path)


def test_the_command_tells_of_each_file(tmp_path: Path) -> None:
    """What was written, what waits for a person, what was left, and what to do next."""
    place = folder(tmp_path / "l", odd=ODD, plain=PLAIN)
    (place / "plain.toml").write_text("", encoding="utf-8")
    told = CliRunner().invoke(app, ["check", str(place), "--init"])
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        f"{place / 'odd.toml'} was written for “Isotretinoin capsules”: 8 places for you to look at.",
        f"{place / 'plain.toml'} is there already and was left as it is.",
        f"1 written, 1 there already. Read them, then: edubot check {place}",
    ]


def test_what_cannot_be_read_is_told_and_the_rest_is_written(tmp_path: Path) -> None:
    """One sentence on stderr for each file that no leaflet can be had from."""
    place = folder(tmp_path / "l", a=PLAIN, b="", c=PLAIN)
    (place / "c.toml").write_text("titel = 'C'\nkinds = 'D'\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["check", str(place), "--init"])
    assert told.stderr.count("\n") == 3
    assert "b.md is empty" in told.stderr
    assert "c.toml, line 1: titel: is no key" in told.stderr
    assert "Left out: " in told.stderr.splitlines()[-1]
    assert "c.toml, line 2: kinds: is no key" in told.stderr
    assert sorted(path.name for path in place.glob("*.toml")) == ["a.toml", "c.toml"]


@pytest.mark.parametrize("option", ["--json", "--passages", "--no-curation"])
def test_it_goes_with_no_other_option(tmp_path: Path, option: str) -> None:
    """Nothing is written by mistake."""
    place = folder(tmp_path / "l", a=PLAIN)
    told = CliRunner().invoke(app, ["check", str(place), "--init", option])
    assert (told.exit_code, told.stderr.count("\n")) == (2, 1)
    assert not (place / "a.toml").exists()


def test_what_cannot_be_written_beside_is_told(tmp_path: Path) -> None:
    """Rows have no file beside them; a folder may be read-only."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"id": "a", "text": "Sleep well."}\n', encoding="utf-8")
    told = CliRunner().invoke(app, ["check", str(rows), "--init"])
    assert told.exit_code == 2
    assert "a curation stands beside a file" in told.stderr


WORDS: Mapping[str, str] = {
    "a": "Take",
    "b": "it.",
    "c": "Is",
    "d": '"well"',
    "e": "back\\slash",
    "f": "\n\n",
    "g": "**now!**",
}


@given(st.lists(st.sampled_from(sorted(WORDS.values())), min_size=1, max_size=40), st.data())
def test_any_sentence_can_be_named(parts: list[str], data: st.DataObject) -> None:
    """By its words, by their ends, or by its offsets where it stands twice; and back from TOML to the character."""
    text = f"Words {' '.join(parts)}"
    read = ReadText(text, "leaf.md", tuple(lines(text)))
    span = data.draw(st.sampled_from(read.sentences))
    keys = quoted(read, span, Reason.MARKETING)
    toml = "".join(f"{key} = {as_toml(value)}\n" for key, value in keys.items())
    entry = CuratedSpan.model_validate({"reason": "marketing", **tomllib.loads(toml)})
    try:
        assert span_of(read, entry) == span
    except CurationInvalid as problem:
        raise AssertionError(f"{toml} does not name {span.of(text)!r}") from problem


@given(st.text().filter(lambda text: text.isprintable() or text.isascii()))
def test_any_words_survive_toml(words: str) -> None:
    """Whatever marks and control characters they hold, on one line."""
    assert "\n" not in as_toml(words)
    assert tomllib.loads(f"words = {as_toml(words)}")["words"] == words


def test_a_place_that_stands_twice_is_named_by_offsets() -> None:
    """Where no words can tell it from another."""
    text = "Read more.\n\nRead more.\n"
    read = ReadText(text, "leaf.md", tuple(lines(text)))
    assert set(quoted(read, Span(12, 22), Reason.MARKETING)) == {"start", "end", "sha256"}
