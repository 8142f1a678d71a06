"""Workers of a Ray cluster as the crew of a build."""

import contextlib
import pickle
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from edubot.cluster.blocks import Blocks, name_of
from edubot.cluster.encoding import BatchEncoder
from edubot.cluster.greeting import greet
from edubot.cluster.ray_reading import RayReading
from edubot.cluster.session import connected
from edubot.cluster.spool import Spool
from edubot.cluster.tasks import run_actors
from edubot.cluster.work_sheet import WorkSheet
from edubot.errors import BuildFailed
from edubot.index.crew import Hear, ReadLeaflet, ThisProcess, Window
from edubot.index.encoder import BuildEncoder, Vector
from edubot.leaflets.folder import Library
from edubot.model import Leaflet
from edubot.settings import ScorerSettings

_GO_ON = "Build again: what was encoded is not encoded again; the last index stays in use"


@contextlib.contextmanager
def ray_crew(address: str, encoded: Path) -> Iterator["RayCrew"]:
    """The workers of the Ray cluster at an address.

    Args:
        encoded: the room for encoded blocks in the index folder, which every machine must see.

    Raises:
        BadInput: the address is none, or Ray is not installed.
        BuildFailed: nobody answers, or the cluster fails.
    """
    with connected(address), contextlib.ExitStack() as stack:
        try:
            yield RayCrew(encoded.resolve(), stack)
        except Exception as error:
            if type(error).__module__.partition(".")[0] != "ray":
                raise
            told = f"{type(error).__name__}: {' '.join(str(error).split())[:120]}"
            raise BuildFailed(f"Ray at {address} failed ({told})", _GO_ON) from error


@dataclass(frozen=True)
class RayCrew:
    """Reads and encodes on a Ray cluster, in the same order and the same batches as one process."""

    encoded: Path
    """The room for encoded blocks, by its whole path."""
    stack: contextlib.ExitStack
    """Closes what is open when the build ends."""

    def read(self, library: Iterable[Leaflet], settings: ScorerSettings) -> Iterable[ReadLeaflet]:
        """Each leaflet read once, by a task."""
        if not isinstance(library, Library):
            return ThisProcess().read(library, settings)
        greet(library.place.resolve(), self.encoded.parent)
        return RayReading(library, settings, self.encoded, self.stack)

    def encode(
        self, windows: Iterable[Window], encoder: BuildEncoder, hear: Hear
    ) -> Iterator[tuple[Window, Mapping[str, Vector]]]:
        """All windows are drawn first; then what no block holds yet is encoded; then each gets its vectors."""
        blocks = Blocks.beside(self.encoded, encoder)
        with WorkSheet(self.encoded / "encoding.sheet") as sheet, Spool[Window](self.encoded) as spool:
            awaited: list[int] = []
            for window in windows:
                hear(window.kept, 0)
                for batch in window.batches:
                    if blocks.holds(batch):
                        hear(batch.passages, 0)
                    else:
                        sheet.add({"name": name_of(batch), "texts": batch.texts})
                        awaited.append(batch.passages)
                spool.add(replace(window, batches=tuple(replace(batch, texts=()) for batch in window.batches)))
            sheet.finish()
            for number in self.stack.enter_context(contextlib.closing(_encoded(sheet, encoder, blocks))):
                hear(awaited[number], awaited[number])
            for window in spool:
                yield window, _vectors(window, blocks)


def _encoded(sheet: WorkSheet, encoder: BuildEncoder, blocks: Blocks) -> Generator[int, None, None]:
    """Numbers of the batches of a sheet, as soon as each is encoded.

    Raises:
        EncoderUnavailable: a machine has not the encoder that builds.
    """
    given = {
        "encoder": pickle.dumps(encoder),
        "fingerprint": encoder.fingerprint,
        "sheet": sheet.path,
        "blocks": blocks,
    }
    for row in run_actors(BatchEncoder, sheet.places, given) if sheet.places else ():
        if row["failure"]:
            raise pickle.loads(row["failure"])  # noqa: S301  an actor of ours made it
        yield row["number"]


def _vectors(window: Window, blocks: Blocks) -> Mapping[str, Vector]:
    vectors: dict[str, Vector] = {}
    for batch in window.batches:
        try:
            vectors |= blocks.vectors(batch)
        except (OSError, ValueError, EOFError) as error:
            raise BuildFailed(f"A block in {blocks.folder} was changed while it was needed", _GO_ON) from error
    return vectors
