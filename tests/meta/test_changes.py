"""Change sets read from JSON, whatever somebody sends."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Invalid, Malformed
from odos.meta.changes import Change, make_changes, read_changes
from odos.meta.design.layered import Design
from tests.meta.designs import put, rename, site_visit


def nested(depth):
    value = {}
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        "put",
        [None],
        [{"op": "drop", "kind": "entity", "key": "a"}],
        [{"op": "put", "kind": "table", "key": "a", "document": {}}],
        [{"op": "put", "kind": "entity", "key": 5, "document": {}}],
        [{"op": "put", "kind": "entity", "key": "a"}],
        [{"op": "put", "kind": "entity", "key": "a", "document": []}],
        [{"op": "rename", "kind": "entity", "key": "a"}],
        [{"op": "put", "kind": "entity", "key": "a", "document": nested(2_000)}],
        [{"op": "put", "kind": "entity", "key": "a", "document": {"label": {"en": "a\x00b"}}}],
        [{"op": "put", "kind": "entity", "key": "a", "document": {"label": {"en": "\ud800"}}}],
    ],
    ids=range(13),
)
def test_what_cannot_be_read_is_refused_as_malformed(data):
    with pytest.raises(Malformed):
        read_changes(data)


def test_every_fault_of_form_is_told_with_its_place():
    with pytest.raises(Malformed) as refusal:
        read_changes(
            [{"op": "putt", "kind": "entity", "key": "a"}, {"op": "delete", "kind": "feild", "key": "a"}]
        )
    issues = [issue.as_json() for issue in refusal.value.issues]
    assert [issue["path"] for issue in issues] == ["0/op", "1/kind"]
    assert issues[0]["hint"] == 'Did you mean "put"?'


def test_a_change_set_is_read_in_order():
    data = [
        {"op": "put", "kind": "entity", "key": "a", "document": {"label": {"en": "反斜杠 \\u0000 😀 שלום"}}},
        {"op": "rename", "kind": "field", "key": "a.b", "new_key": "c"},
        {"op": "delete", "kind": "view", "key": "a.all"},
    ]
    assert [change.op for change in read_changes(data)] == ["put", "rename", "delete"]


def test_all_refusals_of_a_change_set_are_collected():
    changes = [
        Change("delete", "entity", "nowhere"),
        put("entity", "site_visit", site_visit()),
        Change("delete", "field", "site_visit.nme"),
        rename("field", "site_visit.name", "id"),
        put("field", "noplace", {"kind": "text"}),
    ]
    with pytest.raises(Invalid) as refusal:
        make_changes(Design(), changes)
    issues = [issue.as_json() for issue in refusal.value.issues]
    assert [issue["path"] for issue in issues] == [
        "changes/0/key", "changes/2/key", "changes/3/key", "changes/4/key"]  # fmt: skip
    assert issues[1]["hint"] == 'Did you mean "name"?'


def test_a_rename_back_frees_no_key_of_somebody_else():
    design = make_changes(Design(), [put("entity", "site_visit", site_visit(b={"kind": "text"}))])
    design = make_changes(design, [rename("field", "site_visit.name", "title")])
    with pytest.raises(Invalid):
        make_changes(design, [rename("field", "site_visit.b", "name")])
    back = make_changes(design, [rename("field", "site_visit.title", "name")])
    document = back.find("entity", "site_visit").document
    assert document["fields"]["name"]["key"] == "name"
    assert document["fields"]["name"]["aliases"] == ["title"]


def test_a_field_of_another_kind_loses_the_options_of_its_former_kind():
    design = make_changes(
        Design(), [put("entity", "v", site_visit(a={"kind": "text", "max_length": 9, "order": 3}))]
    )
    design = make_changes(design, [put("field", "v.a", {"kind": "integer", "min": 1})])
    assert design.find("entity", "v").document["fields"]["a"] == {"kind": "integer", "min": 1, "order": 3}
