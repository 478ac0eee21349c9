"""What the kinds that hold many records share: no column, a list of ids in and of ``{id, label}`` out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from odos.fields.kind import Column, ParseContext, Source
from odos.fields.links import id_json, read_id, record_json_sql
from odos.fields.refusals import wrong_type
from odos.kernel.sql import Sql
from odos.kernel.texts import text
from odos.schema.model import Field

_HINT = text("Send a list of ids, e.g. {example}", "请提供编号列表，例如 {example}", example='["12", "15"]')


class CollectionKind(ABC):
    """A kind says with `origin` where its records stand; ``rows`` is a source over their table."""

    @abstractmethod
    def origin(self, field: Field, source: Source, rows: Source) -> str:
        """The subquery from FROM on, correlated with the row of ``source``."""

    def columns(self, field: Field) -> tuple[Column, ...]:
        return ()

    def parse(self, field: Field, value: Any, context: ParseContext) -> tuple[object, ...]:
        """The identities, each once, as the only value."""
        listed = [] if value is None else value
        if not isinstance(listed, list | tuple):
            raise wrong_type(value, ("a list of records", "记录列表"), _HINT)
        return (list(dict.fromkeys(read_id(item) for item in listed)),)

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        """A list of ``{id}``; labels are not at hand."""
        return [id_json(identity) for identity in values[0] or ()]

    def json_sql(self, field: Field, source: Source) -> str:
        rows = source.subquery(source.target(field))
        label, identity = rows.title(), f"{rows.alias}.id"
        items = f"json_agg({record_json_sql(identity, label)} ORDER BY {label}, {identity})"
        return f"(SELECT coalesce({items}, '[]'::json) {self.origin(field, source, rows)})"

    def rule_sql(self, field: Field, source: Source) -> Sql:
        """The identities as an array, NULL where there are none."""
        rows = source.subquery(source.target(field))
        selected = f"SELECT {rows.alias}.id {self.origin(field, source, rows)}"
        return Sql(f"nullif(ARRAY({selected}), '{{}}'::bigint[])")

    def sort_sql(self, field: Field, source: Source) -> str | None:
        return None

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        return ""
