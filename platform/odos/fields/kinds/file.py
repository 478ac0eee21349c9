"""An attached file, held by its id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odos.dsl.types import ANY
from odos.fields.kind import Column, ParseContext, Source
from odos.fields.links import id_json, read_id
from odos.fields.single import SingleColumn, is_blank
from odos.schema.model import Field

FILE_TABLE = "stored_file"
_ACCEPTED = r"(\.[A-Za-z0-9]{1,12}|[a-z]+/[A-Za-z0-9.+*-]+)"


class FileKind(SingleColumn):
    """``bigint`` without a foreign key, since files are swept up later; JSON tells what the file is.

    Size and type are checked by whoever knows the file: the kind sees only its id.
    """

    key = "file"
    rule = ANY
    options_schema: Mapping[str, Any] = {
        "type": "object",
        "properties": {
            "max_bytes": {
                "type": "integer",
                "minimum": 1,
                "maximum": 2**31,
                "description": "The largest file accepted, in bytes.",
            },
            "accept": {
                "type": "string",
                "maxLength": 500,
                "pattern": f"^{_ACCEPTED}( *, *{_ACCEPTED})*$",
                "description": "Endings and media types accepted, e.g. .pdf, image/*; all where absent.",
            },
        },
    }

    def columns(self, field: Field) -> tuple[Column, ...]:
        return (Column("", "bigint"),)

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        return (None,) if is_blank(value) else (read_id(value),)

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        """``{id}``; what the file is stands in its own table."""
        return id_json(values[0])

    def json_sql(self, field: Field, source: Source) -> str:
        members = (
            "'id', stored.id::text, 'name', stored.name, 'size', stored.size, 'type', stored.type,"
            " 'url', '/api/files/' || stored.id || '/content'"
        )
        row = f"FROM {FILE_TABLE} stored WHERE stored.id = {source.column(field)}"
        return f"(SELECT json_build_object({members}) {row})"

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return None
