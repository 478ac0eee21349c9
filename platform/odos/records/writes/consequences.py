"""What follows from rows once they are written, in the same transaction: what is kept of the change, and
requirements that can only be asked now.

Packages above register consequences here. One gets all changes of a call and may write what it keeps of
them; findings that it gives, by record, undo the change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from odos.kernel.issues import Issue
from odos.kernel.registry import OrderedRegistry
from odos.records.checks.late_rules import Saved
from odos.records.checks.validation import has_late_rules, late_issues, may_break_late_rules
from odos.records.computed.recomputing import Affected, RowChange, Values
from odos.records.context import Context
from odos.schema.model import Entity

Broken = Mapping[int, Sequence[Issue]]  # by id


@dataclass(frozen=True)
class Consequence:
    """``concerns`` tells without a query whether a change of these fields (None: a new record) has any."""

    key: str
    order: float
    concerns: Callable[[Context, Entity, Collection[str] | None], bool]
    follow: Callable[[Context, Entity, Sequence[RowChange]], Broken]


CONSEQUENCES: OrderedRegistry[Consequence] = OrderedRegistry("consequence")


def is_followed(context: Context, entity: Entity, changed: Collection[str] | None) -> bool:
    """Whether anything is asked or kept once the fields (None: all of a new record) are written."""
    asked = (
        has_late_rules(context, entity) if changed is None else may_break_late_rules(context, entity, changed)
    )
    return asked or any(_concerned(context, entity, changed))


def is_followed_late(context: Context, entity: Entity, changed: Collection[str] | None) -> bool:
    """The same where lines or computed values may be written with the fields."""
    return has_late_rules(context, entity) or is_followed(context, entity, changed)


def follow_up(
    context: Context, entity: Entity, changes: Sequence[RowChange], affected: Affected
) -> dict[int, list[Issue]]:
    """Carry out what follows from ``changes``; gives what the written records break, by id. ``affected``
    knows what else was written with them."""
    if not changes:
        return {}
    found = late_issues(context, entity, _saved(changes), affected)
    for consequence in list(_concerned(context, entity, _fields(changes))):
        for record_id, issues in consequence.follow(context, entity, changes).items():
            found.setdefault(record_id, []).extend(issues)
    return found


def _saved(changes: Sequence[RowChange]) -> Saved:
    """Records of a call, each as it was before it."""
    made = {change.record_id for change in changes if not change.before}
    former: dict[int, Values] = {}
    for change in changes:
        if change.record_id not in made:
            former.setdefault(change.record_id, change.before)
    return Saved(made, former)


def _fields(changes: Sequence[RowChange]) -> Collection[str] | None:
    """All fields that differ anywhere; None where there is a new record."""
    if any(not change.before for change in changes):
        return None
    return {key for change in changes for key in change.fields}


def _concerned(context: Context, entity: Entity, changed: Collection[str] | None) -> Iterable[Consequence]:
    return (item for item in CONSEQUENCES.in_order() if item.concerns(context, entity, changed))
