"""Which records are still being worked on, and which of the others are won, as conditions over rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from odos.database.session import fetch_all
from odos.kernel.sql import Sql, join, quote
from odos.records.caches import kept
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.sources import RowSource, see_everything
from odos.schema.model import Entity
from odos.workflow.stages.governing import Governor, governors_of
from odos.workflow.stages.pipelines import Stage


def open_records(context: Context, entity: Entity) -> Sql:
    """``FROM … WHERE`` of the living records that are still open, under the alias ``t``.

    A record is over when every pipeline that governs it has it in a stage where work ends; without a
    pipeline, or a stage, it never is.
    """
    return kept(context, ("open records", entity.id), lambda: _compile(context, entity))


def successful(context: Context, entity: Entity, ids: Collection[int]) -> set[int]:
    """Those of the living records that are no longer open and stand in a stage that is won."""
    found = kept(context, ("successful records", entity.id), lambda: _compile_success(context, entity))
    if found is None or not ids:
        return set()
    statement = "SELECT t.id " + found + Sql(" AND t.id = ANY(%s)", (list(ids),))
    rows = fetch_all(context.workspace, statement.text, statement.bind(context.slots))
    return {int(row[0]) for row in rows}


def _compile(context: Context, entity: Entity) -> Sql:
    source = open_source(context.schema, entity, "t", see_everything)
    over = _stands(context, source, lambda stage: not stage.is_open)
    condition = "(" + join(" AND ", over) + ") IS NOT TRUE" if over else Sql("TRUE")
    return _living(source, condition)


def _compile_success(context: Context, entity: Entity) -> Sql | None:
    """None where no pipeline says it of any record."""
    source = open_source(context.schema, entity, "t", see_everything)
    over = _stands(context, source, lambda stage: not stage.is_open)
    won = _stands(context, source, lambda stage: stage.kind == "won")
    if not over:
        return None
    return _living(source, "(" + join(" AND ", over) + ") AND (" + join(" OR ", won) + ")")


def _living(source: RowSource, condition: Sql) -> Sql:
    joined = f'FROM {quote(source.entity.table)} "t"' + source.joins.sql()
    return joined + ' WHERE "t".deleted_at IS NULL AND ' + condition


def _stands(context: Context, source: RowSource, is_meant: Callable[[Stage], bool]) -> list[Sql]:
    """For each field with pipelines whether the record is in a stage that is meant."""
    fields = governors_of(context, source.entity).by_field.values()
    return [_stands_in(source, governors, is_meant) for governors in fields]


def _stands_in(source: RowSource, governors: Sequence[Governor], is_meant: Callable[[Stage], bool]) -> Sql:
    """The first pipeline whose condition holds says which stages of its field are meant."""
    cases = [
        "WHEN "
        + (governor.when.condition(source) if governor.when is not None else Sql("TRUE"))
        + Sql(f" THEN {source.column(governor.field)} = ANY(%s)", (_keys(governor, is_meant),))
        for governor in governors
    ]
    return "CASE " + join(" ", cases) + " ELSE FALSE END"


def _keys(governor: Governor, is_meant: Callable[[Stage], bool]) -> list[str]:
    return [stage.key for stage in governor.pipeline.stages.values() if is_meant(stage)]
