"""All outlines together: who leads to whom. Made for each compilation, from cached outlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from odos.meta.design.layered import Design, Stack
from odos.meta.design.outlines import FieldOutline, Outline

PART_KINDS = (
    "layout",
    "view",
    "workflow",
    "rule",
    "pipeline",
    "conversion",
    "template",
)  # see `odos.meta.entities.parts`
REFERRING_KINDS = frozenset({"reference", "parent", "user", "references"})


@dataclass(frozen=True, eq=False)
class Environment:
    """The entities of a design, and the layouts, views and other parts that belong to each.

    ``before`` is the design that it was made from.
    """

    design: Design
    before: Design

    @cached_property
    def stacks(self) -> Mapping[str, Stack]:
        """Living entities by identity."""
        return {stack.uuid: stack for stack in self.design.of_kind("entity")}

    @cached_property
    def outlines(self) -> Mapping[str, Outline]:
        """Their outlines by identity."""
        return {identity: stack.outline for identity, stack in self.stacks.items()}

    @cached_property
    def _named(self) -> Mapping[str, Outline]:
        former = {name: item for item in self.outlines.values() for name in item.names}
        return former | {item.key: item for item in self.outlines.values()} | dict(self.outlines)

    def find(self, name: str | None) -> Outline | None:
        """An entity by present or former key or by identity."""
        return self._named.get(name) if name else None

    def is_deleted(self, name: str) -> bool:
        """Whether the name means an entity that was there before."""
        was = {known for stack in self.before.of_kind("entity") for known in stack.outline.names}
        return name in was or any(stack.uuid == name for stack in self.before.of_kind("entity"))

    def keys(self) -> Iterable[str]:
        """Present keys of all entities."""
        return (item.key for item in self.outlines.values())

    def target(self, item: FieldOutline) -> Outline | None:
        """Where a field leads."""
        return self.find(item.target)

    def inverse(self, item: FieldOutline) -> FieldOutline | None:
        """The field on the lines that a children field belongs to."""
        target = self.target(item)
        return target.find(item.parent_field) if target and item.parent_field else None

    @cached_property
    def incoming(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """For each entity the (entity, field) identities of the references to it."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for outline, item in self._fields():
            target = self.target(item) if item.kind in REFERRING_KINDS else None
            if target is not None:
                found[target.id].append((outline.id, item.id))
        return found

    @cached_property
    def lines(self) -> Mapping[str, Sequence[tuple[str, str, str]]]:
        """For each line entity the (parent entity, children field, parent field) that claim it."""
        found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for outline, item in self._fields():
            target, inverse = (
                (self.target(item), self.inverse(item)) if item.kind == "children" else (None, None)
            )
            if target is not None and inverse is not None:
                found[target.id].append((outline.id, item.id, inverse.id))
        return found

    @cached_property
    def offered(self) -> Mapping[str, Mapping[str, Any]]:
        """Options that fields take from other metadata (``options_from``), by its name."""
        roles = {stack.present_key: stack.document or {} for stack in self.design.of_kind("role")}
        return {
            "roles": {
                key: {"label": dict(role.get("label") or {"en": key}), "order": role.get("order", 0)}
                for key, role in sorted(roles.items())
            }
        }

    def parts(self, kind: str, entity: Outline) -> Sequence[Stack]:
        """The layouts, views, workflows or rules of an entity."""
        return self._parts[kind].get(entity.id, ())

    def all_parts(self, entity: Outline) -> list[Stack]:
        """Everything that belongs to an entity."""
        return [part for kind in PART_KINDS for part in self.parts(kind, entity)]

    @cached_property
    def _parts(self) -> Mapping[str, Mapping[str, list[Stack]]]:
        found: dict[str, dict[str, list[Stack]]] = {kind: defaultdict(list) for kind in PART_KINDS}
        for kind, by_entity in found.items():
            for stack in self.design.of_kind(kind):
                outline = self.find(str((stack.document or {}).get("entity")))
                if outline is not None:
                    by_entity[outline.id].append(stack)
        return found

    def _fields(self) -> Iterator[tuple[Outline, FieldOutline]]:
        return ((outline, item) for outline in self.outlines.values() for item in outline.leading)
