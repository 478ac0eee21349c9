"""People who are told things, and a mail server and a gateway that they are told by."""

from __future__ import annotations

import email
import email.policy
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from odos.database.session import execute
from odos.kernel.texts import text
from odos.notifications.configuring import save_channel
from odos.notifications.delivering import deliver
from odos.notifications.notice import RECORD, Notice
from tests.fixtures.application import NOW, context_for


@pytest.fixture
def otto(app, new_user):
    return context_for(app, new_user("otto", "seller"))


@pytest.fixture
def notice():
    def make(key="k", **attributes):
        values = {"kind": "reminder", "title": text("{record} is late", "{record} 已逾期", record=RECORD)}
        return Notice(key=key, **{**values, **attributes})

    return make


class Mailbox:
    """What a real SMTP server took; ``refuse`` is what it answers instead, for each message in turn."""

    def __init__(self) -> None:
        self.messages: list[email.message.EmailMessage] = []
        self.refuse: list[str] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refuse:
            return self.refuse.pop(0)
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


class _Server(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def mailbox(app) -> Iterator[Mailbox]:
    """A mail server, set up as the channel ``mail`` for everything but background work."""
    box = Mailbox()
    server = _Server(box, hostname="127.0.0.1", port=0)
    server.start()
    try:
        given = {
            "kind": "mail",
            "label": {"en": "E-mail"},
            "options": {
                "host": "127.0.0.1",
                "port": server.port,
                "security": "none",
                "from_address": "odos@example.com",
            },
            "default_kinds": ["reminder", "approval", "mention", "message"],
        }
        save_channel(context=context_for(app), key="mail", given=given, is_new=True)
        yield box
    finally:
        server.stop()


@pytest.fixture
def address(app):
    """Give somebody a mailbox."""

    def set_address(context, mail=None, **columns):
        columns = {"email": mail or f"{context.actor.username}@example.com", **columns}
        sets = ", ".join(f"{name} = %s" for name in columns)
        values = [*columns.values(), context.actor.user_id]
        execute(app, f"UPDATE user_account SET {sets} WHERE id = %s", values)

    return set_address


@pytest.fixture
def drain(app):
    """Deliver all that is due at a moment; gives how much was claimed."""

    def run(now=NOW):
        total = 0
        while done := deliver(app, now):
            total += done
        return total

    return run


class Gateway:
    """An HTTP gateway that keeps what it got and answers with ``statuses`` in turn, then 200."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.statuses: list[int] = []
        gateway = self

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.calls.append((dict(self.headers), body))
                self.send_response(gateway.statuses.pop(0) if gateway.statuses else 200)
                self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *_words) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
        self.url = f"http://127.0.0.1:{self.server.server_port}/send?via=sms"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def bodies(self) -> list[dict[str, str]]:
        return [json.loads(body) for _, body in self.calls]


@pytest.fixture
def gateway(app, monkeypatch) -> Iterator[Gateway]:
    """A gateway in the own network, set up as the channel ``sms`` for reminders."""
    monkeypatch.setattr(settings, "ODOS_CALL_INSIDE", True, raising=False)
    made = Gateway()
    given = {
        "kind": "http",
        "label": {"en": "SMS", "zh-hans": "短信"},
        "options": {"url": made.url},
        "secret": "shared secret",
        "default_kinds": ["reminder"],
    }
    save_channel(context=context_for(app), key="sms", given=given, is_new=True)
    yield made
    made.server.shutdown()
    made.server.server_close()
