"""The types of fields in rules."""

from __future__ import annotations

from odos.dsl.types import Type
from odos.fields.registry import get_kind
from odos.schema.model import Field


def type_of(item: Field) -> Type:
    """The type of a field in rules."""
    return get_kind(item.kind).rule_type(item)
