"""What a plugin is: one frozen value that names everything it adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from odos.dsl.functions import Function
from odos.fields.kind import FieldKind
from odos.jobs.kinds import Drain, JobKind, Periodic
from odos.kernel.texts import Text
from odos.notifications.channels import ChannelKind
from odos.notifications.incoming.mail_handlers import MailHandler
from odos.records.action_kinds import Call
from odos.records.checks.guards import Guard
from odos.records.context import Context
from odos.records.writes.delivery import Listener

Schema = Mapping[str, Any]
NOTHING: Schema = {"type": "object", "additionalProperties": False}


@dataclass(frozen=True)
class Action:
    """What can be done with a record: on its page, over HTTP, by rules (``run plugin action "plugin.key"``).

    ``arguments`` is the JSON Schema (2020-12) of what it takes, an object; calls that do not fit it are
    refused before ``run``, rules when they are published. ``run`` works in the transaction that it is given,
    which is tried again as a whole, so it has no effects outside it; its result is JSON. ``entities`` are the
    keys of those that it concerns, all when empty. ``right`` is the named right on the record that it takes.
    """

    key: str
    label: Text
    run: Callable[[Context, Call], Mapping[str, Any]]
    arguments: Schema = field(default_factory=lambda: NOTHING)
    entities: tuple[str, ...] = ()
    right: str = "edit"


@dataclass(frozen=True)
class Route:
    """An address ``/api/plugins/<plugin>/<path>``, for whoever is signed in; ``answer`` gives JSON.

    What it takes is the query of a GET and the JSON of a POST, which is one transaction, done once for each
    ``Idempotency-Key``.
    """

    path: str
    label: Text
    answer: Callable[[Context, Mapping[str, Any]], Any]
    method: Literal["GET", "POST"] = "GET"
    arguments: Schema = field(default_factory=lambda: NOTHING)
    administrators: bool = False


@dataclass(frozen=True)
class Plugin:
    """The manifest. ``requires`` are the versions of Odos that it works with, as in ``>=0.1,<2``.

    Keys of actions and paths of routes are its own; keys of everything else must be taken by nobody, so they
    begin with the plugin's.
    """

    key: str
    version: str
    requires: str
    label: Text
    field_kinds: tuple[FieldKind, ...] = ()
    functions: tuple[Function, ...] = ()
    actions: tuple[Action, ...] = ()
    channels: tuple[ChannelKind, ...] = ()
    mail_handlers: tuple[MailHandler, ...] = ()
    guards: tuple[Guard, ...] = ()
    listeners: tuple[Listener, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    drains: tuple[Drain, ...] = ()
    periodics: tuple[Periodic, ...] = ()
    routes: tuple[Route, ...] = ()
