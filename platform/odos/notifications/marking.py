"""What people do to their own inbox. Every step is undone by its opposite with the moment that it gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from odos.database.session import execute, transaction
from odos.jobs.doorbell import publish_after_commit
from odos.kernel.problems import invalid
from odos.kernel.sql import Slot, Sql
from odos.kernel.texts import text
from odos.notifications.operations import EVENT
from odos.records.context import Context

Action = Literal["read", "unread", "archive", "restore", "snooze", "wake"]


@dataclass(frozen=True)
class Selection:
    """Which notifications: ``ids``; or all up to ``up_to`` of a ``kind`` (None: of every kind); or what was
    marked at the moment ``marked_at``."""

    ids: tuple[int, ...] = ()
    up_to: int | None = None
    kind: str | None = None
    marked_at: datetime | None = None


@dataclass(frozen=True)
class Marked:
    """How many were marked, and the moment that takes it back."""

    count: int
    at: datetime


@dataclass(frozen=True)
class _Step:
    """``moment`` is the column that keeps when it was done, or the one whose marks are taken away."""

    sets: Sql
    where: str
    moment: str


_NOW = Slot("now")
# Whatever is archived counts as read; taken back, it is as it was.
_STEPS: Mapping[Action, _Step] = {
    "read": _Step(Sql("read_at = %s", (_NOW,)), "read_at IS NULL AND archived_at IS NULL", "read_at"),
    "unread": _Step(Sql("read_at = NULL"), "read_at IS NOT NULL AND archived_at IS NULL", "read_at"),
    "archive": _Step(
        Sql("archived_at = %s, read_at = coalesce(read_at, %s)", (_NOW, _NOW)),
        "archived_at IS NULL",
        "archived_at",
    ),
    "restore": _Step(
        Sql("archived_at = NULL, read_at = nullif(read_at, archived_at)"),
        "archived_at IS NOT NULL",
        "archived_at",
    ),
    "snooze": _Step(
        Sql("snoozed_until = %s, read_at = NULL", (Slot("until"),)), "archived_at IS NULL", "snoozed_until"
    ),
    "wake": _Step(Sql("snoozed_until = NULL"), "snoozed_until IS NOT NULL", "snoozed_until"),
}
ACTIONS = tuple(_STEPS)


def mark(*, context: Context, action: Action, selection: Selection, until: datetime | None = None) -> Marked:
    """Mark the actor's own notifications; those of others are not touched. ``until`` is for snoozing."""
    if action == "snooze" and (until is None or until <= context.now):
        message = text("Snooze until a moment that is still to come", "请选择将来的时间")
        raise invalid("not_in_future", message, "until")
    step = _STEPS[action]
    statement = "UPDATE notification SET " + step.sets + Sql(" WHERE recipient = %s", (Slot("user"),))
    statement += f" AND {step.where} AND " + _selected(step, selection)
    values = {"user": context.actor.user_id, "now": context.now, "until": until}
    with transaction(context.workspace):
        count = execute(context.workspace, statement.text, statement.bind(values))
        if count:
            publish_after_commit(context.workspace, EVENT, {"users": [context.actor.user_id]})
    return Marked(count, until if until and action == "snooze" else context.now)


def _selected(step: _Step, selection: Selection) -> Sql:
    """No row where nothing is selected."""
    return Sql(
        f"(id = ANY(%s::bigint[]) OR id <= %s AND (%s::text IS NULL OR kind = %s) OR {step.moment} = %s)",
        (list(selection.ids), selection.up_to, selection.kind, selection.kind, selection.marked_at),
    )
