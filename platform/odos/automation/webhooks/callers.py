"""Which rules call which webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odos.dsl.statements.tree_of_change import CallWebhook, Every, On
from odos.records.context import Context
from odos.records.rules.statements import StatementRule, statements_of
from odos.schema.model import Entity

_EVERY = "every"
_SAVED = ("created", "changed")


def callers_of(context: Context) -> dict[str, list[dict[str, Any]]]:
    """By the key that is called: ``{key, label, entity, events}`` of each active rule."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entity in context.schema.entities.values():
        for rule in _acting(context, entity):
            for name in dict.fromkeys(_called(rule)):
                found.setdefault(name, []).append(_caller(entity, rule))
    return found


def _acting(context: Context, entity: Entity) -> Iterator[StatementRule[Any]]:
    if entity.rules:
        yield from statements_of(context.schema, entity, On)
        yield from statements_of(context.schema, entity, Every)


def _called(rule: StatementRule[Any]) -> Iterator[str]:
    return (action.name for action in rule.statement.actions if isinstance(action, CallWebhook))


def _caller(entity: Entity, rule: StatementRule[Any]) -> dict[str, Any]:
    statement = rule.statement
    events = list(statement.events or _SAVED) if isinstance(statement, On) else [_EVERY]
    return {"key": rule.key, "label": dict(rule.label), "entity": entity.key, "events": events}
