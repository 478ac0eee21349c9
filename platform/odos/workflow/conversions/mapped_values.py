"""The values that a mapping takes from a record or its line items: one statement for each kind of row.

A mapping is part of the application, so it sees everything; what is made of it is seen as roles allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.database.prepared import fetch_all_prepared
from odos.dsl.tree import Literal
from odos.dsl.types import BOOLEAN
from odos.kernel.sql import Sql, join, quote
from odos.records.caches import kept
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import compile_rule
from odos.records.rules.sources import see_everything
from odos.records.rules.values import input_value
from odos.records.values.selecting import Output, json_object
from odos.schema.model import Entity, Field
from odos.workflow.conversions.definition import Lines, Source, Target

Values = dict[str, Any]

_PLAIN = frozenset({"text", "option", "number", "boolean"})  # as written they are what they give


@dataclass(frozen=True)
class Reading:
    """What is read of one row: JSON by path, and results of rules by their text."""

    copies: Mapping[str, Any]
    results: Mapping[str, Any]


def read_target(context: Context, entity: Entity, record_id: int, target: Target) -> Values:
    """Values for a new record of the target, as a client would send them; records of other targets apart."""
    made = context.schema.get_entity(target.entity)
    condition = Sql("t.id = %s", (record_id,))
    reading = _read(context, entity, tuple(target.fields.values()), condition)[0]
    values = dict(_values(made, target.fields, reading))
    values |= {name: str(record_id) for name, source in target.fields.items() if source.is_source}
    for lines in target.lines:
        item = made.find_field(lines.field)
        if item is not None:
            values[item.key] = _read_lines(context, entity, record_id, lines, context.schema.target_of(item))
    return values


def read_rules(context: Context, entity: Entity, record_id: int, rules: Sequence[str]) -> list[Any]:
    """Results of rules over one record."""
    if not rules:
        return []
    sources = tuple(Source(rule=rule) for rule in rules)
    reading = _read(context, entity, sources, Sql("t.id = %s", (record_id,)))[0]
    return [reading.results[rule] for rule in rules]


def read_effects(
    context: Context, entity: Entity, record_id: int, effects: Mapping[str, str]
) -> Values | None:
    """What rules give to fields of their own record, as a client would send it; None where it is gone."""
    sources = tuple(Source(rule=rule) for rule in effects.values())
    for reading in _read(context, entity, sources, Sql("t.id = %s", (record_id,))):
        items = ((entity.find_field(name), reading.results[rule]) for name, rule in effects.items())
        return {item.key: input_value(item, result) for item, result in items if item is not None}
    return None


def constant_effects(context: Context, entity: Entity, effects: Mapping[str, str]) -> Values | None:
    """The same of rules that read nothing; None where one of them reads."""
    key = ("constant effects", entity.id, tuple(effects.items()))
    return kept(context, key, lambda: _constants(context, entity, effects))


def _constants(context: Context, entity: Entity, effects: Mapping[str, str]) -> Values | None:
    found: Values = {}
    for name, rule in effects.items():
        item, node = entity.find_field(name), compile_rule(context, entity, rule).checked.tree
        if not isinstance(node, Literal) or node.type.kind not in _PLAIN:
            return None
        if item is not None:
            found[item.key] = input_value(item, node.value)
    return found


def is_true(context: Context, entity: Entity, record_id: int, rule: str) -> bool:
    """Whether a condition holds of a record."""
    return read_rules(context, entity, record_id, [rule]) == [True]


def _read_lines(context: Context, entity: Entity, record_id: int, lines: Lines, into: Entity) -> list[Values]:
    item = entity.find_field(lines.origin)
    if item is None or item.inverse is None:
        return []
    line = context.schema.target_of(item)
    condition = Sql(f"t.{quote(line.by_id[item.inverse].column)} = %s", (record_id,))
    readings = _read(context, line, tuple(lines.fields.values()), condition, lines.where)
    return [dict(_values(into, lines.fields, reading)) for reading in readings]


def _read(
    context: Context, entity: Entity, sources: Sequence[Source], condition: Sql, where: str | None = None
) -> list[Reading]:
    copies = tuple(dict.fromkeys(item.copy for item in sources if item.copy))
    rules = tuple(dict.fromkeys(item.rule for item in sources if item.rule))
    key = ("mapped values", entity.id, copies, rules, where)
    reading = kept(context, key, lambda: _statement(context, entity, copies, rules, where))
    statement = reading + condition + (" ORDER BY t.position, t.id" if entity.line_of else "")
    rows = fetch_all_prepared(context.workspace, statement.text, statement.bind(context.slots_and()))
    return [Reading(row[0] or {}, dict(zip(rules, row[1:], strict=True))) for row in rows]


def _statement(
    context: Context, entity: Entity, copies: Sequence[str], rules: Sequence[str], where: str | None
) -> Sql:
    """What is read of each row; a condition on the rows of ``t`` is still to come."""
    source = open_source(context.schema, entity, "t", see_everything)
    outputs = [Output(path, found) for path in copies if (found := _path(context, entity, path))]
    columns = [json_object(source, outputs) if outputs else Sql("NULL")]
    columns += [compile_rule(context, entity, rule).sql(source) for rule in rules]
    wanted = Sql("t.deleted_at IS NULL AND ")
    if where:
        wanted += "(" + compile_rule(context, entity, where, expected=BOOLEAN).sql(source) + ") IS TRUE AND "
    table = f" FROM {quote(entity.table)} t" + source.joins.sql()
    return "SELECT " + join(", ", columns) + table + " WHERE " + wanted


def _path(context: Context, entity: Entity, path: str) -> tuple[Field, ...]:
    """The fields along a path, none where it breaks off."""
    found: list[Field] = []
    here: Entity | None = entity
    for name in path.split("."):
        item = here.find_field(name) if here else None
        if item is None:
            return ()
        found.append(item)
        here = context.schema.by_id.get(item.target or "")
    return tuple(found)


def _values(made: Entity, fields: Mapping[str, Source], reading: Reading) -> Iterator[tuple[str, Any]]:
    """Blanks are left out, so that defaults take their place."""
    for name, source in fields.items():
        item = made.find_field(name)
        if item is None:
            continue
        if source.constant is not None:
            value = source.constant
        elif source.copy is not None:
            value = sendable(reading.copies.get(source.copy))
        else:
            value = input_value(item, reading.results.get(source.rule or ""))
        if value is not None and value != []:
            yield item.key, value


def sendable(value: Any) -> Any:
    """What is read as what is sent: references by id, amounts without their base."""
    make: Callable[[Any], Any] | None = _SENDABLE.get(type(value))
    return make(value) if make else value


def _object(value: Mapping[str, Any]) -> Any:
    if "amount" in value and "currency" in value:
        return {"amount": value["amount"], "currency": value["currency"]}
    return value.get("id", value)


_SENDABLE: Mapping[type, Callable[[Any], Any]] = {
    dict: _object,
    list: lambda value: [sendable(item) for item in value],
}
