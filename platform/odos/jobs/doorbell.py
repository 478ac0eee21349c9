"""Waking workers and telling browsers. Everything here may get lost, and nothing depends on it.

Names in Redis: events of a workspace go to the channel ``odos:<workspace>:events`` as
``{"event": …, "data": {…}}``.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction as django_transaction
from kombu.exceptions import KombuError
from redis import RedisError

from odos.database.redis_connection import redis_connection, redis_name
from odos.jobs.celery_app import app
from odos.kernel.workspaces import Workspace

logger = logging.getLogger(__name__)

WORK_TASK = "odos.jobs.work"
DRAIN_TASK = "odos.jobs.drain"
COALESCE_MS = 2000

_UNHEARD = (KombuError, RedisError, OSError)


def ring(workspace: Workspace, *, expires: float | None = None) -> None:
    """Ask a worker to look for one job now; ``expires`` seconds later it need not any more."""
    _send(WORK_TASK, [workspace.key], expires)


def ring_after_commit(workspace: Workspace) -> None:
    """`ring` once what the job is about can be seen by others."""
    django_transaction.on_commit(lambda: ring(workspace))


def ring_drain(workspace: Workspace, key: str) -> None:
    """Ask for a drain now; many rings before it starts become one."""
    try:
        first = redis_connection().set(drain_flag(workspace, key), 1, px=COALESCE_MS, nx=True)
    except _UNHEARD as error:
        logger.warning("cannot ring for %s: %s", key, error)
        return
    if first:
        _send(DRAIN_TASK, [workspace.key, key], None)


def drain_after_commit(workspace: Workspace, key: str) -> None:
    """`ring_drain` soon after the rows to drain can be seen by others, without holding up the request."""
    django_transaction.on_commit(lambda: _bell.pull(ring_drain, workspace, key))


Ring = Callable[[Workspace, str], None]


class _Bell:
    """A thread of this process that rings: equal pulls within `PAUSE_SECONDS` become one ring."""

    PAUSE_SECONDS = 0.02

    def __init__(self) -> None:
        self._pulled: set[tuple[Ring, Workspace, str]] = set()
        self._wake = threading.Event()
        self._starting = threading.Lock()
        self._process = 0

    def pull(self, ring_it: Ring, workspace: Workspace, key: str) -> None:
        """Have it called soon."""
        self._pulled.add((ring_it, workspace, key))
        if not self._wake.is_set():
            self._wake.set()
        if self._process != os.getpid():
            self._start()

    def _start(self) -> None:
        """Once in each process: a fork takes no threads along."""
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._run, name="bell", daemon=True).start()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(self.PAUSE_SECONDS)
            self._wake.clear()
            while self._pulled:
                ring_it, workspace, key = self._pulled.pop()
                ring_it(workspace, key)


_bell = _Bell()


def drain_flag(workspace: Workspace, key: str) -> str:
    """The Redis key that stands for a drain that was rung for and has not started."""
    return redis_name(workspace, "drain", key)


def events_channel(workspace: Workspace) -> str:
    """Where the events of a workspace are published."""
    return redis_name(workspace, "events")


def publish_event(workspace: Workspace, event: str, data: Mapping[str, Any]) -> None:
    """Tell whoever listens now; at most once. Call it after the commit of what it tells."""
    message = json.dumps({"event": event, "data": dict(data)}, default=str)
    try:
        redis_connection().publish(events_channel(workspace), message)
    except _UNHEARD as error:
        logger.warning("nobody was told of %s: %s", event, error)


def publish_after_commit(workspace: Workspace, event: str, data: Mapping[str, Any]) -> None:
    """`publish_event` when the open transaction commits; at once outside one."""
    django_transaction.on_commit(lambda: publish_event(workspace, event, data))


def hint_after_commit(workspace: Workspace, event: str) -> None:
    """Tell soon after the commit that something of a kind has changed, without holding up the request; many
    hints become one event."""
    django_transaction.on_commit(lambda: _bell.pull(_hint, workspace, event))


def _hint(workspace: Workspace, event: str) -> None:
    publish_event(workspace, event, {"changes": 1})


def _send(task: str, args: list[str], expires: float | None) -> None:
    try:
        app.send_task(task, args=args, expires=expires, retry=False)
    except _UNHEARD as error:
        logger.warning("no worker was rung for %s: %s", task, error)
