"""A value computed from other fields of the same record, stored and recomputed in each save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.fields.computed import RESULT_OPTIONS, ComputedKind


class FormulaKind(ComputedKind):
    """See `ComputedKind`."""

    key = "formula"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "expression": {
                "type": "string",
                "minLength": 1,
                "maxLength": 20_000,
                "description": "The rule, e.g. IF(amount > 1000, 10, 0).",
            },
            "blanks": {
                "enum": ["blank", "zero"],
                "default": "blank",
                "description": "Whether a blank operand gives a blank result or counts as zero.",
            },
            **RESULT_OPTIONS,
        },
        "required": ["expression"],
    }
