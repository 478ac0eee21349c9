"""The same rows on both sides, made by PostgreSQL itself, and the bodies of writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections

from benchmarks import documents
from benchmarks.reference.routing import ALIAS
from odos.database.session import execute
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.schema.model import Entity

ACCOUNTS = 2_000

# By field; ``g`` numbers the rows from 1.
_VALUES = {
    "name": "'Deal number ' || g",
    "code": "'D-' || lpad(g::text, 9, '0')",
    "status": f"(ARRAY{list(documents.STATUSES)})[1 + (g * 7 + g / 11) % 6]",
    "category": f"(ARRAY{list(documents.CATEGORIES)})[1 + (g * 5 + g / 13) % 4]",
    "account": f"1 + (g * 31) % {ACCOUNTS}",
    "priority": "g * 17 % 100",
    "quantity": "g * 13 % 500",
    "amount": "round((g * 7919 % 1000000) / 7.0, 2)",
    "discount": "round((g % 30) / 7.0, 3)",
    "probability": "g % 101",
    "starts_on": "date '2024-01-01' + (g % 700)::int",
    "closes_on": "CASE WHEN g % 10 > 0 THEN date '2024-06-01' + (g * 37 % 900)::int END",
    "contacted_at": "timestamptz '2025-01-01' + g % 500000 * interval '1 minute'",
    "is_active": "g % 3 > 0",
    "email": "'buyer' || g || '@example.com'",
    "phone": "'+86 10 ' || (10000000 + g)",
    "website": "'https://example.com/' || g",
    "city": "'City ' || g % 300",
    "country": "'Country ' || g % 40",
    "remark": "'Called ' || g % 9 || ' times, sends an answer next week. ' || md5(g::text)",
}
_WHEN = "timestamptz '2025-01-01' + g * interval '31 seconds'"


def fill_ours(
    workspace: Workspace, entity: Entity, rows: int, owners: Sequence[int], unit: str = "NULL"
) -> None:
    """Rows in the table of an entity, past the engine: how they came there is not measured.

    ``unit`` is SQL, in which ``{owner}`` stands for the row's.
    """
    columns = {item.column: _VALUES[item.key] for item in entity.own_fields() if item.key in _VALUES}
    owner = _owner(owners)
    columns |= {"owner": owner, "unit": unit.replace("{owner}", owner)}
    columns |= {"created_at": _WHEN, "updated_at": _WHEN}
    _run_ours(workspace, _insert(entity.table, columns, rows))


def fill_our_accounts(workspace: Workspace, entity: Entity) -> None:
    """What deals refer to; ids from 1."""
    _run_ours(workspace, _insert(entity.table, {entity.title.column: "'Account ' || g"}, ACCOUNTS))


def fill_reference(table: str, rows: int, owners: Sequence[int]) -> None:
    """The same in a table of the reference."""
    columns = {("account_id" if key == "account" else key): value for key, value in _VALUES.items()}
    columns |= {"owner_id": _owner(owners), "created_at": _WHEN, "updated_at": _WHEN}
    _run(_insert(table, columns, rows))


def fill_reference_people(accounts: str, people: str, owners: Sequence[int]) -> None:
    """What deals of the reference refer to."""
    _run(_insert(accounts, {"name": "'Account ' || g"}, ACCOUNTS))
    ids = ", ".join(map(str, owners))
    _run(f"INSERT INTO {quote(people)} (id, name) SELECT id, 'Owner ' || id FROM unnest(ARRAY[{ids}]) AS id")


def new_deal(number: int) -> dict[str, Any]:
    """The body of a creation, the same for all three."""
    return {
        "name": f"New deal {number}", "code": f"N-{number:09}", "status": "open", "category": "service",
        "account": str(1 + number % ACCOUNTS), "priority": number % 100, "quantity": 12, "amount": "1234.50",
        "discount": "2.500", "probability": "40.00", "starts_on": "2026-02-01", "closes_on": "2026-05-31",
        "contacted_at": "2026-02-03T09:30:00+00:00", "is_active": True, "email": "new.buyer@example.com",
        "phone": "+86 10 1234 5678", "website": "https://example.com/new", "city": "Hangzhou",
        "country": "China", "remark": "Met at the fair; wants an offer for two sites before summer.",
    }  # fmt: skip


def changed_deal(number: int) -> dict[str, Any]:
    """The body of an update: a handful of fields, as a form sends them."""
    return {
        "name": f"Changed deal {number}", "amount": f"{number % 90_000}.25", "priority": number % 100,
        "closes_on": f"2026-{1 + number % 12:02}-15", "status": "offered" if number % 2 else "won",
    }  # fmt: skip


def _owner(owners: Sequence[int]) -> str:
    return f"(ARRAY{list(owners)})[1 + g % {len(owners)}]"


def _insert(table: str, columns: dict[str, str], rows: int) -> str:
    names, values = ", ".join(map(quote, columns)), ", ".join(columns.values())
    source = f"generate_series(1, {rows}::bigint) AS g"
    return f"INSERT INTO {quote(table)} ({names}) SELECT {values} FROM {source}"


def _run(statement: str) -> None:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(statement)


def _run_ours(workspace: Workspace, statement: str) -> None:
    execute(workspace, statement.replace("%", "%%"))
