"""Why a computed value is blank: the note that goes with a single record.

A rule that fails, or gives what its field cannot hold, leaves the field blank. The reason is not stored: it
is worked out when such a record is read by itself, with one statement, and only where a field that the
reader sees plainly is blank and its rule can fail. Lists never ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from odos.database.session import fetch_one
from odos.dsl import tree
from odos.fields.computed import COMPUTED_KINDS
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import Text, text
from odos.records.caches import kept
from odos.records.computed.sql import FAILED, TOO_LARGE, Derived, derive, fault_select, open_source
from odos.records.context import Context
from odos.records.rules.sources import see_everything
from odos.schema.model import Entity

NOTES = "_notes"  # no key of a field begins so
_MESSAGES: Mapping[str, Text] = {
    FAILED: text(
        "The value could not be computed: a division by zero, a date or number that does not exist, or a"
        " value beyond the limits",
        "无法计算该值：除数为零、日期或数字无效，或数值超出范围",
    ),
    TOO_LARGE: text("The computed value is too large for this field", "计算结果超出此字段的范围"),
}


@dataclass(frozen=True)
class _Fallible:
    """Fields by key that may be blank though their rule is not: it fails, or gives too much."""

    fields: Mapping[str, Derived]


def with_notes(context: Context, entity: Entity, body: str, language: str) -> str:
    """A record's JSON text, as `queries.get_record` gives it, with ``_notes: [{field, message}]`` if any."""
    fallible = kept(context, ("fallible", entity.id), lambda: _find_fallible(context, entity)).fields
    if not fallible:
        return body
    record = orjson.loads(body)
    asked = tuple(key for key in fallible if record.get(key, ...) is None)
    faults = _faults(context, entity, int(record["id"]), asked) if asked else {}
    if not faults:
        return body
    notes = [{"field": key, "message": _MESSAGES[fault].render(language)} for key, fault in faults.items()]
    return f'{body[:-1]},"{NOTES}":{orjson.dumps(notes).decode()}}}'


def _find_fallible(context: Context, entity: Entity) -> _Fallible:
    """Without fields under a veil: that there is no value would tell of one."""
    veiled = context.access(entity).veiled_fields
    derived = (
        derive(context.schema, entity, item, {})
        for item in entity.fields_of_kind(*COMPUTED_KINDS)
        if item.id not in veiled and item.state == "active"
    )
    return _Fallible({item.field.key: item for item in derived if _may_fail(item)})


def _may_fail(item: Derived) -> bool:
    """A number that only sums and products make can grow too large."""
    node = item.rule.tree
    return node.fails or any(isinstance(part, tree.Arithmetic) for part in tree.walk(node))


def _faults(context: Context, entity: Entity, record_id: int, keys: tuple[str, ...]) -> dict[str, Any]:
    statement = kept(context, ("faults", entity.id, keys), lambda: _compile(context, entity, keys))
    bound = statement.bind(context.slots)
    row = fetch_one(context.workspace, statement.text, [*bound, record_id])
    return {key: fault for key, fault in zip(keys, row or (), strict=False) if fault}


def _compile(context: Context, entity: Entity, keys: tuple[str, ...]) -> Sql:
    """Rules see everything, as when the value was computed."""
    source = open_source(context.schema, entity, "t", see_everything, "n")
    fallible = _find_fallible(context, entity).fields
    selects = [fault_select(fallible[key], source) for key in keys]
    laterals = [" CROSS JOIN LATERAL (" + select + f") f{number}" for number, select in enumerate(selects)]
    chosen = ", ".join(f"f{number}.fault" for number in range(len(keys)))
    head = f"SELECT {chosen} FROM {quote(entity.table)} t"
    return head + source.joins.sql() + join("", laterals) + " WHERE t.id = %s"
