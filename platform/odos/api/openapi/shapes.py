"""The small shapes that all JSON Schemas of the API are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.api.openapi.fields import JsonSchema

TEXT: JsonSchema = {"type": "string"}
TEXT_OR_NULL: JsonSchema = {"type": ["string", "null"]}
WHOLE: JsonSchema = {"type": "integer"}
WHOLE_OR_NULL: JsonSchema = {"type": ["integer", "null"]}
FLAG: JsonSchema = {"type": "boolean"}
ANYTHING: JsonSchema = {"type": "object", "additionalProperties": True}
MOMENT: JsonSchema = {"type": "string", "format": "date-time"}
LABELS: JsonSchema = {"type": "object", "additionalProperties": TEXT}


def closed(properties: Mapping[str, JsonSchema], *required: str) -> JsonSchema:
    """An object to be sent: nothing else is accepted."""
    return {**open_object(properties, *required), "additionalProperties": False}


def open_object(properties: Mapping[str, JsonSchema], *required: str) -> JsonSchema:
    """An object that is given: later versions may add members."""
    described: dict[str, Any] = {"type": "object", "properties": dict(properties)}
    return {**described, "required": list(required)} if required else described


def listed(item: JsonSchema) -> JsonSchema:
    """A list."""
    return {"type": "array", "items": item}


def items_of(item: JsonSchema) -> JsonSchema:
    """``{items: […]}``."""
    return open_object({"items": listed(item)}, "items")


NEXT = {"next": {**TEXT_OR_NULL, "description": "Send it as cursor to get what follows."}}
SECRET = {**TEXT, "format": "password"}
CHANGED = open_object({"field": TEXT, "label": LABELS, "from": {}, "to": {}}, "field")
