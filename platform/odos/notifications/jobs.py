"""Background work: deliveries that wait, and clearing away what is old."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from odos.database.session import execute, transaction
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.notifications import delivering, sending_outside
from odos.notifications.gateway import GATEWAY
from odos.notifications.incoming import answers, polling
from odos.notifications.mail import MAIL

KEEP = timedelta(days=365)
KEEP_DELIVERIES = timedelta(days=30)
KEEP_RECEIVED = timedelta(days=90)  # that a mail was taken; what it said is not kept
BATCH = 5_000

_OLD = """
    DELETE FROM notification WHERE id IN (SELECT id FROM notification WHERE created_at < %s LIMIT %s)
"""
_OLD_DELIVERIES = """
    DELETE FROM notification_delivery WHERE id IN (
        SELECT id FROM notification_delivery WHERE state <> 'waiting' AND ended_at < %s LIMIT %s)
"""

_OLD_MAILS = """
    DELETE FROM outside_mail WHERE id IN (
        SELECT id FROM outside_mail WHERE state = 'sent' AND ended_at < %s LIMIT %s)
"""

_OLD_RECEIVED = """
    DELETE FROM received_mail WHERE id IN (SELECT id FROM received_mail WHERE taken_at < %s LIMIT %s)
"""


def clear_away(job: JobContext) -> Mapping[str, Any]:
    """Notifications after a year, what was delivered after a month."""
    now = job.now()
    return {
        "notifications": _remove(job, _OLD, [now - KEEP, BATCH]),
        "deliveries": _remove(job, _OLD_DELIVERIES, [now - KEEP_DELIVERIES, BATCH]),
        "mails": _remove(job, _OLD_MAILS, [now - KEEP_DELIVERIES, BATCH]),
        "received": _remove(job, _OLD_RECEIVED, [now - KEEP_RECEIVED, BATCH]),
    }


def _remove(job: JobContext, statement: str, values: list[Any]) -> int:
    removed = 0
    while True:
        with transaction(job.workspace):
            batch = execute(job.workspace, statement, values)
        removed += batch
        if batch < BATCH:
            return removed
        job.check_cancelled()


CLEAR_AWAY = JobKind(
    "notifications.clear_away", clear_away, {"en": "Forget old notifications", "zh-hans": "清理过期通知"}
)
JOB_KINDS = (CLEAR_AWAY, polling.RECEIVE)
PERIODICS = (
    Periodic("notifications.clear_away", CLEAR_AWAY.key, every_seconds=24 * 3600),
    *polling.PERIODICS,
)
DRAINS = (*delivering.DRAINS, *sending_outside.DRAINS)
CHANNEL_KINDS = (MAIL, GATEWAY)
MAIL_HANDLERS = (answers.REPLIES,)
