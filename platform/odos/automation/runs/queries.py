"""The log: runs, newest first, and the steps of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from odos.automation.runs.doing import read_rule
from odos.automation.runs.models import FAILED, STOPPED, WAITING, Run, Step
from odos.automation.runs.outcomes import Fact, outcomes_of
from odos.database.session import transaction
from odos.dsl.statements.change_printer import print_actions
from odos.kernel.problems import Invalid, NotFound
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.rules.statements import application_of

MOST = 100


@dataclass(frozen=True)
class Wanted:
    """Which runs; what is None does not narrow."""

    rule: str | None = None
    state: str | None = None
    entity_id: str | None = None
    record_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class RunPage:
    """Runs, newest first; ``next`` is given to the following call."""

    items: list[dict[str, Any]]
    next: str | None


def count_open(*, context: Context) -> dict[str, int]:
    """How many runs wait, failed or were stopped."""
    counted = Run.objects.filter(state__in=(WAITING, FAILED, STOPPED)).values_list("state")
    with transaction(context.workspace):
        return dict(counted.annotate(count=Count("id")).order_by())


def list_runs(*, context: Context, wanted: Wanted, after: int | None = None, limit: int = 50) -> RunPage:
    """One page."""
    count = max(1, min(limit, MOST))
    narrowed = {name: value for name, value in _narrowed(context, wanted, after) if value is not None}
    with transaction(context.workspace):
        rows = list(Run.objects.filter(**narrowed).order_by("-id")[: count + 1])
    shown = rows[:count]
    labels = labels_in_sight(context, [(str(row.entity_id), row.record_id) for row in shown])
    following = str(shown[-1].pk) if len(rows) > count else None
    return RunPage([_run(context, row, labels) for row in shown], following)


def _narrowed(context: Context, wanted: Wanted, after: int | None) -> Iterator[tuple[str, Any]]:
    """Rules are held by identity; one that is gone by the key that it had."""
    rule = _rule_id(context, wanted.rule)
    yield "rule_id", rule
    yield "rule", wanted.rule if rule is None else None
    yield "state", wanted.state
    yield "entity_id", wanted.entity_id
    yield "record_id", wanted.record_id
    yield "created_at__gte", wanted.since
    yield "created_at__lt", wanted.until
    yield "id__lt", after


def _rule_id(context: Context, key: str | None) -> str | None:
    rules = (rule for entity in context.schema.entities.values() for rule in entity.rules)
    return next((str(rule["id"]) for rule in rules if key is not None and rule["key"] == key), None)


def get_run(*, context: Context, run_id: int) -> dict[str, Any]:
    """A run with its steps; raises `NotFound`."""
    with transaction(context.workspace):
        row = Run.objects.filter(pk=run_id).first()
        if row is None:
            raise NotFound
        steps = list(Step.objects.filter(run=row).order_by("id"))
        outcomes = outcomes_of(context, row, steps)
    labels = labels_in_sight(context, [(str(row.entity_id), row.record_id)])
    return {
        **_run(context, row, labels),
        "source": row.source,
        "actions": _actions(context, row.source),
        "steps": [_step(step, *told) for step, told in zip(steps, outcomes, strict=True)],
    }


def _actions(context: Context, source: str) -> list[str]:
    """What the rule does, action by action; nothing where its text no longer means anything."""
    try:
        checked = read_rule(context, source)
    except Invalid:
        return []
    return print_actions(checked.statement, application_of(context.schema).find(checked.statement.entity))


def _run(context: Context, row: Run, labels: Mapping[tuple[str, int], str]) -> dict[str, Any]:
    entity = context.schema.by_id.get(str(row.entity_id))
    return {
        "id": str(row.pk),
        "rule": row.rule,
        "entity": entity.key if entity else None,
        "record": {"id": str(row.record_id), "label": labels.get((str(row.entity_id), row.record_id))},
        "event": row.event,
        "state": row.state,
        "position": row.position,
        "attempts": row.attempts,
        "wake_at": row.wake_at,
        "error": row.error,
        "created_at": row.created_at,
        "ended_at": row.ended_at,
        "correlation": str(row.correlation),
    }


def _step(step: Step, facts: Sequence[Fact], inputs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {
        "position": step.position,
        "action": step.action,
        "state": step.state,
        "inputs": inputs,
        "took": step.took,
        "outcome": facts,
        "error": step.error,
        "at": step.at,
    }
