"""What the checker asks about names: the fields of an entity, where references lead, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from odos.dsl.types import Type, list_of, record
from odos.schema.model import Entity, Field, Schema

INVERSE = "~"


@dataclass(frozen=True)
class Name:
    """What a name stands for. For an inverse name, a collection, ``field`` is the reference over there."""

    key: str
    field: Field
    type: Type
    inverse: bool = False

    @property
    def id(self) -> str:
        """The identity under which a tree holds it."""
        return INVERSE + self.field.id if self.inverse else self.field.id

    @property
    def target(self) -> str | None:
        """The identity of the entity it leads to."""
        return self.type.item.entity if self.type.item else self.type.entity

    @property
    def is_collection(self) -> bool:
        """Whether it leads to many records."""
        return self.type.kind == "list"


class Scope(Protocol):
    """The names that a rule over one entity may use."""

    @property
    def entity(self) -> Entity:
        """The entity that the rule is about."""

    def find(self, key: str) -> Name | None:
        """By present or former key, lower case."""

    def find_id(self, identity: str) -> Name | None:
        """By `Name.id`."""

    def names(self) -> Iterable[str]:
        """All keys, to propose one."""

    def entity_scope(self, entity_id: str) -> Scope:
        """The scope of a related entity."""

    def find_entity(self, key: str) -> Scope | None:
        """The scope of any entity, by present or former key."""

    def is_hidden(self, field: Field) -> bool:
        """Whether the author of the rule may not see the field; it is then reported like an unknown one."""


@dataclass(frozen=True)
class SchemaScope:
    """A scope over a compiled schema; ``type_of`` asks the field's kind, ``hidden`` holds field identities.

    An inverse relation is named by the plural of the referring entity (``communications``), and always also
    with the field (``communications_by_lead``); fields of the entity itself win.
    """

    schema: Schema
    entity: Entity
    type_of: Callable[[Field], Type]
    hidden: Callable[[Field], bool] = lambda _: False

    def find(self, key: str) -> Name | None:
        """By present or former key of a field, else by the name of an inverse relation."""
        field = self.entity.find_field(key)
        if field:
            return Name(field.key, field, self.type_of(field))
        return self._inverse.get(key) or self._former.get(key)

    def find_id(self, identity: str) -> Name | None:
        """By identity of the field, with ``~`` before it for an inverse relation."""
        if identity.startswith(INVERSE):
            return next((name for name in self._inverse.values() if name.id == identity), None)
        field = self.entity.by_id.get(identity)
        return Name(field.key, field, self.type_of(field)) if field else None

    def names(self) -> Iterable[str]:
        """Fields, then inverse relations."""
        return [*self.entity.fields, *self._inverse]

    def entity_scope(self, entity_id: str) -> Scope:
        """The scope of a related entity, with the same eyes."""
        return SchemaScope(self.schema, self.schema.by_id[entity_id], self.type_of, self.hidden)

    def find_entity(self, key: str) -> Scope | None:
        """The same of any entity; one of which every field is hidden is unknown."""
        entity = self.schema.find_entity(key)
        if entity is None or all(self.hidden(item) for item in entity.fields.values()):
            return None
        return self.entity_scope(entity.id)

    def is_hidden(self, field: Field) -> bool:
        """Whether the field is masked."""
        return self.hidden(field)

    @cached_property
    def _inverse(self) -> Mapping[str, Name]:
        named: dict[str, Name] = {}
        for incoming in self.entity.incoming:
            entity = self.schema.by_id[incoming.entity]
            field = entity.by_id[incoming.field]
            plural = plural_key(entity)
            short = plural not in named or field.key == self.entity.key
            for key in (plural, f"{plural}_by_{field.key}") if short else (f"{plural}_by_{field.key}",):
                named[key] = Name(key, field, list_of(record(entity.id)), inverse=True)
        return {key: name for key, name in named.items() if key not in self.entity.by_alias}

    @cached_property
    def _former(self) -> Mapping[str, Name]:
        """Inverse relations by what they were called before their entity or field was renamed."""
        named: dict[str, Name] = {}
        for name in reversed(list(self._inverse.values())):
            entity = self.schema.by_id[str(name.target)]
            plural = plural_key(entity)
            if name.key == plural:
                named |= dict.fromkeys(entity.former_plurals, name)
            else:
                former_keys = [
                    f"{noun}_by_{key}"
                    for noun in (plural, *entity.former_plurals)
                    for key in (name.field.key, *name.field.aliases)
                ]
                named |= dict.fromkeys(former_keys, name)
        return named


def plural_key(entity: Entity) -> str:
    """The plural of an entity as a name: its English plural label, else its key with an s."""
    return plural_name(entity.plural, entity.key)


def plural_name(plural: Mapping[str, str], key: str) -> str:
    """The same of a label and a key."""
    label = re.sub(r"[^a-z0-9]+", "_", str(plural.get("en", "")).lower()).strip("_")
    return label if re.match(r"[a-z]", label) else f"{key}s"
