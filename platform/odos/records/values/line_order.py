"""The order of line items: as they were listed in the save that listed them.

The places that the listed lines have together are dealt out anew; lines not listed keep theirs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from odos.database.session import execute, fetch_all
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.schema.model import Entity


def put_in_order(context: Context, entity: Entity, ids: Sequence[int]) -> list[int]:
    """Let the lines stand in the order of ``ids``. The ids of those that moved past others."""
    table = quote(entity.table)
    rows = fetch_all(
        context.workspace, f"SELECT id, coalesce(position, 0) FROM {table} WHERE id = ANY(%s)", [list(ids)]
    )
    positions = dict(rows)
    present = [positions[line_id] for line_id in ids]
    places = sorted(present)
    if places == present:
        return []
    execute(
        context.workspace,
        f"UPDATE {table} AS line SET position = listed.place"
        " FROM unnest(%s::bigint[], %s::double precision[]) AS listed (id, place)"
        " WHERE line.id = listed.id AND line.position IS DISTINCT FROM listed.place",
        [list(ids), places],
    )
    return [line_id for line_id, moved in zip(ids, out_of_place(present), strict=True) if moved]


def out_of_place(places: Sequence[float]) -> list[bool]:
    """Which items must move for the rest to ascend: all but a longest increasing subsequence.

    Patience sorting: ``ends[n]`` is the smallest last item of an ascending run of n + 1 items.
    """
    ends: list[float] = []
    lengths = []
    for place in places:
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        lengths.append(length)
    moved = [True] * len(places)
    wanted = len(ends) - 1
    for index in range(len(places) - 1, -1, -1):
        if lengths[index] == wanted:
            moved[index] = False
            wanted -= 1
    return moved
