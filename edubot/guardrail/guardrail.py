"""The only place where an `Answer` is made, so that none can be made without its warnings."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from edubot.clauses import ends_of
from edubot.errors import CorrectionMissing, PolicyInvalid
from edubot.guardrail.builtin import BUILTIN_POLICY
from edubot.guardrail.builtin_general import BUILTIN_GENERAL_POLICY
from edubot.guardrail.findings import Findings
from edubot.guardrail.meaning import Meaning, Vector
from edubot.guardrail.outcome import is_question, outcome_of
from edubot.guardrail.readings import joined, set_apart
from edubot.guardrail.triage import Triage, read_triage
from edubot.guardrail.wording import Wording, read_wording
from edubot.languages import is_in_another_language
from edubot.model import URGENT, Advice, Alert, AlertKind, Answer, Hit, Outcome, SafetyWarning
from edubot.policy import BESIDE_CRISIS, DISAGREEMENT, OTHER_LANGUAGE, OTHER_MEDICINE, Policy, read_policy
from edubot.settings import GENERAL_POLICY_FILE, TRIAGE_FOLDER, WORDING_FILE, policy_file

ANY_DRUG = ""
"""Name of the policy that holds for a drug without one of its own."""


@dataclass(frozen=True)
class Guardrail:
    """Policies and triage rules in force for a person's country."""

    policy: Policy
    """Stands while no passage is shown: that of the library's one drug, or the one for any drug."""
    policies: Mapping[str, Policy]
    """By drug; `ANY_DRUG` for every other."""
    triage: Triage | None
    """None where the rules could not be read; then there is a `problem`."""
    country: str | None = None
    wording: Wording | None = None
    """Listens beside the rules, also where no index can be opened; None where it could not be read."""
    meaning: Meaning | None = None
    """Listens to vectors, over an index whose encoder it was trained with."""
    problem: str | None = None
    """Why policy, rules or models were refused; then the built-in warnings stand and no leaflet is searched."""

    @classmethod
    def load(
        cls,
        country: str | None = None,
        path: Path | None = None,
        rules: Path = TRIAGE_FOLDER,
        words: Path = WORDING_FILE,
    ) -> "Guardrail":
        """The guardrail of the policy files; of the built-in warnings where one cannot be used. Never raises.

        Args:
            path: the policy; without it the one that `EDUBOT_POLICY` names, else the bundled one.
        """
        triage = wording = None
        try:
            triage = read_triage(rules)
            wording = read_wording(words)
            policy, general = read_policy(path or policy_file()), read_policy(GENERAL_POLICY_FILE)
        except PolicyInvalid as problem:
            return cls.built_in(str(problem), country, triage, wording)
        return cls(policy, {policy.drug: policy, ANY_DRUG: general}, triage, country, wording)

    @classmethod
    def built_in(
        cls, problem: str, country: str | None = None, triage: Triage | None = None, wording: Wording | None = None
    ) -> "Guardrail":
        """The one that needs no file: warnings and alerts that stand in the code, and why."""
        policies = {BUILTIN_POLICY.drug: BUILTIN_POLICY, ANY_DRUG: BUILTIN_GENERAL_POLICY}
        return cls(BUILTIN_POLICY, policies, triage, country, wording, problem=problem)

    def over(self, drugs: Set[str | None], meaning: Callable[[], Meaning | None] = lambda: None) -> "Guardrail":
        """The guardrail for a library: its one drug's policy, or the one for any drug. Never raises.

        Args:
            meaning: opens what listens to the vectors of the library's encoder; a `PolicyInvalid` is a `problem`.
        """
        policy = self._policy_of(next(iter(drugs)) if len(drugs) == 1 else None)
        try:
            return replace(self, policy=policy, meaning=meaning())
        except PolicyInvalid as problem:
            return replace(self, policy=policy, problem=self.problem or str(problem))

    @property
    def warnings(self) -> tuple[SafetyWarning, ...]:
        """What stands with every answer that shows no passage, and on every screen."""
        return self.policy.warnings_for(self.country)

    def takes(self, question: str) -> bool:
        """Whether a message asks for information that leaflets could hold."""
        return self.problem is None and is_question(question) and not self._is_bare_crisis(question)

    def notes(self, corrections: Sequence[str], drug: str | None) -> str | None:
        """The text of some corrections, from the policies for a leaflet's drug and for any; None where there are none.

        A leaflet that names no drug may be on any.

        Raises:
            CorrectionMissing: a leaflet names one that neither has; its claim must not be shown without it.
        """
        policies = (self.policies[ANY_DRUG], self._policy_of(drug)) if drug else (*self.policies.values(), self.policy)
        known = {id: form.text for policy in policies for id, form in policy.corrections.items()}
        unknown = [id for id in corrections if id not in known]
        if unknown:
            raise CorrectionMissing(
                f"A leaflet's claim needs the correction {unknown[0]!r}, which no policy for its drug holds",
                "Write it into the policy, or take the name out of the leaflet's curation",
            )
        return " ".join(known[id] for id in corrections) or None

    def advice(self) -> str:
        """What stands under the sides of a disagreement."""
        return self.policy.phrases[DISAGREEMENT].text

    def answer(self, question: str, findings: Findings | None = None, history: Sequence[str] = ()) -> Answer:
        """The answer to a message for which these things were found.

        Args:
            history: the person's earlier messages, the latest last.
        """
        findings = findings or Findings()
        kinds = self._alerts(question, history, findings)
        if not self.takes(question):
            return self._bare(question, Outcome.NOT_A_QUESTION, kinds)
        hits = tuple(
            replace(hit, note=self.notes(hit.passage.corrections, hit.passage.source.drug)) for hit in findings.hits
        )
        advice = self._advice(question, kinds)
        outcome = outcome_of(hits, findings.confidence, kinds, findings.foreign, bool(advice), findings.unsaid)
        shown = hits if outcome.shows_passages else ()
        message = self.policy.messages[outcome]
        if findings.foreign and outcome is not Outcome.ANSWERED:
            message = self.policy.phrases[OTHER_MEDICINE]
        if outcome is Outcome.NOT_IN_LEAFLETS and is_in_another_language(ends_of(question)):
            message = self.policy.phrases[OTHER_LANGUAGE]
        return Answer(
            question=question,
            outcome=outcome,
            message=message.text,
            warnings=self._warnings_with(shown),
            hits=shown,
            confidence=findings.confidence.value if findings.confidence else None,
            alerts=self._cards(kinds),
            advice=advice,
            disagreements=findings.disagreements if shown else (),
            silences=findings.silences,
            about=findings.about,
        )

    def unavailable(
        self, question: str, problem: str, history: Sequence[str] = (), vectors: Sequence[Vector] = ()
    ) -> Answer:
        """The answer when no leaflet can be searched: help that needs none, why, and the warnings. Never raises.

        Args:
            vectors: of the message and its sentences, where the search failed only after they were there.
        """
        return self._bare(question, Outcome.UNAVAILABLE, self._heard(question, history, vectors), problem)

    def _heard(self, question: str, history: Sequence[str], vectors: Sequence[Vector]) -> Sequence[AlertKind]:
        """The alerts of a message, by all that listens, else without the model of meaning; whatever fails."""
        for listening in (self, replace(self, meaning=None)):
            with suppress(Exception):
                return listening._alerts(question, history, Findings(vectors=vectors))
        return [AlertKind.CRISIS]  # nobody can tell what the message says, as where the rules cannot be read

    def _bare(self, question: str, outcome: Outcome, kinds: Sequence[AlertKind], problem: str | None = None) -> Answer:
        if self.problem:
            outcome, problem = Outcome.UNAVAILABLE, self.problem
        advice: tuple[Advice, ...] = ()
        with suppress(Exception):  # where the leaflets cannot be searched, nothing may keep cards and warnings away
            advice = self._advice(question, kinds)
        message = self.policy.messages[outcome]
        if outcome is Outcome.NOT_A_QUESTION and AlertKind.CRISIS in kinds:
            message = self.policy.phrases[BESIDE_CRISIS]
        return Answer(
            question=question,
            outcome=outcome,
            message=message.text,
            warnings=self.warnings,
            confidence=None if outcome is Outcome.UNAVAILABLE else 0.0,
            alerts=self._cards(kinds),
            advice=advice,
            problem=problem,
        )

    def _alerts(self, message: str, history: Sequence[str], findings: Findings) -> list[AlertKind]:
        """The alerts that a message calls for, alone or with the message before it, most urgent first.

        Where the rules cannot be read nobody can tell a crisis from a question, so the crisis card stands with all.
        """
        if self.triage is None:
            return [AlertKind.CRISIS]
        message = ends_of(message)
        found = {fired.kind for fired in self.triage(message)}
        found |= {fired.kind for fired in self.triage(joined(message))}
        found |= {fired.kind for fired in self.triage(set_apart(message))} & URGENT
        if history:
            before = ends_of(history[-1]).rstrip(" .!?…")
            heard = {fired.kind for fired in self.triage(before)}
            found |= {fired.kind for fired in self.triage(f"{before}, {message}")} - heard
        found |= self._felt(self.triage, message, findings)
        return [kind for kind in AlertKind if kind in found]

    def _felt(self, triage: Triage, message: str, findings: Findings) -> set[AlertKind]:
        """The alerts that no rule has words for: by the message's words alone, and with their meaning."""
        leanings = self.wording.leanings(triage.words(message)) if self.wording else {}
        found = self.wording.alerts(leanings) if self.wording else set()
        found = found | (self.meaning.alerts(findings.vectors, leanings) if self.meaning else set())
        return {kind for kind in found if not triage.settles(message, kind)}

    def _is_bare_crisis(self, message: str) -> bool:
        """Whether a message says that somebody is in danger, and asks nothing that leaflets could hold."""
        return self.triage is not None and self.triage.is_bare(ends_of(message), AlertKind.CRISIS)

    def _cards(self, kinds: Iterable[AlertKind]) -> tuple[Alert, ...]:
        forms = ((kind, self.policy.alert_for(kind, self.country)) for kind in kinds)
        return tuple(Alert(kind, form.text, form.id) for kind, form in forms)

    def _advice(self, message: str, kinds: Sequence[AlertKind]) -> tuple[Advice, ...]:
        """What a message is to be told that calls for no alert; the card of a crisis says as much and more."""
        if self.triage is None or AlertKind.CRISIS in kinds:
            return ()
        message = ends_of(message)
        called = {on for read in (message, joined(message), set_apart(message)) for on in self.triage.advice(read)}
        forms = (self.policy.advice_for(on, self.country) for on in self.policy.advice if on in called)
        return tuple(Advice(form.text, form.id) for form in forms if form)

    def _warnings_with(self, hits: Iterable[Hit]) -> tuple[SafetyWarning, ...]:
        """The warnings of every drug whose leaflets are shown, each once."""
        policies = [self._policy_of(hit.passage.source.drug) for hit in hits] or [self.policy]
        return tuple(dict.fromkeys(form for policy in policies for form in policy.warnings_for(self.country)))

    def _policy_of(self, drug: str | None) -> Policy:
        return self.policies.get((drug or ANY_DRUG).lower(), self.policies[ANY_DRUG])
