"""`Access`: the ways by which rows of one entity are reached, as plain values.

A branch says what must hold of a row; `odos.records.lists.reaching` makes SQL of it. Who asks is no part of
it: the user, their units, subordinates and what they were given through shares are slots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from odos.access.masks import Mask
from odos.kernel.sql import Sql

USER_SLOT = "user"  # the user
PEOPLE_SLOT = "people"  # the user and all subordinates
OWN_UNITS_SLOT = "own_units"  # the units that the user works in
OWN_UNIT_SLOT = "own_unit"  # the only one of them, where there is one
UNITS_SLOT = "units"  # these and all below them
COMPANY_SLOT = "company"  # all units of the companies that these belong to
GRANTED_SLOT = "granted"  # what shares name the user by: see `odos.access.grantees`
GRANTED_PEOPLE_SLOT = "granted_people"  # the same, and the subordinates

# What stands for a list that names one user or unit, which most do: see `odos.access.slots.single_slots`.
SINGLE_SLOTS = {
    PEOPLE_SLOT: USER_SLOT,
    OWN_UNITS_SLOT: OWN_UNIT_SLOT,
    UNITS_SLOT: OWN_UNIT_SLOT,
    COMPANY_SLOT: OWN_UNIT_SLOT,
}

NOTHING = Sql("FALSE")
EVERYTHING = Sql("TRUE")

Level = Literal["see", "edit"]


@dataclass(frozen=True)
class Everything:
    """Every record."""


@dataclass(frozen=True)
class Owned:
    """``column`` of the row is one of the users of a slot."""

    column: str
    slot: str


@dataclass(frozen=True)
class InUnits:
    """``column`` of the row is one of the units of a slot."""

    column: str
    slot: str


@dataclass(frozen=True)
class OnTeam:
    """A user of the slot is on the record's team, in one of these roles."""

    entity: str  # identity
    roles: tuple[str, ...]
    slot: str


@dataclass(frozen=True)
class Shared:
    """The record was shared, and the share is not over; ``level`` is the least that it must allow."""

    entity: str
    level: Level
    slot: str


@dataclass(frozen=True)
class Ruled:
    """The record meets a rule of the application."""

    rule: str


@dataclass(frozen=True)
class Inherited:
    """The live record that ``column`` refers to is reached by every one of ``accesses``."""

    field: str  # identity
    column: str
    target: str  # identity of the entity
    accesses: tuple[Access, ...]


Branch = Everything | Owned | InUnits | OnTeam | Shared | Ruled | Inherited


@dataclass(frozen=True)
class Parent:
    """The table of the record that a line belongs to; its access is the line's."""

    table: str
    column: str  # on the line: the parent's id


@dataclass(frozen=True)
class Veil:
    """What is kept back of a field: all of it, or what the mask does not show.

    ``when``: rules that must all hold of a record for the veil to lie over it; none: over every record.
    """

    mask: Mask | None = None
    when: tuple[str, ...] = ()


@dataclass(frozen=True)
class Access:
    """What one principal may reach for one action on one entity; fields by identity.

    Line items have ``parents``, nearest first: the branches then speak about the row of the last one, whose
    entity is ``top``.
    """

    entity: str = ""
    branches: tuple[Branch, ...] = ()
    veils: tuple[tuple[str, Veil], ...] = ()
    locks: tuple[tuple[str, tuple[str, ...]], ...] = ()  # fields not to be changed, and when (see `Veil`)
    parents: tuple[Parent, ...] = ()
    top: str = field(default="", compare=False)

    @cached_property
    def unrestricted(self) -> bool:
        """Every record, so that no predicate is needed and estimates reveal nothing."""
        return any(isinstance(branch, Everything) for branch in self.branches)

    @property
    def impossible(self) -> bool:
        """No record at all."""
        return not self.branches

    @cached_property
    def veil_of(self) -> Mapping[str, Veil]:
        """Veils by field."""
        return dict(self.veils)

    @cached_property
    def veiled_fields(self) -> frozenset[str]:
        """Fields of which something is kept back: nobody may search, filter, sort or group by them."""
        return frozenset(self.veil_of)

    @cached_property
    def hidden_fields(self) -> frozenset[str]:
        """Fields that are never shown."""
        return frozenset(key for key, veil in self.veils if veil.mask is None and not veil.when)

    @cached_property
    def readonly_fields(self) -> frozenset[str]:
        """Fields that may be changed in no record."""
        return frozenset(key for key, when in self.locks if not when)

    @cached_property
    def locks_by_record(self) -> Mapping[str, tuple[str, ...]]:
        """Fields that some records keep from being changed, with the rules that must all hold there."""
        return {key: when for key, when in self.locks if when}
