"""Names, types and options: everything wrong is found at once, at its place, with a proposal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from odos.dsl import types
from odos.dsl.checker import check, format_rule, read_rule
from odos.dsl.parser import parse
from odos.kernel.problems import Invalid
from odos.schema.model import Schema
from tests.dsl import trees, world


def issues(rule: str, **more):
    return check(parse(rule), world.scope(**more)).issues


@pytest.mark.parametrize(
    ("rule", "code", "place", "hint"),
    [
        ("amont > 1", "unknown_field", "1:1", "amount"),
        ('account.nme = "x"', "unknown_field", "1:9", "name"),
        ("name.length > 1", "rule_path", "1:1", None),
        ("lines.deal.lines.amount = 1", "rule_path", "1:1", "rollup"),
        ("lines = 1", "rule_collection", "1:1", "count"),
        ("sum(amount)", "rule_collection", "1:1", "sum(lines.amount)"),
        ("sum(lines)", "rule_collection", "1:1", "sum(lines.amount)"),
        ("all(lines)", "rule_collection", "1:1", "where"),
        ("any(lines.amount)", "rule_collection", "1:1", "where"),
        ("sum(lines.title)", "rule_type", "1:5", None),
        ('amount = "5"', "rule_type", "1:10", "VALUE"),
        ("name = 5", "rule_type", "1:8", "TEXT"),
        ('"a" + amount', "rule_type", "1:1", "TEXT"),
        ("name & 5", "rule_type", "1:8", "TEXT"),
        ("urgent > paid", "rule_type", "1:1", "= or <>"),
        ("amount and urgent", "rule_type", "1:1", None),
        ('stage = "wn"', "rule_option", "1:9", "won"),
        ('stage = "Won deal"', "rule_option", "1:9", "won"),
        ('tags contains "z"', "rule_option", "1:15", "a, b, c"),
        ('account = "acme"', "rule_record_id", "1:11", "account.name"),
        ("account = owner", "rule_type", "1:11", None),
        ("account = -1", "rule_type", "1:11", None),
        ('due_on = "soon"', "rule_type", "1:10", "2026-01-31"),
        ("seen_at - at > 3 days", "rule_type", "1:16", "3, not 3 days"),
        ("due_on + 5001 working days", "rule_duration", "1:10", None),
        ("due_on + 9999 years", "rule_duration", "1:10", None),
        ("3 days", "rule_type", "1:1", "one value"),
        ("[1, 2]", "rule_type", "1:1", "one value"),
        ("amount in 5", "rule_type", "1:11", None),
        ("data = 1", "rule_type", "1:1", None),
        ("RUOND(amount)", "rule_function", "1:1", "ROUND"),
        ("ROUND()", "rule_arguments", "1:1", "ROUND("),
        ("ISBLANK()", "rule_arguments", "1:1", "ISBLANK("),
        ("TODAY(1)", "rule_arguments", "1:1", "TODAY()"),
        ("LEN(amount)", "rule_type", "1:5", "TEXT"),
        ('IF(urgent, 1, "a")', "rule_type", "1:15", None),
        ("IF(1, 2, 3)", "rule_type", "1:4", None),
        ('name matches "(a"', "rule_pattern", "1:14", "understood"),
        ('REGEX(name, "(a)\\\\1")', "rule_pattern", "1:13", "understood"),
        ('REGEXREPLACE(name, "(?=a)", "")', "rule_pattern", "1:20", "understood"),
        ("TIMEVALUE(name) + 3 days", "rule_type", "1:1", None),
        ('TIMEVALUE(name) = "25:00"', "rule_type", "1:19", "10:30"),
    ],
)
def test_a_fault_is_found_at_its_place(rule, code, place, hint):
    found = issues(rule)[0]
    assert (found.code, found.path) == (code, (place,))
    assert hint is None or (found.hint is not None and hint in str(found.hint))
    assert str(found.message) != found.message.render("zh-hans")


def test_all_faults_are_collected():
    assert [issue.code for issue in issues('amont > 1 and stage = "x" and lines = 1')] == [
        "unknown_field",
        "rule_option",
        "rule_collection",
    ]


@pytest.mark.parametrize(
    "rule", ["secret = 1", "account.secret = 1", "count(account.deals where secret = 1) > 0"]
)
def test_a_hidden_field_looks_like_one_that_does_not_exist(rule):
    hidden = check(
        parse(rule), world.scope(hidden=frozenset({f"{world.DEAL}.secret", f"{world.ACCOUNT}.secret"}))
    )
    absent = check(
        parse(rule), replace(world.scope(), schema=(bare := _without_secrets()), entity=bare.entities["deal"])
    )
    assert hidden.issues == absent.issues
    assert [issue.code for issue in hidden.issues] == ["unknown_field"]


def _without_secrets() -> Schema:
    entities = {
        key: replace(entity, fields={name: item for name, item in entity.fields.items() if name != "secret"})
        for key, entity in world.SCHEMA.entities.items()
    }
    return replace(world.SCHEMA, entities=entities)


def test_the_expected_type_is_asked_for():
    checked = check(parse("amount"), world.scope(), expected=types.BOOLEAN)
    assert [issue.code for issue in checked.issues] == ["rule_type"]
    with pytest.raises(Invalid):
        read_rule("amount", world.scope(), expected=types.BOOLEAN)


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("amount * 2", "number"),
        ("price * quantity", "money"),
        ("price / price", "number"),
        ("due_on + 1 day", "date"),
        ("due_on + 1 hour", "datetime"),
        ("due_on - start_on", "number"),
        ("IF(urgent, due_on, seen_at)", "datetime"),
        ('IF(urgent, stage, "x")', "text"),
        ("owner.manager", "record"),
        ("count(lines)", "number"),
        ("first(lines.title)", "text"),
        ("tags", "optionset"),
    ],
)
def test_types_are_inferred(rule, kind):
    assert read_rule(rule, world.scope()).type.kind == kind


@pytest.mark.parametrize(
    ("rule", "volatility", "is_own"),
    [
        ("amount * 2", "immutable", True),
        ("due_on < TODAY()", "stable", True),
        ("owner = user", "context", True),
        ("account.name", "immutable", False),
        ("count(lines)", "immutable", False),
    ],
)
def test_what_a_rule_depends_on_is_known(rule, volatility, is_own):
    checked = read_rule(rule, world.scope())
    assert (checked.volatility, checked.is_own) == (volatility, is_own)


def test_every_field_read_is_listed():
    checked = read_rule('sum(lines.amount where gift) > 1 and account.parent.name = "x"', world.scope())
    assert checked.field_ids == {
        f"{world.DEAL}.lines",
        f"{world.LINE}.amount",
        f"{world.LINE}.gift",
        f"{world.DEAL}.account",
        f"{world.ACCOUNT}.parent",
        f"{world.ACCOUNT}.name",
    }
    assert {path.key for path in checked.paths} == {
        f"{world.DEAL}.lines.{world.LINE}.amount",
        f"{world.DEAL}.account.{world.ACCOUNT}.parent.{world.ACCOUNT}.name",
    }


@pytest.mark.parametrize(
    "rule",
    [
        "owner.manager = user.manager and count(account.deals where amount > 1) > 0",
        "first(lines.title where gift order by sent_on desc)",
        'AND(urgent, ISBLANK(name)) or stage in ["won"]',
    ],
)
def test_a_checked_tree_prints_present_keys_and_checks_again(rule):
    scope = world.scope()
    checked = read_rule(rule, scope)
    text = format_rule(checked, scope)
    assert read_rule(text, scope).tree == checked.tree
    assert check(checked.tree, scope).tree == checked.tree


def test_macros_print_as_operators():
    scope = world.scope()
    assert format_rule(read_rule("AND(urgent, NOT(ISBLANK(name)), TODAY() = due_on)", scope), scope) == (
        "urgent and name is not blank and today = due_on"
    )


@given(trees.nodes())
@settings(max_examples=300, deadline=None)
def test_no_tree_makes_the_checker_fail(node):
    for issue in check(node, world.scope()).issues:
        issue.as_json("zh-hans")


@given(trees.rules())
@settings(max_examples=60, deadline=None)
def test_generated_rules_check(rule):
    checked = check(parse(rule), world.scope())
    assert check(parse(format_rule(checked, world.scope())), world.scope()).tree == checked.tree
