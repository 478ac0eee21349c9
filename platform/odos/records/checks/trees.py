"""Trees stay trees: no record may come to stand below itself, also when many move in one call.

Moves within one tree run one after another, behind a lock of that tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from odos.database.locks import lock_exclusive
from odos.database.session import fetch_all
from odos.kernel.issues import Issue
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity, Field

Move = tuple[int, Mapping[str, ColumnValues]]  # a record and the fields that change


def find_cycles(context: Context, entity: Entity, moves: Sequence[Move]) -> list[tuple[int, Issue]]:
    """Findings with the positions of the moves, which count in the order given."""
    found: list[tuple[int, Issue]] = []
    for item in entity.fields_of_kind("parent"):
        moved = [
            (position, record_id, _parent(item, values))
            for position, (record_id, values) in enumerate(moves)
            if item.id in values
        ]
        if any(parent is not None for _position, _record, parent in moved):
            lock_exclusive(context.workspace, f"tree:{item.id}")
            found += [(position, _cycle(item)) for position in _circular(context, entity, item, moved)]
    return found


def _parent(item: Field, values: Mapping[str, ColumnValues]) -> int | None:
    parent = values[item.id][0]
    return None if parent is None else int(str(parent))


def _circular(
    context: Context, entity: Entity, item: Field, moved: Sequence[tuple[int, int, int | None]]
) -> list[int]:
    """Positions of the moves that would close a circle; the others are taken as done."""
    parents = _ancestors(context, entity, item, {parent for *_, parent in moved if parent is not None})
    refused = []
    for position, record_id, parent in moved:
        if _stands_below(parents, parent, record_id):
            refused.append(position)
        else:
            parents[record_id] = parent
    return refused


def _stands_below(parents: Mapping[int, int | None], start: int | None, record_id: int) -> bool:
    seen: set[int] = set()
    here = start
    while here is not None and here not in seen:
        if here == record_id:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def _ancestors(context: Context, entity: Entity, item: Field, starts: Iterable[int]) -> dict[int, int | None]:
    """The parent of each of ``starts`` and of everything above them."""
    table, column = quote(entity.table), quote(item.column)
    statement = (
        f"WITH RECURSIVE up AS (SELECT id, {column} AS parent FROM {table} WHERE id = ANY(%s)"
        f" UNION SELECT t.id, t.{column} FROM {table} t JOIN up ON t.id = up.parent)"
        " SELECT id, parent FROM up"
    )
    return dict(fetch_all(context.workspace, statement, [sorted(starts)]))


def _cycle(item: Field) -> Issue:
    message = text("A record cannot stand below itself", "上级不能是自身或自身的下级")
    hint = text("Choose a record outside this one's tree", "请选择不在其下级中的记录")
    return Issue("cycle", message, (item.key,), hint)
