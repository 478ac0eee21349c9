"""ACL-04: the schema tells no rule that reads what the user may not see."""

from __future__ import annotations

import orjson

from odos.api.schema_documents import entity_document
from odos.personal.queries import apply_view
from odos.records.operations import update_record
from odos.records.queries import ListRequest, list_records
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
            "filter": "customer.revenue > 3 and total > 0", "sort": "customer.revenue"}}}),
]  # fmt: skip


def test_views_filters_defaults_and_layouts_tell_nothing_of_hidden_fields(app, new_user):
    """ACL-04, QUERY-01: what names a hidden field is left out, the rest stays."""
    publish_changes(app, SCREENS)
    root, sally = context_for(app), context_for(app, new_user("sally", "seller"))
    entities = [sally.schema.entities[key] for key in ("customer", "quote")]
    told = orjson.dumps([entity_document(sally, entity) for entity in entities], default=dict).decode()
    assert "revenue" not in told
    assert "revenue" in orjson.dumps(entity_document(root, entities[0]), default=dict).decode()
    customer, quote = (entity_document(sally, entity) for entity in entities)
    views = {view["key"]: view for view in customer["views"]}
    rich = views["customer.rich"]
    assert (rich["filter"], rich["sort"], list(rich["columns"])) == (
        'tier = "b" and name is not blank',
        "name",
        ["name"],
    )
    assert views["customer.richest"]["filter"] is None
    fields = {item["key"]: item for item in (*customer["fields"], *quote["fields"])}
    assert (fields["customer"]["filter"], fields["level"]["default"]) == ('tier <> "a"', "…")
    [layout] = customer["layouts"]
    assert list(layout["tabs"]["one"]["regions"]["all"]["items"]) == ["name"]
    related = layout["related"]["quotes"]
    assert (related["filter"], related["sort"], list(related["columns"])) == ("total > 0", None, ["number"])


def test_a_list_by_a_view_works_and_tells_nothing_of_what_its_filter_hides(app, new_user, make):
    """ACL-04: neither refused, nor narrowed by what cannot be seen."""
    publish_changes(app, SCREENS[:2])
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
    assert listed(sally, "customer.rich") == ["poor", "rich"]
    assert listed(sally, "customer.richest") == ["poor", "rich"]
