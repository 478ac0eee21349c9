"""Webhooks against a real HTTP server: signed, at least once, set aside when nobody takes them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings

from odos.automation.runs.carrying import carry_on
from odos.automation.webhooks.delivering import MOST_ATTEMPTS, deliver
from odos.automation.webhooks.models import Delivery
from odos.automation.webhooks.operations import Settings, remove_webhook, save_webhook, send_again
from odos.database.session import fetch_all
from odos.kernel.problems import Conflict, Invalid
from odos.records.writes.operations import update_record
from tests.fixtures.application import NOW, context_for, labelled, publish, publish_fields
from tests.fixtures.outside import Gateway

RULE = 'on customer when changed(stage) call webhook "erp" with customer = name, worth = revenue'


@pytest.fixture
def receiver(app, monkeypatch) -> Iterator[Gateway]:
    monkeypatch.setattr(settings, "ODOS_CALL_INSIDE", True)
    made = Gateway()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def office(app, receiver):
    publish_fields(app, ("customer", "stage", {"kind": "text"}))
    publish(app, [labelled("erp", kind="rule", key="erp", entity="customer", text=RULE)])
    return app


@pytest.fixture
def webhook(office, receiver) -> int:
    given = Settings(key="erp", label="ERP", url=receiver.url, secret="shared")
    return save_webhook(context=context_for(office), webhook_id=None, settings=given)


@pytest.fixture
def win(office, make):
    """A customer is won, and the rule gets as far as its webhook."""
    customer = make(context_for(office), "customer", name="Acme", revenue="12.50")

    def change(stage: str = "won") -> None:
        update_record(
            context=context_for(office),
            entity="customer",
            record_id=int(customer["id"]),
            values={"stage": stage},
        )
        carry_on(office, NOW)

    return change


def test_a_call_is_signed_and_carries_what_the_rule_says(office, webhook, win, receiver):
    """PLAT-25, PLAT-27: webhooks."""
    win()
    assert deliver(office, NOW) == 1
    (headers, body), row = receiver.calls[0], Delivery.objects.get()
    sent = json.loads(body)
    assert sent["values"] == {"customer": "Acme", "worth": "12.5"}
    assert (sent["id"], sent["rule"], sent["entity"], sent["event"]) == (
        str(row.uid),
        "erp",
        "customer",
        "changed",
    )
    stamp, _, told = headers["Odos-Signature"].partition(",")
    signed = f"{stamp.removeprefix('t=')}.".encode() + body
    assert told == "v1=" + hmac.new(b"shared", signed, hashlib.sha256).hexdigest()
    assert (row.state, [made["status"] for made in row.tries]) == ("sent", [200])
    assert deliver(office, NOW + timedelta(days=1)) == 0


def test_it_is_sent_again_under_the_same_id_until_it_is_taken(office, webhook, win, receiver):
    receiver.statuses = [500, 503]
    win()
    now = NOW
    for _ in range(3):
        deliver(office, now)
        now += timedelta(minutes=10)
    assert len({call[0]["Idempotency-Key"] for call in receiver.calls}) == 1
    assert len(receiver.calls) == 3
    row = Delivery.objects.get()
    assert row.state == "sent"
    assert [(made["at"], made["status"]) for made in row.tries] == [
        ((NOW + timedelta(minutes=minutes)).isoformat(), status)
        for minutes, status in ((0, 500), (10, 503), (20, 200))
    ]


def test_what_nobody_takes_is_set_aside_and_can_be_sent_again(office, webhook, win, receiver):
    receiver.statuses = [500] * MOST_ATTEMPTS
    win()
    now = NOW
    for _ in range(MOST_ATTEMPTS + 2):
        deliver(office, now)
        now += timedelta(days=1)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, len(row.tries)) == ("dead", MOST_ATTEMPTS, MOST_ATTEMPTS)
    send_again(context=context_for(office), delivery_id=row.pk)
    deliver(office, now)
    row.refresh_from_db()
    assert (row.state, row.attempts, len(row.tries)) == ("sent", 1, MOST_ATTEMPTS + 1)
    with pytest.raises(Conflict):
        send_again(context=context_for(office), delivery_id=row.pk)


def test_a_worker_that_died_while_sending_leaves_the_call_to_the_next(
    office, webhook, win, receiver, monkeypatch
):
    """At most one duplicate for each crash."""
    win()
    with monkeypatch.context() as patched:
        patched.setattr("odos.automation.webhooks.delivering._note", lambda *_: None)  # it dies after sending
        deliver(office, NOW)
    assert deliver(office, NOW + timedelta(seconds=30)) == 0
    assert deliver(office, NOW + timedelta(minutes=2)) == 1
    assert [call[0]["Idempotency-Key"] for call in receiver.calls] == [str(Delivery.objects.get().uid)] * 2


def test_the_inside_of_the_network_is_never_called(office, webhook, win, receiver, monkeypatch):
    win()
    monkeypatch.setattr(settings, "ODOS_CALL_INSIDE", False)
    deliver(office, NOW)
    assert receiver.calls == []
    (tried,) = Delivery.objects.get().tries
    assert tried["status"] is None
    assert "ForbiddenAddress" in tried["answer"]


def test_a_rule_that_calls_what_is_not_set_up_fails_with_advice(office, win):
    win()
    rows = fetch_all(office, "SELECT state, error::text FROM automation_run")
    assert rows[0][0] == "failed"
    assert "no active webhook" in rows[0][1]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"key": "Not a key"}, "key"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "https://user:word@example.com"}, "url"),
        ({"label": "x" * 300}, "label"),
    ],
)
def test_bad_settings_are_refused_at_their_place(office, given, path):
    settings_ = Settings(**{"key": "other", "label": "", "url": "https://example.com/x", **given})
    with pytest.raises(Invalid) as refused:
        save_webhook(context=context_for(office), webhook_id=None, settings=settings_)
    assert refused.value.issues[0].path == (path,)


def test_an_address_inside_is_refused_when_it_is_saved(office, monkeypatch):
    monkeypatch.setattr(settings, "ODOS_CALL_INSIDE", False)
    inside = Settings(key="other", label="", url="https://[::ffff:127.0.0.1]/")
    with pytest.raises(Invalid) as refused:
        save_webhook(context=context_for(office), webhook_id=None, settings=inside)
    assert [(issue.code, issue.path) for issue in refused.value.issues] == [("forbidden_address", ("url",))]


def test_a_webhook_keeps_its_secret_and_leaves_a_trail(office, webhook):
    changed = Settings(key="erp", label="New", url="https://example.com/hook")
    save_webhook(context=context_for(office), webhook_id=webhook, settings=changed)
    kept = fetch_all(office, "SELECT secret IS NOT NULL, label FROM webhook")
    assert kept == [(True, "New")]
    with pytest.raises(Conflict):
        save_webhook(context=context_for(office), webhook_id=None, settings=changed)
    remove_webhook(context=context_for(office), webhook_id=webhook)
    actions = fetch_all(office, "SELECT count(*) FROM audit_entry WHERE action = 'webhook_changed'")
    assert actions == [(3,)]
