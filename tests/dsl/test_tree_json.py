"""The JSON form of trees: there and back, as its schema says, and every fault with the path to it."""

from __future__ import annotations

import json
from contextlib import suppress

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.printer import print_rule
from odos.dsl.statements.change_checker import check_statement
from odos.dsl.statements.parser import parse_statement
from odos.dsl.tree_json import from_json, statement_from_json, to_json, tree_schema
from odos.kernel.problems import Invalid
from tests.dsl import trees, world
from tests.dsl.statement_trees import statements
from tests.dsl.statements.test_checker import APPLICATION, GOOD

VALIDATOR = jsonschema.Draft202012Validator(tree_schema())


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(tree_schema())
    json.dumps(tree_schema())


@settings(max_examples=60, deadline=None)
@given(st.one_of(trees.nodes(), statements()))
def test_there_and_back(node):
    document = json.loads(json.dumps(to_json(node)))
    assert from_json(document) == node
    assert to_json(from_json(document)) == document


@settings(max_examples=25, deadline=None)
@given(st.one_of(trees.nodes(), statements()))
def test_every_document_is_as_the_schema_says(node):
    assert VALIDATOR.is_valid(to_json(node))


@pytest.mark.parametrize("source", GOOD)
def test_a_checked_tree_holds_identities_and_names(source):
    checked = check_statement(parse_statement(source), APPLICATION)
    document = to_json(checked.statement)
    assert VALIDATOR.is_valid(document)
    again = statement_from_json(document)
    assert again == checked.statement
    assert check_statement(again, APPLICATION).issues == ()


def test_a_path_by_name_or_by_identity_means_the_same():
    scope = world.scope()
    named = check(parse("account.name = user.name"), scope).tree
    document = to_json(named)
    assert document["left"] == {
        "node": "path",
        "ids": ["deal-id.account", "account-id.name"],
        "names": ["account", "name"],
        "at": [1, 1],
        "type": "text",
    }
    assert document["right"]["root"] == "user"
    assert document["right"]["names"] == ["user", "name"]
    for side in ("left", "right"):
        del document[side]["ids"]
    assert check(from_json(document), scope).tree == named


def test_a_tree_of_a_builder_needs_no_places():
    built = {"node": "compare", "operator": ">", "left": {"node": "path", "names": ["Amount"]}}
    built["right"] = {"node": "literal", "kind": "number", "value": "1.50"}
    assert print_rule(from_json(built)) == "amount > 1.5"


BUILT = {
    "node": "score",
    "entity": {"node": "entity_name", "name": "deal"},
    "clauses": [
        {"node": "score_clause", "sign": "+", "points": {"node": "literal", "kind": "number", "value": "1"}}
    ],
}


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        ({"node": "scor"}, "node", "score"),
        ({"node": None}, "node", "None"),
        ({"entity": None}, "entity", "missing"),
        ({"entity": "deal"}, "entity", "object"),
        ({"colour": 1}, "colour", "colour"),
        ({"clauses": {}}, "clauses", "list"),
        ({"clauses": [{"node": "row", "cells": [], "results": []}]}, "clauses/0/node", "row"),
        ({"when": {"node": "and", "items": []}}, "when/items", "2"),
        ({"when": {"node": "row"}}, "when/node", "row"),
        ({"when": {"node": "path", "names": ["a b"]}}, "when/names/0", "a b"),
        ({"when": {"node": "path", "names": ["true"]}}, "when/names", "true"),
        ({"when": {"node": "path", "ids": [1]}}, "when/ids/0", "text"),
        ({"when": {"node": "path", "ids": ["x"], "root": "y"}}, "when/root", "user"),
        ({"when": {"node": "path", "names": ["a"] * 11}}, "when/names", "10"),
        ({"when": {"node": "literal", "kind": "number", "value": 1}}, "when/value", "text"),
        ({"when": {"node": "literal", "kind": "number", "value": "-1"}}, "when/value", "number"),
        ({"when": {"node": "literal", "kind": "number", "value": "1e9999"}}, "when/value", "number"),
        ({"when": {"node": "literal", "kind": "boolean", "value": "x"}}, "when/value", "boolean"),
        ({"when": {"node": "literal", "kind": "text", "value": "\x00"}}, "when/value", "stored"),
        ({"when": {"node": "call", "name": "DROP TABLE", "arguments": []}}, "when/name", "DROP"),
        ({"when": {"node": "duration", "amount": 1.5, "unit": "day"}}, "when/amount", "whole"),
        ({"when": {"node": "duration", "amount": 1, "unit": "eon"}}, "when/unit", "week"),
        ({"title": {"node": "words", "by_language": {"E N": "x"}}}, "title/by_language/E N", "E N"),
        ({"title": {"node": "words", "plain": ["x"]}}, "title/plain", "text"),
    ],
)
def test_faults_have_the_path_to_them(change, path, says):
    with pytest.raises(Invalid) as refusal:
        statement_from_json(BUILT | change)
    (issue,) = refusal.value.issues
    assert "/".join(map(str, issue.path)) == path
    assert says in issue.message.render()


def test_endless_nesting_is_refused():
    document = {"node": "path", "names": ["a"]}
    for _ in range(5_000):
        document = {"node": "not", "item": document}
    with pytest.raises(Invalid):
        from_json(document)


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("path"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["node", "items", "item", "names", "kind", "value", "at"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(_JUNK)
def test_junk_is_refused(document):
    with suppress(Invalid):
        assert from_json(to_json(from_json(document))) == from_json(document)
