"""SMS and instant messages through a gateway that takes JSON over HTTP.

The body is ``{id, to, kind, title, text, link, language}``. ``Odos-Signature`` is ``t=<seconds>,v1=<hex>``,
the HMAC-SHA256 of ``<seconds>.<body>`` under the secret of the channel. ``Idempotency-Key`` is ``id``, the
same whenever a message is sent again. Any answer of 2xx means that it was taken; 4xx but 408 and 429 that it
never will be.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.notifications.channels import ChannelKind, Outgoing, Person, Send, Settings, Undeliverable
from odos.notifications.outbound import ForbiddenAddress, address_issues, post

LONGEST = 1_000
MAY_HELP = frozenset({408, 425, 429})

OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["url"],
    "properties": {
        "url": {"type": "string", "minLength": 1, "maxLength": 2000},
        "address": {
            "enum": ["phone", "email", "username"],
            "default": "phone",
            "description": "By what the gateway knows people.",
        },
    },
}


class GatewayRefused(Exception):
    """The gateway answered with something else than 2xx."""


def address_of(options: Mapping[str, Any], person: Person) -> str | None:
    """By what the gateway knows the person."""
    value = getattr(person, str(options.get("address", "phone")))
    return str(value).strip() or None if value else None


@contextmanager
def open_gateway(settings: Settings) -> Iterator[Send]:
    """Each message is a call of its own."""

    def send(outgoing: Outgoing) -> None:
        body = json.dumps(body_of(outgoing), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Odos",
            "Idempotency-Key": outgoing.key,
            "Odos-Signature": signature(settings.secret or "", int(utc_now().timestamp()), body),
        }
        try:
            status, answer = post(str(settings.options["url"]), body, headers)
        except ForbiddenAddress as refusal:
            raise Undeliverable(str(refusal)) from refusal
        _require_taken(status, answer)

    yield send


def body_of(outgoing: Outgoing) -> dict[str, str | None]:
    """What the gateway gets."""
    return {
        "id": outgoing.key,
        "to": outgoing.to,
        "kind": outgoing.kind,
        "title": outgoing.subject,
        "text": outgoing.text[:LONGEST],
        "link": outgoing.link,
        "language": outgoing.person.language,
    }


def signature(secret: str, seconds: int, body: bytes) -> str:
    """What proves that the message comes from here, and when it was sent."""
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def _require_taken(status: int, answer: bytes) -> None:
    if 200 <= status < 300:
        return
    told = f"{status} {answer[:200].decode(errors='replace')}"
    if 400 <= status < 500 and status not in MAY_HELP:
        raise Undeliverable(told)
    raise GatewayRefused(told)


def check(options: Mapping[str, Any]) -> Iterable[Issue]:
    """The address is one that may be called."""
    return address_issues(str(options.get("url", "")), "url")


GATEWAY = ChannelKind(
    key="http",
    label=text("SMS or messenger (HTTP gateway)", "短信或即时通讯（HTTP 网关）"),
    secret_label=text("Signing secret", "签名密钥"),
    options=OPTIONS,
    address=address_of,
    open=open_gateway,
    check=check,
)
