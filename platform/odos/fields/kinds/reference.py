"""A reference to one record of another entity."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from odos.dsl.types import Type, record
from odos.fields.kind import Column, FieldKind, ParseContext, Source
from odos.fields.links import id_json, read_id, record_json_sql
from odos.fields.single import SingleColumn, is_blank
from odos.schema.model import Field

ENTITY_KEY = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,62}$"}


def on_delete(*choices: str) -> dict[str, Any]:
    """The schema of ``on_delete``; the first choice is the default."""
    return {
        "enum": list(choices),
        "default": choices[0],
        "description": "What happens here when the other record is deleted: "
        "restrict forbids it, clear empties this field, cascade deletes this record too.",
    }


class ReferenceKind(SingleColumn):
    """The id with a foreign key; sorts like the title of the record that it leads to."""

    key = "reference"
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "target": {**ENTITY_KEY, "description": "The entity whose records can be chosen."},
            "on_delete": on_delete("restrict", "clear", "cascade"),
            "filter": {
                "type": "string",
                "description": "A rule over the other entity: only records that meet it can be chosen.",
            },
        },
        "required": ["target"],
    }

    def __init__(self, kind_of: Callable[[str], FieldKind]) -> None:
        """``kind_of`` finds the kind of a title field by its key."""
        self._kind_of = kind_of

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "bigint", references=True),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        return (None,) if is_blank(value) else (read_id(value),)

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        """``{id}``; the label is not in the column."""
        return id_json(values[0])

    def json_sql(self, field: Field, source: Source) -> str:
        """A blank title is a blank label; what the viewer may not see has none."""
        column, target = source.column(field), source.follow(field)
        label = f"coalesce({target.title()}, CASE WHEN {target.alias}.id IS NOT NULL THEN '' END)"
        return f"CASE WHEN {column} IS NOT NULL THEN {record_json_sql(column, label)} END"

    def rule_type(self, field: Field) -> Type:
        return record(field.target or "")

    def sort_sql(self, field: Field, source: Source) -> str | None:
        target = source.follow(field)
        title = target.entity.title
        return self._kind_of(title.kind).sort_sql(title, target)
