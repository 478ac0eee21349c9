"""The addresses of changes of many records: what each does, takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import ANYTHING, TEXT, TEXT_OR_NULL, WHOLE, closed, listed, open_object
from odos.kernel.texts import text
from odos.records.mass.changes import AT_ONCE, TRIED

MASS_CHANGE_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/records/{entity}/changes": {
        "post": Operation(
            text(
                "Set values in all that a list shows; many as a job",
                "批量修改列表记录，量大时转为后台任务",
            ),
            "records",
            "MassChange",
            "MassChangeSent",
            refusals=(403, 409, 422),
        ),
    },
    "/records/{entity}/changes/preview": {
        "post": Operation(
            text("What such a change would do; nothing is stored", "预览批量修改结果，不写入"),
            "records",
            "MassChangePreview",
            "MassChangeSent",
            refusals=(403, 422),
            reads=True,
        ),
    },
    "/records/{entity}/changes/{change}/undo": {
        "post": Operation(
            text("Take one's change of the last day back", "撤销本人一天内的批量修改"),
            "records",
            "MassChange",
            refusals=(403, 409),
        ),
    },
}

_OUTCOME = {
    "changed": WHOLE,
    "unchanged": {**WHOLE, "description": "Those that held the values already."},
    "left_out": WHOLE,
    "reasons": listed(
        {
            "allOf": [
                reference_to("Issue"),
                open_object({"count": WHOLE, "records": listed(TEXT)}, "count", "records"),
            ]
        }
    ),
}

MASS_CHANGE_SCHEMAS: Mapping[str, JsonSchema] = {
    "MassChangeSent": closed(
        {
            "view": TEXT_OR_NULL,
            "filter": TEXT_OR_NULL,
            "q": TEXT_OR_NULL,
            "ids": listed(TEXT),
            "values": ANYTHING,
        },
        "values",
    )
    | {"description": f"The records of a list; with ids these of them. More than {AT_ONCE} become a job."},
    "MassChange": open_object({**_OUTCOME, "change": TEXT_OR_NULL, "job": reference_to("Job")})
    | {"description": "What was done, `change` to take it back; or the job that does it, with 202."},
    "MassChangePreview": open_object(
        {
            **_OUTCOME,
            "count": WHOLE,
            "tried": {**WHOLE, "description": f"The first {TRIED} at most."},
            "examples": listed(open_object({"from": ANYTHING, "to": ANYTHING}, "from", "to")),
        },
        "count",
        "tried",
        "changed",
        "unchanged",
        "left_out",
        "reasons",
        "examples",
    ),
}
