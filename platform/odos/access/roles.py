"""Role documents, read: what a set of roles grants on one entity.

A document: ``{entities: {<key>|"*": <grant>}, fields: {<key>: {<field>: <veil>}}, admin, portal}``. A grant
names for each action (see, create, edit, delete, restore, export, import, and named ones under ``actions``)
a right: a scope, or ``{scope, rule, from}``, whose ways add up. Several roles add up as well.

What a grant does not say follows from what it says: restoring asks for the right to delete, exporting for
the right to see, importing for the right to create, sharing and named actions for the right to edit.

System entities (people, units, currencies) are not meant by ``"*"``: their names are needed to read any
record, so every role of the staff may see them, and only a role that names one may change it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from odos.access.masks import Mask, mask_of
from odos.schema.model import Document, Entity, Schema

Action = str
ACTIONS = ("see", "create", "edit", "delete", "restore", "export", "import")
SHARE = "share"
READING = frozenset({"see", "export"})
EVERY_ENTITY = "*"

_DIRECTORY: Mapping[str, Any] = {"see": "all"}
_FOLLOWS: Mapping[str, str] = {"restore": "delete", "export": "see", "import": "create"}


class Scope(IntEnum):
    """How far a right reaches; a greater value includes the lesser ones."""

    NONE = 0
    SHARED = 1
    OWN = 2
    TEAM = 3
    UNIT_ONLY = 4
    UNIT = 5
    COMPANY = 6
    ALL = 7


@dataclass(frozen=True)
class Right:
    """Which records: those within ``scope``, those that meet ``rule``, those ``through`` which (identities of
    references) a record is reached that allows it."""

    scope: Scope = Scope.NONE
    rule: str | None = None
    through: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        """No record at all."""
        return self.scope is Scope.NONE and not self.rule and not self.through


@dataclass(frozen=True)
class FieldRight:
    """What one role keeps back of a field: ``shows`` plainly, by a ``mask``, or nothing.

    With ``when`` it does so in the records that meet the rule only.
    """

    shows: bool = True
    mask: Mask | None = None
    edits: bool = True
    when: str | None = None


@dataclass(frozen=True)
class Grant:
    """What one role gives on one entity. Fields by identity."""

    role: str
    rights: Mapping[Action, Right]
    fallback: Right  # for actions that have no right of their own
    managers: frozenset[Action] | None = None  # where managers follow; None: everywhere
    fields: Mapping[str, FieldRight] = field(default_factory=dict)

    def right(self, action: Action) -> Right:
        """The right to do ``action``; a named one that the role does not mention is that to edit."""
        return self.rights.get(action, self.fallback)

    def follows_managers(self, action: Action) -> bool:
        """Whether managers may do it where their subordinates may."""
        return self.managers is None or action in self.managers


def is_administrator(schema: Schema, *, is_admin: bool, roles: Iterable[str]) -> bool:
    """Whether the user or one of the roles is above all rules."""
    return is_admin or any(document.get("admin") for _key, document in _documents(schema, roles))


def is_external(schema: Schema, roles: Iterable[str]) -> bool:
    """Whether a role makes its holder a visitor from outside: then no other role counts."""
    return any(document.get("portal") for _key, document in _all_documents(schema, roles))


def grants(schema: Schema, entity: Entity, roles: Iterable[str]) -> tuple[Grant, ...]:
    """The grants of those ``roles`` that say anything about ``entity``; unknown roles give nothing."""
    found = (_grant(key, document, entity) for key, document in _documents(schema, roles))
    return tuple(grant for grant in found if grant is not None)


def _documents(schema: Schema, roles: Iterable[str]) -> list[tuple[str, Document]]:
    """The role documents that count; beside a portal role those of the staff do not."""
    found = _all_documents(schema, roles)
    portal = [(key, document) for key, document in found if document.get("portal")]
    return portal or found


def _all_documents(schema: Schema, roles: Iterable[str]) -> list[tuple[str, Document]]:
    return [(key, schema.roles[key]) for key in roles if key in schema.roles]


def _grant(key: str, document: Document, entity: Entity) -> Grant | None:
    given = _rights(document, entity)
    if given is None:
        return None
    rights = {action: _right(entity, _said(given, action)) for action in ACTIONS}
    named = {action: _right(entity, value) for action, value in (given.get("actions") or {}).items()}
    masks = _entry(document.get("fields") or {}, entity) or {}
    return Grant(
        role=key,
        rights={**rights, **named},
        fallback=rights["edit"],
        managers=_MANAGERS.get(str(given.get("managers", "see")), frozenset()),
        fields=_field_rights(entity, masks),
    )


_MANAGERS: Mapping[str, frozenset[Action] | None] = {"none": frozenset(), "see": READING, "all": None}


def _rights(document: Document, entity: Entity) -> Mapping[str, Any] | None:
    entries: Mapping[str, Any] = document.get("entities") or {}
    named = _entry(entries, entity)
    if named is not None:
        return named
    if entity.system:
        return None if document.get("portal") else _DIRECTORY
    return entries.get(EVERY_ENTITY)


def _said(given: Mapping[str, Any], action: Action) -> Any:
    return given[action] if action in given else given.get(_FOLLOWS.get(action, action))


def _entry(entries: Mapping[str, Any], entity: Entity) -> Mapping[str, Any] | None:
    return next((entries[name] for name in (entity.key, *entity.aliases) if name in entries), None)


def _right(entity: Entity, value: Any) -> Right:
    """Anything that is not understood, and nothing said, is none."""
    if isinstance(value, bool):
        return Right(Scope.ALL if value else Scope.NONE)
    if not isinstance(value, Mapping):
        return Right(_scope(value))
    links = (entity.find_field(str(name)) for name in value.get("from") or ())
    return Right(
        _scope(value.get("scope")),
        str(value["rule"]) if value.get("rule") else None,
        tuple(link.id for link in links if link is not None and link.target is not None),
    )


def _scope(value: object) -> Scope:
    return Scope.__members__.get(str(value).upper(), Scope.NONE)


def _field_rights(entity: Entity, masks: Mapping[str, Any]) -> dict[str, FieldRight]:
    named = ((entity.find_field(key), given) for key, given in masks.items())
    found = {item.id: _field_right(item.kind, given) for item, given in named if item is not None}
    return {identity: right for identity, right in found.items() if right != FieldRight()}


def _field_right(kind: str, given: Mapping[str, Any]) -> FieldRight:
    """A value that is not shown plainly cannot be changed either."""
    masked = given.get("see") == "mask"
    shows = given.get("see", True) is True
    return FieldRight(
        shows=shows,
        mask=mask_of(kind, given.get("mask")) if masked else None,
        edits=shows and given.get("edit") is not False,
        when=str(given["when"]) if given.get("when") and not (shows and given.get("edit", True)) else None,
    )
