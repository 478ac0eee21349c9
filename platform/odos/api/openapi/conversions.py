"""The addresses of conversions: what each does, takes and gives."""

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
    items_of,
    listed,
    open_object,
)
from odos.kernel.texts import text

CONVERSION_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/records/{entity}/{record_id}/conversions": {
        "get": Operation(
            text("What a record became, and what it came from", "记录的转化来源和结果"),
            "records",
            "Conversions",
        ),
    },
    "/records/{entity}/{record_id}/conversions/{key}/preview": {
        "post": Operation(
            text("What a conversion would make", "预览转化结果"),
            "records",
            "ConversionPreview",
            "ConversionToPreview",
            refusals=(422,),
            reads=True,
        ),
    },
}

_PERSON: JsonSchema = {"anyOf": [reference_to("Label"), {"type": "null"}]}
_RECORD = {"entity": TEXT, "id": TEXT, "label": TEXT_OR_NULL}
_CHOICE = open_object(
    {"skip": FLAG, "existing": {"type": ["string", "integer", "null"]}, "create": FLAG, "values": ANYTHING}
)

CONVERSION_SCHEMAS: Mapping[str, JsonSchema] = {
    "Conversions": items_of(
        open_object(
            {
                "id": TEXT,
                "conversion": TEXT,
                "label": LABELS,
                "at": MOMENT,
                "by": _PERSON,
                "undone_at": {"type": ["string", "null"], "format": "date-time"},
                "undone_by": _PERSON,
                "source": {"anyOf": [open_object(_RECORD, "entity", "id"), {"type": "null"}]},
                "records": listed(open_object({**_RECORD, "target": TEXT, "created": FLAG}, "entity", "id")),
            },
            "id",
            "conversion",
            "at",
            "records",
        )
    ),
    "ConversionToPreview": open_object({"targets": {"type": "object", "additionalProperties": _CHOICE}}),
    "ConversionPreview": open_object(
        {
            "issues": listed(reference_to("Issue")),
            "targets": listed(
                open_object(
                    {
                        "key": TEXT,
                        "entity": TEXT,
                        "label": LABELS,
                        "optional": FLAG,
                        "may_exist": FLAG,
                        "existing_filter": TEXT_OR_NULL,
                        "existing": _PERSON,
                        "fields": listed(TEXT),
                        "values": ANYTHING,
                        "issues": listed(reference_to("Issue")),
                        "duplicates": listed(ANYTHING),
                    },
                    "key",
                    "entity",
                    "values",
                    "issues",
                )
            ),
        },
        "issues",
        "targets",
    ),
}
