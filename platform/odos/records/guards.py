"""Guards: ordered functions in the write pipeline that may refuse a change.

Approval locks, stage gates, duplicate rules and plugins come in here. A guard sees the row before and
after and returns findings; it writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from odos.kernel.issues import Issue
from odos.records.context import Context
from odos.records.inputs import ColumnValues
from odos.schema.model import Entity

Action = Literal["create", "edit", "delete", "restore"]


@dataclass(frozen=True)
class Attempt:
    """What is about to happen to one record. ``before`` is empty for a new one, ``after`` for a deletion."""

    entity: Entity
    action: Action
    record_id: int | None
    before: Mapping[str, ColumnValues]
    after: Mapping[str, ColumnValues]


@dataclass(frozen=True)
class Guard:
    """Asked in ascending ``order`` (then key). One that returns errors stops the change."""

    key: str
    order: int
    check: Callable[[Context, Attempt], Sequence[Issue]]


_guards: dict[str, Guard] = {}


def register_guard(guard: Guard) -> None:
    """Add a guard; a key that is taken is refused."""
    if guard.key in _guards:
        raise ValueError(f"guard {guard.key!r} is registered twice")
    _guards[guard.key] = guard


@contextmanager
def registered(guard: Guard) -> Iterator[None]:
    """A guard for the length of a block."""
    register_guard(guard)
    try:
        yield
    finally:
        del _guards[guard.key]


def ask_guards(context: Context, attempt: Attempt) -> list[Issue]:
    """The findings of all guards, in order."""
    ordered = sorted(_guards.values(), key=lambda guard: (guard.order, guard.key))
    return [issue for guard in ordered for issue in guard.check(context, attempt)]
