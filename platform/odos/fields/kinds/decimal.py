"""Exact decimal numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from odos.dsl.types import NUMBER
from odos.fields.kind import Column, ParseContext, Source
from odos.fields.numbers import check_bounds, fit, plain, read_decimal
from odos.fields.single import SingleColumn, is_blank
from odos.schema.model import Field

BOUND = {"type": ["number", "string"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}


class DecimalKind(SingleColumn):
    """``numeric(digits, scale)``; a JSON text with exactly ``scale`` decimals."""

    key = "decimal"
    rule = NUMBER
    default_digits = 18
    default_scale = 2
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "digits": {
                "type": "integer",
                "minimum": 1,
                "maximum": 38,
                "default": 18,
                "description": "How many digits a value may have in all.",
            },
            "scale": {
                "type": "integer",
                "minimum": 0,
                "maximum": 18,
                "default": 2,
                "description": "How many of the digits are decimals.",
            },
            "min": {**BOUND, "description": "The smallest value allowed."},
            "max": {**BOUND, "description": "The largest value allowed."},
        },
    }

    def shape(self, field: Field) -> tuple[int, int]:
        """Digits in all and decimals of the column."""
        options = field.options
        return options.get("digits", self.default_digits), options.get("scale", self.default_scale)

    def columns(self, field: Field) -> tuple[Column, ...]:
        digits, scale = self.shape(field)
        return (Column("", f"numeric({digits},{scale})"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        if is_blank(value):
            return (None,)
        number = fit(read_decimal(value), *self.shape(field))
        check_bounds(number, field.options)
        return (number,)

    def to_json(self, field: Field, values: Sequence[Decimal | None]) -> Any:
        return None if values[0] is None else plain(values[0])

    def json_sql(self, field: Field, source: Source) -> str:
        return f"{source.column(field)}::text"

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return self.to_json(field, values) or ""
