"""A named set of records of another entity, held by its id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import ANY
from odos.fields.kind import Column, ParseContext, Source
from odos.fields.kinds.reference import ENTITY_KEY
from odos.fields.links import id_json, read_id
from odos.fields.single import SingleColumn, is_blank
from odos.schema.model import Field

SEGMENT_TABLE = "segment"


class SegmentKind(SingleColumn):
    """``bigint`` without a foreign key, since segments are no records; JSON tells its name and its key.

    Whether there is such a segment of the target is checked by whoever knows segments: the kind sees only
    the id. Who may read the field may read the segment's name, not which records belong to it.
    """

    key = "segment"
    rule = ANY
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {"target": {**ENTITY_KEY, "description": "The entity whose segments can be chosen."}},
        "required": ["target"],
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "bigint"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        return (None,) if is_blank(value) else (read_id(value),)

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        """``{id}``; what it is called stands in its own table."""
        return id_json(values[0])

    def json_sql(self, field: Field, source: Source) -> str:
        members = "'id', named.id::text, 'label', named.name, 'key', named.key"
        row = f"FROM {SEGMENT_TABLE} named WHERE named.id = {source.column(field)}"
        return f"(SELECT json_build_object({members}) {row})"

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return None
