"""What the compiler must know of an entity to compile others: its names and identities, not its details."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from odos.dsl.scope import plural_name
from odos.schema.names import field_identity
from odos.schema.system import USER_ENTITY, system_fields
from odos.storage.versions import digest

SELF_KINDS = frozenset({"parent"})
USER_KINDS = frozenset({"user"})


@dataclass(frozen=True)
class FieldOutline:
    """A field's names and where it leads: ``target`` is a key as written, or an identity (users, trees)."""

    id: str
    birth: str
    key: str
    kind: str
    aliases: tuple[str, ...] = ()
    target: str | None = None
    parent_field: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """Every key that leads here: present, former and at birth."""
        return frozenset({self.birth, self.key, *self.aliases})


@dataclass(frozen=True)
class Outline:
    """An entity's names, and its fields by key at birth."""

    id: str
    birth: str
    key: str
    aliases: tuple[str, ...]
    owned: bool
    system: bool
    collection: str = ""  # what rules call its records as a collection
    fields: Mapping[str, FieldOutline] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Every key that leads here."""
        return frozenset({self.birth, self.key, *self.aliases})

    @cached_property
    def leading(self) -> tuple[FieldOutline, ...]:
        """The fields that lead to an entity."""
        return tuple(item for item in self.fields.values() if item.target is not None)

    @cached_property
    def _named(self) -> Mapping[str, FieldOutline]:
        former = {name: item for item in self.fields.values() for name in item.names}
        return {**former, **{item.key: item for item in self.fields.values()}, **self._system}

    @cached_property
    def _system(self) -> Mapping[str, FieldOutline]:
        known = system_fields(self.id, owned=self.owned)
        outlines = (
            FieldOutline(item.id, item.key, item.key, item.kind, target=item.target) for item in known
        )
        return {item.key: item for item in outlines}

    def find(self, key: str) -> FieldOutline | None:
        """A field by present or former key, system fields included."""
        return self._named.get(key)

    def keys(self) -> Iterator[str]:
        """Present keys, system fields included; to propose one."""
        yield from self._system
        yield from (item.key for item in self.fields.values())

    @cached_property
    def digest(self) -> str:
        """The address of all that documents elsewhere can depend on."""
        fields = [repr(item) for item in self.fields.values()]
        return digest([self.id, self.key, self.aliases, self.owned, self.collection, fields])


def entity_outline(birth: str, identity: str, document: Mapping[str, Any], *, system: bool) -> Outline:
    """The outline of an entity's effective document; what is malformed is left to the validation."""
    fields = document.get("fields")
    listed = sorted(fields.items()) if isinstance(fields, Mapping) else ()  # jsonb keeps no order
    return Outline(
        id=identity,
        birth=birth,
        key=str(document.get("key") or birth),
        aliases=tuple(document.get("aliases") or ()),
        owned=document.get("owned") is True,
        system=system,
        collection=collection_name(document, birth),
        fields={
            key: _field_outline(identity, key, item) for key, item in listed if isinstance(item, Mapping)
        },
    )


def plural_labels(document: Mapping[str, Any], key: str) -> Mapping[str, str]:
    """What an entity's records are called."""
    return document.get("plural") or document.get("label") or {"en": key}


def collection_name(document: Mapping[str, Any], birth: str) -> str:
    """What rules call the records of an entity that refer to another one."""
    key = str(document.get("key") or birth)
    labels: Any = plural_labels(document, key)
    return plural_name(labels if isinstance(labels, Mapping) else {}, key)


def _field_outline(entity_id: str, birth: str, document: Mapping[str, Any]) -> FieldOutline:
    kind = str(document.get("kind"))
    return FieldOutline(
        id=str(document.get("id") or _identity(entity_id, birth)),
        birth=birth,
        key=str(document.get("key") or birth),
        kind=kind,
        aliases=tuple(document.get("aliases") or ()),
        target=_target(kind, entity_id, document),
        parent_field=document.get("parent_field"),
    )


def _identity(entity_id: str, birth: str) -> str:
    return field_identity(entity_id, birth) if _is_uuid(entity_id) else birth


def _is_uuid(value: str) -> bool:
    try:
        uuid.UUID(value)
    except ValueError:
        return False
    return True


def _target(kind: str, entity_id: str, document: Mapping[str, Any]) -> str | None:
    if kind in USER_KINDS:
        return USER_ENTITY
    return entity_id if kind in SELF_KINDS else document.get("target")
