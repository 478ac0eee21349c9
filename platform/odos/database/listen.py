"""Hearing PostgreSQL's NOTIFY in a thread of its own.

A process that forks its workers (gunicorn, Celery) must not share a connection: `Listener.ensure_started`
is called on the path that needs the news and starts the thread once in each process. Whoever stops the server
in the same process ends what listens to it first: `stop_listening`.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import threading
from collections.abc import Callable
from weakref import WeakSet

import psycopg2
import psycopg2.extensions
from django.db import connections

from odos.kernel.sql import quote

logger = logging.getLogger(__name__)

Callback = Callable[[str | None], None]

RECONNECT_SECONDS = 1.0
PATIENCE_SECONDS = 5.0

_started: WeakSet[Listener] = WeakSet()


class Listener:
    """One channel, one daemon thread, one connection; reconnects for as long as it is not stopped."""

    def __init__(self, channel: str, callback: Callback) -> None:
        self._channel = channel
        self._callback = callback
        self._guard = threading.Lock()
        self._process: int | None = None
        self._thread: _Thread | None = None

    def ensure_started(self) -> None:
        """Start listening in this process unless it already is; cheap enough to call for each request."""
        if self._process == os.getpid():
            return
        with self._guard:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self._thread = _Thread(self._channel, self._callback)
            self._thread.start()
            _started.add(self)

    def stop(self) -> None:
        """End the thread and its connection; returns when both are gone."""
        if self._thread is not None and self._process == os.getpid():
            self._thread.end()


class _Thread(threading.Thread):
    """What listens in one process until it is told to end, which it hears at once."""

    def __init__(self, channel: str, callback: Callback) -> None:
        super().__init__(name=f"listen {channel}", daemon=True)
        self._channel = channel
        self._callback = callback
        self._ended = threading.Event()
        self._sleeper, self._waker = socket.socketpair()

    def end(self) -> None:
        """Wakes it up and waits for it, unless it is the one that asks."""
        self._ended.set()
        self._waker.close()
        if self is not threading.current_thread():
            self.join(PATIENCE_SECONDS)

    def run(self) -> None:
        """Until the end; a connection that is lost is made again."""
        with self._sleeper:
            while not self._ended.is_set():
                try:
                    self._listen()
                except psycopg2.Error as error:
                    logger.warning("lost the connection that listens to %s: %s", self._channel, error)
                    self._ended.wait(RECONNECT_SECONDS)

    def _listen(self) -> None:
        connection = _connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"listen {quote(self._channel)}", ())
            self._tell(None)
            while not self._ended.is_set():
                while connection.notifies:
                    self._tell(connection.notifies.pop(0).payload)
                ends = [connection.fileno(), self._sleeper.fileno()]
                if connection.fileno() in select.select(ends, [], [])[0]:
                    connection.poll()
        finally:
            connection.close()

    def _tell(self, payload: str | None) -> None:
        try:
            self._callback(payload)
        except Exception:
            logger.exception("a listener of %s failed", self._channel)


def listen(channel: str, callback: Callback) -> Listener:
    """Call ``callback(payload)`` for each notification; with None whenever some may have been missed."""
    listener = Listener(channel, callback)
    listener.ensure_started()
    return listener


def stop_listening() -> None:
    """End everything that listens in this process."""
    for listener in tuple(_started):
        listener.stop()


def _connect() -> psycopg2.extensions.connection:
    connection: psycopg2.extensions.connection = psycopg2.connect(
        **connections["default"].get_connection_params()
    )
    connection.autocommit = True
    return connection
