"""The records at the end of a path through references and collections."""

from __future__ import annotations

from collections.abc import Sequence

from odos.database.session import fetch_all
from odos.dsl.scope import Name
from odos.dsl.tree import FieldPath
from odos.kernel.sql import Sql, quote
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import RuleSource
from odos.records.rules.sources import see_everything
from odos.schema.model import Entity


def ids_along(context: Context, entity: Entity, path: FieldPath, record_id: int) -> list[int]:
    """Ids of the records that a path which ends in a collection leads to, in order; it sees everything."""
    row = open_source(context.schema, entity, "t", see_everything)
    found = select_along(path.steps, RuleSource(row))
    statement = (
        Sql("SELECT DISTINCT p.v")
        + f' FROM {quote(entity.table)} "t"'
        + row.joins.sql()
        + " CROSS JOIN LATERAL ("
        + found
        + ') p WHERE "t".id = '
        + Sql("%s AND p.v IS NOT NULL ORDER BY 1", (record_id,))
    )
    return [found for (found,) in fetch_all(context.workspace, statement.text, statement.bind(context.slots))]


def select_along(steps: Sequence[Name], source: RuleSource) -> Sql:
    """``SELECT id AS v …`` of everybody at the end of a path."""
    for place, step in enumerate(steps):
        if step.is_collection:
            collection = source.collection(step)
            rest = steps[place + 1 :]
            if not rest:
                return collection.select(Sql(f"{collection.row.alias}.id AS v"))
            return collection.select("unnest(ARRAY(" + select_along(rest, collection.source) + ")) AS v")
        if place == len(steps) - 1:
            return "SELECT " + source.value(step.field) + " AS v"
        source = source.follow(step.field)
    raise ValueError("a path has at least one step")
