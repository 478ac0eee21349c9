"""Percentages: 10 stands for 10 %."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.dsl.types import PERCENT
from odos.fields.kind import Source
from odos.fields.kinds.decimal import BOUND, DecimalKind
from odos.kernel.sql import Sql
from odos.schema.model import Field


class PercentKind(DecimalKind):
    """``numeric`` with twelve digits before the point; the rule language reads 10 % as 0.1."""

    key = "percent"
    rule = PERCENT
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "scale": {
                "type": "integer",
                "minimum": 0,
                "maximum": 10,
                "default": 2,
                "description": "How many decimals the percentage has: 2 allows 12.34 %.",
            },
            "min": {**BOUND, "description": "The smallest percentage allowed, e.g. 0."},
            "max": {**BOUND, "description": "The largest percentage allowed, e.g. 100."},
        },
    }

    def shape(self, field: Field) -> tuple[int, int]:
        scale = field.options.get("scale", self.default_scale)
        return 12 + scale, scale

    def rule_sql(self, field: Field, source: Source) -> Sql:
        return Sql(f"({source.column(field)} * 0.01)")
