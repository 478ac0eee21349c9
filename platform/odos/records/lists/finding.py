"""Finding records in every entity at once: a few of each, in one statement."""

from __future__ import annotations

from odos.database.session import fetch_all
from odos.kernel.sql import Sql, join, quote
from odos.records.caches import kept
from odos.records.context import Context
from odos.records.lists.plans import search_slots
from odos.records.lists.queries import narrowing_of
from odos.records.values.shapes import has_search
from odos.schema.model import Entity
from odos.search.grams import tsquery

PER_ENTITY = 5


def find_everywhere(*, context: Context, q: str) -> list[dict[str, str]]:
    """``{entity, id, label}`` of records that hold all words of ``q``, newest first within each entity."""
    query = tsquery(q)
    statement = kept(context, "find everywhere", lambda: _compile(context))
    if query is None or statement is None:
        return []
    values = {**context.slots, **search_slots(q)}
    rows = fetch_all(context.workspace, statement.text, statement.bind(values))
    return [{"entity": row[0], "id": row[1], "label": row[2]} for row in rows]


def _compile(context: Context) -> Sql | None:
    branches = [
        _branch(context, entity)
        for entity in context.schema.entities.values()
        if has_search(entity) and entity.line_of is None and not context.access(entity).impossible
    ]
    return join(" UNION ALL ", branches) if branches else None


def _branch(context: Context, entity: Entity) -> Sql:
    narrowing = narrowing_of(context, entity, searching=True)
    source = narrowing.source("t", "w")
    label, condition = source.title(), narrowing.condition(source)
    return (
        Sql(f"(SELECT %s, t.id::text, {label} FROM {quote(entity.table)} t", (entity.key,))
        + source.joins.sql()
        + " WHERE "
        + condition
        + f" ORDER BY t.id DESC LIMIT {PER_ENTITY})"
    )
