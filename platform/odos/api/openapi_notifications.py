"""The addresses under ``/inbox``: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi_fields import JsonSchema, reference_to
from odos.api.openapi_operations import Operation
from odos.api.openapi_shapes import (
    ANYTHING,
    FLAG,
    MOMENT,
    NEXT,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    closed,
    listed,
    open_object,
)
from odos.kernel.texts import text

NOTIFICATION_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/inbox": {
        "get": Operation(
            text("What I was told, newest first", "我的通知，最新的在前"),
            "inbox",
            "Inbox",
            parameters=("box", "kind", "limit", "cursor"),
            refusals=(422,),
        ),
    },
    "/inbox/{action}": {
        "post": Operation(
            text(
                "read, unread, archive, restore, snooze or wake notifications of mine",
                "标记已读或未读、归档、恢复、稍后提醒、取消稍后提醒",
            ),
            "inbox",
            "InboxMarked",
            "InboxMark",
            refusals=(422,),
            once=True,
        ),
    },
}

_ID = {"anyOf": [TEXT, WHOLE]}
_MOMENT_OR_NULL: JsonSchema = {"type": ["string", "null"], "format": "date-time"}
_NOTIFICATION = open_object(
    {
        "id": TEXT,
        "kind": TEXT,
        "title": {**TEXT, "description": "In my language, with the title of the record where I may see it."},
        "body": TEXT,
        "entity": TEXT_OR_NULL,
        "record": {"anyOf": [reference_to("Label"), {"type": "null"}]},
        "about": {**ANYTHING, "description": "What it is about besides: the id of an approval, say."},
        "actor": {"anyOf": [reference_to("Label"), {"type": "null"}]},
        "at": MOMENT,
        "read_at": _MOMENT_OR_NULL,
        "archived_at": _MOMENT_OR_NULL,
        "snoozed_until": _MOMENT_OR_NULL,
    },
    "id",
    "kind",
    "title",
    "at",
)

NOTIFICATION_SCHEMAS: Mapping[str, JsonSchema] = {
    "Inbox": open_object(
        {
            "items": listed(_NOTIFICATION),
            **NEXT,
            "unread": {**WHOLE, "description": "At most 100."},
        },
        "items",
        "next",
        "unread",
    ),
    "InboxMark": closed(
        {
            "ids": listed(_ID),
            "all": {**FLAG, "description": "All of the box, of one kind where that is sent as well."},
            "up_to": {**WHOLE, "description": "With all: none that is newer than this id."},
            "kind": TEXT,
            "marked_at": {**MOMENT, "description": "Those marked at this moment: takes that back."},
            "until": {**MOMENT, "description": "snooze: when they come back."},
        }
    ),
    "InboxMarked": open_object({"count": WHOLE, "at": MOMENT, "unread": WHOLE}, "count", "at", "unread"),
}
