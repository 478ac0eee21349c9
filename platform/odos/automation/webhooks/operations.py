"""Setting up webhooks, calling them, sending dead calls once more."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from odos.accounts.sealed import seal
from odos.audit.entries import APPLICATION, Entry
from odos.audit.operations import write_entries
from odos.automation.webhooks.models import DEAD, WAITING, Delivery, Webhook
from odos.database.session import transaction
from odos.jobs.doorbell import drain_after_commit
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid, NotFound
from odos.kernel.texts import text
from odos.notifications.outbound import address_issues
from odos.records.context import Context
from odos.schema.model import Entity

DELIVER = "automation.webhooks"
_KEY = re.compile(r"[a-z][a-z0-9_]{0,62}")
LONGEST_LABEL = 200


@dataclass(frozen=True)
class Settings:
    """What an administrator sets up. Without a ``secret`` the one that is kept stays."""

    key: str
    label: str
    url: str
    is_active: bool = True
    secret: str | None = None


def save_webhook(*, context: Context, webhook_id: int | None, settings: Settings) -> int:
    """Make or change one; raises `Invalid`, `Conflict` for a key that is taken, `NotFound`."""
    issues = list(_issues(settings))
    if issues:
        raise Invalid(None, issues)
    with transaction(context.workspace):
        row = _row(context, webhook_id)
        if Webhook.objects.filter(key=settings.key).exclude(pk=row.pk).exists():
            message = text("There is such a webhook already", "已存在该 Webhook")
            raise Conflict(None, [Issue("not_unique", message, ("key",))])
        before = _told(row) if row.pk else {}
        row.key, row.label, row.url = settings.key, settings.label, settings.url
        row.is_active = settings.is_active
        if settings.secret is not None:
            row.secret = seal(settings.secret) if settings.secret else None
        row.save()
        _write_audit(context, before, _told(row))
        return int(row.pk)


def remove_webhook(*, context: Context, webhook_id: int) -> None:
    """Delete one with its deliveries; rules that call it fail from then on."""
    with transaction(context.workspace):
        row = _row(context, webhook_id)
        _write_audit(context, _told(row), {})
        row.delete()


def call_webhook(
    *,
    context: Context,
    name: str,
    entity: Entity,
    record_id: int,
    event: str,
    rule: str,
    values: Mapping[str, Any],
) -> uuid.UUID:
    """Put a call in, in the open transaction; gives its id. Raises `Conflict` where nothing may be called."""
    row = Webhook.objects.filter(key=name, is_active=True).first()
    if row is None:
        message = text('There is no active webhook "{name}"', "没有启用的 Webhook“{name}”", name=name)
        hint = text("Set it up in the Studio, then retry", "请在设计中心设置后重试")
        raise Invalid(None, [Issue("unknown_webhook", message, (), hint)])
    body = {
        "event": event, "rule": rule, "entity": entity.key, "record": str(record_id),
        "at": context.now.isoformat(), "values": dict(values),
    }  # fmt: skip
    delivery = Delivery.objects.create(
        webhook=row, body=body, due_at=context.now, created_at=context.now, cause=context.cause
    )
    drain_after_commit(context.workspace, DELIVER)
    return delivery.uid


def send_again(*, context: Context, delivery_id: int) -> None:
    """Try a dead call once more, from the beginning; raises `Conflict` for any other."""
    with transaction(context.workspace):
        row = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
        if row is None:
            raise NotFound
        if row.state != DEAD:
            raise Conflict(text("Only a call that was given up can be sent again", "只能重发已放弃的调用"))
        row.state, row.attempts, row.due_at, row.ended_at = WAITING, 0, context.now, None
        row.save(update_fields=["state", "attempts", "due_at", "ended_at"])
        drain_after_commit(context.workspace, DELIVER)


def _row(context: Context, webhook_id: int | None) -> Webhook:
    if webhook_id is None:
        return Webhook(created_at=context.now, created_by=context.actor.user_id)
    row = Webhook.objects.select_for_update().filter(pk=webhook_id).first()
    if row is None:
        raise NotFound
    return row


def _issues(settings: Settings) -> Iterator[Issue]:
    if not _KEY.fullmatch(settings.key):
        message = text("Small letters, digits and _, a letter first", "小写字母、数字和下划线，以字母开头")
        yield Issue("bad_key", message, ("key",))
    if len(settings.label) > LONGEST_LABEL:
        message = text("At most {n} characters", "最多 {n} 个字符", n=LONGEST_LABEL)
        yield Issue("too_long", message, ("label",))
    yield from address_issues(settings.url, "url")


def _told(row: Webhook) -> dict[str, Any]:
    return {"key": row.key, "url": row.url, "label": row.label, "is_active": row.is_active}


def _write_audit(context: Context, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    names = before.keys() | after.keys()
    changes = {
        f"webhook_{name}": [before.get(name), after.get(name)]
        for name in sorted(names)
        if before.get(name) != after.get(name)
    }
    entry = Entry(APPLICATION, None, "webhook_changed", changes=changes)
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
