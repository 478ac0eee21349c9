"""Values that a new record starts with where none was given."""

from __future__ import annotations

from collections.abc import Sequence
from graphlib import TopologicalSorter

from odos.fields.registry import get_kind
from odos.records.caches import kept
from odos.records.computed.values import Row, parse_result
from odos.records.context import Context
from odos.records.rules.compiled import Rule, compile_rule, rule_context
from odos.records.rules.values import rule_value
from odos.records.values.inputs import ColumnValues, parse_context
from odos.schema.model import Entity, Field


def add_defaults(context: Context, entity: Entity, rows: Sequence[Row]) -> None:
    """Fill fields that were not given at all; a blank that was given stays blank.

    A default may read other fields of the record: those that were given, and defaults before it.
    """
    defaults = kept(context, ("defaults", entity.id), lambda: _compile(context, entity))
    if not defaults:
        return
    parsing, asking = parse_context(context), rule_context(context)
    for item, rule in defaults:
        if not rule.reads:
            parsed = parse_result(item, rule.evaluate({}, asking), parsing)
            for row in rows:
                row.setdefault(item.id, parsed)
            continue
        for row in rows:
            if item.id not in row:
                known = {key: rule_value(entity.by_id[key], row[key]) for key in rule.reads if key in row}
                row[item.id] = parse_result(item, rule.evaluate(known, asking), parsing)


def constant_default(context: Context, entity: Entity, item: Field) -> ColumnValues | None:
    """What every record would start with in this field; None where that depends on the record."""
    rules = kept(context, ("defaults", entity.id), lambda: _compile(context, entity))
    rule = next((rule for field, rule in rules if field.id == item.id), None)
    if rule is None or rule.reads:
        return None
    return parse_result(item, rule.evaluate({}, rule_context(context)), parse_context(context))


def _compile(context: Context, entity: Entity) -> tuple[tuple[Field, Rule], ...]:
    """Each after those that it reads."""
    rules = {
        item.id: compile_rule(context, entity, item.default)
        for item in entity.own_fields()
        if item.default and get_kind(item.kind).storage == "columns"
    }
    needs = {key: rule.reads & rules.keys() for key, rule in rules.items()}
    return tuple((entity.by_id[key], rules[key]) for key in TopologicalSorter(needs).static_order())
