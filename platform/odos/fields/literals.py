"""SQL literals for what metadata fixes (option keys, currency codes); values of records are parameters."""

from __future__ import annotations

from collections.abc import Iterable


def literal(value: str) -> str:
    """A text literal, safe to stand in a text with ``%s`` placeholders."""
    escaped = value.replace("'", "''").replace("%", "%%")
    return f"E'{escaped.replace(chr(92), chr(92) * 2)}'" if "\\" in value else f"'{escaped}'"


def text_array(values: Iterable[str]) -> str:
    """A ``text[]`` literal."""
    return f"ARRAY[{', '.join(literal(value) for value in values)}]::text[]"
