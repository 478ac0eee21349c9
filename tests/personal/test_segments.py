"""QUERY-03: segments, dynamic and frozen, as conditions of every filter, never past what the viewer may see."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.accounts.queries import find_principal_by_id
from odos.kernel.problems import Invalid, NotFound
from odos.personal.segments import (
    change_segment,
    count_members,
    create_segment,
    delete_segment,
    list_segments,
    read_segment,
)
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.choosing import list_options
from odos.records.lists.queries import ListRequest, list_records
from tests.fixtures.application import NOW, context_for


@pytest.fixture
def other(app, new_user):
    return context_for(app, new_user("otto", "seller"))


@pytest.fixture
def boss(app):
    user_id = create_user(
        workspace=app, username="boss", name="Boss", is_admin=True, actor=system_principal(app), now=NOW
    )
    return context_for(app, find_principal_by_id(workspace=app, user_id=user_id))


@pytest.fixture
def give(admin, make):
    """Make a customer that belongs to somebody; sellers may not set its tier themselves."""

    def give_to(context, name: str, tier: str) -> None:
        make(admin, "customer", name=name, tier=tier, owner=context.actor.user_id)

    return give_to


@pytest.fixture
def customers(seller, give):
    for name, tier in (("Alpha", "a"), ("Beta", "b"), ("Gamma", "a")):
        give(seller, name, tier)


def made(context, source: str = 'tier = "a"', **more: Any):
    return create_segment(
        context=context, given={"entity": "customer", "name": "Key accounts", "filter": source, **more}
    )


def names(context, source: str) -> list[str]:
    request = ListRequest(filter=source, sort="name", fields=("name",))
    page = list_records(context=context, entity=context.schema.entities["customer"], request=request)
    return [orjson.loads(item)["name"] for item in page.items]


def test_a_dynamic_segment_is_a_condition(seller, customers, give):
    segment = made(seller)
    assert (segment.key, count_members(seller, segment)) == ("key_accounts", (2, "exact"))
    assert names(seller, 'INSEGMENT("key_accounts")') == ["Alpha", "Gamma"]
    assert names(seller, 'insegment("key_accounts") and name <> "Gamma"') == ["Alpha"]
    assert names(seller, 'not INSEGMENT("key_accounts")') == ["Beta"]
    give(seller, "Delta", "a")
    assert names(seller, 'INSEGMENT("key_accounts")') == ["Alpha", "Delta", "Gamma"]


def test_a_static_segment_keeps_the_records_of_its_moment(seller, customers, give):
    segment = made(seller, kind="static")
    give(seller, "Delta", "a")
    assert names(seller, 'INSEGMENT("key_accounts")') == ["Alpha", "Gamma"]
    assert segment.frozen_at == NOW
    change_segment(context=seller, segment_id=segment.pk, given={"kind": "static"})
    assert names(seller, 'INSEGMENT("key_accounts")') == ["Alpha", "Delta", "Gamma"]
    change_segment(context=seller, segment_id=segment.pk, given={"kind": "dynamic", "filter": 'tier = "b"'})
    assert names(seller, 'INSEGMENT("key_accounts")') == ["Beta"]


def test_a_changed_segment_is_seen_at_once_by_filters_kept_compiled(seller, customers):
    segment = made(seller)
    assert names(seller, 'INSEGMENT("key_accounts")') == ["Alpha", "Gamma"]
    change_segment(context=seller, segment_id=segment.pk, given={"filter": 'tier = "b"'})
    assert names(seller, 'INSEGMENT("key_accounts")') == ["Beta"]


def test_segments_serve_in_aggregates_options_and_other_segments(seller, customers):
    made(seller)
    made(seller, 'INSEGMENT("key_accounts") and name starts with "g"', name="Inner")
    entity = seller.schema.entities["customer"]
    count = Aggregation((), (Measure("count", None, "n"),), filter='INSEGMENT("key_accounts")')
    assert aggregate(context=seller, entity=entity, asked=count)[1] == {"n": 2}
    found = list_options(context=seller, entity=entity, filter_text='INSEGMENT("inner")')
    assert [item["label"] for item in found] == ["Gamma"]


@pytest.mark.parametrize(
    "source",
    [
        'INSEGMENT("nothing")',
        "INSEGMENT(name)",
        "INSEGMENT(1, id)",
        'INSEGMENT("key_accounts", 1)',
        "INSEGMENT()",
        'any(quote where INSEGMENT("key_accounts"))',
    ],
)
def test_what_is_no_segment_is_refused(seller, customers, source):
    made(seller, kind="static")
    with pytest.raises(Invalid) as refusal:
        names(seller, source)
    assert refusal.value.issues[0].path[0] == "filter"


def test_nobody_asks_for_somebody_elses_segment(seller, other, customers):
    segment = made(seller)
    assert list_segments(other, "customer") == []
    with pytest.raises(NotFound):
        read_segment(other, segment.pk)
    with pytest.raises(Invalid):
        names(other, 'INSEGMENT("key_accounts")')


@pytest.mark.parametrize(
    "call",
    [
        "\u0131nsegment({id}, id)",  # a dotless i, a long s: capitals of them are the letters of the name
        "in\u017fegment({id}, id)",
        "\u0131n\u017fegment_members({id}, id)",
        "INSEGMENT_MEMBERS({id}, id)",
        "any(quote where INSEGMENT_MEMBERS({id}, id))",
        '\u0131nsegment("key_accounts")',
    ],
)
def test_no_spelling_reads_the_list_of_somebody_elses_segment(seller, other, customers, give, call):
    give(other, "Own", "a")
    segment = made(seller, kind="static")
    with pytest.raises(Invalid) as refusal:
        names(other, call.format(id=segment.pk))
    assert refusal.value.issues[0].path[0] == "filter"


def test_capitals_beyond_ascii_name_a_segment_as_well(seller, customers):
    made(seller, kind="static")
    assert names(seller, '\u0131n\u017fegment("key_accounts")') == ["Alpha", "Gamma"]


def test_a_shared_segment_shows_only_records_of_ones_own(seller, other, customers, give):
    for kind in ("dynamic", "static"):
        segment = made(seller, kind=kind, name=kind, audience={"everyone": True})
        assert count_members(other, segment) == (0, "exact")
    give(other, "Own", "a")
    assert names(other, 'INSEGMENT("dynamic")') == ["Own"]
    assert names(other, 'INSEGMENT("static")') == []


def test_a_segment_reads_no_field_that_is_hidden_from_who_asks(boss, seller, make):
    make(boss, "customer", name="Rich", revenue="100", owner=seller.actor.user_id)
    segment = made(boss, "revenue > 50", audience={"everyone": True})
    assert names(boss, 'INSEGMENT("key_accounts")') == ["Rich"]
    with pytest.raises(Invalid) as refusal:
        names(seller, 'INSEGMENT("key_accounts")')
    assert "revenue" not in str(refusal.value)
    assert count_members(seller, segment) == (None, None)
    with pytest.raises(Invalid):
        made(seller, "revenue > 50", name="Own")


def test_segments_that_ask_for_each_other_are_refused(seller, customers):
    first = made(seller)
    made(seller, 'INSEGMENT("key_accounts")', name="Second")
    with pytest.raises(Invalid):
        change_segment(context=seller, segment_id=first.pk, given={"filter": 'INSEGMENT("second")'})
        names(seller, 'INSEGMENT("key_accounts")')


def test_keys_are_made_of_names_and_stay_free_of_clashes(seller):
    assert [made(seller, name=name).key for name in ("Hot!", "Hot", "热门客户")] == [
        "hot",
        "hot_2",
        "segment",
    ]
    assert made(seller, key="own_key").key == "own_key"
    with pytest.raises(Invalid):
        made(seller, key="own_key")


def test_a_deleted_segment_leaves_its_records(seller, customers):
    segment = made(seller, kind="static")
    delete_segment(context=seller, segment_id=segment.pk)
    assert list_segments(seller, "customer") == []
    assert names(seller, 'tier = "a"') == ["Alpha", "Gamma"]
