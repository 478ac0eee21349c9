"""A score of twenty clauses over all rows, as the job renews it, and what people who save notice of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from benchmarks import documents, rows
from benchmarks.bench import Bench, Item, publish, run_jobs
from benchmarks.load import Load, Plan, median_ms, running_load
from benchmarks.measuring import Sample, lasting, measured, median_seconds, median_split
from benchmarks.reference import installation
from benchmarks.results import Result
from benchmarks.rows import changed_deal
from benchmarks.web import Connection, running_web, running_worker
from odos.accounts.principals import system_principal
from odos.automation.scoring import BATCH_ROWS, RENEW_SCORES
from odos.database.session import execute, fetch_value, transaction
from odos.jobs.operations import enqueue
from odos.jobs.running import work_once
from odos.kernel.clock import utc_now
from odos.kernel.sql import quote
from odos.schema.model import Entity
from odos.storage.active import active_schema

LIMIT = 1.5
KEY = "scored"
OUTDATED = 10  # every tenth row has another score
A, B = 60, 40

# Points, the condition in the language of rules, and in SQL.
CLAUSES: tuple[tuple[int, str, str], ...] = (
    (20, 'status = "won"', "{status} = 'won'"),
    (10, 'status = "offered"', "{status} = 'offered'"),
    (5, 'status = "open"', "{status} = 'open'"),
    (-15, 'status = "lost"', "{status} = 'lost'"),
    (8, 'category = "software"', "{category} = 'software'"),
    (4, 'category in ["hardware", "service"]', "{category} IN ('hardware', 'service')"),
    (15, "amount >= 100000", "{amount} >= 100000"),
    (6, "amount >= 50000 and amount < 100000", "{amount} >= 50000 AND {amount} < 100000"),
    (3, "amount * quantity > 1000000", "{amount} * {quantity} > 1000000"),
    (5, "priority > 50", "{priority} > 50"),
    (-5, "priority < 10", "{priority} < 10"),
    (4, "discount < 1", "{discount} < 1"),
    (-6, "discount > 3", "{discount} > 3"),
    (12, "probability >= 75", "{probability} >= 75"),
    (-10, "closes_on < today", "{closes_on} < %s"),
    (-4, "closes_on is blank", "{closes_on} IS NULL"),
    (3, "is_active", "{is_active}"),
    (2, 'city = "City 7"', "{city} = 'City 7'"),
    (2, "phone is not blank", "({phone} <> '') IS TRUE"),
    (1, 'country <> "Country 3"', "{country} IS DISTINCT FROM 'Country 3'"),
)


def score_batches(bench: Bench) -> Iterable[Result]:
    """The renewal of all rows, batch by batch, beside the same batches written by hand."""
    entity = _scored(bench)
    many = bench.options.larger.rows
    by_hand = _statement(entity)
    calls: dict[str, Callable[[], object]] = {
        "ours": lambda: _renew(bench),
        "by hand": lambda: _renew_by_hand(bench, entity, by_hand),
    }
    samples: dict[str, list[Sample]] = {name: [] for name in calls}
    for _ in range(bench.options.few(3, 1)):
        for name, call in calls.items():
            _outdate(bench, entity)
            samples[name].append(measured(call))
            _require_scores(bench, entity)
    ours, reference = (median_seconds(found, cpu=bench.options.cpu) for found in samples.values())
    detail = "; ".join(f"{name} {median_split(found)}" for name, found in samples.items())
    unit = "s CPU" if bench.options.cpu else "s"
    title = f"score of {len(CLAUSES)} clauses, {many:,} rows in batches of {BATCH_ROWS:,}"
    yield Result(title, ours, reference, LIMIT, unit, detail)


def saves_meanwhile(bench: Bench) -> Iterable[Result]:
    """The median of updates of the very rows that are renewed, while that runs and in quiet."""
    entity = _scored(bench)
    quiet: list[tuple[float, float]] = []
    busy: list[tuple[float, float]] = []
    with _saving(bench) as (admin, load):
        for _ in range(bench.options.few(4, 1)):
            _outdate(bench, entity)
            quiet.append(lasting(lambda: time.sleep(bench.options.few(5, 2))))
            busy.append(lasting(lambda: _renew_elsewhere(bench, admin)))
    ours, usual = load.touching(busy), load.between(quiet)
    renewals = ", ".join(f"{end - start:.1f}" for start, end in busy)
    failed = sum(not shot.ok for shot in (*ours, *usual))
    detail = f"{len(ours)} | {len(usual)} saves, {failed} failed; renewals of {renewals} s"
    yield Result(
        "median save while scores are renewed", median_ms(ours), median_ms(usual), LIMIT, "ms", detail
    )


def _scored(bench: Bench) -> Entity:
    """An entity with a score and its grade, and as many rows as the larger one; made once."""
    found = active_schema(bench.workspace).find_entity(KEY)
    return found or _make(bench)


def _make(bench: Bench) -> Entity:
    fields = {**documents.deal_fields(), **{key: _score_field() for key in ("points", "grade")}}
    publish(bench.workspace, documents.put(documents.entity(KEY, fields)))
    entity = active_schema(bench.workspace).get_entity(KEY)
    rows.fill_ours(bench.workspace, entity, bench.options.larger.rows, bench.people.owners)
    clauses = "\n".join(f"  {points:+d} when {rule}" for points, rule, _ in CLAUSES)
    grade = f"  grade A from {A}, B from {B}, C otherwise into grade"
    text = f'score {KEY} "Value" into points\n{clauses}\n{grade}'
    rule = {"kind": "rule", "key": f"{KEY}.value", "entity": KEY, "text": text, "label": {"en": "Value"}}
    publish(bench.workspace, documents.put(rule))
    run_jobs(bench.workspace)
    return active_schema(bench.workspace).get_entity(KEY)


def _score_field() -> documents.Document:
    return {"kind": "score", "label": {"en": "Score"}}


def _outdate(bench: Bench, entity: Entity) -> None:
    """Every tenth row with a score that is wrong, the table as a vacuum leaves it."""
    points = quote(entity.fields["points"].column)
    table = quote(entity.table)
    execute(bench.workspace, f"UPDATE {table} SET {points} = -1000 WHERE id %% {OUTDATED} = 0")
    installation.vacuum()


def _require_scores(bench: Bench, entity: Entity) -> None:
    """No score is wrong any more, by either statement."""
    table, points = quote(entity.table), quote(entity.fields["points"].column)
    wrong = f"SELECT count(*) FROM {table} t WHERE {points} IS DISTINCT FROM ({_points(entity)})"
    if fetch_value(bench.workspace, wrong, [utc_now().date()]):
        raise RuntimeError("scores differ from those written by hand")


def _renew(bench: Bench) -> None:
    """As a worker does it."""
    _put_in(bench)
    if work_once(workspace=bench.workspace) is None:
        raise RuntimeError("there was nothing to renew")


def _put_in(bench: Bench) -> int:
    workspace = bench.workspace
    now = utc_now()
    return enqueue(
        workspace=workspace, kind=RENEW_SCORES, args={}, actor=system_principal(workspace), now=now
    )


def _renew_by_hand(bench: Bench, entity: Entity, statement: str) -> None:
    """A transaction for each batch."""
    last = (
        f"SELECT max(id) FROM (SELECT id FROM {quote(entity.table)} WHERE id > %s"
        f" ORDER BY id LIMIT {BATCH_ROWS}) b"
    )
    position = 0
    while (end := fetch_value(bench.workspace, last, [position])) is not None:
        with transaction(bench.workspace):
            execute(bench.workspace, statement, [utc_now().date(), position, end])
        position = end


def _statement(entity: Entity) -> str:
    points, grade, table = (quote(name) for name in _names(entity))
    graded = f"CASE WHEN p >= {A} THEN 'A' WHEN p >= {B} THEN 'B' ELSE 'C' END"
    return (
        f"UPDATE {table} w SET {points} = v.p, {grade} = v.g"
        f" FROM (SELECT id, p, {graded} AS g FROM (SELECT t.id, {_points(entity)} AS p FROM {table} t"
        " WHERE t.id > %s AND t.id <= %s OFFSET 0) s) v"
        f" WHERE w.id = v.id AND (w.{points}, w.{grade}) IS DISTINCT FROM (v.p, v.g)"
    )


def _names(entity: Entity) -> tuple[str, str, str]:
    return entity.fields["points"].column, entity.fields["grade"].column, entity.table


def _points(entity: Entity) -> str:
    columns = {key: f"t.{quote(entity.fields[key].column)}" for key in documents.deal_fields()}
    return " + ".join(
        f"CASE WHEN {condition.format(**columns)} THEN {points} ELSE 0 END"
        for points, _, condition in CLAUSES
    )


@contextmanager
def _saving(bench: Bench) -> Iterator[tuple[Connection, Load]]:
    address, last = f"/api/records/{KEY}", bench.options.larger.rows
    saves = [("PATCH", f"{address}/{1 + n * 691 % last}", json.dumps(changed_deal(n))) for n in range(1_000)]
    with running_web() as web, running_worker():
        for connection in web.connect_to_each(bench.people.seller):
            for method, path, body in saves[:20]:
                connection.succeed(method, path, json.loads(body))
            connection.close()
        with running_load(Plan(web.port, bench.people.seller, saves)) as load:
            time.sleep(bench.options.few(4, 2))
            yield web.connect(bench.people.admin), load


def _renew_elsewhere(bench: Bench, admin: Connection) -> None:
    job = _put_in(bench)
    while admin.succeed("GET", f"/api/jobs/{job}")["state"] in ("queued", "running"):
        time.sleep(0.05)


ITEMS = (Item("score batches", score_batches), Item("saves during scores", saves_meanwhile))
