"""The addresses under ``/approvals``: what each does, takes and gives."""

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
    items_of,
    listed,
    open_object,
)
from odos.kernel.texts import text

APPROVAL_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/approvals": {
        "get": Operation(
            text("A box of my approvals", "我的审批"),
            "approvals",
            "ApprovalBox",
            parameters=("box", "entity", "limit", "cursor"),
            refusals=(422,),
        ),
        "post": Operation(
            text("Submit a record, or a change of it, for approval", "提交记录或其变更进行审批"),
            "approvals",
            "Approval",
            "ApprovalSubmission",
            status=201,
            refusals=(403, 409, 422),
        ),
    },
    "/records/{entity}/{record_id}/approvals": {
        "get": Operation(
            text("The approvals of a record", "记录的审批"), "approvals", "RecordApprovals", refusals=(422,)
        ),
    },
    "/approvals/simulate": {
        "post": Operation(
            text("Who would approve this?", "模拟审批路径"),
            "approvals",
            "ApprovalSimulation",
            "ApprovalToSimulate",
            refusals=(409, 422),
            reads=True,
        ),
    },
    "/approvals/decisions": {
        "post": Operation(
            text("Approve or reject many tasks of mine", "批量审批"),
            "approvals",
            "ApprovalDecisions",
            "ApprovalDecisionsSent",
            refusals=(422,),
        ),
    },
    "/approvals/delegations": {
        "get": Operation(text("Who decides for whom", "审批委托列表"), "approvals", "Delegations"),
        "post": Operation(
            text("Let somebody decide for me for some time", "委托他人审批"),
            "approvals",
            "DelegationMade",
            "DelegationSent",
            status=201,
            refusals=(403, 422),
        ),
    },
    "/approvals/delegations/{delegation_id}": {
        "delete": Operation(text("End a delegation", "结束委托"), "approvals", status=204, refusals=(403,)),
    },
    "/approvals/{case_id}": {
        "get": Operation(
            text("An approval: picture, history, what I can do", "审批详情"), "approvals", "Approval"
        ),
    },
    "/approvals/{case_id}/{action}": {
        "post": Operation(
            text(
                "approve, reject, return, transfer, add, remove, take_back, recall, resubmit, urge, comment;"
                " for administrators move, reassign, end",
                "同意、拒绝、退回、转签、加签、减签、取回、撤回、重新提交、催办、评论；管理员可跳转、改派、终止",
            ),
            "approvals",
            "Approval",
            "ApprovalCommand",
            refusals=(403, 409, 422),
        ),
    },
}

_PERSON: JsonSchema = {"type": ["object", "null"], "properties": {"id": TEXT, "label": TEXT_OR_NULL}}
_MOMENT_OR_NULL: JsonSchema = {"type": ["string", "null"], "format": "date-time"}
_STATUS: JsonSchema = {"enum": ["running", "returned", "approved", "rejected", "recalled", "ended"]}
_LABEL: JsonSchema = {**LABELS, "type": ["object", "null"]}
_ABOUT: Mapping[str, JsonSchema] = {
    "id": TEXT,
    "workflow": TEXT,
    "label": LABELS,
    "entity": TEXT_OR_NULL,
    "record": open_object({"id": TEXT, "label": TEXT_OR_NULL}, "id"),
    "status": _STATUS,
    "submitter": _PERSON,
    "started_at": MOMENT,
    "changed_at": MOMENT,
}
_ID: JsonSchema = {"type": ["string", "integer"]}
SHOWN_VALUES: JsonSchema = {
    **listed(open_object({"field": TEXT, "value": {}, "label": LABELS, "words": LABELS}, "field")),
    "description": "What the approval shows of the record; fields that a step hides are missing. Whoever is"
    " asked without seeing the record gets names and values in words, by language.",
}
_PART = closed({"approval": _ID, "task": WHOLE}, "approval", "task")
_ASKED = open_object({"node": TEXT, "label": LABELS, "people": listed(_PERSON)}, "node", "people")
_RECORD: Mapping[str, JsonSchema] = {"entity": TEXT, "record": _ID, "workflow": TEXT_OR_NULL}

_LINE = open_object(
    {
        "number": WHOLE,
        "what": {"enum": ["created", "updated", "deleted"]},
        "fields": listed(open_object({"field": TEXT, "before": {}, "after": {}}, "field")),
    },
    "number",
    "what",
    "fields",
)

APPROVAL_SCHEMAS: Mapping[str, JsonSchema] = {
    "ApprovalBox": open_object(
        {"items": listed(reference_to("ApprovalEntry")), "next": TEXT_OR_NULL, "to_do": WHOLE},
        "items",
        "next",
        "to_do",
    ),
    "RecordApprovals": open_object(
        {
            "items": listed(reference_to("ApprovalEntry")),
            "lock": {
                "type": ["object", "null"],
                "description": "Why the record is closed to changes, and which of its fields.",
                "properties": {"reason": {"enum": ["in_approval", "approved"]}, "closed": listed(TEXT)},
                "required": ["reason", "closed"],
            },
        },
        "items",
        "lock",
    ),
    "ApprovalEntry": open_object(
        {
            **_ABOUT,
            "reason": TEXT,
            "is_change": FLAG,
            "task": WHOLE_OR_NULL,
            "due_at": _MOMENT_OR_NULL,
            "at": _MOMENT_OR_NULL,
            "note": TEXT_OR_NULL,
        },
        *_ABOUT,
    ),
    "Approval": open_object(
        {
            **_ABOUT,
            "round": WHOLE,
            "ended_at": _MOMENT_OR_NULL,
            "nodes": {
                **listed(ANYTHING),
                "description": "Steps, copies and forks with their branches.",
            },
            "history": listed(
                open_object(
                    {
                        "at": MOMENT,
                        "what": TEXT,
                        "by": _PERSON,
                        "node": TEXT,
                        "users": listed(_PERSON),
                        "comment": TEXT,
                    },
                    "at",
                    "what",
                )
            ),
            "changes": listed(
                open_object(
                    {
                        "field": TEXT,
                        "before": {},
                        "after": {},
                        "lines": {
                            **listed(_LINE),
                            "description": "Line items that are made, changed or gone.",
                        },
                    },
                    "field",
                )
            ),
            "values": SHOWN_VALUES,
            "differences": {
                "type": ["object", "null"],
                "description": "What changed since the record was last agreed to or sent back.",
                "properties": {
                    "since": MOMENT,
                    "changes": listed(open_object({"field": TEXT, "from": {}, "to": {}}, "field")),
                },
            },
            "can": ANYTHING,
        },
        *_ABOUT,
        "nodes",
        "history",
        "can",
    ),
    "ApprovalSubmission": closed(
        {
            **_RECORD,
            "comment": TEXT,
            "changes": {**ANYTHING, "description": "Values that are written only when all agree."},
        },
        "entity",
        "record",
    ),
    "ApprovalToSimulate": closed(
        {
            **_RECORD,
            "submitter": {"type": ["string", "integer", "null"]},
            "changes": ANYTHING,
            "draft": {
                **listed(reference_to("Change")),
                "description": "Changes of metadata under which the approval is tried, as `/metadata/plan`"
                " takes them; for administrators.",
            },
        },
        "entity",
        "record",
    ),
    "ApprovalSimulation": open_object(
        {
            "workflow": TEXT,
            "label": _LABEL,
            "outcome": _STATUS,
            "steps": listed(_ASKED),
            "copies": listed(_ASKED),
            "marks": {
                "type": "object",
                "additionalProperties": {"enum": ["active", "passed", "skipped"]},
                "description": "What would become of each node and branch, by its path.",
            },
        },
        "workflow",
        "outcome",
        "steps",
        "copies",
        "marks",
    ),
    "ApprovalDecisionsSent": closed(
        {"action": {"enum": ["approve", "reject"]}, "tasks": listed(_PART), "comment": TEXT},
        "action",
        "tasks",
    ),
    "ApprovalDecisions": open_object(
        {
            "decided": listed(_PART),
            "errors": listed(
                open_object(
                    {
                        "approval": TEXT,
                        "task": WHOLE,
                        "status": WHOLE,
                        "detail": TEXT,
                        "issues": listed(reference_to("Issue")),
                    },
                    "approval",
                    "task",
                    "status",
                    "detail",
                )
            ),
        },
        "decided",
        "errors",
    ),
    "ApprovalCommand": closed(
        {
            "task": {**WHOLE, "description": "Number of the task that is acted on."},
            "comment": TEXT,
            "to": {**_ID, "description": "A step (return, move) or a user (transfer, reassign)."},
            "resume": {**FLAG, "description": "return: come straight back here afterwards."},
            "users": listed(_ID),
            "place": {"enum": ["before", "after", "beside"]},
            "values": {
                **ANYTHING,
                "description": "approve: fields that the step opens; resubmit: what was proposed, corrected.",
            },
        }
    ),
    "Delegations": items_of(
        open_object(
            {
                "id": TEXT,
                "user": _PERSON,
                "stand_in": _PERSON,
                "starts_at": MOMENT,
                "ends_at": MOMENT,
                "workflows": listed(TEXT),
                "includes_open": FLAG,
                "can_end": FLAG,
            },
            "id",
            "user",
            "stand_in",
            "starts_at",
            "ends_at",
            "includes_open",
            "can_end",
        )
    ),
    "DelegationSent": closed(
        {
            "user": {**_ID, "description": "Only administrators may name somebody else."},
            "stand_in": _ID,
            "starts_at": MOMENT,
            "ends_at": MOMENT,
            "workflows": {**listed(TEXT), "description": "Keys of approvals; none means all."},
            "includes_open": {**FLAG, "description": "Also what waits already; true if not said."},
        },
        "stand_in",
        "starts_at",
        "ends_at",
    ),
    "DelegationMade": open_object({"id": TEXT}, "id"),
}
