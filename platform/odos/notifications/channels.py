"""Kinds of channels: how a message leaves the system. Plugins register more of them alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.registry import Registry
from odos.kernel.texts import Text


class Undeliverable(Exception):
    """Trying again would not help: there is no such mailbox, the gateway refuses this message."""


@dataclass(frozen=True)
class Person:
    """Whom a message is for."""

    id: int
    name: str
    username: str
    email: str | None = None
    phone: str | None = None
    language: str = "en"
    time_zone: str = "UTC"


@dataclass(frozen=True)
class Outgoing:
    """A message in the words of its recipient. ``key`` is the same whenever it is sent again, so that a
    mailbox or gateway can know a duplicate; ``thread`` is the same for all that is about one record.
    ``text`` is plain; ``html`` is safe to be shown. ``reply_to``: where answers go, if not to the sender."""

    key: str
    to: str
    person: Person
    kind: str
    subject: str
    text: str
    html: str
    link: str | None = None
    thread: str | None = None
    reply_to: str | None = None


@dataclass(frozen=True)
class Settings:
    """What an administrator set up."""

    key: str
    options: Mapping[str, Any]
    secret: str | None = None


Send = Callable[[Outgoing], None]


@dataclass(frozen=True)
class ChannelKind:
    """``options`` is the JSON Schema of its settings and ``check`` finds what that cannot say. ``address``
    finds where a person is reached, None where they are not. ``open`` gives what sends, for a batch: it
    raises `Undeliverable` where another try is of no use and anything else where it may help.
    ``carries_decisions``: links by which its recipient decides without signing in may go this way.
    ``takes_letters``: what it carries may be written by a template."""

    key: str
    label: Text
    secret_label: Text
    options: Mapping[str, Any]
    address: Callable[[Mapping[str, Any], Person], str | None]
    open: Callable[[Settings], AbstractContextManager[Send]]
    check: Callable[[Mapping[str, Any]], Iterable[Issue]] = field(default=lambda _options: ())
    takes_letters: bool = False
    carries_decisions: Callable[[Mapping[str, Any]], bool] = field(default=lambda _options: False)


CHANNEL_KINDS: Registry[ChannelKind] = Registry("kind of channel")
