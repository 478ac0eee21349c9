"""The addresses of templates, mails to addresses outside and mail boxes: what each does, takes and gives."""

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

MAIL_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/templates/preview": {
        "post": Operation(
            text("A mail as a template would write it", "预览邮件模板"),
            "channels",
            "TemplatePreview",
            "TemplateSent",
            reads=True,
            refusals=(403, 422),
        ),
    },
    "/channels/outside": {
        "get": Operation(
            text("Mails of rules to addresses outside, newest first", "规则发往外部地址的邮件"),
            "channels",
            "OutsideMails",
            parameters=("state", "cursor"),
            refusals=(403, 422),
        ),
    },
    "/channels/outside/{mail_id}/retry": {
        "post": Operation(text("Try to send it again", "重新发送"), "channels", "Nothing", refusals=(403,)),
    },
    "/mailboxes": {
        "get": Operation(
            text("Mail boxes that are looked into", "收件邮箱"), "channels", "MailBoxes", refusals=(403,)
        ),
        "post": Operation(
            text("Set up a mail box", "新建收件邮箱"),
            "channels",
            "MailBox",
            "MailBoxSent",
            status=201,
            refusals=(403, 409, 422),
        ),
    },
    "/mailboxes/received": {
        "get": Operation(
            text("Mails that came in and what became of them, newest first", "收到的邮件及处理结果"),
            "channels",
            "ReceivedMails",
            parameters=("cursor",),
            refusals=(403, 422),
        ),
    },
    "/mailboxes/{key}": {
        "patch": Operation(
            text("Change what is sent of a mail box", "修改收件邮箱"),
            "channels",
            "MailBox",
            "MailBoxChanged",
            refusals=(403, 422),
        ),
        "delete": Operation(
            text("Remove a mail box", "删除收件邮箱"), "channels", "Nothing", refusals=(403,)
        ),
    },
    "/mailboxes/{key}/test": {
        "post": Operation(
            text("See whether a mail box can be opened; takes nothing", "测试收件邮箱，不收取邮件"),
            "channels",
            "MailBoxTested",
            refusals=(403, 422),
        ),
    },
}

_MOMENT_OR_NULL: JsonSchema = {"type": ["string", "null"], "format": "date-time"}
_WORDS: JsonSchema = {**LABELS, "description": "By language; {{ rule }} is a value."}
_BOX: Mapping[str, JsonSchema] = {
    "label": LABELS,
    "options": {**ANYTHING, "description": "By the JSON Schema that GET gives."},
    "enabled": FLAG,
}
_SECRET = {"secret": {**TEXT_OR_NULL, "format": "password", "description": "Written only; null removes it."}}
_RECEIVED: Mapping[str, JsonSchema] = {
    "id": TEXT,
    "box": TEXT,
    "from": {**TEXT_OR_NULL, "description": "Null where a mail names no sender or several."},
    "subject": TEXT,
    "state": {"enum": ["waiting", "handled", "refused", "ignored", "unclaimed", "duplicate", "failed"]},
    "words": {**TEXT, "description": "What became of it, in my language."},
    "handler": TEXT_OR_NULL,
    "error": TEXT,
    "at": MOMENT,
    "due_at": _MOMENT_OR_NULL,
}

MAIL_SCHEMAS: Mapping[str, JsonSchema] = {
    "MailBox": open_object(
        {
            "key": TEXT,
            **_BOX,
            "has_secret": FLAG,
            "version": WHOLE,
            "looked_at": {**_MOMENT_OR_NULL, "description": "When it was last looked into with success."},
            "failing_since": _MOMENT_OR_NULL,
            "error": TEXT,
        },
        "key",
        "label",
        "options",
        "has_secret",
    ),
    "MailBoxes": open_object(
        {"items": listed(reference_to("MailBox")), "options": ANYTHING}, "items", "options"
    ),
    "MailBoxSent": closed({"key": TEXT, **_BOX, **_SECRET}, "key", "label", "options"),
    "MailBoxChanged": closed({**_BOX, **_SECRET}),
    "MailBoxTested": open_object({"messages": WHOLE}, "messages"),
    "ReceivedMails": open_object(
        {"items": listed(open_object(_RECEIVED, "id", "box", "state", "at")), **NEXT}, "items", "next"
    ),
    "TemplateSent": closed(
        {
            "entity": TEXT,
            "subject": _WORDS,
            "body": _WORDS,
            "record": TEXT,
            "language": {"enum": ["en", "zh-hans"]},
            "reader": {**TEXT, "description": "The user with whose eyes the record is read."},
        },
        "entity",
        "subject",
        "body",
        "record",
    ),
    "TemplatePreview": open_object({"subject": TEXT, "text": TEXT, "html": TEXT}, "subject", "text", "html"),
    "OutsideMails": open_object(
        {
            "items": listed(
                open_object(
                    {
                        "id": TEXT,
                        "mail": TEXT,
                        "to": TEXT,
                        "template": TEXT,
                        "subject": TEXT,
                        "entity": TEXT_OR_NULL,
                        "record": open_object({"id": TEXT, "label": TEXT_OR_NULL}, "id"),
                        "state": {"enum": ["waiting", "sent", "dead"]},
                        "attempts": WHOLE,
                        "error": TEXT,
                        "created_at": MOMENT,
                        "due_at": _MOMENT_OR_NULL,
                        "ended_at": _MOMENT_OR_NULL,
                    },
                    "id",
                    "to",
                    "state",
                )
            ),
            **NEXT,
        },
        "items",
        "next",
    ),
}
