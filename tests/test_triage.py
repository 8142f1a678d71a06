"""How rules of triage are read, and what a message asks beside a crisis."""

from typing import Any

import pytest

from edubot.guardrail.triage import Triage
from edubot.model import AlertKind
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
