"""What is retired: tables and columns that stand in the database, though the active version asks for none.

The catalog says what is there; the versions that named it say what it was, and cannot be brought back with
their data once it is purged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from odos.database.session import fetch_all, fetch_one
from odos.fields.registry import FIELD_KINDS
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.schema.codec import entity_from_json
from odos.schema.model import Entity, Field, Labels, Schema
from odos.storage.physical import COLUMN_PREFIX, LINK_PREFIX, TABLE_PREFIX, field_columns, physical
from odos.storage.versions import ENTITY

FILE = "file"
_PARTS_AT_ONCE = 200

_TABLES = """
    SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
    GROUP BY c.relname
"""

_PARTS = """
    SELECT part.value, array_agg(v.number ORDER BY v.number)
    FROM schema_version v, jsonb_each_text(v.manifest) AS part (name, value)
    WHERE part.name LIKE %s GROUP BY part.value
"""


@dataclass(frozen=True)
class Retired:
    """A table as a whole, or the ``columns`` of one field. ``files`` are those that hold ids of files,
    ``fields`` the identities of all fields that go.

    Without a ``label`` no version that is kept knows what it was.
    """

    table: str
    columns: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    entity: str | None = None
    entity_label: Labels | None = None
    label: Labels | None = None
    kind: str | None = None
    versions: tuple[int, ...] = ()

    @property
    def is_entity(self) -> bool:
        """Whether it is all that was left of an entity; a table may also hold the links of a field."""
        return not self.columns and self.kind is None

    @property
    def key(self) -> str:
        """By what it is chosen."""
        return f"{self.table}.{self.columns[0]}" if self.columns else self.table


@dataclass(frozen=True)
class Size:
    """How much it holds. ``rows`` of a field are those with a value; bytes of a table with its indexes."""

    rows: int
    bytes: int


@dataclass
class _Meaning:
    """What a table or column was in the newest version that names it."""

    entity: Entity
    field: Field | None
    columns: tuple[str, ...]
    versions: set[int]


def list_retired(workspace: Workspace, schema: Schema) -> list[Retired]:
    """Everything retired, tables first. Reads every version that is kept."""
    wanted = {name: frozenset(table.columns) for name, table in physical(schema).items()}
    standing = dict(fetch_all(workspace, _TABLES))
    meanings = _meanings(workspace)
    gone = [name for name in standing if name.startswith((TABLE_PREFIX, LINK_PREFIX)) and name not in wanted]
    tables = [_table(name, standing[name], meanings) for name in sorted(gone)]
    columns = [
        item
        for name in sorted(wanted.keys() & standing.keys())
        for item in _columns(name, standing[name], wanted[name], meanings)
    ]
    return [*tables, *columns]


def measure(workspace: Workspace, retired: Sequence[Retired]) -> dict[str, Size]:
    """By key: one statement for each table, whatever is retired in it."""
    by_table: dict[str, list[Retired]] = defaultdict(list)
    for item in retired:
        by_table[item.table].append(item)
    return {
        item.key: size
        for table, items in by_table.items()
        for item, size in zip(items, _sizes(workspace, table, items), strict=True)
    }


def _sizes(workspace: Workspace, table: str, items: Sequence[Retired]) -> Iterator[Size]:
    counted = ", ".join(_counted(table, item) for item in items)
    row = fetch_one(workspace, f"SELECT {counted} FROM {quote(table)}") or ()
    return (Size(int(rows), int(size)) for rows, size in zip(row[::2], row[1::2], strict=True))


def _counted(table: str, item: Retired) -> str:
    if not item.columns:
        return f"count(*), pg_total_relation_size('{quote(table)}'::regclass)"
    filled = " OR ".join(f"{quote(name)} IS NOT NULL" for name in item.columns)
    sizes = " + ".join(f"coalesce(pg_column_size({quote(name)}), 0)" for name in item.columns)
    return f"count(*) FILTER (WHERE {filled}), coalesce(sum({sizes}), 0)"


def _table(name: str, columns: Sequence[str], meanings: Mapping[tuple[str, str], _Meaning]) -> Retired:
    meaning = meanings.get((name, ""))
    if meaning is None:
        return Retired(name)
    known = [meanings.get((name, column)) for column in columns]
    fields = [(one.field, one.columns[0]) for one in known if one and one.field]
    files = tuple(column for item, column in fields if item.kind == FILE)
    found = _described(Retired(name, files=files), meaning)
    return replace(
        found, fields=tuple(dict.fromkeys([*found.fields, *(item.id for item, _column in fields)]))
    )


def _columns(
    table: str, standing: Sequence[str], wanted: frozenset[str], meanings: Mapping[tuple[str, str], _Meaning]
) -> Iterator[Retired]:
    """The columns of one field go together; of an adopted table only ours are ours to drop."""
    done: set[str] = set()
    for name in standing:
        is_ours = table.startswith(TABLE_PREFIX) or name.startswith(COLUMN_PREFIX)
        if name in wanted or name in done or not is_ours:
            continue
        meaning = meanings.get((table, name))
        together = tuple(item for item in (meaning.columns if meaning else (name,)) if item not in wanted)
        done.update(together)
        found = Retired(table, tuple(item for item in together if item in standing))
        yield _described(found, meaning) if meaning else found


def _described(found: Retired, meaning: _Meaning) -> Retired:
    item = meaning.field
    is_file = item is not None and item.kind == FILE
    return replace(
        found,
        files=found.columns if is_file else found.files,
        fields=(item.id,) if item else (),
        entity=meaning.entity.id,
        entity_label=meaning.entity.label,
        label=item.label if item else meaning.entity.label,
        kind=item.kind if item else None,
        versions=tuple(sorted(meaning.versions)),
    )


def _meanings(workspace: Workspace) -> dict[tuple[str, str], _Meaning]:
    """By (table, column), and by (table, "") for whole ones: what the versions say, the newest last."""
    rows = fetch_all(workspace, _PARTS, [f"{ENTITY}%"])
    named = {address: [int(number) for number in numbers] for address, numbers in rows}
    ordered = sorted(named, key=lambda address: named[address][-1])
    found: dict[tuple[str, str], _Meaning] = {}
    for address, entity in _entities(workspace, ordered):
        for place, meaning in _places(entity):
            meaning.versions.update(named[address])
            if place in found:
                meaning.versions.update(found[place].versions)
            found[place] = meaning
    return found


def _entities(workspace: Workspace, addresses: Sequence[str]) -> Iterator[tuple[str, Entity]]:
    """In the order given, some at a time: an old installation has thousands."""
    for start in range(0, len(addresses), _PARTS_AT_ONCE):
        some = list(addresses[start : start + _PARTS_AT_ONCE])
        statement = "SELECT hash, body::text FROM compiled_part WHERE hash = ANY(%s)"
        bodies: dict[str, Any] = dict(fetch_all(workspace, statement, [some]))
        yield from ((address, entity_from_json(orjson.loads(bodies[address]))) for address in some)


def _places(entity: Entity) -> Iterator[tuple[tuple[str, str], _Meaning]]:
    yield (entity.table, ""), _Meaning(entity, None, (), set())
    for item in _known_fields(entity):
        if FIELD_KINDS[item.kind].storage == "link":
            yield (item.column, ""), _Meaning(entity, item, (), set())
            continue
        columns = tuple(name for name, _column in field_columns(item))
        for name in columns:
            yield (entity.table, name), _Meaning(entity, item, columns, set())


def _known_fields(entity: Entity) -> Iterable[Field]:
    """Those of kinds that this installation has, and that stand in columns or a table of their own."""
    stored = {"columns", "link"}
    return (
        item
        for item in entity.own_fields()
        if item.kind in FIELD_KINDS and FIELD_KINDS[item.kind].storage in stored
    )
