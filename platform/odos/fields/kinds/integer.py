"""Whole numbers that every JSON reader can hold exactly."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from odos.dsl.types import NUMBER
from odos.fields.kind import Column, ParseContext
from odos.fields.numbers import GROUPED, check_bounds
from odos.fields.refusals import refuse, wrong_type
from odos.fields.single import SingleColumn, is_blank
from odos.kernel.texts import text
from odos.schema.model import Field

LARGEST = 2**53 - 1  # a JSON number beyond it is rounded by browsers
_DIGITS = re.compile(r"[+-]?[0-9]{1,32}")
_NOUN = ("a whole number", "整数")
_HINT = text(
    "Write digits only, without separators or decimals, e.g. 1200",
    "请只填写数字，不要使用分隔符或小数，例如 1200",
)


def _bound(title: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST, "description": title}


class IntegerKind(SingleColumn):
    """``bigint``; a JSON number."""

    key = "integer"
    rule = NUMBER
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "min": _bound("The smallest value allowed."),
            "max": _bound("The largest value allowed."),
            "grouped": GROUPED,
        },
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "bigint"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        if is_blank(value):
            return (None,)
        number = _read(value)
        if number is None:
            raise wrong_type(value, _NOUN, _HINT)
        if abs(number) > LARGEST:
            hint = text("Use a decimal or a text field for longer numbers", "更长的数字请使用小数或文本字段")
            raise refuse("too_large", text("The number is too large", "数字过大"), hint)
        check_bounds(number, field.options)
        return (number,)

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return "" if values[0] is None else str(values[0])


def _read(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str):
        return int(value) if _DIGITS.fullmatch(value.strip()) else None
    if isinstance(value, float | Decimal) and math.isfinite(value):
        return int(value) if value % 1 == 0 else None
    return None
