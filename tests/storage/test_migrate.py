"""Publishing against tables in use: short waits, whole retries, our own index builds give way."""

from __future__ import annotations

import itertools
import time

import pytest

from odos.database.session import execute, fetch_all, fetch_value
from odos.jobs.running import work_once
from odos.kernel.problems import Unavailable
from odos.meta import operations
from odos.storage import counting, indexes, migrate
from odos.storage.active import active_schema, refresh
from odos.storage.diff import SMALL_TABLE
from odos.storage.indexes import build_wanted, reconsider, want_index
from odos.storage.migrate import required_locks
from odos.storage.shapes import ColumnShape, ForeignKey
from odos.storage.steps import AddColumn
from tests.meta.designs import NOW, ROOT, delete, publish, put, rename, site_visit

_sorts = itertools.cycle(("", "-"))


@pytest.fixture(scope="module")
def live(live_workspace):
    fields = {
        "size": {"kind": "integer"},
        "code": {"kind": "text"},
        "mark": {"kind": "text", "max_length": 20},
    }
    publish(put("entity", "site_visit", site_visit(**fields)), workspace=live_workspace.workspace)
    workspace = live_workspace.workspace
    names = [field(workspace, key).column for key in ("size", "code", "mark")]
    columns = ", ".join(f'"{name}"' for name in names)
    execute(
        workspace,
        f'INSERT INTO "{table(workspace)}" ({columns})'
        " SELECT n, 'c' || n, CASE WHEN mod(n, 2) = 0 THEN n::text ELSE 'odd' END"
        f" FROM generate_series(1, {SMALL_TABLE * 3}) n",
    )
    execute(workspace, f'ANALYZE "{table(workspace)}"')
    return live_workspace


def entity(workspace):
    return refresh(workspace).get_entity("site_visit")


def table(workspace):
    return entity(workspace).table


def field(workspace, key):
    return entity(workspace).fields[key]


def integer(key):
    return put("field", f"site_visit.{key}", {"kind": "integer", "label": {"en": key}})


def index_of(workspace, purpose):
    rows = fetch_all(workspace, "SELECT name, state FROM managed_index WHERE purpose = %s", [purpose])
    return dict(rows)


def is_valid(workspace, name):
    sql = "SELECT i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = %s"
    return fetch_value(workspace, sql, [name])


def wait_until_half_made(workspace, name):
    deadline = time.monotonic() + 10
    while is_valid(workspace, name) is not False:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def run_jobs(workspace):
    while work_once(workspace=workspace) is not None:
        pass


def test_locks_are_taken_in_name_order_the_strongest_for_each_table():
    key = ForeignKey("e_b", "f_x", "e_a")
    steps = [
        AddColumn(table="e_b", column=ColumnShape("f_x", "bigint"), foreign_key=key),
        AddColumn(table="e_a", column=ColumnShape("f_y", "bigint")),
        AddColumn(
            table="e_c", column=ColumnShape("f_z", "bigint"), foreign_key=ForeignKey("e_c", "f_z", "e_b")
        ),
    ]
    assert list(required_locks(steps).items()) == [
        ("e_a", "ACCESS EXCLUSIVE"),
        ("e_b", "ACCESS EXCLUSIVE"),
        ("e_c", "ACCESS EXCLUSIVE"),
    ]


def test_a_reader_that_stays_delays_the_publish_but_not_other_readers(live):
    workspace = live.workspace
    reader = live.connect().cursor()
    reader.execute(f'SELECT count(*) FROM "{table(workspace)}"')
    reads = []

    def read_on():
        """While the first reader stays; whoever waited for it here would wait for ever."""
        until = time.monotonic() + 1.5
        while time.monotonic() < until or len(reads) < 4:
            reads.append(fetch_value(workspace, f'SELECT count(*) FROM "{entity_table}"'))
        reader.connection.commit()

    def publishes():
        return publish(integer("while_read"), workspace=workspace)

    entity_table = table(workspace)
    before = active_schema(workspace).version
    assert live.at_once(read_on, publishes)[1] == before + 1


def test_a_table_that_stays_in_use_is_given_up_and_nothing_has_changed(live, monkeypatch):
    workspace = live.workspace
    reader = live.connect().cursor()
    reader.execute(f'SELECT count(*) FROM "{table(workspace)}"')
    before = refresh(workspace).version
    monkeypatch.setattr(
        operations, "publishing", lambda space, work: migrate.publishing(space, work, patience=0.5)
    )
    with pytest.raises(Unavailable):
        publish(integer("never"), workspace=workspace)
    reader.connection.commit()
    assert refresh(workspace).version == before
    assert "never" not in entity(workspace).fields
    assert fetch_value(workspace, "SELECT max(number) FROM schema_version") == before
    monkeypatch.undo()
    assert publish(integer("now_it_does"), workspace=workspace) == before + 1


def test_a_publish_cancels_our_index_build_drops_what_it_left_and_the_index_is_built_later(live):
    workspace = live.workspace
    holding = live.connect().cursor()
    holding.execute(
        "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM job"
    )  # the build waits for it
    assert want_index(workspace, entity(workspace), ["size"], "-created_at", now=NOW)
    outcomes = []

    def build():
        outcomes.append(build_wanted(workspace, clock=lambda: NOW))

    def publishes():
        (name,) = index_of(workspace, "frequent")
        wait_until_half_made(workspace, name)
        start = time.monotonic()
        publish(integer("in_between"), workspace=workspace)
        took = time.monotonic() - start
        return name, took, is_valid(workspace, name), index_of(workspace, "frequent")

    _, (name, took, valid, states) = live.at_once(build, publishes)
    assert took < indexes.LOCK_WAIT_MS / 2000  # the build was cancelled, it did not give up by itself
    assert outcomes == [{name: "wanted"}]
    assert valid is None  # what was left is gone
    assert states == {name: "wanted"}
    holding.connection.commit()
    assert build_wanted(workspace, clock=lambda: NOW) == {name: "ready"}
    assert is_valid(workspace, name) is True


@pytest.fixture
def invalid_index(live):
    """A half-made index whose build was cancelled by somebody else."""
    workspace = live.workspace
    execute(workspace, "DELETE FROM managed_index WHERE purpose = 'frequent'")
    assert want_index(workspace, entity(workspace), ["code", "size"], f"{next(_sorts)}name", now=NOW)
    (name,) = index_of(workspace, "frequent")
    holding = live.connect().cursor()
    holding.execute("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM job")

    def build():
        return build_wanted(workspace, clock=lambda: NOW)

    def kill():
        wait_until_half_made(workspace, name)
        execute(workspace, "SELECT pg_cancel_backend(backend) FROM managed_index WHERE name = %s", [name])

    assert live.at_once(build, kill)[0] == {name: "wanted"}
    holding.connection.commit()
    assert is_valid(workspace, name) is False
    return name


def test_an_invalid_index_is_dropped_before_it_is_built_again(live, invalid_index):
    assert build_wanted(live.workspace, clock=lambda: NOW) == {invalid_index: "ready"}
    assert is_valid(live.workspace, invalid_index) is True


def test_a_publish_drops_an_invalid_index_of_a_table_that_it_takes(live, invalid_index):
    publish(integer("drops_it"), workspace=live.workspace)
    assert is_valid(live.workspace, invalid_index) is None
    assert index_of(live.workspace, "frequent") == {invalid_index: "wanted"}


def test_a_unique_field_of_a_table_with_rows_is_building_until_its_index_stands(live):
    workspace = live.workspace
    publish(put("field", "site_visit.code", {"unique": True}), workspace=workspace)
    assert field(workspace, "code").state == "building"
    run_jobs(workspace)
    assert field(workspace, "code").state == "active"
    assert set(index_of(workspace, "unique").values()) == {"ready"}


def test_a_type_change_of_a_table_with_rows_is_carried_over_by_a_job(live):
    workspace = live.workspace
    publish(put("field", "site_visit.mark", {"kind": "integer"}), workspace=workspace, confirm=True)
    item = field(workspace, "mark")
    assert item.state == "building"
    run_jobs(workspace)
    item = field(workspace, "mark")
    assert item.state == "active"
    sql = f'SELECT count("{item.column}"), sum("{item.column}") FROM "{table(workspace)}"'
    half = SMALL_TABLE * 3 // 2
    assert fetch_all(workspace, sql) == [(half, half * (half + 1))]


def test_an_index_that_a_week_passed_by_is_given_up(live):
    workspace = live.workspace
    run_jobs(workspace)
    for _ in range(2):
        execute(
            workspace,
            "UPDATE managed_index SET built_at = now() - interval '8 days' WHERE purpose = 'frequent'",
        )
        reconsider(workspace, now=NOW.replace(year=2090))
    assert set(index_of(workspace, "frequent").values()) == {"unwanted"}
    build_wanted(workspace, clock=lambda: NOW)
    assert index_of(workspace, "frequent") == {}


def test_the_index_of_a_view_comes_and_goes_with_it(live):
    workspace = live.workspace
    view = {
        "kind": "view", "entity": "site_visit", "label": {"en": "All"}, "columns": {"name": {"order": 1}},
        "filter": "size = 3", "sort": "-created_at,name",
    }  # fmt: skip
    publish(put("view", "site_visit.all", view), workspace=workspace)
    run_jobs(workspace)
    (name,) = index_of(workspace, "view")
    definition = fetch_value(workspace, "SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
    size, title = field(workspace, "size").column, field(workspace, "name").column
    expected = (
        f'btree ({size}, created_at DESC NULLS LAST, COALESCE({title}_k, lower("left"({title}, 64))), id)'
        " WHERE (deleted_at IS NULL)"
    )
    assert definition.replace('COLLATE "C"', "").replace("  ", " ").endswith(expected), definition
    publish(rename("view", "site_visit.all", "site_visit.some"), workspace=workspace)
    publish(put("view", "site_visit.some", {"sort": "name"}), workspace=workspace)
    run_jobs(workspace)
    assert name not in index_of(workspace, "view")
    assert fetch_value(workspace, "SELECT 1 FROM pg_indexes WHERE indexname = %s", [name]) is None


def test_two_publishers_at_once_both_go_in(live):
    workspace = live.workspace
    before = refresh(workspace).version
    found = live.at_once(
        lambda: publish(integer("left"), workspace=workspace, base=before),
        lambda: publish(integer("right"), workspace=workspace, base=before),
    )
    assert sorted(found) == [before + 1, before + 2]
    assert {"left", "right"} <= set(entity(workspace).fields)


def test_of_two_publishers_of_the_same_attribute_the_second_is_told(live):
    workspace = live.workspace
    before = refresh(workspace).version

    def label(text):
        change = put("entity", "site_visit", {"label": {"en": text}})
        try:
            return publish(change, workspace=workspace, base=before)
        except operations.Conflict as conflict:
            return conflict.issues[0].path

    found = live.at_once(lambda: label("One"), lambda: label("Two"))
    assert ("entity", "site_visit", "label", "en") in found
    assert before + 1 in found
    assert ROOT.is_admin


def test_views_of_a_big_table_are_counted_by_a_slim_index(live, monkeypatch):
    """QUERY-01: counting a list costs a fifth of the pages."""
    workspace = live.workspace
    run_jobs(workspace)
    assert count_indexes(workspace) == []
    monkeypatch.setattr(counting, "BIG", 0)
    for key, sort in (("counted", "-created_at"), ("sorted", "name")):
        view = {
            "kind": "view", "entity": "site_visit", "label": {"en": key}, "columns": {"name": {"order": 1}},
            "filter": "mark = 4", "sort": sort,
        }  # fmt: skip
        publish(put("view", f"site_visit.{key}", view), workspace=workspace)
    run_jobs(workspace)
    assert count_indexes(workspace) == [f"({field(workspace, 'mark').column}) WHERE (deleted_at IS NULL)"]
    for key in ("counted", "sorted"):
        publish(delete("view", f"site_visit.{key}"), workspace=workspace)
    run_jobs(workspace)
    counting.reconsider_counts(workspace, active_schema(workspace), now=NOW)
    build_wanted(workspace, clock=lambda: NOW)
    assert count_indexes(workspace) == []


def count_indexes(workspace):
    """What the slim indexes over the field of these tests hold."""
    names = list(index_of(workspace, "count"))
    rows = fetch_all(workspace, "SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [names])
    held = [row[0].partition("btree ")[2] for row in rows]
    return [text for text in held if field(workspace, "mark").column in text]
