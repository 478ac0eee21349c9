"""Numbers from counters: one counter for each auto_number field and period, advanced once for a batch."""

from __future__ import annotations

from collections.abc import Sequence

from odos.database.session import fetch_value
from odos.fields.numbering import format_number, is_reserved, period
from odos.records.context import Context
from odos.records.inputs import ColumnValues
from odos.schema.model import Entity, Field

_ADVANCE = """
    INSERT INTO number_counter (field_id, period, last) VALUES (%s, %s, %s)
    ON CONFLICT (field_id, period) DO UPDATE SET last = number_counter.last + EXCLUDED.last
    RETURNING last
"""


def assign_numbers(context: Context, entity: Entity, rows: Sequence[dict[str, ColumnValues]]) -> None:
    """Fill the auto_number fields of new rows that came without one."""
    for item in entity.fields_of_kind("auto_number"):
        waiting = [row for row in rows if row.get(item.id, (None,))[0] is None]
        numbers = take_numbers(context, item, len(waiting))
        for row, number in zip(waiting, numbers, strict=True):
            row[item.id] = (number,)


def take_numbers(context: Context, item: Field, count: int) -> list[str]:
    """The next ``count`` numbers; reserved ones are skipped. The counter's row is locked until commit."""
    found: list[str] = []
    while len(found) < count:
        wanted = count - len(found)
        last = _advance(context, item, wanted)
        candidates = range(last - wanted + 1, last + 1)
        found += [
            format_number(item.options["pattern"], context.now, number)
            for number in candidates
            if not is_reserved(item.options.get("reserved", ()), number)
        ]
    return found


def _advance(context: Context, item: Field, count: int) -> int:
    name = period(item.options.get("reset", "never"), context.now)
    return int(fetch_value(context.workspace, _ADVANCE, [item.id, name, count]))
