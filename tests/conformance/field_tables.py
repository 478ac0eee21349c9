"""A table with one column set for each field kind, and the tables that its references lead to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from odos.fields.kind import Column
from odos.fields.registry import get_kind
from odos.kernel.sql import Sql, quote
from odos.records.computed.sql import open_source
from odos.records.rules.sources import RowSource, see_everything
from odos.schema.model import Entity, Field, Schema
from odos.schema.system import USER_ENTITY, system_fields
from tests.conformance.field_samples import ACCOUNT, LINE, LINE_PARENT, SAMPLE

_TABLES = """
    CREATE TEMP TABLE e_account
        (id bigint, deleted_at timestamptz, f_name text COLLATE "C", f_name_k text COLLATE "C");
    INSERT INTO e_account VALUES (1, NULL, '阿里', 'a li'), (2, NULL, 'Bravo', NULL), (3, NULL, NULL, NULL);
    CREATE TEMP TABLE people (id bigint, deleted_at timestamptz, name text COLLATE "C");
    INSERT INTO people VALUES (1, NULL, 'Zoe'), (2, NULL, 'adam');
    CREATE TEMP TABLE e_line (id bigint, deleted_at timestamptz, f_name text COLLATE "C", f_parent bigint);
    CREATE TEMP TABLE stored_file (id bigint, name text, size bigint, type text);
    INSERT INTO stored_file VALUES (1, 'a%%b.pdf', 5, 'application/pdf');
    CREATE TEMP TABLE segment (id bigint, name text, key text);
    INSERT INTO segment VALUES (1, 'a%%b', 'key_accounts');
"""


def _text(key: str, column: str) -> Field:
    return Field(id=f"{column}-id", key=key, kind="text", label={}, column=column)


def _entity(identity: str, table: str, *fields: Field) -> Entity:
    compiled = (*system_fields("5f0c6f4e-0d5b-4c8e-9a51-00000000000d", owned=False), *fields)
    title = "name" if any(item.key == "name" for item in fields) else "id"
    by_key = {item.key: item for item in compiled}
    return Entity(id=identity, key=table, label={}, plural={}, table=table, fields=by_key, title_field=title)


def schema_with(field: Field) -> Schema:
    """An application whose entity of samples has that field."""
    parent = Field(id=LINE_PARENT, key="sample", kind="reference", label={}, column="f_parent", target=SAMPLE)
    entities = (
        _entity(SAMPLE, "e_sample", field),
        _entity(ACCOUNT, "e_account", _text("name", "f_name")),
        _entity(USER_ENTITY, "people", _text("name", "name")),
        _entity(LINE, "e_line", _text("name", "f_name"), parent),
    )
    return Schema(version=1, entities={item.key: item for item in entities})


class FieldTable:
    """The table of samples with one field; gone at the end of the transaction."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.kind = get_kind(field.kind)
        self.schema = schema_with(field)
        with connection.cursor() as cursor:
            cursor.execute(_TABLES, ())
            columns = "".join(f", {self._name(column)} {column.type}" for column in self.kind.columns(field))
            cursor.execute(
                f"CREATE TEMP TABLE e_sample (id bigint GENERATED ALWAYS AS IDENTITY{columns})", ()
            )

    def insert(self, values: Sequence[Any]) -> int:
        """A row of those column values; its id."""
        names = ", ".join(self._name(column) for column in self.kind.columns(self.field))
        places = ", ".join(["%s"] * len(values))
        return int(
            self._fetch(f"INSERT INTO e_sample ({names}) VALUES ({places}) RETURNING id", values)[0][0]
        )

    def insert_blank(self) -> int:
        """A row without values; its id."""
        return int(self.value("INSERT INTO e_sample DEFAULT VALUES RETURNING id"))

    def read(self, identity: int) -> tuple[Any, ...]:
        """The column values as the driver gives them."""
        names = ", ".join(self._name(column) for column in self.kind.columns(self.field))
        return self._fetch(f"SELECT {names} FROM e_sample WHERE id = %s", [identity])[0]

    def read_json(self, identity: int) -> Any:
        """The value in the JSON of a record."""
        source = self.source()
        value = self.kind.json_sql(self.field, source)
        inner = f"SELECT {value} AS value {self._from(source)} WHERE t.id = %s"
        return json.loads(self._fetch(f"SELECT row_to_json(o)::text FROM ({inner}) o", [identity])[0][0])[
            "value"
        ]

    def read_rule(self, identity: int) -> Any:
        """The value in a rule."""
        source = self.source()
        value = self.kind.rule_sql(self.field, source)
        sql = "SELECT " + value + f" {self._from(source)} WHERE t.id = %s"
        return self._fetch(sql.text, [*sql.params, identity])[0][0]

    def sorted_ids(self) -> list[int]:
        """All rows in the order of a list."""
        source = self.source()
        key = self.kind.sort_sql(self.field, source)
        rows = self._fetch(f"SELECT t.id {self._from(source)} ORDER BY {key} NULLS LAST, t.id DESC", [])
        return [row[0] for row in rows]

    def source(self) -> RowSource:
        """The table under the alias ``t``."""
        return open_source(self.schema, self.schema.by_id[SAMPLE], "t", see_everything)

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, tuple(params))

    def value(self, sql: str, params: Sequence[Any] = ()) -> Any:
        return self._fetch(sql, params)[0][0]

    def _name(self, column: Column) -> str:
        return quote(self.field.column + column.suffix)

    def _from(self, source: RowSource) -> str:
        joins = source.joins.sql()
        assert joins == Sql(joins.text)
        return f"FROM e_sample t{joins.text}"

    def _fetch(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, tuple(params))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
