"""The outbox: events of records, handed to listeners after the commit of what they tell.

At least once, in order for each record: entries are read below the snapshot's xmin, when nothing older can
still come, and a lane (records by id, modulo) is drained by one worker at a time. A batch is one
transaction, so that a listener's own writes and the removal of the entries commit together. An entry
whose listener fails is tried again later, and set aside after `MAX_ATTEMPTS`.
"""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction as django_transaction

from odos.database.locks import try_lock_exclusive
from odos.database.session import execute, fetch_all, transaction
from odos.jobs.doorbell import publish_after_commit
from odos.jobs.kinds import Drain
from odos.kernel.registry import Registry
from odos.kernel.workspaces import Workspace
from odos.records.writes.trail import OUTBOX_KEY
from odos.storage.active import active_schema

log = logging.getLogger(__name__)

LANES = 4
BATCH = 500
MAX_ATTEMPTS = 10


@dataclass(frozen=True)
class RecordChanged:
    """Something happened to a record: ``event`` is created, updated, deleted or restored."""

    id: int  # of the entry: the same again when it is delivered again
    entity_id: str
    record_id: int
    event: str
    version: int
    changed: tuple[str, ...]
    actor_id: int | None
    correlation: uuid.UUID
    cause: uuid.UUID | None
    schema_version: int
    at: datetime


@dataclass(frozen=True)
class Listener:
    """Told of every change, in batches. It must bear to be told twice."""

    key: str
    hear: Callable[[Workspace, Sequence[RecordChanged], datetime], None]


LISTENERS: Registry[Listener] = Registry("listener")


def registered(listener: Listener) -> AbstractContextManager[None]:
    """A listener for the length of a block."""
    return LISTENERS.temporarily(listener.key, listener)


def drain_outbox(workspace: Workspace, now: datetime) -> int:
    """Deliver one batch of the first free lane that has any; gives how many."""
    for lane in range(LANES):
        with transaction(workspace):
            if try_lock_exclusive(workspace, f"outbox lane {lane}"):
                delivered = _deliver_lane(workspace, lane, now)
                if delivered:
                    return delivered
    return 0


def _deliver_lane(workspace: Workspace, lane: int, now: datetime) -> int:
    events = _read(workspace, lane)
    if not events:
        return 0
    try:
        with django_transaction.atomic():
            _tell(workspace, events, now)
    except Exception:
        log.exception("a listener failed; %s events wait", len(events))
        return _deliver_singly(workspace, events, now)
    _remove(workspace, events)
    return len(events)


def _deliver_singly(workspace: Workspace, events: Sequence[RecordChanged], now: datetime) -> int:
    """One event at a time, so that a bad one holds up only its own record."""
    delivered, stuck = [], set()
    for event in events:
        place = (event.entity_id, event.record_id)
        if place in stuck:
            continue
        try:
            with django_transaction.atomic():
                _tell(workspace, [event], now)
            delivered.append(event)
        except Exception:
            log.exception("event %s of record %s was not delivered", event.id, event.record_id)
            execute(workspace, "UPDATE outbox SET attempts = attempts + 1 WHERE id = %s", [event.id])
            stuck.add(place)
    _remove(workspace, delivered)
    return len(delivered)


def _tell(workspace: Workspace, events: Sequence[RecordChanged], now: datetime) -> None:
    for key in sorted(LISTENERS):
        LISTENERS[key].hear(workspace, events, now)


def _read(workspace: Workspace, lane: int) -> list[RecordChanged]:
    rows = fetch_all(
        workspace,
        "SELECT id, entity_id::text, record_id, event, version, changed, actor_id, correlation, cause,"
        " schema_version, at FROM outbox WHERE xid < pg_snapshot_xmin(pg_current_snapshot())"
        " AND record_id %% %s = %s AND attempts < %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED",
        [LANES, lane, MAX_ATTEMPTS, BATCH],
    )
    return [_event(row) for row in rows]


def _event(row: tuple[Any, ...]) -> RecordChanged:
    values = list(row)
    values[5] = tuple(values[5] or ())
    return RecordChanged(*values)


def _remove(workspace: Workspace, events: Sequence[RecordChanged]) -> None:
    execute(workspace, "DELETE FROM outbox WHERE id = ANY(%s)", [[event.id for event in events]])


def tell_browsers(workspace: Workspace, events: Sequence[RecordChanged], _now: datetime) -> None:
    """Screens that show the entity read it again. Identities are not told: not everybody may see each."""
    schema = active_schema(workspace)
    for entity_id, count in Counter(event.entity_id for event in events).items():
        entity = schema.by_id.get(entity_id)
        if entity is not None:
            publish_after_commit(workspace, "record", {"entity": entity.key, "changes": count})


BROWSERS = Listener("browsers", tell_browsers)
DRAINS = (Drain(OUTBOX_KEY, drain_outbox),)
