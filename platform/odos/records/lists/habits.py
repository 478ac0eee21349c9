"""Lists that are asked for often get an index: this process counts what they hold equal and sort by.

That is what a filter says and, in the lists of members, whose the records are.
"""

from __future__ import annotations

import threading
from collections import Counter

from odos.records.context import Context
from odos.schema.model import Entity
from odos.storage.indexes import want_index

OFTEN = 200  # lists of the same shape in one process
_MOST_SHAPES = 10_000

Shape = tuple[str, str, tuple[str, ...], str]  # workspace, entity identity, keys held equal, sort

_counts: Counter[Shape] = Counter()
_lock = threading.Lock()


def note_list(context: Context, entity: Entity, equal: tuple[str, ...], sort: str) -> None:
    """Count a list; when it has been asked for often, its index is noted for the background."""
    if equal and _is_often((context.workspace.key, entity.id, equal, sort)):
        want_index(context.workspace, entity, equal, sort, now=context.now)


def _is_often(shape: Shape) -> bool:
    """True once, when the count gets there."""
    with _lock:
        if len(_counts) > _MOST_SHAPES:
            _counts.clear()
        _counts[shape] += 1
        return _counts[shape] == OFTEN
