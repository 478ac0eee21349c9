"""Rules as documents: checked before a version is published, and printed with present names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from odos.dsl.renaming import with_present_names
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.records.rules.statements import about_another, read_document
from odos.schema.model import Entity, Schema


def rule_issues(schema: Schema, entity: Entity) -> Iterator[Issue]:
    """Findings of an entity's statements at ``rule/<key>/text/line:column``."""
    for document in entity.rules:
        found = _document_issues(schema, entity, document)
        yield from (issue.under("rule", document["key"], "text") for issue in found)


def _document_issues(schema: Schema, entity: Entity, document: Mapping[str, Any]) -> Sequence[Issue]:
    try:
        checked = read_document(schema, document)
    except Invalid as refusal:
        return refusal.issues
    return [*about_another(checked, entity), *checked.issues]


def present_rules(schema: Schema, identities: Sequence[str]) -> Schema:
    """The schema with the texts of those entities' statements in present names."""
    entities = (schema.by_id[identity] for identity in identities)
    changed = {entity.key: _presented(schema, entity) for entity in entities if entity.rules}
    return replace(schema, entities=MappingProxyType({**schema.entities, **changed})) if changed else schema


def _presented(schema: Schema, entity: Entity) -> Entity:
    rules = tuple({**document, "text": _present_text(schema, document)} for document in entity.rules)
    return replace(entity, rules=rules)


def _present_text(schema: Schema, document: Mapping[str, Any]) -> str:
    written = str(document["text"])
    try:
        checked = read_document(schema, document)
    except Invalid:
        return written
    return written if has_errors(checked.issues) else with_present_names(written, checked.statement)
