"""Rules inside documents: what computed fields give, and whether every expression holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from odos.kernel.issues import Issue
from odos.meta.environment import Environment
from odos.schema.model import Entity, Field, Schema

_RESULTS: Mapping[str, str] = {
    "number": "number",
    "percent": "number",
    "money": "money",
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
}


def infer_results(schema: Schema, identities: Sequence[str], births: Mapping[str, str]) -> Schema:
    """The schema with the option ``result`` of every computed field of those entities filled in."""
    changed: dict[str, Entity] = {}
    for identity in identities:
        entity = schema.by_id[identity]
        if entity.fields_of_kind("rollup", "formula"):
            changed[entity.key] = _with_results(schema, entity, births)
    if not changed:
        return schema
    return replace(schema, entities=MappingProxyType({**schema.entities, **changed}))


def check_rules(schema: Schema, environment: Environment, identities: Iterable[str]) -> Iterator[Issue]:
    """Findings of every expression in those entities."""
    yield from ()


def _with_results(schema: Schema, entity: Entity, births: Mapping[str, str]) -> Entity:
    fields = {key: _typed(schema, item, births) for key, item in entity.fields.items()}
    return replace(entity, fields=MappingProxyType(fields))


def _typed(schema: Schema, item: Field, births: Mapping[str, str]) -> Field:
    return item
