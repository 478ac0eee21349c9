"""Requirements that can only be asked of what is written: over collections, and values computed from others.

A record that is made is asked all of them; one that is changed those of which anything that they read is
another value after this write, also by way of lines or of what was recomputed. So an old record that breaks
a newer rule can be worked on. ``old`` reads the rows as they were, which go along with the statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from odos.database.session import fetch_all
from odos.dsl.checked import Checked
from odos.dsl.statements.scopes import IS_NEW, OLD
from odos.dsl.to_sql import compile_value
from odos.dsl.tree import FieldPath, walk
from odos.fields.computed import is_computed_when_read
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.sql import Slot, Sql, join, quote
from odos.records.computed.graph import Read, field_reads, reads_of
from odos.records.computed.recomputing import Affected, with_stamps
from odos.records.computed.sql import open_source
from odos.records.context import Context
from odos.records.rules.compiled import RuleSource
from odos.records.rules.sources import RowSource, see_everything
from odos.records.values.inputs import ColumnValues
from odos.schema.model import Entity, Field, Schema

IDS, FORMER = "ids", "former"
_OLD_ROW = '"old_row"'
Row = Mapping[str, ColumnValues]


@dataclass(frozen=True)
class Late:
    """One requirement with all that it reads."""

    when: Checked | None
    condition: Checked
    issue: Issue
    reads: tuple[Read, ...]


@dataclass(frozen=True)
class LateRules:
    """The late requirements of an entity. The statement gives the id and, for each, whether it is broken."""

    asked: tuple[Late, ...]
    statement: Sql
    former: tuple[Field, ...]  # fields whose values of before are read

    def may_follow(self, entity: Entity, changed: Iterable[str]) -> bool:
        """Whether any is to be asked when these fields of a record change, and nothing follows from that."""
        fields = with_stamps(entity, changed)
        reads = (read for late in self.asked for read in late.reads)
        return any(read.entity == entity.id and read.field in fields for read in reads)


@dataclass(frozen=True)
class Saved:
    """The records of one write: those that were made, those that were changed as they were before."""

    created: Collection[int] = ()
    former: Mapping[int, Row] = field(default_factory=dict)


def late_requirement(
    schema: Schema, entity: Entity, when: Checked | None, condition: Checked, issue: Issue
) -> Late:
    """The requirement with what it reads, through values that are computed when they are read."""
    parts = [part for part in (when, condition) if part is not None]
    reads = dict.fromkeys(read for part in parts for read in _reads(schema, entity, part))
    return Late(when, condition, issue, tuple(reads))


def compile_late(context: Context, entity: Entity, asked: Sequence[Late]) -> LateRules:
    """One statement for all of them."""
    if not asked:
        return LateRules((), Sql(""), ())
    former = _former_fields(entity, asked)
    source = open_source(context.schema, entity, "t", see_everything, "v")
    rows = ChangeSource(source)
    broken = join(", ", [_broken(late, rows) for late in asked])
    statement = (
        "SELECT t.id, "
        + broken
        + f" FROM {quote(entity.table)} t"
        + _former_rows(former)
        + source.joins.sql()
        + Sql(" WHERE t.id = ANY(%s)", (Slot(IDS),))
    )
    return LateRules(tuple(asked), statement, former)


def find_late_issues(
    context: Context, rules: LateRules, saved: Saved, affected: Affected
) -> dict[int, list[Issue]]:
    """What the written records break, by id."""
    asked = [_asked(late, saved, affected) for late in rules.asked]
    ids = sorted(set().union(*asked))
    if not ids:
        return {}
    bound = {**context.slots, IDS: ids, FORMER: _written(rules.former, saved.former, ids)}
    found: dict[int, list[Issue]] = {}
    rows = fetch_all(context.workspace, rules.statement.text, rules.statement.bind(bound))
    for record_id, *broken in rows:
        for late, wanted, is_broken in zip(rules.asked, asked, broken, strict=True):
            if is_broken and record_id in wanted:
                found.setdefault(record_id, []).append(late.issue)
    return found


def _asked(late: Late, saved: Saved, affected: Affected) -> set[int]:
    changed = affected.seen_by(late.reads) & saved.former.keys() if saved.former else set()
    return {*saved.created, *changed}


# ------------------------------------------------------------------ what is read


def _reads(schema: Schema, entity: Entity, checked: Checked) -> Iterator[Read]:
    for read in reads_of(checked, entity.id):
        if read.field in {OLD, IS_NEW}:
            continue
        is_old = bool(read.route) and read.route[0].link == OLD
        yield from _expanded(schema, Read(read.entity, read.field, read.route[1:]) if is_old else read)


def _expanded(schema: Schema, read: Read) -> Iterator[Read]:
    """The read, or what it is computed from where it is computed when it is read."""
    entity = schema.by_id[read.entity]
    item = entity.by_id.get(read.field)
    if item is None or not is_computed_when_read(item):
        yield read
        return
    for inner in field_reads(schema, entity)[item.id]:
        yield from _expanded(schema, Read(inner.entity, inner.field, (*read.route, *inner.route)))


def _former_fields(entity: Entity, asked: Sequence[Late]) -> tuple[Field, ...]:
    parts = [part for late in asked for part in (late.when, late.condition) if part is not None]
    paths = (node for part in parts for node in walk(part.tree) if isinstance(node, FieldPath))
    ids = dict.fromkeys(path.ids[1] for path in paths if path.root == "record" and path.ids[0] == OLD)
    return tuple(entity.by_id[key] for key in ids if entity.by_id[key].column)


# ------------------------------------------------------------------ the statement


@dataclass(frozen=True)
class ChangeSource(RuleSource):
    """A row that was written, which knows what it was before."""

    def value(self, field: Field) -> Sql:
        """The field's value; whether there was nothing before."""
        return Sql(f"({_OLD_ROW}.id IS NULL)") if field.id == IS_NEW else super().value(field)

    def follow(self, field: Field) -> RuleSource:
        """The record that a reference leads to; ``old`` is the row itself as it was."""
        if field.id != OLD:
            return super().follow(field)
        return FormerSource(RowSource(self.row.entity, _OLD_ROW, self.row.joins))


@dataclass(frozen=True)
class FormerSource(RuleSource):
    """A row as it was; what is computed when it is read is not known of it."""

    def value(self, field: Field) -> Sql:
        """The field's value of before."""
        return super().value(field) if field.column else Sql("NULL")


def _former_rows(former: Sequence[Field]) -> Sql:
    columns = [("id", "bigint"), *_columns(former)]
    shape = ", ".join(f"{quote(name)} {kind}" for name, kind in columns)
    rows = Sql(" LEFT JOIN jsonb_to_recordset(%s::jsonb)", (Slot(FORMER),))
    return rows + f" AS {_OLD_ROW}({shape}) ON {_OLD_ROW}.id = t.id"


def _columns(former: Sequence[Field]) -> list[tuple[str, str]]:
    return [
        (item.column + column.suffix, column.type)
        for item in former
        for column in get_kind(item.kind).columns(item)
    ]


def _written(former: Sequence[Field], rows: Mapping[int, Row], ids: Iterable[int]) -> str:
    """The former values of these records as JSON."""
    listed = []
    for record_id in ids:
        if record_id in rows:
            values = [value for item in former for value in _values_of(item, rows[record_id])]
            names = [name for name, _kind in _columns(former)]
            listed.append({"id": record_id, **dict(zip(names, values, strict=True))})
    return orjson.dumps(listed, default=str).decode()


def _values_of(item: Field, row: Row) -> Sequence[Any]:
    return row.get(item.id) or (None,) * len(get_kind(item.kind).columns(item))


def _broken(late: Late, rows: RuleSource) -> Sql:
    failing = "(" + compile_value(late.condition, rows) + " IS NOT TRUE)"
    if late.when is None:
        return failing
    return "(" + compile_value(late.when, rows) + " IS TRUE AND " + failing + ")"
