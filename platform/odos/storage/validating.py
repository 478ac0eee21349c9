"""Long work on stored rows: conversions in batches, and foreign keys checked after the fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from odos.database.session import execute, fetch_one, fetch_value, transaction
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.schema.codec import field_from_json
from odos.storage.building import end_work, find_work, move_work
from odos.storage.conversion import conversion_statement
from odos.storage.key_steps import clear_dangling
from odos.storage.shapes import ForeignKey

BATCH_ROWS = 5_000

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Batch:
    last: int
    rows: int


def convert_field(workspace: Workspace, field: str, progress: Progress) -> bool:
    """Carry a field's values over, batch by batch, each in a transaction with the place to go on from.

    Tells whether the work ended here; False when somebody replaced or withdrew it meanwhile.
    """
    done = 0
    total = _rows_to_convert(workspace, field)
    while (batch := _convert_batch(workspace, field)) is not None:
        done += batch.rows
        progress(done, max(total, done))
    return end_work(workspace, field, "convert")


def validate_key(workspace: Workspace, key: ForeignKey) -> None:
    """Clear references to nothing, then have the database check the rest without stopping anybody."""
    with transaction(workspace, timeout_ms=0):
        execute(workspace, clear_dangling(key))
    constraint = f"ALTER TABLE {quote(key.table)} VALIDATE CONSTRAINT {quote(key.name)}"
    with transaction(workspace, timeout_ms=0):
        known = "SELECT 1 FROM pg_catalog.pg_constraint WHERE conname = %s AND NOT convalidated"
        if fetch_one(workspace, known, [key.name]):
            execute(workspace, constraint)


def _rows_to_convert(workspace: Workspace, field: str) -> int:
    work = find_work(workspace, field, "convert")
    if work is None:
        return 0
    table = quote(str(work.detail["table"]))
    return int(fetch_value(workspace, f"SELECT count(*) FROM {table} WHERE id > %s", [work.position]) or 0)


def _convert_batch(workspace: Workspace, field: str) -> _Batch | None:
    with transaction(workspace, timeout_ms=0):
        work = find_work(workspace, field, "convert")
        if work is None:
            return None
        table = quote(str(work.detail["table"]))
        ids = (
            f"SELECT max(id), count(*) FROM (SELECT id FROM {table} WHERE id > %s ORDER BY id LIMIT %s) batch"
        )
        last, rows = fetch_one(workspace, ids, [work.position, BATCH_ROWS]) or (None, 0)
        if last is None:
            return None
        statement = conversion_statement(
            str(work.detail["table"]),
            field_from_json(work.detail["old"]),
            field_from_json(work.detail["new"]),
            restored=bool(work.detail["restored"]),
            base_currency=str(work.detail["currency"]),
        )
        since = f" AND updated_at <= '{work.detail['since']}'::timestamptz" if work.detail["restored"] else ""
        execute(workspace, f"{statement}{since} AND id > {work.position:d} AND id <= {last:d}")
        move_work(workspace, work, last)
    return _Batch(last, rows)
