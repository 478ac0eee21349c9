"""The pointer of a process: free when warm, told by NOTIFY, right within a second, and small."""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odos.database.session import execute
from odos.kernel.problems import NotFound
from odos.storage import active, versions
from odos.storage.active import active_schema, active_version, forget, refresh, schema_at, schema_channel
from tests.meta.designs import publish, put, site_visit


@pytest.fixture(scope="module")
def live(live_workspace):
    publish(put("entity", "site_visit", site_visit()), workspace=live_workspace.workspace)
    return live_workspace


def label(text):
    return put("entity", "site_visit", {"label": {"en": text}})


def as_another_process(workspace, *changes):
    """Publish, and then know again only what another process would."""
    pointer = active._pointers.pop(workspace.key)
    version = publish(*changes, workspace=workspace)
    forget(workspace)
    active._pointers[workspace.key] = pointer
    return version


@pytest.fixture
def never_rechecked(monkeypatch):
    """Only what is heard counts, however slow the machine."""
    monkeypatch.setattr(active, "RECHECK_SECONDS", 3600.0)


@pytest.mark.usefixtures("never_rechecked")
def test_a_warm_process_asks_nothing(live):
    refresh(live.workspace)
    pointer = active._pointers[live.workspace.key]
    wait_until(lambda: pointer.news)  # the listener's own start asks for one more look
    active_schema(live.workspace)
    with CaptureQueriesContext(connection) as queries:
        for _ in range(1000):
            active_schema(live.workspace)
    assert len(queries) == 0


@pytest.mark.usefixtures("never_rechecked")
def test_a_version_of_another_process_is_heard_of(live):
    refresh(live.workspace)
    version = as_another_process(live.workspace, label("Heard"))
    wait_until(lambda: active_schema(live.workspace).version == version)


def wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_notification_that_got_lost_costs_a_second_at_most(live, monkeypatch):
    active_schema(live.workspace)
    monkeypatch.setattr(active._Pointer, "heard", lambda self, payload: None)
    pointer = active._pointers[live.workspace.key]
    pointer.listener._callback = lambda payload: None
    version = as_another_process(live.workspace, label("Missed"))
    time.sleep(active.RECHECK_SECONDS + 0.1)
    with CaptureQueriesContext(connection) as queries:
        assert active_schema(live.workspace).version == version
    assert len(queries) <= 3  # the number, the manifest, the parts that are new
    pointer.listener._callback = pointer.heard
    forget(live.workspace)


def test_a_new_version_fetches_only_the_parts_that_changed(live):
    workspace = live.workspace
    publish(put("entity", "other", site_visit()), workspace=workspace)
    before = refresh(workspace)
    as_another_process(workspace, label("Changed"))
    after = refresh(workspace)
    assert after.get_entity("other") is before.get_entity("other")
    assert after.get_entity("site_visit") is not before.get_entity("site_visit")


def test_a_job_can_pin_a_version(live):
    workspace = live.workspace
    old = refresh(workspace).version
    publish(label("Later"), workspace=workspace)
    assert schema_at(workspace, old).version == old
    assert schema_at(workspace, old).get_entity("site_visit").label["en"] != "Later"
    with pytest.raises(NotFound):
        schema_at(workspace, 9999)


def test_what_is_read_back_equals_what_was_compiled(live):
    workspace = live.workspace
    publish(label("Same"), workspace=workspace)
    made = active_version(workspace)
    versions.CACHE.clear()
    read = versions.load(workspace, made.schema.version)
    assert read.schema == made.schema
    assert dict(read.manifest) == dict(made.manifest)


def test_versions_that_are_gone_leave_no_memory_behind(live):
    workspace = live.workspace
    fields = {f"f{n}": {"kind": "integer", "label": {"en": f"Field {n}"}} for n in range(30)}
    publish(*[put("entity", f"thing{n}", site_visit(**fields)) for n in range(30)], workspace=workspace)

    def touch(number):
        changes = [put("entity", f"thing{n}", {"label": {"en": f"{number}"}}) for n in range(30)]
        publish(*changes, workspace=workspace)

    for number in range(3):
        touch(number)
    gc.collect()
    parts = len(versions.CACHE)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(10):
        touch(f"again {number}")
    gc.collect()
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert len(versions.CACHE) <= parts
    assert grown < 8 * 1024 * 1024, grown  # every part is made anew once, none ten times
    assert sys.getsizeof(active._pointers) < 10_000


def test_the_channel_belongs_to_the_workspace(live):
    assert live.workspace.key in schema_channel(live.workspace)
    execute(live.workspace, "SELECT pg_notify(%s, 'nonsense')", [schema_channel(live.workspace)])
    assert active_schema(live.workspace).version > 0
