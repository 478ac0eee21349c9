"""What happens every few seconds, however many schedulers there are and whichever worker gets to it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from odos.accounts.principals import system_principal
from odos.database.session import fetch_one, transaction
from odos.jobs.celery_app import TICK_SECONDS
from odos.jobs.claims import count_due
from odos.jobs.doorbell import ring, ring_drain
from odos.jobs.kinds import DRAINS, PERIODICS, Drain, Periodic
from odos.jobs.operations import PERIODIC_PREFIX, enqueue
from odos.kernel.workspaces import Workspace

logger = logging.getLogger(__name__)

MOST_RINGS = 20

# A row that is not due is not touched, so that of several schedulers one puts the job in.
_TAKE_TURN = """
    INSERT INTO periodic_run AS run (key, next_at) VALUES (%s, %s)
    ON CONFLICT (key) DO UPDATE SET next_at = excluded.next_at WHERE run.next_at <= %s
    RETURNING key
"""


def tick(
    *,
    workspace: Workspace,
    now: datetime,
    periodics: Mapping[str, Periodic] = PERIODICS,
    drains: Mapping[str, Drain] = DRAINS,
) -> None:
    """Put in what is due by the clock, ring for what waits: also jobs whose worker died."""
    enqueue_periodics(workspace=workspace, now=now, periodics=periodics.values())
    for _ in range(count_due(workspace=workspace, now=now, limit=MOST_RINGS)):
        ring(workspace, expires=TICK_SECONDS)
    for drain in drains.values():
        if now.timestamp() % max(drain.every_seconds, TICK_SECONDS) < TICK_SECONDS:
            ring_drain(workspace, drain.key)


def enqueue_periodics(*, workspace: Workspace, now: datetime, periodics: Iterable[Periodic]) -> list[int]:
    """Put in the periodic jobs that are due; gives their ids."""
    started = []
    for periodic in periodics:
        with transaction(workspace):
            if _take_turn(workspace, periodic, now):
                started.append(_enqueue(workspace, periodic, now))
    return started


def _take_turn(workspace: Workspace, periodic: Periodic, now: datetime) -> bool:
    next_at = now + timedelta(seconds=periodic.every_seconds)
    return fetch_one(workspace, _TAKE_TURN, [periodic.key, next_at, now]) is not None


def _enqueue(workspace: Workspace, periodic: Periodic, now: datetime) -> int:
    return enqueue(
        workspace=workspace,
        kind=periodic.kind,
        args=periodic.args,
        actor=system_principal(workspace),
        now=now,
        dedupe_key=PERIODIC_PREFIX + periodic.key,
        again=False,
    )
