"""Names of physical columns that kinds have to know."""

from __future__ import annotations

from odos.schema.model import Field

GENERATED_PREFIX = "f_"


def is_generated(field: Field) -> bool:
    """Whether the field's columns are made by the platform; those of static tables have no companions."""
    return field.column.startswith(GENERATED_PREFIX)
