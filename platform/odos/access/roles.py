"""Role documents, read: what a set of roles grants on one entity.

A document: ``{entities: {<key>|"*": {see, create, edit, delete}}, fields: {<key>: {<field>: {see, edit}}},
admin}``. Several roles add up: the widest scope wins, and a field is masked only when every role that
grants anything on the entity masks it.

System entities (people, units, currencies) are not meant by ``"*"``: their names are needed to read any
record, so every role may see them, and only a role that names one may change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from odos.schema.model import Document, Entity, Schema

Action = Literal["see", "create", "edit", "delete"]
EVERY_ENTITY = "*"
_DIRECTORY: Mapping[str, Any] = {"see": "all"}


class Scope(IntEnum):
    """How far a grant reaches; a greater value includes the lesser ones."""

    NONE = 0
    OWN = 1
    UNIT = 2
    ALL = 3


@dataclass(frozen=True)
class Grant:
    """What one role gives on one entity. Fields by identity."""

    scopes: Mapping[Action, Scope]
    hidden: frozenset[str]
    readonly: frozenset[str]

    def scope(self, action: Action) -> Scope:
        """The reach of ``action``; nothing can be changed that cannot be seen."""
        reach = self.scopes[action]
        return reach if action == "create" else min(reach, self.scopes["see"])


def is_administrator(schema: Schema, *, is_admin: bool, roles: Iterable[str]) -> bool:
    """Whether the user or one of the roles is above all rules."""
    return is_admin or any(document.get("admin") for document in _documents(schema, roles))


def grants(schema: Schema, entity: Entity, roles: Iterable[str]) -> tuple[Grant, ...]:
    """The grants of those ``roles`` that say anything about ``entity``; unknown roles give nothing."""
    found = (_grant(document, entity) for document in _documents(schema, roles))
    return tuple(grant for grant in found if grant is not None)


def _documents(schema: Schema, roles: Iterable[str]) -> list[Document]:
    return [schema.roles[key] for key in roles if key in schema.roles]


def _grant(document: Document, entity: Entity) -> Grant | None:
    rights = _rights(document.get("entities") or {}, entity)
    if rights is None:
        return None
    masks = _entry(document.get("fields") or {}, entity) or {}
    return Grant(
        scopes={
            "see": _scope(rights.get("see")),
            "create": Scope.ALL if rights.get("create") is True else Scope.NONE,
            "edit": _scope(rights.get("edit")),
            "delete": _scope(rights.get("delete")),
        },
        hidden=_masked(entity, masks, "see"),
        readonly=_masked(entity, masks, "see") | _masked(entity, masks, "edit"),
    )


def _rights(entries: Mapping[str, Any], entity: Entity) -> Mapping[str, Any] | None:
    named = _entry(entries, entity)
    if named is not None:
        return named
    return _DIRECTORY if entity.system else entries.get(EVERY_ENTITY)


def _entry(entries: Mapping[str, Any], entity: Entity) -> Mapping[str, Any] | None:
    return next((entries[name] for name in (entity.key, *entity.aliases) if name in entries), None)


def _scope(value: object) -> Scope:
    """``all | unit | own | none``; anything else, and nothing said, is none."""
    return Scope.__members__.get(str(value).upper(), Scope.NONE)


def _masked(entity: Entity, masks: Mapping[str, Any], right: str) -> frozenset[str]:
    named = ((entity.find_field(key), mask) for key, mask in masks.items())
    return frozenset(item.id for item, mask in named if item is not None and mask.get(right) is False)
