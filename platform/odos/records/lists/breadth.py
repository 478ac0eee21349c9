"""For how many rows the users and units stand by which somebody reaches records: it decides how lists look.

PostgreSQL would plan a page anew for each list of units or people, which costs more than the page itself.
What matters is known before: one of them is held equal by an index; where very many rows are theirs, whoever
goes through all rows in order soon has a page. Either way the plan serves everybody of that kind and is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from odos.access.model import USER_SLOT, InUnits, OnTeam, Owned, Shared
from odos.records.context import Context
from odos.schema.model import Entity
from odos.storage.spread import find_spread

BROAD = 0.02  # of all rows: then a page of fifty is found among some 2,500
_PLAIN = (Owned, InUnits, Shared, OnTeam)


@dataclass(frozen=True)
class Breadth:
    """Slots of lists that are ``single``, naming one user or unit only, or ``broad``.

    ``kept``: the plan of a count may be kept, whatever lists name; ``settled``: that of a page as well.
    """

    single: frozenset[str] = frozenset()
    broad: frozenset[str] = frozenset()
    kept: bool = False
    settled: bool = False

    @property
    def unordered(self) -> Breadth:
        """The same where no order is asked for: an index then finds those of a long list at once."""
        return replace(self, broad=frozenset())


UNKNOWN = Breadth()


def breadth_of(context: Context, entity: Entity) -> Breadth:
    """How the actor stands in lists of the entity."""
    access = context.access(entity)
    if access.unrestricted or context.is_let_in_widely:
        return UNKNOWN
    single = context.single_slots
    if access.parents or not all(isinstance(branch, _PLAIN) for branch in access.branches):
        return Breadth(single)
    lists = [
        branch for branch in access.branches
        if isinstance(branch, Owned | InUnits) and branch.slot not in single and branch.slot != USER_SLOT
    ]  # fmt: skip
    broad = frozenset(branch.slot for branch in lists if _is_broad(context, entity, branch))
    return Breadth(single, broad, kept=True, settled=all(branch.slot in broad for branch in lists))


def _is_broad(context: Context, entity: Entity, branch: Owned | InUnits) -> bool:
    spread = find_spread(context.workspace, entity.table, branch.column)
    return spread.part(context.listed(branch.slot)) >= BROAD
