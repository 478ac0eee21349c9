"""The addresses of templates and of mails to addresses outside: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import (
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
}

_MOMENT_OR_NULL: JsonSchema = {"type": ["string", "null"], "format": "date-time"}
_WORDS: JsonSchema = {**LABELS, "description": "By language; {{ rule }} is a value."}

MAIL_SCHEMAS: Mapping[str, JsonSchema] = {
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
