"""What computed fields give: the option ``result`` (and ``scale``), where the document does not say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.scope import SchemaScope
from odos.dsl.types import NUMBER, Type
from odos.fields.registry import get_kind
from odos.kernel.problems import Invalid
from odos.meta.compile_entity import COMPUTED_KINDS, with_options
from odos.meta.environment import Environment
from odos.schema.model import Entity, Field, Schema

_RESULTS: Mapping[str, str] = {
    "text": "text",
    "option": "text",
    "number": "number",
    "percent": "number",
    "money": "money",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
}
_MOST_PASSES = 12


def infer_results(schema: Schema, environment: Environment, identities: Sequence[str]) -> Schema:
    """The schema with the results of those entities' computed fields found out.

    One may read another, here or on its lines, so it is done again until nothing changes.
    """
    for _ in range(_MOST_PASSES):
        changed = {
            entity.key: typed
            for entity in (schema.by_id[identity] for identity in identities)
            if (typed := _typed_entity(schema, environment, entity)) is not entity
        }
        if not changed:
            return schema
        schema = replace(schema, entities=MappingProxyType({**schema.entities, **changed}))
    return schema


def type_of(item: Field) -> Type:
    """The type of a field in rules."""
    return get_kind(item.kind).rule_type(item)


def rolled_field(schema: Schema, entity: Entity, item: Field) -> Field | None:
    """The field whose values a rollup takes; None where it only counts."""
    child = rolled_entity(schema, entity, str(item.options["over"]))
    name = item.options.get("field")
    return child.find_field(str(name)) if child and name else None


def rolled_entity(schema: Schema, entity: Entity, over: str) -> Entity | None:
    """The entity that a rollup runs over."""
    head, _, tail = over.partition(".")
    if tail:
        return schema.find_entity(head)
    children = entity.find_field(head)
    return schema.target_of(children) if children and children.target else None


def _typed_entity(schema: Schema, environment: Environment, entity: Entity) -> Entity:
    computed = entity.fields_of_kind(*COMPUTED_KINDS)
    outline = environment.outlines[entity.id]
    births = {item.id: item.birth for item in outline.fields.values()}
    documents = (environment.stacks[entity.id].document or {})["fields"]
    changed: dict[str, Field] = {}
    for item in computed:
        birth = births[item.id]
        found = {**_found_out(schema, entity, item), **_said(documents[birth])}
        if any(item.options.get(name) != value for name, value in found.items()):
            changed[item.key] = with_options(item, birth, **found)
    if not changed:
        return entity
    return replace(entity, fields=MappingProxyType({**entity.fields, **changed}))


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: document[name] for name in ("result", "scale") if name in document}


def _found_out(schema: Schema, entity: Entity, item: Field) -> dict[str, Any]:
    if item.kind == "formula":
        return _result(_formula_type(schema, entity, item))
    if item.options["function"] == "count":
        return {"result": "number", "scale": 0}
    rolled = rolled_field(schema, entity, item)
    if rolled is None:
        return {}
    found = _result(type_of(rolled))
    if found.get("result") == "number" and item.options["function"] != "avg":
        found["scale"] = _scale(rolled)
    return found


def _result(kind: Type) -> dict[str, Any]:
    result = _RESULTS.get(kind.kind)
    return {"result": result} if result else {}


def _formula_type(schema: Schema, entity: Entity, item: Field) -> Type:
    try:
        tree = parse(str(item.options["expression"]))
    except Invalid:
        return NUMBER
    return check(tree, SchemaScope(schema, entity, type_of)).type


def _scale(item: Field) -> int:
    if item.kind == "integer":
        return 0
    known = get_kind(item.kind).options_schema.get("properties", {}).get("scale", {})
    return int(item.options.get("scale", known.get("default", 4)))
