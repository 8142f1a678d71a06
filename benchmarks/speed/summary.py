"""The journal of a run → its figures."""

import json
import statistics
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from benchmarks.libraries.contract import Piece, answer
from benchmarks.speed.copies import count_words
from benchmarks.speed.figures import METHOD, Ratios, SpeedFigures, Spread, SystemFigures
from benchmarks.speed.journal import Journal
from benchmarks.speed.machine import described
from benchmarks.speed.measure import Plan
from benchmarks.speed.systems import EDUBOT, System
from edubot.evaluation.gold import GoldQuestion
from edubot.evaluation.lines import Line
from edubot.evaluation.measures import success
from edubot.evaluation.reply import Shown, reply

DIGITS = 4


class Summary:
    """Reads a journal that is complete."""

    def __init__(self, plan: Plan, systems: Sequence[System], journal: Journal, gold: Sequence[GoldQuestion]) -> None:
        self._plan, self._systems, self._held = plan, systems, journal
        self._gold = [question for question in gold if question.evidence]

    def figures(self, pinned: str, leaflets: int) -> SpeedFigures:
        """All figures of the run."""
        plan = self._plan
        found = {system.name: self._system(system) for system in self._systems}
        ours = found[EDUBOT]
        others = [each for each in found.values() if each is not ours]
        return SpeedFigures(
            date=f"{date.today()}",
            machine=described(),
            load=round(self._held["load"]["load"], 1),
            method=METHOD,
            pinned=pinned,
            leaflets=f"{leaflets} leaflets of {count_words(plan.leaflets):,} words",
            questions=f"{len(plan.questions)} questions, {len(self._gold)} with evidence",
            rounds=plan.rounds,
            passes=plan.passes,
            systems=tuple(found.values()),
            ratios=tuple(self._ratios(ours, other) for other in others),
            limit={name: _rounded(value) for name, value in self._held["limit"].items()},
        )

    def _system(self, system: System) -> SystemFigures:
        built, name = self._held[f"build {system.name}"], system.name
        words = built["words_many"] - count_words(self._plan.leaflets)
        passes = list(self._passes(name))
        warm = [1000 * seconds for each in passes for seconds in each["seconds"]]
        cuts = statistics.quantiles(warm, n=100, method="inclusive")
        shown = self._shown(name)
        return SystemFigures(
            name=name,
            version=system.version,
            cold=_spread(self._cold(name, "seconds")),
            cold_cpu=_rounded(statistics.median(self._cold(name, "cpu_seconds"))),
            warm_ms=(_rounded(cuts[49]), _rounded(cuts[94]), _rounded(cuts[98])),
            peak_mb=_rounded(max(self._held[f"cold {number} {name}"]["peak_mb"] for number in self._rounds(first=0))),
            peak_warm_mb=_rounded(max(each["peak_mb"] for each in passes)),
            build=_rounded(built["seconds"]),
            build_rate=_rounded(words / (built["seconds_many"] - built["seconds"])),
            pieces_mb=_rounded(built["index_mb"]),
            encoder_mb=_rounded(built["encoder_mb"]),
            within_60=self._within(60, shown),
            within_120=self._within(120, shown),
        )

    def _ratios(self, ours: SystemFigures, other: SystemFigures) -> Ratios:
        return Ratios(
            name=other.name,
            cold=_spread(self._beside(other.name, "seconds")),
            cold_cpu=_spread(self._beside(other.name, "cpu_seconds")),
            warm=_spread(
                [
                    statistics.median(own["seconds"]) / statistics.median(each["seconds"])
                    for own, each in zip(self._passes(ours.name), self._passes(other.name), strict=True)
                ]
            ),
            peak=_rounded(ours.peak_mb / other.peak_mb),
            within_120=_rounded(ours.within_120 / other.within_120) if ours.within_120 and other.within_120 else None,
        )

    def _beside(self, other: str, figure: str) -> list[float]:
        """Edubot's figure by another system's, round by round."""
        return [own / each for own, each in zip(self._cold(EDUBOT, figure), self._cold(other, figure), strict=True)]

    def _rounds(self, first: int = 1) -> Iterator[int]:
        """The rounds that were timed; the one before them was watched for its memory."""
        yield from range(first, self._plan.rounds + 1)

    def _cold(self, name: str, figure: str) -> list[float]:
        return [self._held[f"cold {number} {name}"][figure] for number in self._rounds()]

    def _passes(self, name: str) -> Iterator[Mapping[str, Any]]:
        yield from (self._held[f"warm {number}"][name] for number in range(self._plan.passes))

    def _shown(self, name: str) -> Mapping[str, Sequence[Shown]]:
        """What a reader was shown, by the id of the question."""
        given: Mapping[str, Any] = next(self._passes(name))["answers"]
        found = {}
        for id, said in given.items():
            fields = said if name == EDUBOT else json.loads(answer(id, [Piece(**piece) for piece in said]))
            found[id] = reply(Line(id, fields)).shown
        return found

    def _within(self, words: int, shown: Mapping[str, Sequence[Shown]]) -> float | None:
        """Share of the questions with evidence that is among the first words shown; None where none has any."""
        if not self._gold:
            return None
        return _rounded(statistics.mean(success(each.evidence, shown[each.id], words) for each in self._gold))


def _spread(values: Sequence[float]) -> Spread:
    return _rounded(statistics.median(values)), _rounded(min(values)), _rounded(max(values))


def _rounded(value: float) -> float:
    return round(value, DIGITS)
