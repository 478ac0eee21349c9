"""Schema, Entity, Field: one immutable, versioned description of the running application.

References between entities are held by identity (UUID text); keys are what the API shows today.
A key that was renamed away stays usable as an alias.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal

from odos.kernel.issues import Issue
from odos.kernel.problems import NotFound
from odos.kernel.texts import text

Labels = Mapping[str, str]
Document = Mapping[str, Any]
FieldState = Literal["active", "building"]

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Field:
    """A compiled field. ``options`` are the kind's own (``max_length``, ``digits``, ``options``, …).

    ``column`` is the stem of its physical columns; a kind appends suffixes. ``target`` is the identity
    of the entity it leads to, ``inverse`` the identity of the field on the other side (children).
    """

    id: str
    key: str
    kind: str
    label: Labels
    column: str
    order: float = 0
    help: Labels = field(default_factory=lambda: NOTHING)
    required: bool = False
    unique: bool = False
    default: str | None = None
    read_only: bool = False
    read_only_after_create: bool = False
    visible_when: str | None = None
    required_when: str | None = None
    read_only_when: str | None = None
    indexed: bool = False
    searchable: bool = False
    audited: bool = True
    personal_data: bool = False
    system: bool = False
    state: FieldState = "active"
    target: str | None = None
    inverse: str | None = None
    aliases: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Unique:
    """Values of several fields that may stand together once (the bin does not count)."""

    key: str
    fields: tuple[str, ...]  # identities


@dataclass(frozen=True)
class LineOf:
    """The parent that line items belong to, and the fields that tie them."""

    entity: str  # identity of the parent entity
    children: str  # identity of the children field on the parent
    parent_field: str  # identity of the reference on the line


@dataclass(frozen=True)
class Incoming:
    """A reference from elsewhere to this entity."""

    entity: str  # identity of the referring entity
    field: str  # identity of the referring field


@dataclass(frozen=True)
class Entity:
    """A compiled entity; ``fields`` by present key in their order, system fields first."""

    id: str
    key: str
    label: Labels
    plural: Labels
    table: str
    fields: Mapping[str, Field]
    title_field: str = "id"
    owned: bool = False
    system: bool = False
    team: Mapping[str, Document] = field(default_factory=lambda: NOTHING)  # roles in the team of a record
    icon: str = ""
    description: Labels = field(default_factory=lambda: NOTHING)
    aliases: tuple[str, ...] = ()
    former_plurals: tuple[str, ...] = ()  # names under which rules may know a collection of its records
    uniques: tuple[Unique, ...] = ()
    duplicates: tuple[Document, ...] = ()
    line_of: LineOf | None = None
    incoming: tuple[Incoming, ...] = ()
    layouts: tuple[Document, ...] = ()
    views: tuple[Document, ...] = ()
    workflows: tuple[Document, ...] = ()
    rules: tuple[Document, ...] = ()
    pipelines: tuple[Document, ...] = ()
    conversions: tuple[Document, ...] = ()
    templates: tuple[Document, ...] = ()
    query_groups: tuple[Document, ...] = ()  # {key, label, fields: {path: {order}}}, in their order

    @cached_property
    def plural_label(self) -> Labels:
        """What its records are called for people: in a language without a plural, as one of them is."""
        return {**self.label, **{language: word for language, word in self.plural.items() if word}}

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        """Fields by identity."""
        return {item.id: item for item in self.fields.values()}

    @cached_property
    def by_alias(self) -> Mapping[str, Field]:
        """Fields by every key they ever had; a present key wins."""
        named = {alias: item for item in self.fields.values() for alias in item.aliases}
        return {**named, **self.fields}

    @property
    def title(self) -> Field:
        """The field whose value labels a record."""
        return self.fields[self.title_field]

    def find_field(self, key: str) -> Field | None:
        """The field of that key or former key."""
        return self.by_alias.get(key)

    def own_fields(self) -> Iterator[Field]:
        """Fields that metadata defines, without the system columns."""
        return (item for item in self.fields.values() if not item.system)

    def fields_of_kind(self, *kinds: str) -> tuple[Field, ...]:
        """Fields of the given kinds, in order."""
        if len(kinds) == 1:
            return self._by_kind.get(kinds[0], ())
        return tuple(item for item in self.fields.values() if item.kind in kinds)

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Field, ...]]:
        found: dict[str, tuple[Field, ...]] = {}
        for item in self.fields.values():
            found[item.kind] = (*found.get(item.kind, ()), item)
        return found


@dataclass(frozen=True)
class Schema:
    """One version of the whole application. Two versions share the entities that did not change."""

    version: int
    entities: Mapping[str, Entity]  # by present key
    menus: tuple[Document, ...] = ()
    roles: Mapping[str, Document] = field(default_factory=lambda: NOTHING)
    settings: Document = field(default_factory=lambda: NOTHING)

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """Entities by identity."""
        return {item.id: item for item in self.entities.values()}

    @cached_property
    def by_alias(self) -> Mapping[str, Entity]:
        """Entities by every key they ever had; a present key wins."""
        named = {alias: item for item in self.entities.values() for alias in item.aliases}
        return {**named, **self.entities}

    @property
    def base_currency(self) -> str:
        """The company's currency code."""
        return str(self.settings.get("base_currency", "CNY"))

    @property
    def time_zone(self) -> str:
        """The workspace's time zone, as an IANA name."""
        return str(self.settings.get("time_zone") or "UTC")

    @property
    def fiscal_start(self) -> int:
        """The month in which fiscal years begin."""
        return int(self.settings.get("fiscal_year_start", 1))

    def find_entity(self, key: str) -> Entity | None:
        """The entity of that key or former key."""
        return self.by_alias.get(key)

    def get_entity(self, key: str) -> Entity:
        """Like `find_entity`, but raises `NotFound`."""
        found = self.find_entity(key)
        if found is None:
            raise NotFound(None, [unknown_entity(key)])
        return found

    def target_of(self, item: Field) -> Entity:
        """The entity a reference, children or user field leads to."""
        if item.target is None:
            raise KeyError(f"field {item.key} leads nowhere")
        return self.by_id[item.target]


def unknown_entity(key: str) -> Issue:
    """The finding for a key that names no entity."""
    message = text('There is no entity "{key}"', "没有名为“{key}”的实体", key=key[:80])
    return Issue("unknown_entity", message)
