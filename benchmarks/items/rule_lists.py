"""A list filtered by a rule over other records, beside the statement that one would write by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from benchmarks import documents
from benchmarks.bench import Bench, Item, publish
from benchmarks.measuring import interleaved
from benchmarks.results import Result
from odos.accounts.queries import find_principal_by_id
from odos.database.session import execute, fetch_all
from odos.kernel.clock import utc_now
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.records.lists.queries import CountMode, ListRequest, list_records
from odos.schema.model import Entity
from odos.storage.active import active_schema

LIMIT = 1.15
PAGE = 50
VISITS = 3  # of each deal
OWNER, LONG, LEAST = "Owner3", 40, 2
RULE = f'account.owner.name = "{OWNER}" and count(visit_by_deal where minutes > {LONG}) >= {LEAST}'
FIELDS = ("name", "status", "amount", "closes_on")
_MINUTES = "(n * 37 + n / 7) %% 90"


def rule_list(bench: Bench) -> Iterable[Result]:
    """Two hops and a count of related records: a page of 50, and the number of all that match."""
    deal, visit = _with_visits(bench)
    context = _context(bench)
    counts: tuple[tuple[str, CountMode], ...] = (("a page of 50", "none"), ("an exact count", "exact"))
    for name, count in counts:
        calls: dict[str, Callable[[int], list[str]]] = {
            "ours": partial(_ours, context, deal, count),
            "by hand": partial(_by_hand, context, _statement(context, deal, visit, count)),
        }
        found = [call(0) for call in calls.values()]
        if len(found[0]) != PAGE or found[0] != found[1]:
            raise RuntimeError(f"these lists differ: {found}")
        timings = interleaved(calls, rounds=bench.options.few(60, 5))
        title = f"list by a rule of two hops and a count, {name}, {bench.options.main.rows:,} rows"
        yield bench.against(title, timings["ours"], timings["by hand"], LIMIT)


def _with_visits(bench: Bench) -> tuple[Entity, Entity]:
    """Visits of the deals, and owners of the accounts."""
    fields = {
        "deal": {"kind": "reference", "target": "deal", "required": True, "label": {"en": "Deal"}},
        "minutes": {"kind": "integer", "label": {"en": "Minutes"}},
    }
    visit = {**documents.entity("visit", fields), "title_field": "id", "owned": False}
    publish(bench.workspace, documents.put(visit))
    schema = active_schema(bench.workspace)
    deal, made, account = (schema.get_entity(key) for key in ("deal", "visit", "account"))
    link, minutes = (quote(made.fields[key].column) for key in ("deal", "minutes"))
    many = bench.options.main.rows
    made_of = f"1 + n %% {many}, {_MINUTES} FROM generate_series(1, {many * VISITS}) n"
    owner = f"(ARRAY{list(bench.people.owners)})[1 + id %% {len(bench.people.owners)}]"
    statements = (
        f"INSERT INTO {quote(made.table)} ({link}, {minutes}) SELECT {made_of}",
        f"UPDATE {quote(account.table)} SET owner = {owner}",
        f"ANALYZE {quote(made.table)}",
        f"ANALYZE {quote(account.table)}",
    )
    for statement in statements:
        execute(bench.workspace, statement)
    return deal, made


def _context(bench: Bench) -> Context:
    """As an owner of deals, who may see everything."""
    seller = find_principal_by_id(workspace=bench.workspace, user_id=bench.people.seller_id)
    assert seller is not None
    return Context(bench.workspace, active_schema(bench.workspace), seller, utc_now())


def _ours(context: Context, deal: Entity, count: CountMode, _number: int) -> list[str]:
    request = ListRequest(filter=RULE, sort="-created_at", fields=FIELDS, limit=PAGE, count=count)
    return list_records(context=context, entity=deal, request=request).items


def _statement(context: Context, deal: Entity, visit: Entity, count: CountMode) -> str:
    account = context.schema.get_entity("account")
    shown = ", ".join(_shown(deal, key) for key in FIELDS)
    matching = (
        f"FROM {quote(deal.table)} d"
        f" JOIN {quote(account.table)} a ON a.id = d.{quote(deal.fields['account'].column)}"
        " JOIN user_account u ON u.id = a.owner"
        " WHERE d.deleted_at IS NULL AND u.name = %s AND (SELECT count(*)"
        f" FROM {quote(visit.table)} v WHERE v.{quote(visit.fields['deal'].column)} = d.id"
        f" AND v.deleted_at IS NULL AND v.{quote(visit.fields['minutes'].column)} > {LONG}) >= {LEAST}"
    )
    counted = f", (SELECT count(*) {matching})" if count == "exact" else ""
    return (
        f"SELECT row_to_json(o)::text{counted} FROM (SELECT d.* {matching}"
        f" ORDER BY d.created_at DESC, d.id DESC LIMIT {PAGE + 1}) d"
        f" CROSS JOIN LATERAL (SELECT d.id::text AS id, d.version AS version, {shown}) o"
        " ORDER BY d.created_at DESC, d.id DESC"
    )


def _shown(deal: Entity, key: str) -> str:
    column = f"d.{quote(deal.fields[key].column)}"
    return f"{column}::text AS {key}" if key == "amount" else f"{column} AS {key}"


def _by_hand(context: Context, statement: str, _number: int) -> list[str]:
    found = fetch_all(context.workspace, statement, [OWNER] * statement.count("%s"))
    return [row[0] for row in found[:PAGE]]


ITEMS = (Item("rule list", rule_list),)
