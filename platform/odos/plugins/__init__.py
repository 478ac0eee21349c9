"""Plugins: what a developer adds to an installation without touching the engine.

This module is the SDK: everything that a plugin may import; nothing else of the engine is promised to stay.
`manifest` says what a plugin is, `loading` brings those of a folder into the registries that the built-in
packages use, `actions` and `arguments` fit their actions in. ``docs/plugins.md`` shows how one is written.

The engine below must not know that there are plugins: it knows registries.
"""

from odos.accounts.principals import Principal
from odos.database.session import execute, fetch_all, fetch_one, fetch_value, transaction
from odos.dsl.functions import Function, Overload
from odos.dsl.types import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, Type
from odos.fields.kind import Column, FieldKind, ParseContext, Source
from odos.fields.kinds.text import TextKind
from odos.jobs.context import JobContext
from odos.jobs.kinds import Drain, JobKind, Periodic
from odos.jobs.operations import enqueue
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound, Problem, Unavailable
from odos.kernel.sql import Sql
from odos.kernel.texts import Text, text
from odos.kernel.workspaces import Workspace
from odos.notifications.channels import ChannelKind, Outgoing, Person, Send, Settings, Undeliverable
from odos.notifications.incoming.mail_handlers import MailHandler, Outcome
from odos.notifications.incoming.reading import Incoming
from odos.notifications.notice import Notice
from odos.notifications.operations import notify
from odos.notifications.outbound import post
from odos.plugins.manifest import Action, Plugin, Route
from odos.records.action_kinds import Call
from odos.records.checks.guards import Attempt, Guard
from odos.records.context import Context
from odos.records.lists.queries import ListRequest, get_record, list_records
from odos.records.writes.delivery import Listener, RecordChanged
from odos.records.writes.operations import create_record, delete_record, update_record
from odos.schema.model import Entity, Field

__all__ = [
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "NUMBER",
    "TEXT",
    "Action",
    "Attempt",
    "Call",
    "ChannelKind",
    "Column",
    "Conflict",
    "Context",
    "Drain",
    "Entity",
    "Field",
    "FieldKind",
    "Forbidden",
    "Function",
    "Guard",
    "Incoming",
    "Invalid",
    "Issue",
    "JobContext",
    "JobKind",
    "ListRequest",
    "Listener",
    "MailHandler",
    "NotFound",
    "Notice",
    "Outcome",
    "Outgoing",
    "Overload",
    "ParseContext",
    "Periodic",
    "Person",
    "Plugin",
    "Principal",
    "Problem",
    "RecordChanged",
    "Route",
    "Send",
    "Settings",
    "Source",
    "Sql",
    "Text",
    "TextKind",
    "Type",
    "Unavailable",
    "Undeliverable",
    "Workspace",
    "create_record",
    "delete_record",
    "enqueue",
    "execute",
    "fetch_all",
    "fetch_one",
    "fetch_value",
    "get_record",
    "list_records",
    "notify",
    "post",
    "text",
    "transaction",
    "update_record",
]  # fmt: skip
