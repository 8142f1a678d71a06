"""The rules of triage: how they are read, and that they hear what nobody could miss and stay calm otherwise."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from edubot.errors import PolicyInvalid
from edubot.guardrail.triage import Triage, read_triage
from edubot.model import AlertKind
from edubot.settings import TRIAGE_FOLDER
from tests.fakes import triage_of

CRISIS, EMERGENCY, PREGNANCY, DOSING, PROCUREMENT = AlertKind


def _group(*fires: str, **more: Any) -> dict[str, Any]:
    return {"id": fires[0], "fires": list(fires), **more}


def _kinds(triage: Triage, message: str) -> list[AlertKind]:
    return [fired.kind for fired in triage(message)]


# ---- how rules are read


def test_a_group_fires_where_one_of_its_patterns_stands_in_a_sentence() -> None:
    """The alert names the groups that said so, each once, in the order of the file."""
    triage = triage_of(crisis={"calm": [], "group": [_group("alpha"), _group("beta", "gamma"), _group("delta")]})
    (fired,) = triage("Gamma gamma. Delta!")
    assert (fired.kind, fired.groups) == (CRISIS, ("beta", "delta"))
    assert triage("nothing of it") == ()


def test_alerts_come_in_the_order_of_urgency() -> None:
    """Whatever the order of the message."""
    said = {str(kind): {"calm": [], "group": [_group(str(kind))]} for kind in AlertKind}
    assert _kinds(triage_of(**said), " ".join(reversed(list(AlertKind)))) == list(AlertKind)


def test_unless_keeps_a_group_silent_for_its_sentence_alone() -> None:
    """The same words in a sentence without the exception still fire, and so does another group."""
    first = _group("blood", unless=["blood test*"])
    triage = triage_of(emergency={"calm": [], "group": [first]})
    assert _kinds(triage, "When is the blood test?") == []
    assert _kinds(triage, "When is the blood test? There is blood.") == [EMERGENCY]
    assert _kinds(triage, "blood, and a blood test") == []
    other = triage_of(emergency={"calm": [], "group": [first, _group("test")]})
    assert [fired.groups for fired in other("blood test")] == [("test",)]


def test_calm_words_are_struck_out_and_the_rest_is_heard() -> None:
    """An idiom does not silence its sentence, only itself; and only for its own alert."""
    calm = {"calm": ["dying to"], "group": [_group("dying")]}
    triage = triage_of(crisis=calm, emergency={"calm": [], "group": [_group("dying to")]})
    assert _kinds(triage, "I am dying to know") == [EMERGENCY]
    assert _kinds(triage, "dying to know, but dying") == [CRISIS, EMERGENCY]


def test_no_pattern_joins_the_words_around_a_calm_phrase() -> None:
    """What was struck out keeps its place, and so does what follows it."""
    triage = triage_of(crisis={"calm": ["b"], "group": [_group("a c")]})
    assert _kinds(triage, "a b c") == []
    assert _kinds(triage, "a c") == [CRISIS]
    twice = triage_of(crisis={"calm": ["b b"], "group": [_group("b b x")]})
    assert _kinds(twice, "a c b b a b b x") == []


def test_calm_phrases_at_the_head_strike_nothing_behind_them() -> None:
    """However many there are, each takes its own words and no others."""
    triage = triage_of(crisis={"calm": ["b"], "group": [_group("a"), _group("c .. d")]})
    assert _kinds(triage, "b b b a") == [CRISIS]
    assert _kinds(triage, "x x x c b d") == [CRISIS]


def test_with_asks_for_words_anywhere_in_the_message() -> None:
    """The drug may be named in another sentence; without it the group is silent."""
    triage = triage_of(dosing={"calm": [], "group": [_group("how many", **{"with": ["accutane"]})]})
    assert _kinds(triage, "I take Accutane. How many?") == [DOSING]
    assert _kinds(triage, "How many?") == []
    assert _kinds(triage, "Accutane.") == []


def test_other_spellings_are_written_out_in_messages_andtriage_of() -> None:
    """The words "im" and "i am" are one thing, wherever either stands."""
    triage = triage_of(
        same={"im": "i am", "wanna": "want to"}, crisis={"calm": [], "group": [_group("im low", "wanna go")]}
    )
    for message in ("I'm low", "im low", "I am low", "I wanna go", "I want to go"):
        assert _kinds(triage, message) == [CRISIS]


def test_other_spellings_are_written_out_wherever_a_pattern_stands() -> None:
    """In lists, in calm phrases, in exceptions and in what asks: a clinician may write any of them the short way."""
    same = {"wanna": "want to", "whats": "what is"}
    listed = triage_of(same=same, lists={"wish": ["wanna"]}, crisis={"calm": [], "group": [_group("{wish} go")]})
    assert _kinds(listed, "I want to go") == [CRISIS]
    calm = triage_of(same=same, crisis={"calm": ["wanna go home"], "group": [_group("go")]})
    assert _kinds(calm, "I want to go home") == []
    silent = triage_of(same=same, crisis={"calm": [], "group": [_group("go", unless=["wanna"])]})
    assert _kinds(silent, "I want to go") == []
    needing = triage_of(same=same, crisis={"calm": [], "group": [_group("go", **{"with": ["wanna"]})]})
    assert _kinds(needing, "Let me go. I want to.") == [CRISIS]
    asking = triage_of(same=same, crisis={"calm": [], "group": [_group("die")]}, asks_beside=["whats"])
    assert not asking.is_bare("I die. What is fine?", CRISIS)


def test_lists_may_stand_on_lists_before_them() -> None:
    """A list is written once and used in many patterns."""
    lists = {"drug": ["accutane"], "taken": ["(on|take) {drug}"]}
    triage = triage_of(lists=lists, pregnancy={"calm": [], "group": [_group("pregnant .. {taken}")]})
    assert _kinds(triage, "pregnant and on Accutane") == [PREGNANCY]


def test_an_alert_may_have_lists_of_its_own() -> None:
    """They may draw on the shared ones, and two alerts may mean different things by one name."""
    said = [_group("{taken}")]
    triage = triage_of(
        lists={"drug": ["accutane"]},
        pregnancy={"lists": {"taken": ["on {drug}"]}, "group": said},
        dosing={"lists": {"taken": ["swallowed"]}, "group": said},
    )
    assert _kinds(triage, "on Accutane") == [PREGNANCY]
    assert _kinds(triage, "swallowed") == [DOSING]


def test_the_list_of_one_alert_is_not_there_for_another() -> None:
    """Whoever mends an alert need look at no file but its own and the shared words."""
    with pytest.raises(ValueError, match="names a list that is not there"):
        triage_of(crisis={"lists": {"wish": ["want"]}}, dosing={"group": [_group("{wish} more")]})


def test_a_list_has_one_meaning_within_an_alert() -> None:
    """One that hid the shared list of its name would change patterns whose writer never saw it."""
    with pytest.raises(ValueError, match="the list 'drug' stands among the shared words too"):
        triage_of(lists={"drug": ["accutane"]}, crisis={"lists": {"drug": ["heroin"]}})


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
    triage = triage_of(misspelt=listed, crisis={"calm": [], "group": groups})
    assert (_kinds(triage, word) == [CRISIS]) is heard


def test_a_word_that_is_listed_itself_is_never_mended_into_another() -> None:
    """The word "tablets" is not a misspelt "tablet", and a short form is written out as it is."""
    triage = triage_of(misspelt=["headache", "headaches"], same={"headachy": "fine"})
    assert triage.words("headaches headache headachs headachy") == ["headaches", "headache", "headache", "fine"]


# ---- what a message asks beside a crisis


@pytest.fixture
def asking() -> Triage:
    """Rules in which "die" is a crisis and "what" asks."""
    crisis = {"calm": ["die laughing"], "group": [_group("die", unless=["not die"]), _group("end it")]}
    return triage_of(crisis=crisis, asks_beside=["what", "how long"])


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
    triage = triage_of(crisis={"calm": [], "group": [_group("how many", **{"with": ["accutane"]})]})
    assert triage.is_bare("How many would do it? I take Accutane.", CRISIS)
    assert not triage.is_bare("How many would do it?", CRISIS)


def test_a_message_without_the_alert_is_never_bare(asking: Triage) -> None:
    """Bare is said of one kind."""
    assert not asking.is_bare("I want to die", EMERGENCY)


# ---- files that cannot be used


FILES = sorted(path.name for path in TRIAGE_FOLDER.iterdir())
ALERT_FILES = [f"{kind}.toml" for kind in AlertKind]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The bundled rules, to be spoilt."""
    return Path(shutil.copytree(TRIAGE_FOLDER, tmp_path / "triage"))


def _replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _added(path: Path, group: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n[[group]]\n{group}\n")


def _refusal(folder: Path, name: str) -> str:
    """Why the rules of a folder are refused, for the fault of one file that is named."""
    with pytest.raises(PolicyInvalid) as caught:
        read_triage(folder)
    problem = caught.value.problem
    assert str(folder / name) in problem
    assert not any(str(folder / other) in problem for other in FILES if other != name)
    assert caught.value.mend
    return problem


def test_there_is_a_file_for_each_alert() -> None:
    """And one of what they share; no file lies there that nobody reads."""
    assert sorted([*ALERT_FILES, "words.toml"]) == FILES


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"schema = ", b"\xff\xfe"])
def test_a_file_that_holds_no_rules_is_refused(folder: Path, name: str, content: bytes) -> None:
    """Empty, no TOML, no text."""
    (folder / name).write_bytes(content)
    _refusal(folder, name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_there_is_refused(folder: Path, name: str) -> None:
    """An alert without rules would never fire."""
    (folder / name).unlink()
    assert _refusal(folder, name).endswith("are missing")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """As its first file."""
    assert _refusal(tmp_path / "nowhere", "words.toml").endswith("are missing")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        *((name, "\n[lists]\n", "\n[list]\n") for name in FILES),
        *((name, "\ncalm = [", "\nclam = [") for name in ALERT_FILES),
        *((name, "[[group]]", "[[groups]]") for name in ALERT_FILES),
        *((name, "\nunless = [", "\nunles = [") for name in ALERT_FILES),
        *(("words.toml", f"\n{key} = [", f"\n{key}s = [") for key in ("asks_beside", "misspelt")),
        ("words.toml", "\n[same]\n", "\n[other]\n"),
    ],
)
def test_a_misspelt_key_is_refused(folder: Path, name: str, old: str, new: str) -> None:
    """What stands under it would be read by nobody; the refusal says what it could have been."""
    _replaced(folder / name, old, new)
    written, meant = new.strip("\n[]= "), old.strip("\n[]= ")
    told = _refusal(folder, name)
    assert f"the key {written!r} is none of " in told
    assert meant in told.split(" is none of ")[1]


@pytest.mark.parametrize("name", ALERT_FILES)
@pytest.mark.parametrize(
    "group",
    [
        pytest.param('id = "new"\nfires = ["(open"]', id="an open bracket"),
        pytest.param('id = "new"\nfires = ["{nowhere}"]', id="an unknown list"),
        pytest.param('id = "new"', id="a group that fires on nothing"),
        pytest.param('fires = ["a"]', id="a group without a name"),
        pytest.param('id = "new"\nfires = [5]', id="a figure for a pattern"),
    ],
)
def test_a_group_that_cannot_be_used_is_refused(folder: Path, name: str, group: str) -> None:
    """Of whichever alert."""
    _added(folder / name, group)
    _refusal(folder, name)


@pytest.mark.parametrize("field", ["fires", "unless", "with"])
def test_words_in_the_place_of_a_list_of_patterns_are_refused(folder: Path, field: str) -> None:
    """`fires = "die"` would be read letter by letter and fire on every "i"."""
    row = {"id": '"new"', "fires": '["a"]', field: '"die"'}
    _added(folder / "crisis.toml", "\n".join(f"{name} = {value}" for name, value in row.items()))
    assert "'die' should be a list of patterns" in _refusal(folder, "crisis.toml")


def test_a_refusal_says_what_is_missing_or_wrong(folder: Path) -> None:
    """What is not there is named as missing; any other fault is told in its own words."""
    words, crisis = folder / "words.toml", folder / "crisis.toml"
    _added(crisis, 'id = "new"\nfires = ["{nowhere}"]')
    assert _refusal(folder, "crisis.toml").endswith("names a list that is not there)")
    crisis.write_text("calm = []\n[lists]\n", encoding="utf-8")
    assert _refusal(folder, "crisis.toml").endswith("('group' is missing)")
    _replaced(words, "\n[same]\n", '\n[same]\nuhm = ""\n')
    assert _refusal(folder, "words.toml").endswith("(a word under [same] is written out as nothing)")
    _replaced(words, "\nschema = 1\n", "\nschema = 2\n")
    assert _refusal(folder, "words.toml").endswith("(the triage rules must be of schema 1)")


@pytest.mark.parametrize("name", ["words.toml", "crisis.toml"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200))
def test_no_content_of_a_rules_file_is_another_error(folder: Path, name: str, content: bytes) -> None:
    """Any bytes at all: refused by name, never by a fault that nobody catches."""
    (folder / name).write_bytes(content)
    _refusal(folder, name)


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
        ids = [group.id for group in triage.rules[kind].groups]
        assert len(ids) == len(set(ids)) > 0
