"""A build on Ray: the same index as without it, whoever is killed in the middle.

Ray is started once, with two processors, and is given an audit hook: a process that opens a file of a certain name ends
as if it had crashed. Builds connect to it, each from a process of its own; one starts its own, from the command line.
"""

import gzip
import hashlib
import importlib.util
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from edubot.cluster.blocks import Blocks
from edubot.errors import BadInput, EncoderUnavailable
from edubot.index.build import build_index
from edubot.index.layout import ENCODED
from edubot.index.progress import Progress, Stage
from edubot.leaflets.folder import Library
from edubot.settings import bundled_corpus
from tests.conftest import REPOSITORY
from tests.fakes import LetterEncoder
from tests.ray_builds import LIMIT, OnRay, RayBuild, Stopped, started
from tests.slow_letters import SlowLetters, begun, marked
from tests.test_faults import FAULTS, GOOD

LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
"""Ray's own switch: set to 0 before it is imported, it listens and connects on the loopback address alone."""
NICENESS = "RAY_worker_niceness"
"""How far a process of Ray lets others go first: so far by itself that it starves beside other tests."""
os.environ |= {LOOPBACK: "0", "RAY_AUTH_MODE": "token", NICENESS: "0"}
os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # that a process of ours has this file's token too
pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="the extra edubot[cluster] is not installed"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed as POSIX systems do"),
    pytest.mark.xdist_group("ray"),
]

HEAD = """
import os, sys
import ray
ray.init(address="local", num_cpus=2, include_dashboard=False, object_store_memory=100 << 20, _temp_dir=sys.argv[1])
print(ray.get_runtime_context().gcs_address, flush=True)
sys.stdin.read()
"""
HOOK = """
import os, signal, sys

def _crash(name, args):
    if name == "open" and isinstance(args[0], str) and "deadly" in args[0]:
        place = args[0] + ".seen"
        if "twice" not in args[0] or not os.path.exists(place):
            if "twice" in args[0]:
                os.mkdir(place)
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(_crash)
"""
PROBE = """
import sys
import ray
import ray.data
ray.init(address=sys.argv[1])
print(sum(row["n"] + 1 for row in ray.data.from_items([{"n": 1}, {"n": 2}]).map(lambda row: row).iter_rows()))
"""
"""Nothing of edubot: whether Ray does any work on this machine."""
PATIENCE = 60.0


@pytest.fixture(scope="module")
def ray_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """HOST:PORT of a Ray whose processes crash over some files; where Ray itself does no work, nothing can be tried."""
    guard = tmp_path_factory.mktemp("hook")
    (guard / "sitecustomize.py").write_text(HOOK)
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(guard), str(REPOSITORY)]),
        "RAY_USAGE_STATS_ENABLED": "0",
    }
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryDirectory(prefix="edubot-head-", dir="/tmp") as folder,
        subprocess.Popen(
            [sys.executable, "-c", HEAD, folder],
            env=environment,
            stdin=pipe,
            stdout=pipe,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as head,
    ):
        assert head.stdin and head.stdout
        address = head.stdout.readline().strip()
        assert address.startswith("127.0.0.1:"), "Ray did not start"
        try:
            _must_work(address, environment)
            yield address
        finally:
            head.stdin.close()
            _ended(head)


def _ended(process: "subprocess.Popen[str]") -> None:
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _must_work(address: str, environment: Mapping[str, str]) -> None:
    try:
        probe = [sys.executable, "-c", PROBE, address]
        told = subprocess.run(probe, env=environment, capture_output=True, timeout=LIMIT, check=True)
        assert told.stdout.split()[-1:] == [b"5"]
    except subprocess.SubprocessError as error:
        pytest.skip(f"Ray does no work on this machine: {error}")


def files(root: Path) -> dict[str, str]:
    """SHA-256 of every file of an index, by its place."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name not in (".lock", "library")
    }


@pytest.fixture
def on_ray(ray_address: str, tmp_path: Path) -> OnRay:
    """Builds on the cluster."""
    return OnRay(ray_address, tmp_path / "told")


def many(folder: Path, leaflets: int = 12, sentences: int = 128) -> Path:
    """A folder with so many passages that several batches come of them."""
    folder.mkdir()
    for leaflet in range(leaflets):
        said = [
            f"- Take dose {leaflet}.{number} with water and wait {'long ' * (number % 7)}."
            for number in range(sentences)
        ]
        (folder / f"leaflet-{leaflet:02}.md").write_text(f"# Leaflet {leaflet}\n\n" + "\n".join(said), encoding="utf-8")
    return folder


def tree(folder: Path) -> list[Path]:
    """All that lies in a folder."""
    return sorted(path.relative_to(folder) for path in folder.rglob("*"))


def test_the_command_builds_the_same_index(ray_address: str, bundled_index: Path, tmp_path: Path) -> None:
    """`edubot build --ray local` says what it says without Ray, nothing else, and leaves none of Ray's files."""
    root, scratch, beside = tmp_path / "index", tmp_path / "scratch", tmp_path / "beside"
    scratch.mkdir()
    beside.mkdir()
    command = [sys.executable, "-m", "edubot", "build", str(bundled_corpus()), "--index", str(root), "--ray", "local"]
    environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "TMPDIR": str(scratch)}
    ran = subprocess.run(
        command, cwd=scratch, env=environment, capture_output=True, text=True, check=False, timeout=LIMIT
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    (told,) = ran.stdout.splitlines()
    assert told.startswith(f"Built 3 leaflets, 189 passages in {root}; 189 encoded in fp32")
    assert files(root) == files(bundled_index)
    loads_torch = [sys.executable, "-c", "import sentence_transformers"]
    subprocess.run(loads_torch, env=environment | {"TMPDIR": str(beside)}, check=True)
    assert tree(scratch) == tree(beside), "what torch leaves behind itself, and no more"
    assert not list(Path("/tmp").glob(f"edubot-ray-*-{os.getuid()}"))


def broken(folder: Path) -> Path:
    """A folder in which most cannot be read, and what can be stands first, in the middle and last."""
    folder.mkdir()
    for name in ("alpha.md", "good.md", "zulu.md"):
        (folder / name).write_text(GOOD, encoding="utf-8")
    for number, (make, _) in enumerate(FAULTS.values()):
        inside = folder.parent / "made" / "leaflets"
        inside.mkdir(parents=True)
        make(inside)
        for path in sorted(inside.iterdir()):
            path.rename(folder / f"{path.stem}-{number}{path.suffix}" if path.stem != "good" else folder / path.name)
        shutil.rmtree(inside.parent)
    return folder


def test_a_folder_of_broken_leaflets(on_ray: OnRay, tmp_path: Path) -> None:
    """The same leaflets are read, the same sentences told in the same order, and strictly the same one stops it."""
    place = broken(tmp_path / "leaflets")
    here = Library.at(place, None, strict=False)
    build_index(here, tmp_path / "here", LetterEncoder())
    there = on_ray(place, tmp_path / "there", LetterEncoder(), strict=False)
    assert len(here.faults) > len(FAULTS) / 2
    assert there.faults == [str(fault) for fault in here.faults]
    assert there.repairs == here.repairs
    assert files(tmp_path / "there") == files(tmp_path / "here")
    passages = there.report.passages
    assert there.heard[Stage.ENCODING] == Progress(Stage.ENCODING, passages, passages)
    with pytest.raises(BadInput) as strictly_here:
        build_index(Library.at(place, None), tmp_path / "strict", LetterEncoder())
    with pytest.raises(BadInput) as strictly_there:
        on_ray(place, tmp_path / "strict", LetterEncoder())
    assert str(strictly_there.value) == str(strictly_here.value)


@pytest.mark.parametrize("ending", [".jsonl", ".jsonl.gz"])
def test_rows_of_documents(on_ray: OnRay, tmp_path: Path, ending: str) -> None:
    """Also those off the format, and an id that stands twice."""
    rows = [json.dumps({"id": f"d{number % 90}", "title": "T", "text": f"Take {number}."}) for number in range(100)]
    rows[7], rows[8] = "{not json", ""
    place = tmp_path / f"rows{ending}"
    written = "\n".join(rows).encode()
    place.write_bytes(gzip.compress(written) if ending.endswith(".gz") else written)
    here = Library.at(place, None, strict=False)
    build_index(here, tmp_path / "here", LetterEncoder())
    there = on_ray(place, tmp_path / "there", LetterEncoder(), strict=False)
    assert there.faults == [str(fault) for fault in here.faults]
    assert len(here.faults) == 9
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_leaflet_that_ends_its_reader(on_ray: OnRay, tmp_path: Path) -> None:
    """It alone is left out, in a sentence; what another task finds readable at the second try is read."""
    place = tmp_path / "leaflets"
    place.mkdir()
    for name in ("alpha.md", "deadly.md", "deadly-twice.md", "zulu.md"):
        (place / name).write_text(f"# {name}\n\n{GOOD}", encoding="utf-8")
    told = on_ray(place, tmp_path / "there", LetterEncoder(), strict=False)
    assert told.report.leaflets == 3
    (fault,) = told.faults
    assert fault.startswith(f"{place / 'deadly.md'} ended every process that read it: ")


def test_a_worker_killed_while_it_encodes(on_ray: OnRay, tmp_path: Path) -> None:
    """The build goes on with another, and the index is the same."""
    place = many(tmp_path / "leaflets")
    build_index(Library.at(place, None), tmp_path / "here", LetterEncoder())
    encoder = SlowLetters(marks=tmp_path / "marks")
    killed: list[int] = []

    def kill() -> None:
        until = time.monotonic() + PATIENCE
        while not killed and time.monotonic() < until:
            if len(marked(encoder.marks)) > 1:
                killed.append(begun(encoder.marks)[0])
                os.kill(killed[0], signal.SIGKILL)
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    report = on_ray(place, tmp_path / "there", encoder).report
    thread.join()
    assert killed
    assert killed[0] != os.getpid()
    assert set(begun(encoder.marks)) - {killed[0]}, "somebody else went on"
    assert report.encoded == report.passages
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_a_build_killed_in_the_middle_goes_on(on_ray: OnRay, tmp_path: Path) -> None:
    """The index before stays in use; the next build encodes only the rest, and its index is the same."""
    place, root = many(tmp_path / "leaflets"), tmp_path / "there"
    build_index(Library.at(place, None), tmp_path / "here", LetterEncoder())
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "old.md").write_text(GOOD, encoding="utf-8")
    before = build_index(Library.at(tmp_path / "old", None), root, LetterEncoder()).version
    encoder = SlowLetters(marks=tmp_path / "marks")
    with started(RayBuild(on_ray.address, place, root, encoder), on_ray.told) as driver:
        until = time.monotonic() + PATIENCE
        blocks = Blocks.beside(root / ENCODED, encoder).folder
        while len(list(blocks.glob("*.npy"))) < 3:
            assert driver.poll() is None and time.monotonic() < until, "it was to be killed in the middle"
            time.sleep(0.02)
        driver.kill()
    assert (root / "current").read_text().strip() == before
    time.sleep(2 * encoder.pause)  # what its workers had begun ends, in a block or with them
    kept = {path.name for path in blocks.glob("*.npy")}
    assert 3 <= len(kept) < 12
    again = SlowLetters(marks=tmp_path / "marks again", pause=0)
    report = on_ray(place, root, again).report
    assert len(marked(again.marks)) == 12 - len(kept)
    assert report.encoded == report.passages * (12 - len(kept)) // 12
    assert files(root / "versions" / report.version) == files(tmp_path / "here" / "versions" / report.version)
    assert not (root / ENCODED).exists()


def test_a_damaged_block_is_encoded_again(on_ray: OnRay, tmp_path: Path) -> None:
    """Zeros, as a loss of power leaves them, and half a file."""
    place, root = many(tmp_path / "leaflets", leaflets=3), tmp_path / "there"
    build_index(Library.at(place, None), tmp_path / "here", LetterEncoder())

    with pytest.raises(Stopped):
        on_ray(place, root, LetterEncoder(), stops=True)
    first, second, _ = sorted((root / ENCODED).rglob("*.npy"))
    raw = first.read_bytes()
    first.write_bytes(raw[:128] + bytes(len(raw) - 128))
    second.write_bytes(second.read_bytes()[:1000])
    report = on_ray(place, root, LetterEncoder()).report
    assert report.encoded == report.passages * 2 // 3
    assert files(root) == files(tmp_path / "here")


def test_an_encoder_that_differs_there(on_ray: OnRay, tmp_path: Path) -> None:
    """No vector of another encoder gets into the index; the old one stays in use."""
    place = many(tmp_path / "leaflets", leaflets=1)
    with pytest.raises(EncoderUnavailable, match="is not the encoder that builds this index"):
        on_ray(place, tmp_path / "there", Changeling())
    assert not (tmp_path / "there" / "current").exists()


class Changeling(LetterEncoder):
    """An encoder whose files are others in every process."""

    def __init__(self) -> None:
        super().__init__(fingerprint=f"letters-{os.getpid()}")

    def __reduce__(self) -> tuple[type["Changeling"], tuple[()]]:
        """Made anew where it arrives."""
        return Changeling, ()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("127.0.0.1:9", "Nobody answers at 127.0.0.1:9: start Ray there"),
        ("nowhere", "nowhere is no address of Ray: write --ray local"),
    ],
)
def test_an_address_where_nobody_answers(tmp_path: Path, address: str, says: str) -> None:
    """One sentence; the old index stays in use."""
    root = tmp_path / "index"
    place = many(tmp_path / "leaflets", leaflets=1)
    version = build_index(Library.at(place, None), root, LetterEncoder()).version
    command = [sys.executable, "-m", "edubot", "build", str(place), "--index", str(root), "--ray", address]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    (told,) = ran.stderr.splitlines()
    assert told.startswith(f"edubot: {says}")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert (root / "current").read_text().strip() == version


def test_nothing_of_ray_is_imported_before_it_is_asked_for() -> None:
    """Not even by what would speak with it."""
    code = "import sys\nimport edubot.cli.build, edubot.cluster.ray_crew\nassert 'ray' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)


def test_without_the_extra_it_is_told_how_to_get_it(tmp_path: Path) -> None:
    """One sentence with the command."""
    code = (
        "import sys\nsys.modules['ray'] = None\n"
        f"sys.argv = ['edubot', 'build', '--index', {str(tmp_path)!r}, '--ray', 'local']\n"
        "from edubot.cli.main import main\nmain()"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.stderr.splitlines() == [
        "edubot: Ray is not installed, so --ray cannot be used: run pip install 'edubot[cluster]', or build without it."
    ]
    assert ran.returncode == 2


@pytest.mark.parametrize(
    ("end", "status", "says"),
    [
        ("os._exit(1)", 2, "edubot: Ray was lost and ended the build (status 1): build again: what was encoded is not"),
        ("os.kill(os.getpid(), 9)", 2, "edubot: Ray was lost and ended the build (status -9): build again"),
        ("sys.exit(3)", 3, ""),
        ("print('done', file=sys.stderr)", 0, "done"),
    ],
)
def test_a_build_that_ray_ends_has_a_last_word(end: str, status: int, says: str) -> None:
    """Ray ends a process that has lost its cluster; what ends in its own way is left alone."""
    code = f"import os, sys\nfrom edubot.cli.last_word import stand_by\nstand_by()\n{end}"
    ran = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == status
    assert ran.stderr.startswith(says)
    assert len(ran.stderr.splitlines()) == bool(says)


@pytest.mark.parametrize("ends", ["SIG_DFL", "SIG_IGN", "default_int_handler"])
def test_a_build_that_somebody_ends_says_so(ends: str) -> None:
    """Whether the process that builds dies of it, goes in its own way, or was done already."""
    code = (
        "import signal, sys, time\nfrom edubot.cli.last_word import stand_by\nstand_by()\n"
        f"signal.signal(signal.SIGTERM, signal.{ends})\n"
        "try:\n    time.sleep(1)\n    print('begun', flush=True)\n"
        "    time.sleep(3 if signal.getsignal(signal.SIGTERM) is signal.SIG_IGN else 60)\n"
        "except KeyboardInterrupt:\n    sys.exit(1)"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as building:
        assert building.stdout is not None
        assert building.stdout.readline() == "begun\n"
        building.send_signal(signal.SIGTERM)
        _, told = building.communicate(timeout=LIMIT)
    if ends == "SIG_IGN":
        assert (building.returncode, told) == (0, "")
        return
    assert building.returncode == 128 + signal.SIGTERM
    (line,) = told.splitlines()
    assert line.startswith("edubot: The build was ended (SIGTERM): build again: what was encoded is not encoded again")


def test_another_failure_of_ray_is_a_sentence(ray_address: str, tmp_path: Path) -> None:
    """What Ray raises is no traceback."""
    code = (
        "import pathlib, sys\nfrom edubot.cluster.ray_crew import ray_crew\nfrom edubot.errors import BuildFailed\n"
        "try:\n    with ray_crew(sys.argv[1], pathlib.Path(sys.argv[2])):\n"
        "        from ray.exceptions import RayError\n        raise RayError('gone')\n"
        "except BuildFailed as error:\n    print(error)"
    )
    command = [sys.executable, "-c", code, ray_address, str(tmp_path)]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=LIMIT)
    assert ran.stdout.startswith(f"Ray at {ray_address} failed (RayError: gone): build again: ")
