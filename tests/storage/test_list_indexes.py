"""The index of a view is the one that the list query of that view reads."""

from __future__ import annotations

import pytest

from odos.database.session import execute, fetch_all, fetch_value
from odos.packages.installing import install_package
from odos.records.context import Context
from odos.records.lists.queries import ListRequest, list_records
from odos.storage.active import refresh
from odos.storage.list_indexes import view_indexes
from tests.meta.designs import NOW, ROOT, publish, put, site_visit

ROWS = 30_000
VIEWS = {
    "by_name": {"filter": 'status = "new"', "sort": "name"},
    "newest": {"filter": "is_open = true and status = 'done'", "sort": "-created_at"},
    "largest": {"sort": "-size,name"},
    "by_status": {"filter": "size = 7", "sort": "status"},
}


@pytest.fixture(scope="module")
def live(live_workspace):
    workspace = live_workspace.workspace
    install_package(workspace=workspace, key="platform", actor=ROOT, now=NOW)
    options = {"new": {"order": 2}, "done": {"order": 1}}
    entity = site_visit(
        status={"kind": "option", "options": options}, is_open={"kind": "boolean"}, size={"kind": "integer"}
    )
    shown = {"kind": "view", "entity": "site_visit", "columns": {"name": {"order": 1}}}
    views = [put("view", f"site_visit.{key}", {**shown, **view}) for key, view in VIEWS.items()]
    publish(put("entity", "site_visit", entity), *views, workspace=workspace)
    found = refresh(workspace).get_entity("site_visit")
    name, status, is_open, size = (found.fields[key].column for key in ("name", "status", "is_open", "size"))
    execute(
        workspace,
        f'INSERT INTO "{found.table}" ("{name}", "{status}", "{is_open}", "{size}")'
        " SELECT 'Visit ' || md5(n::text), CASE WHEN mod(n, 3) = 0 THEN 'new' ELSE 'done' END,"
        " mod(n, 2) = 0, mod(n, 1000)"
        f" FROM generate_series(1, {ROWS}) n",
    )
    execute(workspace, f'ANALYZE "{found.table}"')
    return live_workspace


def scans(workspace, table):
    execute(workspace, "SELECT pg_stat_force_next_flush()")
    rows = fetch_all(
        workspace, "SELECT indexrelname, idx_scan FROM pg_stat_user_indexes WHERE relname = %s", [table]
    )
    return dict(rows)


@pytest.mark.parametrize("key", VIEWS)
def test_a_page_is_read_from_the_index_of_its_view(live, key):
    workspace = live.workspace
    schema = refresh(workspace)
    entity = schema.get_entity("site_visit")
    context = Context(workspace, schema, ROOT, NOW)
    view = VIEWS[key]
    position = [item["key"] for item in entity.views].index(f"site_visit.{key}")
    index = view_indexes(schema, entity)[position]
    before = scans(workspace, entity.table)
    request = ListRequest(filter=view.get("filter"), sort=view["sort"], count="none", limit=50)
    page = list_records(context=context, entity=entity, request=request)
    assert len(page.items) == (50 if key != "by_status" else 30)
    after = scans(workspace, entity.table)
    assert after[index.name] == before[index.name] + 1


def test_an_index_is_only_for_rows_out_of_the_bin(live):
    definition = fetch_value(
        live.workspace,
        "SELECT bool_and(indexdef LIKE '%%deleted_at IS NULL%%') FROM pg_indexes"
        " WHERE tablename = %s AND indexdef LIKE '%%NULLS LAST%%'",
        [refresh(live.workspace).get_entity("site_visit").table],
    )
    assert definition is True
