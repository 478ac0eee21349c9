"""PLAT-01: saved views of one's own, shared, read with the viewer's eyes; nothing is published for them."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.accounts.queries import find_principal_by_id, forget_answers
from odos.audit.queries import list_history
from odos.kernel.problems import Forbidden, Invalid, NotFound, Stale
from odos.meta.changes import read_changes
from odos.meta.operations import apply
from odos.personal.operations import (
    AUDITED_AS,
    change_view,
    choose_views,
    create_view,
    delete_view,
)
from odos.personal.queries import apply_view, choice_json, list_views, read_view, show_view
from odos.records.lists.queries import ListRequest, list_records
from odos.storage.active import active_schema, refresh
from tests.fixtures.application import NOW, context_for

VIEW: dict[str, Any] = {
    "entity": "customer",
    "name": "Big ones",
    "columns": {"name": {"order": 10, "width": 200, "frozen": True}, "parent.name": {"order": 20}},
    "filter": 'tier = "a" and created_at in this month',
    "sort": "-created_at,name",
    "group_by": "tier",
    "quick_filters": ["tier", "owner"],
    "totals": {"quoted": "sum"},
    "page_size": 100,
}
PARTS = {name: value for name, value in VIEW.items() if name not in {"entity", "name"}}


@pytest.fixture
def other(app, new_user):
    return context_for(app, new_user("otto", "seller"))


def made(context, **more: Any):
    return create_view(context=context, given={**VIEW, **more})


def names(context) -> list[str]:
    return [shown.view.name for shown in list_views(context, "customer")]


def test_a_view_keeps_all_that_was_arranged(seller):
    assert show_view(seller, made(seller)).document == PARTS
    assert active_schema(seller.workspace).version == seller.schema.version


def test_a_view_is_nobody_elses_until_it_is_shared(seller, other, admin):
    view = made(seller)
    assert names(other) == []
    with pytest.raises(NotFound):
        read_view(other, view.pk)
    with pytest.raises(NotFound):
        change_view(context=other, view_id=view.pk, given={"name": "Mine now"})
    with pytest.raises(Invalid):
        apply_view(other, other.schema.entities["customer"], ListRequest(), f"~{view.pk}")
    assert names(seller) == ["Big ones"]


def test_a_view_is_shared_with_people_roles_units_and_all(app, seller, other, make, admin):
    view = made(seller)
    company = make(admin, "unit", name="Company")
    team = make(admin, "unit", name="Team", parent=company["id"])
    inner = create_user(workspace=app, username="ina", name="Ina", roles=("seller",), unit_id=int(team["id"]),
                        actor=system_principal(app), now=NOW)  # fmt: skip
    forget_answers()
    ina = context_for(app, find_principal_by_id(workspace=app, user_id=inner))

    def share(**audience: Any) -> None:
        change_view(context=seller, view_id=view.pk, given={"audience": audience})

    share(users=[str(other.actor.user_id)])
    assert (names(other), names(ina)) == (["Big ones"], [])
    share(units=[company["id"]])
    assert (names(other), names(ina)) == ([], ["Big ones"])
    share(roles=["seller"])
    assert (names(other), names(ina)) == (["Big ones"], ["Big ones"])
    share(everyone=True)
    assert (names(other), names(ina)) == (["Big ones"], ["Big ones"])
    share()
    assert (names(other), names(ina)) == ([], [])


def test_what_is_shared_may_be_used_but_not_changed(seller, other):
    view = made(seller, audience={"everyone": True})
    for attempt in (
        lambda: change_view(context=other, view_id=view.pk, given={"name": "x"}),
        lambda: delete_view(context=other, view_id=view.pk),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert "audience" not in show_view(other, view).as_json(other, {}, "en")
    assert "audience" in show_view(seller, view).as_json(seller, {}, "en")


def test_administrators_care_for_what_all_share(seller, app, new_user):
    root = context_for(app, find_principal_by_id(workspace=app, user_id=create_user(
        workspace=app, username="root", name="Root", is_admin=True, actor=system_principal(app), now=NOW)))  # fmt: skip
    mine, ours = made(seller), made(seller, audience={"everyone": True})
    with pytest.raises(NotFound):
        change_view(context=root, view_id=mine.pk, given={"name": "x"})
    assert change_view(context=root, view_id=ours.pk, given={"name": "Ours"}).name == "Ours"


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("columns", {"nmae": {}}, "unknown_field"),
        ("columns", {"revenue": {}}, "unknown_field"),  # hidden from sellers
        ("columns", {"name": {"width": 3}}, "bad_view"),
        ("filter", "revenue > 5", "unknown_field"),
        ("filter", "name = ", "rule_syntax"),
        ("filter", "name", "rule_type"),
        ("sort", "-revenue", "unknown_field"),
        ("group_by", "revenue", "unknown_field"),
        ("group_by", "notes", "not_groupable"),
        ("quick_filters", ["revenue"], "unknown_field"),
        ("totals", {"revenue": "sum"}, "unknown_field"),
        ("totals", {"quoted": "median"}, "bad_view"),
        ("page_size", 0, "bad_view"),
        ("page_size", True, "bad_view"),
        ("type", "pie", "bad_view"),
        ("name", "", "bad_name"),
        ("name", "x" * 200, "bad_name"),
        ("audience", {"users": ["999999"]}, "unknown_audience"),
        ("audience", {"roles": ["king"]}, "unknown_audience"),
        ("audience", {"units": ["x"]}, "wrong_type"),
        ("colour", "red", "unknown_attribute"),
    ],
)
def test_a_bad_view_is_refused_at_its_part(seller, part, value, code):
    with pytest.raises(Invalid) as refusal:
        made(seller, **{part: value})
    assert [(issue.code, issue.path[0]) for issue in refusal.value.issues] == [(code, part)]


def test_a_view_of_an_entity_out_of_reach_is_not_there(app, new_user):
    stranger = context_for(app, new_user("stan"))
    for key in ("customer", "nothing"):
        with pytest.raises(NotFound):
            create_view(context=stranger, given={**VIEW, "entity": key})
        with pytest.raises(NotFound):
            list_views(stranger, key)


def test_a_renamed_field_breaks_no_view(seller, app):
    view = made(seller, filter='quoted > 5 and any(quote where contact_name contains "x")', group_by=None,
                sort="-quoted", columns={"quoted": {}}, totals=None)  # fmt: skip
    publish_rename(app, "customer.quoted", "offered")
    publish_rename(app, "quote.contact_name", "contact")
    now = context_for(app, seller.actor)
    shown = show_view(now, view)
    assert shown.issues == []
    assert shown.document["filter"] == 'offered > 5 and any(quote where contact contains "x")'
    assert (shown.document["sort"], list(shown.document["columns"])) == ("-offered", ["offered"])


def test_a_view_whose_field_is_gone_or_hidden_says_so_and_opens(admin, seller, app):
    root = owner_of_all(app)
    view = create_view(context=root, given={
        **VIEW, "filter": 'revenue > 5 and tier = "a"', "columns": {"revenue": {}, "name": {}}, "sort": "-revenue",
        "audience": {"everyone": True}})  # fmt: skip
    shown = show_view(seller, view)
    assert shown.document["filter"] == 'tier = "a"'
    assert list(shown.document["columns"]) == ["name"]
    assert "sort" not in shown.document
    assert {(issue.code, issue.path[0], issue.severity) for issue in shown.issues} == {
        ("field_gone", "columns", "warning"),
        ("condition_gone", "filter", "warning"),
        ("field_gone", "sort", "warning"),
    }
    assert "revenue" not in str([issue.message for issue in shown.issues])
    with pytest.raises(Invalid):  # by address it narrows by all of its filter, or not at all
        apply_view(seller, seller.schema.entities["customer"], ListRequest(), f"~{view.pk}")


def test_a_list_takes_the_filter_and_sort_of_a_saved_view(admin, seller, make):
    make(admin, "customer", name="Beta", tier="a", owner=seller.actor.user_id)
    make(admin, "customer", name="Alpha", tier="a", owner=seller.actor.user_id)
    make(admin, "customer", name="Gamma", tier="b", owner=seller.actor.user_id)
    view = made(seller, sort="name")
    entity = seller.schema.entities["customer"]
    request = apply_view(seller, entity, ListRequest(fields=("name",)), f"~{view.pk}")
    page = list_records(context=seller, entity=entity, request=request)
    assert [orjson.loads(item)["name"] for item in page.items] == ["Alpha", "Beta"]


def test_a_shared_view_shows_only_what_its_viewer_may_see(admin, seller, other, make):
    make(admin, "customer", name="Mine", tier="a", owner=seller.actor.user_id)
    view = made(seller, audience={"everyone": True})
    entity = other.schema.entities["customer"]
    request = apply_view(other, entity, ListRequest(), f"~{view.pk}")
    assert list_records(context=other, entity=entity, request=request).items == []


def test_a_stale_change_is_refused(seller):
    view = made(seller)
    change_view(context=seller, view_id=view.pk, given={"name": "Second"}, if_version=1)
    with pytest.raises(Stale):
        change_view(context=seller, view_id=view.pk, given={"name": "Third"}, if_version=1)
    assert read_view(seller, view.pk).name == "Second"


def test_null_removes_a_part_and_the_rest_stays(seller):
    view = made(seller)
    change_view(context=seller, view_id=view.pk, given={"filter": None, "group_by": None})
    assert set(PARTS) - set(show_view(seller, read_view(seller, view.pk)).document) == {"filter", "group_by"}


def test_every_change_is_audited(seller):
    view = made(seller)
    number = view.pk
    change_view(context=seller, view_id=number, given={"name": "Second"})
    delete_view(context=seller, view_id=number)
    page = list_history(workspace=seller.workspace, entity_id=AUDITED_AS, record_id=number)
    assert [entry.action for entry in page.items] == ["deleted", "updated", "created"]
    assert page.items[1].changes == {"name": ["Big ones", "Second"]}


def test_a_person_chooses_the_view_seen_first(seller, other):
    view = made(seller)
    key = f"~{view.pk}"
    choose_views(context=seller, entity="customer", given={"default": key, "pinned": [key, "*"]})
    assert choice_json(seller, "customer") == {"default": key, "pinned": [key, "*"]}
    assert choice_json(other, "customer") == {"default": None, "pinned": []}
    with pytest.raises(Invalid):
        choose_views(context=other, entity="customer", given={"default": key})
    choose_views(context=seller, entity="customer", given={"default": None})
    assert choice_json(seller, "customer") == {"default": None, "pinned": [key, "*"]}


def publish_rename(app, key: str, new_key: str) -> None:
    change = {"op": "rename", "kind": "field", "key": key, "new_key": new_key}
    apply(workspace=app, changes=read_changes([change]), message="rename",
          actor=system_principal(app), now=NOW)  # fmt: skip
    refresh(app)


def owner_of_all(app):
    user_id = create_user(
        workspace=app, username="boss", name="Boss", is_admin=True, actor=system_principal(app), now=NOW
    )
    return context_for(app, find_principal_by_id(workspace=app, user_id=user_id))
