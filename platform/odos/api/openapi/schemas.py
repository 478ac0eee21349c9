"""JSON Schemas of what the fixed addresses take and give."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.access import ACCESS_SCHEMAS
from odos.api.openapi.account_schemas import ACCOUNT_SCHEMAS
from odos.api.openapi.actions import ACTION_SCHEMAS
from odos.api.openapi.approvals import APPROVAL_SCHEMAS
from odos.api.openapi.automation import AUTOMATION_SCHEMAS
from odos.api.openapi.calendars import CALENDAR_SCHEMAS
from odos.api.openapi.conversations import CONVERSATION_SCHEMAS
from odos.api.openapi.conversions import CONVERSION_SCHEMAS
from odos.api.openapi.evaluation import EVALUATION_SCHEMAS
from odos.api.openapi.fields import DECIMAL, JsonSchema, reference_to
from odos.api.openapi.job_schemas import JOB_SCHEMAS
from odos.api.openapi.mails import MAIL_SCHEMAS
from odos.api.openapi.mass_changes import MASS_CHANGE_SCHEMAS
from odos.api.openapi.metadata import METADATA_SCHEMAS
from odos.api.openapi.notifications import NOTIFICATION_SCHEMAS
from odos.api.openapi.personal import PERSONAL_SCHEMAS
from odos.api.openapi.plugins import PLUGIN_SCHEMAS
from odos.api.openapi.reminders import REMINDER_SCHEMAS
from odos.api.openapi.rules import RULE_SCHEMAS
from odos.api.openapi.shapes import (
    ANYTHING,
    CHANGED,
    FLAG,
    LABELS,
    MOMENT,
    NEXT,
    SECRET,
    TEXT,
    TEXT_OR_NULL,
    WHOLE,
    WHOLE_OR_NULL,
    closed,
    items_of,
    listed,
    open_object,
)
from odos.records.writes.bulk_requests import MAX_ROWS

_CREDENTIALS = closed(
    {
        "username": TEXT,
        "password": SECRET,
        "code": {**TEXT, "description": "Of the second factor, or a recovery code."},
    },
    "username",
    "password",
)
_LIST_QUERY = {
    "filter": TEXT,
    "view": TEXT,
    "q": TEXT,
    "sort": TEXT,
    "fields": {"anyOf": [TEXT, listed(TEXT)]},
    "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 50},
    "cursor": TEXT,
    "offset": {"type": "integer", "minimum": 0},
    "count": {"enum": ["capped", "exact", "estimate", "none"], "default": "capped"},
    "deleted": FLAG,
    "can": FLAG,
}
_MEASURE = closed(
    {
        "function": {"enum": ["count", "count_distinct", "sum", "avg", "min", "max"]},
        "field": TEXT,
        "as": TEXT,
    },
    "function",
)
SCHEMAS: Mapping[str, JsonSchema] = {
    "Problem": open_object(
        {
            "type": TEXT,
            "title": TEXT,
            "status": WHOLE,
            "detail": TEXT,
            "issues": listed(reference_to("Issue")),
            "current": {**ANYTHING, "description": "With 412: the record as it is now."},
        },
        "type", "title", "status", "detail", "issues",
    ),
    "Issue": open_object(
        {
            "severity": {"enum": ["error", "warning", "info"]},
            "code": TEXT,
            "path": {**TEXT, "description": "Leads to the value at fault, e.g. lines/0/quantity."},
            "message": TEXT,
            "hint": TEXT_OR_NULL,
        },
        "severity", "code", "path", "message",
    ),
    "Label": open_object({"id": TEXT, "label": TEXT_OR_NULL}, "id"),
    "IdSent": {
        "anyOf": [TEXT, WHOLE, open_object({"id": {"anyOf": [TEXT, WHOLE]}}, "id")],
        "description": "The id of a record or file, or an object with it.",
    },
    "Money": open_object(
        {
            "amount": {**TEXT, "pattern": DECIMAL},
            "currency": TEXT,
            "base": {**TEXT_OR_NULL, "description": "The amount in the company's currency."},
        },
        "amount", "currency",
    ),
    "NamedSegment": open_object({"id": TEXT, "label": TEXT, "key": TEXT}, "id"),
    "File": open_object({"id": TEXT, "name": TEXT, "size": WHOLE, "type": TEXT, "url": TEXT}, "id"),
    "Upload": closed({"file": {"type": "string", "format": "binary"}}, "file"),
    "ExportSent": closed(
        {
            "entity": TEXT,
            "format": {"enum": ["csv", "xlsx"], "default": "xlsx"},
            "fields": listed(TEXT),
            "filter": TEXT,
            "q": TEXT,
            "sort": TEXT,
            "view": TEXT,
            "headers": {"enum": ["labels", "keys"], "default": "labels"},
        },
        "entity",
    ),
    "Credentials": _CREDENTIALS,
    "Nothing": {"type": "object"},
    "Application": open_object(
        {
            "version": WHOLE,
            "base_currency": TEXT,
            "currencies": listed(open_object({"code": TEXT, "digits": WHOLE})),
            "languages": listed(TEXT),
            "entities": listed(reference_to("Entity")),
            "menus": listed(ANYTHING),
        },
        "version", "entities", "menus",
    ),
    "Entity": open_object(
        {
            "id": TEXT,
            "key": TEXT,
            "aliases": listed(TEXT),
            "label": LABELS,
            "plural": LABELS,
            "title_field": TEXT,
            "can": {"type": "object", "additionalProperties": FLAG},
            "fields": listed(open_object({"id": TEXT, "key": TEXT, "kind": TEXT, "label": LABELS}, "key")),
            "layouts": listed(ANYTHING),
            "views": listed(ANYTHING),
            "relations": listed(ANYTHING),
            "workflows": listed(ANYTHING),
            "pipelines": listed(ANYTHING),
            "conversions": listed(ANYTHING),
        },
        "id", "key", "label", "fields",
    ),
    "Found": items_of(open_object({"entity": TEXT, "id": TEXT, "label": TEXT_OR_NULL}, "entity", "id")),
    "Record": open_object(
        {
            "id": TEXT,
            "version": WHOLE,
            "_notes": listed(reference_to("RecordNote")),
            "_can": reference_to("RowRights"),
        },
        "id",
    ),
    "RowRights": {
        **closed({"edit": FLAG, "locked": listed(TEXT)}, "edit", "locked"),
        "description": "What of a row of a list may be changed, where can=true asked for it.",
    },
    "RecordNote": {
        **closed({"field": TEXT, "message": TEXT}, "field", "message"),
        "description": "Why a computed value is blank; of a record that is read or written by itself.",
    },
    "RecordSent": ANYTHING,
    "Page": open_object(
        {
            "items": listed(reference_to("Record")),
            **NEXT,
            "count": WHOLE_OR_NULL,
            "count_kind": {"enum": ["exact", "capped", "estimate", None]},
        },
        "items", "next", "count", "count_kind",
    ),
    "ListQuery": closed(_LIST_QUERY),
    "Options": items_of(
        open_object(
            {
                "id": TEXT,
                "label": TEXT_OR_NULL,
                "detail": {**TEXT, "description": "What tells records of the same label apart."},
            },
            "id",
            "label",
        )
    ),
    "Deleted": open_object({"deletion_id": TEXT, "deleted": WHOLE}, "deletion_id", "deleted"),
    "Bulk": closed(
        {
            "create": listed(ANYTHING),
            "update": listed(open_object({"id": {"anyOf": [TEXT, WHOLE]}, "version": WHOLE}, "id")),
            "delete": listed({"anyOf": [TEXT, WHOLE]}),
            "upsert_on": listed(TEXT),
            "atomic": {**FLAG, "default": False, "description": "All or nothing."},
        }
    )
    | {"description": f"At most {MAX_ROWS} rows, in the order given."},
    "BulkResult": open_object(
        {
            "created": listed(TEXT),
            "updated": listed(TEXT),
            "deleted": listed(TEXT),
            "errors": listed(
                open_object(
                    {
                        "operation": {"enum": ["create", "update", "delete"]},
                        "index": WHOLE,
                        "issues": listed(reference_to("Issue")),
                    }
                )
            ),
        },
        "created", "updated", "deleted", "errors",
    ),
    "Aggregation": closed(
        {
            "group_by": listed(TEXT),
            "measures": {**listed(_MEASURE), "maxItems": 20},
            "filter": TEXT,
            "view": TEXT,
            "q": TEXT,
            "sort": TEXT,
            "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
        }
    ),
    "Aggregates": open_object({"rows": listed(ANYTHING), "total": ANYTHING}, "rows", "total"),
    "PreviewSent": closed({"id": {"anyOf": [TEXT, WHOLE]}, "values": ANYTHING}, "values"),
    "DefaultsSent": closed(
        {
            "rows": listed(
                closed(
                    {
                        "values": {**ANYTHING, "description": "The record as it stands in the form."},
                        "before": {**ANYTHING, "description": "As it stood before, where it stood at all."},
                    },
                    "values",
                )
            )
        },
        "rows",
    ),
    "Filled": open_object({"rows": listed(ANYTHING)}, "rows"),
    "Preview": open_object(
        {
            "values": ANYTHING,
            "issues": listed(reference_to("Issue")),
            "fields": {"type": "object", "additionalProperties": reference_to("FieldState")},
            "duplicates": listed(reference_to("Duplicate")),
        },
        "values",
        "issues",
        "fields",
        "duplicates",
    ),
    "Duplicate": closed(
        {
            "id": TEXT,
            "label": TEXT,
            "rule": TEXT,
            "fields": listed(TEXT),
            "action": {"enum": ["warn", "block"]},
        },
        "id",
        "label",
        "rule",
        "fields",
        "action",
    ),
    "FieldState": closed(
        {"visible": FLAG, "required": FLAG, "read_only": FLAG}, "visible", "required", "read_only"
    ),
    "History": open_object(
        {
            "items": listed(
                open_object(
                    {
                        "id": TEXT,
                        "at": MOMENT,
                        "version": WHOLE_OR_NULL,
                        "actor": {"anyOf": [reference_to("Label"), {"type": "null"}]},
                        "action": {**TEXT, "description": "created, updated, deleted, restored, …"},
                        "source": TEXT,
                        "reason": TEXT_OR_NULL,
                        "changes": listed(CHANGED),
                    },
                    "id", "at", "action", "changes",
                )
            ),
            **NEXT,
        },
        "items", "next",
    ),
    **METADATA_SCHEMAS,
    **JOB_SCHEMAS,
    **ACCESS_SCHEMAS,
    **CALENDAR_SCHEMAS,
    **PERSONAL_SCHEMAS,
    **RULE_SCHEMAS,
    **EVALUATION_SCHEMAS,
    **ACCOUNT_SCHEMAS,
    **ACTION_SCHEMAS,
    **REMINDER_SCHEMAS,
    **CONVERSION_SCHEMAS,
    **MASS_CHANGE_SCHEMAS,
    **APPROVAL_SCHEMAS,
    **AUTOMATION_SCHEMAS,
    **MAIL_SCHEMAS,
    **PLUGIN_SCHEMAS,
    **NOTIFICATION_SCHEMAS,
    **CONVERSATION_SCHEMAS,
}  # fmt: skip
