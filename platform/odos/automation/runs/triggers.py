"""``on`` rules: a change for which the condition holds puts a run in, in the transaction of the change.

A rule whose condition asks ``changed(stage)`` costs a save nothing unless the stage differs. Rules that lead
to each other in a circle are stopped after `MOST_RUNS`, and the log says so.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from odos.automation.runs.models import STOPPED, WAITING
from odos.database.session import execute, fetch_value
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.statements.scopes import OLD
from odos.dsl.statements.tree_of_change import On
from odos.dsl.types import BOOLEAN
from odos.jobs.doorbell import drain_after_commit
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.records.action_kinds import labels_of_text
from odos.records.caches import kept
from odos.records.checks.change_sources import Change, change_of, read_of_changes
from odos.records.computed.recomputing import RowChange
from odos.records.context import Context, platform_context
from odos.records.rules.statements import StatementRule, statements_of
from odos.records.writes.consequences import Broken, Consequence
from odos.records.writes.delivery import Listener, RecordChanged
from odos.schema.model import Entity
from odos.storage.active import active_schema

CARRY_ON = "automation.runs"
MOST_RUNS = 10  # that may lead to each other
_SAVED = ("created", "changed")
_HEARD = ("deleted", "restored")  # the others are seen while they are written
_ALWAYS = Checked(tree.Literal(True, "boolean", type=BOOLEAN), BOOLEAN, (), "immutable")
_LOOP = text(
    "Rules lead to each other in a circle: stopped after {n}",
    "规则相互触发形成循环：{n} 次后已停止",
    n=MOST_RUNS,
)

_PUT_IN = """
    INSERT INTO automation_run (uid, rule_id, rule, source, entity_id, record_id, event, old, occurrence,
        actor_id, correlation, cause, depth, state, position, attempts, wake_at, error, created_at, ended_at)
    SELECT n.uid, n.rule_id, n.rule, n.source, %s::uuid, n.record_id, n.event, n.old, n.occurrence,
        %s, %s::uuid, %s::uuid, %s, %s, 0, 0, %s, %s::jsonb, %s, %s
    FROM jsonb_to_recordset(%s::jsonb) AS n (uid uuid, rule_id uuid, rule text, source text,
        record_id bigint, event text, old jsonb, occurrence timestamptz)
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Trigger:
    """An ``on`` rule as changes are held against it. ``needed`` must all differ in an old record."""

    rule: StatementRule[On]
    when: Checked
    events: frozenset[str]
    needed: frozenset[str]

    def may_fire(self, event: str, changed: Collection[str]) -> bool:
        """Whether the condition is worth asking."""
        return event in self.events and (event != "changed" or self.needed <= set(changed))


@dataclass(frozen=True)
class NewRun:
    """A run to be put in. The same ``uid`` is put in once."""

    uid: uuid.UUID
    rule: StatementRule[Any]
    record_id: int
    event: str
    old: Mapping[str, Any]
    occurrence: datetime | None = None


def triggers_of(context: Context, entity: Entity) -> tuple[Trigger, ...]:
    """The active rules about an entity, in their order."""
    if not entity.rules:
        return ()
    return kept(context, ("triggers", entity.id), lambda: tuple(_triggers(context, entity)))


def put_in(context: Context, entity: Entity, runs: Sequence[NewRun]) -> None:
    """New runs, in the open transaction; too deep in a chain of rules they are stopped at once."""
    if not runs:
        return
    depth = _depth(context)
    is_loop = depth >= MOST_RUNS
    rows = [
        {
            "uid": str(run.uid), "rule_id": run.rule.id, "rule": run.rule.key, "source": run.rule.text,
            "record_id": run.record_id, "event": run.event, "old": dict(run.old),
            "occurrence": run.occurrence,
        }
        for run in runs
    ]  # fmt: skip
    ended = context.now if is_loop else None
    state, wake_at = (STOPPED, None) if is_loop else (WAITING, context.now)
    values = [
        entity.id, context.actor.user_id, str(context.correlation),
        str(context.cause) if context.cause else None, depth, state, wake_at,
        _error() if is_loop else None, context.now, ended,
        orjson.dumps(rows, default=str).decode(),
    ]  # fmt: skip
    execute(context.workspace, _PUT_IN, values)
    drain_after_commit(context.workspace, CARRY_ON)


def _triggers(context: Context, entity: Entity) -> Iterator[Trigger]:
    for rule in statements_of(context.schema, entity, On):
        when = rule.statement.when
        checked = _ALWAYS if when is None else rule.checked.expression(when)
        events = frozenset(rule.statement.events or _SAVED)
        yield Trigger(rule, checked, events, frozenset(_needed(when)))


def _needed(when: tree.Node | None) -> Iterator[str]:
    """Fields of the record that the condition wants changed: ``changed(x)`` is ``x <> old.x``."""
    for part in when.items if isinstance(when, tree.And) else (when,):
        match part:
            case tree.Compare("<>", tree.FieldPath(ids=(field,)), tree.FieldPath(ids=(root, same))):
                if root == OLD and same == field:
                    yield field


# ------------------------------------------------------------------ saved records


def _concerns(context: Context, entity: Entity, changed: Collection[str] | None) -> bool:
    event = "created" if changed is None else "changed"
    return any(trigger.may_fire(event, changed or ()) for trigger in triggers_of(context, entity))


def _follow(context: Context, entity: Entity, changes: Sequence[RowChange]) -> Broken:
    triggers = triggers_of(context, entity)
    fields = {change.record_id: change.fields for change in changes}
    asked = [change_of(entity, change) for change in changes]
    put_in(context, entity, list(_fired(context, entity, triggers, asked, fields)))
    return {}


def _fired(
    context: Context,
    entity: Entity,
    triggers: Sequence[Trigger],
    changes: Iterable[Change],
    fields: Mapping[int, Collection[str]],
) -> Iterator[NewRun]:
    known = {change.record_id: change for change in changes}
    conditions = [trigger.when for trigger in triggers]
    for record_id, *held in read_of_changes(context, entity, conditions, known.values(), "on"):
        change = known[record_id]
        event = "created" if change.is_new else "changed"
        for trigger, holds in zip(triggers, held, strict=True):
            if holds and trigger.may_fire(event, fields[record_id]):
                yield NewRun(uuid.uuid4(), trigger.rule, record_id, event, change.old)


CONSEQUENCES = (Consequence("automation", 900, _concerns, _follow),)


# ------------------------------------------------------------------ records in and out of the bin


def _hear(workspace: Workspace, events: Sequence[RecordChanged], now: datetime) -> None:
    """What is told again puts nothing in again: a run's identity is that of the event."""
    schema = active_schema(workspace)
    for event in events:
        entity = schema.by_id.get(event.entity_id)
        if entity is None or event.event not in _HEARD:
            continue
        context = platform_context(
            workspace, schema, now, source="rule", correlation=event.correlation, cause=event.cause
        )
        triggers = [item for item in triggers_of(context, entity) if event.event in item.events]
        put_in(context, entity, list(_heard(context, entity, triggers, event)))


def _heard(
    context: Context, entity: Entity, triggers: Sequence[Trigger], event: RecordChanged
) -> Iterator[NewRun]:
    if not triggers:
        return
    conditions = [trigger.when for trigger in triggers]
    change = Change(event.record_id, {})
    for _, *held in read_of_changes(context, entity, conditions, [change], "on", event.event):
        for trigger, holds in zip(triggers, held, strict=True):
            if holds:
                uid = uuid.uuid5(uuid.UUID(trigger.rule.id), f"{event.event} {event.id}")
                yield NewRun(uid, trigger.rule, event.record_id, event.event, {})


LISTENERS = (Listener("automation", _hear),)


# ------------------------------------------------------------------ chains of rules


def _depth(context: Context) -> int:
    """How many runs led to what happens now."""
    if context.cause is None or context.source != "rule":
        return 0
    found = fetch_value(
        context.workspace, "SELECT depth FROM automation_run WHERE uid = %s", [str(context.cause)]
    )
    return 0 if found is None else int(found) + 1


def _error() -> str:
    return orjson.dumps({"code": "rule_loop", "message": labels_of_text(_LOOP)}).decode()
