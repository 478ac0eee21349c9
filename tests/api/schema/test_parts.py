"""What users get of an entity is kept over versions, and written anew when anything that it tells changes."""

from __future__ import annotations

import pytest

from odos.api.schema import parts as schema_parts


def told(root, entity):
    found = {item["key"]: item for item in root.get("schema").json()["entities"]}
    return found[entity]


def apply(root, *changes):
    answer = root.post("metadata/apply", {"changes": list(changes), "message": "Change"})
    assert answer.status_code == 200, answer.content


def put_field(key, document):
    return {"op": "put", "kind": "field", "key": key, "document": document}


@pytest.fixture
def written(monkeypatch):
    """The keys of the entities whose documents were made."""
    keys = []
    make = schema_parts.entity_document
    monkeypatch.setattr(
        schema_parts,
        "entity_document",
        lambda context, entity: (keys.append(entity.key), make(context, entity))[1],
    )
    return keys


def test_only_what_a_publish_touched_is_written_anew(root, written):
    told(root, "customer")
    count = len(written)
    told(root, "customer")
    assert len(written) == count
    del written[:]
    apply(root, put_field("customer.motto", {"kind": "text", "label": {"en": "Motto"}}))
    assert "motto" in {item["key"] for item in told(root, "customer")["fields"]}
    assert "customer" in written
    assert len(written) < count


def refers_to(entity, key):
    return key in {field.get("target") for field in entity["fields"]}


def test_a_new_key_is_told_by_those_who_refer_to_it(root):
    before = told(root, "customer")
    others = [item for item in root.get("schema").json()["entities"] if item["key"] != "customer"]
    referring = next(item for item in others if refers_to(item, "customer"))
    apply(root, {"op": "rename", "kind": "entity", "key": "customer", "new_key": "client"})
    try:
        renamed = told(root, referring["key"])
        assert refers_to(renamed, "client")
        assert told(root, "client")["id"] == before["id"]
    finally:
        apply(root, {"op": "rename", "kind": "entity", "key": "client", "new_key": "customer"})


def test_a_role_has_a_layout_of_its_own(root, api_for):
    """PLAT-06: whoever has the role finds its layout first; of others only those who arrange it are told."""
    item = {"order": 1, "field": "code"}
    tabs = {"main": {"order": 1, "regions": {"general": {"order": 1, "items": {"code": item}}}}}
    own = {"entity": "customer", "roles": ["seller"], "tabs": tabs, "label": {"en": "For sellers"}}
    apply(root, {"op": "put", "kind": "layout", "key": "customer.sellers", "document": own})
    see = {"label": {"en": "Viewer"}, "entities": {"customer": {"see": "all"}}}
    apply(root, {"op": "put", "kind": "role", "key": "viewer", "document": see})
    seller, viewer = api_for("layout.seller", "seller"), api_for("layout.viewer", "viewer")
    assert told(seller, "customer")["layouts"][0]["key"] == "customer.sellers"
    assert told(seller, "customer")["layouts"][0]["tabs"]["main"]["regions"]["general"]["items"] == {
        "code": item
    }
    assert "customer.sellers" not in [layout["key"] for layout in told(viewer, "customer")["layouts"]]
    assert [layout["key"] for layout in told(root, "customer")["layouts"]][-1] == "customer.sellers"


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ({"en": "Site visits"}, {"en": "Site visits", "zh-hans": "现场拜访"}),
        ({"zh-hans": "现场拜访记录"}, {"en": "Site visit", "zh-hans": "现场拜访记录"}),
        ({}, {"en": "Site visit", "zh-hans": "现场拜访"}),
    ],
)
def test_a_plural_is_told_in_every_language_that_has_a_word(root, plural, expected):
    """PLAT-12: no plural of another language where its own singular is known."""
    document = {"label": {"en": "Site visit", "zh-hans": "现场拜访"}, "plural": plural, "fields": {}}
    link = {"kind": "reference", "target": "customer", "label": {"en": "Customer"}, "on_delete": "clear"}
    apply(root, {"op": "put", "kind": "entity", "key": "site_visit", "document": document},
          put_field("site_visit.customer", link))  # fmt: skip
    assert told(root, "site_visit")["plural"] == expected
    (lead,) = [item for item in told(root, "customer")["relations"] if item["entity"] == "site_visit"]
    assert lead["label"] == expected
