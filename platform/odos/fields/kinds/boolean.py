"""Yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.dsl.types import BOOLEAN
from odos.fields.kind import Column, ParseContext
from odos.fields.refusals import wrong_type
from odos.fields.single import SingleColumn, is_blank
from odos.kernel.texts import text
from odos.schema.model import Field

TRUE_WORDS = ("true", "yes", "1", "是")
FALSE_WORDS = ("false", "no", "0", "否")
_WORDS = {**dict.fromkeys(TRUE_WORDS, True), **dict.fromkeys(FALSE_WORDS, False)}


class BooleanKind(SingleColumn):
    """``boolean``; also read from the words that files use."""

    key = "boolean"
    rule = BOOLEAN
    options_schema: Mapping[str, Any] = {"type": "object", "properties": {}}

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "boolean"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        if is_blank(value):
            return (None,)
        known = _WORDS.get(value.strip().lower()) if isinstance(value, str) else value
        if not isinstance(known, bool):
            hint = text("Use true or false", "请使用 true 或 false")
            raise wrong_type(value, ("true or false", "是或否"), hint)
        return (known,)
