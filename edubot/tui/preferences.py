"""What a person prefers, from one file of their own; a file that cannot be read is told and does no harm."""

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
    """Settings of the screen."""

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
    """The preferences in a file, and a sentence on what is wrong with it, or none.

    Without a file the defaults stand, and with one that cannot be used too.

    Args:
        known_keys: gives the names that `[keys]` may hold.
    """
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        return _preferences(written, known_keys), ""
    except FileNotFoundError:
        return Preferences(), ""
    except Exception as error:  # what a file can hold is not to be counted; nobody is kept from the chat by theirs
        why = error.strerror if isinstance(error, OSError) else told(error)
        return Preferences(), f"Your settings in {file} are not used ({why}). Mend the file, or take it away."


def _preferences(written: Mapping[str, Any], known_keys: Callable[[], frozenset[str]]) -> Preferences:
    unknown = sorted(set(written) - {"theme", "country", "motion", "keys"})
    if unknown:
        raise ValueError(f"there is no setting {unknown[0]!r}")
    moved = written.get("keys", {})
    if not isinstance(moved, dict) or not all(isinstance(key, str) and key.strip() for key in moved.values()):
        raise ValueError("keys should be a table of names and keys")
    for name in moved:
        if name not in known_keys():
            raise ValueError(f"there is no key named {name!r}")
    country = written.get("country")
    if country is not None and not isinstance(country, str):
        raise ValueError("country should be words")
    return Preferences(_one_of("theme", written, THEMES), country, _one_of("motion", written, MOTIONS), moved)


def _one_of(name: str, written: Mapping[str, Any], allowed: tuple[str, ...]) -> str:
    value = written.get(name, allowed[0])
    if value not in allowed:
        raise ValueError(f"{name} should be one of {', '.join(allowed)}")
    return str(value)
