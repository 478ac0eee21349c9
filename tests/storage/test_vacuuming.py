from __future__ import annotations

import pytest

from odos.database.session import execute, fetch_value
from odos.storage import vacuuming
from odos.storage.active import refresh
from tests.meta.designs import publish, put, site_visit

OFTEN = ["autovacuum_vacuum_scale_factor=0.002", "autovacuum_vacuum_insert_scale_factor=0.02"]
OPTIONS = "SELECT reloptions FROM pg_class WHERE oid = %s::regclass"


@pytest.fixture
def table(live_workspace):
    workspace = live_workspace.workspace
    publish(put("entity", "site_visit", site_visit()), workspace=workspace)
    name = refresh(workspace).get_entity("site_visit").table
    execute(workspace, f'ALTER TABLE "{name}" RESET ({", ".join(each.partition("=")[0] for each in OFTEN)})')
    return name


@pytest.fixture
def options(live_workspace, table):
    """The storage options that `vacuum_often` leaves behind."""
    workspace = live_workspace.workspace

    def after() -> list[str] | None:
        vacuuming.vacuum_often(workspace, refresh(workspace))
        return fetch_value(workspace, OPTIONS, [table])

    return after


def test_big_tables_are_vacuumed_after_few_changes(options, monkeypatch):
    """QUERY-01: a count reads the index alone, not the rows of pages that were changed."""
    assert options() is None
    monkeypatch.setattr(vacuuming, "BIG", 0)
    assert options() == OFTEN
    assert options() == OFTEN


def test_what_an_administrator_has_set_stays(options, live_workspace, table, monkeypatch):
    monkeypatch.setattr(vacuuming, "BIG", 0)
    execute(live_workspace.workspace, f'ALTER TABLE "{table}" SET (autovacuum_vacuum_scale_factor = 0.1)')
    assert options() == ["autovacuum_vacuum_scale_factor=0.1"]


def test_a_table_in_use_waits_for_the_next_time(options, live_workspace, table, monkeypatch):
    monkeypatch.setattr(vacuuming, "BIG", 0)
    other = live_workspace.connect()
    other.cursor().execute(f'LOCK TABLE "{table}" IN SHARE UPDATE EXCLUSIVE MODE')
    assert options() is None
    other.rollback()
    assert options() == OFTEN
