"""The rules inside pipelines and conversions, each with the entity whose records it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from odos.dsl.types import BOOLEAN, Type
from odos.meta.checks.pipelines import GATES
from odos.schema.model import Entity, Schema

Document = Mapping[str, Any]
Place = tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """A rule where it stands. ``early``: it is asked before anything is written."""

    place: Place
    rule: str
    expected: Type | None
    entity: Entity | None
    early: bool = False


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
        yield Written(("effects", key), rule, None, entity)
    for key, target in document["targets"].items():
        place = ("targets", key)
        if target.get("when"):
            yield Written((*place, "when"), target["when"], BOOLEAN, entity)
        if target.get("existing_filter"):
            made = schema.find_entity(target["target"])
            yield Written((*place, "existing_filter"), target["existing_filter"], BOOLEAN, made)
        yield from _values(entity, target["fields"], *place, "fields")
        for name, lines in (target.get("lines") or {}).items():
            item = entity.find_field(lines["from"])
            line = schema.by_id.get(item.target or "") if item else None
            yield from _lines(line, lines, *place, "lines", name)


def _lines(line: Entity | None, lines: Document, *place: str) -> Iterator[Written]:
    if lines.get("where"):
        yield Written((*place, "where"), lines["where"], BOOLEAN, line)
    yield from _values(line, lines["fields"], *place, "fields")


def _values(entity: Entity | None, fields: Document, *place: str) -> Iterator[Written]:
    for name, value in fields.items():
        if value.get("value"):
            yield Written((*place, name, "value"), value["value"], None, entity)


_READERS: Mapping[str, Callable[[Schema, Entity, Document], Iterator[Written]]] = {
    "pipeline": _pipeline,
    "conversion": _conversion,
}
