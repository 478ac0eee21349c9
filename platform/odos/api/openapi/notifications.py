"""The addresses under ``/inbox`` and ``/channels``: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import (
    ANYTHING,
    FLAG,
    LABELS,
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
        ),
    },
    "/inbox/preferences": {
        "get": Operation(
            text("What I am told by which channel, and my quiet hours", "我的通知偏好和免打扰时间"),
            "inbox",
            "NotificationPreferences",
        ),
        "patch": Operation(
            text("Change my preferences", "修改我的通知偏好"),
            "inbox",
            "NotificationPreferences",
            "NotificationPreferencesSent",
            refusals=(422,),
        ),
    },
    "/channels": {
        "get": Operation(
            text("Channels and their kinds", "渠道及其类型"), "channels", "Channels", refusals=(403,)
        ),
        "post": Operation(
            text("Set up a channel", "新建渠道"),
            "channels",
            "Channel",
            "ChannelSent",
            status=201,
            refusals=(403, 409, 422),
        ),
    },
    "/channels/deliveries": {
        "get": Operation(
            text("What could not be delivered", "未能送达的通知"),
            "channels",
            "DeadDeliveries",
            parameters=("cursor",),
            refusals=(403, 422),
        ),
    },
    "/channels/deliveries/{delivery_id}/retry": {
        "post": Operation(
            text("Try to deliver it again", "重新投递"), "channels", "Nothing", refusals=(403,)
        ),
    },
    "/channels/{key}": {
        "patch": Operation(
            text("Change what is sent of a channel", "修改渠道"),
            "channels",
            "Channel",
            "ChannelChanged",
            refusals=(403, 422),
        ),
        "delete": Operation(text("Remove a channel", "删除渠道"), "channels", "Nothing", refusals=(403,)),
    },
    "/channels/{key}/test": {
        "post": Operation(
            text("Send a test to my own address", "向本人地址发送测试消息"),
            "channels",
            "ChannelTested",
            refusals=(403, 422),
        ),
    },
    "/decisions/look": {
        "post": Operation(
            text("What a link in a mail lets me decide", "邮件链接对应的审批"),
            "approvals",
            "MailedDecision",
            "MailedDecisionAsked",
            public=True,
            reads=True,
            refusals=(422,),
        ),
    },
    "/decisions": {
        "post": Operation(
            text("Decide by a link in a mail; it serves once", "通过邮件链接审批，链接仅可使用一次"),
            "approvals",
            "MailedDecision",
            "MailedDecisionSent",
            public=True,
            refusals=(403, 409, 422),
        ),
    },
}

_CLOCK: JsonSchema = {"type": ["string", "null"], "pattern": "^[0-2][0-9]:[0-5][0-9]$"}
_QUIET: Mapping[str, JsonSchema] = {
    "starts": _CLOCK,
    "ends": _CLOCK,
    "days": {
        **listed({"type": "integer", "minimum": 1, "maximum": 7}),
        "description": "Days (1 is Monday) on which nothing is sent.",
    },
    "digest_at": _CLOCK,
}
_MODES: JsonSchema = {
    "type": "object",
    "description": "By kind and channel; null: as the administrators set it.",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": {"enum": ["now", "digest", "off", None]},
    },
}
_LABELLED = open_object({"key": TEXT, "label": {"anyOf": [TEXT, LABELS]}}, "key", "label")
_CHANNEL: Mapping[str, JsonSchema] = {
    "label": LABELS,
    "options": {**ANYTHING, "description": "By the JSON Schema of the kind."},
    "default_kinds": {**listed(TEXT), "description": "Go this way for whoever did not choose otherwise."},
    "enabled": FLAG,
}
_SECRET = {"secret": {**TEXT_OR_NULL, "format": "password", "description": "Written only; null removes it."}}

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
    "NotificationPreferences": open_object(
        {
            "kinds": listed(_LABELLED),
            "channels": listed(_LABELLED),
            "modes": _MODES,
            "quiet": open_object(_QUIET),
        },
        "kinds",
        "channels",
        "modes",
        "quiet",
    ),
    "NotificationPreferencesSent": closed({"modes": _MODES, "quiet": closed(_QUIET)}),
    "Channel": open_object(
        {"key": TEXT, "kind": TEXT, **_CHANNEL, "has_secret": FLAG, "version": WHOLE},
        "key",
        "kind",
        "label",
        "options",
        "has_secret",
    ),
    "Channels": open_object(
        {
            "items": listed(reference_to("Channel")),
            "kinds": listed(
                open_object({"key": TEXT, "label": TEXT, "secret_label": TEXT, "options": ANYTHING})
            ),
        },
        "items",
        "kinds",
    ),
    "ChannelSent": closed(
        {"key": TEXT, "kind": TEXT, **_CHANNEL, **_SECRET}, "key", "kind", "label", "options"
    ),
    "ChannelChanged": closed({**_CHANNEL, **_SECRET}),
    "ChannelTested": open_object({"to": TEXT}, "to"),
    "DeadDeliveries": open_object(
        {
            "items": listed(
                open_object(
                    {
                        "id": TEXT,
                        "channel": TEXT,
                        "kind": TEXT,
                        "recipient": reference_to("Label"),
                        "error": TEXT,
                        "attempts": WHOLE,
                        "at": MOMENT,
                    },
                    "id",
                    "channel",
                    "error",
                )
            ),
            **NEXT,
        },
        "items",
        "next",
    ),
    "MailedDecision": open_object(
        {
            "state": {"enum": ["open", "used", "expired", "closed"]},
            "approval": TEXT,
            "label": LABELS,
            "record": TEXT_OR_NULL,
            "submitter": TEXT_OR_NULL,
            "person": TEXT_OR_NULL,
            "started_at": MOMENT,
            "expires_at": MOMENT,
            "values": {
                **listed(
                    open_object({"field": TEXT, "label": LABELS, "words": LABELS}, "field", "label", "words")
                ),
                "description": "What the approval shows of the record, while there is something to decide.",
            },
        },
        "state",
        "label",
        "values",
    ),
    "MailedDecisionAsked": closed({"token": TEXT}, "token"),
    "MailedDecisionSent": closed(
        {"token": TEXT, "decision": {"enum": ["approve", "reject"]}, "comment": TEXT}, "token", "decision"
    ),
    "InboxMarked": open_object({"count": WHOLE, "at": MOMENT, "unread": WHOLE}, "count", "at", "unread"),
}
