"""PLAT-19: SMS and instant messages through an HTTP gateway: signed, retried, never to the inside."""

from __future__ import annotations

import hashlib
import hmac
import socket
from datetime import timedelta

import pytest
from django.conf import settings

from odos.database.session import fetch_all
from odos.kernel.problems import Invalid
from odos.notifications.configuring import save_channel
from odos.notifications.operations import notify
from odos.notifications.outbound import ForbiddenAddress, address_issues, checked_address, post
from tests.fixtures.application import NOW


@pytest.fixture
def told(admin, seller, gateway, address, notice):
    address(seller, phone="+86 138 0000 0000", locale="zh-hans")
    notify(context=admin, notice=notice(), to=[seller.actor.user_id])


def test_a_message_is_signed_and_says_what_it_is(told, gateway, drain):
    drain()
    headers, body = gateway.calls[0]
    sent = gateway.bodies[0]
    assert (sent["to"], sent["language"], sent["kind"]) == ("+86 138 0000 0000", "zh-hans", "reminder")
    assert sent["title"] == "一条记录 已逾期"
    moment, signed = (part.partition("=")[2] for part in headers["Odos-Signature"].split(","))
    expected = hmac.new(b"shared secret", f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signed, expected)
    assert headers["Idempotency-Key"] == sent["id"]


def test_a_gateway_that_is_busy_is_asked_again_under_the_same_id(told, gateway, drain, app):
    gateway.statuses = [503, 429]
    for seconds in (0, 30, 90):
        drain(NOW + timedelta(seconds=seconds))
    assert len(gateway.calls) == 3
    assert len({body["id"] for body in gateway.bodies}) == 1
    assert fetch_all(app, "SELECT state FROM notification_delivery") == [("sent",)]


@pytest.mark.parametrize("status", [400, 302])
def test_a_refusal_or_a_redirect_is_not_followed(told, gateway, drain, app, status):
    gateway.statuses = [status]
    drain()
    state = "dead" if status == 400 else "waiting"
    assert fetch_all(app, "SELECT state FROM notification_delivery") == [(state,)]
    assert len(gateway.calls) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://user:pass@example.com/",
        "https:///path",
        "ftp://example.com/",
        "https://example.com/a b",
        "https://example.com:0/",
        "https://example.com\\@127.0.0.1/",
    ],
)
def test_what_is_no_public_address_is_refused_when_it_is_set_up(admin, url):
    given = {"kind": "http", "label": {"en": "X"}, "options": {"url": url}}
    with pytest.raises(Invalid) as refusal:
        save_channel(context=admin, key="x", given=given, is_new=True)
    assert refusal.value.issues[0].path == ("options", "url")


INSIDE = ["127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "192.168.1.1", "::1", "fd00::1", "0.0.0.0",
          "::ffff:127.0.0.1", "224.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "::7f00:1", "100.64.0.1",
          "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:101::", "fe80::1%lo", "::",
          "64:ff9b:1::7f00:1", "::ffff:0:7f00:1", "fec0::1", "2001:0:7f00:1::"]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_what_leads_inside_without_a_look_up_is_refused_when_it_is_set_up(admin, host):
    """API7: the same check as at the call; the same door for webhooks, gateways and rules."""
    url = f"https://[{host}]/hook" if ":" in host else f"https://{host}/hook"
    given = {"kind": "http", "label": {"en": "X"}, "options": {"url": url}}
    with pytest.raises(Invalid) as refusal:
        save_channel(context=admin, key="x", given=given, is_new=True)
    assert (refusal.value.issues[0].code, refusal.value.issues[0].path) == (
        "forbidden_address",
        ("options", "url"),
    )


@pytest.mark.parametrize(
    "url", ["https://nowhere.invalid/", "https://93.184.216.34/", "https://[2606:4700::1111]/"]
)
def test_names_and_public_numbers_are_taken(url):
    assert list(address_issues(url)) == []


@pytest.mark.parametrize("host", INSIDE)
def test_the_inside_of_the_network_is_never_called(host):
    with pytest.raises(ForbiddenAddress):
        checked_address(host, 443)


def test_a_name_that_changes_its_address_leads_nowhere_else(gateway, monkeypatch):
    """DNS rebinding: what was checked is what is called, however the name reads a moment later."""
    monkeypatch.setattr(settings, "ODOS_CALL_INSIDE", True)
    really, asked = socket.getaddrinfo, []

    def resolve(host, port, *arguments, **named):
        if host != "rebinds.example":
            return really(host, port, *arguments, **named)
        asked.append(host)
        return really("127.0.0.1" if len(asked) == 1 else "203.0.113.9", port, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    status, _body = post(gateway.url.replace("127.0.0.1", "rebinds.example"), b"{}", {})
    assert status < 300
    assert asked == ["rebinds.example"]


def test_a_name_is_refused_where_any_of_its_addresses_is_inside(monkeypatch):
    def resolve(host, port, *arguments, **named):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in ("93.184.216.34", "10.0.0.1")
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(ForbiddenAddress):
        checked_address("both.example", 443)


def test_the_inside_is_called_where_the_operator_says_so(gateway, monkeypatch):
    assert post(gateway.url, b"{}", {})[0] == 200
    monkeypatch.setattr(settings, "ODOS_CALL_INSIDE", False)
    with pytest.raises(ForbiddenAddress):
        post(gateway.url, b"{}", {})
