"""A value computed over the records that refer to this one, kept up to date by the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.fields.computed import RESULT_OPTIONS, ComputedKind

FUNCTIONS = ("sum", "count", "min", "max", "avg")


class RollupKind(ComputedKind):
    """See `ComputedKind`."""

    key = "rollup"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "over": {
                "type": "string",
                "pattern": r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$",
                "description": "A children field of this entity, or entity.field of a reference to it.",
            },
            "function": {"enum": list(FUNCTIONS), "description": "How the values become one."},
            "field": {
                "type": "string",
                "pattern": "^[a-z][a-z0-9_]{0,62}$",
                "description": "The field whose values are taken; not needed to count.",
            },
            "where": {
                "type": "string",
                "maxLength": 20_000,
                "description": "A rule over the other entity: only records that meet it are taken.",
            },
            **RESULT_OPTIONS,
        },
        "required": ["over", "function"],
        "if": {"properties": {"function": {"const": "count"}}},
        "else": {"required": ["field"]},
    }
