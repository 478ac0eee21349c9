"""PLAT-19 over HTTP: mail boxes are set up by administrators, tried on a real server, and keep their secret."""

from __future__ import annotations

import pytest

from odos.database.session import fetch_all
from tests.api.test_inbox import sally  # noqa: F401  (a fixture)
from tests.fixtures.mail_boxes import PASSWORD, USER
from tests.notifications.conftest import BOX, imap, look  # noqa: F401  (a fixture)


@pytest.fixture
def given(imap):  # noqa: F811
    options = {"host": "127.0.0.1", "port": imap.port, "security": "none", "username": USER, "address": BOX}
    return {"key": "approvals", "label": {"en": "Approvals"}, "options": options, "secret": PASSWORD}


def test_a_mail_box_is_set_up_tried_changed_and_removed(app, root, sally, given):  # noqa: F811
    made = root.post("mailboxes", given, idempotency_key="m")
    assert made.status_code == 201
    assert (made.json()["has_secret"], made.json()["version"]) == (True, 1)
    assert PASSWORD not in made.content.decode()
    assert root.post("mailboxes", given).status_code == 409
    assert PASSWORD.encode() not in b"".join(
        bytes(row[0]) for row in fetch_all(app, "SELECT secret FROM mail_box")
    )
    assert root.post("mailboxes/approvals/test").json()["messages"] >= 0
    wrong = root("PATCH", "mailboxes/approvals", {"secret": "guessed"})
    assert wrong.status_code == 200
    refused = root.post("mailboxes/approvals/test")
    assert (refused.status_code, refused.json()["issues"][0]["code"]) == (422, "not_reached")
    assert "LoginError" in refused.json()["issues"][0]["message"]
    assert look(app) == {"unreachable": 1}
    listed = root.get("mailboxes").json()["items"][0]
    assert listed["failing_since"] is not None
    assert "LoginError" in listed["error"]
    for wrong in (
        {"options": {"host": "x"}},
        {"label": {}},
        {"enabled": "yes"},
        {"more": 1},
        {"secret": "x" * 3000},
    ):
        assert root("PATCH", "mailboxes/approvals", wrong).status_code == 422
    root("PATCH", "mailboxes/approvals", {"secret": PASSWORD})
    assert look(app) == {}
    listed = root.get("mailboxes").json()["items"][0]
    assert (listed["failing_since"], listed["error"]) == (None, "")
    assert listed["looked_at"] is not None
    for method, path in (("GET", "mailboxes"), ("POST", "mailboxes"), ("PATCH", "mailboxes/approvals"),
                         ("DELETE", "mailboxes/approvals"), ("POST", "mailboxes/approvals/test"),
                         ("GET", "mailboxes/received")):  # fmt: skip
        assert sally(method, path, {} if method in ("POST", "PATCH") else None).status_code == 403, path
    actions = root.get("audit?action=mail_box_changed").json()["items"]
    assert len(actions) == 3
    assert PASSWORD not in str(actions)
    assert root("DELETE", "mailboxes/approvals").status_code == 200
    assert root.get("mailboxes").json()["items"] == []


def test_what_came_in_is_listed_without_its_words(app, root, given, imap):  # noqa: F811
    root.post("mailboxes", given)
    look(app)
    imap.put(
        b"From: Ann <ann@example.com>\r\nSubject: =?utf-8?b?5L2g5aW9?=\r\nMessage-ID: <1@x>\r\n\r\nsecret words"
    )
    assert look(app) == {"unclaimed": 1}
    page = root.get("mailboxes/received")
    item = page.json()["items"][0]
    assert (item["from"], item["subject"], item["state"]) == ("ann@example.com", "你好", "unclaimed")
    assert item["words"] == "Nothing here answers such a mail"
    assert "secret words" not in page.content.decode()
    assert len(imap.unread()) >= 1
