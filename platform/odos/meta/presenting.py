"""Stored documents as people read them: every rule in them with the names that things have today.

Documents keep a rule as it was written, since former keys stay with what they named; so a rename changes
no document of a package. Compiled statements have present names already; all other rules get them here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.placeholders import rewritten
from odos.dsl.renaming import with_present_names
from odos.dsl.scope import SchemaScope
from odos.kernel.issues import has_errors
from odos.kernel.problems import Invalid
from odos.meta.design.pointers import set_at
from odos.meta.entities.results import rolled_entity
from odos.meta.rules.pipelines import part_rules
from odos.meta.rules.workflows import workflow_rules
from odos.notifications.templates import TEXTS
from odos.records.checks.conditions import CONDITIONS
from odos.records.rules.types import type_of
from odos.schema.model import Entity, Schema

Document = Mapping[str, Any]


def present_document(schema: Schema, kind: str, key: str, document: Document) -> Document:
    """The document of a component (of a field: ``entity.field``) with its rules in present names."""
    present = _KINDS.get(kind)
    name = key.partition(".")[0] if kind in {"entity", "field"} else str(document.get("entity"))
    entity = schema.find_entity(name)
    return present(schema, entity, key, document) if present and entity else document


def present_rule(schema: Schema, entity: Entity | None, written: Any) -> Any:
    """One expression; as it is where it cannot be read."""
    if entity is None or not isinstance(written, str):
        return written
    try:
        checked = check(parse(written), SchemaScope(schema, entity, type_of))
    except Invalid:
        return written
    return written if has_errors(checked.issues) else with_present_names(written, checked.tree)


def _entity(schema: Schema, entity: Entity, _key: str, document: Document) -> Document:
    fields = document.get("fields") or {}
    changed = {birth: _field(schema, entity, birth, item) for birth, item in fields.items()}
    return {**document, "fields": changed} if fields else document


def _field(schema: Schema, entity: Entity, key: str, document: Document) -> Document:
    item = entity.find_field(key.rpartition(".")[2])
    target = schema.by_id.get(item.target or "") if item else None
    over = rolled_entity(schema, entity, str(document["over"])) if "over" in document else None
    scopes = {"expression": entity, "path": entity, "default": entity, "filter": target, "where": over}
    scopes |= dict.fromkeys(CONDITIONS, entity)
    rules = {name: present_rule(schema, scopes[name], document[name]) for name in scopes if name in document}
    return {**document, **rules} if rules else document


def _view(schema: Schema, entity: Entity, _key: str, document: Document) -> Document:
    if "filter" not in document:
        return document
    return {**document, "filter": present_rule(schema, entity, document["filter"])}


def _layout(schema: Schema, _of: Entity, _key: str, document: Document) -> Document:
    related = document.get("related") or {}
    lists = {
        key: _view(schema, other, key, item) if (other := schema.find_entity(item["entity"])) else item
        for key, item in related.items()
    }
    return {**document, "related": lists} if related else document


def _rule(_schema: Schema, entity: Entity, key: str, document: Document) -> Document:
    compiled = next((rule for rule in entity.rules if rule["key"] == key), None)
    return {**document, "text": compiled["text"]} if compiled else document


def _workflow(schema: Schema, entity: Entity, _key: str, document: Document) -> Document:
    for place, written, _type in list(workflow_rules(document)):
        document = set_at(document, place, present_rule(schema, entity, written))
    return document


def _part(schema: Schema, entity: Entity, _key: str, document: Document) -> Document:
    for written in list(part_rules(schema, entity, document)):
        document = set_at(document, written.place, present_rule(schema, written.entity, written.rule))
    return document


def _template(schema: Schema, entity: Entity, _key: str, document: Document) -> Document:
    def present(words: str) -> str:
        return rewritten(words, lambda rule: present_rule(schema, entity, rule))

    texts = {part: document.get(part) or {} for part in TEXTS}
    return {
        **document,
        **{part: {name: present(words) for name, words in found.items()} for part, found in texts.items()},
    }


_KINDS: Mapping[str, Callable[[Schema, Entity, str, Document], Document]] = {
    "entity": _entity,
    "field": _field,
    "view": _view,
    "layout": _layout,
    "rule": _rule,
    "workflow": _workflow,
    "pipeline": _part,
    "conversion": _part,
    "template": _template,
}
