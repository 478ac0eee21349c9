"""Mails to addresses outside, for administrators, and another try for those that were given up."""

from __future__ import annotations

from typing import Any

from odos.database.session import transaction
from odos.jobs.doorbell import drain_after_commit
from odos.kernel.problems import NotFound
from odos.notifications.models import OutsideMail
from odos.notifications.outside import SEND
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight

MOST = 50


def list_mails(*, context: Context, state: str | None = None, before: int | None = None) -> dict[str, Any]:
    """One page, newest first."""
    wanted = OutsideMail.objects.order_by("-id")
    wanted = wanted.filter(state=state) if state else wanted
    wanted = wanted.filter(pk__lt=before) if before else wanted
    with transaction(context.workspace):
        rows = list(wanted[: MOST + 1])
    shown = rows[:MOST]
    places = [(str(row.entity_id), row.record_id) for row in shown]
    labels = labels_in_sight(context, places)
    items = [_mail(context, row, labels.get(place)) for row, place in zip(shown, places, strict=True)]
    return {"items": items, "next": items[-1]["id"] if len(rows) > MOST else None}


def retry(*, context: Context, mail_id: int) -> None:
    """Let workers try again; raises `NotFound` where there is nothing dead of that id."""
    with transaction(context.workspace):
        row = OutsideMail.objects.select_for_update().filter(pk=mail_id, state="dead").first()
        if row is None:
            raise NotFound
        row.state, row.due_at, row.attempts, row.ended_at = "waiting", context.now, 0, None
        row.save()
        drain_after_commit(context.workspace, SEND)


def _mail(context: Context, row: OutsideMail, label: str | None) -> dict[str, Any]:
    entity = context.schema.by_id.get(str(row.entity_id))
    return {
        "id": str(row.pk),
        "mail": str(row.uid),
        "to": row.to,
        "template": row.template,
        "subject": row.subject,
        "entity": entity.key if entity else None,
        "record": {"id": str(row.record_id), "label": label},
        "state": row.state,
        "attempts": row.attempts,
        "error": row.error,
        "created_at": row.created_at,
        "due_at": row.due_at,
        "ended_at": row.ended_at,
    }
