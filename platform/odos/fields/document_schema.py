"""JSON Schema 2020-12 of a field's document: what all fields share, and the options of its kind.

Each kind's schema is closed and stands alone, so that a finding has one path and one reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.fields.choices import LABELS
from odos.fields.registry import FIELD_KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def _flag(description: str, *, default: bool = False) -> dict[str, Any]:
    return {"type": "boolean", "default": default, "description": description}


def _rule(description: str) -> dict[str, Any]:
    return {"type": "string", "maxLength": 20_000, "description": description}


FIELD_ATTRIBUTES: Mapping[str, Any] = {
    "id": {
        "type": "string",
        "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        "description": "The identity (UUID); made from the entity and the key where absent.",
    },
    "key": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9_]{0,62}$",
        "description": "The key in JSON and rules.",
    },
    "aliases": {
        "type": "array",
        "items": {"type": "string"},
        "description": "Former keys, still understood.",
    },
    "label": {**LABELS, "description": "The name of the field in each language."},
    "help": {**LABELS, "description": "A sentence below the field in each language."},
    "order": {"type": "number", "description": "Fields stand by rising order."},
    "required": _flag("Whether a record needs a value."),
    "unique": _flag("Whether no two records may have the same value; blanks and the bin do not count."),
    "default": {
        "type": "string",
        "maxLength": 20_000,
        "description": 'A rule that gives the value of a new record: "new" in quotes, 0, today, user.',
    },
    "read_only": _flag("Whether people and interfaces cannot write it."),
    "read_only_after_create": _flag("Whether it can only be written when the record is created."),
    "visible_when": _rule("A condition: only then the field is shown, and takes a value."),
    "required_when": _rule("A condition: only then a record needs a value."),
    "read_only_when": _rule("A condition on the record as it was: then the field is locked."),
    "indexed": _flag("Whether the database keeps an index for filters on it."),
    "searchable": _flag("Whether the text search finds records by it."),
    "audited": _flag("Whether the history shows its changes.", default=True),
    "personal_data": _flag("Whether it holds data about a person."),
}


def kind_schema(kind: str) -> dict[str, Any]:
    """The closed schema of a field of that kind; raises KeyError for an unknown one."""
    options = dict(FIELD_KINDS[kind].options_schema)
    own = {**FIELD_ATTRIBUTES, "kind": {"const": kind}, **options.pop("properties", {})}
    required = ["kind", *options.pop("required", ())]
    return {
        **options,
        "type": "object",
        "properties": own,
        "required": required,
        "additionalProperties": False,
    }


def field_schema() -> dict[str, Any]:
    """The schema of a field of any kind: ``kind`` chooses which one applies."""
    kinds = sorted(FIELD_KINDS)
    return {
        "$schema": DIALECT,
        "title": "Field",
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"enum": kinds, "description": "What the field holds."}},
        "allOf": [_choice(kind) for kind in kinds],
        "$defs": {kind: kind_schema(kind) for kind in kinds},
    }


def _choice(kind: str) -> dict[str, Any]:
    chosen = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
    return {"if": chosen, "then": {"$ref": f"#/$defs/{kind}"}}
