"""Line items: records of another entity that live and die with this one.

Nothing is stored here; the lines carry a reference to their parent. The records engine reads and
writes them whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.dsl.types import Type, list_of, record
from odos.fields.collections import CollectionKind
from odos.fields.kind import Source, Storage
from odos.fields.kinds.reference import ENTITY_KEY
from odos.kernel.sql import quote
from odos.schema.model import Field


class ChildrenKind(CollectionKind):
    """As a value of its own it is a list of ``{id, label}`` of the live lines."""

    key = "children"
    storage: Storage = "none"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "target": {**ENTITY_KEY, "description": "The entity of the lines."},
            "parent_field": {
                **ENTITY_KEY,
                "description": "The reference on a line that leads to its parent.",
            },
        },
        "required": ["target", "parent_field"],
    }

    def origin(self, field: Field, source: Source, rows: Source) -> str:
        parent = rows.column(rows.entity.by_id[field.inverse or ""])
        return (
            f"FROM {quote(rows.entity.table)} {rows.alias}"
            f" WHERE {parent} = {source.alias}.id AND {rows.alias}.deleted_at IS NULL"
        )

    def rule_type(self, field: Field) -> Type:
        return list_of(record(field.target or ""))
