"""An engine of Milvus' protocol on this machine, in a process of its own: `python -m tests.engine_server FOLDER PORT`.

It prints its port, and ends when its standard input does. A file of the name `DIES` in its folder makes it end without
a word in the middle of the next search.
"""

import os
import sys
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
from milvus_lite.adapter.grpc.servicer import MilvusServicer
from milvus_lite.db import MilvusLite
from pymilvus.grpc_gen import milvus_pb2_grpc

DIES = "dies"


class MortalServicer(MilvusServicer):  # type: ignore[misc]
    """Searches until it is told to die."""

    folder: Path

    def Search(self, request: Any, context: Any) -> Any:  # noqa: N802  the protocol's name
        """Search, or die of it."""
        if (self.folder / DIES).exists():
            os._exit(1)
        return super().Search(request, context)


def main() -> None:
    """Serve until nobody is there any more."""
    folder = Path(sys.argv[1])
    servicer = MortalServicer(MilvusLite(str(folder / "data")))
    servicer.folder = folder
    server = grpc.server(futures.ThreadPoolExecutor(4))
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(servicer, server)
    port = server.add_insecure_port(f"127.0.0.1:{sys.argv[2]}")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
