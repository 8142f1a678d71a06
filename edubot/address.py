"""Where an index is: in a folder of this machine, or under a name in an engine that several machines reach."""

import re
from dataclasses import dataclass
from pathlib import Path

from edubot.errors import BadInput

SCHEME = "milvus:"
FORM = "milvus://HOST:PORT/NAME"
_ADDRESS = re.compile(r"milvus:/{1,2}(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>[0-9]{1,5})/(?P<name>[^/]+)")
"""Whoever made a path of an address has lost one of its two slashes."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,99}")
_TAKEN = ("_records", "_blocks")
"""Ends of names that the engine's collections have: `NAME_records` belongs to the index NAME."""
_LAST_PORT = 65535


@dataclass(frozen=True)
class EngineAddress:
    """An index in a distributed engine."""

    host: str
    port: int
    name: str
    """Of the index there; the names of all that belongs to it begin with this one."""

    @classmethod
    def parse(cls, text: str) -> "EngineAddress":
        """The address that somebody wrote.

        Raises:
            BadInput: it is none.
        """
        found = _ADDRESS.fullmatch(text)
        written = f"milvus://{text.removeprefix(SCHEME).lstrip('/')}"
        if not found or not 0 < int(found["port"]) <= _LAST_PORT:
            raise BadInput(f"{written} is no address of an index", f"Write {FORM}")
        if not _NAME.fullmatch(found["name"]):
            told = f"{found['name']!r} cannot be the name of an index in an engine"
            raise BadInput(told, "Take letters, figures and _, a letter first, at most 100 of them")
        if found["name"].endswith(_TAKEN):
            told = (
                f"{found['name']} cannot be the name of an index in an engine, for a part of another may be called so"
            )
            raise BadInput(told, f"Take a name that does not end in {' or '.join(_TAKEN)}")
        return cls(found["host"], int(found["port"]), found["name"])

    @property
    def engine(self) -> str:
        """Host and port."""
        return f"{self.host}:{self.port}"

    def __str__(self) -> str:
        return f"milvus://{self.engine}/{self.name}"


Place = Path | EngineAddress
"""Where an index is."""


def place(named: Place | str) -> Place:
    """The place that somebody named.

    Raises:
        BadInput: it begins as the address of an engine, and is none.
    """
    if isinstance(named, EngineAddress):
        return named
    text = named.as_posix() if isinstance(named, Path) else named
    return EngineAddress.parse(text) if text.startswith(SCHEME) else Path(named)
