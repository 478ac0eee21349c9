"""Building blocks of the JSON Schemas of documents."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

KEY = r"^[a-z][a-z0-9_]{0,62}$"
ITEM_KEY = r"^[A-Za-z0-9_][A-Za-z0-9_.\-]{0,126}$"
LONGEST_LABEL = 20_000
LONGEST_RULE = 20_000

FLAG: Schema = {"type": "boolean"}
ORDER: Schema = {"type": "number"}
RULE: Schema = {"type": "string", "maxLength": LONGEST_RULE}
FIELD_KEY: Schema = {"type": "string", "pattern": KEY}
PATH: Schema = {"type": "string", "maxLength": 255}
SORT: Schema = {"type": "string", "maxLength": 500}
ICON: Schema = {"type": "string", "maxLength": 80}
UUID: Schema = {"type": "string", "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"}
ALIASES: Schema = {"type": "array", "items": {"type": "string"}}
LABEL: Schema = {
    "type": "object",
    "propertyNames": {"pattern": r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"},
    "additionalProperties": {"type": "string", "maxLength": LONGEST_LABEL},
}


def closed_object(properties: Schema, *required: str) -> Schema:
    """An object with these properties and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def keyed(item: Schema, pattern: str = ITEM_KEY) -> Schema:
    """A map whose order is in its items; attributes that start with a key we do not know are refused."""
    return {"type": "object", "propertyNames": {"pattern": pattern}, "additionalProperties": item}


HEAD: Schema = {
    "id": UUID,
    "key": {"type": "string", "pattern": r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?$", "maxLength": 127},
    "aliases": ALIASES,
    "label": LABEL,
    "description": LABEL,
    "order": ORDER,
}
