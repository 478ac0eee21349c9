"""No write of an outdated version gets through: two connections against each other."""

from __future__ import annotations

import threading
import time
from unittest.mock import ANY

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.database.prepared import fetch_all_prepared
from odos.database.session import execute, fetch_value, transaction
from odos.kernel.sql import Sql
from odos.storage.active import active_schema, refresh
from odos.storage.fence import PURPOSE, fence_sql, run_fenced
from odos.storage.migrate import FIRST_WAIT_MS, Busy, publishing
from tests.meta.designs import publish, put, site_visit


@pytest.fixture(scope="module")
def live(live_workspace):
    publish(put("entity", "site_visit", site_visit()), workspace=live_workspace.workspace)
    return live_workspace


def more(number):
    return put("field", f"site_visit.more{number}", {"kind": "integer", "label": {"en": "More"}})


def test_a_write_that_waited_for_an_activation_runs_on_the_new_version_only(live):
    workspace = live.workspace
    old = refresh(workspace)
    activating = live.connect().cursor()
    activating.execute(fence_sql(workspace).text.replace("_shared", "").split(";")[0])
    activating.execute("UPDATE active_schema SET version = version")  # it now holds what an activation holds
    seen, waiting = [], threading.Event()

    def write():
        waiting.set()
        return run_fenced(workspace, lambda schema: seen.append(schema.version), schema=old)

    def activate():
        waiting.wait()
        time.sleep(0.2)
        assert seen == []
        activating.execute(
            "INSERT INTO schema_version (number, created_at, message, changes, manifest, inputs)"
            " SELECT number + 1, now(), '', changes, manifest, inputs FROM schema_version WHERE number = %s",
            [old.version],
        )
        activating.execute("UPDATE active_schema SET version = version + 1")
        activating.connection.commit()

    live.at_once(write, activate)
    assert seen == [old.version + 1]


def test_an_activation_waits_for_a_running_write_and_lets_other_writes_pass_meanwhile(live):
    workspace = live.workspace
    before = refresh(workspace).version
    writing, release = threading.Event(), threading.Event()
    passed = []

    def long_write():
        def work(schema):
            writing.set()
            assert release.wait(60), "a short write waited for this one"
            assert fetch_value(workspace, "SELECT version FROM active_schema") == schema.version

        run_fenced(workspace, work)

    def short_writes():
        writing.wait()
        until = time.monotonic() + 1.0
        while time.monotonic() < until or len(passed) < 6:
            run_fenced(workspace, lambda schema: passed.append(schema.version))
        release.set()

    def publisher():
        writing.wait()
        return publish(more(1), workspace=workspace)

    assert live.at_once(long_write, short_writes, publisher)[2] == before + 1
    assert set(passed) == {before}


def test_a_stale_write_is_run_once_more_with_nothing_left_of_the_first_try(live):
    workspace = live.workspace
    stale = refresh(workspace)
    publish(more(2), workspace=workspace)
    runs = []

    def work(schema):
        runs.append(schema.version)
        return schema.version

    assert run_fenced(workspace, work, schema=stale) == stale.version + 1
    assert runs == [stale.version + 1]


AHEAD = (Sql("SELECT %s::integer, version FROM active_schema", (7,)),)


def ask(workspace, schema):
    return schema.version, fetch_all_prepared(workspace, AHEAD[0].text, AHEAD[0].params)


def test_a_statement_may_travel_with_the_fence_and_is_not_sent_again(live):
    workspace = live.workspace
    current = refresh(workspace)
    run_fenced(workspace, lambda schema: ask(workspace, schema), schema=current, ahead=AHEAD)
    with CaptureQueriesContext(connection) as queries:
        found = run_fenced(workspace, lambda schema: ask(workspace, schema), schema=current, ahead=AHEAD)
    assert found == (current.version, [(7, current.version)])
    assert [item["sql"] for item in queries if item["sql"] not in ("BEGIN", "COMMIT")] == [ANY]


def test_a_statement_that_travels_ahead_does_not_run_on_an_outdated_version(live):
    workspace = live.workspace
    stale = refresh(workspace)
    publish(more(3), workspace=workspace)
    found = run_fenced(workspace, lambda schema: ask(workspace, schema), schema=stale, ahead=AHEAD)
    assert found == (stale.version + 1, [(7, stale.version + 1)])


def test_a_statement_of_an_outdated_version_may_fail_where_its_table_is_gone(live):
    workspace = live.workspace
    current = refresh(workspace)
    gone = (Sql("SELECT 1 FROM no_such_table"),)
    assert run_fenced(workspace, lambda schema: schema.version, schema=current, ahead=gone) == current.version


def test_publishers_exclude_each_other(live):
    inside = []

    def work(_wait):
        inside.append(1)
        assert len(inside) == 1
        time.sleep(0.2)
        inside.pop()

    live.at_once(*[lambda: publishing(live.workspace, work)] * 3)


def test_what_publishing_cannot_lock_it_tries_again_as_a_whole(live):
    workspace = live.workspace
    tries = []

    def work(wait_ms):
        tries.append(wait_ms)
        execute(workspace, "UPDATE active_schema SET version = version")
        if len(tries) < 3:
            raise Busy
        return "done"

    assert publishing(workspace, work) == "done"
    assert tries == [FIRST_WAIT_MS, 2 * FIRST_WAIT_MS, 4 * FIRST_WAIT_MS]


def test_the_fence_takes_its_lock_before_it_reads(live):
    lock, read = fence_sql(live.workspace).text.split(";")
    assert "pg_advisory_xact_lock_shared" in lock
    assert "version" in read
    with transaction(live.workspace):
        text = fence_sql(live.workspace).text
        assert fetch_value(live.workspace, text) == active_schema(live.workspace).version
        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        assert fetch_value(live.workspace, held) == 1
    assert PURPOSE == "schema version"
