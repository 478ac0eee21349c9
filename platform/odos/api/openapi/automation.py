"""The addresses under ``/automation`` and ``/webhooks``: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import (
    ANYTHING,
    FLAG,
    LABELS,
    MOMENT,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    WHOLE_OR_NULL,
    closed,
    listed,
    open_object,
)
from odos.kernel.texts import text

AUTOMATION_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/automation/runs": {
        "get": Operation(
            text("What rules did, newest first", "规则运行记录"),
            "automation",
            "AutomationRuns",
            parameters=("rule", "state", "entity", "record", "since", "until", "cursor", "limit"),
            refusals=(403, 422),
        ),
    },
    "/automation/runs/{run_id}": {
        "get": Operation(
            text("One run with every step", "规则运行详情"), "automation", "AutomationRun", refusals=(403,)
        ),
    },
    "/automation/runs/{run_id}/retry": {
        "post": Operation(
            text("Go on from the step that failed", "从失败步骤重试"),
            "automation",
            "AutomationRun",
            refusals=(403, 409),
        ),
    },
    "/automation/runs/{run_id}/cancel": {
        "post": Operation(
            text("Do no more of a run", "取消运行"),
            "automation",
            "AutomationRun",
            refusals=(403, 409),
        ),
    },
    "/webhooks": {
        "get": Operation(
            text("Addresses that rules call", "Webhook 列表"), "automation", "Webhooks", refusals=(403,)
        ),
        "post": Operation(
            text("Set up an address that rules call", "新建 Webhook"),
            "automation",
            "Webhook",
            "WebhookSent",
            status=201,
            refusals=(403, 409, 422),
        ),
    },
    "/webhooks/{webhook_id}": {
        "put": Operation(
            text("Change a webhook", "修改 Webhook"),
            "automation",
            "Webhook",
            "WebhookSent",
            refusals=(403, 409, 422),
        ),
        "delete": Operation(text("Remove a webhook", "删除 Webhook"), "automation", refusals=(403,)),
    },
    "/webhooks/{webhook_id}/test": {
        "post": Operation(
            text("Call a webhook once, with nothing in it", "发送 Webhook 测试"),
            "automation",
            "WebhookDelivery",
            refusals=(403,),
        ),
    },
    "/webhooks/{webhook_id}/deliveries": {
        "get": Operation(
            text("Calls of a webhook, newest first", "Webhook 调用记录"),
            "automation",
            "WebhookDeliveries",
            parameters=("state", "cursor"),
            refusals=(403, 422),
        ),
    },
    "/webhooks/deliveries/{delivery_id}/again": {
        "post": Operation(
            text("Try a call that was given up once more", "重发已放弃的调用"),
            "automation",
            refusals=(403, 409),
        ),
    },
}

_MOMENT_OR_NULL: JsonSchema = {"type": ["string", "null"], "format": "date-time"}
_ERROR: JsonSchema = {"type": ["object", "null"]}
_RUN: Mapping[str, JsonSchema] = {
    "id": TEXT,
    "rule": TEXT,
    "entity": TEXT_OR_NULL,
    "record": open_object({"id": TEXT, "label": TEXT_OR_NULL}, "id"),
    "event": {"enum": ["created", "changed", "deleted", "restored", "every"]},
    "state": {"enum": ["waiting", "done", "failed", "stopped", "cancelled"]},
    "position": WHOLE,
    "attempts": WHOLE,
    "wake_at": _MOMENT_OR_NULL,
    "error": _ERROR,
    "created_at": MOMENT,
    "ended_at": _MOMENT_OR_NULL,
    "correlation": TEXT,
}
_OUTCOME = open_object(
    {"id": TEXT, "label": TEXT_OR_NULL, "entity": TEXT, "state": TEXT_OR_NULL}, "id", "label"
)
_STEP = open_object(
    {
        "position": WHOLE,
        "action": TEXT,
        "state": TEXT,
        "inputs": {
            **listed(
                open_object(
                    {"rule": TEXT, "value": ANYTHING, "entity": TEXT, "label": TEXT_OR_NULL}, "rule", "value"
                )
            ),
            "description": "What the action was given; of a record its id, with entity and title.",
        },
        "outcome": {
            **listed(open_object({"what": TEXT, "items": listed(_OUTCOME)}, "what")),
            "description": "What it did: people told, records written, mails and calls sent, and so on.",
        },
        "error": _ERROR,
        "took": {"type": ["number", "null"], "description": "Milliseconds."},
        "at": MOMENT,
    },
    "position",
    "action",
    "state",
    "at",
)
_WEBHOOK: Mapping[str, JsonSchema] = {
    "id": TEXT,
    "key": TEXT,
    "label": TEXT,
    "url": TEXT,
    "is_active": FLAG,
    "has_secret": FLAG,
}
_TRY = open_object(
    {
        "at": MOMENT,
        "status": {**WHOLE_OR_NULL, "description": "Nothing where nobody answered."},
        "answer": {**TEXT, "description": "How it begins, or what went wrong."},
        "took": {"type": ["number", "null"], "description": "Milliseconds."},
    },
    "at",
    "status",
    "answer",
    "took",
)
_CALLER = open_object(
    {"key": TEXT, "label": LABELS, "entity": TEXT, "events": listed(TEXT)}, "key", "entity", "events"
)

AUTOMATION_SCHEMAS: Mapping[str, JsonSchema] = {
    "AutomationRuns": open_object(
        {
            "items": listed(open_object(_RUN, *_RUN)),
            "next": TEXT_OR_NULL,
            "counts": {
                **open_object({"waiting": WHOLE, "failed": WHOLE, "stopped": WHOLE}),
                "description": "With the first page: how many there are of these, whatever is asked for.",
            },
        },
        "items",
        "next",
    ),
    "AutomationRun": open_object(
        {**_RUN, "source": TEXT, "actions": listed(TEXT), "steps": listed(_STEP)},
        *_RUN,
        "source",
        "actions",
        "steps",
    ),
    "Webhook": open_object(_WEBHOOK, *_WEBHOOK),
    "Webhooks": open_object(
        {
            "items": listed(
                open_object(
                    {**_WEBHOOK, "waiting": WHOLE, "dead": WHOLE, "rules": listed(_CALLER)}, *_WEBHOOK
                )
            ),
            "missing": {
                **listed(open_object({"key": TEXT, "rules": listed(_CALLER)}, "key", "rules")),
                "description": "What rules call and nobody set up.",
            },
        },
        "items",
        "missing",
    ),
    "WebhookSent": closed(
        {
            "key": TEXT,
            "label": TEXT,
            "url": TEXT,
            "is_active": FLAG,
            "secret": {**TEXT, "description": "Signs what is sent; left out, the one that is kept stays."},
        },
        "key",
        "url",
    ),
    "WebhookDelivery": open_object(
        {
            "id": TEXT,
            "delivery": TEXT,
            "body": ANYTHING,
            "state": {"enum": ["waiting", "sent", "dead"]},
            "attempts": WHOLE,
            "due_at": _MOMENT_OR_NULL,
            "status": WHOLE_OR_NULL,
            "answer": TEXT,
            "tries": {**listed(_TRY), "description": "All of them; status and answer are of the last."},
            "created_at": MOMENT,
            "ended_at": _MOMENT_OR_NULL,
        },
        "id",
        "delivery",
        "state",
        "tries",
    ),
    "WebhookDeliveries": open_object(
        {
            "items": listed(reference_to("WebhookDelivery")),
            "next": TEXT_OR_NULL,
        },
        "items",
        "next",
    ),
}
