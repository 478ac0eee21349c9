"""Hearing PostgreSQL's NOTIFY in a thread of its own.

A process that forks its workers (gunicorn, Celery) must not share a connection: `Listener.ensure_started`
is called on the path that needs the news and starts the thread once in each process.
"""

from __future__ import annotations

import logging
import os
import select
import threading
from collections.abc import Callable

import psycopg2
import psycopg2.extensions
from django.db import connections

from odos.kernel.sql import quote

logger = logging.getLogger(__name__)

Callback = Callable[[str | None], None]

RECONNECT_SECONDS = 1.0
WAKE_SECONDS = 5.0


class Listener:
    """One channel, one daemon thread, one connection; reconnects for as long as it is not stopped."""

    def __init__(self, channel: str, callback: Callback) -> None:
        self._channel = channel
        self._callback = callback
        self._guard = threading.Lock()
        self._process: int | None = None
        self._stopped = threading.Event()

    def ensure_started(self) -> None:
        """Start listening in this process unless it already is; cheap enough to call for each request."""
        if self._process == os.getpid():
            return
        with self._guard:
            if self._process == os.getpid():
                return
            self._process = os.getpid()
            self._stopped = threading.Event()
            threading.Thread(target=self._run, name=f"listen {self._channel}", daemon=True).start()

    def stop(self) -> None:
        """End the thread within a few seconds."""
        self._stopped.set()

    def _run(self) -> None:
        stopped = self._stopped
        while not stopped.is_set():
            try:
                self._listen(stopped)
            except psycopg2.Error as error:
                logger.warning("lost the connection that listens to %s: %s", self._channel, error)
                stopped.wait(RECONNECT_SECONDS)

    def _listen(self, stopped: threading.Event) -> None:
        connection = _connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"listen {quote(self._channel)}", ())
            self._tell(None)
            while not stopped.is_set():
                if select.select([connection], [], [], WAKE_SECONDS)[0]:
                    connection.poll()
                while connection.notifies:
                    self._tell(connection.notifies.pop(0).payload)
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


def _connect() -> psycopg2.extensions.connection:
    connection: psycopg2.extensions.connection = psycopg2.connect(
        **connections["default"].get_connection_params()
    )
    connection.autocommit = True
    return connection
