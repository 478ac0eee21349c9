"""Copies of a person's data in changes that were put up for approval and in conversions, for its erasure."""

from __future__ import annotations

from typing import Any

from odos.database.session import execute, fetch_value
from odos.records.context import Context
from odos.records.history.traces import Person, Trace

_CASES = "entity_id = %s::uuid AND record_id = %s AND (proposed ?| %s::text[] OR replaced ?| %s::text[])"
_CONVERSIONS = "entity_id = %s::uuid AND record_id = %s AND before ?| %s::text[]"


def _count_changes(context: Context, person: Person) -> int:
    values = [*person.place, person.keys, person.keys]
    return int(fetch_value(context.workspace, f"SELECT count(*) FROM approval_case WHERE {_CASES}", values))


def _erase_changes(context: Context, person: Person) -> int:
    blank = "UPDATE approval_case SET proposed = proposed - %s::text[], replaced = replaced - %s::text[]"
    values = [person.keys, person.keys, *person.place, person.keys, person.keys]
    return execute(context.workspace, f"{blank} WHERE {_CASES}", values)


def _identities(person: Person) -> list[Any]:
    return [item.id for item in person.fields]


def _count_conversions(context: Context, person: Person) -> int:
    counted = f"SELECT count(*) FROM record_conversion WHERE {_CONVERSIONS}"
    return int(fetch_value(context.workspace, counted, [*person.place, _identities(person)]))


def _erase_conversions(context: Context, person: Person) -> int:
    blank = f"UPDATE record_conversion SET before = before - %s::text[] WHERE {_CONVERSIONS}"
    own = _identities(person)
    return execute(context.workspace, blank, [own, *person.place, own])


_CHANGES = {"en": "Changes put up for approval", "zh-hans": "提交审批的变更"}
_CONVERTED = {"en": "Conversions", "zh-hans": "转化记录"}
TRACES = (
    Trace("changes", 50, _CHANGES, _count_changes, _erase_changes),
    Trace("conversions", 60, _CONVERTED, _count_conversions, _erase_conversions),
)
