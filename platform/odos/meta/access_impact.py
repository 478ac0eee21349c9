"""Who would gain or lose access by a change of roles, or of what teams, owners and pools of an entity give:
by what people hold together, not by single roles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.access.compile import compile_access, covers
from odos.access.model import Access, Branch, Inherited
from odos.access.roles import ACTIONS, Action
from odos.access.waiting import veils_in_pool
from odos.accounts.principals import Principal
from odos.database.session import fetch_all
from odos.kernel.texts import translate
from odos.kernel.workspaces import Workspace
from odos.records.access.reasons import branch_meaning
from odos.schema.model import Entity, Schema

NAMED = 20  # people who are named; the rest is counted

_HOLDERS = """
    WITH held AS (
        SELECT u.id, u.name, ARRAY(
            SELECT unnest(u.roles)
            UNION SELECT unnest(p.roles) FROM assignment a JOIN position_held p ON p.id = a.held_position
                WHERE a."user" = u.id AND a.deleted_at IS NULL AND p.deleted_at IS NULL
            ORDER BY 1) AS roles
        FROM user_account u WHERE u.deleted_at IS NULL AND u.is_active AND u.is_admin IS NOT TRUE
    )
    SELECT roles, count(*), (array_agg(name ORDER BY name))[:%s] FROM held WHERE roles && %s GROUP BY roles
"""


@dataclass(frozen=True)
class Reached:
    """A way to records; ``through``: identities of the entities on whose records it must be open instead."""

    branch: Branch
    through: tuple[str, ...] = ()

    def render(self, schema: Schema, language: str) -> str:
        """For people: ``Customer → The record is the user's own``."""
        steps = [translate(schema.by_id[identity].label, language) for identity in self.through]
        return " → ".join([*steps, branch_meaning(self.branch, schema).render(language)])


@dataclass(frozen=True)
class AccessChange:
    """What people with the same roles gain and lose for one action on one entity."""

    entity: str
    action: Action
    gained: tuple[Reached, ...]
    lost: tuple[Reached, ...]
    fields: tuple[str, ...]  # of which more or less is shown, or may be written
    roles: tuple[str, ...]
    users: int
    names: tuple[str, ...]

    def as_json(self, schema: Schema, language: str) -> dict[str, Any]:
        """The wire form."""
        return {
            "entity": self.entity,
            "action": self.action,
            "gained": [way.render(schema, language) for way in self.gained],
            "lost": [way.render(schema, language) for way in self.lost],
            "fields": list(self.fields),
            "roles": list(self.roles),
            "users": self.users,
            "names": list(self.names),
        }


def access_changes(workspace: Workspace, old: Schema, new: Schema) -> tuple[AccessChange, ...]:
    """Every change for those whom it may concern; a wider role beside a changed one may leave none."""
    keys = old.roles.keys() | new.roles.keys()
    changed = sorted(key for key in keys if old.roles.get(key) != new.roles.get(key))
    if _reach_changed(old, new):
        changed = sorted(keys)
    if not changed:
        return ()
    groups = fetch_all(workspace, _HOLDERS, [NAMED, changed])
    return tuple(
        change
        for roles, users, names in groups
        for change in _compare(workspace, old, new, tuple(roles), users, names)
    )


def _reach_changed(old: Schema, new: Schema) -> bool:
    """Whether the same roles would reach other records, or other fields of them, than before."""
    both = ((entity, new.by_id.get(identity)) for identity, entity in old.by_id.items())
    return any(
        later is not None and later is not former and _reach(later) != _reach(former)
        for former, later in both
    )


def _reach(entity: Entity) -> tuple[object, ...]:
    return entity.owned, entity.team, veils_in_pool(entity, ())


def _compare(
    workspace: Workspace, old: Schema, new: Schema, roles: tuple[str, ...], users: int, names: Sequence[str]
) -> Iterator[AccessChange]:
    holder = Principal(user_id=None, username="", name="", workspace=workspace, roles=roles)
    for identity, entity in new.by_id.items():
        former = old.by_id.get(identity)
        if former is None or entity.line_of is not None:
            continue
        for action in ACTIONS:
            before = compile_access(schema=old, principal=holder, entity=former, action=action)
            after = compile_access(schema=new, principal=holder, entity=entity, action=action)
            fields = _fields(entity, before.veil_of, after.veil_of) if action == "see" else ()
            if action == "edit":
                fields = _fields(entity, dict(before.locks), dict(after.locks))
            gained, lost = _beyond(after, before), _beyond(before, after)
            if gained or lost or fields:
                yield AccessChange(entity.key, action, gained, lost, fields, roles, users, tuple(names))


def _beyond(wide: Access, narrow: Access) -> tuple[Reached, ...]:
    """The ways that only ``wide`` has; none is missed by whoever reaches everything."""
    return tuple(dict.fromkeys(_ways_beyond(wide.branches, narrow.branches)))


def _ways_beyond(wide: Sequence[Branch], narrow: Sequence[Branch]) -> Iterator[Reached]:
    for branch in wide:
        if any(covers(other, branch) for other in narrow):
            continue
        twin = _twin(branch, narrow)
        if isinstance(branch, Inherited) and twin is not None:
            for ours, theirs in zip(branch.accesses, twin.accesses, strict=True):
                for inner in _beyond(ours, theirs):
                    yield Reached(inner.branch, (branch.target, *inner.through))
        else:
            yield Reached(branch)


def _twin(branch: Branch, others: Sequence[Branch]) -> Inherited | None:
    """The way through the same reference, which asks something else of the record there."""
    if not isinstance(branch, Inherited):
        return None
    found = (other for other in others if isinstance(other, Inherited) and other.field == branch.field)
    return next((other for other in found if len(other.accesses) == len(branch.accesses)), None)


def _fields(entity: Entity, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    changed = (key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return tuple(sorted(entity.by_id[key].key for key in changed if key in entity.by_id))
