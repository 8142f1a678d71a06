"""Small texts by their keys, in a collection of their own: versions, withdrawals, and what stands for a small file."""

from collections.abc import Mapping

from edubot.address import EngineAddress
from edubot.errors import EngineUnavailable, WithdrawalsDamaged
from edubot.index.engine.alias import collection_in_use
from edubot.index.engine.client import WORKING_SECONDS, Engine, NotThere, engine_of

MOST = 16_384
"""Rows that Milvus gives at once."""
LONGEST_KEY = 256
LONGEST_TEXT = 65_535
"""Bytes in a text of Milvus."""
UNUSED = "unused"
NOTHING = [0.0, 0.0]
"""Milvus wants a vector in every collection."""


class Records:
    """Reads and writes them; whoever reads sees what was written last.

    Where an index is in use and its records are gone, nobody knows which leaflets were out of use: everything that
    needs them raises `WithdrawalsDamaged`, a build too, until somebody drops the alias.
    """

    def __init__(self, address: EngineAddress) -> None:
        self._address = address
        self._engine = engine_of(address)
        self._collection = f"{address.name}_records"

    def create(self) -> None:
        """Make the collection where there is none and no index either."""
        if not self._engine.call("has_collection", self._collection):
            self._may_be_missing()
        create(self._engine, self._collection)

    def get(self, key: str) -> str | None:
        """The text of a key; None where there is none."""
        return self._texts(f'key == "{key}"').get(key)

    def under(self, beginning: str) -> Mapping[str, str]:
        """All texts whose keys begin so."""
        return self._texts(f'key like "{beginning}%"')

    def put(self, key: str, text: str) -> None:
        """Give a key its text."""
        try:
            self._engine.call("upsert", self._collection, [{"key": key, "text": text, UNUSED: NOTHING}])
        except NotThere:
            raise self._gone() from None

    def drop(self, key: str) -> None:
        """Have no text for a key."""
        try:
            self._engine.call("delete", self._collection, ids=[key])
        except NotThere:
            raise self._gone() from None

    def _texts(self, test: str) -> Mapping[str, str]:
        try:
            rows = self._engine.call("query", self._collection, test, output_fields=["key", "text"], limit=MOST)
        except NotThere:
            self._may_be_missing()
            return {}
        if len(rows) == MOST:  # there are more, and one of them may be the withdrawal that matters
            told = f"{self._collection} holds more records than can be read at once"
            raise EngineUnavailable(told, "Restore leaflets that no version holds any more")
        return {row["key"]: row["text"] for row in rows}

    def _may_be_missing(self) -> None:
        if collection_in_use(self._address) is not None:
            raise self._gone()

    def _gone(self) -> WithdrawalsDamaged:
        told = f"{self._address} does not say which leaflets are out of use (its records are gone)"
        mend = f"Drop the alias {self._address.name} in the engine, build again, and withdraw those leaflets again"
        return WithdrawalsDamaged(told, mend)


def create(engine: Engine, collection: str, *fields: str) -> None:
    """Make a collection of texts by their keys, with some short texts beside, where there is none of that name."""
    from pymilvus import DataType, MilvusClient

    if engine.call("has_collection", collection):
        return
    schema = MilvusClient.create_schema(enable_dynamic_field=False)
    schema.add_field("key", DataType.VARCHAR, is_primary=True, max_length=LONGEST_KEY)
    schema.add_field("text", DataType.VARCHAR, max_length=LONGEST_TEXT)
    for field in fields:
        schema.add_field(field, DataType.VARCHAR, max_length=LONGEST_KEY)
    schema.add_field(UNUSED, DataType.FLOAT_VECTOR, dim=len(NOTHING))
    index = MilvusClient.prepare_index_params()
    index.add_index(UNUSED, index_type="FLAT", metric_type="IP")
    told = {"schema": schema, "consistency_level": "Strong"}
    engine.call("create_collection", collection, timeout=WORKING_SECONDS, **told)
    engine.call("create_index", collection, index, sync=False)  # of vectors that nobody searches
    engine.call("load_collection", collection, timeout=WORKING_SECONDS)
