"""The addresses of actions on records: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi_fields import JsonSchema, reference_to
from odos.api.openapi_operations import Operation
from odos.api.openapi_shapes import FLAG, LABELS, TEXT, items_of, listed, open_object
from odos.kernel.texts import text

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
            once=True,
        ),
    },
}

ACTION_SCHEMAS: Mapping[str, JsonSchema] = {
    "Actions": items_of(reference_to("ActionOffered")),
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
}
