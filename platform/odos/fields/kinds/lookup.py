"""A value of another record, kept with this one: of the customer of a lead, of the manager of its owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.fields.computed import RESULT_OPTIONS, ComputedKind


class LookupKind(ComputedKind):
    """See `ComputedKind`; an option stays one, with the labels and the order that it has over there."""

    key = "lookup"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "path": {
                "type": "string",
                "pattern": r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$",
                "maxLength": 255,
                "description": "References and then a field, joined by dots: account.tier.",
            },
            **RESULT_OPTIONS,
        },
        "required": ["path"],
    }
