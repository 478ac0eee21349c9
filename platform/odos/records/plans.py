"""Compiled statements for lists: text once per schema version and shape, then parameters only.

A page is cut from the narrow side first: the inner SELECT filters, sorts and limits; labels are joined
to the rows that are left. Cursor paging compares key by key in separate branches, each of which an
index on the order can serve, so that a page far down costs what the first one costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from odos.access.model import EVERYTHING, NOTHING, Access, combined_predicate
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.computed_sql import open_source
from odos.records.context import Context
from odos.records.filters import Predicate
from odos.records.ordering import Sort, sort_expression, tie_breaker
from odos.records.selecting import Output, json_members
from odos.records.sources import RowSource, Visibility
from odos.schema.model import Entity, Schema

COUNT_CAP = 1_000

SEARCH_SLOT = "search_query"
OFFSET_SLOT = "page_offset"
_JSON = "row_to_json(o)::text"


@dataclass(frozen=True)
class Narrowing:
    """Which rows: conditions over the source, each already bound to the viewer's access."""

    schema: Schema
    entity: Entity
    visibility: Visibility
    access: Access
    predicates: tuple[Predicate, ...] = ()
    searching: bool = False
    deleted: bool = False

    def source(self, alias: str, prefix: str) -> RowSource:
        """A fresh source over the entity."""
        return open_source(self.schema, self.entity, alias, self.visibility, prefix)

    def condition(self, source: RowSource) -> Sql:
        """Everything that must hold of a row, for WHERE."""
        bin_state = "IS NOT NULL" if self.deleted else "IS NULL"
        parts = [Sql(f"{source.alias}.deleted_at {bin_state}")]
        reachable = combined_predicate(self.access, source.alias)
        if reachable != EVERYTHING:
            parts.append(reachable)
        parts += [predicate(source) for predicate in self.predicates]
        if self.searching:
            parts.append(Sql(f"{source.alias}.search_grams @@ %s::tsquery", (Slot(SEARCH_SLOT),)))
        return join(" AND ", parts)


@dataclass(frozen=True)
class CursorShape:
    """Which of the cursor's keys were blank; decides the branches of the next page."""

    blanks: tuple[bool, ...]


@dataclass(frozen=True)
class PageShape:
    """How a page is cut and what each row shows."""

    outputs: tuple[Output, ...]
    sorts: tuple[Sort, ...]
    rows: int  # at most so many, a literal in the text: the planner must know that a page is small
    cursor: CursorShape | None = None
    offset: bool = False
    count_cap: int | None = None  # None: no count; 0: exact, however many


def visibility_of(context: Context) -> Visibility:
    """The actor's view of joined records."""

    def visible(entity: Entity, alias: str) -> Sql:
        return combined_predicate(context.access(entity), alias)

    return visible


def page_sql(narrowing: Narrowing, shape: PageShape) -> Sql:
    """Rows of (json text, sort keys as text …, id[, count]). Slots: offset, ``c0`` …, ``cid``."""
    inner = _inner(narrowing, shape)
    outer = narrowing.source("t", "l")
    record = _record(outer, shape.outputs)
    keys = "".join(f', t."~{position}"::text' for position in range(len(shape.sorts)))
    count = ", (" + count_sql(narrowing, shape.count_cap) + ")" if shape.count_cap is not None else Sql("")
    head = f"SELECT {_JSON}{keys}, t.id" + count
    return (
        head
        + " FROM ("
        + inner
        + ") t"
        + outer.joins.sql()
        + record
        + f" ORDER BY {_order(shape.sorts, 't')}"
    )


def one_sql(narrowing: Narrowing, outputs: Sequence[Output]) -> Sql:
    """One row's JSON text, by slot ``id``."""
    source = narrowing.source("t", "l")
    record = _record(source, outputs)
    condition = narrowing.condition(source)
    where = " WHERE t.id = %s AND "
    table = quote(narrowing.entity.table)
    head = f"SELECT {_JSON} FROM {table} t" + source.joins.sql() + record
    return head + Sql(where, (Slot("id"),)) + condition


def _record(source: RowSource, outputs: Sequence[Output]) -> Sql:
    """A join that brings what `_JSON` reads; the planner dissolves it, unlike a subquery for each row."""
    return " CROSS JOIN LATERAL (SELECT " + json_members(source, outputs) + ") o"


def count_sql(narrowing: Narrowing, cap: int | None) -> Sql:
    """The number of rows; at most ``cap`` + 1 when there is a cap."""
    source = narrowing.source("n", "n")
    condition = narrowing.condition(source)
    rows = f"FROM {quote(narrowing.entity.table)} n" + source.joins.sql() + " WHERE " + condition
    if not cap:
        return "SELECT count(*) " + rows
    return "SELECT count(*) FROM (SELECT 1 " + rows + f" LIMIT {cap + 1}) capped"


def _inner(narrowing: Narrowing, shape: PageShape) -> Sql:
    """The page's rows with their sort keys, unlabelled."""
    if narrowing.access.impossible:
        return _branch(narrowing, shape, lambda _source: NOTHING)
    if shape.cursor is None:
        return _branch(narrowing, shape, None) + _offset(shape)
    branches = [
        "(" + _branch(narrowing, shape, after) + ")" for after in _cursor_branches(shape.sorts, shape.cursor)
    ]
    if len(branches) == 1:
        return branches[0]
    united = "SELECT * FROM (" + join(" UNION ALL ", branches) + ") b"
    return united + f" ORDER BY {_order(shape.sorts, 'b')} LIMIT {shape.rows}"


def _branch(narrowing: Narrowing, shape: PageShape, after: Predicate | None) -> Sql:
    source = narrowing.source("t", "w")
    expressions = [sort_expression(source, sort) for sort in shape.sorts]
    condition = narrowing.condition(source)
    if after is not None:
        condition = condition + " AND " + after(source)
    keys = "".join(f', {sql} AS "~{position}"' for position, sql in enumerate(expressions))
    order = _order_of(expressions, shape.sorts, "t.id")
    return (
        Sql(f"SELECT t.*{keys} FROM {quote(narrowing.entity.table)} t")
        + source.joins.sql()
        + " WHERE "
        + condition
        + f" ORDER BY {order} LIMIT {shape.rows}"
    )


def _offset(shape: PageShape) -> Sql:
    return Sql(" OFFSET %s", (Slot(OFFSET_SLOT),)) if shape.offset else Sql("")


def _order(sorts: Sequence[Sort], alias: str) -> str:
    return _order_of([f'{alias}."~{n}"' for n in range(len(sorts))], sorts, f"{alias}.id")


def _order_of(expressions: Sequence[str], sorts: Sequence[Sort], tie: str) -> str:
    keys = [
        f"{sql} {'DESC' if sort.descending else 'ASC'} NULLS LAST"
        for sql, sort in zip(expressions, sorts, strict=True)
    ]
    return ", ".join([*keys, f"{tie} {'DESC' if tie_breaker(sorts) else 'ASC'}"])


def _cursor_branches(sorts: Sequence[Sort], cursor: CursorShape) -> list[Predicate]:
    """What may come after the cursor, disjoint: equal on the first i keys, then beyond the next."""
    found: list[Predicate] = []
    for position, (sort, blank) in enumerate(zip(sorts, cursor.blanks, strict=True)):
        if blank:
            continue
        found.append(_after(sorts, cursor, position, beyond=True))
        if not sort.never_blank:
            found.append(_after(sorts, cursor, position, beyond=False))
    return [*found, _after(sorts, cursor, len(sorts), beyond=True)]


def _after(sorts: Sequence[Sort], cursor: CursorShape, position: int, *, beyond: bool) -> Predicate:
    def predicate(source: RowSource) -> Sql:
        parts = [
            _equal(sort_expression(source, sort), index, blank=cursor.blanks[index])
            for index, sort in enumerate(sorts[:position])
        ]
        if position == len(sorts):
            parts.append(Sql(f"t.id {'<' if tie_breaker(sorts) else '>'} %s", (Slot("cid"),)))
        elif beyond:
            sign = "<" if sorts[position].descending else ">"
            parts.append(
                Sql(f"{sort_expression(source, sorts[position])} {sign} %s", (Slot(f"c{position}"),))
            )
        else:
            parts.append(Sql(f"{sort_expression(source, sorts[position])} IS NULL"))
        return join(" AND ", parts)

    return predicate


def _equal(expression: str, index: int, *, blank: bool) -> Sql:
    return Sql(f"{expression} IS NULL") if blank else Sql(f"{expression} = %s", (Slot(f"c{index}"),))
