"""One statement that computes fields of many records of one entity, and writes those that differ.

Unchanged rows are left alone: no version of the row, no work for indexes, nothing further to recompute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.database.session import execute, fetch_all
from odos.fields.kinds.text import KEY_SUFFIX
from odos.fields.registry import get_kind
from odos.fields.sort_keys import sort_key
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.caches import kept
from odos.records.computed_sql import Derived, derive, open_source, value_select
from odos.records.context import Context
from odos.records.currencies import currency_digits
from odos.records.own_currency import is_money
from odos.records.sources import see_everything
from odos.schema.model import Entity, Field

IDS = "ids"


@dataclass(frozen=True)
class _Statement:
    """The UPDATE, which gives the id and then the ``texts`` (stems of columns) whose sort keys follow."""

    sql: Sql
    texts: tuple[str, ...]


def compute_stored(context: Context, entity: Entity, fields: Sequence[str], ids: Iterable[int]) -> list[int]:
    """Compute these fields (identities) of these records; gives the ids of records that it changed."""
    listed = sorted(set(ids))
    if not listed or not fields:
        return []
    items = [entity.by_id[key] for key in fields]
    digits = currency_digits(context) if any(is_money(item) for item in items) else {}
    key = ("stage", entity.id, tuple(fields), tuple(digits.items()))
    statement = kept(context, key, lambda: _compile(context, entity, items, digits))
    ids_text = "{" + ",".join(map(str, listed)) + "}"  # one constant: a long list costs more than its rows
    bound = statement.sql.bind({**context.slots, IDS: ids_text})
    rows = fetch_all(context.workspace, statement.sql.text, bound)
    _write_sort_keys(context, entity, statement.texts, rows)
    return [row[0] for row in rows]


def _compile(
    context: Context, entity: Entity, items: Sequence[Field], digits: Mapping[str, int]
) -> _Statement:
    source = open_source(context.schema, entity, "t", see_everything, "r")
    derived = [derive(context.schema, entity, item, digits) for item in items]
    laterals = [
        " CROSS JOIN LATERAL (" + value_select(item, source, _names(item.field), once=True) + f") m{number}"
        for number, item in enumerate(derived)
    ]
    names = [name for item in derived for name in _written(item)]
    table = quote(entity.table)
    chosen = ", ".join(
        f"m{number}.{quote(name)}" for number, item in enumerate(derived) for name in _written(item)
    )
    texts = tuple(item.field.column for item in derived if _needs_key(item))
    inner = (
        Sql(f"SELECT t.id, {chosen} FROM unnest(%s::bigint[]) i(id)", (Slot(IDS),))
        + f" JOIN {table} t ON t.id = i.id"
        + source.joins.sql()
        + join("", laterals)
        + " OFFSET 0"
    )
    sets = ", ".join(f"{quote(name)} = v.{quote(name)}" for name in names)
    old, new = (", ".join(f"{alias}.{quote(name)}" for name in names) for alias in ("w", "v"))
    returned = "".join(f", w.{quote(name)}" for name in texts)
    return _Statement(
        f"UPDATE {table} w SET {sets} FROM ("
        + inner
        + f") v WHERE w.id = v.id AND ROW({old}) IS DISTINCT FROM ROW({new}) RETURNING w.id{returned}",
        texts,
    )


def _names(item: Field) -> list[str]:
    return [item.column + column.suffix for column in get_kind(item.kind).columns(item)]


def _needs_key(item: Derived) -> bool:
    """Whether the sort key is Python's to make; a lookup takes the one over there."""
    return item.field.options["result"] == "text" and item.field.kind != "lookup"


def _written(item: Derived) -> list[str]:
    names = _names(item.field)
    return [name for name in names if not name.endswith(KEY_SUFFIX)] if _needs_key(item) else names


def _write_sort_keys(
    context: Context, entity: Entity, texts: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    for position, stem in enumerate(texts, start=1):
        pairs = list(_keys(rows, position))
        name, marks = quote(stem + KEY_SUFFIX), ", ".join(["(%s::bigint, %s::text)"] * len(pairs))
        if pairs:
            execute(
                context.workspace,
                f"UPDATE {quote(entity.table)} w SET {name} = v.k FROM (VALUES {marks}) v (id, k)"
                f" WHERE w.id = v.id AND w.{name} IS DISTINCT FROM v.k",
                [value for pair in pairs for value in pair],
            )


def _keys(rows: Sequence[tuple[Any, ...]], position: int) -> Iterator[tuple[int, str | None]]:
    for row in rows:
        yield row[0], sort_key(row[position]) if row[position] else None
