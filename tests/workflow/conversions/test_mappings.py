"""What a conversion maps is checked before it is live: every value fits the field that takes it."""

from __future__ import annotations

from typing import Any

import pytest

from odos.kernel.problems import Invalid
from odos.meta.changes import read_changes
from odos.meta.operations import plan
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_fields
from tests.workflow.deals import conversion, publish_conversion


@pytest.fixture
def workspace(app):
    publish_conversion(app)
    publish(
        app,
        [
            labelled("customer", kind="entity", key="customer", fields={
                "since": labelled("since", kind="date"), "met_at": labelled("met", kind="datetime"),
                "value": labelled("value", kind="money"), "points": labelled("points", kind="decimal", digits=9, scale=2),
                "colours": labelled("colours", kind="options", options={"red": labelled("red"), "blue": labelled("blue")}),
                "doubled": labelled("doubled", kind="formula", expression="points * 2"),
                "seen": labelled("seen", kind="datetime", read_only=True),
            }),
            labelled("deal", kind="entity", key="deal", fields={
                "worth": labelled("worth", kind="money"), "fixed": labelled("fixed", kind="text", read_only_after_create=True),
            }),
        ],
    )  # fmt: skip
    return app


def refused(workspace, **attributes: Any) -> dict[str, str]:
    """The codes of findings by their place within the conversion."""
    document = {"kind": "conversion", "key": "deal_to_quote", "entity": "deal", **attributes}
    with pytest.raises(Invalid) as caught:
        publish(workspace, [document])
    return {"/".join(map(str, issue.path[2:])): issue.code for issue in caught.value.issues}


@pytest.mark.parametrize(
    ("targets", "code", "path"),
    [
        ({"customer": {"target": "gone"}}, "unknown_entity", "customer/target"),
        ({"customer": {"link": "name"}}, "not_referring", "customer/link"),
        ({"customer": {"fields": {"nmae": {"copy": "name"}}}}, "unknown_field", "customer/fields/nmae"),
        ({"customer": {"fields": {"name": {"copy": "x"}}}}, "unknown_field", "customer/fields/name/copy"),
        ({"customer": {"fields": {"name": {"copy": "name", "value": "1"}}}}, "one_way", "customer/fields/name"),
        ({"quote": {"fields": {"customer": {"record": "x"}}}}, "unknown_target", "quote/fields/customer/record"),
        ({"quote": {"order": 5}}, "made_later", "quote/fields/customer/record"),
        ({"quote": {"lines": {"lines": {"from": "name"}}}}, "unknown_field", "quote/lines/lines/from"),
    ],
)  # fmt: skip
def test_a_conversion_that_leads_nowhere_is_refused(workspace, targets, code, path):
    """CONV-01: entities, fields and targets are there, and in an order in which they can be made."""
    found = refused(workspace, targets=targets)
    assert found.get(f"targets/{path}") == code, found


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("since", {"copy": "name"}, "effect_type"),
        ("since", {"value": "amount"}, "effect_type"),
        ("points", {"copy": "worth"}, "effect_type"),
        ("name", {"copy": "customer"}, "effect_type"),
        ("name", {"copy": "lines.text"}, "copied_of_many"),
        ("tier", {"value": "amount +"}, "rule_syntax"),
        ("tier", {"copy": "stage", "value": None}, "other_options"),
        ("colours", {"copy": "stage"}, "other_options"),
        ("tier", {"value": "stage"}, "other_options"),
        ("tier", {"value": '"gold"'}, "other_options"),
        ("tier", {"constant": "a", "value": None, "extend": True}, "not_extended"),
        ("points", {"constant": "many"}, "wrong_type"),
        ("colours", {"constant": ["green"]}, "unknown_option"),
        ("doubled", {"copy": "amount"}, "read_only"),
        ("seen", {"copy": "created_at"}, "read_only"),
    ],
)
def test_a_value_fits_its_field(workspace, field, value, code):
    """CONV-01: a copy, an expression or a constant of another type is refused where it stands."""
    found = refused(workspace, targets={"customer": {"fields": {field: value}}})
    place = f"targets/customer/fields/{field}"
    assert {found[path] for path in found if path.startswith(place)} == {code}, found


@pytest.mark.parametrize(
    ("targets", "code", "path"),
    [
        ({"fields": {"deal": {"record": "customer", "source": None}}}, "effect_type", "fields/deal/record"),
        ({"fields": {"customer": {"source": True, "record": None}}}, "effect_type", "fields/customer/source"),
        ({"fields": {"lines": {"copy": "lines"}}}, "not_as_lines", "fields/lines"),
        ({"lines": {"lines": {"fields": {"quantity": {"copy": "text", "value": None}}}}}, "effect_type", "lines/lines/fields/quantity/copy"),
        ({"lines": {"lines": {"fields": {"quantity": {"value": "text"}}}}}, "effect_type", "lines/lines/fields/quantity/value"),
        ({"lines": {"lines": {"fields": {"quantity": {"value": None, "source": True}}}}}, "effect_type", "lines/lines/fields/quantity/source"),
    ],
)  # fmt: skip
def test_records_and_lines_fit_too(workspace, targets, code, path):
    """OPP-17, QUOTE-04: a link takes records of its own entity, lines are mapped line by line."""
    found = refused(workspace, targets={"quote": targets})
    assert found == {f"targets/quote/{path}": code}


@pytest.mark.parametrize(
    ("effects", "code"),
    [
        ({"stage": "amount"}, "effect_type"),
        ({"stage": '"done"'}, "other_options"),
        ({"weighted": "1"}, "read_only"),
        ({"fixed": '"x"'}, "read_only"),
    ],
)
def test_what_is_set_in_the_source_fits_its_field(workspace, effects, code):
    """CONV-01: of another type, computed, or fixed since the record was made."""
    (name,) = effects
    assert refused(workspace, effects=effects) == {f"effects/{name}": code}


def test_what_fits_is_taken(workspace):
    """CONV-01: a day for a moment, an option for a text, a number for an amount."""
    fields = {
        "met_at": {"copy": "created_at"}, "value": {"copy": "amount"}, "points": {"value": "worth"},
        "colours": {"constant": ["red"]}, "since": {"value": "today"},
    }  # fmt: skip
    publish(
        workspace,
        [{"kind": "conversion", "key": "deal_to_quote", "entity": "deal", "targets": {"customer": {"fields": fields}}}],
    )  # fmt: skip
    (found,) = context_for(workspace).schema.get_entity("deal").conversions
    assert found["targets"]["customer"]["fields"]["colours"]["constant"] == ["red"]


def test_a_required_field_without_a_value_is_told(workspace):
    """CONV-01: whoever converts can still give one, so that it is a warning."""
    told = planned(workspace, {"amount": {"copy": "amount"}})
    assert told == [("not_mapped", "warning", f"{LINE_FIELDS}/name")]


def test_options_that_are_missing_over_there_are_told(workspace):
    """CONV-01: a list that lacks some options is a warning; options with other labels are the same by key."""
    few = {key: labelled(key) for key in ("new", "won", "put_off")}
    publish_fields(workspace, ("deal", "state", {"kind": "option", "options": few}))
    told = planned(workspace, {"name": {"copy": "name"}, "stage": {"copy": "state"}})
    assert told == [("other_options", "warning", f"{LINE_FIELDS}/stage/copy")]
    assert planned(workspace, {"name": {"copy": "name"}, "stage": {"copy": "stage"}}) == []


LINE_FIELDS = "conversion/deal_to_deal/targets/line/fields"


def planned(workspace, fields: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is told of a conversion of deals into deals: code, severity and place."""
    document = conversion(
        key="deal_to_deal", targets={"line": {"target": "deal", "fields": fields}}, effects={}
    )
    change = {"op": "put", "kind": "conversion", "key": "deal_to_deal", "document": document}
    actor = context_for(workspace).actor
    made = plan(workspace=workspace, actor=actor, now=NOW, changes=read_changes([change]))
    return [(issue.code, issue.severity, "/".join(map(str, issue.path))) for issue in made.issues]
