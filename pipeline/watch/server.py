"""Serves the page and its pictures to browsers on this machine, and to nobody else."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from gradreel.pipeline.page.template import own_template
from gradreel.pipeline.watch.board import Board
from gradreel.pipeline.watch.feed import Feed
from gradreel.scenes.sentences.catalogue import text

ADDRESS = "127.0.0.1"
_NAMES = (ADDRESS, "localhost")
_SOURCES = "img-src 'self' data:; media-src 'self'; connect-src 'self'"
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# The name of a picture says what is in it, so a browser may keep it.
_KEPT = _HEADERS | {"Cache-Control": "private, max-age=86400, immutable"}
_SECONDS_TO_CLOSE = 2  # for pages to hear that the server ends

FindPicture = Callable[[str], Path | None]


class Server(uvicorn.Server):
    """uvicorn's server, which leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Guard:
    """Refuses every request without the token, or sent by a page of another address.

    A browser sends requests for any page that it shows: a foreign page does not know the token, and
    one whose name leads here (DNS rebinding) says that name as the host.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._token = app, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._admits(scope):
            await Response(status_code=403, headers=_HEADERS)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or urlsplit(f"//{hosts[0]}").hostname not in _NAMES:
            return False
        if any(origin != f"http://{hosts[0]}" for origin in headers.getlist("origin")):
            return False
        given = scope["path"].split("/")[1]
        return secrets.compare_digest(given.encode(), self._token.encode())


def application(feed: Feed, find_picture: FindPicture, token: str) -> Starlette:
    """The page of a feed at /TOKEN/, its changes at /TOKEN/boards, and pictures beside them."""
    html = own_template(Path(__file__).parent, "watch", _SOURCES, {}).render()

    async def page(_: Request) -> Response:
        return HTMLResponse(html, headers=_HEADERS)

    async def boards(_: Request) -> Response:
        return StreamingResponse(_events(feed), media_type="text/event-stream", headers=_HEADERS)

    async def picture(request: Request) -> Response:
        path = find_picture(request.path_params["name"])
        if path is None or not path.is_file():
            return Response(status_code=404, headers=_HEADERS)
        return FileResponse(path, headers=_KEPT)

    routes = [
        Route(f"/{token}/", page),
        Route(f"/{token}/boards", boards),
        Route(f"/{token}/pictures/{{name}}", picture),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Guard, token=token)])


def server_of(app: Starlette) -> Server:
    """A server that says nothing by itself."""
    quiet = {"log_config": None, "access_log": False, "server_header": False}
    return Server(
        uvicorn.Config(
            app,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=_SECONDS_TO_CLOSE,
            **quiet,  # type: ignore[arg-type]
        )
    )


def free_socket() -> socket.socket:
    """A socket of this machine alone, on a free port."""
    return socket.create_server((ADDRESS, 0))


async def _events(feed: Feed) -> AsyncIterator[str]:
    """The boards as server-sent events (https://html.spec.whatwg.org/#server-sent-events)."""
    async for board in feed.boards():
        yield f"data: {json.dumps(told(board))}\n\n"
    yield "event: end\ndata:\n\n"


def told(board: Board) -> dict[str, Any]:
    """A board as the page's script takes it: plain values and text."""
    faults = [
        {"place": text("watch-line", line=fault.line) if fault.line else "", **fault._asdict()}
        for fault in board.faults
    ]
    done = "" if board.faults else text("watch-done")
    return asdict(board) | {
        "faults": faults,
        "note": text("watch-first-of-sweep", count=board.count) if board.count > 1 else "",
        "status": text("watch-left", count=board.left) if board.left else done,
    }
