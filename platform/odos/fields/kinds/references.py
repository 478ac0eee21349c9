"""References to any number of records of another entity.

A link table named ``field.column`` holds them in the columns ``source_id`` (the record that has the
field) and ``target_id``.
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

LINK_SOURCE = "source_id"
LINK_TARGET = "target_id"


class ReferencesKind(CollectionKind):
    """In JSON a list of ``{id, label}`` in the order of the labels."""

    key = "references"
    storage: Storage = "link"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "target": {**ENTITY_KEY, "description": "The entity whose records can be chosen."},
            "filter": {
                "type": "string",
                "description": "A rule over the other entity: only records that meet it can be chosen.",
            },
        },
        "required": ["target"],
    }

    def origin(self, field: Field, source: Source, rows: Source) -> str:
        link = quote(field.column)
        return (
            f"FROM {link} JOIN {quote(rows.entity.table)} {rows.alias}"
            f" ON {rows.alias}.id = {link}.{LINK_TARGET} WHERE {link}.{LINK_SOURCE} = {source.alias}.id"
        )

    def rule_type(self, field: Field) -> Type:
        return list_of(record(field.target or ""))
