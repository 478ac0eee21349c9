"""What is kept of a person beside the record and its trail: packages say where, and take it out on request.

Each package that keeps copies or words of people's data registers its traces here: comments, mails, files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from odos.kernel.registry import OrderedRegistry
from odos.records.context import Context
from odos.schema.model import Entity, Field, Labels

BLANKED = "–"  # stands where words were


@dataclass(frozen=True)
class Person:
    """Whose data goes: their record, the fields that hold it, and their mail addresses, in small letters."""

    entity: Entity
    record_id: int
    fields: tuple[Field, ...]
    addresses: tuple[str, ...]

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands."""
        return self.entity.id, self.record_id

    @property
    def keys(self) -> list[str]:
        """What the fields are and were called."""
        return [key for item in self.fields for key in (item.key, *item.aliases)]


@dataclass(frozen=True)
class Trace:
    """``count`` gives how many of them hold something of the person, ``erase`` takes it out and gives how
    many it was; both in the open transaction. ``told_as`` names what the trail of the record says of them."""

    key: str
    order: float
    label: Labels
    count: Callable[[Context, Person], int]
    erase: Callable[[Context, Person], int]
    told_as: tuple[str, ...] = ()


TRACES: OrderedRegistry[Trace] = OrderedRegistry("trace")
