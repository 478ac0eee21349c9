"""One system for all faults: it outlives each of them, which is the point."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.environment import Environment
from tests.faults.depot import DOCUMENTS, PASSWORD, SENDERS, Depot, Visitor, hire
from tests.fixtures.outside import Gateway, Mailbox, MailServer
from tests.fixtures.systems import RunningSystem, launched
from tests.plugins.conftest import INSTALLED

EMBEDDED = {
    "DATABASE_URL": "",
    "REDIS_URL": "",
    "ODOS_CALL_INSIDE": "1",
    "ODOS_DEMO": "0",
    "ODOS_WORKERS": "4",
    "ODOS_WORKER_NICENESS": "0",
    "ODOS_PLUGINS_DIR": str(INSTALLED),
}


@pytest.fixture(scope="session")
def depot(environment: Environment) -> Iterator[Depot]:
    """Its servers are embedded ones, whatever the others run on: they are to be killed."""
    box, carrier = Mailbox(), Gateway()
    server = MailServer(box)
    server.start()
    try:
        with launched(environment, EMBEDDED) as system:
            yield open_depot(system, box, server.port, carrier)
    finally:
        server.stop()
        carrier.server.shutdown()
        carrier.server.server_close()


def open_depot(system: RunningSystem, box: Mailbox, mail_port: int, carrier: Gateway) -> Depot:
    admin = Visitor(system, system.token())
    changes = [
        {"op": "put", "kind": each["kind"], "key": each["key"], "document": each} for each in DOCUMENTS
    ]
    admin.post("/api/metadata/apply", {"changes": changes, "message": "The depot"})
    options = {"host": "127.0.0.1", "port": mail_port, "security": "none", "from_address": "odos@example.com"}
    mail = {"key": "mail", "kind": "mail", "label": {"en": "E-mail"}, "options": options}
    admin.post("/api/channels", {**mail, "default_kinds": ["reminder"]})
    admin.post(
        "/api/webhooks", {"key": "carrier", "label": "Carrier", "url": carrier.url, "secret": "shared"}
    )
    boss = hire(admin, "boss")
    names = {hire(admin, f"sender{n}", manager=boss): f"sender{n}" for n in range(SENDERS)}
    senders = {user: Visitor(system, system.token(name, PASSWORD)) for user, name in names.items()}
    return Depot(system, admin, box, carrier, Visitor(system, system.token("boss", PASSWORD)), senders)
