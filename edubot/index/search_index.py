"""A built index, opened and checked: what retrieval searches."""

import threading
from collections.abc import Collection

from edubot.address import Place
from edubot.calibration import Calibration
from edubot.errors import IndexDamaged, IndexMismatch
from edubot.index.encoder import Encoder
from edubot.index.manifest import Manifest
from edubot.index.store import Store
from edubot.index.vector_search import VectorSearch
from edubot.index.versions import IndexFolder
from edubot.settings import ScorerSettings


class SearchIndex:
    """Store, vectors and encoder of one version, proven to belong together."""

    def __init__(self, manifest: Manifest, store: Store, vectors: VectorSearch, encoder: Encoder) -> None:
        if encoder.fingerprint != manifest.encoder:
            raise IndexMismatch(
                f"The index was built with another encoder than the one in use ({manifest.encoder_name})",
                "Build the index again",
            )
        self.manifest = manifest
        self.store = store
        self.vectors = vectors
        self.encoder = encoder

    @classmethod
    def open(cls, root: Place, encoder: Encoder | None = None, settings: ScorerSettings | None = None) -> "SearchIndex":
        """Open the version in use, every file of it held against its SHA-256.

        Args:
            encoder: stands in for the one that was exported with the index.
            settings: the scorer that will search it; the index must have been built for the same.

        Raises:
            IndexUnusable: missing, damaged, or made for another scorer or encoder.
        """
        folder = IndexFolder.at(root)
        manifest = folder.manifest()
        must_fit(manifest, settings or ScorerSettings(), f"The index in {root}")
        folder.fetch(manifest)
        with _Check(folder, manifest):
            encoder = encoder or _exported(folder, manifest)
            store, vectors = Store(folder.store(manifest.version)), folder.vectors(manifest)
        return cls(manifest, store, vectors, encoder)

    def without(self, leaflets: Collection[str]) -> "SearchIndex":
        """The same index, in which nothing of these leaflets is found; of any hidden before, all is."""
        store = self.store.without(leaflets)
        return SearchIndex(self.manifest, store, self.vectors.without(store.hidden_rows), self.encoder)


def must_fit(manifest: Manifest, settings: ScorerSettings, told: str) -> None:
    """Let nobody search a version with another scorer than its own.

    Args:
        told: how the version is called in the sentence.

    Raises:
        IndexMismatch: it was built or calibrated for another one.
    """
    if manifest.scorer != settings.fingerprint(manifest.encoder):
        raise IndexMismatch(f"{told} was built for another scorer", "Run edubot build")
    if manifest.calibration and Calibration.from_json(manifest.calibration).scorer != manifest.scorer:
        raise IndexMismatch(f"{told} was calibrated for another scorer", "Run edubot build")


def _exported(folder: IndexFolder, manifest: Manifest) -> Encoder:
    from edubot.index.onnx_encoder import OnnxEncoder

    return OnnxEncoder(folder.encoder(manifest.encoder))


class _Check(threading.Thread):
    """Hashes every file while the encoder opens, and lets nobody out before all are found whole.

    What a library says of a damaged file is worth less than that file's name, so the name goes first.
    """

    def __init__(self, folder: IndexFolder, manifest: Manifest) -> None:
        super().__init__(daemon=True)
        self._folder = folder
        self._manifest = manifest
        self._problem: BaseException | None = IndexDamaged("The index was not checked", "Build the index again")

    def run(self) -> None:
        try:
            self._folder.verify(self._manifest)
        except BaseException as problem:
            self._problem = problem
        else:
            self._problem = None

    def __enter__(self) -> None:
        self.start()

    def __exit__(self, *_: object) -> None:
        self.join()
        if self._problem:
            raise self._problem
