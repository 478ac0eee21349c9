"""References to records: identities in and out, and the ``{id, label}`` that stands for a record in JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from odos.fields.refusals import wrong_type
from odos.kernel.texts import text

_LARGEST = 2**63 - 1
_DIGITS = re.compile(r"[0-9]{1,19}")
_NOUN = ("the id of a record", "记录编号")
_HINT = text(
    'Send the id of an existing record, e.g. "12" or {example}',
    '请提供已有记录的编号，例如 "12" 或 {example}',
    example='{"id": "12"}',
)


def read_id(value: object) -> int:
    """The identity in ``12``, ``"12"`` or ``{"id": "12", …}``; raises `Invalid`."""
    inner = value.get("id") if isinstance(value, Mapping) else value
    number = _number(inner)
    if number is None or not 0 < number <= _LARGEST:
        raise wrong_type(inner if inner is not None else value, _NOUN, _HINT)
    return number


def _number(value: object) -> int | None:
    if isinstance(value, str):
        return int(value) if _DIGITS.fullmatch(value) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def id_json(identity: int | None) -> dict[str, Any] | None:
    """What the column alone tells of a reference; its label is looked up by who shows it."""
    return None if identity is None else {"id": str(identity)}


def record_json_sql(identity: str, label: str) -> str:
    """``{id, label}`` as SQL."""
    return f"json_build_object('id', {identity}::text, 'label', {label})"
