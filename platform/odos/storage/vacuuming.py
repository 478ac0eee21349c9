"""Big tables are vacuumed soon after their rows change.

A count reads an index alone where pages of the table are known to be visible to everybody. PostgreSQL waits
with its vacuum until a fifth of the rows has changed; a hundredth of them, all over the table, already makes
a count several times as dear. Small tables are counted fast enough; what an administrator has set stays.
"""

from __future__ import annotations

from contextlib import suppress

from odos.database.session import fetch_all
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.schema.model import Schema
from odos.storage.counting import BIG
from odos.storage.migrate import LONGEST_WAIT_MS, Busy, run_ddl

_OFTEN = "autovacuum_vacuum_scale_factor = 0.002, autovacuum_vacuum_insert_scale_factor = 0.02"
_LEFT_ALONE = """
SELECT c.relname FROM pg_catalog.pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(%s)
AND pg_relation_size(c.oid) >= %s
AND NOT EXISTS (SELECT FROM unnest(c.reloptions) AS o WHERE o LIKE 'autovacuum%%')
ORDER BY c.relname
"""


def vacuum_often(workspace: Workspace, schema: Schema) -> None:
    """Have the big tables of the schema vacuumed often; one that is in use has to wait for the next call."""
    tables = [entity.table for entity in schema.entities.values()]
    for (name,) in fetch_all(workspace, _LEFT_ALONE, [tables, BIG]):
        with suppress(Busy):
            run_ddl(workspace, [f"ALTER TABLE {quote(name)} SET ({_OFTEN})"], wait_ms=LONGEST_WAIT_MS)
