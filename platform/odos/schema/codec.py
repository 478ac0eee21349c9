"""Schema parts ↔ plain JSON values. Defaults are left out, so that stored documents stay small."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from types import MappingProxyType
from typing import Any

from odos.schema.model import Entity, Field, Incoming, LineOf, Unique


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _default(item: Any) -> object:
    return item.default_factory() if item.default_factory is not MISSING else item.default


def _encode(record: Any, *, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    encoded = {}
    for item in fields(record):
        value = getattr(record, item.name)
        if item.name not in skip and value != _default(item):
            encoded[item.name] = _plain(value)
    return encoded


def field_to_json(item: Field) -> dict[str, Any]:
    """The plain form of a field."""
    return _encode(item)


def field_from_json(data: Mapping[str, Any]) -> Field:
    """The inverse of `field_to_json`."""
    values = dict(data)
    values["aliases"] = tuple(values.get("aliases", ()))
    values["options"] = MappingProxyType(values.get("options", {}))
    return Field(**values)


def entity_to_json(entity: Entity) -> dict[str, Any]:
    """The plain form of an entity with its fields and parts."""
    encoded = _encode(entity, skip=frozenset({"fields", "uniques", "line_of", "incoming"}))
    encoded["fields"] = [field_to_json(item) for item in entity.fields.values()]
    encoded["uniques"] = [_encode(item) for item in entity.uniques]
    encoded["incoming"] = [_encode(item) for item in entity.incoming]
    if entity.line_of:
        encoded["line_of"] = _encode(entity.line_of)
    return encoded


def entity_from_json(data: Mapping[str, Any]) -> Entity:
    """The inverse of `entity_to_json`."""
    values = dict(data)
    compiled = [field_from_json(item) for item in values["fields"]]
    values["fields"] = MappingProxyType({item.key: item for item in compiled})
    values["uniques"] = tuple(Unique(item["key"], tuple(item["fields"])) for item in values["uniques"])
    values["incoming"] = tuple(Incoming(**item) for item in values["incoming"])
    values["line_of"] = LineOf(**values["line_of"]) if values.get("line_of") else None
    for name in (
        "aliases",
        "former_plurals",
        "layouts",
        "views",
        "workflows",
        "rules",
        "pipelines",
        "conversions",
        "templates",
        "query_groups",
        "duplicates",
    ):
        values[name] = tuple(values.get(name, ()))
    return Entity(**values)
