"""`Access`: the branches by which rows of one entity are reached, as SQL and as a closure that agree.

Both forms read the same `Branch.tests`, so that a list and a single read cannot disagree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from odos.kernel.sql import Slot, Sql, join, quote

BranchKind = Literal["all", "own", "unit"]
Row = Mapping[str, object]

USER_SLOT = "user"
UNITS_SLOT = "units"

NOTHING = Sql("FALSE")
EVERYTHING = Sql("TRUE")


@dataclass(frozen=True)
class Branch:
    """One way to reach a record: ``column`` of its row equals the user, or is one of their units."""

    kind: BranchKind
    column: str = ""

    def predicate(self, alias: str) -> Sql:
        """The branch over a table whose quoted alias is ``alias``."""
        place = f"{alias}.{quote(self.column)}"
        match self.kind:
            case "all":
                return EVERYTHING
            case "own":
                return Sql(f"{place} = %s", (Slot(USER_SLOT),))
            case "unit":
                return Sql(f"{place} = ANY(%s::bigint[])", (Slot(UNITS_SLOT),))

    def reaches(self, row: Row, slots: Mapping[str, object]) -> bool:
        """The same for one row, given by column. A blank column is reached by nobody."""
        value = row.get(self.column)
        match self.kind:
            case "all":
                return True
            case "own":
                return value is not None and value == slots[USER_SLOT]
            case "unit":
                units = slots[UNITS_SLOT]
                return isinstance(units, Collection) and value is not None and value in units


@dataclass(frozen=True)
class Parent:
    """The table of the record that a line belongs to; its access is the line's."""

    table: str
    column: str  # on the line: the parent's id


@dataclass(frozen=True)
class Access:
    """What one principal may reach for one action on one entity; fields by identity.

    Line items have ``parents``, nearest first: the branches then speak about the row of the last one,
    and `may` is asked with that row.
    """

    branches: tuple[Branch, ...] = ()
    hidden_fields: frozenset[str] = frozenset()
    readonly_fields: frozenset[str] = frozenset()
    parents: tuple[Parent, ...] = ()

    @property
    def unrestricted(self) -> bool:
        """Every record, so that no predicate is needed and estimates reveal nothing."""
        return any(branch.kind == "all" for branch in self.branches)

    @property
    def impossible(self) -> bool:
        """No record at all."""
        return not self.branches

    @cached_property
    def shape(self) -> tuple[object, ...]:
        """What a compiled statement depends on; the user and the units are slots, not part of it."""
        return (self.branches, self.parents, tuple(sorted(self.hidden_fields)))

    @property
    def slots(self) -> frozenset[str]:
        """The slots that its predicates leave open."""
        needed = {"own": USER_SLOT, "unit": UNITS_SLOT}
        return frozenset(needed[branch.kind] for branch in self.branches if branch.kind in needed)


def branch_predicates(access: Access, alias: str) -> tuple[Sql, ...]:
    """One predicate for each branch over the quoted ``alias``, for a page that unites the top of each."""
    return tuple(_seen_from(access, branch, alias) for branch in access.branches)


def combined_predicate(access: Access, alias: str) -> Sql:
    """All branches as one predicate over the quoted ``alias``, in brackets."""
    if access.unrestricted:
        return EVERYTHING
    if access.impossible:
        return NOTHING
    return "(" + join(" OR ", branch_predicates(access, alias)) + ")"


def may(access: Access, row: Row, slots: Mapping[str, object]) -> bool:
    """Whether the row (by column; the parent's row for line items) is reached. Agrees with the predicate."""
    return any(branch.reaches(row, slots) for branch in access.branches)


def _seen_from(access: Access, branch: Branch, alias: str) -> Sql:
    if branch.kind == "all":
        return EVERYTHING
    opening, place = "", alias
    for depth, parent in enumerate(access.parents):
        inner = quote(f"parent_{depth}")
        link = f"{inner}.id = {place}.{quote(parent.column)}"
        opening += f"EXISTS (SELECT 1 FROM {quote(parent.table)} {inner} WHERE {link} AND "
        place = inner
    return opening + branch.predicate(place) + ")" * len(access.parents)
