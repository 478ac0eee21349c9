"""What it would mean to move a unit, or to give it another kind: who would reach more or less.

By roles that reach units below (`unit`), whoever works above the old place and not above the new one loses
all that lies in the moved units; by roles that reach a company the borders of companies count, which change
where a unit becomes one, or is one no more. Shares with a unit reach those below it. The move itself is a
change of the unit's record, by whatever door it comes: the guard in `odos.records.access.confirmed_moves`
holds it to a plan that was seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from odos.access.compile import compile_access, require_administrator
from odos.access.grantees import grantees
from odos.access.model import COMPANY_SLOT, UNITS_SLOT, InUnits
from odos.accounts.principals import Principal
from odos.accounts.queries import ROLES_HELD
from odos.database.session import fetch_all, fetch_value, transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, NotFound
from odos.kernel.texts import text
from odos.records.context import Context

STAYS = ""  # of the kind of a unit: as it is
NAMED = 100  # people who are named; the rest is counted

_UNITS = "SELECT id, parent, kind, name FROM unit WHERE deleted_at IS NULL"
_PEOPLE = f"""
    WITH places AS (
        SELECT id AS person, unit FROM user_account
        UNION ALL SELECT "user", unit FROM assignment WHERE deleted_at IS NULL
    )
    SELECT u.id, u.name, {ROLES_HELD}, array_agg(DISTINCT places.unit)
    FROM user_account u JOIN places ON places.person = u.id
    WHERE u.deleted_at IS NULL AND u.is_active AND u.is_admin IS NOT TRUE AND places.unit = ANY(%s::bigint[])
    GROUP BY u.id, u.name ORDER BY u.name, u.id
"""
_SHARES = "SELECT count(*) FROM record_share WHERE grantee = ANY(%s) AND (until IS NULL OR until > %s)"


@dataclass(frozen=True)
class Unit:
    """A node of the tree."""

    id: int
    parent: int | None
    kind: str | None
    name: str


@dataclass(frozen=True)
class Touched:
    """Somebody who would reach more or less, and the keys of the entities."""

    id: int
    name: str
    entities: tuple[str, ...]


@dataclass(frozen=True)
class Move:
    """The plan. The units ``inside`` and ``people`` are moved; shares are those that they gain or lose."""

    unit: Unit
    old_parent: Unit | None
    new_parent: Unit | None
    kind: str | None
    inside: frozenset[int]
    people: int
    gained: tuple[Touched, ...]
    lost: tuple[Touched, ...]
    shares_gained: int
    shares_lost: int

    @property
    def is_quiet(self) -> bool:
        """Nobody gains or loses anything by it."""
        return not (self.gained or self.lost or self.shares_gained or self.shares_lost)

    @property
    def plan(self) -> str:
        """A digest of the consequences: whoever confirms it has seen these and no others."""
        ends = [unit and unit.id for unit in (self.unit, self.old_parent, self.new_parent)]
        kinds = (self.unit.kind, self.kind)
        touched = [[(item.id, item.entities) for item in side] for side in (self.gained, self.lost)]
        counts = (sorted(self.inside), self.people, self.shares_gained, self.shares_lost)
        return hashlib.sha256(repr((ends, kinds, touched, counts)).encode()).hexdigest()[:32]

    def as_json(self) -> dict[str, Any]:
        """The wire form."""
        return {
            "unit": _label(self.unit),
            "from": _label(self.old_parent),
            "to": _label(self.new_parent),
            "kind": self.kind,
            "units": len(self.inside),
            "people": self.people,
            "gained": [_touched_json(item) for item in self.gained[:NAMED]],
            "gained_count": len(self.gained),
            "lost": [_touched_json(item) for item in self.lost[:NAMED]],
            "lost_count": len(self.lost),
            "shares_gained": self.shares_gained,
            "shares_lost": self.shares_lost,
            "plan": self.plan,
        }


class Tree:
    """All living units, as they stand or with one of them elsewhere."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self.units = {unit.id: unit for unit in units}
        self._children: dict[int | None, list[int]] = {}
        for unit in self.units.values():
            self._children.setdefault(unit.parent, []).append(unit.id)
        self._below: dict[int, frozenset[int]] = {}

    def moved(self, unit_id: int, parent: int | None, kind: str | None) -> Tree:
        """The same with one unit elsewhere, or as something else."""
        unit = replace(self.units[unit_id], parent=parent, kind=kind)
        return Tree([*self.units.values(), unit])

    def above(self, unit_id: int | None) -> Iterator[Unit]:
        """The unit and all above it; even a cycle ends."""
        seen: set[int] = set()
        while unit_id in self.units and unit_id not in seen:
            seen.add(unit_id)
            yield self.units[unit_id]
            unit_id = self.units[unit_id].parent

    def below(self, unit_id: int) -> frozenset[int]:
        """The unit and all below it."""
        found = self._below.get(unit_id)
        if found is None:
            seen, waiting = {unit_id}, [unit_id]
            while waiting:
                new = [each for each in self._children.get(waiting.pop(), ()) if each not in seen]
                seen.update(new)
                waiting += new
            found = self._below[unit_id] = frozenset(seen)
        return found

    def company(self, unit_id: int) -> int:
        """The nearest unit of that kind above, else the topmost."""
        chain = list(self.above(unit_id))
        return next((unit.id for unit in chain if unit.kind == "company"), chain[-1].id)


def plan_move(*, context: Context, unit_id: int, parent: int | None, kind: str | None = STAYS) -> Move:
    """For administrators. Raises `NotFound`, and `Invalid` for a place below the unit itself."""
    require_administrator(schema=context.schema, principal=context.actor)
    return consequences_of(context, unit_id, parent, kind)


def consequences_of(context: Context, unit_id: int, parent: int | None, kind: str | None) -> Move:
    """`plan_move` for whoever asks."""
    with transaction(context.workspace):
        before = Tree(Unit(*row) for row in fetch_all(context.workspace, _UNITS))
        if unit_id not in before.units:
            raise NotFound
        inside = before.below(unit_id)
        _refuse_bad_place(before, inside, parent)
        kind = before.units[unit_id].kind if kind == STAYS else kind
        after = before.moved(unit_id, parent, kind)
        people = fetch_all(context.workspace, _PEOPLE, [sorted(before.units)])
        return _compare(context, before, after, unit_id, inside, people)


def _compare(
    context: Context,
    before: Tree,
    after: Tree,
    unit_id: int,
    inside: frozenset[int],
    people: list[tuple[Any, ...]],
) -> Move:
    unit, moved = before.units[unit_id], after.units[unit_id]
    changes = [_change(context, before, after, row) for row in people]
    old_above = {item.id for item in before.above(unit.parent)}
    new_above = {item.id for item in after.above(moved.parent)}
    return Move(
        unit=unit,
        old_parent=before.units.get(unit.parent or 0),
        new_parent=before.units.get(moved.parent or 0),
        kind=moved.kind,
        inside=inside,
        people=sum(bool(inside & set(row[3])) for row in people),
        gained=tuple(gained for gained, _lost in changes if gained.entities),
        lost=tuple(lost for _gained, lost in changes if lost.entities),
        shares_gained=_shares(context, new_above - old_above),
        shares_lost=_shares(context, old_above - new_above),
    )


def _change(context: Context, before: Tree, after: Tree, row: tuple[Any, ...]) -> tuple[Touched, Touched]:
    person, name, roles, own = row
    reached = _scopes(context, tuple(sorted(roles or ())))
    gained: set[str] = set()
    lost: set[str] = set()
    for slot, entities in reached.items():
        old, new = _reach(before, slot, own), _reach(after, slot, own)
        if new - old:
            gained.update(entities)
        if old - new:
            lost.update(entities)
    return Touched(person, name, tuple(sorted(gained))), Touched(person, name, tuple(sorted(lost)))


def _reach(tree: Tree, slot: str, own: list[int | None]) -> frozenset[int]:
    """The units whose records somebody reaches through the slot."""
    starts = [unit for unit in own if unit in tree.units]
    if slot == COMPANY_SLOT:
        starts = [tree.company(unit) for unit in starts]
    return frozenset().union(*(tree.below(unit) for unit in starts))


def _scopes(context: Context, roles: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """The entities that these roles reach by units, by slot."""
    holder = Principal(user_id=None, username="", name="", workspace=context.workspace, roles=roles)
    found: dict[str, list[str]] = {UNITS_SLOT: [], COMPANY_SLOT: []}
    for entity in context.schema.entities.values():
        if entity.line_of is not None:
            continue
        access = compile_access(schema=context.schema, principal=holder, entity=entity, action="see")
        for branch in access.branches:
            if isinstance(branch, InUnits) and branch.slot in found:
                found[branch.slot].append(entity.key)
    return {slot: tuple(entities) for slot, entities in found.items() if entities}


def _shares(context: Context, units: set[int]) -> int:
    if not units:
        return 0
    return int(fetch_value(context.workspace, _SHARES, [grantees("unit", sorted(units)), context.now]))


def _refuse_bad_place(tree: Tree, inside: frozenset[int], parent: int | None) -> None:
    if parent is not None and parent not in tree.units:
        message = text("There is no such unit", "机构不存在")
        raise Invalid(None, [Issue("unknown_unit", message, ("to",))])
    if parent in inside:
        message = text("A unit cannot be moved below itself", "不能将机构移动到其下级机构")
        raise Invalid(None, [Issue("cycle", message, ("to",))])


def _label(unit: Unit | None) -> dict[str, str] | None:
    return None if unit is None else {"id": str(unit.id), "label": unit.name}


def _touched_json(item: Touched) -> dict[str, Any]:
    return {"user": {"id": str(item.id), "label": item.name}, "entities": list(item.entities)}
