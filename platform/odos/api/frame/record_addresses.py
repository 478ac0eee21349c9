"""Ids of records in addresses."""

from __future__ import annotations

from odos.fields.links import read_id
from odos.kernel.problems import Invalid
from odos.records.lists.queries import record_not_found
from odos.schema.model import Entity


def record_id_of(entity: Entity, value: object) -> int:
    """The id; what is no id names no record."""
    try:
        return read_id(value)
    except Invalid:
        raise record_not_found(entity, str(value)[:40]) from None
