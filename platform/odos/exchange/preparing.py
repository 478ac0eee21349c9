"""From rows of a file to values of records, a batch at a time: names of records are resolved all at once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from odos.exchange.binding import REFERRING, Binding, Column, Followed
from odos.exchange.cells import read_cell, split_cell
from odos.exchange.lookups import Lookup, read_attribute
from odos.exchange.mapping import ImportMapping
from odos.exchange.sources import SourceRow
from odos.exchange.transforms import TRANSFORMS, tidy, tidy_lines
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.records.context import Context
from odos.schema.model import Field

_KINDS_WITH_LINES = frozenset({"long_text", "json"})


@dataclass
class Prepared:
    """One row on its way. ``later``: names of records of the same entity by field id, looked up when all
    rows are in.
    """

    source: SourceRow
    values: dict[str, Any] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def prepare_rows(
    context: Context, binding: Binding, mapping: ImportMapping, rows: Iterable[SourceRow]
) -> list[Prepared]:
    """The values of a batch, findings in each row. Raises `Invalid` where missing records cannot be made."""
    preparation = _Preparation(context, mapping)
    prepared = [Prepared(row, dict(mapping.constants), issues=list(row.issues)) for row in rows]
    whole = [item for item in prepared if not item.issues]
    for column in binding.columns:
        preparation.read_column(column, whole)
    for followed in binding.followed:
        preparation.take_along(followed, whole)
    return prepared


def cell_text(column: Column, row: SourceRow, blanks: Container[str]) -> str | None:
    """The cell, tidied, repaired and transformed; None where it means nothing."""
    clean = tidy_lines if _holds_lines(column.item) else tidy
    cell = clean(row.cells.get(column.name, ""))
    if cell.casefold() in blanks:
        return None
    repaired = column.target.values.get(cell, cell)
    if repaired is None or column.target.transform is None:
        return repaired
    return TRANSFORMS[column.target.transform](repaired)


class _Preparation:
    """One batch."""

    def __init__(self, context: Context, mapping: ImportMapping) -> None:
        self._context = context
        self._blanks = mapping.blanks
        self._zone = ZoneInfo(context.schema.time_zone)

    def read_column(self, column: Column, rows: Sequence[Prepared]) -> None:
        filled = [(item, cell) for item in rows if (cell := cell_text(column, item.source, self._blanks))]
        if column.is_late:
            for item, cell in filled:
                item.later[column.item.id] = cell
        elif column.lookup is not None:
            self._read_references(column, column.lookup, filled)
        else:
            for item, cell in filled:
                self._read_value(column, item, cell)

    def take_along(self, followed: Followed, rows: Sequence[Prepared]) -> None:
        """Values of the records that were found, for rows that give none of their own."""
        key, reference = followed.item.key, followed.reference
        found = [item for item in rows if item.values.get(reference.key) and not item.values.get(key)]
        ids = [int(item.values[reference.key]) for item in found]
        target = self._context.schema.target_of(reference)
        known = read_attribute(self._context, target, followed.attribute, ids)
        for item, record_id in zip(found, ids, strict=True):
            value = known.get(record_id)
            if value is not None:
                item.values[key] = str(value) if followed.attribute.kind in REFERRING else value

    def _read_value(self, column: Column, item: Prepared, cell: str) -> None:
        try:
            item.values[column.item.key] = read_cell(column.item, column.target, cell, self._zone)
        except Invalid as refusal:
            item.issues += [issue.under(column.item.key) for issue in refusal.issues]

    def _read_references(
        self, column: Column, lookup: Lookup, filled: Sequence[tuple[Prepared, str]]
    ) -> None:
        is_list = column.item.kind == "references"
        names = [split_cell(column.target, cell) if is_list else [cell] for _item, cell in filled]
        lookup.prepare(self._context, (name for listed in names for name in listed))
        for (item, _cell), listed in zip(filled, names, strict=True):
            try:
                found = [str(lookup.find(name)) for name in listed]
            except Invalid as refusal:
                item.issues += [issue.under(column.item.key) for issue in refusal.issues]
            else:
                item.values[column.item.key] = found if is_list else found[0]


def _holds_lines(item: Field) -> bool:
    """Whether line breaks and indents are part of a value of the field."""
    return item.kind in _KINDS_WITH_LINES or bool(item.options.get("multiline"))
