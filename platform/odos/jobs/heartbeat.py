"""Keeping the lease while a job is busy, from a thread with a connection of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connections

from odos.jobs.claims import Claim, LeaseLost, prolong
from odos.kernel.clock import Clock

logger = logging.getLogger(__name__)

BEATS_PER_LEASE = 3


class Heartbeat:
    """What the thread found out: whether the job should stop, and whether it is still ours."""

    def __init__(self, claim: Claim, clock: Clock, lease: timedelta) -> None:
        self.cancel_requested = claim.cancel_requested
        self.lost = False
        self.done: int | None = None  # to be written with the next beat
        self._claim = claim
        self._clock = clock
        self._lease = lease
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"heartbeat of job {claim.id}", daemon=True)

    def start(self) -> None:
        """Begin to beat."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; it may be waiting for the database."""
        self._stopped.set()
        self._thread.join(timeout=self._lease.total_seconds())

    def _run(self) -> None:
        try:
            while not self._stopped.wait(self._lease.total_seconds() / BEATS_PER_LEASE):
                self._beat()
        except LeaseLost:
            self.lost = True
        finally:
            connections.close_all()

    def _beat(self) -> None:
        """A database that is away for a moment is no reason to stop; the lease decides."""
        try:
            if prolong(self._claim, now=self._clock(), lease=self._lease, done=self.done):
                self.cancel_requested = True
        except DatabaseError as error:
            logger.warning("job %s could not prolong its lease: %s", self._claim.id, error)
            connections.close_all()


@contextmanager
def beating(claim: Claim, *, clock: Clock, lease: timedelta) -> Iterator[Heartbeat]:
    """Keep the lease of ``claim`` for the length of the block."""
    heartbeat = Heartbeat(claim, clock, lease)
    heartbeat.start()
    try:
        yield heartbeat
    finally:
        heartbeat.stop()
