"""Approvals: one decision beside a plain update, and a thousand by fifty people at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks import documents, rows
from benchmarks.bench import Bench, Item, our_list, publish
from benchmarks.measuring import Call, interleaved, lasting
from benchmarks.people import create_sellers
from benchmarks.results import Result
from benchmarks.rows import changed_deal
from benchmarks.web import Connection, running_web
from odos.accounts.queries import list_principals
from odos.database.session import execute, fetch_all
from odos.kernel.clock import utc_now
from odos.kernel.sql import quote
from odos.records.context import Context
from odos.schema.model import Entity
from odos.storage.active import active_schema
from odos.workflow.approvals.operations import Submission, submit

LIMIT = 2.0
ONE_BY_ONE, CROWD = "approvable", "approvable_at_once"  # an entity for each item
PEOPLE, CASES = 50, 1_000
TIMES = 2  # each decision is sent, as by somebody who presses again


def decision(bench: Bench) -> Iterable[Result]:
    """The owner agrees: to the first of two steps, and to the only one, after which the record is written."""
    count, warm_up = bench.options.few(200, 10), 8
    entity = _approvable(bench, ONE_BY_ONE, 2 * (count + warm_up), [bench.people.seller_id])
    first = {"two": 1, "one": 1 + count + warm_up}
    cases = {
        name: [_submit(bench, entity, start + number, name) for number in range(count + warm_up)]
        for name, start in first.items()
    }
    ours, last = our_list(bench.options.main), bench.options.main.rows

    def decide(name: str) -> Call:
        return lambda n: bench.client.post(f"/api/approvals/{cases[name][n]}/approve", {"task": 1})

    calls: dict[str, Call] = {
        **{name: decide(name) for name in first},
        "update": lambda n: bench.client.patch(f"{ours}/{1 + n * 397 % last}", changed_deal(n)),
    }
    found = interleaved(calls, rounds=count, warm_up=warm_up)
    yield bench.against("approval decision, against an update", found["two"], found["update"], LIMIT)
    yield bench.against(
        "last decision of an approval, against an update", found["one"], found["update"], LIMIT
    )


def at_once(bench: Bench) -> Iterable[Result]:
    """Everybody decides on what they are asked all at once, each decision sent twice; a case asks two."""
    people, count = bench.options.few(PEOPLE, 5), bench.options.few(CASES, 20)
    sellers = create_sellers(bench.workspace, people)
    entity = _approvable(bench, CROWD, count, list(sellers))
    cases = [_submit(bench, entity, number, "both") for number in range(1, 1 + count)]
    asked = fetch_all(
        bench.workspace,
        "SELECT user_id, case_id, number FROM approval_task WHERE case_id = ANY(%s) AND status = 'open'",
        [cases],
    )
    with running_web() as web:
        began, ended = lasting(
            lambda: _everybody({user: web.connect(token) for user, token in sellers.items()}, asked)
        )
    wrong = _wrong(bench, entity, cases)
    seconds = ended - began
    detail = f"{len(asked):,} decisions, each sent {TIMES} times, in {seconds:.1f} s"
    title = f"lost or doubled of {len(asked):,} decisions by {people} people at once"
    yield Result(title, wrong, None, 0, "decisions", detail)


def _everybody(connections: dict[int, Connection], asked: Sequence[tuple[int, int, int]]) -> None:
    """Each through their own connection, one decision after the other."""

    def decide(user: int) -> None:
        for _, case, task in (each for each in asked if each[0] == user):
            for _ in range(TIMES):
                connections[user].send("POST", f"/api/approvals/{case}/approve", {"task": task})

    with ThreadPoolExecutor(len(connections)) as pool:
        list(pool.map(decide, connections))


def _wrong(bench: Bench, entity: Entity, cases: Sequence[int]) -> int:
    """Cases that are not approved by exactly two decisions, and records that were not written exactly twice:
    when submitted and when approved."""
    statement = f"""
        SELECT count(*) FROM approval_case c JOIN {quote(entity.table)} t ON t.id = c.record_id
        WHERE c.id = ANY(%s) AND (c.status, t.version,
            (SELECT count(*) FROM approval_event e WHERE e.case_id = c.id AND e.what = 'approved'),
            (SELECT count(*) FROM approval_event e WHERE e.case_id = c.id AND e.what = 'case_approved')
        ) IS DISTINCT FROM ('approved', 3, 2, 1)
    """
    return int(fetch_all(bench.workspace, statement, [list(cases)])[0][0])


def _approvable(bench: Bench, key: str, count: int, people: Sequence[int]) -> Entity:
    """An entity with its approvals, and so many rows that belong to those people in turn."""
    user = {"kind": "user", "label": {"en": "Second"}}
    entity = documents.entity(key, {**documents.deal_fields(), "second": user})
    publish(bench.workspace, documents.put(entity))
    approvals = (documents.approval(key, name, steps) for name, steps in _APPROVALS.items())
    publish(bench.workspace, documents.put(*approvals))
    made = active_schema(bench.workspace).get_entity(key)
    rows.fill_ours(bench.workspace, made, count, people)
    table, second, status = (quote(name) for name in (made.table, *_columns(made, "second", "status")))
    pairs = (
        f"UPDATE {table} SET {second} = p.two, {status} = 'new'"  # what an approval writes differs
        " FROM unnest(%s::bigint[], %s::bigint[]) p(one, two)"
    )
    execute(bench.workspace, f"{pairs} WHERE owner = p.one", [list(people), [*people[1:], people[0]]])
    return made


def _columns(entity: Entity, *keys: str) -> list[str]:
    return [entity.fields[key].column for key in keys]


# Whom an approval asks, by the fields that name them, step by step.
_APPROVALS = {"two": [["owner"], ["second"]], "one": [["owner"]], "both": [["owner", "second"]]}


def _submit(bench: Bench, entity: Entity, record_id: int, name: str) -> int:
    actor = list_principals(workspace=bench.workspace, user_ids=[bench.people.seller_id])[
        bench.people.seller_id
    ]
    context = Context(bench.workspace, active_schema(bench.workspace), actor, utc_now())
    return submit(
        context=context, submission=Submission(entity.key, record_id, workflow=f"{entity.key}_{name}")
    )


ITEMS = (Item("approval decision", decision), Item("approvals at once", at_once))
