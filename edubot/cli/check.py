"""`edubot check`: what edubot says of its own accord, and whether that is still good."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from edubot.errors import CheckFailed
from edubot.policy import read_policy
from edubot.policy_state import StringState, states
from edubot.settings import GENERAL_POLICY_FILE, policy_file


def run_check_policy(as_json: bool) -> None:
    """Print the state of every string of both policies.

    Raises:
        PolicyInvalid: a policy cannot be read.
        CheckFailed: a string is too old or too hard to read.
    """
    found = {path: list(states(read_policy(path), date.today())) for path in (policy_file(), GENERAL_POLICY_FILE)}
    print(json.dumps(_as_json(found), ensure_ascii=False) if as_json else _as_text(found))
    bad = [state.string.id for each in found.values() for state in each if state.problems]
    if bad:
        raise CheckFailed(f"{len(bad)} strings need work: {', '.join(bad)}", "Check them against their sources")


def _as_text(found: Mapping[Path, Sequence[StringState]]) -> str:
    parts = []
    for path, strings in found.items():
        signed = sum(state.string.reviewed for state in strings)
        parts.append(f"POLICY {path.name}: {len(strings)} strings, {signed} signed by a clinician")
        for state in strings:
            string = state.string
            facts = f"{string.jurisdiction}, {state.days} days old, grade {state.grade:.1f}"
            signature = "signed" if string.reviewed else "not yet signed"
            about = f"  “{string.text}”\n  Sources: {'; '.join(string.sources)}"
            parts.append(f"{string.id}: {facts}, {signature}\n{about}")
            parts += [f"  PROBLEM: {problem}" for problem in state.problems]
    return "\n".join(parts)


def _as_json(found: Mapping[Path, Sequence[StringState]]) -> list[dict[str, object]]:
    return [
        {
            "policy": path.name,
            "id": state.string.id,
            "text": state.string.text,
            "jurisdiction": state.string.jurisdiction,
            "checked": state.string.checked.isoformat(),
            "days": state.days,
            "grade": round(state.grade, 1),
            "sources": list(state.string.sources),
            "reviewed": state.string.reviewed,
            "problems": list(state.problems),
        }
        for path, strings in found.items()
        for state in strings
    ]
