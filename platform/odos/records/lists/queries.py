"""Reads: lists, single records, counts. What comes back is JSON as PostgreSQL wrote it.

A viewer gets what access allows and nothing that tells of the rest: a record out of reach is not found,
a field out of sight is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import orjson
from django.db.utils import DataError

from odos.access.roles import Action
from odos.database.prepared import fetch_all_in_order, fetch_one_prepared, sent_once
from odos.database.session import fetch_one, fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.sql import Slot, Sql
from odos.kernel.texts import text
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.lists.breadth import breadth_of
from odos.records.lists.cursors import Cursor, decode_cursor
from odos.records.lists.filters import Predicate, compile_filter, present_filter
from odos.records.lists.habits import note_list
from odos.records.lists.ordering import Sort, parse_sort
from odos.records.lists.plans import (
    COUNT_CAP,
    NO_MEMBER,
    OFFSET_SLOT,
    CursorShape,
    Narrowing,
    PageShape,
    count_sql,
    list_sql,
    one_sql,
    search_slots,
)
from odos.records.lists.reaching import (
    reach_branches,
    reachable,
    reaching_keys,
    rights_member,
    visibility_of,
)
from odos.records.values.selecting import Output, default_outputs, wanted_outputs
from odos.schema.model import Entity
from odos.search.grams import tsquery
from odos.storage.list_indexes import equal_keys

MAX_LIMIT = 1_000
MAX_OFFSET = 1_000_000
# A subquery among the outputs would be copied with every run of the prepared statement.
_OR_ID = (
    "SELECT coalesce(found.body, json_build_object('id', (%%s::bigint)::text)::text)"
    " FROM (SELECT 1) AS always LEFT JOIN LATERAL (%s) AS found(body) ON true"
)
CountMode = Literal["capped", "exact", "estimate", "none"]


@dataclass(frozen=True)
class ListRequest:
    """What a client asks for, as text where the HTTP contract has text. ``action``: only records with which
    the actor may do it. ``can``: each row says what of it they may change.
    """

    filter: str | None = None
    q: str | None = None
    sort: str | None = None
    fields: tuple[str, ...] = ()
    limit: int = 50
    cursor: str | None = None
    offset: int = 0
    count: CountMode = "capped"
    deleted: bool = False
    action: Action = "see"
    can: bool = False


@dataclass(frozen=True)
class Page:
    """``items`` are JSON texts, ready to be joined; ``count`` is None when none was asked for."""

    items: list[str]
    next: str | None
    count: int | None
    count_kind: Literal["exact", "capped", "estimate"] | None


def list_records(*, context: Context, entity: Entity, request: ListRequest) -> Page:
    """One page. Raises `Invalid` for a bad filter, sort, field or cursor."""
    check_window(request)
    request = replace(request, filter=present_filter(context, entity, request.filter))
    search = tsquery(request.q) if request.q else None
    if request.q and search is None:
        return Page([], None, None if request.count == "none" else 0, "exact")
    plan = _list_plan(context, entity, request)
    values = _slot_values(context, request, plan, search)
    rows = _rows(context, plan, values)
    items, following = _cut(rows, request.limit, plan)
    count, kind = _count(context, request, plan, rows, values)
    return Page(items, following, count, kind)


def get_record(*, context: Context, entity: Entity, record_id: int, fields: Sequence[str] = ()) -> str:
    """One record's JSON text with its line items; `NotFound` when absent, in the bin or out of reach."""
    body = find_record(context=context, entity=entity, record_id=record_id, fields=fields)
    if body is None:
        raise record_not_found(entity, record_id)
    return body


def find_record(
    *, context: Context, entity: Entity, record_id: int, fields: Sequence[str] = ()
) -> str | None:
    """Like `get_record`, but None."""
    if context.access(entity).impossible:
        return None
    statement = one_statement(context, entity, record_id, fields)
    found = fetch_one_prepared(context.workspace, statement.text, statement.params)
    return None if found is None else str(found[0])


def one_statement(context: Context, entity: Entity, record_id: object, fields: Sequence[str] = ()) -> Sql:
    """The statement of `find_record`; ``record_id`` may be anything that psycopg2 can write."""
    key = ("one", entity.id, tuple(fields))
    statement = kept(context, key, lambda: _compile_one(context, entity, fields))
    return Sql(statement.text, tuple(statement.bind(context.slots_and(id=record_id))))


def one_or_id(context: Context, entity: Entity, record_id: object) -> Sql:
    """`one_statement` of a record that is there; of one out of sight it gives ``{"id": …}``."""
    statement = kept(context, ("one or id", entity.id), lambda: _compile_one_or_id(context, entity))
    return Sql(statement.text, tuple(statement.bind(context.slots_and(id=record_id))))


def load_record(*, context: Context, entity: Entity, record_id: int) -> dict[str, Any]:
    """`get_record`, decoded."""
    loaded: dict[str, Any] = orjson.loads(get_record(context=context, entity=entity, record_id=record_id))
    return loaded


def narrowing_of(
    context: Context,
    entity: Entity,
    predicates: Sequence[Predicate] = (),
    *,
    deleted: bool = False,
    searching: bool = False,
) -> Narrowing:
    """The actor's rows of ``entity`` under further conditions."""
    return Narrowing(
        context.schema,
        entity,
        visibility_of(context),
        context.access(entity),
        tuple(predicates),
        lambda alias, breadth: reach_branches(context, entity, alias, breadth),
        searching=searching,
        deleted=deleted,
    )


def record_not_found(entity: Entity, record_id: object) -> NotFound:
    """The refusal for a record that is absent or not for the actor's eyes: the same either way."""
    message = text("There is no {entity} {id}", "没有编号为 {id} 的{entity}", entity=entity.key, id=record_id)
    hint = text("It may have been deleted, or you may not see it", "它可能已被删除，或者您无权查看")
    return NotFound(None, [Issue("record_not_found", message, (), hint)])


def check_window(request: ListRequest) -> None:
    """Refuse limits and offsets that no list should have."""
    if not 1 <= request.limit <= MAX_LIMIT:
        message = text("limit must be from 1 to {n}", "limit 必须在 1 到 {n} 之间", n=MAX_LIMIT)
        raise Invalid(None, [Issue("bad_limit", message, ("limit",))])
    if not 0 <= request.offset <= MAX_OFFSET or (request.offset and request.cursor):
        message = text("offset must be from 0 to {n}", "offset 必须在 0 到 {n} 之间", n=MAX_OFFSET)
        hint = text("Use the cursor for pages further down", "更深的分页请使用 cursor")
        raise Invalid(None, [Issue("bad_offset", message, ("offset",), hint)])


@dataclass(frozen=True)
class _ListPlan:
    narrowing: Narrowing
    sorts: tuple[Sort, ...]
    order: str
    page: tuple[Sql, ...]
    cursor: Cursor | None


def _list_plan(context: Context, entity: Entity, request: ListRequest) -> _ListPlan:
    key = (
        "list", entity.id, request.filter, request.sort, request.fields, bool(request.q), request.deleted,
        request.action,
    )  # fmt: skip
    narrowing, sorts, outputs, lookups = kept(context, key, lambda: _parse_list(context, entity, request))
    for equal in lookups:
        note_list(context, entity, equal, request.sort or "")
    order = ",".join(f"{'-' if s.descending else ''}{'.'.join(f.id for f in s.path)}" for s in sorts)
    cursor = decode_cursor(request.cursor, order=order, keys=len(sorts)) if request.cursor else None
    shape = PageShape(
        outputs,
        sorts,
        cursor=CursorShape(tuple(value is None for value in cursor.keys)) if cursor else None,
        rows=request.limit + 1,
        offset=request.offset > 0,
        count_cap=_count_cap(request),
        breadth=breadth_of(context, entity),
    )
    page_key = (*key, shape.cursor, shape.rows, shape.offset, shape.count_cap, shape.breadth, request.can)

    def compiled() -> tuple[Sql, ...]:
        further = rights_member(context, entity) if request.can else NO_MEMBER
        return tuple(map(sent_once, list_sql(narrowing, replace(shape, further=further))))

    statements = kept(context, page_key, compiled)
    return _ListPlan(narrowing, sorts, order, statements, cursor)


def _parse_list(
    context: Context, entity: Entity, request: ListRequest
) -> tuple[Narrowing, tuple[Sort, ...], tuple[Output, ...], list[tuple[str, ...]]]:
    predicates = [compile_filter(context, entity, request.filter)] if request.filter else []
    if request.action != "see":
        predicates.append(lambda source: reachable(context, entity, source.alias, request.action))
    narrowing = narrowing_of(context, entity, predicates, deleted=request.deleted, searching=bool(request.q))
    outputs = (
        wanted_outputs(context, entity, request.fields)
        if request.fields
        else default_outputs(context, entity, single=False)
    )
    equal = equal_keys(context.schema, entity, request.filter or "")
    lookups = [equal, *((key, *equal) for key in reaching_keys(context, entity))]
    return narrowing, parse_sort(context, entity, request.sort), outputs, lookups


def _compile_one(context: Context, entity: Entity, fields: Sequence[str]) -> Sql:
    outputs = (
        wanted_outputs(context, entity, fields) if fields else default_outputs(context, entity, single=True)
    )
    return one_sql(narrowing_of(context, entity), outputs)


def _compile_one_or_id(context: Context, entity: Entity) -> Sql:
    seen = _compile_one(context, entity, ())
    return sent_once(Sql(_OR_ID % seen.text, (Slot("id"), *seen.params)))


def _count_cap(request: ListRequest) -> int | None:
    return {"capped": COUNT_CAP, "exact": 0, "estimate": None, "none": None}[request.count]


def _slot_values(
    context: Context, request: ListRequest, plan: _ListPlan, search: str | None
) -> dict[str, object]:
    values = {
        **context.slots,
        **search_slots(request.q),
        OFFSET_SLOT: request.offset,
    }
    if plan.cursor:
        values |= {f"c{position}": value for position, value in enumerate(plan.cursor.keys)}
        values["cid"] = plan.cursor.id
    return values


def _rows(context: Context, plan: _ListPlan, values: dict[str, object]) -> list[tuple[Any, ...]]:
    """Rows of `page_sql`."""
    calls = [(statement.text, statement.bind(values)) for statement in plan.page]
    try:
        return fetch_all_in_order(context.workspace, calls)
    except DataError as error:
        message = text(
            "A value does not fit its field: {why}", "值与字段不符：{why}", why=str(error).splitlines()[0]
        )
        raise Invalid(None, [Issue("value_out_of_range", message, ("filter",))]) from error


def _cut(rows: list[tuple[Any, ...]], limit: int, plan: _ListPlan) -> tuple[list[str], str | None]:
    items = [row[0] for row in rows[:limit]]
    if len(rows) <= limit:
        return items, None
    last = rows[limit - 1]
    keys = len(plan.sorts)
    return items, Cursor(plan.order, tuple(last[1 : 1 + keys]), last[1 + keys]).encode()


def _count(
    context: Context,
    request: ListRequest,
    plan: _ListPlan,
    rows: list[tuple[Any, ...]],
    values: dict[str, object],
) -> tuple[int | None, Literal["exact", "capped", "estimate"] | None]:
    if request.count == "none":
        return None, None
    if request.count == "estimate":
        return estimate(context, plan.narrowing, values)
    if rows:
        count = int(rows[0][-1])
    elif not request.offset and not request.cursor:
        count = 0
    else:
        statement = count_sql(plan.narrowing, _count_cap(request))
        count = int(fetch_value(context.workspace, statement.text, statement.bind(values)))
    if request.count == "capped" and count > COUNT_CAP:
        return COUNT_CAP, "capped"
    return count, "exact"


def estimate(
    context: Context, narrowing: Narrowing, values: dict[str, object]
) -> tuple[int, Literal["exact", "estimate"]]:
    """The planner's guess, for viewers without restriction; others get the exact number."""
    statement = count_sql(narrowing, 0)
    if not narrowing.access.unrestricted:
        return int(fetch_value(context.workspace, statement.text, statement.bind(values))), "exact"
    scan = Sql(
        statement.text.replace("SELECT count(*)", "EXPLAIN (FORMAT JSON) SELECT 1", 1), statement.params
    )
    row = fetch_one(context.workspace, scan.text, scan.bind(values))
    plan = row[0] if row else []
    plan = orjson.loads(plan) if isinstance(plan, str) else plan
    return int(plan[0]["Plan"]["Plan Rows"]), "estimate"
