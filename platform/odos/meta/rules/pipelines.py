"""The rules inside pipelines and conversions, each with the entity whose records it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from odos.dsl.types import BOOLEAN, Type
from odos.meta.checks.pipelines import GATES
from odos.schema.model import Entity, Field, Schema

Document = Mapping[str, Any]
Place = tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """A rule where it stands. ``early``: it is asked before anything is written; ``into``: the field that
    takes its value."""

    place: Place
    rule: str
    expected: Type | None
    entity: Entity | None
    early: bool = False
    into: Field | None = None


def part_rules(schema: Schema, entity: Entity, document: Document) -> Iterator[Written]:
    """All rules of a pipeline or conversion."""
    return _READERS[document["kind"]](schema, entity, document)


def _pipeline(_schema: Schema, entity: Entity, document: Document) -> Iterator[Written]:
    if document.get("when"):
        yield Written(("when",), document["when"], BOOLEAN, entity, early=True)
    for key, stage in document["stages"].items():
        for gate in GATES:
            yield from _requirements(entity, stage.get(gate) or {}, "stages", key, gate)


def _requirements(entity: Entity, requirements: Document, *place: str) -> Iterator[Written]:
    for key, item in requirements.items():
        yield Written((*place, key, "require"), item["require"], BOOLEAN, entity)


def _conversion(schema: Schema, entity: Entity, document: Document) -> Iterator[Written]:
    yield from _requirements(entity, document.get("require") or {}, "require")
    for key, rule in (document.get("effects") or {}).items():
        yield Written(("effects", key), rule, None, entity, into=entity.find_field(key))
    for key, target in document["targets"].items():
        place, made = ("targets", key), schema.find_entity(target["target"])
        if target.get("when"):
            yield Written((*place, "when"), target["when"], BOOLEAN, entity)
        if target.get("existing_filter"):
            yield Written((*place, "existing_filter"), target["existing_filter"], BOOLEAN, made)
        yield from _values(entity, made, target["fields"], *place, "fields")
        for name, lines in (target.get("lines") or {}).items():
            line, into = line_entity(schema, entity, lines["from"]), line_entity(schema, made, name)
            if lines.get("where"):
                yield Written((*place, "lines", name, "where"), lines["where"], BOOLEAN, line)
            yield from _values(line, into, lines["fields"], *place, "lines", name, "fields")


def line_entity(schema: Schema, entity: Entity | None, name: str) -> Entity | None:
    """The entity of the lines in that field, None where it holds none."""
    item = entity.find_field(name) if entity else None
    return schema.by_id.get(item.target or "") if item is not None and item.kind == "children" else None


def _values(entity: Entity | None, made: Entity | None, fields: Document, *place: str) -> Iterator[Written]:
    for name, value in fields.items():
        if value.get("value"):
            item = made.find_field(name) if made else None
            yield Written((*place, name, "value"), value["value"], None, entity, into=item)


_READERS: Mapping[str, Callable[[Schema, Entity, Document], Iterator[Written]]] = {
    "pipeline": _pipeline,
    "conversion": _conversion,
}
