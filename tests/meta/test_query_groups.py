"""QUERY-02: conditions of an entity in groups, as metadata, seen as far as the viewer may see the fields."""

from __future__ import annotations

import pytest

from odos.accounts.principals import system_principal
from odos.api.schema.documents import entity_document
from odos.kernel.problems import Invalid
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.storage.active import refresh
from tests.fixtures.application import NOW, context_for

GROUPS = {
    "value": {
        "label": {"en": "Value"},
        "order": 20,
        "fields": {"revenue": {"order": 1}, "quote": {"order": 2}, "quote.total": {"order": 3}},
    },
    "general": {"label": {"en": "General"}, "order": 10, "fields": {"name": {}, "parent.name": {}}},
    "secret": {"order": 30, "fields": {"revenue": {}}},
}


def change(app, *changes):
    apply(workspace=app, changes=read_changes(list(changes)), message="groups", actor=system_principal(app), now=NOW)  # fmt: skip
    refresh(app)


def put(groups):
    document = {"kind": "entity", "key": "customer", "query_groups": groups}
    return {"op": "put", "kind": "entity", "key": "customer", "document": document}


def shown(context):
    found = entity_document(context, context.schema.entities["customer"])["query_groups"]
    return [(group["key"], list(group["fields"])) for group in found]


def test_groups_stand_in_their_order_and_follow_a_rename(app):
    change(app, put(GROUPS))
    change(app, {"op": "rename", "kind": "field", "key": "customer.name", "new_key": "title"})
    assert shown(context_for(app)) == [
        ("general", ["title", "parent.title"]),
        ("value", ["revenue", "quote", "quote.total"]),
        ("secret", ["revenue"]),
    ]


def test_a_viewer_is_asked_only_about_what_they_may_see(app, new_user):
    change(app, put(GROUPS))
    seller = context_for(app, new_user("sally", "seller"))
    assert shown(seller) == [("general", ["name", "parent.name"]), ("value", ["quote", "quote.total"])]


def test_a_path_that_leads_nowhere_is_refused_at_its_place(app):
    with pytest.raises(Invalid) as refusal:
        change(app, put({"general": {"fields": {"quote.nothing": {}}}}))
    path = ("entity", "customer", "query_groups", "general", "fields", "quote.nothing")
    assert refusal.value.issues[0].path == path


def test_related_records_are_named_as_rules_name_them(app):
    context = context_for(app)
    relations = entity_document(context, context.schema.entities["customer"])["relations"]
    named = {item["field"]: item["name"] for item in relations if item["entity"] == "quote"}
    assert named == {"customer": "quote", "backup_customer": "quote_by_backup_customer"}
