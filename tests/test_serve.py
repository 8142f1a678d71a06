"""The chat in a browser: a page under both warnings, limits for visitors, and nothing that leaves the machine."""

import asyncio
import gc
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession, ClientWebSocketResponse, WSMsgType
from aiohttp.test_utils import TestClient, TestServer

from edubot.cli.serve import run_serve
from edubot.errors import BadInput
from edubot.guardrail.guardrail import Guardrail
from edubot.index.build import build_index
from edubot.index.withdrawals import Withdrawal, Withdrawals
from edubot.leaflets.folder import Library
from edubot.web.headers import host_fits, is_loopback, same_origin
from edubot.web.kiosk import PAGE, Kiosk
from edubot.web.limits import LARGEST, LONGEST_TYPED, PASTE_ENDS, SMALLEST, Limits, shortened
from tests.conftest import REPOSITORY
from tests.fakes import LetterEncoder
from tests.three_leaflets import laid_out

ECHO = """
import os, sys
os.write(1, b"__GANGLION__\\n")
def draw(data): os.write(1, b"D" + len(data).to_bytes(4, "big") + data)
draw(b"pid %d." % os.getpid())
while head := sys.stdin.buffer.read(5):
    data = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    if head[:1] == b"D": draw(data)
    elif b'"quit"' in data and "stubborn" not in sys.argv: break
    elif b'"resize"' in data: draw(data)
"""
"""A chat that draws its process's id and whatever is typed, and ends when it is told to."""


def _command(*more: str) -> str:
    return f"exec {shlex.join([sys.executable, '-c', ECHO, *more])}"


Client = TestClient[Any, Any]


@asynccontextmanager
async def _served(guardrail: Guardrail, limits: Limits | None = None, command: str = "") -> AsyncIterator[Client]:
    kiosk = Kiosk(command or _command(), guardrail, "127.0.0.1", 0, limits)
    async with TestClient(TestServer(await kiosk._make_app())) as client:
        yield client


async def _enter(client: Client) -> ClientWebSocketResponse:
    return await client.ws_connect("/ws?width=100&height=30", headers={"Origin": str(client.make_url("/")).rstrip("/")})


async def _drawn(visit: ClientWebSocketResponse, words: str) -> str:
    """All that is drawn until these words are."""
    drawn = ""
    while not re.search(words, drawn):
        drawn += (await visit.receive_bytes(timeout=60)).decode()
    return drawn


async def _pid(visit: ClientWebSocketResponse) -> int:
    return int(re.findall(r"pid (\d+)\.", await _drawn(visit, r"pid \d+\."))[0])


async def _gone(pid: int) -> bool:
    """Whether a process ends; waits for it."""
    for _ in range(3000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        await asyncio.sleep(0.01)
    return False


async def test_the_page_stands_under_both_warnings(guardrail: Guardrail) -> None:
    """As words of the page itself, before and after the chat and without any script."""
    async with _served(guardrail) as client:
        response = await client.get("/")
        page = unescape(await response.text())
    assert response.status == 200
    assert all(warning.line in page for warning in guardrail.warnings)
    assert guardrail.policy.unreviewed_notice in page


async def test_where_every_place_is_taken_the_warnings_stand(guardrail: Guardrail) -> None:
    """The page says so; the place is free again when its visitor has gone."""
    async with _served(guardrail, Limits(visitors=1)) as client:
        visit = await _enter(client)
        pid = await _pid(visit)
        full = await client.get("/")
        page = unescape(await full.text())
        assert full.status == 503
        assert all(warning.line in page for warning in guardrail.warnings)
        assert "Every place is taken" in page
        refused = await client.get("/ws", headers={"Origin": str(client.make_url("/")).rstrip("/")})
        assert refused.status == 503
        await visit.close()
        assert await _gone(pid)
        for _ in range(3000):
            if (await client.get("/")).status == 200:
                break
            await asyncio.sleep(0.01)
        assert await _pid(await _enter(client)) != pid


async def test_every_visitor_has_a_process_that_ends_with_them(guardrail: Guardrail) -> None:
    """What one types the other does not see."""
    async with _served(guardrail) as client:
        one, other = await _enter(client), await _enter(client)
        first, second = await _pid(one), await _pid(other)
        assert first != second
        await one.send_json(["stdin", "my worry"])
        assert "my worry" in await _drawn(one, "my worry")
        await other.send_json(["stdin", "END"])
        assert "my worry" not in await _drawn(other, "END")
        await one.close()
        await other.close()
        assert await _gone(first)
        assert await _gone(second)


async def test_an_idle_sitting_ends(guardrail: Guardrail) -> None:
    """Though the page's own pings go on; process and connection are gone."""
    async with _served(guardrail, Limits(idle_seconds=0.3)) as client:
        visit = await _enter(client)
        pid = await _pid(visit)
        closed = False
        while not closed:
            await visit.send_json(["ping", 1])
            closed = (await visit.receive(timeout=60)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING)
        assert await _gone(pid)


async def test_a_chat_that_does_not_end_is_ended(guardrail: Guardrail) -> None:
    """Nobody's process stays behind."""
    async with _served(guardrail, Limits(parting_seconds=0.2), _command("stubborn")) as client:
        visit = await _enter(client)
        pid = await _pid(visit)
        await visit.close()
        assert await _gone(pid)


async def test_a_chat_that_dies_closes_the_connection(guardrail: Guardrail) -> None:
    """So that the page can say that it is over."""
    async with _served(guardrail, command="exec false") as client:
        visit = await _enter(client)
        assert (await visit.receive(timeout=60)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)


async def test_no_process_outlives_the_server(guardrail: Guardrail) -> None:
    """Ended while somebody sits there."""
    async with _served(guardrail) as client:
        pid = await _pid(await _enter(client))
    assert await _gone(pid)


async def test_what_is_typed_has_a_limit(guardrail: Guardrail) -> None:
    """What is too long is cut, and a paste still ends."""
    async with _served(guardrail) as client:
        visit = await _enter(client)
        await visit.send_json(["stdin", "x" * (LONGEST_TYPED * 3) + PASTE_ENDS])
        await visit.send_json(["stdin", "END"])
        assert (await _drawn(visit, "END")).count("x") == LONGEST_TYPED
    assert shortened("y" * LONGEST_TYPED) == "y" * LONGEST_TYPED
    assert shortened("y" * (LONGEST_TYPED + 1) + PASTE_ENDS).endswith("y" + PASTE_ENDS)


NO_PAGE_SENDS = {
    "no JSON": "no json",
    "no kind": "[]",
    "an object": "{}",
    "a number": "7",
    "nothing typed": '["stdin"]',
    "a width in words": '["resize", {"width": "wide"}]',
    "a size that is a number": '["resize", 7]',
    "an endless width": '["resize", {"width": 1e999, "height": 30}]',
    "nested without end": "[" * 200_000,
}


@pytest.mark.parametrize("message", NO_PAGE_SENDS.values(), ids=NO_PAGE_SENDS)
async def test_what_no_page_sends_ends_the_visit(
    guardrail: Guardrail, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Without a traceback; the server goes on, and whoever else is there."""
    async with _served(guardrail) as client:
        visit, other = await _enter(client), await _enter(client)
        pid = await _pid(visit)
        await visit.send_str(message)
        assert (await visit.receive(timeout=60)).type in (WSMsgType.CLOSE, WSMsgType.CLOSED)
        assert await _gone(pid)
        assert (await client.get("/")).status == 200
        await other.send_json(["stdin", "END"])
        assert await _drawn(other, "END")
    gc.collect()  # a task's unheard exception is told when the task is forgotten
    assert not [record for record in caplog.records if record.exc_info]


async def test_the_page_tells_the_chat_its_size(guardrail: Guardrail) -> None:
    """When it changes."""
    async with _served(guardrail) as client:
        visit = await _enter(client)
        await visit.send_json(["resize", {"width": 61, "height": 21}])
        drawn = await _drawn(visit, "height")
        assert json.loads(drawn[drawn.index("{") :]) == {"type": "resize", "width": 61, "height": 21}


async def test_a_page_of_any_size_is_not_believed(guardrail: Guardrail) -> None:
    """A screen of any size would take memory of any size."""
    async with _served(guardrail) as client:
        visit = await _enter(client)
        await visit.send_json(["resize", {"width": 200_000, "height": -1}])
        drawn = await _drawn(visit, "height")
        assert json.loads(drawn[drawn.index("{") :]) == {"type": "resize", "width": LARGEST, "height": SMALLEST}


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null", "http://["])
async def test_another_site_cannot_connect(guardrail: Guardrail, origin: str | None) -> None:
    """A page that somebody has open elsewhere gets no chat."""
    async with _served(guardrail) as client:
        response = await client.get("/ws", headers={"Origin": origin} if origin else {})
        assert response.status == 403


@pytest.mark.parametrize("host", ["evil.example", "[", "127.0.0.1:x", "[::1", "127.0.0.1:99999"])
async def test_another_sites_name_does_not_lead_here(guardrail: Guardrail, host: str) -> None:
    """A name that was made to point at this machine is refused, and what is no name; nothing is sent but that."""
    async with _served(guardrail) as client:
        response = await client.get("/", headers={"Host": host})
        assert response.status == 403
        assert "--name" in await response.text()
        assert "pregnan" not in await response.text()
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert host not in response.headers["Content-Security-Policy"].replace("data:", "")


async def test_a_name_that_the_operator_gave_leads_here(guardrail: Guardrail) -> None:
    """And no other, though others are let in."""
    kiosk = Kiosk(_command(), guardrail, "0.0.0.0", 0, names=["Ward.example"])
    async with TestClient(TestServer(await kiosk._make_app())) as client:
        asked = {name: (await client.get("/", headers={"Host": name})).status for name in ("ward.example:80", "evil")}
    assert asked == {"ward.example:80": 200, "evil": 403}


@pytest.mark.parametrize("name", ["http://ward.example", "ward.example:80", "", "["])
def test_a_name_that_is_none_is_told(name: str) -> None:
    """Before anything is served, for nobody could ask by it."""
    with pytest.raises(BadInput, match="--name"):
        run_serve(None, None, "127.0.0.1", 8000, 1, 1, [name])


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("0.0.0.0", False), ("ward", False)],
)
def test_which_names_are_this_machine_alone(host: str, loopback: bool) -> None:
    """There no other address fits; elsewhere every address does, the machine's own name, and what its operator adds."""
    assert is_loopback(host) is loopback
    assert host_fits("127.0.0.1:8000", host)
    assert host_fits("localhost:8000", host)
    assert not host_fits("evil.example:8000", host)
    assert not host_fits("", host)
    assert host_fits("evil.example:8000", host, ["evil.example"])
    assert host_fits("192.168.1.7:8000", host) is not loopback
    assert host_fits("[fe80::1]:8000", host) is not loopback
    assert host_fits(f"{socket.gethostname()}:8000", host) is not loopback or socket.gethostname() == "localhost"
    assert host_fits("ward:80", host) is (host == "ward" or socket.gethostname() == "ward")


def test_only_our_own_page_connects() -> None:
    """By the same name and port."""
    assert same_origin("http://ward:80", "ward:80")
    assert not same_origin("http://ward:81", "ward:80")
    assert not same_origin("http://[", "[")


async def test_nothing_of_the_page_calls_another_site(guardrail: Guardrail) -> None:
    """Neither by an address in it, nor could it: the browser is told to call this machine alone and to keep nothing."""
    for file in PAGE.iterdir():
        assert "//" not in re.sub(r"`\$\{scheme\}//|^//.*$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    async with _served(guardrail) as client:
        for path in ("/", "/page/page.css", "/static/js/textual.js", "/nowhere", "/download/0"):
            headers = (await client.get(path)).headers
            assert headers["Cache-Control"] == "no-store"
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            assert "evil" not in headers["Content-Security-Policy"]
        assert (await client.get("/static/")).status == 403


# From here on the command itself.


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def serve(bundled_index: Path, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts `edubot serve` and gives its address."""
    running: list[subprocess.Popen[str]] = []

    def start(*more: str) -> str:
        port = str(_free_port())
        command = [sys.executable, "-m", "edubot", "serve", "--index", str(bundled_index), "--port", port, *more]
        place = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        running.append(
            subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ, **place}, stdout=subprocess.PIPE, text=True)
        )
        assert running[-1].stdout is not None
        told = running[-1].stdout.readline()
        assert f"http://127.0.0.1:{port}" in told
        return f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        process.terminate()
        assert process.wait(60) == 0


def _browser() -> tuple[Any, str]:
    """Playwright and a Chromium for it; skips where there is none."""
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    found = [shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "chrome")]
    found += [str(file) for file in Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome")]
    browser = next(filter(None, found), None)
    if browser is None:
        pytest.skip("there is no Chromium here; Debian's package chromium is one")
    return playwright, browser


async def test_a_visitor_asks_reads_and_leaves(serve: Callable[..., str], guardrail: Guardrail, tmp_path: Path) -> None:
    """In a real browser: both warnings, an answer, its source, a sitting saved by the browser, and the end of it."""
    playwright, browser = _browser()
    address = serve()
    called: list[str] = []
    async with playwright.async_playwright() as started:
        chromium = await started.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = await chromium.new_page(viewport={"width": 1000, "height": 700})
        page.on("request", lambda request: called.append(request.url))

        async def shown(words: str) -> None:
            rows = page.locator(".xterm-accessibility-tree")
            await playwright.expect(rows).to_contain_text(words, timeout=120_000)

        async def both_warnings() -> None:
            for warning in guardrail.warnings:
                await shown(warning.line)

        await page.goto(address)
        await page.wait_for_selector("body.-first-byte")
        await shown("Your questions are answered from")
        await both_warnings()
        await page.keyboard.type("Can I drink alcohol?")
        await page.keyboard.press("Enter")
        await shown("You: Can I drink alcohol?")
        await shown("Isotretinoin 20 mg softgel guide")
        await both_warnings()
        await page.keyboard.press("F2")
        await shown("Pregnancy warning")
        await page.keyboard.press("Escape")
        await page.keyboard.press("F5")
        await shown("that the answer shows from this leaflet")
        await both_warnings()
        await page.keyboard.press("Escape")
        await page.keyboard.press("F4")
        await shown("Save this sitting")
        downloads: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def kept(download: Any) -> None:
            downloads.set_result(download)

        page.on("download", kept)
        page.context.on("page", lambda opened: opened.on("download", kept))
        await page.keyboard.press("Enter")
        saved = Path(await (await asyncio.wait_for(downloads, 60)).path()).read_text(encoding="utf-8")
        assert all(warning.text in saved for warning in guardrail.warnings)
        await page.keyboard.press("Control+q")
        await page.wait_for_selector("text=This sitting has ended")
        for warning in guardrail.warnings:
            assert await page.locator(".warning", has_text=warning.line).is_visible()
        assert await page.locator("#terminal").count() == 0
        await chromium.close()
    assert {url.split("/")[2] for url in called} == {address.split("/")[2]}
    assert not list(tmp_path.rglob("*.md"))


async def _page(address: str) -> str:
    """What a server that has just begun gives; it says where it is shortly before it listens."""
    async with ClientSession() as client:
        for _ in range(3000):
            try:
                async with client.get(address) as response:
                    return await response.text()
            except ClientConnectionError:
                await asyncio.sleep(0.01)
    raise AssertionError(f"nobody ever listened at {address}")


async def test_the_page_warns_of_what_its_leaflets_are_about(
    serve: Callable[..., str], guardrail: Guardrail, tmp_path: Path
) -> None:
    """Of any medicine, where that is not the one of the bundled warnings; a leaflet out of use counts not."""
    leaflets, root = laid_out(tmp_path), tmp_path / "index"
    (leaflets / "one.toml").write_text('drug = "isotretinoin"\n', encoding="utf-8")
    for other in ("two", "three"):
        (leaflets / f"{other}.toml").write_text('drug = "ibuprofen"\n', encoding="utf-8")
    build_index(Library.at(leaflets, None), root, LetterEncoder())
    for out_of_use, drug in (((), "ibuprofen"), (("two", "three"), "isotretinoin")):
        for leaflet in out_of_use:
            Withdrawals(root).add(Withdrawal(leaflet, "2026-04-12T10:00:00+00:00"))
        page = unescape(await _page(serve("--index", str(root))))
        assert all(warning.line in page for warning in guardrail.over({drug}).warnings)
        assert ("never take isotretinoin" in page) is (drug == "isotretinoin")


def test_a_missing_index_is_told_before_anybody_comes(tmp_path: Path) -> None:
    """In a sentence, and nothing is served."""
    command = [sys.executable, "-m", "edubot", "serve", "--index", str(tmp_path), "--port", str(_free_port())]
    ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == 3
    assert ran.stderr.count("\n") == 1
    assert not ran.stdout


def test_a_port_that_is_taken_is_told(bundled_index: Path) -> None:
    """With what to do about it."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "edubot", "serve", "--index", str(bundled_index), "--port", port]
        ran = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "--port" in ran.stderr
    assert ran.stderr.count("\n") == 1
