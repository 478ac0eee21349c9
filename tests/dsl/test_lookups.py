"""LOOKUP: a path that begins with an entity, through text, JSON and both back ends."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection

from odos.dsl.checker import check, read_rule
from odos.dsl.editing.completion import complete
from odos.dsl.editing.steps import steps_of
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.dsl.renaming import with_present_names
from odos.dsl.to_python import compile_key, compile_outcome
from odos.dsl.to_sql import compile_value
from odos.dsl.tree import Call
from odos.dsl.tree_json import from_json, to_json
from tests.dsl import world

ROWS = world.sample_rows()
RULE = "LOOKUP(account.credit_limit, account.name, PROPER(note))"
NOTES = {1: "top", 2: "SUB", 3: None, 4: "nobody"}


@pytest.fixture
def cursor(workspace):
    rows = world.sample_rows()
    rows.deal = [{**row, "note": NOTES[row["id"]]} for row in rows.deal]
    rows.account.append({"id": 3, "name": "Top", "credit_limit": Decimal(99), "parent": 2, "secret": None})
    with connection.cursor() as found:
        world.create_tables(found)
        world.insert_rows(found, rows)
        found.rows = rows
        yield found


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (RULE, [Decimal(10), None, None, None]),
        (f"{RULE} + 1", [Decimal(11), None, None, None]),
        (f"{RULE} is blank", [False, True, True, True]),
        ('LOOKUP(account.credit_limit, account.name, "Top")', [Decimal(10)] * 4),
        ("LOOKUP(account.parent, account.name, PROPER(note)) = 1", [False, True, False, False]),
        ("LOOKUP(account.name, account.name, LOOKUP(account.name, account.name, PROPER(note)))",
         ["Top", "Sub", None, None]),
        ("IFERROR(LOOKUP(account.credit_limit, account.name, TEXT(1 / quantity)), -1)",
         [None, None, Decimal(-1), None]),
    ],
)  # fmt: skip
def test_both_back_ends_find_the_first_record_of_the_key(cursor, rule, expected):
    checked, source = read_rule(rule, world.scope()), world.main_source()
    assert checked.volatility == "stable"
    closure = compile_outcome(checked)
    rows = cursor.rows
    assert [
        closure(rows.values(row) | rows.looked_up(checked), world.CONTEXT) for row in rows.deal
    ] == expected
    statement = world.select(compile_value(checked, source), source)
    cursor.execute(statement.text, statement.bind(world.CONTEXT.slots()))
    assert [row[0] for row in cursor.fetchall()] == expected


def test_a_checked_lookup_prints_and_comes_back_from_json():
    checked = read_rule(RULE, world.scope())
    assert print_rule(checked.tree, world.scope()) == RULE
    again = check(from_json(to_json(checked.tree)), world.scope())
    assert (again.issues, print_rule(again.tree, world.scope())) == ((), RULE)
    assert with_present_names(RULE, checked.tree) == RULE


def test_only_what_the_key_is_made_of_is_read_from_the_record():
    checked = read_rule(RULE, world.scope())
    assert [path.key for path in checked.paths] == [f"{world.DEAL}.note"]
    assert f"{world.ACCOUNT}.credit_limit" in checked.field_ids
    [lookup] = checked.lookups
    assert (
        compile_key(lookup.arguments[2], lookup.arguments[2].type)(
            {f"{world.DEAL}.note": "top"}, world.CONTEXT
        )
        == "Top"
    )


def test_what_is_hidden_cannot_be_looked_up():
    hidden = frozenset({f"{world.ACCOUNT}.credit_limit"})
    [issue] = check(parse(RULE), world.scope(hidden=hidden)).issues
    assert issue.code == "unknown_field"
    everything = frozenset(item.id for item in world.SCHEMA.entities["account"].fields.values())
    [issue] = check(parse(RULE), world.scope(hidden=everything)).issues
    assert issue.code == "rule_entity"


def test_the_steps_of_a_lookup_are_those_of_its_key():
    checked = read_rule(RULE, world.scope())
    steps = steps_of(checked.tree, world.scope(), lambda _: False)
    assert isinstance(steps.node, Call)
    assert [part.text for part in steps.parts] == ["PROPER(note)"]


def test_fields_of_the_entity_are_proposed():
    source = "LOOKUP(account.cr"
    offered = complete(source, len(source), world.scope())
    assert offered.proposals[0].text == "credit_limit"
