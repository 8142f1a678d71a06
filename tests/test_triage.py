"""The rules of `triage.toml`: how they are read, and that they hear what nobody could miss and stay calm otherwise."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edubot.errors import PolicyInvalid
from edubot.guardrail.triage import Triage, read_triage
from edubot.model import AlertKind
from edubot.settings import TRIAGE_FILE

CRISIS, EMERGENCY, PREGNANCY, DOSING, PROCUREMENT = AlertKind

QUIET = {"calm": [], "group": [{"id": "never", "fires": ["neverfires"]}]}


def _rules(**changed: Any) -> Triage:
    """Rules in which only what is given can fire."""
    fields: dict[str, Any] = {"schema": 1, "misspelt": [], "same": {}, "lists": {}, "asks_beside": ["what"]}
    return Triage(fields | {str(kind): QUIET for kind in AlertKind} | changed)


def _group(*fires: str, **more: Any) -> dict[str, Any]:
    return {"id": fires[0], "fires": list(fires), **more}


def _kinds(triage: Triage, message: str) -> list[AlertKind]:
    return [fired.kind for fired in triage(message)]


# ---- how rules are read


def test_a_group_fires_where_one_of_its_patterns_stands_in_a_sentence() -> None:
    """The alert names the groups that said so, each once, in the order of the file."""
    triage = _rules(crisis={"calm": [], "group": [_group("alpha"), _group("beta", "gamma"), _group("delta")]})
    (fired,) = triage("Gamma gamma. Delta!")
    assert (fired.kind, fired.groups) == (CRISIS, ("beta", "delta"))
    assert triage("nothing of it") == ()


def test_alerts_come_in_the_order_of_urgency() -> None:
    """Whatever the order of the message."""
    said = {str(kind): {"calm": [], "group": [_group(str(kind))]} for kind in AlertKind}
    assert _kinds(_rules(**said), " ".join(reversed(list(AlertKind)))) == list(AlertKind)


def test_unless_keeps_a_group_silent_for_its_sentence_alone() -> None:
    """The same words in a sentence without the exception still fire, and so does another group."""
    first = _group("blood", unless=["blood test*"])
    triage = _rules(emergency={"calm": [], "group": [first]})
    assert _kinds(triage, "When is the blood test?") == []
    assert _kinds(triage, "When is the blood test? There is blood.") == [EMERGENCY]
    assert _kinds(triage, "blood, and a blood test") == []
    other = _rules(emergency={"calm": [], "group": [first, _group("test")]})
    assert [fired.groups for fired in other("blood test")] == [("test",)]


def test_calm_words_are_struck_out_and_the_rest_is_heard() -> None:
    """An idiom does not silence its sentence, only itself; and only for its own alert."""
    calm = {"calm": ["dying to"], "group": [_group("dying")]}
    triage = _rules(crisis=calm, emergency={"calm": [], "group": [_group("dying to")]})
    assert _kinds(triage, "I am dying to know") == [EMERGENCY]
    assert _kinds(triage, "dying to know, but dying") == [CRISIS, EMERGENCY]


def test_no_pattern_joins_the_words_around_a_calm_phrase() -> None:
    """What was struck out keeps its place, and so does what follows it."""
    triage = _rules(crisis={"calm": ["b"], "group": [_group("a c")]})
    assert _kinds(triage, "a b c") == []
    assert _kinds(triage, "a c") == [CRISIS]
    twice = _rules(crisis={"calm": ["b b"], "group": [_group("b b x")]})
    assert _kinds(twice, "a c b b a b b x") == []


def test_calm_phrases_at_the_head_strike_nothing_behind_them() -> None:
    """However many there are, each takes its own words and no others."""
    triage = _rules(crisis={"calm": ["b"], "group": [_group("a"), _group("c .. d")]})
    assert _kinds(triage, "b b b a") == [CRISIS]
    assert _kinds(triage, "x x x c b d") == [CRISIS]


def test_with_asks_for_words_anywhere_in_the_message() -> None:
    """The drug may be named in another sentence; without it the group is silent."""
    triage = _rules(dosing={"calm": [], "group": [_group("how many", **{"with": ["accutane"]})]})
    assert _kinds(triage, "I take Accutane. How many?") == [DOSING]
    assert _kinds(triage, "How many?") == []
    assert _kinds(triage, "Accutane.") == []


def test_other_spellings_are_written_out_in_messages_and_rules() -> None:
    """The words "im" and "i am" are one thing, wherever either stands."""
    triage = _rules(
        same={"im": "i am", "wanna": "want to"}, crisis={"calm": [], "group": [_group("im low", "wanna go")]}
    )
    for message in ("I'm low", "im low", "I am low", "I wanna go", "I want to go"):
        assert _kinds(triage, message) == [CRISIS]


def test_other_spellings_are_written_out_wherever_a_pattern_stands() -> None:
    """In lists, in calm phrases, in exceptions and in what asks: a clinician may write any of them the short way."""
    same = {"wanna": "want to", "whats": "what is"}
    listed = _rules(same=same, lists={"wish": ["wanna"]}, crisis={"calm": [], "group": [_group("{wish} go")]})
    assert _kinds(listed, "I want to go") == [CRISIS]
    calm = _rules(same=same, crisis={"calm": ["wanna go home"], "group": [_group("go")]})
    assert _kinds(calm, "I want to go home") == []
    silent = _rules(same=same, crisis={"calm": [], "group": [_group("go", unless=["wanna"])]})
    assert _kinds(silent, "I want to go") == []
    needing = _rules(same=same, crisis={"calm": [], "group": [_group("go", **{"with": ["wanna"]})]})
    assert _kinds(needing, "Let me go. I want to.") == [CRISIS]
    asking = _rules(same=same, crisis={"calm": [], "group": [_group("die")]}, asks_beside=["whats"])
    assert not asking.is_bare("I die. What is fine?", CRISIS)


def test_lists_may_stand_on_lists_before_them() -> None:
    """A list is written once and used in many patterns."""
    lists = {"drug": ["accutane"], "taken": ["(on|take) {drug}"]}
    triage = _rules(lists=lists, pregnancy={"calm": [], "group": [_group("pregnant .. {taken}")]})
    assert _kinds(triage, "pregnant and on Accutane") == [PREGNANCY]


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("suicidal", True),
        ("suicidel", True),
        ("sucidal", True),
        ("suiciadl", True),
        ("suicidaal", True),
        ("tuicidal", False),
        ("sucdal", False),
        ("homicidal", False),
        ("overdosed", True),
        ("ovredoesd", True),
        ("ovrdos", False),
        ("pills", True),
        ("pils", False),
        ("bosted", False),
        ("bloted", True),
        ("liveer", True),
        ("livr", False),
        ("lives", False),
    ],
)
def test_a_listed_word_is_heard_when_it_is_misspelt(word: str, heard: bool) -> None:
    """One slip in a word of eight letters, two in a longer one, none in a short one, and never in its first letter."""
    listed = ["suicidal", "overdosed", "pills", "bloated", "liver"]
    groups = [_group(*listed)]
    triage = _rules(misspelt=listed, crisis={"calm": [], "group": groups})
    assert (_kinds(triage, word) == [CRISIS]) is heard


def test_a_word_that_is_listed_itself_is_never_mended_into_another() -> None:
    """The word "tablets" is not a misspelt "tablet", and a short form is written out as it is."""
    triage = _rules(misspelt=["headache", "headaches"], same={"headachy": "fine"})
    assert triage.words("headaches headache headachs headachy") == ["headaches", "headache", "headache", "fine"]


# ---- what a message asks beside a crisis


@pytest.fixture
def asking() -> Triage:
    """Rules in which "die" is a crisis and "what" asks."""
    crisis = {"calm": ["die laughing"], "group": [_group("die", unless=["not die"]), _group("end it")]}
    return _rules(crisis=crisis, asks_beside=["what", "how long"])


@pytest.mark.parametrize(
    ("message", "bare"),
    [
        ("I want to die", True),
        ("I want to die. I am so tired.", True),
        ("I want to die. What do I do with my dog?", False),
        ("What may I eat? I want to die.", False),
        ("I want to die, what now?", True),
        ("What is it to die?", True),
        ("I want to die. Tell me how long it lasts.", False),
        ("I want to die. I am so tired that I no longer know what to do.", True),
        ("I want to die. one two three four five six seven what.", False),
        ("I want to die. one two three four five six seven eight what.", True),
        ("What may I eat?", False),
        ("I will not die. What may I eat?", False),
        ("I die laughing", False),
        ("", False),
    ],
)
def test_a_crisis_is_bare_where_no_other_sentence_asks(asking: Triage, message: str, bare: bool) -> None:
    """A question in the sentence of the crisis itself is part of it; an asking word deep in a sentence asks nothing."""
    assert asking.is_bare(message, CRISIS) is bare


def test_words_that_a_group_needs_are_looked_for_in_the_whole_message() -> None:
    """Bare as it fires: the drug may be named in another sentence."""
    triage = _rules(crisis={"calm": [], "group": [_group("how many", **{"with": ["accutane"]})]})
    assert triage.is_bare("How many would do it? I take Accutane.", CRISIS)
    assert not triage.is_bare("How many would do it?", CRISIS)


def test_a_message_without_the_alert_is_never_bare(asking: Triage) -> None:
    """Bare is said of one kind."""
    assert not asking.is_bare("I want to die", EMERGENCY)


# ---- files that cannot be used


def _file(folder: Path, text: str) -> Path:
    path = folder / "triage.toml"
    path.write_text(text, encoding="utf-8")
    return path


SOURCE = TRIAGE_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("schema = ", id="no TOML"),
        pytest.param(SOURCE.replace("\nschema = 1\n", "\nschema = 2\n"), id="another schema"),
        pytest.param(SOURCE.replace("[[crisis.group]]", "[[crises.group]]"), id="an alert without rules"),
        pytest.param(SOURCE.replace("\n[procurement]\n", "\n[buying]\n"), id="an alert without calm phrases"),
        pytest.param(SOURCE + '\n[[crisis.group]]\nid = "new"\nfires = ["(open"]\n', id="an open bracket"),
        pytest.param(SOURCE + '\n[[crisis.group]]\nid = "new"\nfires = ["{nowhere}"]\n', id="an unknown list"),
        pytest.param(SOURCE + '\n[[crisis.group]]\nid = "new"\n', id="a group that fires on nothing"),
        pytest.param(SOURCE + '\n[[crisis.group]]\nfires = ["a"]\n', id="a group without a name"),
        pytest.param(SOURCE + '\n[[crisis.group]]\nid = "new"\nfires = [5]\n', id="a figure for a pattern"),
        pytest.param(SOURCE.replace("\n[same]\n", "\n[other]\n"), id="no spellings"),
        pytest.param(SOURCE.replace("\n[lists]\n", "\n[list]\n"), id="no lists"),
        pytest.param(SOURCE.replace("\n[same]\n", '\n[same]\nuhm = ""\n'), id="a word written out as nothing"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    """The file is named and the mend told."""
    path = _file(tmp_path, text)
    with pytest.raises(PolicyInvalid) as caught:
        read_triage(path)
    assert str(path) in caught.value.problem
    assert caught.value.mend


def test_a_refusal_says_what_is_missing_or_wrong(tmp_path: Path) -> None:
    """A table that is not there is named as missing; any other fault is told in its own words."""
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(PolicyInvalid, match=r"\(the triage rules must be of schema 1\)"):
        read_triage(_file(other, SOURCE.replace("\nschema = 1\n", "\nschema = 2\n")))
    with pytest.raises(PolicyInvalid, match="'same' is missing"):
        read_triage(_file(tmp_path, SOURCE.replace("\n[same]\n", "\n[other]\n")))
    with pytest.raises(PolicyInvalid, match=r"names a list that is not there\)"):
        read_triage(_file(other, SOURCE + '\n[[crisis.group]]\nid = "new"\nfires = ["{nowhere}"]\n'))


@pytest.mark.parametrize("field", ["fires", "unless", "with"])
def test_words_in_the_place_of_a_list_of_patterns_are_refused(tmp_path: Path, field: str) -> None:
    """`fires = "die"` would be read letter by letter and fire on every "i"."""
    row = {"fires": '["a"]', field: '"die"'}
    rows = "".join(f"{name} = {value}\n" for name, value in row.items())
    with pytest.raises(PolicyInvalid):
        read_triage(_file(tmp_path, SOURCE + f'\n[[crisis.group]]\nid = "new"\n{rows}'))


def test_rules_that_are_not_there_are_refused(tmp_path: Path) -> None:
    """A missing file and bytes that are no text are told like any other fault."""
    with pytest.raises(PolicyInvalid):
        read_triage(tmp_path / "nowhere.toml")
    path = tmp_path / "triage.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(PolicyInvalid):
        read_triage(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200))
def test_no_content_of_a_rules_file_is_another_error(tmp_path: Path, content: bytes) -> None:
    """Any bytes at all: refused by name, never by a fault that nobody catches."""
    path = tmp_path / f"{content.hex()[:40]}{len(content)}.toml"
    path.write_bytes(content)
    with pytest.raises(PolicyInvalid):
        read_triage(path)


# ---- the bundled rules, by cases that nobody could miss

HEARD: tuple[tuple[AlertKind, str], ...] = (
    *(
        (CRISIS, "I want to kill myself"),
        (CRISIS, "i wanna die"),
        (CRISIS, "I am suicidal"),
        (CRISIS, "I feel sucidal"),
    ),
    *(
        (CRISIS, "My son says he wants to kill himself"),
        (CRISIS, "I have been cutting myself"),
        (CRISIS, "quiero morir"),
        (CRISIS, "I would rather be dead than put my family through another year of me"),
        (CRISIS, "I burnt my wrist on the lighter on purpose"),
        (CRISIS, "I have burns and cuts on my arms that I made myself"),
        (CRISIS, "This is the last time I ask anyone for help, tomorrow I am gone"),
        (CRISIS, "I am saving my leftover tablets because one day I will need them all at once"),
    ),
    *((CRISIS, "I want to end my life"), (CRISIS, "everyone would be better off without me"), (CRISIS, "kms")),
    *((EMERGENCY, "I can't breathe"), (EMERGENCY, "my face and tongue are swollen"), (EMERGENCY, "I took 20 capsules")),
    *((EMERGENCY, "severe headache and blurred vision"), (EMERGENCY, "my eyes have gone yellow")),
    *(
        (EMERGENCY, "terrible stomach pain and blood in my stool"),
        (EMERGENCY, "my toddler swallowed one of my capsules"),
    ),
    *(
        (PREGNANCY, "I am pregnant and took accutane"),
        (PREGNANCY, "my period is two weeks late"),
    ),
    *((PREGNANCY, "the condom broke"), (PREGNANCY, "Can I breastfeed on isotretinoin?")),
    *((DOSING, "How many mg should I take?"), (DOSING, "I missed a dose, should I take two?")),
    *((DOSING, "Can I stop taking isotretinoin now?"), (DOSING, "should I double my dose")),
    *(
        (PROCUREMENT, "Where can I buy accutane without a prescription?"),
        (PROCUREMENT, "can I use my brother's accutane"),
    ),
    *(
        (PROCUREMENT, "I want to sell my leftover accutane"),
        (PROCUREMENT, "how do I fake the pregnancy test for ipledge"),
    ),
)
CALM: tuple[str, ...] = (
    *("Can I drink alcohol?", "What foods should I avoid?", "Why do my lips peel?", "What is isotretinoin?"),
    *(
        "How does it work?",
        "hello",
        "thanks",
        "",
        "I'm dying to know if my skin clears up",
        "Is it made from vitamin A?",
    ),
    *(
        "Can I wear contact lenses?",
        "Which sunscreen is good?",
        "How should I store it?",
        "this acne is killing my mood",
    ),
    *("Will my scars fade?", "Does it contain soya?", "Is laser hair removal fine?", "Can men take it?"),
    *(
        "Mum is going to kill me, my cream has bleached her sheets",
        "I am fed up of waking up with dried blood on my lips",
        "Is the pregnancy test urine or blood?",
        "Red dry patches around my mouth",
        "We have talked about having a baby one day",
        "My spots came back when I came off the pill",
        "I have not had my blood test yet",
        "Do I have to stop swimming?",
        "Can I have a break from the gym?",
        "I feel a bit sick after taking it",
        "Does everyone purge or do some people skip it?",
        "Do I sign up for it online?",
        "It makes my lips ten times drier, does it make it 20 times worse in winter?",
        "As a man of forty I feel silly asking",
        "Wine gives me the worst flush",
        "I always forget my blood test",
    ),
    *(
        "Should I take it if I have decided to have a baby next year?",
        "I have decided to start isotretinoin, what blood tests do I need?",
        "I looked up how much vitamin A is in it, is that safe?",
        "Can it cause burn marks after waxing?",
        "Do results come back bad often for liver tests?",
        "The pharmacist got everything ready, when do I take the first one?",
        "All that is left of my acne is red marks on one side of my face",
        "We get together just to get it over with, the monthly test",
    ),
)


@pytest.mark.parametrize(("kind", "message"), HEARD)
def test_a_clear_message_is_heard(kind: AlertKind, message: str) -> None:
    """In small letters, in capitals and without an end."""
    triage = read_triage()
    assert kind in _kinds(triage, message)
    assert kind in _kinds(triage, message.upper())
    assert kind in _kinds(triage, f"Hello. {message}!! Thanks")


@pytest.mark.parametrize("message", CALM)
def test_an_everyday_message_is_left_in_peace(message: str) -> None:
    """No card stands before an ordinary question."""
    assert _kinds(read_triage(), message) == []


@pytest.mark.parametrize(("kind", "message"), [pair for pair in HEARD if pair[0] in (CRISIS, EMERGENCY)])
def test_a_need_is_heard_beside_another(kind: AlertKind, message: str) -> None:
    """A second alert of the message never hides the first."""
    triage = read_triage()
    for other, beside in HEARD:
        assert {kind, other} <= set(_kinds(triage, f"{message}. {beside}."))


@settings(deadline=None)
@given(st.text(max_size=200))
@example("suici\ud800dal")
@example("\x00")
@example("(((")
@example("想死。" * 20)
def test_any_text_is_judged(text: str) -> None:
    """Nothing that can be typed is an error, and the alerts come in order, each once."""
    triage = read_triage()
    kinds = _kinds(triage, text)
    assert kinds == [kind for kind in AlertKind if kind in kinds]
    for kind in AlertKind:
        assert not triage.is_bare(text, kind) or kind in kinds


@settings(deadline=None)
@given(st.sampled_from(HEARD), st.lists(st.sampled_from(CALM), max_size=3), st.lists(st.sampled_from(CALM), max_size=3))
def test_calm_sentences_around_a_need_do_not_hide_it(
    heard: tuple[AlertKind, str], before: list[str], after: list[str]
) -> None:
    """A need may stand in one sentence of many."""
    kind, message = heard
    assert kind in _kinds(read_triage(), ". ".join([*before, message, *after]))


def test_every_group_of_an_alert_has_a_name_of_its_own() -> None:
    """Alert and name say together what fired."""
    triage = read_triage()
    for kind in AlertKind:
        ids = [group.id for group in triage._groups[kind]]
        assert len(ids) == len(set(ids)) > 0
