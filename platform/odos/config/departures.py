"""Who has gone away no longer waits: the query of a reader whose connection was closed is cancelled.

A closed page, an aborted search or a proxy that gave up would otherwise keep PostgreSQL at work until the
statement timeout. Writes go on to their end: what somebody has sent is saved, whether they hear of it or not.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

from django.db import connections
from django.http import HttpRequest, HttpResponseBase

AFTER_SECONDS = 1.0  # most requests are over before anybody could leave
EVERY_SECONDS = 0.5
SAFE_METHODS = frozenset({"GET", "HEAD"})
_STACK = "odos.departure"  # among what the server tells of a request

Next = Callable[[HttpRequest], HttpResponseBase]


class _Database(Protocol):
    """Of Django, the part that is needed: the connection of psycopg2, if there is one."""

    connection: Any


@dataclass(eq=False)
class _Waiting:
    """A request under way: who waits, and what works for them."""

    client: socket.socket
    database: _Database
    since: float = field(default_factory=monotonic)

    def has_gone(self) -> bool:
        try:
            return self.client.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def cancel(self) -> None:
        if (open_connection := self.database.connection) is not None:
            open_connection.cancel()


class Departures:
    """Looks after the readers of one process, on a thread that begins with the first of them."""

    def __init__(self, *, after: float = AFTER_SECONDS, every: float = EVERY_SECONDS) -> None:
        self._after, self._every = after, every
        self._guard = threading.Lock()
        self._waiting: set[_Waiting] = set()
        self._thread: threading.Thread | None = None

    @contextmanager
    def watched(self, client: socket.socket, database: _Database) -> Iterator[None]:
        """Inside, the query is cancelled when ``client`` has gone; nothing is cancelled after the end."""
        waiting = _Waiting(client, database)
        with self._guard:
            self._waiting.add(waiting)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="departures", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._guard:
                self._waiting.discard(waiting)

    def _look(self) -> None:
        while True:
            threading.Event().wait(self._every)
            with self._guard:
                long_ago = monotonic() - self._after
                for waiting in self._waiting:
                    if waiting.since <= long_ago and waiting.has_gone():
                        waiting.cancel()


class DepartureMiddleware:
    """Looks after readers, where the server tells their connections; which views only read, they say."""

    def __init__(self, get_response: Next, departures: Departures | None = None) -> None:
        self._next = get_response
        self._departures = departures or Departures()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Whatever was begun for the request ends with it."""
        with ExitStack() as stack:
            request.META[_STACK] = stack
            return self._next(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: object, words: object
    ) -> None:
        """Only now is it known who answers."""
        client = request.META.get("gunicorn.socket")
        if client is not None and (request.method in SAFE_METHODS or _only_reads(request, view)):
            watched = self._departures.watched(client, connections["default"])  # this thread's
            request.META[_STACK].enter_context(watched)


def _only_reads(request: HttpRequest, view: Callable[..., Any]) -> bool:
    """Whether it is a POST that `odos.api.frame.endpoint.Endpoint.reads` says changes nothing."""
    return request.method == "POST" and bool(getattr(getattr(view, "cls", None), "reads", False))
