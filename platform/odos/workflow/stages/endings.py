"""Which records are still being worked on, as a condition over rows."""

from __future__ import annotations

from collections.abc import Sequence

from odos.kernel.sql import Sql, join, quote
from odos.records.caches import kept
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.sources import RowSource, see_everything
from odos.schema.model import Entity
from odos.workflow.stages.governing import Governor, governors_of


def open_records(context: Context, entity: Entity) -> Sql:
    """``FROM … WHERE`` of the living records that are still open, under the alias ``t``.

    A record is over when every pipeline that governs it has it in a stage where work ends; without a
    pipeline, or a stage, it never is.
    """
    return kept(context, ("open records", entity.id), lambda: _compile(context, entity))


def _compile(context: Context, entity: Entity) -> Sql:
    source = open_source(context.schema, entity, "t", see_everything)
    fields = governors_of(context, entity).by_field.values()
    over = [_is_over(source, governors) for governors in fields]
    condition = "(" + join(" AND ", over) + ") IS NOT TRUE" if over else Sql("TRUE")
    return (
        f'FROM {quote(entity.table)} "t"'
        + source.joins.sql()
        + ' WHERE "t".deleted_at IS NULL AND '
        + condition
    )


def _is_over(source: RowSource, governors: Sequence[Governor]) -> Sql:
    """The first pipeline whose condition holds says in which stages of its field work ends."""
    cases = [
        "WHEN "
        + (governor.when.condition(source) if governor.when is not None else Sql("TRUE"))
        + Sql(f" THEN {source.column(governor.field)} = ANY(%s)", (_ends(governor),))
        for governor in governors
    ]
    return "CASE " + join(" ", cases) + " ELSE FALSE END"


def _ends(governor: Governor) -> list[str]:
    return [stage.key for stage in governor.pipeline.stages.values() if not stage.is_open]
