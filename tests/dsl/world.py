"""A tiny world of three tables for rules: deals of an account, with lines; and users."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from odos.dsl import types
from odos.dsl.amounts import Amount
from odos.dsl.checked import Checked
from odos.dsl.context import USER, Context
from odos.dsl.lookups import key_of
from odos.dsl.scope import Name, SchemaScope
from odos.kernel.sql import Sql, join, quote
from odos.schema.model import Entity, Field, Incoming, Schema
from odos.schema.system import UNIT_ENTITY, USER_ENTITY

DEAL, ACCOUNT, LINE = "deal-id", "account-id", "line-id"

_TYPES = {
    "text": types.TEXT,
    "integer": types.NUMBER,
    "decimal": types.NUMBER,
    "percent": types.PERCENT,
    "money": types.MONEY,
    "boolean": types.BOOLEAN,
    "date": types.DATE,
    "datetime": types.DATETIME,
    "option": types.OPTION,
    "options": types.OPTIONSET,
    "json": types.ANY,
}
_COLUMNS = {
    "text": 'text COLLATE "C"',
    "integer": "bigint",
    "decimal": "numeric",
    "percent": "numeric",
    "money": "numeric",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamptz",
    "option": 'text COLLATE "C"',
    "options": "text[]",
    "reference": "bigint",
    "user": "bigint",
    "json": "jsonb",
}
_MONEY = {"money": (("_a", "numeric"), ("_c", 'text COLLATE "C"'))}  # beside the base amount
STAGES = {
    key: {"label": {"en": label}} for key, label in [("new", "New"), ("won", "Won deal"), ("lost", "Lost")]
}


def _field(entity: str, key: str, kind: str, **more: Any) -> Field:
    return Field(id=f"{entity}.{key}", key=key, kind=kind, label={"en": key}, column=key, **more)


def _entity(identity: str, key: str, fields: list[Field], **more: Any) -> Entity:
    every = [_field(identity, "id", "integer", system=True), *fields]
    mapping = MappingProxyType({item.key: item for item in every})
    return Entity(identity, key, {"en": key}, {"en": f"{key.title()}s"}, f"dsl_{key}", mapping, **more)


def _deal_fields() -> list[Field]:
    plain = {
        "name": "text",
        "note": "text",
        "quantity": "integer",
        "amount": "decimal",
        "price": "money",
        "cost": "money",
        "discount": "percent",
        "urgent": "boolean",
        "paid": "boolean",
        "due_on": "date",
        "start_on": "date",
        "seen_at": "datetime",
        "at": "datetime",
        "data": "json",
        "secret": "text",
    }
    fields = [_field(DEAL, key, kind) for key, kind in plain.items()]
    fields += [
        _field(DEAL, "stage", "option", options={"options": STAGES}),
        _field(DEAL, "tags", "options", options={"options": {"a": {}, "b": {}, "c": {}}}),
        _field(DEAL, "account", "reference", target=ACCOUNT),
        _field(DEAL, "owner", "user", target=USER_ENTITY),
        _field(DEAL, "lines", "children", target=LINE, inverse=f"{LINE}.deal"),
    ]
    return fields


def _schema() -> Schema:
    deal = _entity(DEAL, "deal", _deal_fields())
    account = _entity(
        ACCOUNT,
        "account",
        [
            _field(ACCOUNT, "name", "text", indexed=True),
            _field(ACCOUNT, "credit_limit", "decimal"),
            _field(ACCOUNT, "parent", "reference", target=ACCOUNT),
            _field(ACCOUNT, "secret", "text"),
        ],
        incoming=(Incoming(DEAL, f"{DEAL}.account"),),
    )
    line = _entity(
        LINE,
        "line",
        [
            _field(LINE, "deal", "reference", target=DEAL),
            _field(LINE, "title", "text"),
            _field(LINE, "amount", "decimal"),
            _field(LINE, "fee", "money"),
            _field(LINE, "gift", "boolean"),
            _field(LINE, "sent_on", "date"),
        ],
    )
    user = _entity(
        USER_ENTITY,
        "user",
        [
            _field(USER_ENTITY, "name", "text"),
            _field(USER_ENTITY, "manager", "user", target=USER_ENTITY),
            _field(USER_ENTITY, "unit", "reference", target=UNIT_ENTITY),
        ],
        incoming=(Incoming(DEAL, f"{DEAL}.owner"),),
    )
    unit = _entity(UNIT_ENTITY, "unit", [_field(UNIT_ENTITY, "name", "text")])
    return Schema(1, {item.key: item for item in (deal, account, line, user, unit)})


SCHEMA = _schema()


def type_of(item: Field) -> types.Type:
    if item.kind == "children":
        return types.list_of(types.record(str(item.target)))
    return types.record(item.target) if item.target else _TYPES[item.kind]


def scope(entity: str = "deal", hidden: frozenset[str] = frozenset()) -> SchemaScope:
    return SchemaScope(SCHEMA, SCHEMA.entities[entity], type_of, lambda item: item.id in hidden)


# ------------------------------------------------------------------ a source over the tables


@dataclass
class Statement:
    """Aliases are numbered over the whole statement."""

    count: int = 0

    def alias(self) -> str:
        self.count += 1
        return f"t{self.count}"


@dataclass
class TableSource:
    entity: Entity
    statement: Statement
    alias: str
    joins: list[Sql]
    followed: dict[str, TableSource] = field(default_factory=dict)

    def column(self, key: str) -> Sql:
        return Sql(f"{quote(self.alias)}.{quote(key)}")

    def amount(self, item: Field) -> Sql:
        return self.column(item.column + "_a")

    def currency(self, item: Field) -> Sql:
        return self.column(item.column + "_c")

    def value(self, item: Field) -> Sql:
        column = self.column(item.column)
        return "(" + column + " / 100)" if item.kind == "percent" else column

    def follow(self, item: Field) -> TableSource:
        if item.id not in self.followed:
            target = SCHEMA.target_of(item)
            other = TableSource(target, self.statement, self.statement.alias(), self.joins)
            on = other.column("id") + " = " + self.column(item.column)
            self.joins.append(f" LEFT JOIN {quote(target.table)} AS {quote(other.alias)} ON " + on)
            self.followed[item.id] = other
        return self.followed[item.id]

    def collection(self, name: Name) -> TableCollection:
        entity = SCHEMA.by_id[str(name.target)]
        reference = name.field if name.inverse else entity.by_id[str(name.field.inverse)]
        source = TableSource(entity, self.statement, self.statement.alias(), [])
        return TableCollection(source, source.column(reference.column) + " = " + self.column("id"))

    def records(self, entity_id: str) -> TableCollection:
        source = TableSource(SCHEMA.by_id[entity_id], self.statement, self.statement.alias(), [])
        return TableCollection(source, Sql("TRUE"))

    def user(self) -> TableCollection:
        source = TableSource(SCHEMA.entities["user"], self.statement, self.statement.alias(), [])
        return TableCollection(source, source.column("id") + Sql(" = %s", (USER,)))


@dataclass
class TableCollection:
    source: TableSource
    belongs: Sql

    def select(self, value: Sql, *, where: Sql | None = None, tail: Sql | None = None) -> Sql:
        table = f"{quote(self.source.entity.table)} AS {quote(self.source.alias)}"
        found = "SELECT " + value + f" FROM {table}" + join("", self.source.joins) + " WHERE " + self.belongs
        found = found + " AND (" + where + ")" if where else found
        return found + " " + tail if tail else found


def main_source() -> TableSource:
    statement = Statement()
    return TableSource(SCHEMA.entities["deal"], statement, statement.alias(), [])


def select(value: Sql, source: TableSource, where: Sql | None = None) -> Sql:
    table = f"{quote(source.entity.table)} AS {quote(source.alias)}"
    found = "SELECT " + value + f" FROM {table}" + join("", source.joins)
    found = found + " WHERE " + where if where else found
    return found + " ORDER BY " + source.column("id")


# ------------------------------------------------------------------ rows


Row = Mapping[str, Any]
NOW = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
HOME = "CNY"
CONTEXT = Context(user=1, now=NOW, time_zone="Europe/Berlin", base_currency=HOME)


@dataclass
class Rows:
    deal: list[Row] = field(default_factory=list)
    account: list[Row] = field(default_factory=list)
    line: list[Row] = field(default_factory=list)
    user: list[Row] = field(default_factory=list)
    unit: list[Row] = field(default_factory=list)

    def by_id(self, entity: str) -> dict[int, Row]:
        return {row["id"]: row for row in getattr(self, entity)}

    def values(self, deal: Row) -> dict[str, Any]:
        """A deal as closures read it: fields, paths over references, lines, the acting user."""
        found = _fields(DEAL, deal, SCHEMA.entities["deal"])
        account = self.by_id("account").get(deal["account"] or 0)
        self._follow(found, f"{DEAL}.account", account)
        self._user(found, f"{DEAL}.owner", deal["owner"])
        self._user(found, "user", CONTEXT.user)
        lines = sorted((row for row in self.line if row["deal"] == deal["id"]), key=lambda row: row["id"])
        found[f"{DEAL}.lines"] = [_fields(LINE, row, SCHEMA.entities["line"]) for row in lines]
        return found

    def looked_up(self, checked: Checked) -> dict[str, Any]:
        """What the lookups of a rule find, as closures read it."""
        found: dict[str, Any] = {}
        for lookup in checked.lookups:
            wanted, by = (path.steps[0].key for path in lookup.arguments[:2])  # type: ignore[attr-defined]
            entity = SCHEMA.by_id[lookup.arguments[1].ids[0]]  # type: ignore[attr-defined]
            table: dict[Any, Any] = {}
            for row in getattr(self, entity.key):
                table.setdefault(row[by], row[wanted])
            found[key_of(lookup)] = table
        return found

    def _follow(self, found: dict[str, Any], prefix: str, account: Row | None) -> None:
        if account is None:
            return
        own = _fields(ACCOUNT, account, SCHEMA.entities["account"])
        found.update({f"{prefix}.{key}": value for key, value in own.items()})
        deals = sorted(
            (row for row in self.deal if row["account"] == account["id"]), key=lambda row: row["id"]
        )
        found[f"{prefix}.~{DEAL}.account"] = [_fields(DEAL, row, SCHEMA.entities["deal"]) for row in deals]
        parent = self.by_id("account").get(account["parent"] or 0)
        if parent and prefix.count("account.") < 3:
            self._follow(found, f"{prefix}.{ACCOUNT}.parent", parent)

    def _user(self, found: dict[str, Any], prefix: str, identity: int | None) -> None:
        user = self.by_id("user").get(identity or 0)
        if user:
            deals = [row for row in self.deal if row["owner"] == identity]
            found[f"{prefix}.~{DEAL}.owner"] = [_fields(DEAL, row, SCHEMA.entities["deal"]) for row in deals]
            own = _fields(USER_ENTITY, user, SCHEMA.entities["user"])
            found.update({f"{prefix}.{key}": value for key, value in own.items()})


def _fields(identity: str, row: Row, entity: Entity) -> dict[str, Any]:
    values = {f"{identity}.{key}": row.get(key) for key in entity.fields if key != "lines"}
    discount = f"{identity}.discount"
    if row.get("discount") is not None:
        values[discount] = row["discount"] / 100
    return values


def table_columns(entity: Entity) -> list[Field]:
    return [item for item in entity.fields.values() if item.kind != "children"]


def create_tables(cursor: Any) -> None:
    for entity in SCHEMA.entities.values():
        columns = ", ".join(
            f"{quote(item.column + suffix)} {kind}"
            for item in table_columns(entity)
            for suffix, kind in (("", _COLUMNS[item.kind]), *_MONEY.get(item.kind, ()))
        )
        cursor.execute(f"CREATE TEMP TABLE {quote(entity.table)} ({columns})")


def _parts(item: Field) -> list[tuple[str, str]]:
    if item.kind == "money":
        return [(item.column + suffix, "") for suffix in ("", "_a", "_c")]
    return [(item.column, "::text[]" if item.kind == "options" else "")]


def _stored(item: Field, value: Any) -> list[Any]:
    """A plain number is an amount of the company's currency."""
    if item.kind != "money":
        return [value]
    if value is None:
        return [None, None, None]
    return [Decimal(value), *((value.own, value.currency) if isinstance(value, Amount) else (value, HOME))]


def insert_rows(cursor: Any, rows: Rows) -> None:
    for key, entity in SCHEMA.entities.items():
        columns = table_columns(entity)
        parts = [part for item in columns for part in _parts(item)]
        names = ", ".join(quote(name) for name, _cast in parts)
        holes = ", ".join(f"%s{cast}" for _name, cast in parts)
        cursor.execute(f"DELETE FROM {quote(entity.table)}")
        for row in getattr(rows, key):
            values = [value for item in columns for value in _stored(item, row.get(item.key))]
            cursor.execute(f"INSERT INTO {quote(entity.table)} ({names}) VALUES ({holes})", values)


def sample_rows() -> Rows:
    """A few rows with every awkward value."""
    deal: dict[str, Any] = dict.fromkeys(SCHEMA.entities["deal"].fields)
    berlin_gap = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    return Rows(
        deal=[
            {**deal, "id": 1},
            {
                **deal,
                "id": 2,
                "name": "Straße 50% off_x\\y",
                "note": "ΑΣ σς İı 电子😀",
                "quantity": 7,
                "amount": Decimal("-2.345"),
                "price": Decimal("1000000"),
                "discount": Decimal("10"),
                "urgent": True,
                "paid": False,
                "due_on": date(2024, 2, 29),
                "start_on": date(9999, 12, 31),
                "seen_at": berlin_gap,
                "at": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
                "stage": "won",
                "tags": ["a", "b"],
                "account": 1,
                "owner": 1,
            },
            {
                **deal,
                "id": 3,
                "name": "acme",
                "note": "12.50",
                "quantity": 0,
                "amount": Decimal("0"),
                "price": Decimal("99999999999999.99"),
                "discount": Decimal("0.01"),
                "urgent": False,
                "due_on": date(1, 1, 1),
                "start_on": date(2026, 1, 31),
                "seen_at": datetime(1, 1, 1, tzinfo=UTC),
                "at": datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
                "stage": "lost",
                "tags": [],
                "account": 2,
                "owner": 2,
            },
            {
                **deal,
                "id": 4,
                "name": "Acme",
                "amount": Decimal("2.5"),
                "quantity": -3,
                "account": 2,
                "owner": 3,
            },
        ],
        account=[
            {"id": 1, "name": "Top", "credit_limit": Decimal("10"), "parent": None, "secret": None},
            {"id": 2, "name": "Sub", "credit_limit": None, "parent": 1, "secret": "x"},
        ],
        line=[
            {
                "id": 1,
                "deal": 2,
                "title": "b",
                "amount": Decimal("1.5"),
                "gift": False,
                "sent_on": date(2026, 1, 2),
            },
            {"id": 2, "deal": 2, "title": "a", "amount": None, "gift": True, "sent_on": None},
            {
                "id": 3,
                "deal": 2,
                "title": None,
                "amount": Decimal("-4"),
                "gift": None,
                "sent_on": date(2025, 1, 2),
            },
            {
                "id": 4,
                "deal": 3,
                "title": "z",
                "amount": Decimal("3"),
                "gift": True,
                "sent_on": date(2025, 1, 2),
            },
        ],
        user=[
            {"id": 1, "name": "Ann", "manager": 2},
            {"id": 2, "name": "Bob", "manager": None},
            {"id": 3, "name": None, "manager": 1},
        ],
    )
