"""What access costs: lists and counts of members beside the administrator's, in a large organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from benchmarks import documents, rows
from benchmarks.bench import Bench, Item, publish, run_jobs
from benchmarks.in_process import Client
from benchmarks.measuring import interleaved, measured
from benchmarks.options import Sized
from benchmarks.reference import installation
from benchmarks.results import Result
from odos.accounts.operations import issue_token
from odos.accounts.queries import forget_answers
from odos.database.session import execute, fetch_all
from odos.kernel.clock import utc_now
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace
from odos.records.lists.habits import OFTEN
from odos.schema.model import Entity
from odos.storage.active import active_schema
from odos.storage.indexes import build_wanted

KEY = "customer"
UNITS, USERS, SHARES_OF_EACH = 1_000, 5_000, 40
MEMBER, SHARED_ONLY = 1.5, 3.0
MOVE_LIMIT = 1_000.0
LIST = f"/api/records/{KEY}"

# The tree is binary: unit n lies below unit n / 2, so that there are ten levels.
_UNITS = f"""
    INSERT INTO unit (id, name, kind, parent)
    SELECT 1000 + g, 'Unit ' || g, CASE WHEN g = 1 THEN 'company' ELSE 'team' END,
        CASE WHEN g > 1 THEN 1000 + g / 2 END
    FROM generate_series(1, {UNITS}) AS g
"""
_USERS = f"""
    INSERT INTO user_account (id, username, name, unit, manager, roles)
    SELECT 10000 + g, 'member' || g, 'Member ' || g, 1001 + g % {UNITS},
        CASE WHEN g > 1 THEN 10000 + (g + 2) / 4 END,
        ARRAY[(ARRAY['by_unit', 'by_share', 'by_owner'])[1 + g % 3]]
    FROM generate_series(1, {USERS}) AS g
"""
_SHARES = f"""
    INSERT INTO record_share (entity_id, record_id, grantee)
    SELECT %s::uuid, 1 + (g::bigint * 104729) %% %s, 'user:' || (10001 + g %% {USERS})
    FROM generate_series(1, {USERS * SHARES_OF_EACH}) AS g ON CONFLICT DO NOTHING
"""
_ROLES = {"by_unit": "unit", "by_share": "shared", "by_owner": "own"}

# Whose lists are looked at: (role, how many units lie below theirs).
_MEMBERS = {
    "a member of a team": "roles = '{by_unit}' AND unit > 1900 AND NOT EXISTS"
    " (SELECT FROM user_account s WHERE s.manager = u.id)",
    "the head of a branch": "roles = '{by_unit}' AND unit BETWEEN 1008 AND 1031",
    "an owner": "roles = '{by_owner}' AND NOT EXISTS (SELECT FROM user_account s WHERE s.manager = u.id)",
    "somebody with shares only": "roles = '{by_share}' AND unit > 1900",
}

_SORT = documents.VIEW_SORT
_PAGES: Mapping[str, Mapping[str, object]] = {
    "page of 50": {"sort": _SORT, "limit": 50, "count": "none"},
    "page with a filter": {"filter": documents.VIEW_FILTER, "sort": _SORT, "limit": 50, "count": "none"},
    "page with its count": {"sort": _SORT, "limit": 50},
}
_COUNTS: Mapping[str, Mapping[str, object]] = {
    "exact count": {"sort": _SORT, "limit": 1, "fields": "id", "count": "exact"},
    "exact count with a filter": {
        "filter": documents.VIEW_FILTER, "sort": _SORT, "limit": 1, "fields": "id", "count": "exact",
    },
}  # fmt: skip


def members_lists(bench: Bench) -> Iterable[Result]:
    """Pages and counts of each kind of member, against the administrator's."""
    clients = {"the administrator": bench.admin, **_prepare(bench)}
    _use(bench, clients)
    for name, asked in _PAGES.items():
        yield from _compared(bench, name, clients, asked, bench.options.few(60, 5))
    for name, asked in _COUNTS.items():
        yield from _compared(bench, name, clients, asked, bench.options.few(20, 3))
    yield _moved(bench)


def _use(bench: Bench, clients: Mapping[str, Client]) -> None:
    """As often as gives a list its index, which a job of the platform then builds; vacuumed as others are."""
    for client in clients.values():
        for asked in _PAGES.values():
            for number in range(OFTEN):
                _get(client, asked, number)
    build_wanted(bench.workspace, clock=utc_now)
    installation.vacuum()


def _compared(
    bench: Bench, name: str, clients: Mapping[str, Client], asked: Mapping[str, object], rounds: int
) -> Iterable[Result]:
    calls = {who: partial(_get, client, asked) for who, client in clients.items()}
    found = interleaved(calls, rounds=rounds)
    for who in list(clients)[1:]:
        limit = SHARED_ONLY if "shares" in who else MEMBER
        yield bench.against(f"{name}, {who}", found[who], found["the administrator"], limit)


def _get(client: Client, asked: Mapping[str, object], _number: int) -> None:
    client.get(LIST, **asked)


def _moved(bench: Bench) -> Result:
    """A unit with 250 others and their people below it goes elsewhere; nobody is shut out meanwhile."""
    moves = [measured(partial(_move, bench, parent)).clock * 1_000 for parent in (1003, 1001)]
    return Result("moving a unit of many people", max(moves), None, MOVE_LIMIT, "ms", "half of the tree")


def _move(bench: Bench, parent: int) -> None:
    plan = bench.admin.get("/api/units/1004/move", to=str(parent)).json["plan"]
    bench.admin.post("/api/units/1004/move", {"to": str(parent), "plan": plan})


def _prepare(bench: Bench) -> dict[str, Client]:
    """The organisation, its records and shares; clients by what they are."""
    publish(bench.workspace, documents.put(documents.entity(KEY), *_views(), *_roles()))
    for statement in (_UNITS, _USERS):
        execute(bench.workspace, statement.replace("%", "%%"))
    size = max(bench.options.larger.rows, bench.options.main.rows)
    entity = active_schema(bench.workspace).get_entity(KEY)
    _fill(bench.workspace, entity, size)
    execute(bench.workspace, _SHARES, [entity.id, size])
    run_jobs(bench.workspace)
    for table in (entity.table, "record_share", "user_account", "unit"):
        execute(bench.workspace, f"ANALYZE {quote(table)}")
    forget_answers()
    return {who: _client(bench.workspace, condition) for who, condition in _MEMBERS.items()}


def _fill(workspace: Workspace, entity: Entity, size: int) -> None:
    """Records of everybody, each in its owner's unit."""
    people = [row[0] for row in fetch_all(workspace, "SELECT id FROM user_account WHERE id > 10000")]
    rows.fill_ours(workspace, entity, size, people, unit="(SELECT unit FROM user_account WHERE id = {owner})")


def _views() -> list[documents.Document]:
    """The lists that people open; the platform builds their indexes."""
    every, opened = documents.view(Sized(KEY, 0), "all", documents.VIEW_SORT), documents.VIEW_FILTER
    every.pop("filter")
    return [every, documents.view(Sized(KEY, 0), "open", documents.VIEW_SORT, opened)]


def _roles() -> list[documents.Document]:
    return [_role(key, {KEY: {"see": scope}, "account": {"see": "all"}}) for key, scope in _ROLES.items()]


def _role(key: str, entities: documents.Document) -> documents.Document:
    return {"kind": "role", "key": key, "label": {"en": key}, "entities": entities}


def _client(workspace: Workspace, condition: str) -> Client:
    found = fetch_all(workspace, f"SELECT id FROM user_account u WHERE id > 10000 AND {condition} LIMIT 1")
    return Client(issue_token(workspace=workspace, user_id=found[0][0], now=utc_now()).token)


ITEMS = (Item("access", members_lists),)
