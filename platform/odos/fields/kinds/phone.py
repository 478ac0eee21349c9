"""Telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from odos.fields.kinds.text import TextKind
from odos.fields.refusals import wrong_type
from odos.kernel.texts import text
from odos.schema.model import Field

_NUMBER = re.compile(r"\+?[0-9 ()\-.x]*")
_HINT = text(
    "Use digits, spaces and + ( ) - . only, and x for an extension, e.g. +86 10 1234 5678 x12",
    "只能使用数字、空格和 + ( ) - .，分机号用 x 表示，例如 +86 10 1234 5678 x12",
)


class PhoneKind(TextKind):
    """A number as it was typed; found by its digits as well."""

    key = "phone"
    default_length = 50
    options_schema: Mapping[str, Any] = {"type": "object", "properties": {}}

    def normalise(self, value: str) -> str:
        stripped = value.strip()
        if stripped and not (_NUMBER.fullmatch(stripped) and 3 <= len(_digits(stripped)) <= 30):
            raise wrong_type(value, ("a telephone number", "电话号码"), _HINT)
        return stripped

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        number = values[0] or ""
        return number if number.isdigit() else f"{number} {_digits(number)}".strip()


def _digits(number: str) -> str:
    return re.sub(r"[^0-9]", "", number)
