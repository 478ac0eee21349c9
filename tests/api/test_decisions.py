"""FLOW-04 over HTTP: a link in a mail decides without signing in; opening it decides nothing."""

from __future__ import annotations

from types import SimpleNamespace

from odos.workflow.approvals.mailed import offer
from tests.api.test_approvals import as_user, case  # noqa: F401  (fixtures)
from tests.workflow.conftest import office, quote  # noqa: F401  (fixtures)


def token_for(office, case, person):  # noqa: F811
    """As a mail would carry it."""
    about = {"approval": case["id"], "task": 1, "asks": True}
    waiting = SimpleNamespace(
        about=about,
        created_at=office.now,
        person=SimpleNamespace(id=office.id(person), language="en"),
        notification_id=1,
    )
    return offer(office.context(person), waiting).buttons[0][1].partition(":")[2]


def test_a_link_decides_without_a_session(office, case, nobody, as_user, monkeypatch):  # noqa: F811
    monkeypatch.setattr("odos.api.decisions.utc_now", lambda: office.now)
    token = token_for(office, case, "mona")
    for path in ("decisions", "decisions/look"):
        assert nobody.get(f"{path}?token={token}").status_code == 405
    offer = nobody.post("decisions/look", {"token": token}).json()
    assert (offer["state"], offer["person"]) == ("open", "Mona")
    assert as_user("mona").get("approvals").json()["to_do"] == 1
    assert nobody.post("decisions", {"token": token, "decision": "maybe"}).status_code == 422
    made = nobody.post("decisions", {"token": token, "decision": "approve", "comment": "Yes"})
    assert (made.status_code, made.json()["state"]) == (200, "used")
    assert as_user("sally").get(f"approvals/{case['id']}").json()["status"] == "approved"
    again = nobody.post("decisions", {"token": token, "decision": "approve"})
    assert (again.status_code, again.json()["issues"][0]["code"]) == (409, "link_used")
    assert nobody.post("decisions/look", {"token": token + "x"}).status_code == 404
