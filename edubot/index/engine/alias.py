"""The alias of an index: its own name, which stands for the vectors of the version in use."""

from edubot.address import EngineAddress
from edubot.errors import EngineUnavailable
from edubot.index.engine.client import NotThere, engine_of


def collection_in_use(address: EngineAddress) -> str | None:
    """The collection that the alias stands for; None where there is none.

    Raises:
        EngineUnavailable: the engine does not answer.
    """
    try:
        found = engine_of(address).call("describe_alias", address.name)
    except NotThere:
        return None
    return str(found["collection_name"])


class AliasStamp:
    """A sign that another version was put in use: changes whenever the alias is moved.

    While the engine is silent it stays as it was, so that a chat keeps what it has open and says so when asked.
    """

    def __init__(self, address: EngineAddress) -> None:
        self._address = address
        self._last: str | None = None

    def __call__(self) -> str | None:
        """The collection that the alias stands for, as far as is known; None where none was ever seen."""
        try:
            self._last = collection_in_use(self._address)
        except EngineUnavailable:
            return self._last
        return self._last
