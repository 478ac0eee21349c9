"""What the members of a record's team may do, by their role in it: metadata of the entity.

``team: {<role>: {label, order, see, edit, delete, actions: {<key>: true}}}``; ``team: true`` is one role,
``member``, that sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.access.roles import SHARE, Action
from odos.schema.model import Document, Entity

_FOLLOWS: Mapping[Action, Action] = {"export": "see", "restore": "delete"}
_NEVER = frozenset({"create", "import"})


def allowing_roles(entity: Entity, action: Action) -> tuple[str, ...]:
    """The team roles whose members may do ``action``; none where the entity has no teams."""
    return tuple(key for key, role in entity.team.items() if _allows(role, action))


def allowed_actions(entity: Entity, role: str) -> tuple[Action, ...]:
    """What the members in a team role may do; exporting and restoring follow from it."""
    named = entity.team[role].get("actions") or {}
    asked = dict.fromkeys(("see", "edit", "delete", SHARE, *named))
    return tuple(action for action in asked if _allows(entity.team[role], action))


def _allows(role: Document, action: Action) -> bool:
    action = _FOLLOWS.get(action, action)
    if action in _NEVER:
        return False
    if action == "see":
        return role.get("see") is not False
    named: Mapping[str, Any] = role.get("actions") or {}
    return bool(named.get(action, role.get(action, action != "delete" and role.get("edit"))))
