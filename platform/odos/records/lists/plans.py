"""Compiled statements for lists: text once per schema version and shape, then parameters only.

A page is cut from the narrow side first: the inner SELECT filters, sorts and limits; labels are joined
to the rows that are left. Cursor paging compares key by key in separate branches, each of which an
index on the order can serve, so that a page far down costs what the first one costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from odos.access.model import EVERYTHING, NOTHING, Access
from odos.database.prepared import KEEP_PLANS
from odos.fields.registry import get_kind
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.computed.sql import open_source
from odos.records.lists.breadth import UNKNOWN, Breadth
from odos.records.lists.filters import Predicate
from odos.records.lists.ordering import Sort, sort_expression, tie_breaker
from odos.records.rules.sources import RowSource, Visibility
from odos.records.values.selecting import Output, json_members, json_text
from odos.records.values.shapes import shape_of
from odos.schema.model import Entity, Schema
from odos.search.grams import patterns, tsquery

COUNT_CAP = 1_000
FEW = 20_000  # rows that are looked up one by one in no time

SEARCH_SLOT = "search_query"
WORDS_SLOT = "search_words"  # the same, as patterns of LIKE
OFFSET_SLOT = "page_offset"
# Settings of the transaction by which the ids of a page and its count go from one statement to the next.
_IDS, _COUNT = "odos.page_ids", "odos.page_count"
KEEPING = Sql(KEEP_PLANS)


NO_MEMBER = Sql("")


@dataclass(frozen=True)
class Narrowing:
    """Which rows: conditions over the source, each already bound to the viewer's access."""

    schema: Schema
    entity: Entity
    visibility: Visibility
    access: Access
    predicates: tuple[Predicate, ...] = ()
    branches: Callable[[str, Breadth], tuple[Sql, ...]] | None = None  # see `reach_branches`
    searching: bool = False
    deleted: bool = False

    def source(self, alias: str, prefix: str) -> RowSource:
        """A fresh source over the entity."""
        return open_source(self.schema, self.entity, alias, self.visibility, prefix)

    def condition(self, source: RowSource, way: Sql | None = None) -> Sql:
        """Everything that must hold of a row, for WHERE; seen by one ``way`` only, where one is given."""
        bin_state = "IS NOT NULL" if self.deleted else "IS NULL"
        parts = [Sql(f"{source.alias}.deleted_at {bin_state}")]
        reachable = self.visibility(self.entity, source.alias) if way is None else way
        if reachable != EVERYTHING:
            parts.append(reachable)
        parts += [predicate(source) for predicate in self.predicates]
        if self.searching:
            parts.append(Sql(f"{source.alias}.search_grams @@ %s::tsquery", (Slot(SEARCH_SLOT),)))
            parts += self._found_in_sight(source)
        return join(" AND ", parts)

    def ways(self, source: RowSource, breadth: Breadth) -> tuple[Sql | None, ...]:
        """The ways to look at one by one; a single None where one look at all of them is better.

        A search is narrow by itself.
        """
        if self.access.unrestricted or self.branches is None or self.searching:
            return (None,)
        found = self.branches(source.alias, breadth)
        return found if len(found) > 1 else (None,)

    def _found_in_sight(self, source: RowSource) -> Iterator[Sql]:
        """Grams are of all searchable fields: where one is veiled, the words must stand in the others."""
        searched = shape_of(self.entity).searched
        if all(self.visibility.veil(self.entity, item.id) is None for item, _read in searched):
            return
        words = words_in_sight(source, self.visibility)
        yield Sql(f"{words} LIKE ALL(%s::text[])", (Slot(WORDS_SLOT),))


def words_in_sight(source: RowSource, visibility: Visibility) -> str:
    """An expression for the words by which a row is searched, of the fields that are veiled in no row."""
    plain = [
        f"{source.column(item)}::text"
        for item, _read in shape_of(source.entity).searched
        if visibility.veil(source.entity, item.id) is None and get_kind(item.kind).storage == "columns"
    ]
    words = f"concat_ws(' ', {', '.join(plain)})" if plain else "''"
    return f"lower(normalize({words}, NFKC) COLLATE odos_case)"


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
    breadth: Breadth = UNKNOWN  # of whom it is for
    further: Sql = NO_MEMBER  # of the JSON, beside the outputs; over the alias ``t``


def search_slots(q: str | None) -> dict[str, object]:
    """The values of the slots of a search; with none of its words nothing is found."""
    return {SEARCH_SLOT: tsquery(q) if q else None, WORDS_SLOT: patterns(q or "")}


def page_sql(narrowing: Narrowing, shape: PageShape) -> Sql:
    """Rows of (json text, sort keys as text …, id[, count]). Slots: offset, ``c0`` …, ``cid``."""
    inner = _inner(narrowing, shape, "t.*")
    outer = narrowing.source("t", "l")
    record = _record(outer, shape.outputs, shape.further)
    keys = "".join(f', t."~{position}"::text' for position in range(len(shape.sorts)))
    count = Sql("") if shape.count_cap is None else ", " + _count_value(narrowing, shape)
    head = "SELECT " + json_text(outer, shape.outputs) + f"{keys}, t.id" + count
    return (
        head
        + " FROM ("
        + inner
        + ") t"
        + outer.joins.sql()
        + record
        + f" ORDER BY {_order(shape.sorts, 't')}"
    )


def list_sql(narrowing: Narrowing, shape: PageShape) -> tuple[Sql, ...]:
    """Statements for one message; the last gives the rows of `page_sql`.

    Where members reach rows in several ways, PostgreSQL may have to plan each page anew, depending on how
    many units and people stand for them: that should be of the ids alone, without the joins of labels.
    """
    if shape.offset or len(narrowing.ways(narrowing.source("t", "w"), shape.breadth)) == 1:
        return (page_sql(narrowing, shape),)
    if shape.breadth.settled:
        return KEEPING, page_sql(narrowing, shape)
    return _split_sql(narrowing, shape)


def _split_sql(narrowing: Narrowing, shape: PageShape) -> tuple[Sql, ...]:
    """Ids first, then their JSON; the plans of the latter and mostly of the count serve everybody."""
    ids = f"SELECT set_config('{_IDS}', coalesce(array_agg(t.id)::text, '{{}}'), true) FROM ("
    found = ids + _inner(narrowing, shape, "t.id") + ") t"
    if shape.count_cap is None:
        return found, bodies_sql(narrowing, shape)
    counted = f"SELECT set_config('{_COUNT}', " + _count_value(narrowing, shape) + "::text, true)"
    keeping = (KEEPING,) if shape.breadth.kept else ()
    return found, *keeping, counted, bodies_sql(narrowing, shape)


def bodies_sql(narrowing: Narrowing, shape: PageShape) -> Sql:
    """Rows as `page_sql` gives them, of the ids that are left in the settings of the transaction."""
    source = narrowing.source("t", "l")
    record = _record(source, shape.outputs, shape.further)
    expressions = [sort_expression(source, sort) for sort in shape.sorts]
    keys = "".join(f", {expression}::text" for expression in expressions)
    count = f", current_setting('{_COUNT}')::bigint" if shape.count_cap is not None else ""
    head = "SELECT " + json_text(source, shape.outputs) + f"{keys}, t.id{count}"
    ids = f" FROM unnest(current_setting('{_IDS}')::bigint[]) chosen (id)"
    joined = f" JOIN {quote(narrowing.entity.table)} t ON t.id = chosen.id"
    order = _order_of(expressions, shape.sorts, "t.id")
    return head + ids + joined + source.joins.sql() + record + f" ORDER BY {order}"


def one_sql(narrowing: Narrowing, outputs: Sequence[Output]) -> Sql:
    """One row's JSON text, by slot ``id``."""
    source = narrowing.source("t", "l")
    record = _record(source, outputs)
    condition = narrowing.condition(source)
    where = " WHERE t.id = %s::bigint AND "
    table = quote(narrowing.entity.table)
    head = "SELECT " + json_text(source, outputs) + f" FROM {table} t" + source.joins.sql() + record
    return head + Sql(where, (Slot("id"),)) + condition


def _record(source: RowSource, outputs: Sequence[Output], further: Sql = NO_MEMBER) -> Sql:
    """A join that brings what `json_text` reads; the planner dissolves it, unlike a subquery for each row."""
    return " CROSS JOIN LATERAL (SELECT " + json_members(source, outputs) + further + ") o"


def count_sql(narrowing: Narrowing, cap: int | None, breadth: Breadth = UNKNOWN) -> Sql:
    """The number of rows; at most ``cap`` + 1 when there is a cap."""
    ways = narrowing.ways(narrowing.source("n", "n"), breadth.unordered)
    if ways != (None,):
        return _capped_by_ways(narrowing, ways, cap) if cap else _exact_by_ways(narrowing, ways)
    if not cap:
        return "SELECT count(*) " + _rows_to_count(narrowing, None)
    return "SELECT count(*) FROM (SELECT 1 " + _rows_to_count(narrowing, None) + f" LIMIT {cap + 1}) capped"


def _capped_by_ways(narrowing: Narrowing, ways: Sequence[Sql | None], cap: int) -> Sql:
    """The last way is mostly the widest: where it leads to more, nobody looks at the others.

    Each of these counts what the ones before it do not lead to, as long as the cap is not reached.
    """
    most, wide, seen = cap + 1, ways[-1], [ways[-1] or EVERYTHING]
    others: list[Sql] = []
    for way in reversed(ways[:-1]):
        beside = join("", [way or EVERYTHING, *(" AND (" + other + ") IS NOT TRUE" for other in seen)])
        others.append("(SELECT 1 " + _rows_to_count(narrowing, beside) + ")")
        seen.append(way or EVERYTHING)
    rest = join(" UNION ALL ", others)
    return (
        "WITH wide AS MATERIALIZED (SELECT count(*) AS n FROM (SELECT 1 "
        + _rows_to_count(narrowing, wide) + f" LIMIT {most}) first)"
        " SELECT n + (SELECT count(*) FROM (SELECT 1 FROM (" + rest + f" LIMIT {most}) few"
        f" LIMIT (SELECT {most} - n FROM wide)) rest) FROM wide"
    )  # fmt: skip


def _exact_by_ways(narrowing: Narrowing, ways: Sequence[Sql | None]) -> Sql:
    """What the widest way leads to, and what only others do; one look at all of them where these are many."""
    narrow = join(" UNION ", _found_by_ways(narrowing, ways[:-1], FEW + 1))
    beside = f"SELECT count(*) FROM narrow JOIN {quote(narrowing.entity.table)} n ON n.id = narrow.id WHERE ("
    return (
        "WITH narrow AS MATERIALIZED (" + narrow + ")"
        f" SELECT CASE WHEN (SELECT count(*) FROM narrow) > {FEW} THEN"
        " (SELECT count(*) " + _rows_to_count(narrowing, None) + ") ELSE"
        " (SELECT count(*) " + _rows_to_count(narrowing, ways[-1]) + ") + "
        "(" + beside + (ways[-1] or EVERYTHING) + ") IS NOT TRUE) END"
    )


def _found_by_ways(narrowing: Narrowing, ways: Sequence[Sql | None], most: int) -> list[Sql]:
    return ["(SELECT n.id " + _rows_to_count(narrowing, way) + f" LIMIT {most})" for way in ways]


def _count_value(narrowing: Narrowing, shape: PageShape) -> Sql:
    return "(" + count_sql(narrowing, shape.count_cap, shape.breadth) + ")"


def _rows_to_count(narrowing: Narrowing, way: Sql | None) -> Sql:
    source = narrowing.source("n", "n")
    condition = narrowing.condition(source, way)
    return f"FROM {quote(narrowing.entity.table)} n" + source.joins.sql() + " WHERE " + condition


def _inner(narrowing: Narrowing, shape: PageShape, columns: str) -> Sql:
    """The page's rows with their sort keys, unlabelled."""
    if narrowing.access.impossible:
        return _branch(narrowing, shape, columns, lambda _source: NOTHING, None)
    places = [None] if shape.cursor is None else _cursor_branches(shape.sorts, shape.cursor)
    ways = (None,) if shape.offset else narrowing.ways(narrowing.source("t", "w"), shape.breadth)
    branches = [_branch(narrowing, shape, columns, after, way) for after in places for way in ways]
    if len(branches) == 1:
        return branches[0] + _offset(shape)
    united = join(" UNION ALL ", ["(" + branch + ")" for branch in branches])
    return _top(united, shape, repeated=len(ways) > 1)


def _top(united: Sql, shape: PageShape, *, repeated: bool) -> Sql:
    """The first of all branches; a row that is reached in several ways stands there once."""
    order = _order(shape.sorts, "b")
    keys = ", ".join([*(f'b."~{n}"' for n in range(len(shape.sorts))), "b.id"])
    head = f"SELECT DISTINCT ON ({keys}) *" if repeated else "SELECT *"
    return f"{head} FROM (" + united + f") b ORDER BY {order} LIMIT {shape.rows}"


def _branch(
    narrowing: Narrowing, shape: PageShape, columns: str, after: Predicate | None, way: Sql | None
) -> Sql:
    source = narrowing.source("t", "w")
    expressions = [sort_expression(source, sort) for sort in shape.sorts]
    condition = narrowing.condition(source, way)
    if after is not None:
        condition = condition + " AND " + after(source)
    keys = "".join(f', {sql} AS "~{position}"' for position, sql in enumerate(expressions))
    order = _order_of(expressions, shape.sorts, "t.id")
    return (
        Sql(f"SELECT {columns}{keys} FROM {quote(narrowing.entity.table)} t")
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
