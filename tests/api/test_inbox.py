"""PLAT-19 over HTTP: the inbox of one person, marked and taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odos.database.session import fetch_value
from odos.kernel.clock import utc_now
from odos.kernel.texts import text
from odos.notifications.notice import Notice
from odos.notifications.operations import notify


@pytest.fixture
def sally(api_for):
    return api_for("sally", "seller")


@pytest.fixture
def told(app, admin, sally):
    """Tell sally three things; the newest is a message."""
    user = fetch_value(app, "SELECT id FROM user_account WHERE username = 'sally'")
    for number, kind in enumerate(("reminder", "reminder", "message")):
        words = text("{n}", "{n}", n=f"Thing {number}")
        notify(context=admin, notice=Notice(kind, f"k{number}", words), to=[user])
    return [item["id"] for item in sally.get("inbox").json()["items"]]


def titles(api, query=""):
    return [item["title"] for item in api.get(f"inbox{query}").json()["items"]]


def test_the_inbox_is_read_page_by_page_and_filtered(sally, told):
    first = sally.get("inbox?limit=2").json()
    assert ([item["title"] for item in first["items"]], first["unread"]) == (["Thing 2", "Thing 1"], 3)
    assert titles(sally, f"?limit=2&cursor={first['next']}") == ["Thing 0"]
    assert titles(sally, "?kind=message") == ["Thing 2"]
    assert sally.get("inbox?kind=gossip").status_code == 422
    assert sally.get("inbox?box=gossip").status_code == 422


def test_the_inbox_comes_in_the_language_that_is_asked_for(app, admin, sally):
    """PLAT-12, PLAT-19: not in that of the account, which a screen that changes over saves afterwards."""
    user = fetch_value(app, "SELECT id FROM user_account WHERE username = 'sally'")
    notify(context=admin, notice=Notice("message", "k", text("Three things", "三件事")), to=[user])
    for language, title in (("en", "Three things"), ("zh-hans", "三件事")):
        items = sally.get("inbox", accept_language=language).json()["items"]
        assert [item["title"] for item in items] == [title]


def test_marks_are_taken_back(sally, told):
    read = sally.post("inbox/read", {"ids": told[:2]}).json()
    assert (read["count"], read["unread"]) == (2, 1)
    assert titles(sally, "?box=unread") == ["Thing 0"]
    everything = sally.post("inbox/read", {"all": True, "up_to": told[0]}).json()
    assert (everything["count"], everything["unread"]) == (1, 0)
    undone = sally.post("inbox/unread", {"marked_at": everything["at"]}).json()
    assert (undone["count"], undone["unread"]) == (1, 1)
    archived = sally.post("inbox/archive", {"all": True, "kind": "message"}).json()
    assert titles(sally) == ["Thing 1", "Thing 0"]
    assert titles(sally, "?box=archived") == ["Thing 2"]
    sally.post("inbox/restore", {"marked_at": archived["at"]})
    assert titles(sally) == ["Thing 2", "Thing 1", "Thing 0"]


def test_an_archived_one_comes_back_unread_if_it_was(sally, told):
    sally.post("inbox/archive", {"ids": told})
    assert sally.get("inbox").json()["unread"] == 0
    sally.post("inbox/restore", {"ids": told})
    assert sally.get("inbox").json()["unread"] == 3


def test_a_snoozed_one_waits(sally, told):
    until = (utc_now() + timedelta(hours=1)).isoformat()
    assert sally.post("inbox/snooze", {"ids": told[:1], "until": until}).json()["unread"] == 2
    assert titles(sally) == ["Thing 1", "Thing 0"]
    assert titles(sally, "?box=snoozed") == ["Thing 2"]
    assert sally.post("inbox/wake", {"ids": told[:1]}).json()["unread"] == 3
    past = (utc_now() - timedelta(hours=1)).isoformat()
    for wrong in ({"ids": told, "until": past}, {"ids": told}, {"ids": told, "until": "soon"}):
        assert sally.post("inbox/snooze", wrong).status_code == 422


def test_nobody_marks_what_others_were_told(api_for, told):
    otto = api_for("otto", "seller")
    assert otto.get("inbox").json()["items"] == []
    for action in ("read", "archive"):
        assert otto.post(f"inbox/{action}", {"ids": told}).json()["count"] == 0
    assert otto.post("inbox/burn", {"ids": told}).status_code == 404


def test_the_same_mark_sent_twice_is_made_once(sally, told):
    first = sally.post("inbox/read", {"ids": told[:1]}, idempotency_key="m").json()
    sally.post("inbox/unread", {"ids": told[:1]})
    assert sally.post("inbox/read", {"ids": told[:1]}, idempotency_key="m").json() == first
    assert sally.get("inbox").json()["unread"] == 3


MAIL = {
    "key": "mail",
    "kind": "mail",
    "label": {"en": "E-mail"},
    "options": {"host": "127.0.0.1", "port": 1, "security": "none", "from_address": "odos@example.com"},
    "secret": "hunter2",
    "default_kinds": ["reminder"],
}


def test_channels_are_set_up_by_administrators(root, sally):
    """PLAT-19: settings in the Studio, the secret never given again, refusals with their place."""
    made = root.post("channels", MAIL, idempotency_key="c")
    assert (made.status_code, made.json()["has_secret"]) == (201, True)
    assert "hunter2" not in made.content.decode()
    assert root.post("channels", MAIL).status_code == 409
    assert [kind["key"] for kind in root.get("channels").json()["kinds"]] == ["mail", "http"]
    changed = root("PATCH", "channels/mail", {"enabled": False, "secret": None}).json()
    assert (changed["enabled"], changed["has_secret"]) == (False, False)
    for wrong, path in (
        ({"options": {"host": "x"}}, "options/from_address"),
        ({"options": {**MAIL["options"], "port": 0}}, "options/port"),
        ({"kind": "http"}, "kind"),
        ({"default_kinds": ["gossip"]}, "default_kinds"),
        ({"label": {}}, "label"),
        ({"colour": "red"}, "colour"),
    ):
        refused = root("PATCH", "channels/mail", wrong)
        assert (refused.status_code, refused.json()["issues"][0]["path"]) == (422, path)
    assert root.post("channels/mail/test").json()["issues"][0]["code"] == "no_address"
    for method, path in (("GET", "channels"), ("POST", "channels"), ("PATCH", "channels/mail"),
                         ("DELETE", "channels/mail"), ("POST", "channels/mail/test"),
                         ("GET", "channels/deliveries")):  # fmt: skip
        assert sally(method, path, {}).status_code == 403
    actions = [entry["action"] for entry in root.get("audit?action=channel_changed").json()["items"]]
    assert len(actions) == 2
    assert root("DELETE", "channels/mail").status_code == 200
    assert root.get("channels").json()["items"] == []


def test_everybody_chooses_for_themselves(root, sally):
    """PLAT-19: preferences by kind and channel, quiet hours."""
    root.post("channels", MAIL)
    before = sally.get("inbox/preferences").json()
    assert (before["modes"]["reminder"], before["modes"]["job"]) == ({"mail": "now"}, {"mail": "off"})
    sent = {
        "modes": {"reminder": {"mail": "digest"}},
        "quiet": {"starts": "22:00", "ends": "07:30", "days": [7, 6]},
    }
    after = sally("PATCH", "inbox/preferences", sent).json()
    assert after["modes"]["reminder"] == {"mail": "digest"}
    assert after["quiet"] == {"starts": "22:00", "ends": "07:30", "days": [6, 7], "digest_at": "08:00"}
    assert sally.get("inbox/preferences").json() == after
    assert sally("PATCH", "inbox/preferences", {"quiet": {"starts": "late"}}).status_code == 422
