"""An index that is missing or damaged, from outside: one sentence, exit 3, and both warnings all the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import ALCOHOL, POLICY, Terminal, assert_warned, assert_warned_in_text, one_sentence


def _assert_unusable(terminal: Terminal, index: Path) -> None:
    """Exit 3, one sentence on stderr, and on stdout an object with both warnings and no passage."""
    ran = terminal.run("ask", "--json", ALCOHOL, "--index", index)
    assert ran.status == 3
    assert str(index) in one_sentence(ran.err)
    assert (ran.object["outcome"], ran.object["passages"], ran.object["question"]) == ("unavailable", [], ALCOHOL)
    assert str(index) in ran.object["problem"]
    assert_warned(ran.object)


def test_a_missing_index_cannot_be_used(terminal: Terminal) -> None:
    """An index that was named and is not there is never replaced by another."""
    _assert_unusable(terminal, terminal.home / "nowhere")
    assert not (terminal.home / "nowhere").exists()


def test_a_missing_index_is_told_in_plain_text(terminal: Terminal) -> None:
    """Exit 3, one sentence on stderr, both warnings on stdout and no passage."""
    ran = terminal.run("ask", ALCOHOL, "--index", "nowhere")
    assert ran.status == 3
    assert "nowhere" in one_sentence(ran.err)
    assert_warned_in_text(ran.out)
    assert "PASSAGE" not in ran.out


def test_a_missing_index_is_told_in_a_batch(terminal: Terminal) -> None:
    """Exit 3, one sentence for all, and each question gets its object, bad lines too."""
    lines = '{"id": "a", "text": "alcohol"}\n{\n{"id": "b", "text": "hello"}\n'
    ran = terminal.run("ask", "--batch", "-", "--index", "nowhere", stdin=lines)
    assert ran.status == 3
    assert "nowhere" in ran.err
    assert [answer["id"] for answer in ran.objects] == ["a", None, "b"]
    assert [answer.get("outcome") for answer in ran.objects] == ["unavailable", None, "unavailable"]
    for answer in ran.objects:
        assert_warned(answer)


def test_a_file_in_the_place_of_the_index_cannot_be_used(terminal: Terminal) -> None:
    """A file is no folder."""
    (terminal.home / "file").write_text("no index", encoding="utf-8")
    _assert_unusable(terminal, terminal.home / "file")


FILES = [
    "current",
    "versions/*/manifest.json",
    "versions/*/store.sqlite",
    "versions/*/vectors.faiss",
    "encoders/*/model.onnx",
    "encoders/*/tokenizer.json",
    "encoders/*/encoder.json",
]


def _flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [_flip_a_byte, Path.unlink], ids=["one byte flipped", "missing"])
@pytest.mark.parametrize("file", FILES)
def test_an_index_of_which_a_file_is_not_whole_cannot_be_used(
    terminal: Terminal, small_copy: tuple[Path, Path], file: str, spoil: Callable[[Path], None]
) -> None:
    """Whichever file it is, that is noticed before anything is answered."""
    _, index = small_copy
    (path,) = index.glob(file)
    spoil(path)
    _assert_unusable(terminal, index)


def test_a_missing_index_named_by_the_variable_cannot_be_used(terminal: Terminal) -> None:
    """EDUBOT_INDEX does the same as `--index`: other leaflets never answer in the place of those that were named."""
    ran = terminal.run("ask", "--json", ALCOHOL, EDUBOT_INDEX="/proc/nowhere")
    assert ran.status == 3
    assert ran.object["outcome"] == "unavailable"


def test_a_default_index_that_cannot_be_built_still_warns(terminal: Terminal) -> None:
    """First start, no room: the question comes back unanswered, with both warnings."""
    ran = terminal.run("ask", "--json", ALCOHOL, XDG_DATA_HOME="/proc/nowhere")
    assert ran.status in (2, 3)
    one_sentence(ran.err)
    assert ran.object["outcome"] == "unavailable"
    assert_warned(ran.object)


def test_a_first_start_warns_where_another_program_draws(terminal: Terminal) -> None:
    """On standard error before the leaflets are made ready: what stands on standard output is that program's."""
    ran = terminal.run("chat", XDG_DATA_HOME="/proc/nowhere", TEXTUAL_DRIVER="somebody:else")
    told = " ".join(ran.err.split())
    assert all(form.line in told for form in POLICY.warnings_for(None))
    assert not ran.out
