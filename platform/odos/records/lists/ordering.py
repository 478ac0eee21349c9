"""The order of a list: fields with directions, blanks last in both, and the id as the last tie-breaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.sources import RowSource, see_everything
from odos.records.values.selecting import resolve_plain_path
from odos.schema.model import Entity, Field, Schema

MAX_SORTS = 5


@dataclass(frozen=True)
class Sort:
    """One key of an order."""

    path: tuple[Field, ...]
    descending: bool

    @property
    def never_blank(self) -> bool:
        """Whether the column has a value in every row, so that no page of blanks can follow."""
        item = self.path[-1]
        return (
            len(self.path) == 1 and item.system and item.key in {"id", "version", "created_at", "updated_at"}
        )


def parse_sort(context: Context, entity: Entity, sort: str | None) -> tuple[Sort, ...]:
    """``-created_at,name`` as sorts; raises `Invalid` for what cannot be sorted by."""
    parts = [part.strip() for part in (sort or "").split(",") if part.strip()]
    if len(parts) > MAX_SORTS:
        message = text("Sort by at most {n} fields", "最多按 {n} 个字段排序", n=MAX_SORTS)
        raise Invalid(None, [Issue("too_many_sorts", message, ("sort",))])
    return tuple(_parse_one(context, entity, part) for part in parts)


def tie_breaker(sorts: Sequence[Sort]) -> bool:
    """Whether ids run downwards among equals: as the last key does; newest first where there is none."""
    return sorts[-1].descending if sorts else True


def sort_expression(source: RowSource, sort: Sort) -> str:
    """SQL of the key."""
    for link in sort.path[:-1]:
        source = source.follow(link)
    item = sort.path[-1]
    return get_kind(item.kind).sort_sql(item, source) or source.column(item)


def _parse_one(context: Context, entity: Entity, part: str) -> Sort:
    descending = part.startswith("-")
    path = resolve_plain_path(context, entity, part.lstrip("+-"), at=("sort",))
    holder = context.schema.target_of(path[-2]) if len(path) > 1 else entity
    if not is_sortable(context.schema, holder, path[-1]):
        message = text('A list cannot be sorted by "{key}"', "列表不能按“{key}”排序", key=path[-1].key)
        raise Invalid(None, [Issue("not_sortable", message, ("sort",))])
    return Sort(path, descending)


def is_sortable(schema: Schema, entity: Entity, item: Field) -> bool:
    """Whether lists of ``entity`` can be sorted by the field; its kind decides."""
    source = open_source(schema, entity, "t", see_everything)
    return get_kind(item.kind).sort_sql(item, source) is not None
