"""Which mails came in and what became of them, for administrators. What they said is not kept."""

from __future__ import annotations

from typing import Any

from odos.database.session import transaction
from odos.kernel.texts import translate
from odos.notifications.incoming.mail_handlers import MAIL_HANDLERS
from odos.notifications.models import ReceivedMail
from odos.records.context import Context

MOST = 50


def list_received(*, context: Context, language: str, before: int | None = None) -> dict[str, Any]:
    """One page, newest first."""
    wanted = ReceivedMail.objects.select_related("box").order_by("-id")
    wanted = wanted.filter(pk__lt=before) if before else wanted
    with transaction(context.workspace):
        rows = list(wanted[: MOST + 1])
    items = [_mail(row, language) for row in rows[:MOST]]
    return {"items": items, "next": items[-1]["id"] if len(rows) > MOST else None}


def _mail(row: ReceivedMail, language: str) -> dict[str, Any]:
    handler = MAIL_HANDLERS.get(row.handler or "")
    return {
        "id": str(row.pk),
        "box": row.box.key,
        "from": row.sender,
        "subject": row.subject,
        "state": row.state,
        "words": translate(row.words, language),
        "handler": handler.label.render(language) if handler else None,
        "error": row.error,
        "at": row.taken_at,
        "due_at": row.due_at,
    }
