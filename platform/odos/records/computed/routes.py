"""Back along the hops of a `Read`: which records see the records that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from odos.database.session import fetch_all
from odos.fields.kinds.references import LINK_SOURCE, LINK_TARGET
from odos.kernel.sql import Sql, quote
from odos.records.computed.graph import Hop, HopKind
from odos.records.context import Context
from odos.schema.model import Schema


def seen_from(
    context: Context, route: tuple[Hop, ...], ids: Iterable[int], *, after: int = 0, most: int | None = None
) -> list[int]:
    """The ids, ascending, beyond ``after``, of the records from which ``route`` leads to any of ``ids``."""
    if not route:
        return sorted(identity for identity in set(ids) if identity > after)[:most]
    inner = back(context.schema, route, Sql("SELECT unnest(%s::bigint[])", (sorted(set(ids)),)))
    statement = "SELECT DISTINCT r.id FROM (" + inner + ") r(id) WHERE " + Sql("r.id > %s", (after,))
    statement = statement + " ORDER BY r.id" + (f" LIMIT {most:d}" if most else "")
    return [row[0] for row in fetch_all(context.workspace, statement.text, list(statement.params))]


def back(schema: Schema, route: tuple[Hop, ...], ids: Sql) -> Sql:
    """A SELECT of ids at the start of the route from one of ids at its end."""
    for hop in reversed(route):
        ids = _STEPS[hop.kind](schema, hop, ids)
    return ids


def _to_one(schema: Schema, hop: Hop, ids: Sql) -> Sql:
    entity = schema.by_id[hop.start]
    link = quote(entity.by_id[hop.link].column)
    return f"SELECT id FROM {quote(entity.table)} WHERE {link} IN (" + ids + ")"


def _from_many(schema: Schema, hop: Hop, ids: Sql) -> Sql:
    entity = schema.by_id[hop.end]
    link = quote(entity.by_id[hop.link].column)
    return f"SELECT {link} FROM {quote(entity.table)} WHERE id IN (" + ids + f") AND {link} IS NOT NULL"


def _linked(schema: Schema, hop: Hop, ids: Sql) -> Sql:
    table = quote(schema.by_id[hop.start].by_id[hop.link].column)
    return f"SELECT {LINK_SOURCE} FROM {table} WHERE {LINK_TARGET} IN (" + ids + ")"


def _linked_back(schema: Schema, hop: Hop, ids: Sql) -> Sql:
    table = quote(schema.by_id[hop.end].by_id[hop.link].column)
    return f"SELECT {LINK_TARGET} FROM {table} WHERE {LINK_SOURCE} IN (" + ids + ")"


_STEPS: Mapping[HopKind, Callable[[Schema, Hop, Sql], Sql]] = {
    "to_one": _to_one,
    "from_many": _from_many,
    "linked": _linked,
    "linked_back": _linked_back,
}
