"""What edubot says of its own accord, and whether that is still good: a part of `edubot check`."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from edubot.glossary import bundled_glossary
from edubot.policy import read_policy
from edubot.policy_state import StringState, states
from edubot.settings import GENERAL_POLICY_FILE, GLOSSARY_FILE, policy_file

Strings = Mapping[Path, Sequence[StringState]]
"""The state of every string, by the policy it stands in."""


def policy_strings(today: date) -> Strings:
    """The state of every string of both policies.

    Raises:
        PolicyInvalid: a policy cannot be read.
    """
    return {path: list(states(read_policy(path), today)) for path in (policy_file(), GENERAL_POLICY_FILE)}


def in_need_of_work(found: Strings) -> list[str]:
    """Ids of the strings that are too old or too hard to read."""
    return [state.string.id for each in found.values() for state in each if state.problems]


def strings_as_text(found: Strings) -> str:
    """Every string with its age, its grade and its sources; then whose words the glossary is in."""
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
    meanings = len(list(bundled_glossary()))
    parts.append(
        f"GLOSSARY {GLOSSARY_FILE.name}: {meanings} meanings in edubot's own words, none signed by a clinician"
    )
    return "\n".join(parts)


def strings_as_json(found: Strings) -> list[dict[str, object]]:
    """Every string as an object."""
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
