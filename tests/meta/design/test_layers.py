"""Documents merged by layers, compared and patched. Pure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odos.meta.design.layers import LayerDocument, Override, merge, origins, overrides_for, value_hash
from odos.meta.design.pointers import (
    MISSING,
    differences,
    get_at,
    leaves,
    merged,
    overlap,
    patched,
    pointer,
    set_at,
)

keys = st.sampled_from("abcd")
values = st.one_of(st.integers(0, 3), st.booleans(), st.lists(st.integers(0, 2), max_size=2))
documents = st.recursive(
    st.dictionaries(keys, values, max_size=3),
    lambda inner: st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
mappings = st.dictionaries(keys, st.one_of(values, documents), max_size=4)


@given(before=mappings, after=mappings)
def test_differences_lead_from_one_document_to_the_other(before, after):
    assert patched(before, differences(before, after)) == after


@given(document=mappings)
def test_a_document_does_not_differ_from_itself(document):
    assert list(differences(document, document)) == []


@given(base=mappings, wanted=mappings)
def test_overrides_turn_what_a_package_says_into_what_the_organisation_wants(base, wanted):
    layer = LayerDocument("package:crm", 10, "u", base)
    assert merge([layer], overrides_for(base, wanted)) == wanted


@given(base=mappings, wanted=mappings, other=mappings)
def test_an_override_keeps_the_hash_of_what_it_saw_first(base, wanted, other):
    first = overrides_for(base, wanted)
    again = {item.path: item.base_hash for item in overrides_for(other, wanted, first)}
    assert all(again.get(item.path, item.base_hash) == item.base_hash for item in first if item.base_hash)


@given(document=mappings, patch=mappings)
def test_putting_twice_is_putting_once(document, patch):
    assert merged(merged(document, patch), patch) == merged(document, patch)


def test_null_removes_and_everything_else_merges_by_key():
    assert merged({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": None}, "d": [2]}) == {
        "a": {"c": 2},
        "d": [2],
    }


def test_later_layers_win_and_the_origin_of_each_attribute_is_known():
    layers = [
        LayerDocument("package:crm", 10, "u", {"label": {"zh": "乙"}, "icon": "x"}),
        LayerDocument("platform", 0, "u", {"label": {"en": "A", "zh": "甲"}, "key": "user"}),
    ]
    override = Override(("label", "en"), "set", "Mine", value_hash("A"))
    assert merge(layers, [override]) == {"label": {"en": "Mine", "zh": "乙"}, "key": "user", "icon": "x"}
    assert origins(layers, [override]) == {
        "/label/en": "organisation",
        "/label/zh": "package:crm",
        "/key": "platform",
        "/icon": "package:crm",
    }


def test_a_component_that_the_organisation_deleted_has_no_document():
    layer = LayerDocument("platform", 0, "u", {"key": "user"})
    assert merge([layer], [Override((), "remove")]) is None


def test_paths():
    assert get_at({"a": {"b": 1}}, ("a", "b")) == 1
    assert get_at({"a": 1}, ("a", "b")) is MISSING
    assert set_at({}, ("a", "b"), 1) == {"a": {"b": 1}}
    assert set_at({"a": {"b": 1}}, ("a", "b"), MISSING) == {"a": {}}
    assert list(leaves({"a": {"b": 1, "c": {}}})) == [("a", "b"), ("a", "c")]
    assert overlap(("a",), ("a", "b"))
    assert not overlap(("a", "c"), ("a", "b"))
    assert pointer(("a/b", "c~d")) == "/a~1b/c~0d"
