"""The JSON Schemas of pipelines and conversions. Their meaning: `odos.workflow.stages`, `…conversions`."""

from __future__ import annotations

from odos.meta.schemas.pieces import (
    FIELD_KEY,
    FLAG,
    HEAD,
    KEY,
    LABEL,
    ORDER,
    PATH,
    RULE,
    Schema,
    closed_object,
    keyed,
)

_REQUIREMENT = closed_object(
    {"require": {**RULE, "minLength": 1}, "message": LABEL, "order": ORDER}, "require"
)
_REQUIREMENTS = keyed(_REQUIREMENT, KEY)
_PLACED = closed_object({"order": ORDER})
_STAGE = closed_object(
    {
        "label": LABEL,
        "help": LABEL,
        "order": ORDER,
        "kind": {"enum": ["open", "won", "lost", "closed"]},
        "confidence": {"type": "number", "minimum": 0, "maximum": 100},
        "entry": _REQUIREMENTS,
        "exit": _REQUIREMENTS,
        "required": keyed(_PLACED, KEY),
        "roles": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "next": keyed(_PLACED),
        "by_hand": {**FLAG, "default": True},
    }
)

PIPELINE: Schema = closed_object(
    {
        **HEAD,
        "kind": {"const": "pipeline"},
        "entity": FIELD_KEY,
        "field": FIELD_KEY,
        "since": FIELD_KEY,
        "confidence": FIELD_KEY,
        "when": RULE,
        "moves": {"enum": ["any", "forward", "step"]},
        "active": {**FLAG, "default": True},
        "stages": {**keyed(_STAGE), "minProperties": 1},
    },
    "kind",
    "key",
    "entity",
    "field",
    "stages",
)

_VALUE = closed_object(
    {
        "copy": PATH,
        "value": RULE,
        "constant": {},
        "record": PATH,
        "source": FLAG,
        "extend": FLAG,
        "order": ORDER,
    }
)
_LINES = closed_object(
    {"from": FIELD_KEY, "where": RULE, "fields": keyed(_VALUE, KEY), "order": ORDER}, "from", "fields"
)
_TARGET = closed_object(
    {
        "target": FIELD_KEY,
        "label": LABEL,
        "order": ORDER,
        "when": RULE,
        "optional": FLAG,
        "existing": {"enum": ["never", "choose"]},
        "existing_filter": RULE,
        "link": FIELD_KEY,
        "fields": keyed(_VALUE, KEY),
        "lines": keyed(_LINES, KEY),
    },
    "target",
    "fields",
)

CONVERSION: Schema = closed_object(
    {
        **HEAD,
        "kind": {"const": "conversion"},
        "entity": FIELD_KEY,
        "active": {**FLAG, "default": True},
        "require": _REQUIREMENTS,
        "targets": {**keyed(_TARGET, KEY), "minProperties": 1},
        "effects": keyed(RULE, KEY),
    },
    "kind",
    "key",
    "entity",
    "targets",
)
