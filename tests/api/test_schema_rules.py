"""ACL-04: the schema tells no rule that reads what the user may not see."""

from __future__ import annotations

from odos.api.schema_documents import entity_document
from tests.fixtures.application import context_for, publish_fields


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
