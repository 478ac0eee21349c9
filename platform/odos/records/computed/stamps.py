"""Values that follow from what is being written, before anything is computed of them: since when, how likely.

Packages above register stampers here. One gets all rows of a call, so that it asks the database once, and
sets values in place; what somebody gave by themselves is not its business unless it says so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from odos.kernel.registry import OrderedRegistry
from odos.records.computed.values import Row
from odos.records.context import Context
from odos.schema.model import Entity


@dataclass(frozen=True)
class Coming:
    """A row on its way: ``before`` is empty for a new one, ``given`` are the fields that were sent."""

    before: Row
    after: Row
    given: Collection[str]


@dataclass(frozen=True)
class Stamp:
    """``concerns`` tells without a query whether the entity has anything to be stamped."""

    key: str
    order: float
    concerns: Callable[[Entity], bool]
    stamp: Callable[[Context, Entity, Sequence[Coming]], None]


STAMPS: OrderedRegistry[Stamp] = OrderedRegistry("stamp")


def stamp_rows(context: Context, entity: Entity, rows: Sequence[Coming]) -> None:
    """Let every stamper that the entity concerns do its work."""
    for stamp in STAMPS.in_order():
        if rows and stamp.concerns(entity):
            stamp.stamp(context, entity, rows)
