"""A mail box on an IMAP server. What it holds stays unread until it is filed."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from odos.kernel.version import VERSION
from odos.notifications.channels import Settings
from odos.notifications.incoming.options import INBOX, PORTS

SECONDS = 20.0
MOST_BYTES = 10 * 1024 * 1024  # of a mail whose body is read
MOST_HEAD = 128 * 1024
UNREACHABLE = (IMAPClientError, OSError)  # what goes wrong with a server, and may not an hour later
_SEEN = b"\\Seen"


@dataclass(frozen=True)
class Folder:
    """An opened folder. Numbers of mails count while ``validity`` is the same; the next one gets ``next``."""

    validity: int
    next: int
    messages: int


@dataclass(frozen=True)
class Fetched:
    """The bytes of a mail: all of it, or no more than the head of one that is too large."""

    raw: bytes
    size: int
    is_whole: bool


class MailServer:
    """A server that one is signed in to, with a folder opened."""

    def __init__(self, client: IMAPClient, settings: Settings) -> None:
        self._client = client
        self._done = str(settings.options.get("done_folder") or "")
        told = client.select_folder(str(settings.options.get("folder") or INBOX))
        messages = int(told.get(b"EXISTS", 0))
        self.folder = Folder(int(told.get(b"UIDVALIDITY", 0)), self._next(told), messages)

    def _next(self, told: dict[bytes, Any]) -> int:
        """Some servers do not say it."""
        if b"UIDNEXT" in told:
            return int(told[b"UIDNEXT"])
        return max(self._client.search(["ALL"]), default=0) + 1

    def newer(self, uid: int, since: date | None = None) -> list[int]:
        """Mails after that number, ascending; of those, which came ``since`` a day or later."""
        asked: list[Any] = ["UID", f"{uid + 1}:*", *(["SINCE", since] if since else [])]
        return sorted(found for found in self._client.search(asked) if found > uid)

    def fetch(self, uid: int) -> Fetched | None:
        """One mail, which stays unread; None where it is gone."""
        size = self._part(uid, "RFC822.SIZE", b"RFC822.SIZE")
        if size is None:
            return None
        if size > MOST_BYTES:
            head = self._part(uid, f"BODY.PEEK[HEADER]<0.{MOST_HEAD}>", b"BODY[HEADER]<0>")
            return Fetched(bytes(head or b""), int(size), is_whole=False)
        body = self._part(uid, "BODY.PEEK[]", b"BODY[]")
        return None if body is None else Fetched(bytes(body), int(size), is_whole=True)

    def _part(self, uid: int, wanted: str, name: bytes) -> Any:
        return self._client.fetch([uid], [wanted]).get(uid, {}).get(name)

    def file(self, uids: Sequence[int]) -> None:
        """Mark mails as read and, where the box says so, move them away."""
        if not uids:
            return
        self._client.add_flags(uids, [_SEEN], silent=True)
        if not self._done:
            return
        if not self._client.folder_exists(self._done):
            self._client.create_folder(self._done)
        if self._client.has_capability("MOVE"):
            self._client.move(uids, self._done)
        else:
            self._client.copy(uids, self._done)
            self._client.delete_messages(uids, silent=True)
            if self._client.has_capability("UIDPLUS"):
                self._client.uid_expunge(uids)


@contextmanager
def open_box(settings: Settings) -> Iterator[MailServer]:
    """Sign in and open the folder; raises what `UNREACHABLE` names."""
    client = _connect(settings)
    try:
        client.login(str(settings.options["username"]), settings.secret or "")
        if client.has_capability("ID"):  # some providers let nobody in who does not say who asks
            client.id_({"name": "Odos", "version": str(VERSION)})
        yield MailServer(client, settings)
    finally:
        try:
            client.logout()
        except UNREACHABLE:
            _drop(client)


def _connect(settings: Settings) -> IMAPClient:
    options = settings.options
    security = str(options.get("security", "tls"))
    context = ssl.create_default_context()
    client = IMAPClient(
        str(options["host"]),
        port=int(options.get("port") or PORTS[security]),
        ssl=security == "tls",
        ssl_context=context if security == "tls" else None,
        timeout=SECONDS,
    )
    if security == "starttls":
        try:
            client.starttls(context)
        except BaseException:
            _drop(client)
            raise
    return client


def _drop(client: IMAPClient) -> None:
    """Close what may be closed already, so that nothing hides why."""
    with suppress(*UNREACHABLE):
        client.shutdown()
