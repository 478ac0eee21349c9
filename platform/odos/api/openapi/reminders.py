"""The addresses under ``/reminders``: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import (
    FLAG,
    MOMENT,
    NEXT,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    WHOLE_OR_NULL,
    closed,
    items_of,
    listed,
    open_object,
)
from odos.kernel.texts import text

TAG = "reminders"

REMINDER_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/reminders/rules": {
        "get": Operation(text("My reminder rules", "我的提醒规则"), TAG, "ReminderRules"),
        "post": Operation(
            text("Make a reminder rule of my own", "新建我的提醒规则"),
            TAG,
            "ReminderRule",
            "ReminderRuleSent",
            status=201,
            refusals=(409, 422),
        ),
    },
    "/reminders/calendar": {
        "get": Operation(
            text("My reminders between two moments", "我的提醒日历"),
            TAG,
            "ReminderCalendar",
            parameters=("since", "until"),
            refusals=(422,),
        ),
    },
    "/reminders/rules/{rule_id}": {
        "get": Operation(text("One of my reminder rules", "我的单条提醒规则"), TAG, "ReminderRule"),
        "patch": Operation(
            text("Change a reminder rule, or switch it on or off", "修改、启用或停用提醒规则"),
            TAG,
            "ReminderRule",
            "ReminderRuleSent",
            parameters=("If-Match",),
            refusals=(409, 412, 422),
        ),
        "delete": Operation(
            text("Delete a reminder rule", "删除提醒规则"),
            TAG,
            "Nothing",
            parameters=("If-Match",),
            refusals=(412,),
        ),
    },
    "/reminders/rules/{rule_id}/history": {
        "get": Operation(
            text("What one of my rules told, to whom and when", "我的规则的提醒记录"),
            TAG,
            "ReminderHistory",
            parameters=("limit", "cursor"),
        ),
    },
    "/reminders/preview": {
        "post": Operation(
            text(
                "The records that a rule would tell of, now and in the next 30 days",
                "规则当前及未来 30 天内将提醒的记录",
            ),
            TAG,
            "ReminderPreview",
            "ReminderPreviewSent",
            refusals=(422,),
            reads=True,
        ),
    },
    "/reminders/published": {
        "get": Operation(
            text("The reminder rules of the application and how they fare", "应用的提醒规则及运行情况"),
            TAG,
            "PublishedReminders",
            refusals=(403,),
        ),
    },
    "/reminders/published/{key}/history": {
        "get": Operation(
            text("What a rule of the application told", "应用规则的提醒记录"),
            TAG,
            "ReminderHistory",
            parameters=("limit", "cursor"),
            refusals=(403,),
        ),
    },
    "/reminders/digests/{digest_id}": {
        "get": Operation(
            text("The records of a digest that I was told", "我收到的汇总提醒中的记录"), TAG, "ReminderDigest"
        ),
    },
    "/reminders/{reminder_id}": {
        "get": Operation(
            text("How far a reminder of mine may be put off", "我的提醒可推迟到何时"), TAG, "Reminder"
        ),
    },
    "/reminders/{reminder_id}/snooze": {
        "post": Operation(
            text("Put a reminder off", "推迟提醒"),
            TAG,
            "Reminder",
            "ReminderSnoozeSent",
            refusals=(409, 422),
        ),
    },
}

_MOMENT_OR_NULL: JsonSchema = {**MOMENT, "type": ["string", "null"]}
_LABEL = reference_to("Label")
_RECORD: JsonSchema = {"anyOf": [_LABEL, {"type": "null"}]}

REMINDER_SCHEMAS: Mapping[str, JsonSchema] = {
    "ReminderCalendar": items_of(
        open_object(
            {
                "at": MOMENT,
                "reminder": TEXT,
                "rule": TEXT,
                "entity": TEXT,
                "record": reference_to("Label"),
                "state": {"enum": ["told", "comes"]},
            },
            "at",
            "reminder",
            "rule",
            "entity",
            "record",
            "state",
        )
    ),
    "ReminderRule": open_object(
        {
            "id": TEXT,
            "rule": TEXT,
            "entity": TEXT_OR_NULL,
            "name": TEXT,
            "text": TEXT,
            "is_active": FLAG,
            "paused": {**TEXT_OR_NULL, "description": "Why it no longer runs."},
            "version": WHOLE,
            "updated_at": MOMENT,
            "issues": listed(reference_to("Issue")),
        },
        "id", "rule", "entity", "name", "text", "is_active", "paused", "version", "issues",
    ),
    "ReminderRules": items_of(reference_to("ReminderRule")),
    "ReminderRuleSent": closed({"entity": TEXT, "name": TEXT, "text": TEXT, "is_active": FLAG}),
    "ReminderPreviewSent": closed(
        {
            "entity": TEXT,
            "text": TEXT,
            "rule": {**TEXT, "description": "The id of a rule of mine, or the key of a published one."},
        },
        "entity",
        "text",
    ),
    "ReminderPreview": open_object(
        {
            "now": WHOLE,
            "later": WHOLE,
            "days": listed(open_object({"day": TEXT, "count": WHOLE}, "day", "count")),
            "items": listed(
                open_object(
                    {
                        "record": _LABEL,
                        "at": MOMENT,
                        "told": WHOLE,
                        "fires": listed(
                            open_object(
                                {"at": MOMENT, "escalation": FLAG, "number": WHOLE},
                                "at", "escalation", "number",
                            )
                        ),
                        "people": listed(_LABEL),
                    },
                    "record", "at", "told", "fires", "people",
                )
            ),
            "complete": {**FLAG, "description": "There was time to look at all 30 days."},
            "capped": {**FLAG, "description": "There are more records than were counted."},
        },
        "now", "later", "days", "items", "complete", "capped",
    ),
    "ReminderHistory": open_object(
        {
            "items": listed(
                open_object(
                    {
                        "id": TEXT,
                        "kind": {"enum": ["notice", "escalation"]},
                        "step": WHOLE,
                        "number": WHOLE,
                        "due_at": MOMENT,
                        "fired_at": MOMENT,
                        "people": listed(_LABEL),
                        "entity": TEXT_OR_NULL,
                        "record": _RECORD,
                        "ended_at": _MOMENT_OR_NULL,
                        "ended_by": {"enum": ["condition", "until", "rule", None]},
                    },
                    "id", "kind", "number", "due_at", "fired_at", "people", "entity", "record",
                )
            ),
            **NEXT,
        },
        "items",
        "next",
    ),
    "PublishedReminders": items_of(
        open_object(
            {
                "rule": TEXT,
                "key": TEXT,
                "entity": TEXT,
                "label": TEXT,
                "going_on": WHOLE,
                "told": {**WHOLE, "description": "In the last 30 days."},
                "evaluated_at": _MOMENT_OR_NULL,
                "next_at": _MOMENT_OR_NULL,
                "seconds": {"type": ["number", "null"]},
                "matching": WHOLE_OR_NULL,
                "error": TEXT_OR_NULL,
            },
            "rule", "key", "entity", "label", "going_on", "told",
        )
    ),
    "ReminderDigest": open_object(
        {
            "id": TEXT,
            "items": listed(
                open_object(
                    {
                        "reminder": TEXT,
                        "rule": TEXT_OR_NULL,
                        "entity": TEXT,
                        "record": _LABEL,
                        "due_at": MOMENT,
                        "escalated": FLAG,
                    },
                    "reminder", "rule", "entity", "record", "due_at", "escalated",
                )
            ),
        },
        "id",
        "items",
    ),
    "Reminder": open_object(
        {
            "id": TEXT,
            "snooze": {
                "anyOf": [
                    open_object(
                        {"latest": MOMENT, "left": WHOLE_OR_NULL, "until": _MOMENT_OR_NULL},
                        "latest", "left", "until",
                    ),
                    {"type": "null"},
                ]
            },
        },
        "id",
        "snooze",
    ),
    "ReminderSnoozeSent": closed({"until": MOMENT}, "until"),
}  # fmt: skip
