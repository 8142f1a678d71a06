"""Vectors into a collection of their own, made ready to be searched by the rule that folders follow too.

Up to `EXACT_UP_TO` passages the engine looks at every vector (FLAT); beyond, they lie in lists with a byte a figure
(IVF_SQ8), and as many lists are read as find enough, measured against exact search.
"""

import hashlib
import secrets
import time
from typing import Any

from edubot.address import EngineAddress
from edubot.index.encoder import Vectors
from edubot.index.engine.client import ARRANGING_SECONDS, WORKING_SECONDS, Engine, engine_of
from edubot.index.engine.vectors import EngineVectors
from edubot.index.lists import Facts, fewest_probed, lists_for
from edubot.index.vector_rows import in_slices
from edubot.index.vectors import EXACT_UP_TO, VectorFacts

AT_ONCE = 2_000
"""Rows in one message: 3 MB."""


def new_collection(address: EngineAddress) -> str:
    """A name that no collection has; it tells when it was given."""
    return f"{address.name}_{int(time.time()):08x}_{secrets.token_hex(4)}"


def write_vectors(
    address: EngineAddress, collection: str, rows: Vectors, exact_up_to: int = EXACT_UP_TO
) -> VectorFacts:
    """Put rows into a new collection.

    Args:
        exact_up_to: stands in for the rule's number, for those who try it.
    """
    engine = engine_of(address)
    _create(engine, collection, rows.shape[1])
    whole = hashlib.sha256()
    done = 0
    for few in in_slices(rows):
        whole.update(few.astype("<f4").tobytes())
        for start in range(0, len(few), AT_ONCE):
            some = [{"n": done + at, "vector": row} for at, row in enumerate(few[start : start + AT_ONCE])]
            engine.call("insert", collection, some, timeout=WORKING_SECONDS)
            done += len(some)
    engine.call("flush", collection, timeout=ARRANGING_SECONDS)
    lists = lists_for(len(rows)) if len(rows) > exact_up_to else 0
    _make_ready(engine, collection, lists)
    facts = _probing(address, collection, rows, lists) if lists else None
    return VectorFacts(facts, whole.hexdigest())


def _probing(address: EngineAddress, collection: str, rows: Vectors, lists: int) -> Facts:
    def searched(probed: int) -> EngineVectors:
        return EngineVectors(address, collection, rows.shape, Facts(lists, probed, 0.0))

    return fewest_probed(searched, lists, rows)[1]


def _create(engine: Engine, collection: str, dimension: int) -> None:
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(enable_dynamic_field=False)
    schema.add_field("n", DataType.INT64, is_primary=True)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=dimension)
    options = {"schema": schema, "consistency_level": "Strong"}
    engine.call("create_collection", collection, timeout=WORKING_SECONDS, **options)


def _make_ready(engine: Engine, collection: str, lists: int) -> None:
    from pymilvus import MilvusClient

    how: dict[str, Any] = {"index_type": "IVF_SQ8", "params": {"nlist": lists}} if lists else {"index_type": "FLAT"}
    index = MilvusClient.prepare_index_params()
    index.add_index("vector", metric_type="IP", **how)
    engine.call("create_index", collection, index, timeout=ARRANGING_SECONDS)
    engine.call("load_collection", collection, timeout=ARRANGING_SECONDS)
