"""The Celery tasks: they translate a ring into one call each."""

from __future__ import annotations

import logging

from odos.database.redis_connection import redis_connection
from odos.jobs.celery_app import TICK_TASK, app
from odos.jobs.doorbell import DRAIN_TASK, WORK_TASK, drain_flag
from odos.jobs.kinds import DRAINS
from odos.jobs.running import work_once
from odos.jobs.ticking import tick
from odos.jobs.workspaces import list_workspaces
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace

logger = logging.getLogger(__name__)

MOST_BATCHES = 1000  # then others get a turn; whatever is left is rung for again


@app.task(name=WORK_TASK)
def work(workspace_key: str) -> None:
    """Do one due job, if there is one."""
    work_once(workspace=Workspace(workspace_key))


@app.task(name=DRAIN_TASK)
def drain(workspace_key: str, key: str) -> None:
    """Drain until nothing is left. A ring from now on means another drain."""
    workspace = Workspace(workspace_key)
    redis_connection().delete(drain_flag(workspace, key))
    known = DRAINS.get(key)
    if known is None:
        logger.warning("no drain %r is known here", key)
        return
    for _ in range(MOST_BATCHES):
        if not known.run(workspace, utc_now()):
            return


@app.task(name=TICK_TASK)
def tick_everywhere() -> None:
    """One failing workspace must not stop the others."""
    for workspace in list_workspaces():
        try:
            tick(workspace=workspace, now=utc_now())
        except Exception:
            logger.exception("the tick of workspace %s failed", workspace.key)
