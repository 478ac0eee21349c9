"""One statement that computes fields of many records of one entity, and writes those that differ.

Unchanged rows are left alone: no version of the row, no work for indexes, nothing further to recompute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import Any

from odos.database.session import execute, fetch_all
from odos.fields.kinds.text import KEY_SUFFIX
from odos.fields.registry import get_kind
from odos.fields.sort_keys import sort_key
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.caches import kept
from odos.records.computed.own_currency import is_money
from odos.records.computed.sql import Derived, derive, open_source, value_select
from odos.records.context import Context
from odos.records.rules.sources import see_everything
from odos.records.values.currencies import currency_digits
from odos.schema.model import Entity, Field

IDS = "ids"
AFTER, UNTIL = "after", "until"


@dataclass(frozen=True)
class _Statement:
    """The UPDATE, which gives the id, for each field whether it differs, and the ``texts`` (stems of columns)
    whose sort keys follow."""

    sql: Sql
    texts: tuple[str, ...]


def compute_stored(
    context: Context, entity: Entity, fields: Sequence[str], ids: Iterable[int]
) -> dict[int, frozenset[str]]:
    """Compute these fields (identities) of these records, which are locked; those of each that change."""
    listed = sorted(set(ids))
    if not listed or not fields:
        return {}
    items = [entity.by_id[key] for key in fields]
    digits = currency_digits(context) if any(is_money(item) for item in items) else {}
    key = ("stage", entity.id, tuple(fields), tuple(digits.items()))
    statement = kept(context, key, lambda: _compile(context, entity, items, digits))
    ids_text = "{" + ",".join(map(str, listed)) + "}"  # one constant: a long list costs more than its rows
    bound = statement.sql.bind({**context.slots, IDS: ids_text})
    rows = fetch_all(context.workspace, statement.sql.text, bound)
    _write_sort_keys(context, entity, statement.texts, rows)
    return {row[0]: frozenset(compress(fields, row[1])) for row in rows}


def list_outdated(
    context: Context, entity: Entity, fields: Sequence[str], *, after: int, until: int
) -> list[int]:
    """The ids, from beyond ``after`` to ``until``, of records in which one of these stored fields differs
    from its rule; nothing is locked. Fields that read others among them differ only where those do."""
    items = [entity.by_id[key] for key in fields]
    digits = currency_digits(context) if any(is_money(item) for item in items) else {}
    key = ("outdated", entity.id, tuple(fields), tuple(digits.items()))
    statement = kept(context, key, lambda: _compile_outdated(context, entity, items, digits))
    bound = statement.bind({**context.slots, AFTER: after, UNTIL: until})
    return [row[0] for row in fetch_all(context.workspace, statement.text, bound)]


def _compile(
    context: Context, entity: Entity, items: Sequence[Field], digits: Mapping[str, int]
) -> _Statement:
    derived = [derive(context.schema, entity, item, digits) for item in items]
    names = [quote(name) for item in derived for name in _written(item)]
    texts = tuple(item.field.column for item in derived if _needs_key(item))
    sets = ", ".join(f"{name} = v.n{number}" for number, name in enumerate(names))
    returned = f", {_differing(derived)}" + "".join(f", w.{quote(name)}" for name in texts)
    chosen = Sql("t.id = ANY(%s::bigint[])", (Slot(IDS),))
    return _Statement(
        f"UPDATE {quote(entity.table)} w SET {sets} FROM ("
        + _old_and_new(context, entity, derived, chosen)
        + f" OFFSET 0) v WHERE w.id = v.id AND {_differs(len(names))} RETURNING w.id{returned}",
        texts,
    )


def _compile_outdated(
    context: Context, entity: Entity, items: Sequence[Field], digits: Mapping[str, int]
) -> Sql:
    derived = [derive(context.schema, entity, item, digits) for item in items]
    written = sum(len(_written(item)) for item in derived)
    chosen = Sql("t.id > %s AND t.id <= %s", (Slot(AFTER), Slot(UNTIL)))
    both = _old_and_new(context, entity, derived, chosen)
    return "SELECT v.id FROM (" + both + f") v WHERE {_differs(written)} ORDER BY v.id"


def _old_and_new(context: Context, entity: Entity, derived: Sequence[Derived], chosen: Sql) -> Sql:
    """``SELECT id, o0, n0, o1, n1 …``: what stands in the columns and what should, of the ``chosen`` rows.

    The old values are read beside the new ones, so that rows which do not differ are looked up once.
    """
    source = open_source(context.schema, entity, "t", see_everything, "r")
    laterals = [
        " CROSS JOIN LATERAL (" + value_select(item, source, _names(item.field), once=True) + f") m{number}"
        for number, item in enumerate(derived)
    ]
    places = [(number, quote(name)) for number, item in enumerate(derived) for name in _written(item)]
    both = "".join(
        f", t.{name} AS o{position}, m{number}.{name} AS n{position}"
        for position, (number, name) in enumerate(places)
    )
    head = Sql(f"SELECT t.id{both} FROM {quote(entity.table)} t")
    return head + source.joins.sql() + join("", laterals) + " WHERE " + chosen


def _differs(columns: int, first: int = 0) -> str:
    places = range(first, first + columns)
    old, new = (", ".join(f"v.{side}{number}" for number in places) for side in "on")
    return f"ROW({old}) IS DISTINCT FROM ROW({new})"


def _differing(derived: Sequence[Derived]) -> str:
    """Of each field whether it differs."""
    counts = [len(_written(item)) for item in derived]
    firsts = accumulate(counts, initial=0)
    return f"ARRAY[{', '.join(map(_differs, counts, firsts))}]"


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
    for position, stem in enumerate(texts, start=2):
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
