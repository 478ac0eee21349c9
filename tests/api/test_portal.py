"""PLAT-17: people from outside see what is theirs, and no endpoint of the staff answers them."""

from __future__ import annotations

import pytest

from odos.database.session import execute
from tests.api.test_security import OPERATIONS
from tests.fixtures.application import labelled, publish

OPEN = {
    "records/customer", "records/customer/query", "records/customer/aggregate", "records/customer/options",
    "records/customer/preview", "records/customer/defaults", "records/customer/1", "records/customer/1/actions", "schema", "schema/customer", "search", "files",
    "files/1/content", "auth/me", "auth/logout", "auth/password", "auth/sessions", "auth/sessions/1",
}  # fmt: skip


@pytest.fixture
def portal(app, api_for, root):
    customer = root.post("records/customer", {"name": "Acme"}).json()
    other = root.post("records/customer", {"name": "Other"}).json()
    role = labelled(
        "guest",
        kind="role",
        key="guest",
        portal=True,
        entities={
            "customer": {"see": {"rule": "name = user.name"}},
            "quote": {"see": {"from": ["customer"]}, "create": {"from": ["customer"]}},
        },
    )
    staff = labelled("staff", kind="role", key="staff", entities={"*": {"see": "all", "edit": "all"}})
    publish(app, [role, staff])
    quotes = [root.post("records/quote", {"customer": each["id"]}).json() for each in (customer, other)]
    guest = api_for("acme", "guest", "staff")
    execute(app, "UPDATE user_account SET name = 'Acme' WHERE username = 'acme'")
    return guest, customer, other, quotes


def test_only_their_own(portal):
    guest, customer, other, quotes = portal
    assert [item["id"] for item in guest.get("records/customer").json()["items"]] == [customer["id"]]
    assert guest.get(f"records/customer/{other['id']}").status_code == 404
    assert [item["id"] for item in guest.get("records/quote").json()["items"]] == [quotes[0]["id"]]
    assert guest.get("records/user").json()["items"] == []
    assert guest.get(f"records/customer/{customer['id']}").json()["created_by"]["label"] is None
    assert guest("PATCH", f"records/customer/{customer['id']}", {"name": "x"}).status_code == 403
    keys = {entity["key"] for entity in guest.get("schema").json()["entities"]}
    assert keys == {"customer", "quote", "quote_line"}


def test_screens_know_who_is_from_outside(portal, root):
    """So that they offer no page that answers the staff alone."""
    guest, *_rest = portal
    assert guest.get("auth/me").json()["can"] == {"studio": False, "staff": False, "write": True}
    assert root.get("auth/me").json()["can"] == {"studio": True, "staff": True, "write": True}


def test_they_know_what_they_may_do_with_a_record(portal):
    """A page that asks offers nothing that is refused; what colleagues do with a record is not theirs."""
    guest, customer, _other, quotes = portal
    told = guest.get(f"records/customer/{customer['id']}/actions")
    assert (told.status_code, told.json()["items"]) == (200, [])
    assert not any(told.json()["can"].values())
    assert guest.get(f"records/quote/{quotes[1]['id']}/actions").status_code == 404


def test_no_endpoint_of_the_staff_answers(portal):
    guest, *_rest = portal
    for method, path, operation in OPERATIONS:
        if operation.public or operation.status == 307 or path == "auth/logout":
            continue
        answer = guest(method, path, {} if method in {"POST", "PATCH", "PUT"} else None)
        allowed = path in OPEN or path.startswith("auth/second-factor")
        assert allowed or answer.status_code in {403, 404, 405}, f"{method} {path}: {answer.status_code}"
        if not allowed and answer.status_code != 405:
            assert answer.status_code == 403, f"{method} {path}"
