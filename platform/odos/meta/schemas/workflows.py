"""The JSON Schema of an approval. What each attribute means: `odos.workflow.approvals.definition`."""

from __future__ import annotations

from odos.meta.schemas.pieces import (
    FIELD_KEY,
    FLAG,
    HEAD,
    KEY,
    LABEL,
    ORDER,
    PATH,
    RULE,
    Schema,
    closed_object,
    keyed,
)

_LEVELS: Schema = {"type": "integer", "minimum": 1, "maximum": 20}
_APPROVER = closed_object(
    {
        "kind": {"enum": ["user", "role", "position", "field", "manager", "head", "submitter"]},
        "name": PATH,
        "of": PATH,
        "near": FLAG,
        "levels": _LEVELS,
        "until": RULE,
        "order": ORDER,
    },
    "kind",
)
_QUORUM = closed_object(
    {
        "need": {"type": "integer", "minimum": 1, "maximum": 1000},
        "percent": {"type": "integer", "minimum": 1, "maximum": 100},
        "veto": {"type": "array", "items": {"type": "string"}},
    }
)
_DEADLINE = closed_object(
    {"after": RULE, "then": {"enum": ["remind", "escalate", "pass", "reject"]}, "order": ORDER},
    "after",
    "then",
)
_NODES: Schema = {"$ref": "#/$defs/nodes"}
_BRANCH = closed_object({"label": LABEL, "order": ORDER, "when": RULE, "nodes": _NODES})
_NODE = closed_object(
    {
        "kind": {"enum": ["approval", "copy", "fork"]},
        "label": LABEL,
        "order": ORDER,
        "when": RULE,
        "approvers": keyed(_APPROVER, KEY),
        "mode": {"enum": ["any", "all", "quorum", "in_turn"]},
        "quorum": _QUORUM,
        "empty": {"enum": ["pass", "reject", "administrators"]},
        "own": {"enum": ["keep", "pass", "manager"]},
        "duplicate": {"enum": ["ask", "pass_after", "pass_ever"]},
        "departed": {"enum": ["superior", "pass", "administrators"]},
        "deadlines": keyed(_DEADLINE, KEY),
        "fields": {
            "type": "object",
            "additionalProperties": {"enum": ["hidden", "read", "edit", "required"]},
        },
        "take": {"enum": ["first", "all", "table"]},
        "decide": FIELD_KEY,
        "result": FIELD_KEY,
        "branches": keyed(_BRANCH, KEY),
    },
    "kind",
)
_VALUES: Schema = {"type": "object", "additionalProperties": RULE}
_FIELDS: Schema = {"type": "array", "items": FIELD_KEY}

WORKFLOW: Schema = {
    **closed_object(
        {
            **HEAD,
            "kind": {"const": "workflow"},
            "entity": FIELD_KEY,
            "active": FLAG,
            "when": RULE,
            "template": {**FIELD_KEY, "description": "The template of mails that ask for a decision."},
            "nodes": _NODES,
            "lock": {"enum": ["record", "fields", "none"]},
            "locked_fields": _FIELDS,
            "recall": {"enum": ["any_time", "before_decision", "never"]},
            "after_approval": {"enum": ["free", "locked"]},
            "free_fields": _FIELDS,
            "show": _FIELDS,
            "effects": closed_object(
                dict.fromkeys(("submitted", "approved", "rejected", "returned", "recalled", "ended"), _VALUES)
            ),
        },
        "kind",
        "key",
        "entity",
        "nodes",
    ),
    "$defs": {"nodes": keyed(_NODE, KEY)},
}
