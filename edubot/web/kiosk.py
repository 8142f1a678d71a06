"""The server: a page under both warnings, and a process of the chat for every visitor."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server

from edubot.errors import BadInput
from edubot.guardrail.guardrail import Guardrail
from edubot.web.headers import host_fits, safe_headers, same_origin
from edubot.web.limits import LARGEST_MESSAGE, LAST_MINUTE, Limits, within_reason
from edubot.web.visit import Visit

PAGE = Path(__file__).with_name("page")
READABLE = ("allowProposedApi:!0,", "allowProposedApi:!0,screenReaderMode:!0,")
"""How the terminal in the page is told to keep a copy of its rows that screen readers find."""
FOREIGN_NAME = (
    "edubot does not answer to this name. Ask it by its address, or let its operator add the name with --name."
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Kiosk(Server):
    """textual-serve's server with a page of our own, limits, and headers that let nothing out."""

    def __init__(
        self,
        command: str,
        guardrail: Guardrail,
        host: str,
        port: int,
        limits: Limits | None = None,
        names: Collection[str] = (),
    ) -> None:
        """A server that has not started.

        Args:
            command: runs one visitor's chat.
            host: address to listen at; one of this machine alone unless the operator names another.
            names: what else this machine is called; a request by another name is refused.
        """
        super().__init__(command, host, port, title="edubot", templates_path=PAGE)
        self._guardrail = guardrail
        self._limits = limits or Limits()
        self._names = names
        self._visits: set[Visit] = set()
        self._coming = 0
        """Visitors who are being let in."""

    def run(self, started: Callable[[], None]) -> None:
        """Serve until interrupted.

        Args:
            started: called when whoever comes is let in.

        Raises:
            BadInput: the address cannot be listened at.
        """

        def listening(_: str) -> None:  # by aiohttp, once it listens
            started()

        try:
            web.run_app(
                self._make_app(), host=self.host, port=self.port, print=listening, access_log=None, shutdown_timeout=5
            )
        except OSError as error:
            told = f"Nothing can be served at {self.host}, port {self.port} ({error.strerror or error})"
            raise BadInput(told, "Name another --port or --host") from error

    async def _make_app(self) -> web.Application:
        @web.middleware
        async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guarded(request, handler)

        app = web.Application(middlewares=[guarded])
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(PAGE))
        app.add_routes(
            [
                web.get("/", self.handle_index, name="index"),
                web.get("/ws", self.handle_websocket, name="websocket"),
                web.get("/download/{key}", self.handle_download, name="download"),
                web.get("/static/js/textual.js", self._script),
                web.static("/static", self.statics_path, name="static"),
                web.static("/page", PAGE),
            ]
        )
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse whoever was led here by another site; tell the browser to call none."""
        if not host_fits(request.host, str(self.host), self._names):
            raise web.HTTPForbidden(text=FOREIGN_NAME, headers=safe_headers(""))
        try:
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(safe_headers(request.host))
            raise
        if not response.prepared:
            response.headers.update(safe_headers(request.host))
        return response

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page; where no place is free it says so, under the warnings all the same."""
        response: web.Response = aiohttp_jinja2.render_template("page.html", request, self._told())
        if self._is_full:
            response.set_status(web.HTTPServiceUnavailable.status_code)
        return response

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One visitor, from coming to going."""
        if not same_origin(request.headers.get("Origin"), request.host):
            raise web.HTTPForbidden(text="Open the page first.")
        if self._is_full:
            raise web.HTTPServiceUnavailable(text="Every place is taken.")
        self._coming += 1
        try:
            socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LARGEST_MESSAGE)
            await socket.prepare(request)
            visit = Visit(socket, self.command, self.download_manager, self._limits)
            self._visits.add(visit)
        finally:
            self._coming -= 1
        try:
            await visit.attend(_size(request, "width", 80), _size(request, "height", 24))
        finally:
            self._visits.discard(visit)
        return socket

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002  as textual-serve calls it
        """Nobody's process outlives the server."""
        await asyncio.gather(*(visit.end() for visit in list(self._visits)), return_exceptions=True)

    async def _script(self, _: web.Request) -> web.Response:
        """The terminal in the page, its rows readable."""
        written = (Path(self.statics_path) / "js" / "textual.js").read_text(encoding="utf-8")
        return web.Response(text=written.replace(*READABLE), content_type="text/javascript")

    @property
    def _is_full(self) -> bool:
        return len(self._visits) + self._coming >= self._limits.visitors

    def _told(self) -> dict[str, Any]:
        warnings = self._guardrail.warnings
        return {
            "lines": [warning.line for warning in warnings],
            "notice": self._guardrail.policy.notice_beside(warnings),
            "is_full": self._is_full,
            "idle_seconds": self._limits.idle_seconds,
            "last_seconds": min(LAST_MINUTE, self._limits.idle_seconds / 2),
        }


def _size(request: web.Request, side: str, otherwise: int) -> int:
    """Columns or rows of the visitor's page, within reason."""
    try:
        return within_reason(int(request.query.get(side, otherwise)))
    except ValueError:
        return otherwise
