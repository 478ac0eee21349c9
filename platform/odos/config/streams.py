"""The ASGI application of live events, given a hub and a way to know visitors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlsplit

import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from odos.accounts.principals import Principal
from odos.config.hub import Hub, Queue
from odos.kernel.problems import Unauthenticated

FindVisitor = Callable[[str | None, str | None], Awaitable[Principal | None]]

HEARTBEAT_SECONDS = 15.0
CHECK_SECONDS = 60.0


def build_application(*, hub: Hub, find_visitor: FindVisitor) -> Starlette:
    """``/api/events`` and ``/healthz``; ``find_visitor`` takes the session cookie and Authorization."""

    async def events(request: Request) -> Response:
        visitor = await find_visitor(*_credentials(request))
        if visitor is None:
            return _refused(request)
        return StreamingResponse(
            _stream(hub, visitor, lambda: find_visitor(*_credentials(request))),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no", **_same_host(request)},
        )

    return Starlette(routes=[Route("/api/events", events), Route("/healthz", _healthz)])


async def _healthz(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _stream(
    hub: Hub, visitor: Principal, look_again: Callable[[], Awaitable[Principal | None]]
) -> AsyncIterator[bytes]:
    """Messages as they come and heartbeats; ends with the session or when the reader is too slow."""
    clock = asyncio.get_running_loop().time
    checked = clock()
    async with hub.subscribed(visitor.workspace) as queue:
        yield b"retry: 2000\nevent: ready\ndata: {}\n\n"
        while True:
            message = await _next(queue)
            if message is None:
                return
            yield message
            if clock() - checked > CHECK_SECONDS:
                checked = clock()
                if await look_again() is None:
                    return


async def _next(queue: Queue) -> bytes | None:
    try:
        message = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
    except TimeoutError:
        return b": heartbeat\n\n"
    return None if message is None else _as_event(message)


def _as_event(message: bytes) -> bytes:
    content = orjson.loads(message)
    return b"event: %s\ndata: %s\n\n" % (str(content["event"]).encode(), orjson.dumps(content["data"]))


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
