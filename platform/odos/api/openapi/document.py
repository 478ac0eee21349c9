"""``/api/openapi.json``: the whole contract as one OpenAPI 3.1 document, generated.

The fixed addresses come from `paths`, the entities from the active schema version. It is kept for
each version, set of roles and language. Strangers get the fixed part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from odos.api.frame.bodies import tagged_response
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.idempotency import WRITING
from odos.api.openapi.entities import entity_paths, entity_schemas
from odos.api.openapi.fields import reference_to
from odos.api.openapi.operations import Operation
from odos.api.openapi.paths import PATHS
from odos.api.openapi.schemas import SCHEMAS
from odos.api.openapi.shapes import FLAG, TEXT, WHOLE
from odos.kernel.texts import Text, text
from odos.records.caches import kept
from odos.records.context import Context

Json = dict[str, Any]

_IN_PATH = re.compile(r"\{(\w+)\}")
_SECURITY: tuple[Mapping[str, list[str]], ...] = ({"bearer": []}, {"cookie": [], "csrf": []})
_NUMBERS = frozenset({"number", "job_id", "user_id", "token_id"})

_DESCRIPTION = text(
    "Values that a user may not see are absent. Refusals are RFC 9457 problem documents; 404 is also the"
    " answer for what the user may not see. Every answer names its schema version (Odos-Version).",
    "用户无权查看的值不会出现在响应中。所有拒绝均为 RFC 9457 问题文档；无权查看的内容同样返回 404。"
    "每个响应都通过 Odos-Version 标明所用的元数据版本。",
)
_REFUSALS: Mapping[int, Text] = {
    400: text("The request could not be read", "无法读取请求"),
    401: text("Not signed in", "未登录"),
    403: text("Not allowed", "没有权限"),
    404: text("Absent, or not for this user's eyes", "不存在或无权查看"),
    409: text("In conflict with the present state", "与当前状态冲突"),
    412: text("Somebody saved in between; `current` is the record", "记录已被他人修改；current 为当前记录"),
    413: text("Too large", "内容过大"),
    415: text("Not the media type that is wanted here", "不支持的媒体类型"),
    422: text("Understood, but wrong; every issue says where", "数据无效，issues 指明位置"),
    429: text("Too many tries", "尝试过于频繁"),
}
_DONE = text("Done", "成功")

_QUERY: Mapping[str, tuple[Json, Text]] = {
    "filter": (
        TEXT,
        text('A condition in the rule language: status = "new"', '规则语言的条件，如 status = "new"'),
    ),
    "for": (
        TEXT,
        text(
            "The field that is to refer to one of them, quote_line.product: only what its filter allows",
            "将引用所选记录的字段，如 quote_line.product：只列出其筛选条件允许的记录",
        ),
    ),
    "view": (TEXT, text("The key of a view whose filter and sort apply", "应用其筛选和排序的视图")),
    "q": (TEXT, text("Words to search for", "搜索词")),
    "sort": (TEXT, text("Field paths, - for descending: -created_at,name", "排序字段，- 表示降序")),
    "fields": (TEXT, text("Field paths to give: name,owner.name", "返回的字段路径，如 name,owner.name")),
    "limit": ({**WHOLE, "minimum": 1, "maximum": 1000}, text("How many at most", "最多返回的数量")),
    "box": (
        TEXT,
        text(
            "Which of my boxes: to_do, started, copied, done; inbox, unread, snoozed, archived",
            "收件箱：审批为 to_do、started、copied、done，通知为 inbox、unread、snoozed、archived",
        ),
    ),
    "cursor": (TEXT, text("`next` of the page before", "上一页的 next 值")),
    "offset": (
        {**WHOLE, "minimum": 0},
        text("How many to skip; instead of cursor", "跳过的数量（代替 cursor）"),
    ),
    "count": (
        {"enum": ["capped", "exact", "estimate", "none"], "default": "capped"},
        text("How to count", "计数方式"),
    ),
    "deleted": (FLAG, text("What is in the bin", "回收站中的记录")),
    "can": (FLAG, text("What may be changed of each row, as _can", "每行可修改的内容（_can）")),
    "entity": (TEXT, text("The key of an entity", "实体标识")),
    "inline": (FLAG, text("Show pictures instead of saving them", "图片直接显示而不是下载")),
    "kind": (TEXT, text("The kind of document, or of notification", "文档类型或通知类型")),
    "package": (TEXT, text("The package it comes from", "所属包")),
    "state": (TEXT, text("The state of jobs, runs, calls", "任务、运行或调用的状态")),
    "rule": (TEXT, text("The key of a rule", "规则标识")),
    "next": (TEXT, text("The page to come back to", "登录后返回的页面")),
    "code": (TEXT, text("What the identity provider gave", "身份提供方返回的授权码")),
    "at": ({**TEXT, "format": "date-time"}, text("The moment", "时刻")),
    "since": ({**TEXT, "format": "date-time"}, text("Not before this moment", "起始时刻（含）")),
    "until": ({**TEXT, "format": "date-time"}, text("Before this moment", "截止时刻（不含）")),
    "actor": (TEXT, text("The id of the user who did it", "操作人的编号")),
    "record": (TEXT, text("The id of a record", "记录编号")),
    "field": (TEXT, text("The key of a field that changed", "发生变更的字段")),
    "action": (TEXT, text("Actions: created,updated,signed_in", "操作类型，如 created,updated,signed_in")),
    "source": (
        TEXT,
        text("By which way: ui, api, import, rule, job, cli", "渠道：ui、api、import、rule、job、cli"),
    ),
    "address": (TEXT, text("The IP address that it came from", "来源 IP 地址")),
    "to": (TEXT, text("The id of the unit above; without it the top", "上级机构编号，省略时为顶层")),
    "user": (TEXT, text("The id of a user; without it oneself", "用户编号，省略时为本人")),
    "before": (WHOLE, text("Versions older than this", "早于此版本")),
}
_HEADERS: Mapping[str, Text] = {
    "If-Match": text('"<version>": refuse when the record has another', "记录版本号，不一致时拒绝"),
    "If-None-Match": text(
        "The ETag known already: 304 when nothing changed", "已知的 ETag，未变化时返回 304"
    ),
    "Idempotency-Key": text("The same write sent twice with it is done once", "相同的键重复提交时只执行一次"),
}


class OpenApiDocument(Endpoint):
    """GET the document."""

    public = True

    def get(self, request: Request) -> HttpResponseBase:
        if not self.is_signed_in:
            return tagged_response(request, _document(None, self.language))
        context, language = self.context(), self.language
        document = kept(context, ("openapi", language), lambda: orjson.dumps(_document(context, language)))
        return tagged_response(request, document)


def _document(context: Context | None, language: str) -> Json:
    own_paths = entity_paths(context) if context else {}
    own_schemas = entity_schemas(context, language) if context else {}
    paths = {**PATHS, **own_paths}
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "Odos",
            "version": str(context.schema.version) if context else "0",
            "description": _DESCRIPTION.render(language),
        },
        "servers": [{"url": "/api"}],
        "security": list(_SECURITY),
        "tags": [{"name": name} for name in dict.fromkeys(_tags(paths))],
        "paths": {path: _path(path, operations, language) for path, operations in paths.items()},
        "components": _components(own_schemas, language),
    }


def _tags(paths: Mapping[str, Mapping[str, Operation]]) -> Iterable[str]:
    return (operation.tag for operations in paths.values() for operation in operations.values())


def _path(path: str, operations: Mapping[str, Operation], language: str) -> Json:
    named = [_path_parameter(name) for name in _IN_PATH.findall(path)]
    methods = {
        method: _operation(path, method, operation, language) for method, operation in operations.items()
    }
    return {"parameters": named, **methods} if named else methods


def _path_parameter(name: str) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": WHOLE if name in _NUMBERS else TEXT}


def _operation(path: str, method: str, operation: Operation, language: str) -> Json:
    writes = method.upper() in WRITING and not operation.reads
    names = [*operation.parameters, *(("Idempotency-Key",) if writes else ())]
    described: Json = {
        "operationId": _operation_id(path, method),
        "summary": operation.summary.render(language),
        "tags": [operation.tag],
        "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
        "responses": _responses(operation, language),
    }
    if operation.body:
        content = {operation.body_type: {"schema": reference_to(operation.body)}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.public:
        described["security"] = []
    return described


def _operation_id(path: str, method: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "_", path.lower()).strip("_")
    return f"{method}_{words}"


def _responses(operation: Operation, language: str) -> Json:
    responses = {str(operation.status): _answer(operation, language)}
    if "If-None-Match" in operation.parameters:
        responses["304"] = {"description": text("Nothing changed", "未变化").render(language)}
    usual = (400, 404) if operation.public else (400, 401, 404)
    for status in sorted({*usual, *operation.refusals}):
        responses[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return responses


def _answer(operation: Operation, language: str) -> Json:
    answer: Json = {"description": _DONE.render(language), "headers": {}}
    if operation.status in {302, 307}:
        answer["headers"] = {"Location": {"schema": TEXT}}
        return answer
    answer["headers"] = {"Odos-Version": {"$ref": "#/components/headers/Odos-Version"}}
    if operation.tagged:
        answer["headers"]["ETag"] = {"schema": TEXT}
    schema: Json = reference_to(operation.answer) if operation.answer else {}
    answer["content"] = {operation.answer_type: {"schema": schema}}
    return answer


def _components(own_schemas: Mapping[str, Json], language: str) -> Json:
    return {
        "schemas": {**SCHEMAS, **own_schemas},
        "parameters": {**_query_parameters(language), **_header_parameters(language)},
        "headers": {"Odos-Version": {"schema": TEXT}},
        "responses": {
            str(status): {
                "description": reason.render(language),
                "content": {"application/problem+json": {"schema": reference_to("Problem")}},
            }
            for status, reason in _REFUSALS.items()
        },
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer"},
            "cookie": {"type": "apiKey", "in": "cookie", "name": "odos_session"},
            "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRFToken"},
        },
    }


def _query_parameters(language: str) -> Json:
    return {
        name: {"name": name, "in": "query", "schema": schema, "description": meaning.render(language)}
        for name, (schema, meaning) in _QUERY.items()
    }


def _header_parameters(language: str) -> Json:
    return {
        name: {"name": name, "in": "header", "schema": TEXT, "description": meaning.render(language)}
        for name, meaning in _HEADERS.items()
    }
