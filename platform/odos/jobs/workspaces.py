"""Which workspaces this installation has."""

from __future__ import annotations

from django.db import connection

from odos.kernel.workspaces import Workspace

# A workspace has two schemas, and is ready once its tables were made.
_NAMESPACES = """
    SELECT n.nspname FROM pg_catalog.pg_namespace n
    WHERE n.nspname LIKE 'ws\\_%'
      AND EXISTS (SELECT 1 FROM pg_catalog.pg_namespace a WHERE a.nspname = n.nspname || '_audit')
      AND to_regclass(quote_ident(n.nspname) || '.job') IS NOT NULL
    ORDER BY n.nspname
"""


def list_workspaces() -> list[Workspace]:
    """Every workspace whose tables exist."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMESPACES)
        return [Workspace(row[0].removeprefix("ws_")) for row in cursor.fetchall()]
