"""Forgetting what reminders told long ago.

An episode that ended for good (``until``) stays: it keeps the rule from beginning anew with that record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from odos.database.session import execute, fetch_all, transaction
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic

KEEP = timedelta(days=365)
BATCH = 5_000
_OLD = "SELECT id FROM reminder WHERE ended_at < %s AND NOT is_final ORDER BY ended_at LIMIT %s"
_PARTS = (
    "DELETE FROM reminder_digest_item WHERE reminder_id = ANY(%s)",
    "DELETE FROM reminder_snooze WHERE reminder_id = ANY(%s)",
    "DELETE FROM reminder_occurrence WHERE reminder_id = ANY(%s)",
)
_DIGESTS = """
    DELETE FROM reminder_digest d WHERE told_at < %s
        AND NOT EXISTS (SELECT FROM reminder_digest_item i WHERE i.digest_id = d.id)
"""


def clear_away(job: JobContext) -> Mapping[str, Any]:
    """Episodes that ended a year ago with what they told, in batches."""
    limit, removed = job.now() - KEEP, 0
    while batch := _remove(job, limit):
        removed += batch
        job.check_cancelled()
    with transaction(job.workspace):
        digests = execute(job.workspace, _DIGESTS, [limit])
    return {"reminders": removed, "digests": digests}


def _remove(job: JobContext, limit: datetime) -> int:
    with transaction(job.workspace):
        ids = [row[0] for row in fetch_all(job.workspace, _OLD, [limit, BATCH])]
        for statement in _PARTS if ids else ():
            execute(job.workspace, statement, [ids])
        return execute(job.workspace, "DELETE FROM reminder WHERE id = ANY(%s)", [ids]) if ids else 0


CLEARING = JobKind(
    "reminders.clear_away", clear_away, {"en": "Forget old reminders", "zh-hans": "清理过期提醒"}
)
JOB_KINDS = (CLEARING,)
PERIODICS = (Periodic("reminders.clear_away", CLEARING.key, every_seconds=24 * 3_600),)
