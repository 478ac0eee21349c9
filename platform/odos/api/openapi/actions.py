"""The addresses of actions on records and of their stages: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import (
    FLAG,
    LABELS,
    MOMENT,
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
from odos.records.actions import MOST_AT_ONCE

ACTION_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/records/{entity}/{record_id}/actions": {
        "get": Operation(
            text("What I can do with a record now", "当前可对记录执行的操作"), "records", "Actions"
        ),
    },
    "/records/{entity}/{record_id}/actions/{key}": {
        "post": Operation(
            text("Do it: submit, move, convert, …", "执行操作：提交、推进、转化等"),
            "records",
            "ActionDone",
            "ActionSent",
            refusals=(403, 409, 422),
        ),
    },
    "/records/{entity}/actions/{key}": {
        "post": Operation(
            text("Do it with several records: claim, submit, …", "对多条记录执行操作：领取、提交等"),
            "records",
            "ActionsDone",
            "ActionsSent",
            refusals=(403, 422),
        ),
    },
    "/records/{entity}/{record_id}/stages": {
        "get": Operation(
            text("Which stages a record was in, and for how long", "记录经过的阶段及停留时间"),
            "records",
            "StageHistory",
        ),
    },
    "/records/{entity}/funnel": {
        "post": Operation(
            text("Records by stage, and how many got how far", "阶段漏斗"),
            "records",
            "Funnel",
            "FunnelToRead",
            refusals=(422,),
            reads=True,
        ),
    },
}

_PERSON: JsonSchema = {"anyOf": [reference_to("Label"), {"type": "null"}]}
_MOMENT_OR_NULL: JsonSchema = {"type": ["string", "null"], "format": "date-time"}
_STAGE = {"key": TEXT, "label": LABELS, "kind": {"enum": ["open", "won", "lost", "closed"]}}

ACTION_SCHEMAS: Mapping[str, JsonSchema] = {
    "Actions": open_object(
        {
            "items": listed(reference_to("ActionOffered")),
            "can": open_object({"edit": FLAG, "delete": FLAG, "share": FLAG}, "edit", "delete", "share"),
        },
        "items",
        "can",
    ),
    "ActionOffered": open_object(
        {
            "key": TEXT,
            "label": LABELS,
            "ready": FLAG,
            "issues": listed(reference_to("Issue")),
            "details": open_object({}),
        },
        "key",
        "label",
        "ready",
        "issues",
        "details",
    ),
    "ActionSent": open_object({"comment": TEXT}),
    "ActionDone": open_object(
        {"key": TEXT, "result": open_object({}), "record": {"type": ["object", "null"]}},
        "key",
        "result",
        "record",
    ),
    "ActionsSent": closed(
        {"ids": {**listed(TEXT), "minItems": 1, "maxItems": MOST_AT_ONCE}, "values": open_object({})}, "ids"
    ),
    "ActionsDone": open_object(
        {
            "done": WHOLE,
            "results": listed(
                open_object(
                    {"id": TEXT, "done": FLAG, "issues": listed(reference_to("Issue"))},
                    "id",
                    "done",
                    "issues",
                )
            ),
        },
        "done",
        "results",
    ),
    "StageHistory": items_of(
        open_object(
            {
                "field": TEXT,
                "stage": TEXT,
                "entered_at": MOMENT,
                "entered_by": _PERSON,
                "left_at": _MOMENT_OR_NULL,
                "left_by": _PERSON,
                "seconds": WHOLE,
                "working_hours": {"type": ["number", "null"]},
            },
            "field",
            "stage",
            "entered_at",
        )
    ),
    "FunnelToRead": closed(
        {
            "field": TEXT,
            "pipeline": TEXT,
            "from": {**TEXT, "description": "Records made since then."},
            "to": {**TEXT, "description": "Records made before then."},
            "filter": TEXT,
            "view": TEXT,
            "q": TEXT,
            "measure": {**TEXT, "description": "A field whose values are summed."},
        }
    ),
    "Funnel": open_object(
        {
            "pipeline": TEXT,
            "field": TEXT,
            "stages": listed(
                open_object(
                    {
                        **_STAGE,
                        "count": WHOLE,
                        "amount": TEXT_OR_NULL,
                        "reached": WHOLE_OR_NULL,
                        "reached_amount": TEXT_OR_NULL,
                        "conversion": {"type": ["number", "null"]},
                        "seconds": WHOLE_OR_NULL,
                    },
                    "key",
                    "label",
                    "kind",
                    "count",
                )
            ),
        },
        "pipeline",
        "field",
        "stages",
    ),
}
