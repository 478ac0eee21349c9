"""REMIND-01 to 13: each occurrence once, however many workers run and whenever they die."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest

from odos.accounts.principals import system_principal
from odos.automation.reminders import digests
from odos.automation.reminders.evaluating import evaluate
from odos.automation.reminders.jobs import EVALUATE, tell_due
from odos.automation.reminders.rules import context_of, published_rules
from odos.database.session import execute, fetch_all, fetch_value, transaction
from odos.jobs.operations import enqueue
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace
from odos.storage.active import active_schema
from tests.automation.conftest import ROLES
from tests.fixtures.application import DOCUMENTS, NOW, publish, publish_changes, publish_platform
from tests.fixtures.databases import LiveWorkspace
from tests.fixtures.workers import kill, wait_for, worker

PEOPLE, EACH = 300, 15
CLEARED = (
    "notification", "reminder_digest_item", "reminder_digest", "reminder_occurrence", "reminder", "reminder_rule_state", "job",
    "periodic_run",
)  # fmt: skip
RULE = """remind "Call them" on customer
  when tier = "b"
  after 1 day since created_at
  notify owner
  after 2 days escalate to managers of owner up to 2 levels
"""


@dataclass(frozen=True)
class Crowd:
    """Many people with a few records each."""

    workspace: Workspace

    def count(self, table: str, where: str = "TRUE") -> int:
        return int(fetch_value(self.workspace, f"SELECT count(*) FROM {table} WHERE {where}"))

    def most_of_one(self) -> int:
        """The largest number of notifications that one person got about one record."""
        return int(
            fetch_value(
                self.workspace,
                "SELECT max(n) FROM (SELECT count(*) AS n FROM notification GROUP BY recipient, record_id) c",
            )
        )


@pytest.fixture
def crowd(live_workspace: LiveWorkspace) -> Crowd:
    workspace = live_workspace.workspace
    if fetch_value(workspace, "SELECT count(*) FROM active_schema") == 0:
        publish_platform(workspace)
        publish(workspace, [*DOCUMENTS, *ROLES])
        rule = {"kind": "rule", "entity": "customer", "label": {"en": "Call"}, "text": RULE}
        publish_changes(workspace, [("rule", "customer.call", rule)])
        fill(workspace)
    for table in CLEARED:
        execute(workspace, f"DELETE FROM {table}")
    return Crowd(workspace)


def fill(workspace: Workspace) -> None:
    """Rows past the engine, which is not what is tested here."""
    entity = active_schema(workspace).get_entity("customer")
    name, tier = entity.fields["name"].column, entity.fields["tier"].column
    execute(
        workspace,
        "INSERT INTO user_account (username, name, roles, is_active, is_admin, created_at, updated_at, version)"
        " SELECT 'p' || n, 'P' || n, '{seller}', true, false, %s, %s, 1 FROM generate_series(1, %s) n",
        [NOW, NOW, PEOPLE],
    )
    execute(
        workspace,
        f'INSERT INTO "{entity.table}" (version, created_at, updated_at, owner, "{name}", "{tier}")'
        " SELECT 1, %s, %s, u.id, 'C' || n, 'b' FROM user_account u, generate_series(1, %s) n"
        " WHERE u.username LIKE 'p%%'",
        [NOW, NOW, EACH],
    )


@pytest.mark.slow
def test_a_killed_worker_tells_nothing_twice(crowd: Crowd, worker_environment, tmp_path):
    """Worker and scheduler die in the middle of telling; what follows them tells the rest."""
    enqueue(
        workspace=crowd.workspace,
        kind=EVALUATE,
        args={},
        actor=system_principal(crowd.workspace),
        now=utc_now(),
    )
    everything = PEOPLE * EACH
    for attempt in range(2):
        before = crowd.count("notification")
        with worker(worker_environment, tmp_path / str(attempt)) as running:
            wait_for(lambda before=before: crowd.count("notification") > before)
            kill(running)
        assert crowd.count("notification") < everything, "it was killed too late"
    with worker(worker_environment, tmp_path / "last"):
        wait_for(lambda: crowd.count("notification") == everything)
        wait_for(lambda: crowd.count("reminder", "wake_at <= now()") == 0)
    assert crowd.most_of_one() == 1
    assert crowd.count("reminder_occurrence") == everything


def test_workers_that_run_at_once_tell_nothing_twice(crowd: Crowd, live_workspace: LiveWorkspace):
    now = NOW + timedelta(days=2)

    def find() -> None:
        schema = active_schema(crowd.workspace)
        for rule in published_rules(schema):
            evaluate(context=context_of(crowd.workspace, schema, rule, now), rule=rule)

    def work() -> int:
        told = 0
        while found := tell_due(crowd.workspace, now):
            told += found
        return told

    live_workspace.at_once(*[find] * 4)
    assert crowd.count("reminder") == PEOPLE * EACH
    told = live_workspace.at_once(*[work] * 4, seconds=120)
    while tell_due(crowd.workspace, now):  # what a worker had locked when the last one looked
        pass
    assert crowd.count("notification") == PEOPLE * EACH
    assert crowd.most_of_one() == 1
    assert sum(1 for count in told if count) > 1, "only one of them did anything"


def test_workers_collect_for_the_same_people_in_any_order(crowd: Crowd, live_workspace: LiveWorkspace):
    """REMIND-10: batches of several rules hold the digests of one person and ask for those of the next."""
    now = NOW + timedelta(days=2)
    schema = active_schema(crowd.workspace)
    [rule] = published_rules(schema)
    context = context_of(crowd.workspace, schema, rule, now)
    evaluate(context=context, rule=rule)
    people = [row[0] for row in fetch_all(crowd.workspace, "SELECT id FROM user_account ORDER BY id LIMIT 2")]
    episode = int(fetch_value(crowd.workspace, "SELECT min(id) FROM reminder"))
    meeting = Barrier(2)

    def collect_for(order: list[int]) -> None:
        with transaction(crowd.workspace):
            for user in order:
                digests.collect(context, [digests.Item(user, episode, now, False)], {user: now})
                with suppress(BrokenBarrierError):  # whoever waits for the other's lock does not come
                    meeting.wait(1)

    live_workspace.at_once(partial(collect_for, people), partial(collect_for, people[::-1]))
    assert crowd.count("reminder_digest", f"recipient IN ({people[0]}, {people[1]})") == len(people)


def test_what_a_rule_asks_for_is_one_statement(crowd: Crowd, django_assert_max_num_queries):
    """Set by set: the number of queries does not follow the number of records."""
    schema, now = active_schema(crowd.workspace), NOW + timedelta(days=2)
    [rule] = published_rules(schema)
    with django_assert_max_num_queries(20):
        found = evaluate(context=context_of(crowd.workspace, schema, rule, now), rule=rule)
    assert found is not None
    assert found.begun == PEOPLE * EACH
    assert fetch_all(crowd.workspace, "SELECT DISTINCT wake_at IS NULL FROM reminder") == [(False,)]
