"""PLAT-16, PLAT-36, ACL-03: where a user stands decides what they reach."""

from __future__ import annotations

import pytest

from odos.accounts.queries import find_principal_by_id, forget_answers
from odos.accounts.standing import NOWHERE, find_standing
from odos.database.session import execute, fetch_value


@pytest.fixture(autouse=True)
def _fresh_answers():
    forget_answers()


def unit(workspace, name, parent=None, kind="department") -> int:
    sql = "INSERT INTO unit (name, parent, kind) VALUES (%s, %s, %s) RETURNING id"
    return int(fetch_value(workspace, sql, [name, parent, kind]))


def user(workspace, name, unit_id=None, manager=None) -> int:
    sql = "INSERT INTO user_account (username, name, unit, manager) VALUES (%s, %s, %s, %s) RETURNING id"
    return int(fetch_value(workspace, sql, [name, name, unit_id, manager]))


def assign(workspace, user_id, unit_id=None, position=None) -> None:
    sql = 'INSERT INTO assignment ("user", unit, held_position) VALUES (%s, %s, %s)'
    execute(workspace, sql, [user_id, unit_id, position])


def standing(workspace, user_id):
    forget_answers()
    return find_standing(workspace=workspace, user_id=user_id)


def test_a_unit_includes_all_below_it_and_nothing_else(workspace):
    company = unit(workspace, "company")
    sales = unit(workspace, "sales", company)
    south, north = unit(workspace, "south", sales), unit(workspace, "north", sales)
    unit(workspace, "legal", company)
    head = standing(workspace, user(workspace, "head", sales))
    assert (head.own_units, head.units_below) == ((sales,), (sales, south, north))
    assert head.units_above == (company, sales)
    assert standing(workspace, user(workspace, "rep", north)).units_below == (north,)
    assert standing(workspace, user(workspace, "nobody")) == NOWHERE
    assert standing(workspace, -1) == NOWHERE


def test_further_units_count_like_the_main_one(workspace):
    sales, legal = unit(workspace, "sales"), unit(workspace, "legal")
    below = unit(workspace, "contracts", legal)
    anna = user(workspace, "anna", sales)
    assign(workspace, anna, legal)
    assert standing(workspace, anna).own_units == (sales, legal)
    assert standing(workspace, anna).units_below == (sales, legal, below)


def test_units_in_the_bin_do_not_count(workspace):
    company = unit(workspace, "company")
    closed = unit(workspace, "closed", company)
    unit(workspace, "below", closed)
    execute(workspace, "UPDATE unit SET deleted_at = now() WHERE id = %s", [closed])
    assert standing(workspace, user(workspace, "anna", company)).units_below == (company,)


def test_even_a_cycle_ends(workspace):
    first = unit(workspace, "first")
    second = unit(workspace, "second", first)
    execute(workspace, "UPDATE unit SET parent = %s WHERE id = %s", [second, first])
    assert standing(workspace, user(workspace, "anna", first)).units_below == (first, second)


def test_the_company_is_the_nearest_above(workspace):
    group = unit(workspace, "group", kind="company")
    east = unit(workspace, "east", group, "company")
    west = unit(workspace, "west", group, "company")
    shop = unit(workspace, "shop", unit(workspace, "sales", east), "team")
    found = standing(workspace, user(workspace, "anna", shop)).company_units
    assert set(found) == {east, shop, shop - 1}
    assert west not in found
    assert group not in found


def test_without_a_company_the_topmost_unit_is_one(workspace):
    top = unit(workspace, "top")
    below = unit(workspace, "below", top)
    assert standing(workspace, user(workspace, "anna", below)).company_units == (top, below)


def test_subordinates_are_all_below_even_in_a_circle(workspace):
    boss = user(workspace, "boss")
    lead = user(workspace, "lead", manager=boss)
    rep = user(workspace, "rep", manager=lead)
    user(workspace, "other")
    assert standing(workspace, boss).subordinates == (lead, rep)
    assert standing(workspace, rep).subordinates == ()
    execute(workspace, "UPDATE user_account SET manager = %s WHERE id = %s", [rep, boss])
    assert standing(workspace, boss).subordinates == (lead, rep)


def test_whoever_holds_a_position_has_its_roles(workspace):
    anna = user(workspace, "anna")
    position = fetch_value(
        workspace, "INSERT INTO position_held (name, roles) VALUES ('Head', '{lead,see}') RETURNING id"
    )
    execute(workspace, "UPDATE user_account SET roles = '{see,own}' WHERE id = %s", [anna])
    assign(workspace, anna, position=position)
    found = find_principal_by_id(workspace=workspace, user_id=anna)
    assert found is not None
    assert found.roles == ("lead", "own", "see")
    execute(workspace, "UPDATE assignment SET deleted_at = now()")
    found = find_principal_by_id(workspace=workspace, user_id=anna)
    assert found is not None
    assert found.roles == ("own", "see")
