"""Plan, apply and roll back on a real database."""

from __future__ import annotations

from odos.database.session import execute, fetch_all, fetch_value
from odos.meta.operations import apply
from odos.storage.active import active_schema
from tests.meta.designs import NOW, ROOT, put, site_visit


def test_an_entity_gets_its_table(workspace):
    applied = apply(workspace=workspace, changes=[put("entity", "site_visit", site_visit())], message="x", actor=ROOT, now=NOW)

    entity = active_schema(workspace).get_entity("site_visit")
    assert active_schema(workspace).version == applied.version
    name = entity.fields["name"].column
    execute(workspace, f'INSERT INTO "{entity.table}" ("{name}") VALUES (%s)', ["First"])
    assert fetch_value(workspace, f'SELECT "{name}" FROM "{entity.table}"') == "First"
