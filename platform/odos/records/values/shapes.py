"""What the engine asks of each field of an entity again and again, asked once.

Kept for as long as the entity itself lives; versions share the entities that did not change.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from odos.fields.computed import COMPUTED_KINDS, result_kind
from odos.fields.kind import Column, FieldKind
from odos.fields.registry import get_kind
from odos.schema.model import Entity, Field

LINK_KINDS = ("reference", "parent", "user")
_FILLED = COMPUTED_KINDS | {"auto_number", "children"}
ToJson = Callable[[Field, Sequence[Any]], Any]


@dataclass(frozen=True)
class Shape:
    """Facts about the fields of one entity, by identity where there is a key."""

    stored: tuple[tuple[Field, tuple[Column, ...]], ...]  # fields with columns that a write may fill
    tracked: Mapping[str, tuple[Field, ToJson]]  # fields whose changes are audited
    links: tuple[Field, ...]  # references to one record
    searched: tuple[tuple[Field, Callable[[Field, Sequence[Any]], str]], ...]

    required: tuple[tuple[Field, bool], ...]  # fields that people must fill, and whether they are links

    @property
    def columns(self) -> list[str]:
        """The names of all stored columns, in order."""
        return [item.column + column.suffix for item, columns in self.stored for column in columns]

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The identities of stored fields."""
        return tuple(item.id for item, _columns in self.stored)

    def present(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """The stored fields that ``row`` has a value of, always in the same order."""
        return tuple([key for key in self.order if key in row])

    def columns_of(self, given: Sequence[str]) -> list[str]:
        """The names of the columns of these fields."""
        wanted = set(given)
        return [
            item.column + column.suffix
            for item, columns in self.stored
            if item.id in wanted
            for column in columns
        ]


_shapes: dict[int, Shape] = {}


def shape_of(entity: Entity) -> Shape:
    """The entity's shape."""
    found = _shapes.get(id(entity))
    if found is None:
        found = _shapes[id(entity)] = _make(entity)
        weakref.finalize(entity, _shapes.pop, id(entity), None)
    return found


def has_search(entity: Entity) -> bool:
    """Whether the entity keeps grams."""
    return bool(shape_of(entity).searched)


def _make(entity: Entity) -> Shape:
    fields = entity.fields.values()
    return Shape(
        stored=tuple((item, get_kind(item.kind).columns(item)) for item in fields if _is_stored(item)),
        tracked={item.id: (item, _kind_of(item).to_json) for item in fields if item.audited},
        links=entity.fields_of_kind(*LINK_KINDS),
        searched=tuple(
            (item, get_kind(item.kind).search_text) for item in entity.own_fields() if item.searchable
        ),
        required=tuple(
            (item, get_kind(item.kind).storage == "link")
            for item in entity.own_fields()
            if item.required and item.kind not in _FILLED
        ),
    )


def _kind_of(item: Field) -> FieldKind:
    """The kind; of what is computed, that of the result."""
    return result_kind(item) if item.kind in COMPUTED_KINDS else get_kind(item.kind)


def _is_stored(item: Field) -> bool:
    """Owner and unit are system fields, but people set them; what is computed when read has no column."""
    has_columns = get_kind(item.kind).storage == "columns" and item.column != ""
    return has_columns and (not item.system or item.key in {"owner", "unit"})
