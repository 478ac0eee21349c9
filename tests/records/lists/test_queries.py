"""Lists: filter, sort, fields, cursor and offset, count, search, options."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest

from odos.access.models import RecordShare
from odos.access.queries import WIDE, forget_wide_grantees, wide_grantees
from odos.database.session import execute, fetch_all
from odos.kernel.problems import Invalid
from odos.records.lists import habits, plans, queries
from odos.records.lists.choosing import list_options
from odos.records.lists.finding import find_everywhere
from odos.records.lists.queries import ListRequest, get_record, list_records
from odos.records.writes.operations import delete_record


@pytest.fixture
def customers(admin, make):
    rows = [
        ("Acme", "a", "10"), ("Beta", "b", None), ("Gamma", "a", "30"), ("Delta", "b", "10"), ("Epsilon", "a", None),
        ("北京电子", "a", "20"), ("上海贸易", "b", "5"),
    ]  # fmt: skip
    return [make(admin, "customer", name=name, tier=tier, revenue=revenue) for name, tier, revenue in rows]


def names(context, **asked):
    page = list_records(
        context=context, entity=context.schema.entities["customer"], request=ListRequest(**asked)
    )
    return [orjson.loads(item)["name"] for item in page.items]


def test_filters_are_the_rule_language(admin, customers):
    assert names(admin, filter='tier = "a" and revenue >= 20', sort="name") == ["北京电子", "Gamma"]
    assert names(admin, filter="revenue is blank", sort="name") == ["Beta", "Epsilon"]
    assert names(admin, filter='name contains "电子" or name starts with "ACM"', sort="-name") == [
        "北京电子",
        "Acme",
    ]


def test_blanks_stand_last_in_both_directions(admin, customers):
    assert names(admin, sort="revenue,name")[-2:] == ["Beta", "Epsilon"]
    assert names(admin, sort="-revenue,name")[-2:] == ["Beta", "Epsilon"]


def test_chinese_sorts_by_pinyin_among_latin_names(admin, customers):
    assert names(admin, sort="name") == ["Acme", "北京电子", "Beta", "Delta", "Epsilon", "Gamma", "上海贸易"]


@pytest.mark.parametrize("sort", ["name", "-revenue", "tier,-revenue", "revenue,-name", None])
def test_pages_by_cursor_give_every_row_once_in_order(admin, customers, sort):
    entity = admin.schema.entities["customer"]
    whole = names(admin, sort=sort, limit=100)
    walked, cursor = [], None
    for _ in range(20):
        request = ListRequest(sort=sort, limit=2, cursor=cursor)
        page = list_records(context=admin, entity=entity, request=request)
        walked += [orjson.loads(item)["name"] for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert walked == whole


def test_offset_pages_agree_with_the_whole(admin, customers):
    assert names(admin, sort="name", limit=3, offset=2) == names(admin, sort="name")[2:5]


def test_counts(admin, customers):
    entity = admin.schema.entities["customer"]
    page = list_records(context=admin, entity=entity, request=ListRequest(limit=2, filter='tier = "a"'))
    assert (page.count, page.count_kind) == (4, "exact")
    page = list_records(context=admin, entity=entity, request=ListRequest(limit=2, count="none"))
    assert (page.count, page.count_kind) == (None, None)
    page = list_records(context=admin, entity=entity, request=ListRequest(limit=2, offset=50, count="exact"))
    assert page.count == 7
    page = list_records(context=admin, entity=entity, request=ListRequest(limit=2, count="estimate"))
    assert page.count_kind == "estimate"


def test_text_search_finds_parts_of_words_in_both_scripts(admin, customers):
    assert names(admin, q="psil") == ["Epsilon"]
    assert names(admin, q="电子") == ["北京电子"]
    assert names(admin, q="贸") == ["上海贸易"]
    assert names(admin, q="') OR 1=1 --") == []
    found = find_everywhere(context=admin, q="acm")
    assert [(hit["entity"], hit["label"]) for hit in found] == [("customer", "Acme")]


def test_chosen_fields_with_paths(admin, customers, make):
    child = make(admin, "customer", name="Child", parent=customers[0]["id"])
    entity = admin.schema.entities["customer"]
    request = ListRequest(filter=f"id = {child['id']}", fields=("name", "parent.name"))
    page = list_records(context=admin, entity=entity, request=request)
    assert orjson.loads(page.items[0]) == {
        "id": child["id"], "version": 1, "name": "Child", "parent.name": "Acme",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"filter": "nmae = 1"}, "unknown_field"),
        ({"filter": "name ="}, "syntax"),
        ({"sort": "nope"}, "unknown_field"),
        ({"sort": "notes"}, "not_sortable"),
        ({"fields": ("nope",)}, "unknown_field"),
        ({"limit": 0}, "bad_limit"),
        ({"limit": 1001}, "bad_limit"),
        ({"cursor": "garbage"}, "bad_cursor"),
    ],
)
def test_bad_requests_are_refused_with_a_finding(admin, asked, code):
    with pytest.raises(Invalid) as refusal:
        names(admin, **asked)
    assert code in refusal.value.issues[0].code


def test_a_seller_cannot_tell_by_filter_or_sort_what_is_hidden(seller):
    for asked in ({"filter": "revenue > 10"}, {"sort": "revenue"}, {"fields": ("revenue",)}):
        with pytest.raises(Invalid) as refusal:
            names(seller, **asked)
        assert "revenue" in str(refusal.value.issues[0].message)
        assert "unknown" in refusal.value.issues[0].code or "visible" in refusal.value.issues[0].code


def test_the_bin_is_a_list_of_its_own(admin, customers):
    delete_record(context=admin, entity="customer", record_id=int(customers[0]["id"]))
    assert names(admin, deleted=True) == ["Acme"]
    assert "Acme" not in names(admin)


def test_labels_of_records_out_of_reach_are_blank(admin, seller, customers, make):
    mine = make(seller, "customer", name="Mine")
    from_admin = {"parent": customers[0]["id"]}
    make_parent = __import__("odos.records.writes.operations", fromlist=["update_record"]).update_record
    make_parent(context=admin, entity="customer", record_id=int(mine["id"]), values=from_admin)
    page = list_records(
        context=seller,
        entity=seller.schema.entities["customer"],
        request=ListRequest(fields=("parent", "parent.name")),
    )
    shown = orjson.loads(page.items[0])
    assert shown["parent.name"] is None
    assert shown["parent"]["label"] is None
    assert names(seller, filter='parent.name = "Acme"') == []


def test_a_blank_title_is_told_from_one_out_of_reach(admin, customers, make):
    child = make(admin, "customer", name="Child", parent=customers[0]["id"])
    entity = admin.schema.entities["customer"]
    execute(
        admin.workspace,
        f'UPDATE "{entity.table}" SET "{entity.title.column}" = NULL WHERE id = %s',
        [int(customers[0]["id"])],
    )
    body = get_record(context=admin, entity=entity, record_id=int(child["id"]), fields=("parent",))
    assert orjson.loads(body)["parent"] == {"id": customers[0]["id"], "label": ""}


def test_options_propose_by_part_of_the_label(admin, seller, customers):
    entity = admin.schema.entities["customer"]
    assert list_options(context=admin, entity=entity, q="%") == []
    found = list_options(context=admin, entity=entity, q="eLt")
    assert [option["label"] for option in found] == ["Delta"]
    assert list_options(context=seller, entity=entity, q="delta") == []


def test_a_filter_that_is_used_often_gets_an_index(admin, customers, monkeypatch):
    monkeypatch.setattr(habits, "OFTEN", 3)
    for code in ("X1", "X2", "X3", "X4"):
        names(admin, filter=f'tier = "a" and code = "{code}"', sort="-revenue")
    found = fetch_all(admin.workspace, "SELECT statement FROM managed_index WHERE purpose = 'frequent'")
    assert len(found) == 1
    entity = admin.schema.entities["customer"]
    for key in ("tier", "code", "revenue"):
        assert entity.fields[key].column in found[0][0]


def test_the_lists_of_members_get_indexes_that_begin_with_whose_the_records_are(seller, make, monkeypatch):
    """PLAT-36: a page of what somebody owns is read from its index, however many records others have."""
    monkeypatch.setattr(habits, "OFTEN", 3)
    make(seller, "customer", name="Mine")
    for code in ("X1", "X2", "X3", "X4"):
        names(seller, filter=f'code = "{code}"', sort="-name")
    found = fetch_all(seller.workspace, "SELECT statement FROM managed_index WHERE purpose = 'frequent'")
    code = seller.schema.entities["customer"].fields["code"].column
    assert sum(f'("owner", "{code}", ' in statement for (statement,) in found) == 1


@pytest.mark.parametrize("few", [1, 20_000])
def test_a_count_over_several_ways_counts_each_record_once(admin, seller, make, monkeypatch, few):
    """PLAT-36: own records, shared ones, and those that are both; up to the cap, or exactly."""
    monkeypatch.setattr(queries, "COUNT_CAP", 3)
    monkeypatch.setattr(plans, "FEW", few)
    entity = admin.schema.entities["customer"]

    def counted():
        asked = (ListRequest(limit=1), ListRequest(limit=1, count="exact", filter="code is blank"))
        pages = [list_records(context=seller, entity=entity, request=request) for request in asked]
        return [(page.count, page.count_kind) for page in pages]

    def share(record):
        RecordShare.objects.create(
            entity_id=entity.id, record_id=int(record["id"]), grantee=f"user:{seller.actor.user_id}"
        )

    assert counted() == [(0, "exact"), (0, "exact")]
    mine = [make(seller, "customer", name=name) for name in ("One", "Two")]
    theirs = [make(admin, "customer", name=name) for name in ("Three", "Four", "Five", "Six")]
    share(mine[0])
    share(theirs[0])
    assert counted() == [(3, "exact"), (3, "exact")]
    share(theirs[1])
    assert counted() == [(3, "capped"), (4, "exact")]  # only together
    for record in theirs[2:]:
        share(record)
    assert counted() == [(3, "capped"), (6, "exact")]  # one way alone


def test_lists_of_those_who_were_let_in_on_very_many_records_are_planned_for_them(admin, seller):
    """PLAT-36: a plan that serves others would gather all of their records first."""
    forget_wide_grantees()
    assert seller.single_slots
    statement = (
        "INSERT INTO record_share (entity_id, record_id, grantee)"
        " SELECT %s::uuid, g, CASE WHEN g <= %s THEN 'role:seller' ELSE 'user:' || g END"
        " FROM generate_series(1, 10000) g"
    )
    execute(seller.workspace, statement, [admin.schema.entities["customer"].id, WIDE + 500])
    execute(seller.workspace, "ANALYZE record_share")
    forget_wide_grantees()
    assert wide_grantees(seller.workspace) == {"role:seller"}
    assert not replace(seller).single_slots
    assert replace(seller, actor=replace(seller.actor, roles=("another",))).single_slots
    forget_wide_grantees()
