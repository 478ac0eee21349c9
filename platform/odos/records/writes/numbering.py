"""Numbers from counters: one counter for each auto_number field and period, advanced once for a batch."""

from __future__ import annotations

from collections.abc import Sequence

from odos.database.session import execute, fetch_value
from odos.fields.numbering import format_number, next_counter, period
from odos.records.context import Context
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity, Field

_LOCK = """
    INSERT INTO number_counter (field_id, period, last) VALUES (%s, %s, 0)
    ON CONFLICT (field_id, period) DO UPDATE SET last = number_counter.last
    RETURNING last
"""
_KEEP = "UPDATE number_counter SET last = %s WHERE field_id = %s AND period = %s"


def assign_numbers(context: Context, entity: Entity, rows: Sequence[dict[str, ColumnValues]]) -> None:
    """Fill the auto_number fields of new rows that came without one."""
    for item in entity.fields_of_kind("auto_number"):
        waiting = [row for row in rows if row.get(item.id, (None,))[0] is None]
        if waiting:
            for row, number in zip(waiting, take_numbers(context, item, len(waiting)), strict=True):
                row[item.id] = (number, *row.get(item.id, (None,))[1:])


def take_numbers(context: Context, item: Field, count: int) -> list[str]:
    """The next ``count`` numbers; reserved ones are skipped. The counter's row is locked until commit."""
    name = period(item.options.get("reset", "never"), context.now)
    reserved = tuple(item.options.get("reserved", ()))
    last = int(fetch_value(context.workspace, _LOCK, [item.id, name]))
    counters: list[int] = []
    for _ in range(count):
        last = next_counter(reserved, last)
        counters.append(last)
    execute(context.workspace, _KEEP, [last, item.id, name])
    return [format_number(item.options["pattern"], context.now, counter) for counter in counters]
