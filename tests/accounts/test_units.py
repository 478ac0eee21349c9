"""The tree of units."""

from __future__ import annotations

import pytest

from odos.accounts.queries import forget_answers, list_unit_ids_below
from odos.database.session import execute, fetch_value


@pytest.fixture(autouse=True)
def _fresh_answers():
    forget_answers()


def unit(workspace, name, parent=None) -> int:
    sql = "INSERT INTO unit (name, parent) VALUES (%s, %s) RETURNING id"
    return int(fetch_value(workspace, sql, [name, parent]))


def test_a_unit_includes_all_below_it_and_nothing_else(workspace):
    company = unit(workspace, "company")
    sales = unit(workspace, "sales", company)
    south, north = unit(workspace, "south", sales), unit(workspace, "north", sales)
    unit(workspace, "legal", company)
    assert list_unit_ids_below(workspace=workspace, unit_id=sales) == (sales, south, north)
    assert list_unit_ids_below(workspace=workspace, unit_id=north) == (north,)
    assert list_unit_ids_below(workspace=workspace, unit_id=None) == ()
    assert list_unit_ids_below(workspace=workspace, unit_id=-1) == ()


def test_units_in_the_bin_do_not_count(workspace):
    company = unit(workspace, "company")
    closed = unit(workspace, "closed", company)
    unit(workspace, "below", closed)
    execute(workspace, "UPDATE unit SET deleted_at = now() WHERE id = %s", [closed])
    assert list_unit_ids_below(workspace=workspace, unit_id=company) == (company,)


def test_even_a_cycle_ends(workspace):
    first = unit(workspace, "first")
    second = unit(workspace, "second", first)
    execute(workspace, "UPDATE unit SET parent = %s WHERE id = %s", [second, first])
    assert list_unit_ids_below(workspace=workspace, unit_id=first) == (first, second)
