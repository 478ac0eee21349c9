"""FLOW-02, PLAT-36: rules ask who is acting, in both back ends alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from odos.accounts.models import Unit
from odos.accounts.units import forget_units, list_units_below
from odos.dsl.checker import read_rule
from odos.dsl.context import Standing
from odos.dsl.to_python import compile_python
from odos.dsl.to_sql import compile_value
from tests.dsl import world

ROWS = world.sample_rows()
STANDING = Standing(
    roles=lambda: frozenset({"sales"}),
    permissions=lambda: frozenset({"deal.edit"}),
    groups=lambda: frozenset({"HQ"}),
    reports=lambda: frozenset({2}),
)
ASKING = replace(world.CONTEXT, standing=STANDING)


@pytest.fixture
def cursor(workspace):
    with connection.cursor() as found:
        world.create_tables(found)
        world.insert_rows(found, ROWS)
        yield found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('HASROLE("sales")', [True] * 4),
        ('HASROLE("Sales")', [False] * 4),
        ('HASPERMISSION("deal.edit") and not HASPERMISSION("admin")', [True] * 4),
        ('INGROUP("HQ")', [True] * 4),
        ("ISMANAGEROF(owner)", [False, False, True, False]),
        ("not ISMANAGEROF(owner.manager)", [True, False, True, True]),
    ],
)
def test_both_back_ends_know_who_acts(cursor, rule, expected):
    checked, source = read_rule(rule, world.scope()), world.main_source()
    assert checked.volatility == "context"
    closure = compile_python(checked)
    assert [closure(ROWS.values(row), ASKING) for row in ROWS.deal] == expected
    statement = world.select(compile_value(checked, source), source)
    cursor.execute(statement.text, statement.bind(ASKING.slots()))
    assert [row[0] for row in cursor.fetchall()] == expected


def test_a_unit_is_below_itself_and_what_it_belongs_to(workspace):
    forget_units()
    top = Unit.objects.create(name="Top")
    middle = Unit.objects.create(name="Middle", parent=top)
    low = Unit.objects.create(name="Low", parent=middle)
    other = Unit.objects.create(name="Other")
    below = [list_units_below(workspace=workspace, unit_id=unit.pk) for unit in (top, middle, other)]
    assert below == [{top.pk, middle.pk, low.pk}, {middle.pk, low.pk}, {other.pk}]
    pairs = [(unit.pk, above.pk) for unit in (top, low, other) for above in (top, middle, other)]
    with connection.cursor() as cursor:
        for unit, above in pairs:
            cursor.execute("SELECT odos_is_below(%s, %s)", [unit, above])
            assert cursor.fetchone()[0] is (unit in list_units_below(workspace=workspace, unit_id=above))
    forget_units()
