"""Titles of records by id, for places that may name a record whoever looks: whoever has a part in its
approval, is told of it, or finds it in the trail of their own doings."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from odos.database.session import fetch_all
from odos.kernel.sql import quote
from odos.records.computed_sql import open_source
from odos.records.context import Context
from odos.records.sources import see_everything
from odos.schema.model import Entity


def labels_of(context: Context, entity: Entity, ids: Collection[int]) -> Mapping[int, str]:
    """id → title, in one query; records in the bin too, absent ones are missing. A title that is kept back
    from the viewer is not told."""
    if entity.title.id in context.access(entity).veiled_fields:
        return {}
    source = open_source(context.schema, entity, "t", see_everything)
    title = source.title()
    statement = f"SELECT t.id, {title} FROM {quote(entity.table)} t" + source.joins.sql()
    rows = fetch_all(
        context.workspace, f"{statement.text} WHERE t.id = ANY(%s)", [*statement.params, list(ids)]
    )
    return {row[0]: row[1] for row in rows if row[1] is not None}
