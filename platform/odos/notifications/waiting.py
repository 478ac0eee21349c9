"""A message that is due, claimed with all that it is made of, in one statement."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from odos.database.session import fetch_all
from odos.kernel.workspaces import Workspace
from odos.notifications.channels import Person
from odos.notifications.resting import RestingTime

# Of a digest, whatever is due goes along. What was read before its digest went out is news no more.
_CLAIM = """
    WITH picked AS (
        SELECT id, recipient, channel, mode FROM notification_delivery
        WHERE state = 'waiting' AND due_at <= %s ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), along AS (
        SELECT d.id FROM notification_delivery d
        WHERE d.state = 'waiting' AND d.due_at <= %s AND d.mode = 'bundled'
            AND (d.recipient, d.channel) IN (SELECT recipient, channel FROM picked WHERE mode = 'bundled')
            AND d.id NOT IN (SELECT id FROM picked)
        FOR UPDATE SKIP LOCKED
    ), taken AS (
        UPDATE notification_delivery d SET attempts = attempts + 1, due_at = %s,
            state = CASE WHEN d.mode = 'bundled' AND n.read_at IS NOT NULL THEN 'dropped' ELSE d.state END,
            ended_at = CASE WHEN d.mode = 'bundled' AND n.read_at IS NOT NULL THEN %s ELSE d.ended_at END
        FROM notification n
        WHERE n.id = d.notification_id AND d.id IN (SELECT id FROM picked UNION ALL SELECT id FROM along)
        RETURNING d.id, d.attempts, d.mode, d.channel, d.state, n.id AS notification, n.recipient, n.kind,
            n.title, n.body, n.entity_id, n.record_id, n.about, n.template, n.created_at, n.cause,
            n.is_awaited
    )
    SELECT t.id, t.attempts, t.mode, t.channel, t.recipient, t.kind, t.title::text, t.body::text,
        t.entity_id::text, t.record_id, t.about::text, t.template, t.created_at, t.notification,
        t.cause::text, t.is_awaited, u.name, u.username, u.email, u.phone, coalesce(u.locale, 'en'),
        coalesce(u.time_zone, 'UTC'), r.starts, r.ends, r.days, r.digest_at, t.state
    FROM taken t JOIN user_account u ON u.id = t.recipient
    LEFT JOIN notification_rest r ON r.user_id = t.recipient
    ORDER BY t.id
"""


@dataclass(frozen=True)
class Waiting:
    """A claimed delivery."""

    id: int
    attempts: int
    mode: str
    channel: str
    person: Person
    kind: str
    title: Mapping[str, str]
    body: Mapping[str, str]
    entity_id: str | None
    record_id: int | None
    about: Mapping[str, Any]
    template: str | None
    created_at: datetime
    notification_id: int
    cause: uuid.UUID | None
    is_awaited: bool
    resting: RestingTime


def claim(workspace: Workspace, now: datetime, until: datetime) -> tuple[int, list[Waiting]]:
    """Take the delivery that is due, with what goes along, until the given moment: how many there were, and
    those that are to be sent."""
    rows = fetch_all(workspace, _CLAIM, [now, now, until, now])
    return len(rows), [_waiting(row[:-1]) for row in rows if row[-1] == "waiting"]


def _waiting(row: tuple[Any, ...]) -> Waiting:
    (delivery_id, attempts, mode, channel, user, kind, title, body, entity_id, record_id, about, template,
     created_at, notification_id, cause, is_awaited, *person, starts, ends, days,
     digest_at) = row  # fmt: skip
    name, username, email, phone, language, time_zone = person
    return Waiting(
        id=delivery_id,
        attempts=attempts,
        mode=mode,
        channel=channel,
        person=Person(user, name, username, email, phone, language, time_zone),
        kind=kind,
        title=orjson.loads(title),
        body=orjson.loads(body),
        entity_id=entity_id,
        record_id=record_id,
        about=orjson.loads(about),
        template=template,
        created_at=created_at,
        notification_id=notification_id,
        cause=uuid.UUID(cause) if cause else None,
        is_awaited=is_awaited,
        resting=RestingTime(starts, ends, tuple(days or ()), digest_at),
    )
