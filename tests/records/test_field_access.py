"""ACL-04: what is kept back of a field tells nothing, whichever way one asks."""

from __future__ import annotations

import orjson
import pytest

from odos.kernel.problems import Invalid
from odos.records.history.trail import list_record_history
from odos.records.lists.aggregates import Aggregation, Measure, aggregate
from odos.records.lists.choosing import list_options
from odos.records.lists.finding import find_everywhere
from odos.records.lists.queries import ListRequest, list_records, load_record
from odos.records.rules.compiled import compile_rule
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from odos.records.writes.previews import preview_record
from tests.fixtures.application import context_for, labelled, publish

PHONE = "13812341234"
DOCUMENTS = [
    labelled(
        "person",
        kind="entity",
        key="person",
        owned=True,
        title_field="name",
        fields={
            "name": labelled("name", kind="text", searchable=True, order=10),
            "phone": labelled("phone", kind="text", searchable=True, unique=True, order=20),
            "salary": labelled("salary", kind="decimal", digits=12, scale=2, order=30),
            "nickname": labelled("nickname", kind="text", searchable=True, order=40),
            "vip": labelled("vip", kind="boolean", order=50),
            "boss": labelled("boss", kind="parent", order=60),
        },
    ),
    *(
        labelled(
            key,
            kind="role",
            key=key,
            entities={"person": {"see": "all", "create": True, "edit": "all"}},
            fields={"person": veils},
        )
        for key, veils in {
            "clerk": {
                "phone": {"see": "mask", "mask": {"start": 3, "end": 4}},
                "salary": {"see": False},
                "nickname": {"see": False, "when": "vip"},
            },
            "shy": {"name": {"see": "mask"}},
            "blind": {"name": {"see": False}},
            "careful": {"nickname": {"edit": False, "when": "vip"}, "salary": {"edit": False}},
            "half": {"phone": {"see": "mask", "when": "vip and owner.manager is blank"}},
        }.items()
    ),
]


@pytest.fixture
def office(app, new_user, make):
    publish(app, DOCUMENTS)
    admin = context_for(app)
    people = [
        make(admin, "person", name="Anna", phone=PHONE, salary="9000", nickname="Nine", vip=True),
        make(admin, "person", name="Bert", phone="13900005678", salary="100", nickname="Bee", vip=False),
    ]
    update_record(
        context=admin, entity="person", record_id=int(people[1]["id"]), values={"boss": people[0]["id"]}
    )

    known = {}

    def as_role(*roles):
        if roles not in known:
            known[roles] = context_for(app, new_user("_".join(roles), *roles))
        return known[roles]

    return as_role, [int(person["id"]) for person in people]


def one(context, record_id):
    return load_record(context=context, entity=context.schema.entities["person"], record_id=record_id)


def listed(context, **asked):
    page = list_records(
        context=context, entity=context.schema.entities["person"], request=ListRequest(**asked)
    )
    return [orjson.loads(item) for item in page.items]


def test_masked_hidden_and_conditional_values(office):
    as_role, (anna, bert) = office
    clerk = as_role("clerk")
    assert one(clerk, anna)["phone"] == "138****1234"
    assert "salary" not in one(clerk, anna)
    assert "nickname" not in one(clerk, anna)
    assert one(clerk, bert)["nickname"] == "Bee"
    by_name = {item["name"]: item for item in listed(clerk)}
    assert by_name["Anna"]["phone"] == "138****1234"
    assert "nickname" not in by_name["Anna"]
    assert by_name["Bert"]["nickname"] == "Bee"
    assert listed(clerk, fields=("boss.phone",), filter="name = 'Bert'")[0]["boss.phone"] == "138****1234"
    assert one(as_role("half"), anna)["phone"] == "1**********"
    assert one(as_role("half"), bert)["phone"] == "13900005678"


def test_a_label_is_veiled_like_the_field_it_shows(office):
    as_role, (anna, bert) = office
    assert one(as_role("shy"), bert)["boss"]["label"] == "A***"
    assert one(as_role("blind"), bert)["boss"]["label"] == str(anna)
    labels = {item["label"] for item in list_options(
        context=as_role("clerk", "shy"), entity=as_role("blind", "shy").schema.entities["person"])}  # fmt: skip
    assert labels == {"Anna", "Bert"}  # another role shows it


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": "phone = '13812341234'"},
        {"filter": "salary > 100"},
        {"filter": "nickname = 'Nine'"},
        {"filter": "boss.phone starts with '138'"},
        {"filter": "count(person_by_boss where salary > 50) > 0"},
        {"sort": "phone"},
        {"sort": "-salary"},
        {"sort": "nickname"},
        {"sort": "boss.salary"},
        {"fields": ("salary",)},
    ],
)
def test_nothing_may_be_asked_about_what_is_kept_back(office, asked):
    as_role, _people = office
    with pytest.raises(Invalid):
        listed(as_role("clerk"), **asked)


def test_sums_and_groups_tell_nothing(office):
    as_role, _people = office
    clerk = as_role("clerk")
    for asked in (
        Aggregation(("phone",), (Measure("count", None, "n"),)),
        Aggregation((), (Measure("sum", "salary", "n"),)),
        Aggregation((), (Measure("max", "nickname", "n"),)),
        Aggregation(("boss.nickname",), (Measure("count", None, "n"),)),
    ):
        with pytest.raises(Invalid):
            aggregate(context=clerk, entity=clerk.schema.entities["person"], asked=asked)


def test_a_search_finds_by_what_is_in_sight_only(office):
    as_role, _people = office
    clerk, open_eyes = as_role("clerk"), as_role("careful")
    assert [item["name"] for item in listed(open_eyes, q="13812341234")] == ["Anna"]
    assert listed(clerk, q="13812341234") == []
    assert listed(clerk, q="nine") == []
    assert [item["name"] for item in listed(clerk, q="ann")] == ["Anna"]
    assert find_everywhere(context=clerk, q="1381") == []
    assert [hit["label"] for hit in find_everywhere(context=open_eyes, q="1381")] == ["Anna"]


def test_history_is_veiled_like_the_record(office):
    as_role, (anna, bert) = office
    clerk = as_role("clerk")

    def changes(record_id):
        entries, _next = list_record_history(
            context=clerk, entity=clerk.schema.entities["person"], record_id=record_id
        )
        return {change["field"]: change["to"] for entry in entries for change in entry["changes"]}

    assert changes(anna)["phone"] == "138****1234"
    assert "salary" not in changes(anna)
    assert "nickname" not in changes(anna)
    assert changes(bert)["nickname"] == "Bee"


def test_what_is_kept_back_cannot_be_written(office):
    as_role, (anna, bert) = office
    clerk, careful = as_role("clerk"), as_role("careful")

    def codes(context, record_id, **values):
        with pytest.raises(Invalid) as refusal:
            update_record(context=context, entity="person", record_id=record_id, values=values)
        return {issue.path[-1]: issue.code for issue in refusal.value.issues}

    assert codes(clerk, anna, phone="1") == {"phone": "read_only"}
    assert codes(clerk, anna, salary="1") == {"salary": "unknown_field"}
    assert codes(clerk, anna, nickname="N") == {"nickname": "read_only"}
    assert codes(careful, anna, nickname="N") == {"nickname": "read_only"}
    assert codes(careful, bert, salary="1") == {"salary": "read_only"}
    update_record(context=careful, entity="person", record_id=bert, values={"nickname": "B"})
    result = write_bulk(
        context=careful,
        entity="person",
        request=BulkRequest(update=[{"id": anna, "nickname": "x"}, {"id": bert, "nickname": "y"}]),
    )
    assert result.updated == [bert]
    assert [issue.code for error in result.errors for issue in error.issues] == ["read_only"]


def test_rows_are_not_matched_by_what_is_kept_back(office):
    as_role, _people = office
    request = BulkRequest(create=[{"name": "X", "phone": PHONE}], upsert_on=("phone",))
    with pytest.raises(Invalid):
        write_bulk(context=as_role("clerk"), entity="person", request=request)


def test_a_preview_shows_no_more_than_the_record(office):
    as_role, (anna, _bert) = office
    clerk = as_role("clerk")
    shown = preview_record(
        context=clerk, entity=clerk.schema.entities["person"], record_id=anna, values={"name": "A"}
    )
    assert shown.values["phone"] == "138****1234"
    assert "salary" not in shown.values


def test_rules_of_the_application_still_see_everything(office):
    as_role, _people = office
    clerk = as_role("clerk")
    entity = clerk.schema.entities["person"]
    assert compile_rule(clerk, entity, "salary > 100").reads
    with pytest.raises(Invalid):
        compile_rule(clerk, entity, "salary > 100", as_user=True)


def test_a_list_says_on_request_what_of_each_row_may_be_changed(office):
    """ACL-04: in the same statement, and only where a screen asks."""
    as_role, _people = office
    context = as_role("careful")
    entity = context.schema.entities["person"]

    def rows(**asked):
        page = list_records(context=context, entity=entity, request=ListRequest(sort="name", **asked))
        return [orjson.loads(item) for item in page.items]

    assert [row["_can"] for row in rows(can=True)] == [
        {"edit": True, "locked": ["nickname"]},
        {"edit": True, "locked": []},
    ]
    assert [row["_can"]["locked"] for row in rows(can=True, fields=("name",))] == [["nickname"], []]
    assert all("_can" not in row for row in rows())
