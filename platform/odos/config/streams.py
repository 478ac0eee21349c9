"""The ASGI application of live events, given a hub and a way to know visitors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from odos.config.hub import Hub, Queue
from odos.config.visitors import Visitor
from odos.kernel.problems import Unauthenticated

# By session cookie, Authorization and the least schema version to judge by.
FindVisitor = Callable[[str | None, str | None, int], Awaitable[Visitor | None]]
LookAgain = Callable[[int], Awaitable[Visitor | None]]

HEARTBEAT_SECONDS = 15.0
CHECK_SECONDS = 60.0


@dataclass(frozen=True)
class Message:
    """What was published."""

    event: str
    data: Mapping[str, Any]

    def encode(self) -> bytes:
        """As a server-sent event."""
        return b"event: %s\ndata: %s\n\n" % (self.event.encode(), orjson.dumps(dict(self.data)))


def build_application(*, hub: Hub, find_visitor: FindVisitor) -> Starlette:
    """``/api/events`` and ``/healthz``."""

    async def events(request: Request) -> Response:
        visitor = await find_visitor(*_credentials(request), 0)
        if visitor is None:
            return _refused(request)

        def look_again(version: int) -> Awaitable[Visitor | None]:
            return find_visitor(*_credentials(request), version)

        return StreamingResponse(
            _stream(hub, visitor, look_again),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no", **_same_host(request)},
        )

    return Starlette(routes=[Route("/api/events", events), Route("/healthz", _healthz)])


HEARTBEAT = Message("", {})


async def _healthz(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _stream(hub: Hub, first: Visitor, look_again: LookAgain) -> AsyncIterator[bytes]:
    """What is for the visitor, and heartbeats; ends with the session or when the reader is too slow."""
    visitor: Visitor | None = first
    clock = asyncio.get_running_loop().time
    checked = clock()
    async with hub.subscribed(first.principal.workspace) as queue:
        yield b"retry: 2000\nevent: ready\ndata: {}\n\n"
        while visitor is not None:
            message = await _next(queue)
            if message is None:
                return
            if message is HEARTBEAT:
                yield b": heartbeat\n\n"
            elif visitor.may_hear(message.event, message.data):
                yield Message(message.event, visitor.told(message.event, message.data)).encode()
            if message.event == "schema" or clock() - checked > CHECK_SECONDS:
                checked = clock()
                visitor = await look_again(int(message.data.get("version") or 0))


async def _next(queue: Queue) -> Message | None:
    """`HEARTBEAT` when nothing comes for a while, None when the stream must end."""
    try:
        message = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
    except TimeoutError:
        return HEARTBEAT
    if message is None:
        return None
    content = orjson.loads(message)
    return Message(str(content["event"]), content["data"])


def _credentials(request: Request) -> tuple[str | None, str | None]:
    return request.cookies.get("odos_session"), request.headers.get("authorization")


def _refused(request: Request) -> Response:
    refusal = Unauthenticated()
    language = request.headers.get("accept-language", "en")
    body = {
        "type": refusal.code,
        "title": refusal.title.render(language),
        "status": refusal.status,
        "issues": [],
    }
    return JSONResponse(
        body, status_code=refusal.status, media_type="application/problem+json", headers=_same_host(request)
    )


def _same_host(request: Request) -> dict[str, str]:
    """The page comes from another port of the same host; no other origin may read."""
    origin = request.headers.get("origin")
    if not origin or urlsplit(origin).hostname != request.url.hostname:
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
    }
