"""Names that a place in a statement knows beyond the fields of its entity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from odos.dsl.scope import Name, SchemaScope, Scope
from odos.dsl.statements.tree import SCORE, EntityName
from odos.dsl.types import BOOLEAN, NUMBER, Type, record
from odos.schema.model import Entity, Field, Schema

Names = Mapping[str, Mapping[str, str]]  # by kind: every name that will do, and the present one


@dataclass(frozen=True)
class Application:
    """What a statement may name: entities, and by kind (``role`` …) other things; a kind that is absent from
    ``names`` is not checked. ``visible`` and ``hidden`` are the author's eyes; ``writable`` says what an
    action may set, ``kept`` what may hold a result. ``labels`` change, so a rule that uses one is told it.
    ``owners`` says of things that are about an entity (by present name) about which (by identity).
    ``arguments`` are the JSON Schemas of what actions of plugins take, ``offers`` says whether an
    entity has one of them.
    """

    schema: Schema
    type_of: Callable[[Field], Type]
    hidden: Callable[[Field], bool] = lambda _: False
    visible: Callable[[Entity], bool] = lambda _: True
    writable: Callable[[Field], bool] = lambda _: True
    kept: Callable[[Field], bool] = lambda _: True
    names: Names = field(default_factory=dict)
    labels: Names = field(default_factory=dict)
    owners: Names = field(default_factory=dict)
    arguments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    offers: Callable[[Entity, str], bool] = lambda _entity, _action: True

    def find(self, name: EntityName) -> Scope | None:
        """The scope of an entity by identity, present or former key."""
        entity = self.schema.by_id.get(name.id) or self.schema.find_entity(name.name)
        if entity is None or not self.visible(entity):
            return None
        return SchemaScope(self.schema, entity, self.type_of, self.hidden)

    def keys(self) -> Iterable[str]:
        """Present keys of entities, to propose one."""
        return (item.key for item in self.schema.entities.values() if self.visible(item))


OLD = "$old"  # identity under which a tree holds `old`; the values of a closure are keyed `$old.<field>`
IS_NEW = "$is_new"
POINTS = "$score"


@dataclass(frozen=True)
class ExtraScope:
    """A scope with further names, which win over fields of the same key."""

    inner: Scope
    extra: Mapping[str, Name]

    @property
    def entity(self) -> Entity:
        """The entity that the rule is about."""
        return self.inner.entity

    def find(self, key: str) -> Name | None:
        """By key."""
        return self.extra.get(key) or self.inner.find(key)

    def find_id(self, identity: str) -> Name | None:
        """By `Name.id`."""
        found = (name for name in self.extra.values() if name.id == identity)
        return next(found, None) or self.inner.find_id(identity)

    def names(self) -> Iterable[str]:
        """All keys, to propose one."""
        return [*self.inner.names(), *self.extra]

    def entity_scope(self, entity_id: str) -> Scope:
        """The scope of a related entity, which knows fields only."""
        return self.inner.entity_scope(entity_id)

    def find_entity(self, key: str) -> Scope | None:
        """The scope of any entity, which knows fields only."""
        return self.inner.find_entity(key)

    def is_hidden(self, field: Field) -> bool:
        """Whether the author may not see the field."""
        return not field.id.startswith("$") and self.inner.is_hidden(field)


def change_scope(scope: Scope) -> Scope:
    """With ``old``, the record as it was before the change, and ``is_new``."""
    entity = scope.entity
    return ExtraScope(
        scope,
        {
            "old": _name("old", OLD, record(entity.id), target=entity.id),
            "is_new": _name("is_new", IS_NEW, BOOLEAN),
        },
    )


def points_scope(scope: Scope) -> Scope:
    """With ``score``, the points that were worked out."""
    return ExtraScope(scope, {SCORE: _name(SCORE, POINTS, NUMBER)})


def _name(key: str, identity: str, kind: Type, target: str | None = None) -> Name:
    stands_for = Field(id=identity, key=key, kind="formula", label={"en": key}, column="", target=target)
    return Name(key, stands_for, kind)
