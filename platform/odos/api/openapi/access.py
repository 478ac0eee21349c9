"""Shares, teams and explanations of access: addresses and schemas."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.fields import JsonSchema, reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.shapes import FLAG, MOMENT, NEXT, TEXT, WHOLE, closed, items_of, listed, open_object
from odos.kernel.texts import text

_MOMENT_OR_NULL: JsonSchema = {"type": ["string", "null"], "format": "date-time"}
_ROLE = open_object({"key": TEXT, "label": TEXT}, "key", "label")
_WAY = open_object(
    {
        "role": {"anyOf": [_ROLE, {"type": "null"}]},
        "kind": {"enum": ["all", "owner", "unit", "team", "share", "rule", "parent"]},
        "text": TEXT,
        "open": FLAG,
    },
    "role", "kind", "text", "open",
)  # fmt: skip
_ACTION = open_object(
    {
        "allowed": FLAG,
        "ways": listed(_WAY),
        "needed": listed(open_object({"kind": TEXT, "text": TEXT}, "kind", "text")),
    },
    "allowed", "ways", "needed",
)  # fmt: skip
_LABEL_OR_NULL: JsonSchema = {"anyOf": [reference_to("Label"), {"type": "null"}]}
_TOUCHED = open_object({"user": reference_to("Label"), "entities": listed(TEXT)}, "user", "entities")
_FIELD = open_object(
    {
        "key": TEXT,
        "label": TEXT,
        "see": {"enum": ["plain", "masked", "hidden"]},
        "edit": FLAG,
        "kept_back_by": listed(_ROLE),
        "why": listed(open_object({"kind": TEXT, "text": TEXT}, "kind", "text")),
        "needed": {**listed(_ROLE), "description": "Roles that would show it plainly, or let it be changed."},
    },
    "key", "label", "see", "edit", "kept_back_by", "why", "needed",
)  # fmt: skip

ACCESS_SCHEMAS: Mapping[str, JsonSchema] = {
    "Shares": items_of(
        open_object(
            {
                "id": TEXT,
                "kind": {"enum": ["user", "unit", "role"]},
                "to": reference_to("Label"),
                "edit": FLAG,
                "until": _MOMENT_OR_NULL,
                "reason": TEXT,
                "created_at": MOMENT,
                "created_by": {"anyOf": [reference_to("Label"), {"type": "null"}]},
            },
            "id", "kind", "to", "edit", "until",
        )
    ),
    "ShareSent": closed(
        {
            "kind": {"enum": ["user", "unit", "role"]},
            "id": {**TEXT, "description": "Of the user or unit; the key of the role."},
            "edit": FLAG,
            "until": _MOMENT_OR_NULL,
            "reason": TEXT,
        },
        "kind", "id",
    ),
    "Team": items_of(
        open_object(
            {"id": TEXT, "user": reference_to("Label"), "role": TEXT, "since": MOMENT}, "id", "user", "role"
        )
    ),
    "TeamMemberSent": closed({"user": TEXT, "role": TEXT}, "user", "role"),
    "Holdings": items_of(
        open_object({"entity": TEXT, "field": TEXT, "count": WHOLE}, "entity", "field", "count")
    ),
    "Viewers": open_object(
        {
            "items": listed(
                open_object(
                    {"user": reference_to("Label"), "edit": FLAG, "administrator": FLAG}, "user", "edit"
                )
            ),
            **NEXT,
        },
        "items",
        "next",
    ),
    "UnitMove": open_object(
        {
            "unit": reference_to("Label"),
            "from": _LABEL_OR_NULL,
            "to": _LABEL_OR_NULL,
            "kind": {"type": ["string", "null"], "description": "What it would be."},
            "units": WHOLE,
            "people": WHOLE,
            "gained": listed(_TOUCHED),
            "gained_count": WHOLE,
            "lost": listed(_TOUCHED),
            "lost_count": WHOLE,
            "shares_gained": WHOLE,
            "shares_lost": WHOLE,
            "plan": {**TEXT, "description": "Names these consequences; confirm them with it."},
        },
        "unit", "units", "people", "gained", "gained_count", "lost", "lost_count", "plan",
    ),
    "UnitMoveSent": closed({"to": {"type": ["string", "null"]}, "kind": TEXT, "plan": TEXT}, "plan"),
    "HandOverSent": closed({"to": TEXT, "entities": listed(TEXT), "deactivate": FLAG}, "to"),
    "AccessExplained": open_object(
        {
            "user": reference_to("Label"),
            "administrator": FLAG,
            "roles": listed(_ROLE),
            "actions": {"type": "object", "additionalProperties": _ACTION},
            "fields": listed(_FIELD),
        },
        "user", "administrator", "roles", "actions", "fields",
    ),
}  # fmt: skip

_RECORD = "/records/{entity}/{record_id}"
ACCESS_PATHS: Mapping[str, Mapping[str, Operation]] = {
    f"{_RECORD}/shares": {
        "get": Operation(text("Whom a record is shared with", "记录的共享列表"), "records", "Shares"),
        "post": Operation(
            text("Share a record with a user, unit or role", "将记录共享给用户、部门或角色"),
            "records",
            "Shares",
            "ShareSent",
            status=201,
            refusals=(403, 409, 422),
        ),
    },
    f"{_RECORD}/shares/{{share_id}}": {
        "delete": Operation(text("Take a share back", "取消共享"), "records", "Shares", refusals=(403, 409)),
    },
    f"{_RECORD}/team": {
        "get": Operation(text("The team of a record", "记录的团队成员"), "records", "Team"),
        "post": Operation(
            text("Put somebody on the team", "添加团队成员"),
            "records",
            "Team",
            "TeamMemberSent",
            status=201,
            refusals=(403, 409, 422),
        ),
    },
    f"{_RECORD}/team/{{member_id}}": {
        "delete": Operation(
            text("Take somebody off the team", "移除团队成员"),
            "records",
            "Team",
            refusals=(403, 409),
        ),
    },
    "/users/{user_id}/holdings": {
        "get": Operation(
            text("What a user would leave behind", "用户名下待移交的数据"),
            "records",
            "Holdings",
            refusals=(403,),
        ),
    },
    "/users/{user_id}/hand-over": {
        "post": Operation(
            text("Hand over to another user; follow the job", "移交给其他用户，随后跟踪任务"),
            "records",
            "Job",
            "HandOverSent",
            status=202,
            refusals=(403, 409, 422),
        ),
    },
    "/units/{unit_id}/move": {
        "get": Operation(
            text(
                "Who would gain or lose access by another place or kind of the unit",
                "调整机构上级或类型后权限的变化",
            ),
            "records",
            "UnitMove",
            parameters=("to", "kind"),
            refusals=(403, 422),
        ),
        "post": Operation(
            text("Move the unit as its plan says", "按已确认的影响移动机构"),
            "records",
            "Record",
            "UnitMoveSent",
            refusals=(403, 409, 422),
        ),
    },
    f"{_RECORD}/viewers": {
        "get": Operation(
            text("Everybody who can see a record", "可查看该记录的人员"),
            "records",
            "Viewers",
            parameters=("cursor",),
            refusals=(403, 422),
        ),
    },
    f"{_RECORD}/access": {
        "get": Operation(
            text("Why a user may or may not do what with a record", "说明用户对记录的权限及原因"),
            "records",
            "AccessExplained",
            parameters=("user",),
            refusals=(403, 422),
        ),
    },
}
