"""The two runtimes of one model agree, and another model is never taken for it.

The encoder here is the real one: sentence-transformers for building, and what the bundled index exported for asking.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edubot.errors import EncoderUnavailable
from edubot.index.encoder import Vectors
from edubot.index.onnx_encoder import PACKED_FROM, TOGETHER, OnnxEncoder, alike
from edubot.index.sentence_encoder import SentenceEncoder
from edubot.index.versions import IndexFolder
from edubot.index.weights import DEFAULT_ENCODER, DEFAULT_PACKAGE, encoder_folder, fingerprint
from tests.conftest import REPOSITORY

TEXTS = [
    "",
    " ",
    ".",
    "a",
    "?!",
    "\n\n",
    "\0",
    "How long does the course last?",
    "HOW LONG DOES THE COURSE LAST?",
    "Kann ich während der Einnahme schwanger werden? Ünïcödé, façade, naïve.",
    "我可以喝酒吗？",
    "هل يمكنني شرب الكحول؟",
    "क्या मैं शराब पी सकता हूँ?",
    "😀 💊 ☂️ 👩‍⚕️ 🤰",
    "[CLS] [SEP] [MASK] [PAD] ##ing",
    "don’t — “quoted” … ½ mg/kg ≥ 0.5 µg",
    "e\u0301 versus é, ﬁ versus fi, \u200bzero\u200dwidth, \u202eright to left",
    "x" * 5000,
    "dry lips " * 2000,
    "Isotroin soft capsules › What you must not do › " + "Do not give blood. " * 40,
    *(f"{'word ' * count}end" for count in (1, 2, 10, 100, 250, 254, 255, 256, 257, 300)),
]


@pytest.fixture(scope="module")
def building() -> SentenceEncoder:
    """The encoder that builds."""
    return SentenceEncoder()


@pytest.fixture(scope="module")
def asking(bundled_index: Path) -> OnnxEncoder:
    """The encoder that the bundled index left for questions."""
    folder = IndexFolder(bundled_index)
    return OnnxEncoder(folder.encoder(folder.manifest().encoder))


@pytest.fixture(scope="module")
def built(building: SentenceEncoder) -> Vectors:
    """The vectors of the texts as a build computes them."""
    return building.encode(TEXTS)


@pytest.fixture(scope="module")
def asked(asking: OnnxEncoder) -> Vectors:
    """The vectors of the texts as questions, one at a time."""
    return np.vstack([asking.encode([text]) for text in TEXTS])


def test_texts_of_any_lengths_come_back_in_their_order(asking: OnnxEncoder, asked: Vectors) -> None:
    """Short and long ones in one call are the vectors that each has alone."""
    np.testing.assert_allclose(asking.encode(TEXTS), asked, atol=1e-5)


@given(st.lists(st.integers(2, 256), max_size=60))
def test_texts_are_encoded_with_those_of_their_length(lengths: list[int]) -> None:
    """Each once; none filled up to more than twice its length, and no more at a time than was said."""
    groups = alike(lengths)
    assert sorted(place for group in groups for place in group) == list(range(len(lengths)))
    for group in groups:
        held = [lengths[place] for place in group]
        assert max(held) <= 2 * min(held)
        assert max(held) * len(held) <= TOGETHER


@pytest.fixture
def model_copy(tmp_path: Path) -> Path:
    """A copy of the default model's folder, to be altered."""
    return Path(shutil.copytree(encoder_folder(DEFAULT_ENCODER), tmp_path / "model"))


def _cosines(one: Vectors, other: Vectors) -> Vectors:
    cosines: Vectors = np.sum(one.astype(np.float64) * other.astype(np.float64), axis=1).astype(np.float32)
    return cosines


def _alter(path: Path, place: int) -> None:
    """Change one byte of a file."""
    with path.open("r+b") as file:
        file.seek(place, os.SEEK_SET if place >= 0 else os.SEEK_END)
        (before,) = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([before ^ 1]))


def test_both_runtimes_agree(built: Vectors, asked: Vectors) -> None:
    """Each text's two vectors have a cosine within 1e-4 of 1, and the same cosines with every other text."""
    np.testing.assert_allclose(_cosines(built, asked), 1, rtol=0, atol=1e-4)
    np.testing.assert_allclose(built @ built.T, asked @ built.T, rtol=0, atol=1e-4)


def test_company_changes_no_vector(asking: OnnxEncoder, asked: Vectors) -> None:
    """A text has the same vector alone and among longer ones."""
    np.testing.assert_allclose(_cosines(asking.encode(TEXTS), asked), 1, rtol=0, atol=1e-5)


@pytest.fixture
def thread_without_room() -> Iterator[None]:
    """A thread that starts meanwhile asks for more room than any machine has."""
    before = threading.stack_size(1 << 50)
    with pytest.raises(RuntimeError):
        threading.Thread(target=str).start()
    yield
    threading.stack_size(before)


@pytest.mark.parametrize("damaged", [False, True], ids=["whole", "damaged"])
def test_packed_weights_give_the_same_vectors(
    bundled_index: Path, asked: Vectors, tmp_path: Path, damaged: bool
) -> None:
    """After many questions the weights are packed beside; those of a file that was changed meanwhile never serve."""
    folder = IndexFolder(bundled_index)
    shutil.copytree(folder.encoder(folder.manifest().encoder), tmp_path / "encoder")
    encoder = OnnxEncoder(tmp_path / "encoder")
    opened = encoder._session
    weights = tmp_path / "encoder" / "model.onnx.data"
    if damaged:
        rest = weights.read_bytes()
        weights.unlink()
        weights.write_bytes(bytes(len(rest) // 2) + rest[len(rest) // 2 :])
    for _ in range(PACKED_FROM):
        encoder.encode(TEXTS[:1])
    for thread in threading.enumerate():
        if thread.name == "packing":
            thread.join()
    assert (encoder._session is opened) == damaged
    np.testing.assert_allclose(encoder.encode(TEXTS), asked, atol=1e-5)


def test_questions_are_encoded_where_no_thread_can_start(
    bundled_index: Path, asked: Vectors, thread_without_room: None
) -> None:
    """Packing only saves time; without a thread for it the weights stay as they are."""
    folder = IndexFolder(bundled_index)
    encoder = OnnxEncoder(folder.encoder(folder.manifest().encoder))
    opened = encoder._session
    for _ in range(PACKED_FROM + 1):
        encoder.encode(TEXTS[:1])
    assert encoder._session is opened
    np.testing.assert_allclose(encoder.encode(TEXTS[:8]), asked[:8], atol=1e-5)


def test_vectors_are_of_length_one(built: Vectors, asked: Vectors) -> None:
    """Whatever the text, both give 384 numbers of length 1, in the order of the texts."""
    for vectors in (built, asked):
        assert vectors.shape == (len(TEXTS), 384)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=0, atol=1e-5)


def test_meaning_is_nearer_than_words(asking: OnnxEncoder) -> None:
    """The vectors are the model's: the same question in other words is nearer than another question."""
    asked, alike, unlike = asking.encode(
        ["May I drink alcohol?", "Is having a beer allowed?", "May I drive a lorry at night?"]
    )
    assert asked @ alike > asked @ unlike + 0.1


def test_the_export_names_what_it_was_made_from(building: SentenceEncoder, asking: OnnxEncoder) -> None:
    """Both runtimes have one fingerprint, that of the model's folder."""
    assert building.fingerprint == asking.fingerprint == fingerprint(encoder_folder(DEFAULT_ENCODER))


def test_the_export_does_not_say_where_it_was_made(bundled_index: Path) -> None:
    """No folder and no line of the code that wrote it: the same model is the same bytes on every machine."""
    (graph,) = (bundled_index / "encoders").glob("*/model.onnx")
    assert b".py" not in graph.read_bytes()


@pytest.mark.parametrize("place", [0, 1000, 45_000_000, -1])
def test_one_altered_byte_of_the_weights_is_another_encoder(
    model_copy: Path, building: SentenceEncoder, place: int
) -> None:
    """A copy of the folder has the same fingerprint until a byte of its weights is changed."""
    assert fingerprint(model_copy) == building.fingerprint
    _alter(model_copy / "model.safetensors", place)
    assert fingerprint(model_copy) != building.fingerprint
    assert SentenceEncoder(str(model_copy)).fingerprint == fingerprint(model_copy)


@pytest.mark.parametrize(
    "name",
    [
        "tokenizer.json",
        "tokenizer_config.json",
        "vocab.txt",
        "config.json",
        "modules.json",
        "sentence_bert_config.json",
        "config_sentence_transformers.json",
        "1_Pooling/config.json",
    ],
)
def test_every_file_that_decides_a_vector_is_part_of_the_encoder(
    model_copy: Path, building: SentenceEncoder, name: str
) -> None:
    """One more space in the tokenizer's, the pooling's or the prompts' settings is another fingerprint."""
    path = model_copy / name
    if not path.is_file():
        pytest.skip(f"the default model has no {name}")
    path.write_bytes(path.read_bytes() + b" ")
    assert fingerprint(model_copy) != building.fingerprint


def _default_encoder_with(folder: Path) -> str:
    """What opening the default encoder says when its package is found in `folder`."""
    code = (
        "from edubot.errors import EncoderUnavailable\nfrom edubot.index.sentence_encoder import SentenceEncoder\n"
        "try: print(SentenceEncoder().fingerprint)\nexcept EncoderUnavailable as problem: print(problem)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(folder), str(REPOSITORY)])}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_the_default_weights_are_checked(tmp_path: Path, model_copy: Path, building: SentenceEncoder) -> None:
    """A package of the right name opens with the published weights, and is refused with others or without."""
    package = tmp_path / "site" / DEFAULT_PACKAGE
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    model_copy.rename(package / "model")
    assert _default_encoder_with(tmp_path / "site") == building.fingerprint
    _alter(package / "model" / "model.safetensors", -1)
    assert "is not the published all-MiniLM-L6-v2: run pip install" in _default_encoder_with(tmp_path / "site")
    (package / "model" / "model.safetensors").unlink()
    assert "is not the published all-MiniLM-L6-v2: run pip install" in _default_encoder_with(tmp_path / "site")
    assert importlib.util.find_spec(DEFAULT_PACKAGE) is not None


@pytest.mark.parametrize("name", ["no-such-encoder-xyz", "no/such-encoder-xyz", "/no/such/folder", "..", "a b", ""])
def test_an_encoder_that_is_not_here_is_unavailable(name: str) -> None:
    """A name or a folder that leads to no model ends in a sentence with the mend, and nothing is downloaded."""
    with pytest.raises(EncoderUnavailable, match="name "):
        SentenceEncoder(name)


def test_missing_weights_are_unavailable(model_copy: Path) -> None:
    """A model's folder without its weights ends in a sentence."""
    (model_copy / "model.safetensors").unlink()
    with pytest.raises(EncoderUnavailable, match="no model that sentence-transformers can open: name another encoder"):
        SentenceEncoder(str(model_copy)).encode(["text"])


@pytest.mark.parametrize("left", [0, 7, 100_000])
def test_weights_cut_short_are_unavailable(model_copy: Path, left: int) -> None:
    """So does one whose weights were copied in part."""
    weights = model_copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:left])
    with pytest.raises(EncoderUnavailable):
        SentenceEncoder(str(model_copy)).encode(["text"])
