"""The addresses under ``/views`` and ``/segments``: what each does, takes and gives."""

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

PERSONAL_PATHS: Mapping[str, Mapping[str, Operation]] = {
    "/views": {
        "get": Operation(
            text("Saved views of an entity: mine and those shared with me", "实体的已保存视图（本人及共享）"),
            "views",
            "SavedViews",
            parameters=("entity",),
        ),
        "post": Operation(
            text("Save a view", "保存视图"),
            "views",
            "SavedView",
            "SavedViewSent",
            status=201,
            refusals=(422,),
        ),
    },
    "/views/choice": {
        "patch": Operation(
            text("Choose my default and pinned views", "设置本人的默认视图和固定视图"),
            "views",
            "ViewChoice",
            "ViewChoiceSent",
            refusals=(422,),
        ),
    },
    "/views/audiences": {
        "get": Operation(text("Roles to share with", "可共享的角色"), "views", "Audiences"),
    },
    "/views/{view_id}": {
        "get": Operation(text("One saved view", "单个已保存视图"), "views", "SavedView"),
        "patch": Operation(
            text("Change what is sent; null removes a part", "修改所提交的部分，null 表示移除"),
            "views",
            "SavedView",
            "SavedViewSent",
            parameters=("If-Match",),
            refusals=(403, 412, 422),
        ),
        "delete": Operation(
            text("Delete a saved view", "删除视图"),
            "views",
            "Nothing",
            parameters=("If-Match",),
            refusals=(403, 412),
        ),
    },
    "/rules/clauses": {
        "post": Operation(
            text("A filter as text and as clauses of a builder", "筛选条件的文本形式与条件列表形式互转"),
            "rules",
            "FilterViews",
            "FilterView",
            refusals=(422,),
            reads=True,
        ),
    },
    "/segments": {
        "get": Operation(
            text("Segments of an entity: mine and those shared with me", "实体的细分（本人及共享）"),
            "segments",
            "Segments",
            parameters=("entity",),
        ),
        "post": Operation(
            text("Make a segment", "新建细分"),
            "segments",
            "Segment",
            "SegmentSent",
            status=201,
            refusals=(422,),
        ),
    },
    "/segments/{segment_id}": {
        "get": Operation(text("One segment with its size", "单个细分及其记录数"), "segments", "Segment"),
        "patch": Operation(
            text("Change a segment; a static one is frozen anew", "修改细分，静态名单将重新生成"),
            "segments",
            "Segment",
            "SegmentSent",
            parameters=("If-Match",),
            refusals=(403, 412, 422),
        ),
        "delete": Operation(
            text("Delete a segment", "删除细分"),
            "segments",
            "Nothing",
            parameters=("If-Match",),
            refusals=(403, 412),
        ),
    },
}

_ID = {"anyOf": [TEXT, WHOLE]}
_COLUMN = closed({"order": {"type": "number"}, "width": {"type": "number"}, "frozen": FLAG})
_NULLABLE_TEXT = {**TEXT_OR_NULL}
_DOCUMENT: Mapping[str, JsonSchema] = {
    "type": {"enum": ["list", "tree", None]},
    "columns": {"type": ["object", "null"], "additionalProperties": _COLUMN},
    "filter": _NULLABLE_TEXT,
    "sort": _NULLABLE_TEXT,
    "group_by": _NULLABLE_TEXT,
    "quick_filters": {"type": ["array", "null"], "items": TEXT},
    "totals": {
        "type": ["object", "null"],
        "additionalProperties": {"enum": ["sum", "avg", "min", "max"]},
    },
    "page_size": WHOLE_OR_NULL,
}
_AUDIENCE_SENT = closed({"everyone": FLAG, "users": listed(_ID), "units": listed(_ID), "roles": listed(TEXT)})
_AUDIENCE = open_object(
    {
        "everyone": FLAG,
        "users": listed(reference_to("Label")),
        "units": listed(reference_to("Label")),
        "roles": listed(TEXT),
    }
)
_SHARED: Mapping[str, JsonSchema] = {
    "id": TEXT,
    "key": TEXT,
    "entity": TEXT,
    "name": TEXT,
    "owner": reference_to("Label"),
    "is_own": FLAG,
    "can_edit": FLAG,
    "version": WHOLE,
    "updated_at": MOMENT,
    "issues": listed(reference_to("Issue")),
    "audience": {**_AUDIENCE, "description": "For whoever may change it."},
}
_ALWAYS = ("id", "key", "entity", "name", "owner", "is_own", "can_edit", "version", "issues")

PERSONAL_SCHEMAS: Mapping[str, JsonSchema] = {
    "FilterView": closed({"entity": TEXT, "text": TEXT, "clauses": ANYTHING}, "entity"),
    "FilterViews": open_object(
        {
            "text": TEXT,
            "clauses": {
                "type": ["object", "null"],
                "description": "Groups, conditions, collections, and texts for what no builder draws.",
            },
            "issues": listed(reference_to("Issue")),
        },
        "text",
        "clauses",
        "issues",
    ),
    "SavedView": open_object({**_SHARED, **_DOCUMENT}, *_ALWAYS),
    "SavedViews": open_object(
        {"items": listed(reference_to("SavedView")), "choice": reference_to("ViewChoice")}, "items", "choice"
    ),
    "SavedViewSent": closed({"entity": TEXT, "name": TEXT, "audience": _AUDIENCE_SENT, **_DOCUMENT}),
    "ViewChoice": open_object({"default": TEXT_OR_NULL, "pinned": listed(TEXT)}, "default", "pinned"),
    "ViewChoiceSent": closed({"entity": TEXT, "default": TEXT_OR_NULL, "pinned": listed(TEXT)}, "entity"),
    "Audiences": open_object({"roles": listed(open_object({"key": TEXT, "label": LABELS}))}, "roles"),
    "Segment": open_object(
        {
            **_SHARED,
            "kind": {"enum": ["dynamic", "static"]},
            "filter": TEXT_OR_NULL,
            "condition": {**TEXT, "description": "What a filter says to ask for it."},
            "frozen_at": {**MOMENT, "type": ["string", "null"]},
            "count": WHOLE_OR_NULL,
            "count_kind": {"enum": ["exact", "capped", None]},
        },
        *_ALWAYS,
    ),
    "Segments": items_of(reference_to("Segment")),
    "SegmentSent": closed(
        {
            "entity": TEXT,
            "name": TEXT,
            "key": TEXT,
            "kind": {"enum": ["dynamic", "static"]},
            "filter": TEXT,
            "audience": _AUDIENCE_SENT,
        }
    ),
}
