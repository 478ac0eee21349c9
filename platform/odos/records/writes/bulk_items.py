"""One row of a bulk write on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from odos.kernel.issues import Issue
from odos.records.checks.conditions import Saving
from odos.records.checks.guards import Attempt
from odos.records.computed.values import Row, formulas_of
from odos.records.context import Context
from odos.records.values.inputs import Draft
from odos.records.writes.bulk_requests import Operation
from odos.records.writes.statements import Stored
from odos.schema.model import Entity


@dataclass
class Item:
    """Where the row came from, what was read, what will be written.

    A row at fault is looked at for everything else that is wrong with it; not so one that ``is_refused`` as a
    whole. ``unread`` are the fields, by identity, whose values are not known because of its faults; nothing
    more is said of these (``told``, by key).
    """

    operation: Operation
    index: int
    draft: Draft
    row: Row
    stored: Stored | None = None
    issues: list[Issue] = field(default_factory=list)
    unread: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    is_refused: bool = False

    @classmethod
    def of_new(
        cls, context: Context, entity: Entity, index: int, draft: Draft, faults: Sequence[Issue]
    ) -> Item:
        """A new row; ``faults`` were found before it was read."""
        item = cls("create", index, draft, dict(draft.values), issues=[*faults, *draft.issues])
        if item.issues:
            item._note_unread(context, entity)
        return item

    @classmethod
    def of_known(
        cls, context: Context, entity: Entity, index: int, draft: Draft, stored: Stored | None
    ) -> Item:
        """A row that changes a record; None where there is no such record."""
        item = cls("update", index, draft, {}, stored, draft.issues)
        if item.issues:
            item._note_unread(context, entity)
        return item

    def find(self, issues: Iterable[Issue]) -> None:
        """Add findings, except about values that are not known."""
        self.issues += [issue for issue in issues if not (issue.path and issue.path[0] in self.told)]

    def refuse(self, issues: Iterable[Issue]) -> None:
        """Nothing will come of this row, whatever its values are."""
        self.issues += issues
        self.is_refused = True

    def _note_unread(self, context: Context, entity: Entity) -> None:
        """A row at fault takes no number; what is computed from a value that is not known is not known."""
        self.is_refused = any(not issue.path for issue in self.issues)
        told = {str(issue.path[0]) for issue in self.issues if issue.path}
        numbers = (item for item in entity.fields_of_kind("auto_number") if item.id not in self.row)
        unread = {item.id for item in (*map(entity.find_field, told), *numbers) if item is not None}
        formulas = formulas_of(context, entity)
        for computed in (*formulas.here, *formulas.fresh):
            if computed.reads & unread:
                unread.add(computed.field.id)
        self.unread = frozenset(unread)
        self.told = frozenset(told | {entity.by_id[key].key for key in unread})

    def is_told_at(self, keys: Iterable[str]) -> bool:
        """Whether there are findings at any of these fields."""
        return any(issue.path[:1] == (key,) for issue in self.issues for key in keys)

    @property
    def known(self) -> Row:
        """The row without values that are not known."""
        return {key: values for key, values in self.row.items() if key not in self.unread}

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
        return Saving(self.old, self.row, written, self.draft.links, self.record_id, self.unread)

    def attempt(self, entity: Entity, action: Literal["create", "edit"]) -> Attempt:
        """The row as guards judge it."""
        return Attempt(entity, action, self.record_id, self.old, self.row, self.draft.further)
