"""Mail through an SMTP server.

``Message-ID`` is made of the delivery and therefore the same when it is sent again; all that is about one
record refers to one made-up first message, which mail programs take for a thread.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any

from odos.kernel.clock import utc_now
from odos.kernel.texts import spoken, text
from odos.notifications.channels import ChannelKind, Outgoing, Person, Send, Settings, Undeliverable

SECONDS = 20.0
ADDRESS = r"[^\s@<>,;]+@[^\s@<>,;]+"
LONGEST_ADDRESS = 254
PORTS = {"tls": 465, "starttls": 587, "none": 25}
PERMANENT = 500  # SMTP replies from here on mean that another try is of no use

HOST = {
    "type": "string",
    "minLength": 1,
    "maxLength": 253,
    "pattern": r"^[^\s/@]+$",
    "examples": ["mail.example.com"],
}
OPTIONS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["host", "from_address"],
    "properties": {
        "host": HOST,
        "port": {"type": "integer", "minimum": 1, "maximum": 65535},
        "security": {"enum": list(PORTS), "default": "starttls"},
        "username": {"type": "string", "maxLength": 254},
        "from_address": {
            "type": "string",
            "maxLength": 254,
            "pattern": f"^{ADDRESS}$",
            "examples": ["odos@example.com"],
        },
        "from_name": {"type": "string", "maxLength": 100, "pattern": r"^[^\r\n]*$"},
        "decisions": {
            "type": "boolean",
            "default": True,
            "description": "Whether approvals may be decided by links in mails, without signing in.",
        },
        "outside_per_hour": {
            "type": "integer",
            "minimum": 0,
            "maximum": 100_000,
            "default": 500,
            "description": "The most mails that rules may send to addresses outside in an hour.",
        },
        "reply_to": {"type": "string", "maxLength": 254, "pattern": r"^([^\s@<>,;]+@[^\s@<>,;]+)?$"},
    },
}


def address_of(_options: Mapping[str, Any], person: Person) -> str | None:
    """The mailbox of a person."""
    _, address = parseaddr(person.email or "")
    return address if "@" in address else None


def is_address(words: str) -> bool:
    """Whether it is one plain address of a mailbox."""
    return len(words) <= LONGEST_ADDRESS and re.fullmatch(ADDRESS, words) is not None


@contextmanager
def open_server(settings: Settings) -> Iterator[Send]:
    """One connection for a batch, made for the first message."""
    connection = _Connection(settings)
    try:
        yield connection.send
    finally:
        connection.close()


class _Connection:
    """Signed in to the server of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: smtplib.SMTP | None = None

    def send(self, outgoing: Outgoing) -> None:
        server = self._server = self._server or _connect(self._settings)
        try:
            server.send_message(build_message(self._settings.options, outgoing))
        except smtplib.SMTPRecipientsRefused as refusal:
            self._reset()
            replies = refusal.recipients.values()
            if all(code >= PERMANENT for code, _ in replies):
                raise Undeliverable("; ".join(_words(*reply) for reply in replies)) from refusal
            raise
        except smtplib.SMTPResponseException as refusal:
            self._reset()
            if isinstance(refusal, smtplib.SMTPDataError) and refusal.smtp_code >= PERMANENT:
                raise Undeliverable(_words(refusal.smtp_code, refusal.smtp_error)) from refusal
            raise
        except (smtplib.SMTPException, OSError):
            self._reset()
            raise

    def close(self) -> None:
        """Politely, if the server still listens."""
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()
        self._server = None

    def _reset(self) -> None:
        """What went wrong must not spoil the next message."""
        if self._server is not None:
            self._server.close()
        self._server = None


def _words(code: int, reply: bytes | str) -> str:
    """What a server answered, as people read it."""
    said = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    return f"{code} {said}"


def _connect(settings: Settings) -> smtplib.SMTP:
    options = settings.options
    security = options.get("security", "starttls")
    host, port = str(options["host"]), int(options.get("port") or PORTS[security])
    context = ssl.create_default_context()
    if security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    try:
        if security == "starttls":
            server.starttls(context=context)
        if options.get("username"):
            server.login(str(options["username"]), settings.secret or "")
    except BaseException:
        server.close()
        raise
    return server


def build_message(options: Mapping[str, Any], outgoing: Outgoing) -> EmailMessage:
    """Plain text and HTML, with the headers of an automatic message."""
    sender = Address(options.get("from_name") or "Odos", addr_spec=str(options["from_address"]))
    domain = sender.domain
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(_one_line(outgoing.person.name), addr_spec=outgoing.to)
    message["Subject"] = _one_line(outgoing.subject)
    message["Date"] = format_datetime(utc_now())
    message["Message-ID"] = f"<{outgoing.key}@{domain}>"
    reply_to = outgoing.reply_to or options.get("reply_to")
    if reply_to:
        message["Reply-To"] = str(reply_to)
    if outgoing.thread:
        message["In-Reply-To"] = message["References"] = f"<{outgoing.thread}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(outgoing.text)
    message.add_alternative(outgoing.html, subtype="html")
    message["Content-Language"] = spoken(outgoing.person.language)
    return message


def _one_line(words: str) -> str:
    return " ".join(words.split())


MAIL = ChannelKind(
    key="mail",
    label=text("E-mail (SMTP)", "电子邮件（SMTP）"),
    secret_label=text("Password", "密码"),
    options=OPTIONS,
    address=address_of,
    open=open_server,
    takes_letters=True,
    carries_decisions=lambda options: bool(options.get("decisions", True)),
)
