"""Numbers from counters: one counter for each auto_number field and period, advanced once for a batch."""

from __future__ import annotations

from collections.abc import Container, Sequence

from odos.database.session import execute, fetch_value
from odos.fields.numbering import format_number, next_counter, period
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity, Field

_LOCK = """
    INSERT INTO number_counter (field_id, period, last) VALUES (%s, %s, 0)
    ON CONFLICT (field_id, period) DO UPDATE SET last = number_counter.last
    RETURNING last
"""
# Tells which of the numbers are taken: somebody gave them by hand, or an import brought them.
_KEEP = """
    UPDATE number_counter SET last = %s WHERE field_id = %s AND period = %s
    RETURNING (SELECT array_agg({column}) FROM {table} WHERE {column} = ANY(%s) AND deleted_at IS NULL)
"""
_MOST_AT_ONCE = 10_000


def assign_numbers(context: Context, entity: Entity, rows: Sequence[dict[str, ColumnValues]]) -> None:
    """Fill the auto_number fields of new rows that came without one."""
    for item in entity.fields_of_kind("auto_number"):
        given = {row.get(item.id, (None,))[0] for row in rows}
        waiting = [row for row in rows if row.get(item.id, (None,))[0] is None]
        if waiting:
            numbers = take_numbers(context, entity, item, len(waiting), given)
            for row, number in zip(waiting, numbers, strict=True):
                row[item.id] = (number, *row.get(item.id, (None,))[1:])


def take_numbers(
    context: Context, entity: Entity, item: Field, count: int, given: Container[object] = ()
) -> list[str]:
    """The next ``count`` numbers; reserved and taken ones are skipped, and those ``given`` beside them. The
    counter's row is locked until commit."""
    name = period(item.options.get("reset", "never"), context.now)
    last = int(fetch_value(context.workspace, _LOCK, [item.id, name]))
    keep = _KEEP.format(column=quote(item.column), table=quote(entity.table))
    found: list[str] = []
    size = count
    while len(found) < count:
        numbers = _numbers_after(context, item, last, size)
        taken = _find_taken(context, keep, [max(numbers), item.id, name, list(numbers.values())])
        free = [each for each in numbers if numbers[each] not in taken and numbers[each] not in given]
        used = free[: count - len(found)]
        found += [numbers[each] for each in used]
        last = used[-1] if len(found) == count else max(numbers)
        size = min(2 * size, _MOST_AT_ONCE)
    if last != max(numbers):
        execute(context.workspace, keep, [last, item.id, name, []])
    return found


def _numbers_after(context: Context, item: Field, last: int, count: int) -> dict[int, str]:
    """So many numbers by their counters."""
    reserved = tuple(item.options.get("reserved", ()))
    counters: list[int] = []
    for _ in range(count):
        last = next_counter(reserved, last)
        counters.append(last)
    return {each: format_number(item.options["pattern"], context.now, each) for each in counters}


def _find_taken(context: Context, statement: str, values: Sequence[object]) -> frozenset[str]:
    return frozenset(fetch_value(context.workspace, statement, values) or ())
