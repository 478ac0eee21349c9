"""What a rule told, to whom and of which records; and how rules fare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from odos.automation.models import RuleState
from odos.automation.reminders.rules import published_rules
from odos.database.session import fetch_all, transaction
from odos.kernel.texts import translate
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight

MOST = 100
RECENT = timedelta(days=30)

_OCCURRENCES = """
    SELECT o.id, o.kind, o.step, o.number, o.due_at, o.fired_at, o.people, r.entity_id::text, r.record_id,
        r.ended_at, r.ended_by
    FROM reminder_occurrence o JOIN reminder r ON r.id = o.reminder_id
    WHERE o.rule_id = %s::uuid AND (%s::bigint IS NULL OR o.id < %s) ORDER BY o.id DESC LIMIT %s
"""
_NAMES = "SELECT id, name FROM user_account WHERE id = ANY(%s)"
_COUNTS = """
    SELECT rule_id::text, count(*) FILTER (WHERE ended_at IS NULL) FROM reminder
    WHERE rule_id = ANY(%s::uuid[]) GROUP BY rule_id
"""
_TOLD = """
    SELECT rule_id::text, count(*) FROM reminder_occurrence
    WHERE rule_id = ANY(%s::uuid[]) AND fired_at > %s GROUP BY rule_id
"""


def list_occurrences(
    *, context: Context, rule_id: str, after: int | None = None, limit: int = 50
) -> dict[str, Any]:
    """One page, the latest first. Records that the actor may not see have no title."""
    count = max(1, min(limit, MOST))
    rows = fetch_all(context.workspace, _OCCURRENCES, [rule_id, after, after, count + 1])
    shown = rows[:count]
    labels = labels_in_sight(context, ((row[7], row[8]) for row in shown))
    names = dict(fetch_all(context.workspace, _NAMES, [sorted({user for row in shown for user in row[6]})]))
    return {
        "items": [_occurrence(context, row, labels, names) for row in shown],
        "next": str(shown[-1][0]) if len(rows) > count else None,
    }


def list_published(*, context: Context) -> list[dict[str, Any]]:
    """The active rules of the application with their states, for administrators."""
    rules = list(published_rules(context.schema))
    ids = [rule.id for rule in rules]
    with transaction(context.workspace):
        states = {str(state.pk): state for state in RuleState.objects.filter(pk__in=ids)}
        going_on = dict(fetch_all(context.workspace, _COUNTS, [ids]))
        told = dict(fetch_all(context.workspace, _TOLD, [ids, context.now - RECENT]))
    return [
        {
            "rule": rule.id,
            "key": rule.key,
            "entity": rule.entity.key,
            "label": translate(rule.label, context.actor.locale),
            "going_on": going_on.get(rule.id, 0),
            "told": told.get(rule.id, 0),
            **_state(states.get(rule.id)),
        }
        for rule in rules
    ]


def _state(state: RuleState | None) -> dict[str, Any]:
    if state is None:
        return {"evaluated_at": None, "next_at": None, "seconds": None, "matching": None, "error": None}
    return {
        "evaluated_at": state.evaluated_at,
        "next_at": state.next_at,
        "seconds": round(state.seconds, 3),
        "matching": state.matching,
        "error": state.error or None,
    }


def _occurrence(
    context: Context,
    row: tuple[Any, ...],
    labels: Mapping[tuple[str, int], str],
    names: Mapping[int, str],
) -> dict[str, Any]:
    number, kind, step, count, due_at, fired_at, people, entity_id, record, ended_at, ended_by = row
    entity, label = context.schema.by_id.get(entity_id), labels.get((entity_id, record))
    return {
        "id": str(number),
        "kind": kind,
        "step": step,
        "number": count,
        "due_at": due_at,
        "fired_at": fired_at,
        "people": [{"id": str(user), "label": names.get(user)} for user in people],
        "entity": entity.key if entity is not None and label is not None else None,
        "record": {"id": str(record), "label": label} if label is not None else None,
        "ended_at": ended_at,
        "ended_by": ended_by,
    }
