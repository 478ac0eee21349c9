"""What the code of a job works with: what it was given, how far it is, and whether to go on."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from odos.accounts.principals import Principal
from odos.jobs.claims import LEASE, Claim, LeaseLost, prolong
from odos.jobs.doorbell import publish_after_commit
from odos.jobs.heartbeat import Heartbeat
from odos.jobs.issues import MOST_KEPT
from odos.jobs.models import JobState
from odos.kernel.clock import Clock
from odos.kernel.issues import Issue
from odos.kernel.workspaces import Workspace

SECONDS_BETWEEN_REPORTS = 0.5


class JobCancelled(Exception):
    """Somebody asked the job to stop, and it came to a point where it can."""


@dataclass
class JobContext:
    """What the code of a job works with. Its transactions are its own.

    ``saved`` is what an earlier try saved. Call `save` in the transaction of each batch: then the batch and
    the place to resume are written together or not at all, even if another worker has taken over.
    """

    claim: Claim
    actor: Principal
    clock: Clock
    heartbeat: Heartbeat
    lease: timedelta = LEASE
    issues: list[Issue] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    _reported: float = float("-inf")

    @property
    def workspace(self) -> Workspace:
        """The workspace of the job."""
        return self.claim.workspace

    @property
    def args(self) -> Mapping[str, Any]:
        """What the job was put in with."""
        return self.claim.args

    @property
    def saved(self) -> Mapping[str, Any]:
        """What an earlier try saved last; empty at first."""
        return self.claim.saved

    def now(self) -> datetime:
        """The present moment of the worker's clock."""
        return self.clock()

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the job is; written about twice a second, and then a point at which it can stop."""
        if time.monotonic() - self._reported >= SECONDS_BETWEEN_REPORTS:
            self._write(done, total, None)
            self.check_cancelled()

    def mention(self, done: int) -> None:
        """`progress` for a job within one long transaction, which must not hold its own row: the next
        beat of its heart writes it.
        """
        self.heartbeat.done = done
        self.check_cancelled()

    def save(self, state: Mapping[str, Any], *, done: int | None = None, total: int | None = None) -> None:
        """Note where to resume, in the open transaction or at once; raises `LeaseLost`."""
        self._write(done, total, state)

    def check_cancelled(self) -> None:
        """Raise `JobCancelled` or `LeaseLost` if there is no point in going on."""
        if self.heartbeat.lost:
            raise LeaseLost(f"job {self.claim.id} was taken over")
        if self.heartbeat.cancel_requested:
            raise JobCancelled

    def report(self, *issues: Issue) -> None:
        """Add findings to the job's; the first thousand are kept."""
        self.issues.extend(issues[: max(0, MOST_KEPT - len(self.issues))])

    def _write(self, done: int | None, total: int | None, state: Mapping[str, Any] | None) -> None:
        wanted = prolong(self.claim, now=self.now(), lease=self.lease, done=done, total=total, saved=state)
        self.heartbeat.cancel_requested = self.heartbeat.cancel_requested or wanted
        self._reported = time.monotonic()
        event = {"id": str(self.claim.id), "kind": self.claim.kind, "state": JobState.RUNNING.value}
        counts = {"done": done, "total": total, "created_by": _text(self.claim.created_by)}
        publish_after_commit(self.workspace, "job", event | counts)


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
