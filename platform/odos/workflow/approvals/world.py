"""What the machine asks of the outside; everything that depends on data, people or time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from odos.workflow.approvals.definition import Copy, Fork, Step


@dataclass(frozen=True)
class Person:
    """An approver as resolved: ``user`` acts, for ``principal`` where they stand in for them."""

    user: int
    principal: int
    has_veto: bool = False


class World(Protocol):
    """The record, its people and rules, as they are at the moment of a command."""

    def holds(self, condition: str) -> bool:
        """Whether a condition over the record is true."""

    def named_branches(self, fork: Fork) -> frozenset[str]:
        """The keys of the branches that the fork's decision table names for the record."""

    def approvers(self, node: Step | Copy) -> tuple[Person, ...]:
        """Who is asked, in order, nobody twice, people who left and standing delegations dealt with."""

    def person(self, user: int) -> Person | None:
        """Somebody asked by name, or who stands in for them; None when nobody can act."""

    def manager_of(self, user: int) -> Person | None:
        """Whom the user reports to: their manager, else the next head of a unit above them."""

    def administrators(self) -> tuple[Person, ...]:
        """Who is asked where nobody else is."""
