"""QUERY-01, QUERY-02: the builder's clauses and the text are two views of one tree; nothing is lost between."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odos.dsl.checker import check, read_rule
from odos.dsl.editing.clauses import clauses_of, read_clauses
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.kernel.issues import has_errors
from odos.kernel.problems import Invalid
from tests.dsl import trees, world

DRAWN = [
    'name contains "x" and (amount > 5 or due_on in this month) and not (urgent or stage = "won")',
    'name not contains "x" and stage not in ["new", "won"] and note is not blank and due_on not in last 7 days',
    "owner = user and amount between -5 and 10% and due_on >= today - 30 days and not urgent",
    'account.parent.name starts with "A" or account.name ends with "B"',
    "due_on = DATE(2026, 1, 31) and urgent",
    'count(lines where amount > 2 and sent_on in this year) >= 3 and none(lines where title contains "z")',
    "sum(lines.amount) > 100 and any(lines where gift) and all(lines where amount > 0)",
    'INSEGMENT("hot") and not INSEGMENT("cold")',
    "ISMANAGEROF(owner) or ISBELOW(owner.unit, user.unit)",
    "owner in [user, 3]",
]


def texts_in(clause: Any) -> list[str]:
    inner = [*clause.get("items", []), *filter(None, [clause.get("where")])]
    own = [clause["text"]] if clause["type"] == "text" else []
    return own + [found for item in inner for found in texts_in(item)]


def through(node: Any) -> Any:
    """The tree, by way of the wire."""
    return read_clauses(orjson.loads(orjson.dumps(clauses_of(node))))


@pytest.mark.parametrize("rule", DRAWN)
def test_a_builder_can_draw_it_whole(rule):
    node = parse(rule)
    assert texts_in(clauses_of(node)) == []
    assert print_rule(through(node)) == print_rule(node) == rule


@pytest.mark.parametrize(
    "rule",
    [
        "amount > 2 * price",
        "amount > price",
        "first(lines.title order by sent_on) = name",
        'name matches "a"',
        "LEN(name) > 3",
        "amount = null",
        'DATEVALUE("2026-01-31") = due_on',
    ],
)
def test_what_it_cannot_draw_stays_as_text_beside_the_rest(rule):
    node = parse(f'name = "a" and {rule} and (stage = "b" or {rule})')
    assert texts_in(clauses_of(node)) == [print_rule(parse(rule))] * 2
    assert through(node) == node


@given(node=trees.nodes())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_tree_comes_back_the_same(node):
    text = print_rule(node)
    assert print_rule(through(parse(text))) == text


@given(rule=trees.rules())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_checked_rule_comes_back_with_present_keys(rule):
    scope = world.scope()
    checked = check(parse(rule), scope)
    if has_errors(checked.issues) or checked.type.kind != "boolean":
        return
    back = read_clauses(clauses_of(checked.tree, scope))
    assert print_rule(back) == print_rule(checked.tree, scope)


def test_clauses_show_what_a_condition_is_made_of():
    checked = read_rule('account.name contains "x" and count(lines where gift) >= 2', world.scope())
    assert clauses_of(checked.tree, world.scope()) == {
        "type": "group", "join": "and", "negated": False, "items": [
            {"type": "condition", "path": "account.name", "operator": "contains",
             "values": [{"type": "text", "text": "x"}]},
            {"type": "collection", "function": "count", "path": "lines", "operator": "greater_or_equal",
             "values": [{"type": "number", "text": "2"}],
             "where": {"type": "group", "join": "and", "negated": False, "items": [
                 {"type": "condition", "path": "gift", "operator": "is_true", "values": []}]}}]}  # fmt: skip


def test_groups_without_items_say_nothing():
    empty = {"type": "group", "join": "and", "items": []}
    assert read_clauses({"type": "group", "join": "or", "items": [empty, empty]}) is None


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["type", "join", "items", "path", "operator", "values", "text", "where"]), inner),
    max_leaves=10,
)  # fmt: skip
BAD: list[Any] = [
    {"type": "condition", "path": "name; drop", "operator": "equals", "values": [{"type": "text", "text": "x"}]},
    {"type": "condition", "path": "1 + 1", "operator": "is_blank", "values": []},
    {"type": "condition", "path": "name", "operator": "sounds_like", "values": []},
    {"type": "condition", "path": "name", "operator": "equals", "values": []},
    {"type": "condition", "path": "name", "operator": "equals", "values": [{"type": "number", "text": "1 or 1"}]},
    {"type": "condition", "path": "name", "operator": "equals", "values": [{"type": "relative", "text": "1 + 1"}]},
    {"type": "condition", "path": "at", "operator": "in_period", "values": [{"text": "this month or true"}]},
    {"type": "collection", "function": "drop", "path": "lines", "operator": None, "values": []},
    {"type": "text", "text": "name ="},
    {"type": "pie"},
    None,
]  # fmt: skip


@pytest.mark.parametrize("clause", BAD)
def test_what_is_no_clause_is_refused_at_its_place(clause):
    with pytest.raises(Invalid) as refusal:
        read_clauses({"type": "group", "join": "and", "items": [clause]})
    assert refusal.value.issues[0].path[:2] == ("items", 0)


@given(clause=_json)
@settings(max_examples=200, deadline=None)
def test_no_json_is_too_strange_to_be_refused(clause):
    with suppress(Invalid):
        assert read_clauses(clause) is None or print_rule(read_clauses(clause))
