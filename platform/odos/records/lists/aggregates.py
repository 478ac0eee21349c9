"""Groups and measures over the records that the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from odos.database.session import fetch_all
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.lists.filters import compile_filter, present_filter
from odos.records.lists.plans import search_slots
from odos.records.lists.queries import narrowing_of
from odos.records.rules.sources import RowSource
from odos.records.values.selecting import Output, json_object, resolve_plain_path
from odos.schema.model import Entity, Field
from odos.schema.names import MAX_IDENTIFIER

MAX_GROUPS = 1_000
MAX_MEASURES = 20
MAX_LEVELS = 5
_NUMERIC = frozenset({"sum", "avg"})
_FUNCTIONS = frozenset({"count", "count_distinct", "sum", "avg", "min", "max"})


@dataclass(frozen=True)
class Measure:
    """``function`` of ``field`` (none for a plain count), called ``name`` in the answer."""

    function: str
    field: str | None
    name: str


@dataclass(frozen=True)
class Aggregation:
    """What to group by and to measure, over which records."""

    group_by: tuple[str, ...]
    measures: tuple[Measure, ...]
    filter: str | None = None
    q: str | None = None
    sort: str | None = None
    limit: int = 100


def aggregate(
    *, context: Context, entity: Entity, asked: Aggregation
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Rows keyed by the group paths and the measures' names, and the measures over everything."""
    _check(asked)
    query = _Aggregate(context, entity, asked)
    rows = query.rows() if asked.group_by else []
    return rows, query.total()


class _Aggregate:
    """One request, compiled in two statements: by group, and over all."""

    def __init__(self, context: Context, entity: Entity, asked: Aggregation) -> None:
        self._context = context
        self._entity = entity
        self._asked = asked
        self._groups = [
            resolve_plain_path(context, entity, name, at=("group_by",)) for name in asked.group_by
        ]
        text = present_filter(context, entity, asked.filter)
        predicates = [compile_filter(context, entity, text)] if text else []
        self._narrowing = narrowing_of(context, entity, predicates, searching=bool(asked.q))
        self._slots = {**context.slots, **search_slots(asked.q)}
        for path in self._groups:
            check_groupable(path[-1])

    def rows(self) -> list[dict[str, Any]]:
        source = self._narrowing.source("t", "a")
        keys = [self._group_key(source, path) for path in self._groups]
        shown = json_object(
            source, [Output(n, p) for n, p in zip(self._asked.group_by, self._groups, strict=True)]
        )
        head = "SELECT (array_agg(" + shown + "))[1]" + self._measures(source)
        grouping = " GROUP BY " + join(", ", keys) + self._order()
        statement = head + self._from(source) + grouping
        found = fetch_all(self._context.workspace, statement.text, statement.bind(self._slots))
        return [{**row[0], **self._named(row[1:])} for row in found]

    def total(self) -> dict[str, Any]:
        if not self._asked.measures:
            return {}
        source = self._narrowing.source("t", "a")
        measures = self._measures(source)
        statement = "SELECT NULL" + measures + self._from(source)
        found = fetch_all(self._context.workspace, statement.text, statement.bind(self._slots))
        return self._named(found[0][1:])

    def _from(self, source: RowSource) -> Sql:
        condition = self._narrowing.condition(source)
        return f" FROM {quote(self._entity.table)} t" + source.joins.sql() + " WHERE " + condition

    def _group_key(self, source: RowSource, path: tuple[Field, ...]) -> Sql:
        for link in path[:-1]:
            source = source.follow(link)
        item = path[-1]
        if item.target is not None:
            return Sql(source.column(item))
        return get_kind(item.kind).rule_sql(item, source)

    def _measures(self, source: RowSource) -> Sql:
        pieces = [
            ", " + self._measure(source, measure) + f" AS {quote(measure.name)}"
            for measure in self._asked.measures
        ]
        return join("", pieces)

    def _measure(self, source: RowSource, measure: Measure) -> Sql:
        if measure.field is None:
            return Sql("count(*)")
        path = resolve_plain_path(self._context, self._entity, measure.field, at=("measures",))
        _check_measurable(measure, path[-1])
        for link in path[:-1]:
            source = source.follow(link)
        value = get_kind(path[-1].kind).rule_sql(path[-1], source)
        if measure.function == "count_distinct":
            return "count(DISTINCT " + value + ")"
        return f"{measure.function}(" + value + ")"

    def _order(self) -> str:
        names = {measure.name for measure in self._asked.measures}
        parts = []
        for part in filter(None, (self._asked.sort or "").split(",")):
            name = part.strip().lstrip("+-")
            if name not in names:
                message = text(
                    "Sort groups by a measure, not by {name}", "请按度量排序，而不是 {name}", name=name[:60]
                )
                raise Invalid(None, [Issue("bad_sort", message, ("sort",))])
            parts.append(f"{quote(name)} {'DESC' if part.strip().startswith('-') else 'ASC'} NULLS LAST")
        order = ", ".join(parts) or "count(*) DESC"
        return f" ORDER BY {order} LIMIT {self._asked.limit}"

    def _named(self, values: tuple[Any, ...]) -> dict[str, Any]:
        return {
            measure.name: str(value) if isinstance(value, Decimal) else value
            for measure, value in zip(self._asked.measures, values, strict=True)
        }


def _check(asked: Aggregation) -> None:
    issues = []
    if len(asked.group_by) > MAX_LEVELS or len(asked.measures) > MAX_MEASURES:
        message = text(
            "At most {a} groups and {b} measures",
            "最多 {a} 个分组和 {b} 个度量",
            a=MAX_LEVELS,
            b=MAX_MEASURES,
        )
        issues.append(Issue("too_many", message, ("group_by",)))
    if not 1 <= asked.limit <= MAX_GROUPS:
        message = text("limit must be from 1 to {n}", "limit 必须在 1 到 {n} 之间", n=MAX_GROUPS)
        issues.append(Issue("bad_limit", message, ("limit",)))
    for position, measure in enumerate(asked.measures):
        issues += _measure_issues(position, measure)
    if issues:
        raise Invalid(None, issues)


def _measure_issues(position: int, measure: Measure) -> list[Issue]:
    path = ("measures", position)
    if measure.function not in _FUNCTIONS:
        message = text(
            "A function is one of {names}", "函数应为 {names} 之一", names=", ".join(sorted(_FUNCTIONS))
        )
        return [Issue("unknown_function", message, (*path, "function"))]
    if measure.field is None and measure.function != "count":
        return [Issue("required", text("Name a field to measure", "请指定度量字段"), (*path, "field"))]
    if not measure.name or len(measure.name.encode()) > MAX_IDENTIFIER or "\x00" in measure.name:
        return [Issue("bad_name", text("A name has 1 to 63 bytes", "名称应为 1 到 63 字节"), (*path, "as"))]
    return []


def check_groupable(item: Field) -> None:
    """Refuse what records cannot be grouped by; raises `Invalid`."""
    if get_kind(item.kind).storage != "columns" or item.kind in {"json", "long_text", "file", "segment"}:
        message = text('Records cannot be grouped by "{key}"', "不能按“{key}”分组", key=item.key)
        raise Invalid(None, [Issue("not_groupable", message, ("group_by",))])


def _check_measurable(measure: Measure, item: Field) -> None:
    kind = get_kind(item.kind)
    fits = kind.storage == "columns" and (measure.function not in _NUMERIC or kind.rule_type(item).is_numeric)
    if not fits:
        message = text('"{key}" cannot be measured by {function}', "“{key}”不能用 {function} 度量",
                       key=item.key, function=measure.function)  # fmt: skip
        raise Invalid(None, [Issue("not_measurable", message, ("measures",))])
