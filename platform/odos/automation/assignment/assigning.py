"""``assign`` rules: the first clause whose condition holds says who gets a record.

New records that nobody entered on a screen (imports, programs, web forms, automation) are assigned in the
transaction that makes them, unless they name an owner or a pool. Anybody who may edit a record can have it
assigned again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.automation.assignment.candidates import around, lock_turn, read_people, territory_field
from odos.automation.assignment.choosing import Wish, choose
from odos.automation.assignment.placing import Place, place_records
from odos.automation.assignment.pools import get_pool, members_of
from odos.automation.people import Asking, people_of
from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.statements.tree import Assign, Choice, Named, Sharing
from odos.dsl.types import BOOLEAN
from odos.records.caches import kept
from odos.records.checks.change_sources import Change, read_of_changes
from odos.records.computed.recomputing import RowChange
from odos.records.context import Context
from odos.records.rules.statements import StatementRule, statements_of
from odos.records.writes.consequences import Broken, Consequence
from odos.schema.model import Entity
from odos.schema.system import pool_field

ON_SCREEN = "ui"
_ALWAYS = Checked(tree.Literal(True, "boolean", type=BOOLEAN), BOOLEAN, (), "immutable")
_NOT_SHARED = Sharing(mode="round robin")


@dataclass(frozen=True)
class Clause:
    """One line of one rule, with its place in it."""

    rule: StatementRule[Assign]
    place: int
    choice: Choice

    def expression(self, node: tree.Node | None) -> Checked | None:
        """The checked form of a part."""
        return None if node is None else self.rule.checked.expression(node)


def clauses_of(context: Context, entity: Entity) -> tuple[Clause, ...]:
    """The lines of all active rules about an entity, in their order."""
    if not entity.rules or not entity.owned:
        return ()
    return kept(context, ("assign clauses", entity.id), lambda: tuple(_clauses(context, entity)))


def _clauses(context: Context, entity: Entity) -> Iterator[Clause]:
    for rule in statements_of(context.schema, entity, Assign):
        for place, choice in enumerate(rule.statement.choices):
            yield Clause(rule, place, choice)


def assign(context: Context, entity: Entity, ids: Sequence[int]) -> Mapping[int, Place]:
    """Give each record to whoever the rules say, in the open transaction; the others are left."""
    clauses = clauses_of(context, entity)
    found: dict[int, Place] = {}
    for clause, meant in _by_clause(context, entity, clauses, ids):
        found |= _places(context, entity, clause, meant)
    place_records(context, entity, found)
    return found


def _by_clause(
    context: Context, entity: Entity, clauses: Sequence[Clause], ids: Sequence[int]
) -> Iterator[tuple[Clause, list[int]]]:
    """Of each rule the first clause that holds; of several rules the first that has one."""
    conditions = [_condition(clause) for clause in clauses]
    changes = [Change(record_id, {}) for record_id in ids]
    meant: dict[int, list[int]] = {}
    for record_id, *held in read_of_changes(context, entity, conditions, changes, "assign"):
        first = next((place for place, holds in enumerate(held) if holds), None)
        if first is not None:
            meant.setdefault(first, []).append(record_id)
    return ((clauses[place], listed) for place, listed in sorted(meant.items()))


def _condition(clause: Clause) -> Checked:
    """A rule's own ``when`` restricts all its clauses."""
    whole, own = clause.rule.statement.when, clause.choice.when
    parts = [part for part in (whole, own) if part is not None]
    if not parts:
        return _ALWAYS
    if len(parts) == 1:
        return clause.rule.checked.expression(parts[0])
    return Checked(tree.And(tuple(parts), type=BOOLEAN), BOOLEAN, (), "context")


def _places(context: Context, entity: Entity, clause: Clause, ids: Sequence[int]) -> dict[int, Place]:
    to, sharing, reason = clause.choice.to, clause.choice.sharing, clause.rule.key
    pool = get_pool(context, to.name) if isinstance(to, Named) and to.kind in {"queue", "pool"} else None
    if pool is not None and sharing is None:
        return dict.fromkeys(ids, Place(None, pool, reason))
    if pool is not None:
        members = members_of(context, [pool]).get(pool, [])
        candidates: Mapping[int, Sequence[int]] = dict.fromkeys(ids, members)
    else:
        candidates = people_of(Asking(context, entity, ids, clause.rule.checked.expression), [to])
    chosen = _share(context, entity, clause, candidates, sharing or _NOT_SHARED)
    return {
        record_id: Place(user, pool if user is None else None, reason)
        for record_id, user in chosen.items()
        if user is not None or pool is not None
    }


def _share(
    context: Context,
    entity: Entity,
    clause: Clause,
    candidates: Mapping[int, Sequence[int]],
    sharing: Sharing,
) -> dict[int, int | None]:
    """Record by record, so that each choice counts for the next; nobody for whom nobody suits."""
    turn = lock_turn(clause.rule.id, clause.place)
    everybody = sorted({user for users in candidates.values() for user in users})
    people = read_people(context, entity, everybody, sharing, turn.last_user)
    wishes = _wishes(context, entity, clause, sharing, list(candidates))
    chosen: dict[int, int | None] = {}
    for record_id, users in candidates.items():
        people.users = sorted(users)
        chosen[record_id] = choose(people, wishes.get(record_id, Wish()), sharing.mode or "round robin")
    turn.last_user = people.last
    turn.save()
    return chosen


def _wishes(
    context: Context, entity: Entity, clause: Clause, sharing: Sharing, ids: Sequence[int]
) -> dict[int, Wish]:
    """What each record asks of people, in one statement."""
    nodes = {"limit": sharing.limit, "skill": sharing.skill, "territory": sharing.territory}
    asked = {name: clause.rule.checked.expression(node) for name, node in nodes.items() if node is not None}
    if not asked:
        return {}
    changes = [Change(record_id, {}) for record_id in ids]
    key = ("wishes", clause.rule.id, clause.place)
    rows = read_of_changes(context, entity, list(asked.values()), changes, *key)
    return {row[0]: _wish(context, dict(zip(asked, row[1:], strict=True))) for row in rows}


def _wish(context: Context, values: Mapping[str, Any]) -> Wish:
    limit, territory = values.get("limit"), values.get("territory")
    return Wish(
        limit=None if limit is None else int(limit),
        skill=values.get("skill"),
        territories=None if territory is None else around(context, territory_field(context), territory),
    )


# ------------------------------------------------------------------ new records


def _concerns(context: Context, entity: Entity, changed: Collection[str] | None) -> bool:
    """Whatever the way in, since the answer is kept for all of them."""
    return changed is None and bool(clauses_of(context, entity))


def _follow(context: Context, entity: Entity, changes: Sequence[RowChange]) -> Broken:
    if context.source != ON_SCREEN:
        ids = [change.record_id for change in changes if _is_unassigned(entity, change)]
        if ids:
            assign(context, entity, ids)
    return {}


def _is_unassigned(entity: Entity, change: RowChange) -> bool:
    """Whether a new record says neither whose it is nor where it waits; its maker is only its first owner."""
    pool = pool_field(entity)
    places = [entity.fields["owner"].id, *([pool.id] if pool is not None else [])]
    named = (change.after.get(key, (None,))[0] for key in places if key in change.given)
    return not change.before and all(value is None for value in named)


CONSEQUENCES = (Consequence("assignment", 800, _concerns, _follow),)
