"""What could not be delivered, for administrators, and another try for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from odos.database.session import execute, fetch_all, transaction
from odos.jobs.doorbell import drain_after_commit
from odos.kernel.problems import NotFound
from odos.notifications.operations import DELIVER
from odos.records.context import Context

MOST = 50

_DEAD = """
    SELECT d.id, d.channel, n.kind, u.id, u.name, d.error, d.attempts, d.ended_at
    FROM notification_delivery d JOIN notification n ON n.id = d.notification_id
    JOIN user_account u ON u.id = d.recipient
    WHERE d.state = 'dead' AND (%s::bigint IS NULL OR d.id < %s) ORDER BY d.id DESC LIMIT %s
"""
_RETRY = """
    UPDATE notification_delivery SET state = 'waiting', due_at = %s, attempts = 0, ended_at = NULL
    WHERE id = %s AND state = 'dead'
"""

_STATES = """
    SELECT n.key, n.recipient, CASE WHEN bool_or(d.state = 'dead') THEN 'dead'
        WHEN bool_or(d.state = 'waiting') THEN 'waiting' ELSE 'sent' END
    FROM notification n JOIN notification_delivery d ON d.notification_id = n.id
    WHERE n.recipient = ANY(%s) AND n.key = ANY(%s) GROUP BY 1, 2
"""


def states_of(
    context: Context, keys: Collection[str], people: Collection[int]
) -> Mapping[tuple[str, int], str]:
    """(key of a notification, recipient) → waiting, sent or dead: how its messages by the channels fare,
    which is told once one is given up or still to come. Missing where it stays in the inbox."""
    if not keys or not people:
        return {}
    rows = fetch_all(context.workspace, _STATES, [sorted(people), sorted(keys)])
    return {(key, user): state for key, user, state in rows}


def list_dead(*, context: Context, before: int | None = None) -> dict[str, Any]:
    """One page, newest first; no words of the notifications."""
    rows = fetch_all(context.workspace, _DEAD, [before, before, MOST + 1])
    items = [
        {
            "id": str(delivery_id),
            "channel": channel,
            "kind": kind,
            "recipient": {"id": str(user), "label": name},
            "error": error,
            "attempts": attempts,
            "at": at,
        }
        for delivery_id, channel, kind, user, name, error, attempts, at in rows[:MOST]
    ]
    return {"items": items, "next": items[-1]["id"] if len(rows) > MOST else None}


def retry(*, context: Context, delivery_id: int) -> None:
    """Let workers try again; raises `NotFound` where there is nothing dead of that id."""
    with transaction(context.workspace):
        if not execute(context.workspace, _RETRY, [context.now, delivery_id]):
            raise NotFound
        drain_after_commit(context.workspace, DELIVER)
