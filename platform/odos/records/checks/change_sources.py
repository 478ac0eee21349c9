"""Rules about a change, in SQL: the record as it is now, beside what it was before.

``old.stage`` reads a row that comes along as JSON, by names of columns; all else reads the record. One
statement answers any number of expressions about any number of changes of one entity.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from odos.database.session import fetch_all
from odos.dsl.checked import Checked
from odos.dsl.statements.scopes import IS_NEW, OLD
from odos.dsl.to_sql import compile_value
from odos.fields.registry import get_kind
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.caches import kept
from odos.records.computed.recomputing import RowChange
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import RuleSource
from odos.records.rules.sources import see_everything
from odos.schema.model import Entity, Field

_CHANGES = "changes"
_NEW = Sql('"c".is_new')
_OLD_ROW = quote("o")


@dataclass(frozen=True)
class Change:
    """``old``: the row before, by names of columns; empty for a new record."""

    record_id: int
    old: Mapping[str, Any]
    is_new: bool = False


@dataclass(frozen=True)
class ChangeSource(RuleSource):
    """A row of the entity, with what a statement reads of the change."""

    def value(self, field: Field) -> Sql:
        """``is_new`` stands beside the row."""
        return _NEW if field.id == IS_NEW else super().value(field)

    def follow(self, field: Field) -> RuleSource:
        """``old`` leads to the row before."""
        return RuleSource(replace(self.row, alias=_OLD_ROW)) if field.id == OLD else super().follow(field)


def change_of(entity: Entity, change: RowChange) -> Change:
    """The same for statements: values of fields become those of columns, in JSON."""
    old = {
        name: value
        for key, values in change.before.items()
        if (item := entity.by_id.get(key)) is not None
        for name, value in zip(_names(item), values, strict=True)
    }
    return Change(change.record_id, old, not change.before)


def read_of_changes(
    context: Context, entity: Entity, expressions: Sequence[Checked], changes: Iterable[Change], *key: object
) -> list[tuple[Any, ...]]:
    """(id, value, …) of each change, in the order of ids, also of records in the bin; rules see everything.

    ``key`` stands for the expressions, whose statement is compiled once.
    """
    statement = kept(context, ("changes", entity.id, *key), lambda: _compile(context, entity, expressions))
    sent = [{"id": item.record_id, "is_new": item.is_new, "old": dict(item.old)} for item in changes]
    bound = statement.bind({**context.slots, _CHANGES: orjson.dumps(sent, default=str).decode()})
    return fetch_all(context.workspace, statement.text, bound) if sent else []


def _names(item: Field) -> list[str]:
    return [item.column + column.suffix for column in get_kind(item.kind).columns(item)]


def _compile(context: Context, entity: Entity, expressions: Sequence[Checked]) -> Sql:
    source = open_source(context.schema, entity, "t", see_everything)
    values = [compile_value(expression, ChangeSource(source)) for expression in expressions]
    table = quote(entity.table)
    rows = ' FROM jsonb_to_recordset(%s::jsonb) AS "c" (id bigint, is_new boolean, old jsonb)'
    return (
        "SELECT "
        + join(", ", [Sql('"t".id'), *values])
        + Sql(rows, (Slot(_CHANGES),))
        + f' JOIN {table} "t" ON "t".id = "c".id'
        + f' CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, "c".old) "o"'
        + source.joins.sql()
        + " ORDER BY 1"
    )
