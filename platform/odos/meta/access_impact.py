"""Who would gain or lose access by a change of roles: by what people hold together, not by single roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.access.compile import compile_access
from odos.access.model import Access, Branch
from odos.access.roles import ACTIONS, Action
from odos.accounts.principals import Principal
from odos.database.session import fetch_all
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
class AccessChange:
    """What people with the same roles gain and lose for one action on one entity."""

    entity: str
    action: Action
    gained: tuple[Branch, ...]
    lost: tuple[Branch, ...]
    fields: tuple[str, ...]  # of which more or less is shown, or may be written
    roles: tuple[str, ...]
    users: int
    names: tuple[str, ...]

    def as_json(self, schema: Schema, language: str) -> dict[str, Any]:
        """The wire form."""
        return {
            "entity": self.entity,
            "action": self.action,
            "gained": [branch_meaning(branch, schema).render(language) for branch in self.gained],
            "lost": [branch_meaning(branch, schema).render(language) for branch in self.lost],
            "fields": list(self.fields),
            "roles": list(self.roles),
            "users": self.users,
            "names": list(self.names),
        }


def access_changes(workspace: Workspace, old: Schema, new: Schema) -> tuple[AccessChange, ...]:
    """Every change for those who hold a role that changed; a wider role beside it may leave none."""
    keys = old.roles.keys() | new.roles.keys()
    changed = sorted(key for key in keys if old.roles.get(key) != new.roles.get(key))
    if not changed:
        return ()
    groups = fetch_all(workspace, _HOLDERS, [NAMED, changed])
    return tuple(
        change
        for roles, users, names in groups
        for change in _compare(workspace, old, new, tuple(roles), users, names)
    )


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


def _beyond(wide: Access, narrow: Access) -> tuple[Branch, ...]:
    """The ways that only ``wide`` has; none is missed by whoever reaches everything."""
    if narrow.unrestricted:
        return ()
    return tuple(branch for branch in wide.branches if branch not in narrow.branches)


def _fields(entity: Entity, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    changed = (key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    return tuple(sorted(entity.by_id[key].key for key in changed if key in entity.by_id))
