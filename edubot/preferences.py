"""What a person prefers, from one file of theirs that every face reads; what cannot be used is told and does no harm.

Each entry is judged by itself: a slip in one leaves the others as they are.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edubot.errors import told

THEMES = ("dark", "light", "high-contrast", "no-colour")
MOTIONS = ("full", "reduced")


@dataclass(frozen=True)
class Preferences:
    """What a person set once for all."""

    theme: str = "dark"
    country: str | None = None
    """Whose rules and numbers the warnings give; an option or `EDUBOT_COUNTRY` goes before it."""
    motion: str = "full"
    """`reduced`: nothing moves on the screen but what the person moves, and the cursor does not blink."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Name of what a key does → the key, as in docs/screen.md."""


def preferences_file() -> Path:
    """Where the settings are: in the platform's folder for this user's configuration."""
    from platformdirs import user_config_path

    return user_config_path("edubot") / "settings.toml"


def read_preferences(file: Path, known_keys: Callable[[], frozenset[str]]) -> tuple[Preferences, str]:
    """The preferences in a file, and a sentence on what of it is not used, or none.

    Without a file the defaults stand, and in the place of what cannot be used too.

    Args:
        known_keys: gives the names that `[keys]` may hold.
    """
    written, problem = _written(file)
    if problem:
        return Preferences(), problem
    found, wrong = _judged(written, known_keys)
    return found, _not_used(file, wrong)


def preferred_country(file: Path) -> tuple[str | None, str]:
    """The country alone, for a face that has no screen, and a sentence where it cannot be had."""
    written, problem = _written(file)
    country, wrong = _country(written)
    return country, problem or _not_used(file, wrong)


def _written(file: Path) -> tuple[Mapping[str, Any], str]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8")), ""
    except FileNotFoundError:
        return {}, ""
    except Exception as error:  # what a file can hold is not to be counted; nobody is kept from the chat by theirs
        why = error.strerror if isinstance(error, OSError) else told(error)
        return {}, f"Your settings in {file} are not used ({why}). Mend the file, or take it away."


def _not_used(file: Path, wrong: list[str]) -> str:
    told_all = "; ".join(wrong)
    return f"Part of your settings in {file} is not used ({told_all}). Mend the file, or take it away." if wrong else ""


def _judged(written: Mapping[str, Any], known_keys: Callable[[], frozenset[str]]) -> tuple[Preferences, list[str]]:
    unknown = sorted(set(written) - {"theme", "country", "motion", "keys"})
    wrong = [f"there is no setting {name!r}" for name in unknown]
    theme, no_theme = _one_of("theme", written, THEMES)
    country, no_country = _country(written)
    motion, no_motion = _one_of("motion", written, MOTIONS)
    keys, no_keys = _keys(written.get("keys", {}), known_keys)
    return Preferences(theme, country, motion, keys), [*wrong, *no_theme, *no_country, *no_motion, *no_keys]


def _country(written: Mapping[str, Any]) -> tuple[str | None, list[str]]:
    country = written.get("country")
    return (country, []) if country is None or isinstance(country, str) else (None, ["country should be words"])


def _keys(moved: object, known_keys: Callable[[], frozenset[str]]) -> tuple[Mapping[str, str], list[str]]:
    if not isinstance(moved, dict):
        return {}, ["keys should be a table of names and keys"]
    keys, wrong = {}, []
    for name, key in moved.items():
        if name not in known_keys():
            wrong.append(f"there is no key named {name!r}")
        elif not isinstance(key, str) or not key.strip():
            wrong.append(f"keys should be a table of names and keys, and {name} names none")
        else:
            keys[name] = key
    return keys, wrong


def _one_of(name: str, written: Mapping[str, Any], allowed: tuple[str, ...]) -> tuple[str, list[str]]:
    value = written.get(name, allowed[0])
    if value in allowed:
        return str(value), []
    return allowed[0], [f"{name} should be one of {', '.join(allowed)}"]
