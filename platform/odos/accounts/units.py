"""The tree of organisation units, as rules ask about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from odos.accounts.timed_cache import TimedCache
from odos.database.session import fetch_all
from odos.kernel.workspaces import Workspace

_below: TimedCache[tuple[str, int], frozenset[int]] = TimedCache()

# UNION drops what was seen already, so that even a cycle would end.
_BELOW = """
    WITH RECURSIVE below AS (
        SELECT id FROM unit WHERE id = %s AND deleted_at IS NULL
        UNION
        SELECT unit.id FROM unit JOIN below ON unit.parent = below.id WHERE unit.deleted_at IS NULL
    )
    SELECT id FROM below
"""
_CODES = "SELECT code FROM unit WHERE id = ANY(%s::bigint[]) AND code IS NOT NULL"


def list_units_below(*, workspace: Workspace, unit_id: int) -> frozenset[int]:
    """The unit and all units below it, as far as they exist; at most a second old."""
    return _below.get((workspace.key, unit_id), lambda: _read(workspace, _BELOW, unit_id))


def list_unit_codes(*, workspace: Workspace, unit_ids: Sequence[int]) -> frozenset[str]:
    """The codes of those units that have one."""
    return _read(workspace, _CODES, list(unit_ids)) if unit_ids else frozenset()


def forget_units() -> None:
    """After units changed in this process; other processes notice within a second."""
    _below.forget()


def _read(workspace: Workspace, sql: str, asked: object) -> frozenset[Any]:
    return frozenset(row[0] for row in fetch_all(workspace, sql, [asked]))
