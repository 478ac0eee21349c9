"""Changing calendars: each change with its entry in the trail. Who may is asked by the caller."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction as django_transaction

from odos.audit.entries import Entry, Origin
from odos.audit.operations import write_entries
from odos.calendars.documents import Day, Sent, hours_json
from odos.calendars.models import STANDARD_HOURS, SpecialDay, WorkingCalendar
from odos.calendars.queries import forget_calendars, get_calendar
from odos.database.locks import lock_exclusive
from odos.database.session import fetch_value, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid, Stale
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.schema.model import Entity

_DEFAULT_LOCK = "calendars.default"
_UNITS = "SELECT count(*) FROM unit WHERE calendar = %s AND deleted_at IS NULL"

Changes = dict[str, list[Any]]


def create_calendar(
    *, workspace: Workspace, entity: Entity, origin: Origin, sent: Sent, copy_of: int | None = None
) -> int:
    """A calendar of what was sent, the rest as in ``copy_of``, else the usual week; gives its id.

    ``entity`` is that of calendars. Raises `Invalid`, and `NotFound` where there is nothing to copy.
    """
    with transaction(workspace):
        row = WorkingCalendar(created_at=origin.at, created_by=origin.actor.user_id, hours=STANDARD_HOURS)
        days: Iterable[Day] = ()
        if copy_of is not None:
            copied = get_calendar(calendar_id=copy_of)
            row.hours, days = copied.row.hours, copied.days
        changes = _take(workspace, entity, row, sent)
        _stamp(row, origin)
        row.save(force_insert=True)
        chosen = sent.days if sent.days is not None else tuple(days)
        changes |= {"hours": [None, hours_json(row.hours)]} | _replace_days(row, (), chosen)
        _finish(workspace, origin, Entry(entity.id, row.pk, "created", row.version, changes))
    return int(row.pk)


def change_calendar(
    *,
    workspace: Workspace,
    entity: Entity,
    origin: Origin,
    calendar_id: int,
    sent: Sent,
    if_version: int | None = None,
) -> None:
    """Change what is sent; ``days`` stand for all of them. Raises `Invalid`, `NotFound`, `Stale`."""
    with transaction(workspace):
        found = get_calendar(calendar_id=calendar_id, lock=True)
        _refuse_stale(found.row, if_version)
        changes = _take(workspace, entity, found.row, sent)
        if sent.days is not None:
            changes |= _replace_days(found.row, found.days, sent.days)
        if not changes:
            return
        found.row.version += 1
        _stamp(found.row, origin)
        found.row.save()
        _finish(workspace, origin, Entry(entity.id, found.row.pk, "updated", found.row.version, changes))


def delete_calendar(
    *,
    workspace: Workspace,
    entity: Entity,
    origin: Origin,
    calendar_id: int,
    if_version: int | None = None,
) -> None:
    """Into the bin. Raises `Conflict` while units work by it, or everybody does."""
    with transaction(workspace):
        found = get_calendar(calendar_id=calendar_id, lock=True)
        _refuse_stale(found.row, if_version)
        if found.row.is_default:
            message = text("Make another calendar the default first", "请先将其他日历设为默认")
            raise Conflict(message, [Issue("default_calendar", message)])
        units = int(fetch_value(workspace, _UNITS, [calendar_id]))
        if units:
            message = text("{n} units work by this calendar", "有 {n} 个机构正在使用此日历", n=units)
            raise Conflict(message, [Issue("still_referred_to", message)])
        found.row.version += 1
        found.row.deleted_at = origin.at
        _stamp(found.row, origin)
        found.row.save()
        _finish(workspace, origin, Entry(entity.id, calendar_id, "deleted", found.row.version))


def _take(workspace: Workspace, entity: Entity, row: WorkingCalendar, sent: Sent) -> Changes:
    """The attributes into the row; gives what changed by identity of the field, or by name."""
    changes: Changes = {}
    if sent.name is not None and sent.name != row.name:
        changes[entity.fields["name"].id] = [row.name or None, sent.name]
        row.name = sent.name
    if sent.code is not None and (sent.code or None) != row.code:
        _refuse_taken(row, sent.code)
        changes[entity.fields["code"].id] = [row.code, sent.code or None]
        row.code = sent.code or None
    if sent.hours is not None and sent.hours != row.hours:
        changes["hours"] = [hours_json(row.hours), hours_json(sent.hours)]
        row.hours = sent.hours
    if sent.is_default and not row.is_default:
        _unset_default(workspace)
        changes["is_default"] = [False, True]
        row.is_default = True
    if not row.name:
        message = text("A calendar needs a name", "日历需要名称")
        raise Invalid(None, [Issue("required", message, ("name",))])
    return changes


def _unset_default(workspace: Workspace) -> None:
    """Two who choose at the same time wait for one another."""
    lock_exclusive(workspace, _DEFAULT_LOCK)
    WorkingCalendar.objects.filter(is_default=True).update(is_default=False)


def _refuse_taken(row: WorkingCalendar, code: str) -> None:
    others = WorkingCalendar.objects.filter(code=code, deleted_at__isnull=True).exclude(pk=row.pk)
    if code and others.exists():
        message = text('"{code}" is taken', "“{code}”已被使用", code=code)
        raise Invalid(None, [Issue("taken", message, ("code",))])


def _replace_days(row: WorkingCalendar, before: Iterable[Day], after: Iterable[Day]) -> Changes:
    old, new = set(before), set(after)
    if old == new:
        return {}
    gone = [item.day for item in old - new]
    SpecialDay.objects.filter(calendar=row, day__in=gone).delete()
    SpecialDay.objects.bulk_create(
        SpecialDay(calendar=row, day=item.day, label=item.label, is_worked=item.is_worked)
        for item in new - old
    )
    return {"days": [_days_json(old - new), _days_json(new - old)]}


def _days_json(days: Iterable[Day]) -> list[dict[str, object]]:
    return [item.as_json() for item in sorted(days, key=lambda item: item.day)]


def _refuse_stale(row: WorkingCalendar, if_version: int | None) -> None:
    if if_version is not None and if_version != row.version:
        raise Stale(extra={"current_version": row.version})


def _stamp(row: WorkingCalendar, origin: Origin) -> None:
    row.updated_at, row.updated_by = origin.at, origin.actor.user_id


def _finish(workspace: Workspace, origin: Origin, entry: Entry) -> None:
    write_entries(workspace=workspace, origin=origin, entries=[entry])
    forget_calendars()
    django_transaction.on_commit(forget_calendars)
