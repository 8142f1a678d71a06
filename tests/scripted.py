"""What the leaflets of a scripted chat hold, and who answers from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from edubot.errors import IndexMissing
from edubot.guardrail.guardrail import Guardrail
from edubot.model import Answer, Authored, Context, Hit, LeafletView, Passage, Reason, Source, Span, Stretch
from tests.fakes import ScriptedAssistant, refusing

GUIDE = Source(
    "guide",
    "Softgel guide",
    "guide.md",
    "a" * 64,
    "a" * 64,
    kind="maker's leaflet",
    drug="isotretinoin",
    restated_from="Isotretinoin softgels: a guide",
    seen=date(2026, 1, 2),
)
ARTICLE = replace(GUIDE, id="article", title="All about isotretinoin", file="article.md", sha256="b" * 64)
ARTICLE = replace(ARTICLE, text_sha256="b" * 64, kind="web article", restated_from=None, seen=None)
PLAIN = Source("pain", "Pain tablets", "pain.md", "c" * 64, "c" * 64, drug="ibuprofen")
DRINK = "**Do not drink** alcohol while you take it:\n- it strains the liver\n- it raises blood fats"
LONG = "Talk to your prescriber about this before you start, and again at every visit. " * 4


def _hit(source: Source, text: str, heading: tuple[str, ...], mark: Span | None = None, correction: str = "") -> Hit:
    needed = (correction,) if correction else ()
    passage = Passage(source, heading, 0, len(text), text, corrections=needed, contexts=tuple(_contexts(text)))
    return Hit(passage, 0.5, {}, (mark,) if mark else ())


def _contexts(text: str) -> Iterator[Context]:
    """Of a text of one line, or of a lead line and a list under it."""
    lead, *items = text.split("\n- ")
    yield Context(Span(0, len(lead)), ())
    for item in items:
        start = text.index(item)
        yield Context(Span(start, start + len(item)), (lead,))


GLASS = Authored("glass", "Ask your prescriber even about one glass.", ("edubot",), "general", date(2026, 1, 1))
ALCOHOL = "Can I drink alcohol?"
CRISIS = "I want to die. What about alcohol?"
BARE_CRISIS = "I want to die."
EVERYTHING = "Tell me everything"
BEER = "Is beer without alcohol fine?"
"""The leaflets touch on it."""
HOW_MUCH = "How many mg should I take?"
FOUND = (
    _hit(GUIDE, DRINK, ("Food and drink:", "Alcohol"), Span(DRINK.index("it strains"), DRINK.index("\n- it raises"))),
    _hit(ARTICLE, "Many people avoid alcohol.", (), Span(0, 26), GLASS.id),
)
NOTED = (FOUND[0], replace(FOUND[1], note=GLASS.text))
"""As they are shown."""
HITS = {
    ALCOHOL: FOUND,
    CRISIS: FOUND,
    BEER: FOUND,
    HOW_MUCH: FOUND,
    EVERYTHING: tuple(_hit(ARTICLE, f"{number}. {LONG}", ("Visits",)) for number in range(8)),
}
STORAGE = "\n\n## Storage\n\nKeep the softgels dry and cool.\n\n"
GUIDE_VIEW = LeafletView(
    GUIDE,
    (
        Stretch(0, DRINK + STORAGE),
        Stretch(len(DRINK + STORAGE), "", Reason.SALES_LINK),
        Stretch(len(DRINK + STORAGE) + 40, "\n\n## Questions\n\n" + LONG * 6),
    ),
    (
        FOUND[0],
        Hit(Passage(GUIDE, ("Storage",), len(DRINK) + 14, len(DRINK) + 45, "Keep the softgels dry and cool."), 0.0),
        Hit(
            Passage(
                GUIDE, ("Questions",), len(DRINK + STORAGE) + 56, len(DRINK + STORAGE) + 56 + len(LONG * 6), LONG * 6
            ),
            0.0,
        ),
    ),
)
"""What the guide says from end to end."""
PROBLEM = IndexMissing("There is no index in /nowhere", "run edubot build")


@dataclass
class Recorder(ScriptedAssistant):
    """Also remembers what was asked, in order."""

    asked: list[str] = field(default_factory=list)
    histories: list[list[str]] = field(default_factory=list)
    """What had been asked before each, the latest last."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """The scripted answer."""
        self.asked.append(question)
        self.histories.append(list(history))
        return super().ask(question, history)


def scripted(guardrail: Guardrail) -> Recorder:
    """An assistant that knows a few questions, under a policy that has a correction of its own."""
    policy = replace(guardrail.policy, corrections={GLASS.id: GLASS})
    policies = {**guardrail.policies, policy.drug: policy}
    return Recorder(
        replace(guardrail, policy=policy, policies=policies),
        HITS,
        [GUIDE, ARTICLE],
        {GUIDE.id: GUIDE_VIEW},
        frozenset({BEER}),
    )


def unavailable() -> ScriptedAssistant:
    """Opening fails."""
    return refusing(PROBLEM)
