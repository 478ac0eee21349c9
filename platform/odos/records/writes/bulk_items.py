"""One row of a bulk write on its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from odos.kernel.issues import Issue
from odos.records.checks.conditions import Saving
from odos.records.checks.guards import Attempt
from odos.records.computed.values import Row
from odos.records.values.inputs import Draft
from odos.records.writes.bulk_requests import Operation
from odos.records.writes.statements import Stored
from odos.schema.model import Entity


@dataclass
class Item:
    """Where the row came from, what was read, what will be written."""

    operation: Operation
    index: int
    draft: Draft
    row: Row
    stored: Stored | None = None
    issues: list[Issue] = field(default_factory=list)

    @property
    def record_id(self) -> int | None:
        """None for a new record."""
        return self.stored.id if self.stored else None

    @property
    def old(self) -> Row:
        """The values that are there; none of a new record."""
        return self.stored.values if self.stored else {}

    @property
    def moved(self) -> Row:
        """The values that were sent and are others than those that are there."""
        return self._others(self.draft.values)

    @property
    def changed(self) -> Row:
        """The same of all values, also those that were computed."""
        return self._others(self.row)

    def _others(self, row: Row) -> Row:
        old = self.old
        return {key: values for key, values in row.items() if old.get(key) != values}

    @property
    def saving(self) -> Saving:
        """The row as conditions and rules judge it."""
        written = frozenset(self.moved.keys() | self.draft.links.keys())
        return Saving(self.old, self.row, written, self.draft.links, self.record_id)

    def attempt(self, entity: Entity, action: Literal["create", "edit"]) -> Attempt:
        """The row as guards judge it."""
        return Attempt(entity, action, self.record_id, self.old, self.row, self.draft.further)
