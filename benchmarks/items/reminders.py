"""Reminder rules over all rows: one beside the statements written by hand, and twenty while people work."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from benchmarks import documents
from benchmarks.bench import Bench, Item, publish, run_jobs
from benchmarks.items.traffic import traffic, warm_up
from benchmarks.load import median_ms, running_load
from benchmarks.measuring import Sample, lasting, measured, median_seconds, median_split
from benchmarks.reference import installation
from benchmarks.results import Result
from benchmarks.web import Connection, running_web, running_worker
from odos.accounts.principals import system_principal
from odos.automation.reminders.evaluating import evaluate
from odos.automation.reminders.jobs import EVALUATE
from odos.automation.reminders.rules import context_of, published_rules
from odos.database.session import execute, fetch_value, transaction
from odos.jobs.operations import enqueue
from odos.kernel.clock import utc_now
from odos.kernel.sql import quote
from odos.schema.model import Entity
from odos.storage.active import active_schema

LIMIT = 1.5
MOST_SECONDS = 60.0
RULES = 20
CALLED = 20  # every so many rows have no call
SINCE_DAYS = 3

# Conditions that find few of the rows, as rules of people do: values, dates, counts over calls.
_CONDITIONS = (
    'status = "open" and count(calls) = 0',
    'status = "offered" and count(calls where minutes > 85) = 0 and amount > 140000',
    'status = "new" and priority > 97',
    'status = "paused" and closes_on < today - 300 days',
    'category = "training" and amount > 140000 and count(calls) = 0',
)


def one_rule(bench: Bench) -> Iterable[Result]:
    """A count over a related entity: find, end, begin; beside the same in SQL."""
    entity, call = _with_calls(bench)
    _publish_rules(bench, entity, [_CONDITIONS[0]])
    statements = _by_hand(entity, call)
    calls: dict[str, Callable[[], object]] = {
        "ours": lambda: _evaluate(bench),
        "by hand": lambda: _run(bench, statements),
    }
    found: dict[str, dict[str, list[Sample]]] = {}
    for state, fresh in (("the first time", True), ("once more", False)):
        samples: dict[str, list[Sample]] = {name: [] for name in calls}
        for _ in range(bench.options.few(5, 1)):
            _forget(bench, fresh=fresh)
            for name, call_ in calls.items():
                samples[name].append(measured(call_))
            _require_same(bench)
        found[state] = samples
    for state, samples in found.items():
        ours, reference = (median_seconds(listed, cpu=bench.options.cpu) for listed in samples.values())
        title = f"reminder rule with a count, {bench.options.larger.rows:,} rows, {state}"
        detail = "; ".join(f"{name} {median_split(listed)}" for name, listed in samples.items())
        yield Result(title, ours, reference, LIMIT, "s CPU" if bench.options.cpu else "s", detail)


def twenty_rules(bench: Bench) -> Iterable[Result]:
    """All of them by a worker, and the median list of others meanwhile beside that in quiet."""
    entity, _call = _with_calls(bench)
    conditions = [
        f"{rule} and quantity >= {n}" for n in range(RULES // len(_CONDITIONS)) for rule in _CONDITIONS
    ]
    _publish_rules(bench, entity, conditions)
    quiet: list[tuple[float, float]] = []
    busy: list[tuple[float, float]] = []
    with running_web() as web, running_worker():
        everything = traffic(bench, web)
        plan = replace(everything, requests=[asked for asked in everything.requests if "?" in asked[1]])
        warm_up(web, plan)
        with running_load(plan) as load:
            admin = web.connect(bench.people.admin)
            time.sleep(bench.options.few(6, 4))
            for _ in range(bench.options.few(3, 1)):
                _forget(bench, fresh=True)
                quiet.append(lasting(lambda: time.sleep(bench.options.few(6, 2))))
                busy.append(lasting(lambda: _evaluate_elsewhere(bench, admin)))
    seconds = statistics.median(end - start for start, end in busy)
    many = bench.options.larger.rows
    yield Result(f"{RULES} reminder rules over {many:,} rows", seconds, None, MOST_SECONDS, "s", "")
    lists, usual = load.touching(busy), load.between(quiet)
    failed = sum(not shot.ok for shot in (*lists, *usual))
    detail = f"{len(lists)} | {len(usual)} lists, {failed} failed"
    title = "median list while reminder rules are evaluated"
    yield Result(title, median_ms(lists), median_ms(usual), LIMIT, "ms", detail)


def _with_calls(bench: Bench) -> tuple[Entity, Entity]:
    """Two calls of nearly every row, made once."""
    schema = active_schema(bench.workspace)
    target = schema.get_entity(bench.options.larger.key)
    if schema.find_entity("call") is None:
        fields = {
            "about": {"kind": "reference", "target": target.key, "required": True, "label": {"en": "About"}},
            "minutes": {"kind": "integer", "label": {"en": "Minutes"}},
        }
        document = {**documents.entity("call", fields), "plural": {"en": "Calls"}, "title_field": "id"}
        publish(bench.workspace, documents.put({**document, "owned": False}))
        made = active_schema(bench.workspace).get_entity("call")
        about, minutes = (quote(made.fields[key].column) for key in ("about", "minutes"))
        execute(
            bench.workspace,
            f"INSERT INTO {quote(made.table)} ({about}, {minutes}) SELECT t.id, (t.id * 37 + n) %% 90"
            f" FROM {quote(target.table)} t, generate_series(1, 2) n WHERE t.id %% {CALLED} > 0",
        )
        execute(bench.workspace, f"ANALYZE {quote(made.table)}")
    schema = active_schema(bench.workspace)
    return schema.get_entity(target.key), schema.get_entity("call")


def _publish_rules(bench: Bench, entity: Entity, conditions: Iterable[str]) -> None:
    """These rules and no others."""
    known = [rule.key for rule in published_rules(active_schema(bench.workspace))]
    changes = [{"op": "delete", "kind": "rule", "key": key} for key in known]
    if changes:
        publish(bench.workspace, changes)
    rules = [
        {
            "kind": "rule",
            "key": f"{entity.key}.reminder_{number}",
            "entity": entity.key,
            "label": {"en": f"Reminder {number}"},
            "text": f"remind on {entity.key} when {condition} after {SINCE_DAYS} days since created_at"
            " notify owner",
        }
        for number, condition in enumerate(conditions)
    ]
    publish(bench.workspace, documents.put(*rules))
    run_jobs(bench.workspace)


def _evaluate(bench: Bench) -> None:
    """As a worker does it."""
    schema = active_schema(bench.workspace)
    for rule in published_rules(schema):
        evaluate(context=context_of(bench.workspace, schema, rule, utc_now()), rule=rule)


def _evaluate_elsewhere(bench: Bench, admin: Connection) -> None:
    actor = system_principal(bench.workspace)
    job = enqueue(workspace=bench.workspace, kind=EVALUATE, args={}, actor=actor, now=utc_now())
    while admin.succeed("GET", f"/api/jobs/{job}")["state"] in ("queued", "running"):
        time.sleep(0.05)


_TABLE = """
    CREATE TABLE IF NOT EXISTS by_hand_reminder (id bigserial PRIMARY KEY, record_id bigint NOT NULL,
        due_at timestamptz NOT NULL, began_at timestamptz NOT NULL, ended_at timestamptz);
    CREATE UNIQUE INDEX IF NOT EXISTS by_hand_reminder_once ON by_hand_reminder (record_id)
        WHERE ended_at IS NULL
"""


def _by_hand(entity: Entity, call: Entity) -> tuple[str, str]:
    """What somebody would write for just this rule: end what is over, begin what is new."""
    status, about = quote(entity.fields["status"].column), quote(call.fields["about"].column)
    matching = (
        f"FROM {quote(entity.table)} d WHERE d.deleted_at IS NULL AND d.{status} = 'open'"
        f" AND d.created_at <= now() - interval '{SINCE_DAYS} days' AND NOT EXISTS (SELECT FROM"
        f" {quote(call.table)} c WHERE c.{about} = d.id AND c.deleted_at IS NULL)"
    )
    end = (
        "UPDATE by_hand_reminder r SET ended_at = now() WHERE r.ended_at IS NULL"
        f" AND NOT EXISTS (SELECT {matching} AND d.id = r.record_id)"
    )
    begin = (
        "INSERT INTO by_hand_reminder (record_id, due_at, began_at)"
        f" SELECT d.id, d.created_at + interval '{SINCE_DAYS} days', now() {matching}"
        " ON CONFLICT DO NOTHING"
    )
    return end, begin


def _run(bench: Bench, statements: Iterable[str]) -> None:
    with transaction(bench.workspace):
        execute(bench.workspace, "SELECT set_config('max_parallel_workers_per_gather', '0', true)")
        for statement in statements:
            execute(bench.workspace, statement)


def _forget(bench: Bench, *, fresh: bool) -> None:
    """Before each round: with ``fresh`` nothing has begun yet."""
    execute(bench.workspace, _TABLE)
    execute(bench.workspace, "UPDATE reminder_rule_state SET next_at = evaluated_at")
    if fresh:
        execute(bench.workspace, "TRUNCATE reminder, by_hand_reminder CASCADE")  # whoever tells waits
        installation.vacuum()


def _require_same(bench: Bench) -> None:
    counts = [
        fetch_value(bench.workspace, f"SELECT count(*) FROM {table} WHERE ended_at IS NULL")
        for table in ("reminder", "by_hand_reminder")
    ]
    if counts[0] != counts[1] or not counts[0]:
        raise RuntimeError(f"they remind of different records: {counts}")


ITEMS = (Item("reminder rule", one_rule), Item("reminder rules", twenty_rules))
