"""Stored values of a field carried from one kind's columns to another's.

A column that comes back from retirement holds the values of former times. They stay where nothing was
changed since (so that what did not convert is not lost) and are written anew where it was.
"""

from __future__ import annotations

from odos.fields.conversion import companion_sql, conversion_sql
from odos.kernel.sql import quote
from odos.schema.model import Field


def conversion_statement(table: str, old: Field, new: Field, *, restored: bool, base_currency: str) -> str:
    """An UPDATE of the rows that need it, without a final condition on their ids."""
    source, target = quote(old.column), quote(new.column)
    value = conversion_sql(old, new, source) or "NULL"
    assigned = {target: f"({value})"}
    for suffix, expression in companion_sql(new, f"({value})", base_currency).items():
        assigned[quote(new.column + suffix)] = expression
    assignments = ", ".join(f"{column} = {expression}" for column, expression in assigned.items())
    return f"UPDATE {quote(table)} SET {assignments} WHERE {_needed(old, new, restored=restored)}"


def _needed(old: Field, new: Field, *, restored: bool) -> str:
    source, target = quote(old.column), quote(new.column)
    if not restored:
        return f"{source} IS NOT NULL AND {target} IS NULL"
    back = conversion_sql(new, old, target) or "NULL"
    return f"({back}) IS DISTINCT FROM {source}"
