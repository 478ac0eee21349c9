"""From the bytes of a mail to what handlers work with. Whatever the bytes are, nothing is raised.

The parser of old (``compat32``) is used since it takes everything; headers and bodies are decoded here, each
by itself, so that one that is broken leaves the others readable. What is read of a body is bounded.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from email.headerregistry import HeaderRegistry
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from typing import Any

from odos.notifications.incoming.automatic import why_automatic
from odos.notifications.incoming.words import from_html, own_words

MOST_PARTS = 200
MOST_BODY = 256 * 1024  # bytes of the text that are read
LONGEST_HEADER = 4_000
MOST_RECIPIENTS = 100
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "us-ascii": "utf-8"}
_IDS = re.compile(r"<[^<>\s]{1,400}>")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff\u200b]")
_HEADERS = HeaderRegistry()


@dataclass(frozen=True)
class Incoming:
    """A mail. ``sender`` is the one address of ``From``, None where there is none or several; ``answers`` are
    the ids of the mails that it answers, the nearest first. ``text`` are its own words, without what it
    quotes. ``automatic`` says in a word why it was sent by a program, None for a person's. With ``is_unread``
    the body was too large or could not be parsed, and ``text`` is empty. ``identity`` is the same for copies
    of one mail. ``message`` gives what else a handler wants: bodies, files."""

    box: str
    identity: bytes
    sender: str | None
    subject: str
    recipients: tuple[str, ...]
    answers: tuple[str, ...]
    text: str
    automatic: str | None
    is_unread: bool
    message: Message = field(repr=False)


def read_mail(box: str, raw: bytes, *, is_whole: bool = True, own: frozenset[str] = frozenset()) -> Incoming:
    """Read a mail that came into ``box``; ``own`` are addresses, in small letters, that we send from."""
    message, is_read = _parsed(raw, is_whole)
    sender = _sender(message)
    return Incoming(
        box=box,
        identity=_identity(message, raw),
        sender=sender,
        subject=_header(message, "Subject"),
        recipients=tuple(_recipients(message)),
        answers=tuple(_answers(message)),
        text=_own_text(message) if is_read else "",
        automatic=why_automatic(message, _header(message, "Subject"), sender, own),
        is_unread=not is_read,
        message=message,
    )


def _parsed(raw: bytes, is_whole: bool) -> tuple[Message, bool]:
    """With whether its body was read: a tree that is too deep makes the parser give up."""
    try:
        if is_whole:
            return BytesParser().parsebytes(raw), True
    except Exception:
        return BytesHeaderParser().parsebytes(raw), False
    return BytesHeaderParser().parsebytes(raw), False


def clean(words: str) -> str:
    """Without what no text can hold or nobody sees, and with one kind of line ends."""
    return _UNWANTED.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def _header(message: Message, name: str) -> str:
    """In the open and in one line; empty where there is none."""
    raw = str(message.get(name, ""))[:LONGEST_HEADER]
    try:
        words = str(make_header(decode_header(raw)))
    except Exception:
        words = raw
    return " ".join(clean(words.encode(errors="replace").decode()).split())


def _addresses(message: Message, name: str) -> Iterator[str]:
    for value in message.get_all(name, [])[:MOST_RECIPIENTS]:
        try:
            told = str(value)[:LONGEST_HEADER]
            found: Any = _HEADERS("From" if name == "From" else "To", told)
            is_plain = not found.defects or told.count("@") == 1  # one address may be written badly
            addresses = [f"{each.username}@{each.domain}" for each in found.addresses if is_plain]
        except Exception:  # the parser of the standard library trips over some malformed headers
            addresses = []
        yield from (address.lower() for address in addresses if not address.startswith("@"))


def _sender(message: Message) -> str | None:
    """Whoever writes two senders wants one of them to be believed."""
    headers = message.get_all("From", [])
    found = list(_addresses(message, "From"))
    return found[0] if len(headers) == len(found) == 1 and not found[0].endswith("@") else None


def _recipients(message: Message) -> list[str]:
    found = [address for name in _RECIPIENTS for address in _addresses(message, name)]
    return list(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _answers(message: Message) -> list[str]:
    """What it is an answer to, then what that was, and so on."""
    replied = _IDS.findall(str(message.get("In-Reply-To", ""))[:LONGEST_HEADER])
    thread = _IDS.findall(str(message.get("References", ""))[-LONGEST_HEADER:])
    return list(dict.fromkeys([*replied, *reversed(thread)]))


def _identity(message: Message, raw: bytes) -> bytes:
    """By its id and sender; a mail without an id is known by all of it."""
    named = str(message.get("Message-ID", "")).strip()
    told = f"{named}\n{message.get('From', '')}".encode(errors="replace") if named else raw
    return hashlib.sha256(told).digest()


def _own_text(message: Message) -> str:
    """The plain text, else what the HTML says, without quotations."""
    plain, markup = "", ""
    for part in _text_parts(message):
        kind = part.get_content_type()
        if kind == "text/plain" and not plain.strip():
            plain = _decoded(part)
        elif kind == "text/html" and not markup:
            markup = _decoded(part)
    return own_words(clean(plain if plain.strip() else from_html(markup)))


def _text_parts(message: Message) -> Iterator[Message]:
    """Bodies, not files; a mail that is attached to another is no part of it."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(0), seen + 1
        if part.get_content_type() == "message/rfc822" or part.get_content_disposition() == "attachment":
            continue
        if part.is_multipart():
            waiting[:0] = [each for each in part.get_payload() if isinstance(each, Message)]
        elif part.get_content_maintype() == "text":
            yield part


def _decoded(part: Message) -> str:
    try:
        raw = part.get_payload(decode=True)
        charset = str(part.get_content_charset() or "utf-8")
    except Exception:
        return ""
    body = raw[:MOST_BODY] if isinstance(raw, bytes) else b""
    return _in(body, _SUPERSETS.get(charset, charset))


def _in(body: bytes, charset: str) -> str:
    """Undeclared or wrongly declared Chinese is read as such; anything else as far as it goes."""
    for each in (charset, "utf-8", "gb18030"):
        try:
            return body.decode(each)
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", errors="replace")
