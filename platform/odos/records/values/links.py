"""Many-to-many references: rows of link tables, written with the record that holds the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from odos.database.session import execute, fetch_all
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.schema.model import Entity, Field


def read_links(
    context: Context, entity: Entity, record_id: int, field_ids: Sequence[str]
) -> dict[str, list[int]]:
    """The targets of the given fields, ascending."""
    return {
        key: [
            row[0]
            for row in fetch_all(
                context.workspace,
                f"SELECT target_id FROM {quote(entity.by_id[key].column)} WHERE source_id = %s ORDER BY 1",
                [record_id],
            )
        ]
        for key in field_ids
    }


def linked_pairs(
    context: Context, item: Field, pairs: Sequence[tuple[int | None, int]]
) -> set[tuple[int | None, int]]:
    """Those of the (record, target) that the many-to-many field ties already."""
    asked = [list(side) for side in zip(*pairs, strict=True)]
    rows = fetch_all(
        context.workspace,
        f"SELECT source_id, target_id FROM {quote(item.column)} JOIN unnest(%s::bigint[], %s::bigint[])"
        " AS asked (source, target) ON source_id = asked.source AND target_id = asked.target",
        asked,
    )
    return {(row[0], row[1]) for row in rows}


def write_links(context: Context, entity: Entity, record_id: int, links: Mapping[str, Sequence[int]]) -> None:
    """Make the targets of each given field exactly these."""
    for field_id, targets in links.items():
        table = quote(entity.by_id[field_id].column)
        execute(
            context.workspace,
            f"DELETE FROM {table} WHERE source_id = %s AND NOT target_id = ANY(%s)",
            [record_id, list(targets)],
        )
        execute(
            context.workspace,
            f"INSERT INTO {table} (source_id, target_id) SELECT %s, unnest(%s::bigint[])"
            " ON CONFLICT DO NOTHING",
            [record_id, list(targets)],
        )


def link_changes(
    before: Mapping[str, Sequence[int]], after: Mapping[str, Sequence[int]]
) -> dict[str, list[object]]:
    """What the audit trail says of changed links: lists of ids as texts, sorted."""
    changes: dict[str, list[object]] = {}
    for key, targets in after.items():
        old, new = sorted(before.get(key, ())), sorted(targets)
        if old != new:
            changes[key] = [[str(item) for item in old], [str(item) for item in new]]
    return changes
