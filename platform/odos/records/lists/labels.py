"""Titles of records by id: with the viewer's eyes, and for places that may name a record whoever looks, since
they have a part in its approval or find it in the trail of their own doings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from odos.database.prepared import fetch_all_prepared
from odos.database.session import fetch_all
from odos.kernel.sql import ANY_ID, Sql, quote
from odos.records.caches import kept
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.lists.reaching import reachable, visibility_of
from odos.records.rules.sources import see_everything
from odos.schema.model import Entity


def labels_of(context: Context, entity: Entity, ids: Collection[int]) -> Mapping[int, str]:
    """id → title, in one query; records in the bin too, absent ones are missing. A title that is kept back
    from the viewer is not told."""
    statement = labels_sql(context, entity, ids)
    if statement is None:
        return {}
    rows = fetch_all_prepared(context.workspace, statement.text, statement.params)
    return {row[0]: row[1] for row in rows if row[1] is not None}


def labels_sql(context: Context, entity: Entity, ids: Collection[int]) -> Sql | None:
    """The statement of `labels_of`: id and title, which may be NULL. None where the title is kept back."""
    if entity.title.id in context.access(entity).veiled_fields:
        return None
    statement = kept(context, ("titles", entity.id), lambda: _titles(context, entity))
    return Sql(statement.text, (*statement.params, list(ids)))


def _titles(context: Context, entity: Entity) -> Sql:
    """The statement of `labels_sql`, whose last parameter are the ids."""
    source = open_source(context.schema, entity, "t", see_everything)
    title = source.title()
    table = f"SELECT t.id, {title} FROM {quote(entity.table)} t"
    return table + source.joins.sql() + f" WHERE t.id = {ANY_ID}"


def labels_in_sight(context: Context, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """(identity of an entity, id) → title of those that the actor may see, a query for each entity; those in
    the bin, out of reach or of no entity any more are missing."""
    ids: dict[str, set[int]] = {}
    for entity_id, record_id in wanted:
        ids.setdefault(entity_id, set()).add(record_id)
    found: dict[tuple[str, int], str] = {}
    for entity_id, members in ids.items():
        entity = context.schema.by_id.get(entity_id)
        if entity is not None and not context.access(entity).impossible:
            found |= {(entity_id, key): label for key, label in _in_sight(context, entity, members)}
    return found


def _in_sight(context: Context, entity: Entity, ids: Collection[int]) -> Iterator[tuple[int, str]]:
    source = open_source(context.schema, entity, "t", visibility_of(context))
    title = source.title()
    statement = Sql(f"SELECT t.id, {title} FROM {quote(entity.table)} t") + source.joins.sql()
    statement += Sql(" WHERE t.id = ANY(%s) AND t.deleted_at IS NULL AND ", (list(ids),))
    statement += reachable(context, entity, "t")
    for key, label in fetch_all(context.workspace, statement.text, statement.bind(context.slots)):
        yield key, str(key) if label is None else label
