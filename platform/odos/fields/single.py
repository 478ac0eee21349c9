"""What most kinds have in common: one column that is the JSON value, the rule value and the sort value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from odos.dsl.types import Type
from odos.fields.kind import Source, Storage
from odos.kernel.sql import Sql
from odos.schema.model import Field


class SingleColumn:
    """Answers of a kind with one plain column; a kind overrides what differs. ``rule`` is its rule type."""

    storage: Storage = "columns"
    rule: Type

    def to_json(self, field: Field, values: Sequence[Any]) -> Any:
        """The value itself."""
        return values[0]

    def json_sql(self, field: Field, source: Source) -> str:
        """The column."""
        return source.column(field)

    def rule_type(self, field: Field) -> Type:
        """The same for all fields of the kind."""
        return self.rule

    def rule_sql(self, field: Field, source: Source) -> Sql:
        """The column."""
        return Sql(source.column(field))

    def sort_sql(self, field: Field, source: Source) -> str | None:
        """The column."""
        return source.column(field)

    def search_text(self, field: Field, values: Sequence[Any]) -> str:
        """Not searchable."""
        return ""


def is_blank(value: object) -> bool:
    """``None`` and an empty text are blank."""
    return value is None or value == ""
