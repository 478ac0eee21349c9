"""How many records are in each stage, what they are worth, and how many got how far.

Over the records that the viewer may see and that came into being in a period. A record has reached a stage
if it stands in it or a later one, or ever did, as its visits tell; stages of loss lead nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from odos.database.session import fetch_all
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.lists.filters import Predicate, compile_filter, present_filter
from odos.records.lists.plans import search_slots
from odos.records.lists.queries import narrowing_of
from odos.records.rules.sources import RowSource
from odos.records.values.selecting import resolve_plain_path
from odos.schema.model import Entity, Field
from odos.workflow.stages.governing import Governor, governors_of
from odos.workflow.stages.pipelines import Stage

_NOW = "SELECT stage, count(*), sum(amount) FROM cohort GROUP BY stage"
_REACHED = """
    , furthest AS (
        SELECT c.id, max(p.position) AS position FROM cohort c
        CROSS JOIN LATERAL (
            SELECT c.stage UNION ALL
            SELECT v.stage FROM stage_visit v
            WHERE v.entity_id = %s AND v.record_id = c.id AND v.field_id = %s
        ) s (stage)
        JOIN unnest(%s::text[]) WITH ORDINALITY AS p (stage, position) ON p.stage = s.stage
        GROUP BY c.id
    )
    SELECT f.position, count(*), sum(c.amount) FROM furthest f JOIN cohort c ON c.id = f.id
    GROUP BY f.position
"""
_TIMES = """
    SELECT s.stage, avg(extract(epoch FROM s.left_at - s.entered_at))::bigint FROM cohort c
    CROSS JOIN LATERAL (
        SELECT v.stage, v.entered_at, v.left_at FROM stage_visit v
        WHERE v.entity_id = %s AND v.record_id = c.id AND v.field_id = %s
        UNION ALL SELECT c.stage, COALESCE(c.since, c.created_at), %s
    ) s GROUP BY s.stage
"""


@dataclass(frozen=True)
class FunnelRequest:
    """Of which pipeline (the first of ``field`` where none is named), which records, measured by what."""

    field: str | None = None
    pipeline: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    filter: str | None = None
    q: str | None = None
    measure: str | None = None


def funnel(*, context: Context, entity: Entity, asked: FunnelRequest) -> dict[str, Any]:
    """``{pipeline, field, stages}``; a stage has ``{key, label, kind, count, amount, reached, reached_amount,
    conversion, seconds}``."""
    governor = _governor(context, entity, asked)
    cohort, slots = _cohort(context, entity, governor, asked)
    seen = [entity.id, governor.field.id]
    way = [stage.key for stage in governor.pipeline.stages.values() if stage.kind in {"open", "won"}]
    now = {row[0]: row[1:] for row in _ask(context, cohort, slots, Sql(_NOW))}
    furthest = _ask(context, cohort, slots, Sql(_REACHED, (*seen, way)))
    times = dict(_ask(context, cohort, slots, Sql(_TIMES, (*seen, context.now))))
    reached = {key: _total(furthest, position) for position, key in enumerate(way, 1)}
    stages = list(_stages(governor, way, now, reached, times))
    return {"pipeline": governor.pipeline.key, "field": governor.field.key, "stages": stages}


def _governor(context: Context, entity: Entity, asked: FunnelRequest) -> Governor:
    hidden = context.access(entity).veiled_fields
    for governor in governors_of(context, entity).all:
        wanted = asked.pipeline in {None, governor.pipeline.key} and asked.field in {None, governor.field.key}
        if wanted and governor.field.id not in hidden:
            return governor
    message = text("{entity} has no such pipeline", "{entity} 没有该阶段流程", entity=entity.key)
    raise Invalid(None, [Issue("unknown_pipeline", message, ("pipeline",))])


def _cohort(
    context: Context, entity: Entity, governor: Governor, asked: FunnelRequest
) -> tuple[Sql, Mapping[str, object]]:
    """``WITH cohort AS (id, stage, amount, since, created_at)`` and the values of its slots."""
    predicates = list(_predicates(context, entity, governor, asked))
    narrowing = narrowing_of(context, entity, predicates, searching=bool(asked.q))
    source = narrowing.source("t", "f")
    amount = _amount(context, entity, source, asked.measure)
    since = quote(governor.since.column) if governor.since else None
    columns = f", {f't.{since}' if since else 'NULL::timestamptz'} AS since, t.created_at AS created_at"
    condition = narrowing.condition(source)
    return (
        f"WITH cohort AS (SELECT t.id, t.{quote(governor.field.column)} AS stage, "
        + amount
        + f" AS amount{columns} FROM {quote(entity.table)} t"
        + source.joins.sql()
        + " WHERE "
        + condition
        + ") "
    ), {**context.slots, **search_slots(asked.q)}


def _predicates(
    context: Context, entity: Entity, governor: Governor, asked: FunnelRequest
) -> Iterable[Predicate]:
    """The filter, the period, and that this pipeline governs and none before it does."""
    written = present_filter(context, entity, asked.filter)
    if written:
        yield compile_filter(context, entity, written)
    for limit, sign in ((asked.since, ">="), (asked.until, "<")):
        if limit is not None:
            yield _created(sign, limit)
    for other in governors_of(context, entity).by_field[governor.field.id]:
        if other.pipeline.key == governor.pipeline.key:
            break
        if other.when is not None:
            yield _never(other.when.condition)
    if governor.when is not None:
        yield governor.when.condition


def _created(sign: str, limit: datetime) -> Predicate:
    return lambda source: Sql(f"{source.alias}.created_at {sign} %s", (limit,))


def _never(condition: Predicate) -> Predicate:
    return lambda source: "(" + condition(source) + ") IS NOT TRUE"


def _amount(context: Context, entity: Entity, source: RowSource, measure: str | None) -> Sql:
    if measure is None:
        return Sql("NULL::numeric")
    path = resolve_plain_path(context, entity, measure, at=("measure",))
    _check_measure(path[-1])
    for link in path[:-1]:
        source = source.follow(link)
    return get_kind(path[-1].kind).rule_sql(path[-1], source)


def _check_measure(item: Field) -> None:
    kind = get_kind(item.kind)
    if kind.storage != "columns" or not kind.rule_type(item).is_numeric:
        message = text('"{key}" cannot be summed', "“{key}”不能求和", key=item.key)
        raise Invalid(None, [Issue("not_measurable", message, ("measure",))])


def _ask(context: Context, cohort: Sql, slots: Mapping[str, object], rest: Sql) -> Sequence[tuple[Any, ...]]:
    statement = cohort + rest
    return fetch_all(context.workspace, statement.text, statement.bind(slots))


def _total(furthest: Sequence[tuple[Any, ...]], position: int) -> tuple[int, Decimal | None]:
    """Records that got at least so far, and their amounts."""
    counted = [(count, amount) for reached, count, amount in furthest if reached >= position]
    amounts = [amount for _count, amount in counted if amount is not None]
    return sum(count for count, _amount in counted), sum(amounts) if amounts else None


def _stages(
    governor: Governor,
    way: Sequence[str],
    now: Mapping[str, Sequence[Any]],
    reached: Mapping[str, tuple[int, Decimal | None]],
    times: Mapping[str, int],
) -> Iterable[dict[str, Any]]:
    for key, stage in governor.pipeline.stages.items():
        count, amount = now.get(key, (0, None))
        got = reached.get(key)
        yield {
            **_named(stage),
            "count": count,
            "amount": None if amount is None else str(amount),
            "reached": got[0] if got else None,
            "reached_amount": str(got[1]) if got and got[1] is not None else None,
            "conversion": _conversion(way, key, reached) if got else None,
            "seconds": times.get(key),
        }


def _named(stage: Stage) -> dict[str, Any]:
    return {"key": stage.key, "label": dict(stage.label), "kind": stage.kind}


def _conversion(
    way: Sequence[str], key: str, reached: Mapping[str, tuple[int, Decimal | None]]
) -> float | None:
    """The share of those that reached the stage before; None for the first, and of nothing."""
    position = way.index(key)
    before = reached[way[position - 1]][0] if position else 0
    return round(reached[key][0] / before, 4) if before else None
