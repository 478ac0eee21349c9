"""Any JSON value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import ANY
from odos.fields.kind import Column, ParseContext, Source
from odos.fields.limits import check_characters
from odos.fields.refusals import refuse, wrong_type
from odos.fields.single import SingleColumn, is_blank
from odos.kernel.texts import text
from odos.schema.model import Field

MAX_BYTES = 256 * 1024
MAX_DEPTH = 50
_HINT = text(
    "Use objects, lists, texts, numbers, true, false and null",
    "请使用对象、列表、文本、数字、true、false 或 null",
)


class JsonKind(SingleColumn):
    """``jsonb``; its database value is JSON text, as Django's connections hand it out too."""

    key = "json"
    rule = ANY
    options_schema: Mapping[str, Any] = {"type": "object", "properties": {}}

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "jsonb"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        if is_blank(value):
            return (None,)
        _check_contents(value)
        written = _write(value)
        _check_size(written)
        return (written,)

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        return json.loads(values[0]) if isinstance(values[0], str) else values[0]

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return None

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return " ".join(_texts(self.to_json(field, values)))


def _check_contents(value: object) -> None:
    """Refuse texts that cannot be stored and deep nesting; level by level, so that nothing recurses."""
    level = [value]
    for _depth in range(MAX_DEPTH + 1):
        for item in level:
            _check_texts(item)
        level = [inner for item in level for inner in _members(item)]
        if not level:
            return
    message = text("The value is nested more than {n} levels deep", "嵌套超过 {n} 层", n=MAX_DEPTH)
    raise refuse("too_deep", message, text("Make it flatter", "请减少嵌套层数"))


def _check_texts(item: object) -> None:
    """The item itself, or the keys of an object."""
    for word in item if isinstance(item, Mapping) else (item,):
        if isinstance(word, str):
            check_characters(word)


def _members(item: object) -> list[Any]:
    if isinstance(item, Mapping):
        return list(item.values())
    return list(item) if isinstance(item, list | tuple) else []


def _write(value: object) -> str:
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise wrong_type(value, ("a JSON value", "JSON 值"), _HINT) from error
    return written


def _check_size(written: str) -> None:
    excess = len(written.encode()) - MAX_BYTES
    if excess > 0:
        message = text("The value is {n} bytes too large", "数据超出 {n} 字节", n=excess)
        hint = text("Keep it within 256 kB, or attach a file", "请控制在 256 kB 以内，或改用附件")
        raise refuse("too_large", message, hint)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [word for item in _members(value) for word in _texts(item)]
