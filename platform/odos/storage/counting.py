"""Slim indexes by which shared views of big tables are counted.

The index of a view carries its order as well: five times as many pages to read for a count. Without the
order equal entries share their place. A small table is counted fast enough, and each index costs every
write, so only big ones get it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from odos.database.session import fetch_all
from odos.kernel.workspaces import Workspace
from odos.schema.model import Entity, Schema
from odos.storage.indexes import unwant_index, want
from odos.storage.list_indexes import count_index, equal_keys
from odos.storage.shapes import Index

COUNT = "count"
BIG = 96 * 2**20  # bytes of the table alone; some 300,000 rows of 20 fields

_BIG_TABLES = """
SELECT c.relname FROM pg_catalog.pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND pg_relation_size(c.oid) >= %s
"""
_KNOWN = "SELECT name FROM managed_index WHERE purpose = %s AND state <> 'unwanted'"


def reconsider_counts(workspace: Workspace, schema: Schema, *, now: datetime) -> int:
    """Note what views of big tables lack, give up what no view needs; tells how many indexes that are."""
    big = {row[0] for row in fetch_all(workspace, _BIG_TABLES, [BIG])}
    known = {row[0] for row in fetch_all(workspace, _KNOWN, [COUNT])}
    entities = [entity for entity in schema.entities.values() if entity.views]
    wanted = {index.name: index for entity in entities for index in _count_indexes(schema, entity)}
    gone = known - wanted.keys()
    missing = [index for index in wanted.values() if index.table in big and index.name not in known]
    for name in gone:
        unwant_index(workspace, name)
    for index in missing:
        want(workspace, index, now=now)
    return len(gone) + len(missing)


def _count_indexes(schema: Schema, entity: Entity) -> Iterator[Index]:
    for view in entity.views:
        index = count_index(entity, equal_keys(schema, entity, str(view.get("filter") or "")), purpose=COUNT)
        if index is not None:
            yield index
