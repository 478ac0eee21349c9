"""PLAT-36: a plan says who would gain or lose access."""

from __future__ import annotations

import pytest

from odos.kernel.problems import Invalid
from odos.meta.changes import read_changes
from odos.meta.operations import plan
from tests.fixtures.application import NOW, context_for, labelled, publish


def planned(admin, document):
    changes = [{"op": "put", "kind": "role", "key": document["key"], "document": document}]
    made = plan(
        workspace=admin.workspace,
        changes=read_changes(changes),
        actor=admin.actor,
        now=NOW,
        base_version=None,
    )
    return made.as_json("en")["impact"]["access"], made


def test_who_gains_and_who_loses(admin, new_user):
    new_user("sally", "seller")
    wide = labelled(
        "seller", kind="role", key="seller", entities={"customer": {"see": "all", "delete": "none"}}
    )
    found, _made = planned(admin, wide)
    by_action = {(item["entity"], item["action"]): item for item in found}
    assert by_action["customer", "see"]["gained"] == ["All records"]
    assert by_action["customer", "see"]["lost"] == []
    assert by_action["customer", "delete"]["lost"]
    assert by_action["customer", "see"]["names"] == ["Sally"]
    assert by_action["customer", "see"]["users"] == 1


def test_a_wider_role_beside_it_leaves_nothing_to_tell(admin, new_user, app):
    publish(app, [labelled("reader", kind="role", key="reader", entities={"customer": {"see": "all"}})])
    new_user("sally", "seller", "reader")
    wide = labelled("seller", kind="role", key="seller", entities={"customer": {"see": "unit"}})
    found, _made = planned(context_for(app), wide)
    assert [item for item in found if item["action"] in {"see", "export"}] == []


def test_fields_that_are_shown_or_kept_back(admin, new_user):
    new_user("sally", "seller")
    masks = labelled("seller", kind="role", key="seller", fields={"customer": {"name": {"see": "mask"}}})
    found, _made = planned(admin, masks)
    assert {(item["action"], *item["fields"]) for item in found} == {("see", "name"), ("edit", "name")}


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ({"entities": {"customer": {"see": {"rule": "nmae = 1"}}}}, "rule"),
        ({"entities": {"customer": {"see": {"from": ["tier"]}}}}, "from"),
        ({"entities": {"*": {"see": {"rule": "true"}}}}, "see"),
        ({"entities": {"customer": {"see": "everywhere"}}}, "see"),
        ({"fields": {"customer": {"revenue": {"see": "mask"}}}}, "see"),
        ({"fields": {"customer": {"name": {"see": False, "when": "amount >"}}}}, "when"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(admin, role, path):
    document = labelled("odd", kind="role", key="odd", **role)
    try:
        _found, made = planned(admin, document)
        issues = made.as_json("en")["issues"]
    except Invalid as refusal:
        issues = [issue.as_json("en") for issue in refusal.issues]
    assert any(issue["severity"] == "error" and path in str(issue["path"]) for issue in issues), issues
