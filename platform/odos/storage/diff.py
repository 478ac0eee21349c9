"""Two schemas compared into steps. Pure: `resolve` then fits the steps to what the database really holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain

from odos.fields.computed import COMPUTED_KINDS
from odos.fields.registry import get_kind
from odos.schema.model import Entity, Schema
from odos.storage.key_steps import AddForeignKey, DropForeignKey
from odos.storage.physical import is_generated, tables_of
from odos.storage.row_steps import BuildIndex, ConvertField, DropIndex
from odos.storage.shapes import ForeignKey, Index, Table
from odos.storage.steps import (
    AddColumn,
    CreateTable,
    ReleaseColumn,
    RequireColumn,
    RetireColumn,
    RetireTable,
    Step,
)

SMALL_TABLE = 2_000  # rows that are converted or indexed in milliseconds
Tables = Mapping[str, Table]


@dataclass(frozen=True)
class Actual:
    """What the database holds of the tables in question: their columns, how many rows, which have none."""

    columns: Mapping[str, frozenset[str]]
    empty: frozenset[str] = frozenset()
    rows: Mapping[str, int] = field(default_factory=dict)

    def is_small(self, table: str) -> bool:
        """Whether its rows can be worked on while everybody waits."""
        return self.rows.get(table, 0) <= SMALL_TABLE

    def has_table(self, name: str) -> bool:
        """Whether the table exists, shown or retired."""
        return name in self.columns

    def has_column(self, table: str, column: str) -> bool:
        """Whether the column exists, shown or retired."""
        return column in self.columns.get(table, frozenset())


def diff(old: Schema, new: Schema) -> tuple[Step, ...]:
    """The steps from ``old`` to ``new``, in an order in which they can run.

    Entities that both versions share (the same object) cost nothing.
    """
    before, after = _touched(old, new)
    changed = [name for name in after if name in before]
    created = [CreateTable(table=name, shape=after[name]) for name in after if name not in before]
    retired = [RetireTable(table=name, shape=before[name]) for name in before if name not in after]
    return tuple(
        chain(
            _adoptions(created),
            (step for step in created if not step.shape.adopted),
            _new_table_keys(created),
            chain.from_iterable(_columns(before[name], after[name]) for name in changed),
            chain.from_iterable(_loose_keys(before[name], after[name]) for name in changed),
            (step for step in retired if not step.shape.adopted),
            chain.from_iterable(_conversions(old, new)),
            chain.from_iterable(_indexes(before[name], after[name]) for name in changed),
            chain.from_iterable(_dropped(step.shape) for step in retired),
        )
    )


def resolve(steps: Iterable[Step], actual: Actual) -> tuple[Step, ...]:
    """The same steps, knowing what exists: what was retired comes back, what cannot be empty is left."""
    listed = tuple(steps)
    plain = {
        step.table for step in listed if isinstance(step, CreateTable) and not actual.has_table(step.table)
    }
    return tuple(chain.from_iterable(_resolved(step, actual, plain) for step in listed))


def _resolved(step: Step, actual: Actual, created: set[str]) -> Iterator[Step]:
    match step:
        case CreateTable() if actual.has_table(step.table):
            yield from _restored(step, actual)
        case AddColumn() if actual.has_column(step.table, step.column.name):
            yield replace(step, restored=True, foreign_key=None)
            if step.foreign_key:
                cleaned = actual.is_small(step.table)
                yield AddForeignKey(table=step.table, foreign_key=step.foreign_key, cleaned=cleaned)
        case AddForeignKey():
            validated = step.table in created or step.table in actual.empty
            yield replace(step, validated=validated, cleaned=not validated and actual.is_small(step.table))
        case BuildIndex():
            yield replace(step, background=not actual.is_small(step.table))
        case DropIndex():
            yield replace(step, background=step.background and not actual.is_small(step.table))
        case ConvertField():
            restored = actual.has_column(step.table, step.new.column)
            yield replace(step, restored=restored, background=not actual.is_small(step.table))
        case RequireColumn():
            if step.table in actual.empty:
                yield step
        case _:
            yield step


def _restored(step: CreateTable, actual: Actual) -> Iterator[Step]:
    """The retired table with what it lacks."""
    table = step.table
    yield replace(step, restored=True)
    for name, column in step.shape.columns.items():
        if not actual.has_column(table, name):
            yield AddColumn(table=table, column=column)
    background = not actual.is_small(table)
    for index in step.shape.indexes:
        label = step.shape.label_of(index)
        yield BuildIndex(table=table, index=index, label=label, background=background)


def _touched(old: Schema, new: Schema) -> tuple[Tables, Tables]:
    """The tables of entities that differ. A shared one's cannot: a target's table keeps its name."""
    shared = {key for key, entity in new.by_id.items() if old.by_id.get(key) is entity}
    return _tables(old, shared), _tables(new, shared)


def _tables(schema: Schema, shared: set[str]) -> Tables:
    entities = (entity for key, entity in schema.by_id.items() if key not in shared)
    return {table.name: table for entity in entities for table in tables_of(schema, entity)}


def _adoptions(created: Iterable[CreateTable]) -> Iterator[Step]:
    """An adopted table exists: only our columns and their indexes come to it."""
    for step in created:
        if step.shape.adopted:
            yield from _columns(replace(step.shape, columns={}, foreign_keys=(), indexes=()), step.shape)
            yield from _added_indexes(step.shape, step.shape.indexes)


def _new_table_keys(created: Iterable[CreateTable]) -> Iterator[Step]:
    """After all tables, since they may refer to each other."""
    for step in created:
        if not step.shape.adopted:
            for key in step.shape.foreign_keys:
                yield AddForeignKey(table=step.table, foreign_key=key, validated=True)


def _columns(before: Table, after: Table) -> Iterator[Step]:
    for name, column in after.columns.items():
        if name not in before.columns:
            yield AddColumn(table=after.name, column=column, foreign_key=_key_of(after, name))
        if column.not_null and not (name in before.columns and before.columns[name].not_null):
            yield RequireColumn(table=after.name, column=column)
    for name, column in before.columns.items():
        if name not in after.columns:
            yield RetireColumn(table=after.name, column=column, foreign_key=_key_of(before, name))
        elif column.not_null and not after.columns[name].not_null:
            yield ReleaseColumn(table=after.name, column=column)


def _key_of(table: Table, column: str) -> ForeignKey | None:
    return next((key for key in table.foreign_keys if key.column == column), None)


def _loose_keys(before: Table, after: Table) -> Iterator[Step]:
    """Foreign keys of columns that stay."""
    stays = before.columns.keys() & after.columns.keys()
    for key in before.foreign_keys:
        if key.column in stays and key not in after.foreign_keys:
            yield DropForeignKey(table=after.name, foreign_key=key)
    for key in after.foreign_keys:
        if key.column in stays and key not in before.foreign_keys:
            yield AddForeignKey(table=after.name, foreign_key=key)


def _conversions(old: Schema, new: Schema) -> Iterator[Iterator[Step]]:
    for entity in new.entities.values():
        former = old.by_id.get(entity.id)
        if former is not None and former is not entity:
            yield _entity_conversions(former, entity, new.base_currency)


def _entity_conversions(former: Entity, entity: Entity, currency: str) -> Iterator[Step]:
    for item in entity.own_fields():
        before = former.by_id.get(item.id)
        if (
            before
            and before.column != item.column
            and is_generated(item)
            and _is_input(before.kind, item.kind)
        ):
            yield ConvertField(table=entity.table, old=before, new=item, base_currency=currency)


def _is_input(*kinds: str) -> bool:
    """Computed values are computed anew, not converted."""
    return all(get_kind(kind).storage == "columns" for kind in kinds) and not COMPUTED_KINDS & set(kinds)


def _indexes(before: Table, after: Table) -> Iterator[Step]:
    wanted = {index.name for index in after.indexes}
    known = {index.name for index in before.indexes}
    for index in before.indexes:
        if index.name not in wanted:
            label, late = before.label_of(index), not _binds(index, after)
            yield DropIndex(table=after.name, index=index, label=label, background=late)
    yield from _added_indexes(after, (index for index in after.indexes if index.name not in known))


def _dropped(table: Table) -> Iterator[Step]:
    """Indexes are made anew when a retired table comes back; its rows are what must not get lost."""
    return (DropIndex(table=table.name, index=index, label=table.label_of(index)) for index in table.indexes)


def _added_indexes(table: Table, indexes: Iterable[Index]) -> Iterator[Step]:
    return (BuildIndex(table=table.name, index=index, label=table.label_of(index)) for index in indexes)


def _binds(index: Index, after: Table) -> bool:
    """Whether an unwanted unique index would still refuse new rows: its columns are still written."""
    shown: set[str] = {column.field for column in after.columns.values() if column.field}
    return index.unique and bool(shown & set(index.fields))
