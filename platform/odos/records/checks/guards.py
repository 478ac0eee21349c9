"""Guards: ordered functions in the write pipeline that may refuse a change.

Approval locks, stage gates, duplicate rules and plugins come in here. A guard sees rows before and after,
all of one call at once so that it asks the database once, and returns findings; it writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal

from odos.kernel.issues import Issue
from odos.kernel.registry import OrderedRegistry
from odos.records.context import Context
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity

Action = Literal["create", "edit", "delete", "restore"]


@dataclass(frozen=True)
class Attempt:
    """What is about to happen to one record.

    ``before`` is empty for a new one, and for one that goes into the bin along with another; ``after`` is for
    a deletion. ``further`` are the identities of line items and many-to-many fields that are written along.
    """

    entity: Entity
    action: Action
    record_id: int | None
    before: Mapping[str, ColumnValues]
    after: Mapping[str, ColumnValues]
    further: frozenset[str] = frozenset()

    def value(self, key: str) -> object:
        """What the field will hold, in its first column; None for a blank, and for a deletion."""
        item = self.entity.find_field(key)
        values = self.after.get(item.id) if item is not None else None
        return values[0] if values else None


Check = Callable[[Context, Sequence[Attempt]], Iterable[tuple[int, Issue]]]


@dataclass(frozen=True)
class Guard:
    """Asked in ascending ``order`` (then key). One that returns errors stops the change.

    ``check`` gets attempts on records of one entity and gives (position, finding) pairs.
    """

    key: str
    order: int
    check: Check


GUARDS: OrderedRegistry[Guard] = OrderedRegistry("guard")


def registered(guard: Guard) -> AbstractContextManager[None]:
    """A guard for the length of a block."""
    return GUARDS.temporarily(guard.key, guard)


def ask_guards(context: Context, attempt: Attempt) -> list[Issue]:
    """The findings of all guards on one change, in order."""
    return [issue for _position, issue in ask_guards_of(context, [attempt])]


def ask_guards_of(context: Context, attempts: Sequence[Attempt]) -> list[tuple[int, Issue]]:
    """The findings on changes of one entity, each with the position of the change."""
    if not attempts:
        return []
    return [found for guard in GUARDS.in_order() for found in guard.check(context, attempts)]
