"""The log of rules and webhooks over HTTP; for administrators alone."""

from __future__ import annotations

import pytest

from odos.automation.runs.carrying import carry_on
from odos.kernel.clock import utc_now
from tests.automation.webhooks.test_delivering import receiver  # noqa: F401  (fixture)
from tests.fixtures.application import labelled, publish, publish_fields

RULE = 'on customer when changed(code) call webhook "erp" set notes = "sent"'
ERP = {"key": "erp", "label": "ERP", "url": "https://erp.example.com/hook", "secret": "hush"}


@pytest.fixture
def failed(app, root):
    """A run that failed for want of its webhook."""
    publish_fields(app, ("customer", "visits", {"kind": "integer"}))
    publish(app, [labelled("erp", kind="rule", key="erp", entity="customer", text=RULE)])
    made = root.post("records/customer", {"name": "Acme"}).json()
    root("PATCH", f"records/customer/{made['id']}", {"code": "A1"})
    carry_on(app, utc_now())
    return root.get("automation/runs?state=failed").json()["items"][0]


def test_a_run_is_looked_into_and_retried(app, root, failed):
    """PLAT-27: run log, retry from the failed step."""
    assert (failed["rule"], failed["entity"], failed["record"]["label"]) == ("erp", "customer", "Acme")
    assert "no active webhook" in failed["error"]["issues"][0]["message"]["en"]
    assert root.post("webhooks", ERP).status_code == 201
    answer = root.post(f"automation/runs/{failed['id']}/retry", {}, idempotency_key="again")
    assert answer.status_code == 200, answer.content
    assert root.post(f"automation/runs/{failed['id']}/retry", {}, idempotency_key="again").status_code == 200
    assert root.post(f"automation/runs/{failed['id']}/retry", {}).status_code == 409
    carry_on(app, utc_now())
    carry_on(app, utc_now())
    run = root.get(f"automation/runs/{failed['id']}").json()
    assert run["state"] == "done"
    assert [(step["position"], step["state"]) for step in run["steps"]] == [
        (0, "failed"),
        (0, "done"),
        (1, "done"),
    ]
    record = root.get(f"records/customer/{failed['record']['id']}").json()
    assert record["notes"] == "sent"
    assert root.post(f"automation/runs/{failed['id']}/cancel", {}).status_code == 409


def test_webhooks_are_set_up_and_never_tell_their_secret(root, app):
    made = root.post("webhooks", ERP).json()
    assert (made["has_secret"], "hush" in str(made)) == (True, False)
    changed = root("PUT", f"webhooks/{made['id']}", {**ERP, "label": "New ERP", "secret": ""})
    assert changed.json()["has_secret"] is False
    assert [item["label"] for item in root.get("webhooks").json()["items"]] == ["New ERP"]
    refused = root.post("webhooks", {**ERP, "key": "other", "url": "http://127.0.0.1/"})
    assert refused.status_code == 422
    assert refused.json()["issues"][0]["path"] == "url"
    assert root.get(f"webhooks/{made['id']}/deliveries").json() == {"items": [], "next": None}
    assert root("DELETE", f"webhooks/{made['id']}").status_code == 200
    assert root.get(f"webhooks/{made['id']}/deliveries").status_code == 404


def test_only_administrators_look_into_it(api_for, failed):
    seller = api_for("sally", "seller")
    for path in ("automation/runs", f"automation/runs/{failed['id']}", "webhooks"):
        assert seller.get(path).status_code == 403
    assert seller.post(f"automation/runs/{failed['id']}/retry", {}).status_code == 403
    assert seller.post("webhooks", ERP).status_code == 403


def test_a_run_tells_what_each_step_was_given_and_how_long_it_took(app, root):
    """PLAT-27: run log with every step, its inputs, errors and duration; filters by rule and time."""
    text = 'on customer when changed(code) set notes = "Was " & old.code call webhook "erp" with code = code'
    publish(app, [labelled("erp", kind="rule", key="erp", entity="customer", text=text)])
    made = root.post("records/customer", {"name": "Acme", "code": "A1"}).json()
    root("PATCH", f"records/customer/{made['id']}", {"code": "A2"})
    while carry_on(app, utc_now()):
        pass
    listed = root.get("automation/runs?rule=erp").json()
    assert listed["counts"] == {"failed": 2}
    run = root.get(f"automation/runs/{listed['items'][0]['id']}").json()
    assert run["actions"] == ['set notes = "Was " & old.code', 'call webhook "erp" with code = code']
    first, second = run["steps"]
    assert first["inputs"] == [{"rule": '"Was " & old.code', "value": "Was A1"}]
    assert (second["state"], second["inputs"]) == ("failed", [{"rule": "code", "value": "A2"}])
    assert all(step["took"] >= 0 for step in run["steps"])
    assert root.get("automation/runs?since=2099-01-01T00:00:00Z").json()["items"] == []
    assert len(root.get("automation/runs?until=2099-01-01T00:00:00Z&rule=erp").json()["items"]) == 2
    assert root.get("automation/runs?since=yesterday").status_code == 422


def test_webhooks_say_which_rules_call_them_and_which_are_missing(app, root):
    publish(
        app,
        [
            labelled(
                "erp", kind="rule", key="erp", entity="customer", text=RULE.replace('set notes = "sent"', "")
            )
        ],
    )
    caller = {"key": "erp", "label": {"en": "Erp", "zh-hans": "erp"}, "entity": "customer",
              "events": ["created", "changed"]}  # fmt: skip
    assert root.get("webhooks").json() == {"items": [], "missing": [{"key": "erp", "rules": [caller]}]}
    assert root.post("webhooks", ERP).status_code == 201
    found = root.get("webhooks").json()
    assert (found["items"][0]["rules"], found["missing"]) == ([caller], [])


def test_a_webhook_is_tried_at_once(app, root, receiver):  # noqa: F811
    made = root.post("webhooks", {**ERP, "url": receiver.url}).json()
    tried = root.post(f"webhooks/{made['id']}/test", {}).json()
    assert (tried["state"], tried["status"]) == ("sent", 200)
    assert receiver.bodies[0]["event"] == "test"
    receiver.statuses = [500]
    assert root.post(f"webhooks/{made['id']}/test", {}).json()["state"] == "dead"
    states = [item["state"] for item in root.get(f"webhooks/{made['id']}/deliveries").json()["items"]]
    assert states == ["dead", "sent"]
