"""What a schema asks of the database: tables, columns, foreign keys and indexes, as plain values.

Generated names begin with ``e_`` (tables), ``f_`` (columns) or ``l_`` (link tables). A system entity may
stand on a static table instead, whose own columns are not ours to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from odos.fields.kind import Column
from odos.fields.registry import get_kind
from odos.kernel.sql import quote
from odos.schema.model import Entity, Field, Schema
from odos.schema.names import physical_name
from odos.storage.list_indexes import view_indexes
from odos.storage.shapes import ColumnShape, ForeignKey, Index, Table

TABLE_PREFIX = "e_"
COLUMN_PREFIX = "f_"
LINK_PREFIX = "l_"
LINK_SOURCE = "source_id"
LINK_TARGET = "target_id"
SEARCH_COLUMN = "search_grams"
POSITION_COLUMN = "position"
LONGEST_INDEXED = 600  # characters of four bytes that a B-tree entry surely holds

SYSTEM_COLUMNS: Mapping[str, str] = {
    "id": "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
    "version": "integer NOT NULL DEFAULT 1",
    "created_at": "timestamptz NOT NULL DEFAULT now()",
    "created_by": "bigint",
    "updated_at": "timestamptz NOT NULL DEFAULT now()",
    "updated_by": "bigint",
    "deleted_at": "timestamptz",
    "deletion_id": "bigint",
}
OWNED_COLUMNS: Mapping[str, str] = {"owner": "bigint", "unit": "bigint"}

_ON_DELETE = {"clear": "SET NULL", "cascade": "CASCADE"}
_LONG_KINDS = frozenset({"long_text", "json", "file"})
_LOOKED_UP = frozenset({"file", "segment"})  # held by an id without a foreign key


def is_adopted(entity: Entity) -> bool:
    """Whether the entity stands on a static table."""
    return not entity.table.startswith(TABLE_PREFIX)


def is_generated(item: Field) -> bool:
    """Whether the field's columns are ours to make (the static ones of a system entity are not)."""
    return item.column.startswith((COLUMN_PREFIX, LINK_PREFIX))


def column_stem(item: Field, birth_key: str) -> str:
    """The stem of a field's columns: the same for the same identity, kind, types and target at any time.

    Another kind means other columns, so that the old ones can be kept and brought back.
    """
    kind = get_kind(item.kind)
    draft = replace(item, column=COLUMN_PREFIX)
    types = ",".join(f"{column.suffix}:{column.type}" for column in kind.columns(draft))
    prefix = LINK_PREFIX if kind.storage == "link" else COLUMN_PREFIX
    return physical_name(prefix, birth_key, f"{item.id}:{item.kind}:{types}:{_bound_target(draft) or ''}")


def _bound_target(item: Field) -> str | None:
    kind = get_kind(item.kind)
    is_led = item.kind == "segment" or any(column.references for column in kind.columns(item))
    bound = kind.storage == "link" or is_led
    return item.target if bound else None


def physical(schema: Schema) -> dict[str, Table]:
    """Every table that the schema asks for, by name."""
    return {table.name: table for entity in schema.entities.values() for table in tables_of(schema, entity)}


def tables_of(schema: Schema, entity: Entity) -> tuple[Table, ...]:
    """The entity's own table and its link tables."""
    links = (item for item in entity.own_fields() if get_kind(item.kind).storage == "link")
    return (_entity_table(schema, entity), *(_link_table(schema, entity, item) for item in links))


def field_columns(item: Field) -> tuple[tuple[str, Column], ...]:
    """The physical columns of a field with their names."""
    return tuple((item.column + column.suffix, column) for column in get_kind(item.kind).columns(item))


def unique_indexes(entity: Entity) -> dict[str, tuple[Field, ...]]:
    """The unique indexes of an entity by name, with the fields that each keeps apart."""
    own = {index.name: tuple(entity.by_id[item] for item in index.fields) for index in _uniques(entity)}
    if not is_adopted(entity):
        return own
    named = {f"{entity.table}_{item.column}_unique": (item,) for item in entity.own_fields()}
    return named | own  # the constraints of an adopted table bear the names of their columns


def _entity_table(schema: Schema, entity: Entity) -> Table:
    adopted = is_adopted(entity)
    columns = {} if adopted else {name: ColumnShape(name, type_) for name, type_ in _fixed_columns(entity)}
    columns |= {column.name: column for column in _field_columns(entity)}
    if adopted and any(item.searchable for item in entity.own_fields()):
        columns[SEARCH_COLUMN] = ColumnShape(SEARCH_COLUMN, "tsvector")
    return Table(
        name=entity.table,
        entity=entity.id,
        label=entity.label,
        columns=columns,
        foreign_keys=tuple(_foreign_keys(schema, entity)),
        indexes=tuple(_indexes(schema, entity)),
        adopted=adopted,
    )


def _fixed_columns(entity: Entity) -> Iterator[tuple[str, str]]:
    yield from SYSTEM_COLUMNS.items()
    if entity.owned:
        yield from OWNED_COLUMNS.items()
    if entity.line_of:
        yield POSITION_COLUMN, "double precision"
    if any(item.searchable for item in entity.own_fields()):
        yield SEARCH_COLUMN, "tsvector"


def _stored_fields(entity: Entity) -> Iterator[Field]:
    stored = (item for item in entity.own_fields() if get_kind(item.kind).storage == "columns")
    return (item for item in stored if is_generated(item))


def _field_columns(entity: Entity) -> Iterator[ColumnShape]:
    parent = entity.line_of.parent_field if entity.line_of else None
    for item in _stored_fields(entity):
        for name, column in field_columns(item):
            yield ColumnShape(name, column.type, item.id, item.label, not_null=item.id == parent)


def _foreign_keys(schema: Schema, entity: Entity) -> Iterator[ForeignKey]:
    """Creators and editors are not kept by foreign keys: the same user row would be locked by every write."""
    if entity.owned and not is_adopted(entity):
        yield from _ownership(schema, entity)
    for item in _stored_fields(entity):
        for name, column in field_columns(item):
            if column.references:
                action = _ON_DELETE.get(on_delete(item), "NO ACTION")
                yield ForeignKey(entity.table, name, schema.target_of(item).table, action)


def on_delete(item: Field) -> str:
    """What happens to a referring record; the kind's default where the field says nothing."""
    known = get_kind(item.kind).options_schema.get("properties", {}).get("on_delete", {})
    return str(item.options.get("on_delete") or known.get("default") or "restrict")


def _ownership(schema: Schema, entity: Entity) -> Iterator[ForeignKey]:
    for key in OWNED_COLUMNS:
        target = entity.fields[key].target
        if target is not None and target in schema.by_id:
            yield ForeignKey(entity.table, key, schema.by_id[target].table, "SET NULL")


def _indexes(schema: Schema, entity: Entity) -> Iterator[Index]:
    yield from _uniques(entity)
    for item in _stored_fields(entity):
        yield from _field_indexes(entity, item)
    if entity.owned and not is_adopted(entity):
        for key in OWNED_COLUMNS:
            yield _lookup(entity, key, entity.fields[key].id)
    if any(item.searchable for item in entity.own_fields()):
        yield Index(entity.table, (SEARCH_COLUMN,), "search", method="gin")
    yield from view_indexes(schema, entity)


def _uniques(entity: Entity) -> Iterator[Index]:
    """Blank values and the bin do not count. Adopted tables keep their own."""
    for item in _stored_fields(entity):
        if item.unique:
            yield _unique(entity, (item,))
    for unique in entity.uniques:
        yield _unique(entity, tuple(entity.by_id[identity] for identity in unique.fields))


def _unique(entity: Entity, items: tuple[Field, ...]) -> Index:
    keys = tuple(key for item in items for key in _unique_keys(item))
    identities = tuple(item.id for item in items)
    return Index(entity.table, keys, "unique", unique=True, where="deleted_at IS NULL", fields=identities)


def _unique_keys(item: Field) -> tuple[str, ...]:
    """The first column holds the value; others (sort keys, base amounts) follow from it or may be blank."""
    if item.system or not is_generated(item):
        return (quote(item.column),)
    name = quote(field_columns(item)[0][0])
    return (f"md5({name})",) if _is_long(item) else (name,)


def _field_indexes(entity: Entity, item: Field) -> Iterator[Index]:
    for name, column in field_columns(item):
        if column.references or item.kind in _LOOKED_UP:
            yield _lookup(entity, name, item.id)
    if item.indexed and not item.unique and not any(column.references for _, column in field_columns(item)):
        name = field_columns(item)[0][0]
        method = "hash" if _is_long(item) else "btree"
        yield Index(
            entity.table,
            (quote(name),),
            "field",
            method=method,
            where="deleted_at IS NULL",
            fields=(item.id,),
        )


def _lookup(entity: Entity, column: str, identity: str) -> Index:
    """For reverse lookups and for the database's own checks when the target goes away."""
    name = quote(column)
    return Index(entity.table, (name,), "reference", where=f"{name} IS NOT NULL", fields=(identity,))


def _is_long(item: Field) -> bool:
    limit: Any = item.options.get("max_length", 0)
    return item.kind in _LONG_KINDS or int(limit) > LONGEST_INDEXED


def _link_table(schema: Schema, entity: Entity, item: Field) -> Table:
    name = item.column
    source = ColumnShape(LINK_SOURCE, "bigint", item.id, item.label, not_null=True)
    target = ColumnShape(LINK_TARGET, "bigint", item.id, item.label, not_null=True)
    return Table(
        name=name,
        entity=entity.id,
        label=item.label,
        columns={LINK_SOURCE: source, LINK_TARGET: target},
        foreign_keys=(
            ForeignKey(name, LINK_SOURCE, entity.table, "CASCADE"),
            ForeignKey(name, LINK_TARGET, schema.target_of(item).table, "CASCADE"),
        ),
        indexes=(Index(name, (quote(LINK_TARGET), quote(LINK_SOURCE)), "reference", fields=(item.id,)),),
        key=f"PRIMARY KEY ({LINK_SOURCE}, {LINK_TARGET})",
    )
