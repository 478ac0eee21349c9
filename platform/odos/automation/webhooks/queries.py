"""Webhooks and their calls, as JSON. Secrets are never told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from odos.automation.webhooks.callers import callers_of
from odos.automation.webhooks.models import DEAD, WAITING, Delivery, Webhook
from odos.database.session import transaction
from odos.kernel.problems import NotFound
from odos.records.context import Context

PAGE = 50


@dataclass(frozen=True)
class DeliveryPage:
    """Calls, newest first."""

    items: list[dict[str, Any]]
    next: str | None


def get_delivery(*, context: Context, delivery_id: int) -> dict[str, Any]:
    """One call; raises `NotFound`."""
    with transaction(context.workspace):
        row = Delivery.objects.filter(pk=delivery_id).first()
    if row is None:
        raise NotFound
    return _delivery(row)


def list_webhooks(*, context: Context) -> dict[str, Any]:
    """All, by key, with how many calls wait and how many were given up, and the rules that call them;
    ``missing`` are those that rules call and nobody set up."""
    counted = Webhook.objects.annotate(
        waiting=Count("delivery", filter=Q(delivery__state=WAITING)),
        dead=Count("delivery", filter=Q(delivery__state=DEAD)),
    )
    with transaction(context.workspace):
        rows = list(counted.order_by("key"))
    callers = callers_of(context)
    items = [
        {**_webhook(row), "waiting": row.waiting, "dead": row.dead, "rules": callers.pop(row.key, [])}
        for row in rows
    ]
    return {"items": items, "missing": [{"key": key, "rules": callers[key]} for key in sorted(callers)]}


def get_webhook(*, context: Context, webhook_id: int) -> dict[str, Any]:
    """One; raises `NotFound`."""
    with transaction(context.workspace):
        row = Webhook.objects.filter(pk=webhook_id).first()
    if row is None:
        raise NotFound
    return _webhook(row)


def list_deliveries(
    *, context: Context, webhook_id: int, state: str | None = None, after: int | None = None
) -> DeliveryPage:
    """One page of the calls of a webhook; raises `NotFound`."""
    get_webhook(context=context, webhook_id=webhook_id)
    rows = Delivery.objects.filter(webhook_id=webhook_id).order_by("-id")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(pk__lt=after) if after else rows
    with transaction(context.workspace):
        found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return DeliveryPage([_delivery(row) for row in shown], str(shown[-1].pk) if len(found) > PAGE else None)


def _webhook(row: Webhook) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "key": row.key,
        "label": row.label,
        "url": row.url,
        "is_active": row.is_active,
        "has_secret": row.secret is not None,
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    last = row.tries[-1] if row.tries else {"status": None, "answer": ""}
    return {
        "id": str(row.pk),
        "delivery": str(row.uid),
        "body": row.body,
        "state": row.state,
        "attempts": row.attempts,
        "due_at": row.due_at,
        "status": last["status"],
        "answer": last["answer"],
        "tries": row.tries,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }
