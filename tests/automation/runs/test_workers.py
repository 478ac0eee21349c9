"""Runs while workers die and work at once: nothing is lost, nothing is done twice."""

from __future__ import annotations

import pytest

from odos.automation.runs.carrying import carry_on
from odos.database.session import execute, fetch_value
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.storage.active import active_schema
from tests.fixtures.application import (
    DOCUMENTS,
    context_for,
    labelled,
    publish,
    publish_fields,
    publish_platform,
)
from tests.fixtures.databases import LiveWorkspace
from tests.fixtures.workers import kill, wait_for, worker

ROWS = 150
RULE = 'on customer created set visits = visits + 1 create product with name = "for " & name set visits = visits + 1'


@pytest.fixture
def busy(live_workspace: LiveWorkspace) -> Workspace:
    """Many runs that wait."""
    workspace = live_workspace.workspace
    if fetch_value(workspace, "SELECT count(*) FROM active_schema") == 0:
        publish_platform(workspace)
        publish(workspace, DOCUMENTS)
        publish_fields(workspace, ("customer", "visits", {"kind": "integer", "default": "0"}))
        publish(workspace, [labelled("busy", kind="rule", key="busy", entity="customer", text=RULE)])
    schema = active_schema(workspace)
    for table in (
        "automation_step",
        "automation_run",
        schema.get_entity("product").table,
        "job",
        "periodic_run",
    ):
        execute(workspace, f'DELETE FROM "{table}"')
    execute(workspace, f'DELETE FROM "{schema.get_entity("customer").table}"')
    rows = [{"name": f"C{number}"} for number in range(ROWS)]
    context = context_for(workspace)
    write_bulk(context=context, entity="customer", request=BulkRequest(create=rows))
    execute(workspace, "UPDATE automation_run SET wake_at = %s", [utc_now()])
    return workspace


def _require_once(workspace: Workspace) -> None:
    schema = active_schema(workspace)
    customer, product = schema.get_entity("customer"), schema.get_entity("product")
    visits = customer.fields["visits"].column
    wrong = fetch_value(
        workspace, f'SELECT count(*) FROM "{customer.table}" WHERE "{visits}" IS DISTINCT FROM 2'
    )
    assert wrong == 0
    assert fetch_value(workspace, f'SELECT count(*) FROM "{product.table}"') == ROWS
    assert fetch_value(workspace, "SELECT count(*) FROM automation_step WHERE state = 'done'") == 3 * ROWS


def _done(workspace: Workspace) -> int:
    return int(fetch_value(workspace, "SELECT count(*) FROM automation_step"))


@pytest.mark.slow
def test_a_killed_worker_does_nothing_twice(busy: Workspace, worker_environment, tmp_path):
    """PLAT-27: kill -9 of worker and scheduler in the middle of runs."""
    for attempt in range(2):
        before = _done(busy)
        with worker(worker_environment, tmp_path / str(attempt)) as running:
            wait_for(lambda before=before: _done(busy) > before)
            kill(running)
        assert _done(busy) < 3 * ROWS, "it was killed too late"
    with worker(worker_environment, tmp_path / "last"):
        wait_for(lambda: fetch_value(busy, "SELECT count(*) FROM automation_run WHERE state <> 'done'") == 0)
    _require_once(busy)


def test_workers_at_once_share_the_runs(busy: Workspace, live_workspace: LiveWorkspace):
    """PLAT-27: exactly once, whichever worker comes first."""

    def work() -> int:
        done = 0
        while found := carry_on(busy, utc_now()):
            done += found
        return done

    done = live_workspace.at_once(*[work] * 4, seconds=240)
    while carry_on(busy, utc_now()):
        pass
    _require_once(busy)
    assert sum(1 for count in done if count) > 1
