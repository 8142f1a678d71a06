"""A curation names topics and corrections that there are, in the policy in use; else its leaflet is left out."""

import json
from pathlib import Path

import pytest

from edubot.checking.ids_in_use import ids_in_use
from edubot.cli.build import Wanted, run_build, run_check
from edubot.cli.check import Wanted as Checked
from edubot.cli.check import run_check_leaflets
from edubot.errors import CheckFailed, CurationInvalid, PolicyInvalid
from edubot.index.versions import IndexFolder
from edubot.leaflets.folder import Library
from edubot.settings import POLICY_FILE, POLICY_VARIABLE, bundled_corpus, bundled_originals
from tests.fakes import LetterEncoder

LEAFLET = "# Metformin\n\nSwallow the tablets whole. Drink little alcohol with it.\n"
SLIPS = """drug = "metformin"

[[note]]
words = "Swallow the tablets whole"
correction = "no-such"

[[side]]
topic = "alchohol"
words = "Drink little alcohol"
"""
TOLD = (
    "metformin.toml, line 5: no policy in use holds the correction 'no-such': "
    "write it into the policy that EDUBOT_POLICY names, or take it out of the curation.",
    "metformin.toml, line 8: there is no topic 'alchohol': write 'alcohol' instead.",
)


def of_drug(drug: str, correction: str) -> str:
    """A curation that puts a correction beside the first sentence."""
    return f'{drug}\n[[note]]\nwords = "Swallow the tablets whole"\ncorrection = "{correction}"\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder of a leaflet whose curation has two slips, and one that has no curation."""
    leaflets = tmp_path / "leaflets"
    leaflets.mkdir()
    (leaflets / "metformin.md").write_text(LEAFLET, encoding="utf-8")
    (leaflets / "metformin.toml").write_text(SLIPS, encoding="utf-8")
    (leaflets / "lips.md").write_text("# Lips\n\nUse a balm on dry lips.\n", encoding="utf-8")
    return leaflets


def problems(place: Path, toml: str) -> list[str]:
    """What is told of a curation, under the policy in use."""
    (place / "metformin.toml").write_text(toml, encoding="utf-8")
    library = Library.at(place, None, strict=False, known=ids_in_use())
    read = [leaflet.source.id for leaflet in library]
    assert ("metformin" in read) is (not library.faults)
    told = [str(problem) for fault in library.faults for problem in (fault, *fault.also)]
    return [sentence.replace(f"{place}/", "") for sentence in told]


def test_both_slips_are_told_with_their_lines_and_beside_what_else_is_wrong(place: Path) -> None:
    """All at once, so that all can be mended at once."""
    assert problems(place, SLIPS) == list(TOLD)
    more = f'{SLIPS}\n[[remark]]\ntext = "Old."\nwords = "Take two"\n'
    told = problems(place, more)
    assert told[:2] == list(TOLD)
    assert told[2].startswith("metformin.toml, line 13: 'Take two' does not stand in metformin.md")


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        (of_drug('drug = "Isotretinoin"', "stop-rule"), []),
        (
            of_drug('drug = "isotretinoin"', "stop-rul"),
            ["line 4: no policy in use holds the correction 'stop-rul': write 'stop-rule' instead."],
        ),
        (
            of_drug('drug = "metformin"', "stop-rule"),
            [
                "line 4: the correction 'stop-rule' is for leaflets on isotretinoin, and this one is on metformin: "
                "name one that is for its drug or for any, or correct its drug."
            ],
        ),
        (of_drug("", "stop-rule"), []),
        (
            '[[unsafe]]\nid = "1"\nwhere = "1"\nwhy = "x"\ncorrection = "none"\n',
            [
                "line 5: no policy in use holds the correction 'none': "
                "write it into the policy that EDUBOT_POLICY names, or take it out of the curation."
            ],
        ),
        (
            '[[side]]\ntopic = "zzz"\nwords = "Drink little alcohol"\n',
            ["line 2: there is no topic 'zzz': name one of edubot/data/topics.toml, or take the side out."],
        ),
    ],
)
def test_a_correction_is_of_the_leaflets_drug_or_for_any(place: Path, toml: str, told: list[str]) -> None:
    """What is near is offered; capitals of a drug do not count; papers without words are looked at too.

    Of a leaflet that names no drug it is whichever its educator named.
    """
    assert problems(place, toml) == [f"metformin.toml, {sentence}" for sentence in told]


def test_the_policy_in_use_is_what_counts(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A correction written into one's own policy is known; those of the bundled one are not, under it."""
    policy = POLICY_FILE.read_text(encoding="utf-8").replace('drug = "isotretinoin"', 'drug = "metformin"')
    own = tmp_path / "metformin-policy.toml"
    own.write_text(policy.replace('id = "stop-rule"', 'id = "no-such"'), encoding="utf-8")
    monkeypatch.setenv(POLICY_VARIABLE, str(own))
    assert problems(place, SLIPS) == [TOLD[1]]
    (told,) = problems(place, of_drug('drug = "isotretinoin"', "no-such"))
    assert "is for leaflets on metformin, and this one is on isotretinoin" in told
    own.write_text("drug = ", encoding="utf-8")
    with pytest.raises(PolicyInvalid):
        ids_in_use()


def test_a_build_leaves_the_leaflet_out_and_a_strict_one_stops(
    place: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As with any other slip in a curation; what a patient would be shown is never silenced at answering time."""
    run_build(Wanted(place, tmp_path / "index"), LetterEncoder())
    told = capsys.readouterr().err.replace(f"{place}/", "")
    assert told.splitlines() == [f"edubot: Left out: {sentence}" for sentence in TOLD]
    assert IndexFolder(tmp_path / "index").manifest().leaflets == 1
    with pytest.raises(CurationInvalid) as caught:
        run_build(Wanted(place, tmp_path / "strict", strict=True), LetterEncoder())
    assert len(caught.value.also) == 1
    assert not (tmp_path / "strict" / "current").exists()
    run_build(Wanted(place, tmp_path / "bare", with_curation=False), LetterEncoder())
    assert IndexFolder(tmp_path / "bare").manifest().leaflets == 2


def test_a_check_of_the_index_finds_what_no_longer_holds(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Built before the slip, the index is no longer what its folder gives."""
    (place / "metformin.toml").write_text('drug = "metformin"\n', encoding="utf-8")
    run_build(Wanted(place, tmp_path / "index"), LetterEncoder())
    (place / "metformin.toml").write_text(SLIPS, encoding="utf-8")
    capsys.readouterr()
    with pytest.raises(CheckFailed):
        run_check(Wanted(place, tmp_path / "index"))
    assert all(sentence in capsys.readouterr().err.replace(f"{place}/", "") for sentence in TOLD[:1])


def test_a_check_of_leaflets_counts_them_among_what_must_be_mended(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each a finding of its own."""
    with pytest.raises(CheckFailed):
        run_check_leaflets(Checked(place, as_json=True))
    found = json.loads(capsys.readouterr().out)["findings"]
    told = [each["told"].replace(f"{place}/", "") for each in found if each["kind"] == "unreadable"]
    assert told == [sentence.partition(": write")[0] for sentence in TOLD]


def test_what_comes_with_edubot_names_nothing_unknown() -> None:
    """Neither the bundled leaflets nor the curations that are found by a hash."""
    known = ids_in_use()
    library = Library.at(bundled_corpus(), bundled_originals(), known=known)
    assert len(list(library)) == 3
    assert [told for name, found in library.curated.items() for told in known.problems(found, name)] == []
