"""ACL-04: the schema tells no rule that reads what the user may not see."""

from __future__ import annotations

import orjson
import pytest

from odos.api.schema.documents import application_document, entity_document
from odos.kernel.problems import Invalid
from odos.personal.queries import apply_view
from odos.records.lists.choosing import list_options
from odos.records.lists.queries import ListRequest, list_records
from odos.records.writes.operations import update_record
from tests.fixtures.application import context_for, publish_changes, publish_fields


def test_a_formula_over_a_hidden_field_has_no_text(app, new_user):
    formula = {"kind": "formula", "expression": "revenue * 2"}
    publish_fields(
        app, ("customer", "twice", formula), ("customer", "plain", {**formula, "expression": "1 + 1"})
    )
    root, sally = context_for(app), context_for(app, new_user("sally", "seller"))
    told = {}
    for name, context in (("root", root), ("sally", sally)):
        fields = entity_document(context, context.schema.entities["customer"])["fields"]
        told[name] = [item.get("expression") for item in fields if item["key"] in {"twice", "plain"}]
    assert sorted(map(str, told["root"])) == ["1 + 1", "revenue * 2"]
    assert sorted(map(str, told["sally"])) == ["1 + 1", "None"]


SCREENS = [
    ("view", "customer.rich", {
        "kind": "view", "entity": "customer", "label": {"en": "Rich"},
        "filter": 'revenue > 1000 and tier = "b" and name is not blank', "sort": "-revenue,name",
        "columns": {"name": {"order": 1}, "revenue": {"order": 2}, "parent.revenue": {"order": 3}}}),
    ("view", "customer.richest", {
        "kind": "view", "entity": "customer", "label": {"en": "Richest"}, "filter": "revenue > 1000 or name = null"}),
    ("view", "customer.plain", {
        "kind": "view", "entity": "customer", "label": {"en": "Plain"}, "filter": 'tier = "b"',
        "sort": "-revenue,name", "columns": {"name": {"order": 1}, "revenue": {"order": 2}}}),
    ("menu", "main", {"kind": "menu", "label": {"en": "Main"}, "items": {
        "all": {"entity": "customer", "order": 1},
        "rich": {"entity": "customer", "view": "customer.rich", "order": 2},
        "plain": {"entity": "customer", "view": "customer.plain", "order": 3}}}),
    ("field", "quote.customer", {
        "kind": "reference", "target": "customer", "on_delete": "restrict", "order": 20,
        "label": {"en": "Customer"}, "filter": 'parent.revenue > 7 and tier <> "a"'}),
    ("field", "customer.level", {
        "kind": "text", "label": {"en": "Level"}, "default": 'IF(revenue > 5, "high", "low")', "order": 80}),
    ("layout", "customer.main", {
        "kind": "layout", "entity": "customer", "label": {"en": "Main"},
        "tabs": {"one": {"regions": {"all": {"items": {
            "name": {"field": "name", "order": 1}, "money": {"field": "revenue", "order": 2}}}}}},
        "related": {"quotes": {
            "entity": "quote", "field": "customer", "columns": {"number": {"order": 1}, "customer.revenue": {"order": 2}},
            "filter": "customer.revenue > 3 and total > 0", "sort": "customer.revenue"}, "plain": {
            "entity": "quote", "field": "customer", "columns": {"number": {"order": 1}}, "filter": "total > 0"}}}),
]  # fmt: skip


def test_lists_filters_and_defaults_tell_nothing_of_hidden_fields(app, new_user):
    """ACL-04, QUERY-01: a list that is narrowed by something hidden is not there; what names it elsewhere is
    left out, the rest stays."""
    publish_changes(app, SCREENS)
    root, sally = context_for(app), context_for(app, new_user("sally", "seller"))
    entities = [sally.schema.entities[key] for key in ("customer", "quote")]
    told = orjson.dumps([entity_document(sally, entity) for entity in entities], default=dict).decode()
    assert "revenue" not in told
    assert "revenue" in orjson.dumps(entity_document(root, entities[0]), default=dict).decode()
    customer, quote = (entity_document(sally, entity) for entity in entities)
    [plain] = customer["views"]
    assert (plain["key"], plain["filter"], plain["sort"], list(plain["columns"])) == (
        "customer.plain", 'tier = "b"', "name", ["name"],
    )  # fmt: skip
    assert len(entity_document(root, entities[0])["views"]) == 3
    fields = {item["key"]: item for item in (*customer["fields"], *quote["fields"])}
    assert ("filter" in fields["customer"], fields["level"]["default"]) == (False, "…")
    [layout] = customer["layouts"]
    assert list(layout["tabs"]["one"]["regions"]["all"]["items"]) == ["name"]
    assert list(layout["related"]) == ["plain"]


def test_a_menu_leads_to_no_list_that_is_not_there(app, new_user):
    """ACL-04, PLAT-02."""
    publish_changes(app, SCREENS)
    root, sally = context_for(app), context_for(app, new_user("sally", "seller"))

    def items(context):
        [menu] = application_document(context, [context.schema.entities["customer"]])["menus"]
        return [item["key"] for item in menu["items"]]

    assert (items(root), items(sally)) == (["all", "rich", "plain"], ["all", "plain"])


def test_a_list_narrowed_by_something_hidden_is_refused_not_widened(app, new_user, make):
    """ACL-04, QUERY-01: narrowed it would tell what is hidden, wider it would break what it promises."""
    publish_changes(app, SCREENS)
    root, sally = context_for(app), context_for(app, new_user("sally", "seller"))
    for name, revenue in (("poor", "1"), ("rich", "5000")):
        made = make(sally, "customer", name=name)
        update_record(context=root, entity="customer", record_id=int(made["id"]), values={"revenue": revenue})

    def listed(context, key):
        entity = context.schema.entities["customer"]
        request = apply_view(context, entity, ListRequest(fields=("name",)), key)
        page = list_records(context=context, entity=entity, request=request)
        return sorted(orjson.loads(item)["name"] for item in page.items)

    assert listed(root, "customer.rich") == ["rich"]
    assert listed(sally, "customer.plain") == ["poor", "rich"]
    for key in ("customer.rich", "customer.richest"):
        with pytest.raises(Invalid) as refusal:
            listed(sally, key)
        assert [issue.code for issue in refusal.value.issues] == ["unknown_view"]


def test_a_reference_offers_what_its_filter_allows_though_it_reads_something_hidden(app, new_user, make):
    """ACL-04, PLAT-24: the filter is a rule of the application; what is offered is what can be saved."""
    publish_changes(app, SCREENS)
    root, sally = context_for(app), context_for(app, new_user("sally", "seller"))
    customer = sally.schema.entities["customer"]
    above = make(sally, "customer", name="above")
    update_record(context=root, entity="customer", record_id=int(above["id"]), values={"revenue": "8"})
    below = make(sally, "customer", name="below", parent=above["id"])
    offered = list_options(context=sally, entity=customer, chosen_for="quote.customer")
    assert offered == [{"id": below["id"], "label": "below"}]
    assert make(sally, "quote", customer=below["id"])["customer"]["id"] == below["id"]
    for name, code in (("quote.nothing", "unknown_field"), ("quote.products", "no_reference")):
        with pytest.raises(Invalid) as refusal:
            list_options(context=sally, entity=customer, chosen_for=name)
        assert refusal.value.issues[0].code == code
