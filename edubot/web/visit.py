"""One visitor: a connection from the browser, and the process of the chat behind it."""

import asyncio
import contextlib
import json
from collections.abc import Sequence
from typing import Any

from aiohttp import WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from edubot.web.limits import Limits, shortened, within_reason

GONE = (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR)
NO_PAGE_SENDS = (ValueError, TypeError, LookupError, OverflowError, RecursionError)
"""What a message that no page of ours sends may raise: no JSON, nested without end, a width that is no number."""


class Visit:
    """Passes on what is typed and what is drawn, until either side leaves or nobody has typed for too long."""

    def __init__(self, socket: web.WebSocketResponse, command: str, downloads: DownloadManager, limits: Limits) -> None:
        self._socket = socket
        self._limits = limits
        self._chat = AppService(
            command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=self._close,
            download_manager=downloads,
        )

    async def attend(self, width: int, height: int) -> None:
        """From the chat's start to its end."""
        try:
            await self._chat.start(width, height)
            listening = asyncio.create_task(self._listen())
            running = self._chat._task
            assert running is not None, "a chat that was started runs"
            await asyncio.wait({listening, running}, return_when=asyncio.FIRST_COMPLETED)
            listening.cancel()
        finally:
            await self.end()

    async def end(self) -> None:
        """Let the browser go, and end the process, whether it wants to or not."""
        await asyncio.gather(self._close(), self._end_chat())

    async def _end_chat(self) -> None:
        process = self._chat._process
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._chat.stop(), self._limits.parting_seconds)
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError, asyncio.TimeoutError):
                await asyncio.wait_for(process.wait(), self._limits.parting_seconds)
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    async def _listen(self) -> None:
        """Until the connection is closed, or nothing was typed for too long."""
        clock = asyncio.get_running_loop()
        heard = clock.time()
        while (left := heard + self._limits.idle_seconds - clock.time()) > 0:
            try:
                message = await self._socket.receive(timeout=left)
            except TimeoutError:
                return
            if message.type in GONE:
                return
            if message.type is not WSMsgType.TEXT:
                continue
            try:
                kind, *rest = json.loads(message.data)
                if await self._take(kind, rest):
                    heard = clock.time()
            except (*NO_PAGE_SENDS, ConnectionError):
                return

    async def _take(self, kind: str, rest: Sequence[Any]) -> bool:
        """Pass a message on; whether somebody typed it."""
        if kind == "stdin":
            await self._chat.send_bytes(shortened(str(rest[0])).encode("utf-8", errors="replace"))
            return True
        if kind == "resize":
            size = rest[0]
            width, height = (within_reason(int(size[side])) for side in ("width", "height"))
            await self._chat.set_terminal_size(width, height)
        elif kind == "ping":
            await self._socket.send_json(["pong", rest[0]])
        elif kind == "blur":
            await self._chat.blur()
        elif kind == "focus":
            await self._chat.focus()
        return False

    async def _close(self) -> None:
        with contextlib.suppress(ConnectionError):
            await self._socket.close()
