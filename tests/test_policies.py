"""Every string that edubot says of its own accord, in both policies; and which policy speaks over which leaflets."""

import re
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import textstat

from edubot.errors import PolicyInvalid
from edubot.guardrail.builtin import BUILTIN_POLICY
from edubot.guardrail.builtin_general import BUILTIN_GENERAL_POLICY
from edubot.guardrail.findings import Findings
from edubot.guardrail.guardrail import ANY_DRUG, Guardrail
from edubot.model import (
    AlertKind,
    Answer,
    Authored,
    Confidence,
    Hit,
    Outcome,
    Passage,
    SafetyWarning,
    Source,
    WarningTopic,
)
from edubot.policy import GENERAL, LINE_COLUMNS, PHRASES, Policy, read_policy
from edubot.settings import GENERAL_POLICY_FILE, POLICY_FILE

OWN, ANY = read_policy(POLICY_FILE), read_policy(GENERAL_POLICY_FILE)
POLICIES = {
    "isotretinoin": OWN,
    "any drug": ANY,
    "built in": BUILTIN_POLICY,
    "built in for any drug": BUILTIN_GENERAL_POLICY,
}
STRINGS = [
    pytest.param(policy, string, id=f"{name}: {string.id}")
    for name, policy in POLICIES.items()
    for string in policy.strings()
]
MOST_GRADE = 8


# ---- each string


@pytest.mark.parametrize(("policy", "string"), STRINGS)
def test_a_string_says_where_and_when_its_facts_were_read(policy: Policy, string: Authored) -> None:
    """It has a source, and a day of checking that has come and is not older than the policy allows."""
    assert string.sources
    assert all(source.strip() for source in string.sources)
    assert timedelta(0) <= date.today() - string.checked <= timedelta(days=policy.most_days)


@pytest.mark.parametrize(("policy", "string"), STRINGS)
def test_a_string_reads_at_grade_8_or_below(policy: Policy, string: Authored) -> None:
    """Flesch-Kincaid grade, counted by textstat."""
    grade = textstat.flesch_kincaid_grade(string.text)
    assert grade <= MOST_GRADE, f"{string.id} reads at grade {grade:.1f}: {string.text}"


@pytest.mark.parametrize("name", ["isotretinoin", "any drug"])
def test_no_id_stands_twice(name: str) -> None:
    """An answer names a string by its id."""
    ids = [string.id for string in POLICIES[name].strings()]
    assert len(ids) == len(set(ids))


def test_the_two_policies_share_only_the_ids_of_what_is_no_medical_claim() -> None:
    """An id in an answer tells from which file its words came."""
    shared = {string.id for string in OWN.strings()} & {string.id for string in ANY.strings()}
    assert shared == set(PHRASES)


@pytest.mark.parametrize("name", POLICIES)
def test_a_warnings_line_fits_two_rows(name: str) -> None:
    """Nothing pushes the answer off a small screen."""
    for form in POLICIES[name].warnings:
        assert len(textwrap.wrap(form.line, LINE_COLUMNS)) <= 2, form.id


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_covers_every_topic_alert_outcome_and_phrase(name: str) -> None:
    """Each in a general form, and for each country that has any form of its own."""
    policy = POLICIES[name]
    assert {form.topic for form in policy.warnings if form.jurisdiction == GENERAL} == set(WarningTopic)
    for kind in AlertKind:
        assert policy.alert_for(kind, None).jurisdiction == GENERAL
    assert set(policy.messages) == set(Outcome)
    assert set(policy.phrases) >= set(PHRASES)
    for country in policy.countries:
        numbers = [form for form in policy.warnings_for(country) if form.topic is WarningTopic.MENTAL_HEALTH]
        assert numbers[0].jurisdiction == country
        assert policy.alert_for(AlertKind.CRISIS, country).jurisdiction == country


def test_both_policies_know_the_same_countries() -> None:
    """A person's country does not change with the leaflets."""
    assert OWN.countries == ANY.countries


@pytest.mark.parametrize("country", OWN.countries)
@pytest.mark.parametrize("name", ["isotretinoin", "any drug"])
def test_a_countrys_form_gives_no_other_countrys_number(name: str, country: str) -> None:
    """A number that does not work there would cost the minute that counts."""
    numbers = {"US": {"911", "988"}, "UK": {"999", "116 123"}, "EU": {"112"}}
    foreign = set().union(*(own for place, own in numbers.items() if place != country)) - numbers[country]
    policy = POLICIES[name]
    forms: list[SafetyWarning | Authored] = [form for form in policy.warnings if form.jurisdiction == country]
    forms += [form for held in policy.alerts.values() for form in held if form.jurisdiction == country]
    for form in forms:
        told = f"{form.line} {form.text}" if isinstance(form, SafetyWarning) else form.text
        found = {number for number in foreign if re.search(rf"(?<!\d){number}(?!\d)", told)}
        assert not found, form.id


def test_the_general_policy_says_nothing_that_is_true_of_one_drug_alone() -> None:
    """It stands over leaflets of any drug."""
    for string in ANY.strings():
        said = f"{string.text} {' '.join(string.sources)}"
        assert not re.search("isotret|accutane|retin|ipledge|acne|capsule", said, re.IGNORECASE), string.id
    for question in ANY.suggestions:
        assert not re.search("isotret|accutane|acne", question, re.IGNORECASE)


@pytest.mark.parametrize(("built_in", "policy"), [(BUILTIN_POLICY, OWN), (BUILTIN_GENERAL_POLICY, ANY)])
def test_the_built_in_policies_are_the_bundled_ones_in_their_general_forms(built_in: Policy, policy: Policy) -> None:
    """Two copies, one wording."""
    assert built_in.warnings == policy.warnings_for(None)
    for kind in AlertKind:
        assert built_in.alerts[kind] == (policy.alert_for(kind, None),)
    assert built_in.messages[Outcome.UNAVAILABLE].text == policy.messages[Outcome.UNAVAILABLE].text
    assert built_in.drug == policy.drug
    for phrase in set(PHRASES) - {"other-medicine"}:
        assert built_in.phrases[phrase].text == policy.phrases[phrase].text


@pytest.mark.parametrize("drugs", [{"metformin"}, {None}, {"metformin", "isotretinoin"}])
def test_under_a_broken_policy_leaflets_of_another_drug_stand_under_general_warnings(
    tmp_path: Path, drugs: set[str | None]
) -> None:
    """A slip in a file puts no other drug's warnings over them; both topics are there whatever the library."""
    broken = tmp_path / "broken.toml"
    broken.write_text("drug = ", encoding="utf-8")
    guardrail = Guardrail.load(path=broken)
    answer = guardrail.over(drugs).answer("Can I drink alcohol?", Findings((_hit("metformin"),)))
    assert answer.outcome is Outcome.UNAVAILABLE
    assert answer.warnings == ANY.warnings_for(None)
    assert "isotretinoin" not in " ".join(f"{form.line} {form.text}" for form in answer.warnings)
    crisis = guardrail.over(drugs).answer("I want to die")
    assert crisis.alerts[0].text == ANY.alert_for(AlertKind.CRISIS, None).text
    assert guardrail.over({"isotretinoin"}).answer("?").warnings == OWN.warnings_for(None)


# ---- policies that cannot be used

SOURCE = POLICY_FILE.read_text(encoding="utf-8")


def _without(table: str) -> Callable[[str], str]:
    """The policy without the tables in which some words stand."""

    def edit(text: str) -> str:
        parts = re.split(r"(?m)^(?=\[\[|\[suggestions)", text)
        return "".join(part for part in parts if not re.search(table, part))

    return edit


def _instead(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


REFUSED: dict[str, tuple[Callable[[str], str], str]] = {
    "no warning on pregnancy": (_without('topic = "pregnancy"'), "pregnancy"),
    "no warning on mood": (_without('topic = "mental_health"'), "mental_health"),
    "no general warning on mood": (_without('id = "mental.general"'), "mental_health"),
    "no general warning on pregnancy": (_without('id = "pregnancy.general"'), "pregnancy"),
    **{f"no {kind} alert": (_without(f'kind = "{kind}"'), str(kind)) for kind in AlertKind},
    "no general crisis alert": (_without('id = "crisis.general"'), "crisis"),
    **{f"no message for {outcome}": (_without(f'outcome = "{outcome}"'), str(outcome)) for outcome in Outcome},
    **{f"no phrase {phrase}": (_without(f'id = "{phrase}"'), phrase) for phrase in PHRASES},
    "an id twice": (_instead('id = "mental.us"', 'id = "mental.general"'), "stands twice"),
    "an id of two kinds": (_instead('id = "start-dose"', 'id = "answered"'), "stands twice"),
    "another schema": (_instead("schema = 2", "schema = 1"), "schema"),
    "no schema": (_instead("schema = 2", ""), "schema"),
    "no drug": (_instead('drug = "isotretinoin"', ""), "drug"),
    "no age": (_instead("most_days = 365 ", "#"), "most_days"),
    "an unknown alert": (_instead('kind = "dosing"', 'kind = "dose"'), "dose"),
    "an unknown topic": (_instead('topic = "pregnancy"', 'topic = "babies"'), "babies"),
    "an unknown outcome": (_instead('outcome = "answered"', 'outcome = "told"'), "told"),
    "no source": (_instead('sources = ["988 Suicide and Crisis Lifeline", "US Med', 'sources = [] # ["'), ""),
    "a date in words": (_instead("checked = 2026-11-23", 'checked = "2026-11-23"'), "date"),
    "a moment for a date": (_instead("checked = 2026-11-23", "checked = 2026-11-23T10:00:00"), "date"),
    "no text": (_instead('text = "Do not stop because', 'text = "" # "'), "words"),
    "a number for yes or no": (_instead("reviewed = false", "reviewed = 0"), "true or false"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_policy_that_cannot_be_used_is_refused_and_the_built_in_stands(tmp_path: Path, fault: str) -> None:
    """A sentence names the file and what is wrong; no leaflet is searched; both built-in warnings are there."""
    edit, told = REFUSED[fault]
    path = tmp_path / "policy.toml"
    assert edit(SOURCE) != SOURCE
    path.write_text(edit(SOURCE), encoding="utf-8")
    with pytest.raises(PolicyInvalid) as caught:
        read_policy(path)
    assert str(path) in caught.value.problem
    assert told in caught.value.problem
    assert caught.value.mend
    guardrail = Guardrail.load(path=path)
    assert str(path) in (guardrail.problem or "")
    assert guardrail.policy == BUILTIN_POLICY
    answer = guardrail.answer("Can I drink alcohol?", Findings((_hit("isotretinoin"),)))
    assert (answer.outcome, answer.hits, answer.warnings) == (Outcome.UNAVAILABLE, (), BUILTIN_POLICY.warnings)


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (_instead("line = ", "lines = "), "([[warning]] 1, 'pregnancy.general': 'line' is missing)"),
        (_instead('id = "crisis.general"', "# none"), "([[alert]] 1: 'id' is missing)"),
        (_instead('outcome = "answered"', 'outcome = "told"'), "[[message]] 1, 'answered': 'told' is not"),
        (_instead('text = "Do not stop because', 'text = "" # "'), "[[correction]] 2, 'stop-rule': '' should be words"),
    ],
)
def test_what_is_wrong_is_told_with_its_entry(tmp_path: Path, edit: Callable[[str], str], told: str) -> None:
    """By its table, its number and, where it has one, its id."""
    path = tmp_path / "policy.toml"
    path.write_text(edit(SOURCE), encoding="utf-8")
    with pytest.raises(PolicyInvalid) as caught:
        read_policy(path)
    assert told in caught.value.problem


def test_one_string_may_be_signed_before_the_rest(tmp_path: Path) -> None:
    """`reviewed` beside a string wins over that of the file, either way."""
    path = tmp_path / "policy.toml"
    path.write_text(SOURCE.replace('id = "crisis.us"', 'id = "crisis.us"\nreviewed = true'), encoding="utf-8")
    signed = {string.id for string in read_policy(path).strings() if string.reviewed}
    assert signed == {"crisis.us"}
    path.write_text(SOURCE.replace("reviewed = false", "reviewed = true", 1), encoding="utf-8")
    assert all(string.reviewed for string in read_policy(path).strings())


# ---- which policy speaks over which leaflets


def _hit(drug: str | None, corrections: tuple[str, ...] = ()) -> Hit:
    source = Source(f"leaf-{drug}", "A leaflet", "leaf.md", "a" * 64, "b" * 64, drug=drug)
    return Hit(Passage(source, (), 0, 15, "Avoid alcohol.\n", corrections=corrections), 0.5)


def _answer(guardrail: Guardrail, *drugs: str | None, question: str = "Can I drink alcohol?") -> Answer:
    hits = tuple(_hit(drug) for drug in drugs)
    return guardrail.answer(question, Findings(hits, Confidence(0.9, 0.7, 0.3)))


def _over(*drugs: str | None) -> Guardrail:
    return Guardrail.load().over(set(drugs))


def _ids(answer: Answer) -> list[str]:
    return [warning.id for warning in answer.warnings]


OWN_IDS, ANY_IDS = (
    ["pregnancy.general", "mental.general"],
    ["any-drug.pregnancy.general", "any-drug.mental.general"],
)


@pytest.mark.parametrize("drug", ["isotretinoin", "Isotretinoin", "ISOTRETINOIN"])
def test_a_library_of_isotretinoin_has_its_own_warnings(drug: str) -> None:
    """However the curation spells the drug."""
    guardrail = _over(drug)
    assert _ids(_answer(guardrail, drug)) == OWN_IDS
    assert _ids(_answer(guardrail)) == OWN_IDS
    assert [warning.id for warning in guardrail.warnings] == OWN_IDS


@pytest.mark.parametrize("drug", ["metformin", "", None])
@pytest.mark.parametrize(
    "question", ["Can I drink alcohol?", "hello", "I want to kill myself", "How many mg should I take?"]
)
def test_a_library_of_another_drug_never_speaks_of_isotretinoin(drug: str | None, question: str) -> None:
    """Neither warnings, nor cards, nor the sentence of an outcome, found or not."""
    guardrail = _over(drug)
    for answer in (
        _answer(guardrail, drug, question=question),
        _answer(guardrail, question=question),
        guardrail.unavailable(question, "No index."),
    ):
        assert _ids(answer) == ANY_IDS
        said = [answer.message, *(alert.text for alert in answer.alerts)]
        said += [f"{warning.line} {warning.text}" for warning in answer.warnings]
        assert not [words for words in said if "isotretinoin" in words.lower()]
        assert all(alert.policy_id.startswith("any-drug.") for alert in answer.alerts)


def test_over_a_mixed_library_each_shown_leaflets_drug_is_warned_of() -> None:
    """Those of isotretinoin only where its words are shown, each warning once, those of the best hit first."""
    for other in (None, "metformin", "aspirin", "digoxin", "insulin", "warfarin", "lithium", "codeine"):
        assert [warning.id for warning in _over("isotretinoin", other).warnings] == ANY_IDS
    guardrail = _over("isotretinoin", "metformin")
    assert _ids(_answer(guardrail)) == ANY_IDS
    assert _ids(_answer(guardrail, "metformin")) == ANY_IDS
    assert _ids(_answer(guardrail, "isotretinoin", "isotretinoin")) == OWN_IDS
    assert _ids(_answer(guardrail, "metformin", "isotretinoin", None)) == [*ANY_IDS, *OWN_IDS]
    assert _ids(_answer(guardrail, "isotretinoin", "metformin")) == [*OWN_IDS, *ANY_IDS]


def test_passages_that_are_not_shown_bring_no_warnings() -> None:
    """Under `not_in_leaflets` the library's own warnings stand."""
    guardrail = _over("isotretinoin", "metformin")
    answer = guardrail.answer("alcohol?", Findings((_hit("isotretinoin"),), Confidence(0.1, 0.7, 0.3)))
    assert (answer.outcome, _ids(answer)) == (Outcome.NOT_IN_LEAFLETS, ANY_IDS)


def test_a_drug_with_a_policy_of_its_own_file_is_warned_of_by_it(tmp_path: Path) -> None:
    """`EDUBOT_POLICY` may name another drug's; then isotretinoin has the general one."""
    path = tmp_path / "metformin.toml"
    path.write_text(SOURCE.replace('drug = "isotretinoin"', 'drug = " Metformin "'), encoding="utf-8")
    guardrail = Guardrail.load(path=path)
    assert guardrail.policies.keys() == {"metformin", ANY_DRUG}
    assert _ids(_answer(guardrail.over({"metformin"}), "metformin")) == OWN_IDS
    assert _ids(_answer(guardrail.over({"isotretinoin"}), "isotretinoin")) == ANY_IDS


# ---- corrections beside claims


def test_a_correction_stands_beside_its_claim() -> None:
    """In the policy's words; several in their order; none where none is named."""
    guardrail = Guardrail.load()
    first, second = list(guardrail.policy.corrections)[:2]
    hits = (_hit("isotretinoin", (first, second)), _hit("isotretinoin"))
    noted, bare = guardrail.answer("Can I drink alcohol?", Findings(hits)).hits
    corrections = guardrail.policy.corrections
    assert noted.note == f"{corrections[first].text} {corrections[second].text}"
    assert bare.note is None


def test_every_country_gets_the_same_correction() -> None:
    """A claim is as wrong in one country as in another."""
    first = next(iter(OWN.corrections))
    notes = {Guardrail.load(country).notes([first], OWN.drug) for country in (None, *OWN.countries)}
    assert notes == {OWN.corrections[first].text}


@pytest.mark.parametrize("drugs", [("isotretinoin", "metformin"), (None,)])
def test_a_correction_stands_beside_its_claim_over_any_library(drugs: tuple[str | None, ...]) -> None:
    """A leaflet of isotretinoin keeps its corrections in a mixed library; an answer is never lost over one."""
    first = next(iter(OWN.corrections))
    answer = _over(*drugs).answer("Can I drink alcohol?", Findings((_hit("isotretinoin", (first,)),)))
    assert answer.hits[0].note == OWN.corrections[first].text


def test_a_person_whose_country_has_no_form_gets_the_general_one() -> None:
    """Each topic once, whatever is asked for."""
    for country in (None, "FR", "general", "", "us"):
        forms = OWN.warnings_for(country)
        assert [form.topic for form in forms] == list(WarningTopic)
        assert {form.jurisdiction for form in forms} == {"US" if country == "us" else GENERAL}


def test_a_policy_without_a_message_cannot_be_made() -> None:
    """Also in code: what is missing is refused when it is built."""
    with pytest.raises(ValueError, match="unavailable"):
        replace(OWN, messages={key: said for key, said in OWN.messages.items() if key is not Outcome.UNAVAILABLE})
    with pytest.raises(ValueError, match="unreviewed"):
        replace(OWN, phrases={})
