"""The log: runs, newest first, and the steps of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from odos.automation.runs.models import Run, Step
from odos.database.session import transaction
from odos.kernel.problems import NotFound
from odos.records.context import Context
from odos.records.labels import labels_in_sight

MOST = 100


@dataclass(frozen=True)
class Wanted:
    """Which runs; what is None does not narrow."""

    rule: str | None = None
    state: str | None = None
    entity_id: str | None = None
    record_id: int | None = None


@dataclass(frozen=True)
class RunPage:
    """Runs, newest first; ``next`` is given to the following call."""

    items: list[dict[str, Any]]
    next: str | None


def list_runs(*, context: Context, wanted: Wanted, after: int | None = None, limit: int = 50) -> RunPage:
    """One page."""
    count = max(1, min(limit, MOST))
    narrowed = {
        name: value
        for name, value in (
            ("rule", wanted.rule), ("state", wanted.state), ("entity_id", wanted.entity_id),
            ("record_id", wanted.record_id), ("id__lt", after),
        )
        if value is not None
    }  # fmt: skip
    with transaction(context.workspace):
        rows = list(Run.objects.filter(**narrowed).order_by("-id")[: count + 1])
    shown = rows[:count]
    labels = labels_in_sight(context, [(str(row.entity_id), row.record_id) for row in shown])
    following = str(shown[-1].pk) if len(rows) > count else None
    return RunPage([_run(context, row, labels) for row in shown], following)


def get_run(*, context: Context, run_id: int) -> dict[str, Any]:
    """A run with its steps; raises `NotFound`."""
    with transaction(context.workspace):
        row = Run.objects.filter(pk=run_id).first()
        if row is None:
            raise NotFound
        steps = list(Step.objects.filter(run=row).order_by("id"))
    labels = labels_in_sight(context, [(str(row.entity_id), row.record_id)])
    return {**_run(context, row, labels), "source": row.source, "steps": [_step(step) for step in steps]}


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


def _step(step: Step) -> dict[str, Any]:
    return {
        "position": step.position,
        "action": step.action,
        "state": step.state,
        "detail": step.detail,
        "error": step.error,
        "at": step.at,
    }
