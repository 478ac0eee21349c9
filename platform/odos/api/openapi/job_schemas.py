"""JSON Schemas of background work."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.shapes import (
    MOMENT,
    TEXT,
    WHOLE,
    WHOLE_OR_NULL,
    closed,
    items_of,
    listed,
    open_object,
)

JOB_SCHEMAS: Mapping[str, JsonSchema] = {
    "Import": closed(
        {
            "file": {"type": "string", "format": "binary"},
            "entity": TEXT,
            "mapping": {**TEXT, "description": "JSON; without it columns are field keys."},
            "dry_run": {"enum": ["true", "false"], "default": "false"},
        },
        "file", "entity",
    ),
    "Job": open_object(
        {
            "id": TEXT,
            "kind": TEXT,
            "label": TEXT,
            "state": {"enum": ["queued", "running", "done", "failed", "cancelled"]},
            "done": WHOLE,
            "total": WHOLE_OR_NULL,
            "result": {"type": ["object", "null"]},
            "issues": listed(reference_to("Issue")),
            "files": {**listed(TEXT), "description": "Ids for /files/{id}/content."},
            "created_at": MOMENT,
            "finished_at": {"type": ["string", "null"], "format": "date-time"},
        },
        "id", "kind", "state", "done", "issues", "files",
    ),
    "Jobs": items_of(reference_to("Job")),
}  # fmt: skip
