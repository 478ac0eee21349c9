"""Telling people: notifications and their deliveries, written in the transaction of what they tell of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from odos.database.prepared import fetch_one_prepared
from odos.database.session import transaction
from odos.jobs.doorbell import drain_after_commit, publish_after_commit
from odos.notifications.kinds import NOTICE_KINDS
from odos.notifications.notice import Notice
from odos.records.action_kinds import labels_of_text
from odos.records.context import Context

DELIVER = "notifications.deliver"
EVENT = "notification"
BATCH = 5_000

# People who left are told nothing. A recipient who was told the same before is told nothing again.
_TELL = """
    WITH told AS (
        INSERT INTO notification (recipient, kind, key, title, body, entity_id, record_id, about, channels,
            template, is_awaited, actor_id, cause, created_at)
        SELECT DISTINCT ON (u.id, n.key) u.id, n.kind, n.key, n.title, n.body, n.entity_id, n.record_id,
            n.about, n.channels, n.template, n.is_awaited, %s::bigint, n.cause, %s::timestamptz
        FROM unnest(%s::int[], %s::bigint[]) AS pair(place, person)
        JOIN jsonb_to_recordset(%s::jsonb) AS n(place int, kind text, key text, title jsonb,
            body jsonb, entity_id uuid, record_id bigint, about jsonb, channels text[], template text,
            is_awaited boolean, cause uuid) ON n.place = pair.place
        JOIN user_account u ON u.id = pair.person AND u.is_active AND u.deleted_at IS NULL
        ORDER BY u.id, n.key, pair.place
        ON CONFLICT (recipient, key) DO NOTHING
        RETURNING id, recipient, kind, channels
    ), sent AS (
        INSERT INTO notification_delivery (notification_id, recipient, channel, mode, state, due_at, attempts,
            error)
        SELECT told.id, told.recipient, c.key, way.mode, 'waiting', %s::timestamptz, 0, ''
        FROM told JOIN notification_channel c ON c.is_enabled
        LEFT JOIN notification_preference p
            ON p.user_id = told.recipient AND p.kind = told.kind AND p.channel = c.key
        CROSS JOIN LATERAL (SELECT CASE
            WHEN cardinality(told.channels) > 0
                THEN CASE WHEN c.key = ANY(told.channels) THEN 'now' ELSE 'off' END
            ELSE coalesce(p.mode, CASE WHEN told.kind = ANY(c.default_kinds) THEN 'now' ELSE 'off' END)
            END AS mode) way
        WHERE way.mode <> 'off'
        RETURNING 1
    )
    SELECT count(*), array_agg(DISTINCT recipient), (SELECT count(*) FROM sent) FROM told
"""


def notify(*, context: Context, notice: Notice, to: Iterable[int]) -> int:
    """Tell each of the users ``to``; gives the number of new notifications. Joins the open transaction."""
    return notify_many(context=context, notices=[(notice, user) for user in dict.fromkeys(to)])


def notify_many(*, context: Context, notices: Sequence[tuple[Notice, int]]) -> int:
    """Tell each user of the pairs their notice: one statement for thousands of pairs."""
    with transaction(context.workspace):
        starts = range(0, len(notices), BATCH)
        return sum(_tell(context, notices[start : start + BATCH]) for start in starts)


def _tell(context: Context, pairs: Sequence[tuple[Notice, int]]) -> int:
    """A notice that many get travels once."""
    places = {id(notice): place for place, (notice, _) in enumerate(pairs)}
    notices = {id(notice): notice for notice, _ in pairs}
    values = [
        context.actor.user_id,
        context.now,
        [places[id(notice)] for notice, _ in pairs],
        [user for _, user in pairs],
        json.dumps([_row(context, places[key], notice) for key, notice in notices.items()]),
        context.now,
    ]
    row = fetch_one_prepared(context.workspace, _TELL, values)
    count, recipients, deliveries = row or (0, None, 0)
    _ring(context, recipients or (), deliveries)
    return int(count)


def _ring(context: Context, recipients: Sequence[int], deliveries: int) -> None:
    if recipients:
        publish_after_commit(context.workspace, EVENT, {"users": list(recipients)})
    if deliveries:
        drain_after_commit(context.workspace, DELIVER)


def _row(context: Context, place: int, notice: Notice) -> dict[str, Any]:
    if notice.kind not in NOTICE_KINDS or not notice.key:
        raise ValueError(f"{notice.kind!r} is no kind of notification, or {notice.key!r} no key")
    return {
        "place": place,
        "kind": notice.kind,
        "key": notice.key,
        "title": labels_of_text(notice.title),
        "body": labels_of_text(notice.body),
        "entity_id": notice.entity_id,
        "record_id": notice.record_id,
        "about": dict(notice.about),
        "channels": list(notice.channels),
        "template": notice.template,
        "is_awaited": notice.is_awaited,
        "cause": str(notice.cause or context.correlation),
    }
