"""What computed fields give: the option ``result`` (and ``scale``), where the document does not say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.types import Type
from odos.fields.computed import COMPUTED_KINDS, RENEWED, WHEN_READ, is_computed_when_read
from odos.fields.registry import get_kind
from odos.kernel.problems import Invalid
from odos.meta.design.environment import Environment
from odos.meta.entities.compiling import with_options
from odos.records.computed.derived import derived_rule
from odos.records.computed.graph import reads_of
from odos.records.computed.scores import grade_names
from odos.records.rules.types import type_of
from odos.schema.model import Entity, Field, Schema
from odos.storage.versions import digest

RESULTS: Mapping[str, str] = {
    "text": "text",
    "option": "text",
    "number": "number",
    "percent": "percent",
    "money": "money",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
}
_SCALED = frozenset({"number", "percent"})
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


_UNSAID = {WHEN_READ: False, RENEWED: False}  # what an option is where nothing says it


def _typed_entity(schema: Schema, environment: Environment, entity: Entity) -> Entity:
    computed = entity.fields_of_kind(*COMPUTED_KINDS)
    outline = environment.outlines[entity.id]
    births = {item.id: item.birth for item in outline.fields.values()}
    documents = (environment.stacks[entity.id].document or {})["fields"]
    changed: dict[str, Field] = {}
    for item in computed:
        birth = births[item.id]
        found = {**_found_out(schema, entity, item), **_said(documents[birth])}
        if any(item.options.get(name, _UNSAID.get(name)) != value for name, value in found.items()):
            changed[item.key] = with_options(item, birth, **found)
    if not changed:
        return entity
    return replace(entity, fields=MappingProxyType({**entity.fields, **changed}))


def _said(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: document[name] for name in ("result", "scale", "grouped") if name in document}


def _found_out(schema: Schema, entity: Entity, item: Field) -> dict[str, Any]:
    try:
        found = derived_rule(schema, entity, item)
    except (Invalid, KeyError):
        return {}
    return {**_FINDERS[item.kind](schema, entity, item, found), **_moment(schema, entity, item, found)}


def _moment(schema: Schema, entity: Entity, item: Field, found: Checked) -> dict[str, Any]:
    """Whether it must be computed when it is read, since it changes without anybody saving."""
    reads = (schema.by_id[read.entity].by_id.get(read.field) for read in reads_of(found, entity.id))
    moving = any(is_computed_when_read(field) for field in reads if field is not None)
    changes = moving or found.volatility != "immutable"
    if item.kind == "score":  # stored all the same, so that lists can sort by it; see `automation.scoring`
        return {WHEN_READ: False, RENEWED: changes}
    return {WHEN_READ: changes}


def _score(schema: Schema, entity: Entity, item: Field, found: Checked) -> dict[str, Any]:
    """Grades are options, from the best down; points have no decimals unless the field says so."""
    rule = {"rule": digest(repr(found.tree))}  # rows are older than another rule
    names = grade_names(schema, entity, item)
    if names and found.type.kind in {"text", "blank"}:
        options = {name: {"label": {"en": name}, "order": number * 10} for number, name in enumerate(names)}
        return {"result": "option", "options": options, **rule}
    return {**_result(found.type), **({"scale": 0} if found.type.kind == "number" else {}), **rule}


def _formula(_schema: Schema, _entity: Entity, _item: Field, found: Checked) -> dict[str, Any]:
    return _result(found.type)


def _lookup(_schema: Schema, _entity: Entity, _item: Field, found: Checked) -> dict[str, Any]:
    """An option keeps its labels, a number its decimals, a year stays one."""
    end = found.tree.steps[-1].field if isinstance(found.tree, tree.FieldPath) else None
    if end is not None and found.type.kind == "option" and "options" in end.options:
        return {"result": "option", "options": end.options["options"]}
    if end is None or found.type.kind not in _SCALED:
        return _result(found.type)
    grouped = {"grouped": False} if end.options.get("grouped") is False else {}
    return {**_result(found.type), "scale": _scale(end), **grouped}


def _rollup(schema: Schema, entity: Entity, item: Field, _found: Checked) -> dict[str, Any]:
    if item.options["function"] == "count":
        return {"result": "number", "scale": 0}
    rolled = rolled_field(schema, entity, item)
    if rolled is None:
        return {}
    found = _result(type_of(rolled))
    if found.get("result") in _SCALED and item.options["function"] != "avg":
        found["scale"] = _scale(rolled)
    return found


def _result(kind: Type) -> dict[str, Any]:
    result = RESULTS.get(kind.kind)
    return {"result": result} if result else {}


def _scale(item: Field) -> int:
    if item.kind == "integer":
        return 0
    known = get_kind(item.kind).options_schema.get("properties", {}).get("scale", {})
    return int(item.options.get("scale", known.get("default", 4)))


_FINDERS: Mapping[str, Callable[[Schema, Entity, Field, Checked], dict[str, Any]]] = {
    "formula": _formula,
    "lookup": _lookup,
    "rollup": _rollup,
    "score": _score,
}
