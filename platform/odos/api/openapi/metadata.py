"""JSON Schemas of change sets, plans, versions and components."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.shapes import (
    ANYTHING,
    FLAG,
    LABELS,
    MOMENT,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    closed,
    items_of,
    listed,
    open_object,
)
from odos.meta.schemas.documents import KINDS

_STEP = open_object(
    {
        "summary": LABELS,
        "ddl": TEXT,
        "lock": TEXT,
        "rows": WHOLE,
        "destructive": FLAG,
        "background": FLAG,
    },
    "summary", "destructive",
)  # fmt: skip
_RISK = open_object({"entity": TEXT, "field": TEXT_OR_NULL, "rows": WHOLE, "message": TEXT})

METADATA_SCHEMAS: Mapping[str, JsonSchema] = {
    "Change": closed(
        {
            "op": {"enum": ["put", "delete", "rename"]},
            "kind": {"enum": [*KINDS, "field"]},
            "key": TEXT,
            "document": ANYTHING,
            "new_key": TEXT,
        },
        "op", "kind", "key",
    ),
    "Plan": closed({"changes": listed(reference_to("Change")), "base_version": WHOLE}, "changes"),
    "Planned": open_object(
        {
            "base_version": WHOLE,
            "issues": listed(reference_to("Issue")),
            "steps": listed(_STEP),
            "impact": open_object(
                {
                    "data_at_risk": listed(_RISK),
                    "rules": listed(reference_to("Issue")),
                    "views": listed(reference_to("Issue")),
                    "access": listed(ANYTHING),
                    "approvals": {
                        **listed(ANYTHING),
                        "description": "Approvals that change or go, with how many cases go on as they were.",
                    },
                }
            ),
            "changes": listed(ANYTHING),
        },
        "base_version", "issues", "steps", "impact",
    ),
    "Publish": closed(
        {
            "changes": listed(reference_to("Change")),
            "message": TEXT,
            "base_version": WHOLE,
            "confirm_destructive": {**FLAG, "default": False},
        },
        "changes",
    ),
    "Published": open_object({"version": WHOLE, "jobs": listed(TEXT)}, "version", "jobs"),
    "RollbackSent": closed({"confirm_destructive": {**FLAG, "default": False}}),
    "Components": items_of(open_object({"kind": TEXT, "key": TEXT, "layer": TEXT}, "kind", "key", "layer")),
    "Component": open_object(
        {"kind": TEXT, "key": TEXT, "document": ANYTHING, "layer": TEXT, "origins": LABELS},
        "kind", "key", "document", "origins",
    ),
    "Retired": open_object(
        {
            "version": WHOLE,
            "items": listed(
                open_object(
                    {
                        "key": TEXT,
                        "what": {"enum": ["entity", "field"]},
                        "entity": ANYTHING,
                        "label": ANYTHING,
                        "kind": TEXT_OR_NULL,
                        "rows": WHOLE,
                        "bytes": WHOLE,
                        "files": WHOLE,
                        "file_bytes": WHOLE,
                        "versions": listed(WHOLE),
                    }
                )
            ),
            "rows": WHOLE,
            "bytes": WHOLE,
            "files": WHOLE,
            "file_bytes": WHOLE,
            "incomplete_versions": listed(WHOLE),
        },
        "version", "items", "rows", "bytes", "files", "file_bytes", "incomplete_versions",
    ),
    "PurgeSent": closed({"items": listed(TEXT), "confirm": {**FLAG, "default": False}}, "items"),
    "Versions": items_of(
        open_object(
            {
                "number": WHOLE,
                "created_at": MOMENT,
                "author": {"anyOf": [reference_to("Label"), {"type": "null"}]},
                "message": TEXT,
                "changes": listed(ANYTHING),
            },
            "number", "created_at", "message", "changes",
        )
    ),
    "DocumentKinds": open_object({"kinds": listed(TEXT)}, "kinds"),
    "JsonSchema": ANYTHING,
}  # fmt: skip
