"""Sending calls: signed, at least once, with growing pauses between tries.

Each call is taken for a minute before it is sent; should the worker die then, another sends it again under
the same id: one duplicate at most, and nothing else is held up. ``Odos-Signature`` is as in
`odos.notifications.gateway`.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import urllib3

from odos.accounts.sealed import WrongKey, unseal
from odos.automation.webhooks.models import DEAD, SENT, WAITING, Delivery, Webhook
from odos.database.session import execute, fetch_one, transaction
from odos.kernel.problems import NotFound
from odos.kernel.retrying import Backoff
from odos.kernel.workspaces import Workspace
from odos.notifications.gateway import signature
from odos.notifications.outbound import ForbiddenAddress, post
from odos.records.context import Context

log = logging.getLogger(__name__)

BATCH = 20
BATCH_SECONDS = 20.0
LEASE = timedelta(minutes=1)
BACKOFF = Backoff(timedelta(seconds=30))  # about eight hours in all
MOST_ATTEMPTS = 11
KEEP_ANSWER = 500

_TAKE = """
    UPDATE webhook_delivery d SET attempts = d.attempts + 1, due_at = %s
    FROM webhook w
    WHERE w.id = d.webhook_id AND d.id IN (
        SELECT id FROM webhook_delivery WHERE state = 'waiting' AND due_at <= %s
        ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING d.id, d.uid::text, d.attempts, d.body::text, w.url, w.secret, w.key
"""
_TRIED = "UPDATE webhook_delivery SET tries = tries || %s::jsonb WHERE id = %s"
# Whoever took so long that another worker has the call now does not say how it ended.
_ENDED = """
    UPDATE webhook_delivery SET state = %s, due_at = %s, ended_at = %s WHERE id = %s AND attempts = %s
"""


@dataclass(frozen=True)
class _Call:
    """One try."""

    id: int
    uid: str
    attempt: int
    body: Mapping[str, Any]
    url: str
    secret: bytes | None
    webhook: str


@dataclass(frozen=True)
class _Answer:
    """What came of it within ``took`` milliseconds; without a status nobody answered."""

    status: int | None
    words: str
    took: float

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def deliver(workspace: Workspace, now: datetime) -> int:
    """Send up to `BATCH` calls that are due, one by one, while ``now`` is nearly true; gives how many."""
    tried, until = 0, time.monotonic() + BATCH_SECONDS
    while tried < BATCH and time.monotonic() < until and (call := _take(workspace, now)) is not None:
        _note(workspace, call, _send(call, now), now)
        tried += 1
    return tried


def _take(workspace: Workspace, now: datetime) -> _Call | None:
    with transaction(workspace):
        row = fetch_one(workspace, _TAKE, [now + LEASE, now])
    return _Call(row[0], row[1], row[2], json.loads(row[3]), *row[4:]) if row else None


def try_webhook(*, context: Context, webhook_id: int) -> int:
    """Call it now with nothing in it, once; gives the delivery's id. Raises `NotFound`."""
    with transaction(context.workspace):
        row = Webhook.objects.filter(pk=webhook_id).first()
        if row is None:
            raise NotFound
        body = {"event": "test", "at": context.now.isoformat(), "values": {}}
        made = Delivery.objects.create(
            webhook=row, body=body, state=WAITING, attempts=MOST_ATTEMPTS, created_at=context.now
        )
    secret = bytes(row.secret) if row.secret else None
    call = _Call(made.pk, str(made.uid), MOST_ATTEMPTS, body, row.url, secret, row.key)
    _note(context.workspace, call, _send(call, context.now), context.now)
    return int(made.pk)


def _send(call: _Call, now: datetime) -> _Answer:
    began = time.monotonic()
    status, words = _post(call, now)
    return _Answer(status, words.replace("\0", ""), round((time.monotonic() - began) * 1_000, 1))


def _post(call: _Call, now: datetime) -> tuple[int | None, str]:
    body = json.dumps({"id": call.uid, "webhook": call.webhook, **call.body}, ensure_ascii=False).encode()
    try:
        secret = unseal(call.secret) if call.secret else ""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Odos",
            "Idempotency-Key": call.uid,
            "Odos-Signature": signature(secret, int(now.timestamp()), body),
        }
        status, answer = post(call.url, body, headers)
    except (ForbiddenAddress, WrongKey, OSError, urllib3.exceptions.HTTPError) as error:
        return None, f"{type(error).__name__}: {error}"[:KEEP_ANSWER]
    return status, answer[:KEEP_ANSWER].decode(errors="replace")


def _note(workspace: Workspace, call: _Call, answer: _Answer, now: datetime) -> None:
    state, due_at = SENT, None
    if not answer.is_taken:
        is_dead = call.attempt >= MOST_ATTEMPTS
        state = DEAD if is_dead else WAITING
        due_at = None if is_dead else now + BACKOFF.after(call.attempt)
        log.warning("webhook %s was not taken (%s): %s", call.webhook, answer.status, answer.words[:200])
    told = {"at": now.isoformat(), "status": answer.status, "answer": answer.words, "took": answer.took}
    with transaction(workspace):
        execute(workspace, _TRIED, [json.dumps([told]), call.id])
        execute(workspace, _ENDED, [state, due_at, None if state == WAITING else now, call.id, call.attempt])
