"""AUDIT-01, PLAT-29: who did what, when, from where; and a record as it was."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from tests.fixtures.application import context_for

PAST = "2020-01-01T00:00:00Z"


def trail(api, **conditions):
    answer = api.get(f"audit?{urlencode(conditions)}")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def customer(root):
    made = root.post("records/customer", {"name": "Acme", "notes": "one"}, user_agent="Browser/7")
    return made.json()["id"]


def test_the_trail_says_who_what_when_and_from_where(root, customer):
    """AUDIT-01: who, when, from where (address, program, channel), what, from, to."""
    root("PATCH", f"records/customer/{customer}", {"notes": "two"}, user_agent="Tool/1")
    changed, made = trail(root, entity="customer")["items"]
    assert (changed["action"], changed["entity"], changed["record"]) == ("updated", "customer", customer)
    assert (changed["actor"]["label"], changed["address"], changed["agent"]) == (
        "Root",
        "127.0.0.1",
        "Tool/1",
    )
    assert (changed["source"], changed["version"]) == ("api", 2)
    assert [(item["field"], item["from"], item["to"]) for item in changed["changes"]] == [
        ("notes", "one", "two")
    ]
    assert (made["action"], made["agent"]) == ("created", "Browser/7")


def test_conditions_narrow_the_trail(root, api_for, customer):
    other = api_for("otto", is_admin=True)
    other("PATCH", f"records/customer/{customer}", {"name": "Acme AG"})
    other.post("records/product", {"name": "Bolt"})
    otto = trail(root, entity="product")["items"][0]["actor"]["id"]
    assert {item["entity"] for item in trail(root, actor=otto)["items"]} == {"customer", "product"}
    assert [item["action"] for item in trail(root, entity="customer", field="name")["items"]] == [
        "updated",
        "created",
    ]
    assert [item["action"] for item in trail(root, entity="customer", field="notes")["items"]] == ["created"]
    assert len(trail(root, entity="customer", record=customer, action="created")["items"]) == 1
    assert trail(root, until=PAST)["items"] == []
    assert len(trail(root, since=PAST, entity="customer", action="created,updated")["items"]) == 2
    assert trail(root, address="192.0.2.9")["items"] == []
    assert trail(root, source="import")["items"] == []


def test_pages_follow_each_other(root, customer):
    for number in range(5):
        root("PATCH", f"records/customer/{customer}", {"notes": f"n{number}"})
    seen, cursor = [], ""
    while cursor is not None:
        page = trail(root, entity="customer", limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
    assert len(seen) == len(set(seen)) == 6
    assert seen == sorted(seen, key=int, reverse=True)


@pytest.mark.parametrize(
    ("conditions", "place"),
    [
        ({"since": "yesterday"}, "since"), ({"until": "2026-01-01"}, "until"), ({"actor": "x"}, "actor"),
        ({"address": "here"}, "address"), ({"limit": "x"}, "limit"), ({"cursor": "!"}, "cursor"),
        ({"since": "0001-01-01T00:00:00+23:59"}, "since"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_at_its_place(root, conditions, place):
    answer = root.get(f"audit?{urlencode(conditions)}")
    assert answer.status_code == 422
    assert [issue["path"] for issue in answer.json()["issues"]] == [place]


def test_only_administrators_read_the_trail(api_for, nobody):
    assert api_for("sally", "seller").get("audit").status_code == 403
    assert nobody.get("audit").status_code == 401


def test_a_record_as_it_was(root, customer):
    """PLAT-29: a point-in-time view, with what differs from now."""
    root("PATCH", f"records/customer/{customer}", {"notes": "two", "tier": "a"})
    root("PATCH", f"records/customer/{customer}", {"name": "Acme AG", "notes": "three"})
    history = root.get(f"records/customer/{customer}/history").json()["items"]
    first = root.get(f"records/customer/{customer}/as-of?{urlencode({'at': history[2]['at']})}").json()
    assert (first["values"]["name"], first["values"]["notes"], first["values"]["tier"]) == (
        "Acme",
        "one",
        "b",
    )
    assert first["changed"] == ["name", "tier", "notes"]
    second = root.get(f"records/customer/{customer}/as-of?{urlencode({'at': history[1]['at']})}").json()
    assert (second["values"]["name"], second["values"]["notes"], second["version"]) == ("Acme", "two", 2)
    now = root.get(f"records/customer/{customer}/as-of").json()
    assert (now["values"]["notes"], now["changed"]) == ("three", [])
    early = root.get(f"records/customer/{customer}/as-of?{urlencode({'at': PAST})}")
    assert early.status_code == 404
    assert early.json()["issues"][0]["code"] == "too_early"


def test_a_deleted_record_as_it_was(root, customer):
    before = root.get(f"records/customer/{customer}/history").json()["items"][0]["at"]
    root("DELETE", f"records/customer/{customer}")
    past = root.get(f"records/customer/{customer}/as-of?{urlencode({'at': before})}").json()
    assert (past["values"]["name"], past["deleted"]) == ("Acme", False)
    assert root.get(f"records/customer/{customer}/as-of").json()["deleted"] is True


def test_line_items_as_they_were(root):
    quote = root.post(
        "records/quote", {"lines": [{"text": "a", "quantity": "1"}, {"text": "b", "quantity": "2"}]}
    ).json()
    a, b = (line["id"] for line in quote["lines"])
    root(
        "PATCH",
        f"records/quote/{quote['id']}",
        {"lines": [{"id": a, "_delete": True}, {"id": b, "quantity": "5"}, {"text": "c", "quantity": "3"}]},
    )
    made = root.get(f"records/quote/{quote['id']}/history").json()["items"][-1]["at"]
    past = root.get(f"records/quote/{quote['id']}/as-of?{urlencode({'at': made})}").json()
    assert {line["text"]: line["quantity"] for line in past["values"]["lines"]} == {"a": "1.00", "b": "2.00"}
    assert "lines" in past["changed"]


def test_hidden_fields_stay_hidden_in_the_past(app, api_for):
    """ACL-04: the past shows no more than the present does."""
    sally = api_for("sally", "seller")
    made = sally.post("records/customer", {"name": "Mine"}).json()
    assert "revenue" not in sally.get(f"records/customer/{made['id']}/as-of").json()["values"]
    other = api_for("sam", "seller")
    assert other.get(f"records/customer/{made['id']}/as-of").status_code == 404


def test_what_concerns_no_entity_is_listed_too(app, root):
    context = context_for(app)
    entry = Entry("00000000-0000-0000-0000-000000000000", None, "published", changes={"version": [1, 2]})
    write_entries(workspace=app, origin=context.origin, entries=[entry])
    (item, *_rest) = trail(root, action="published")["items"]
    assert (item["entity"], item["record"]) == (None, None)
    assert {"field": "version", "label": "version", "from": 1, "to": 2} in item["changes"]
