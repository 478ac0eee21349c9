"""Every fixed address of the API: what it does, takes and gives. `openapi` makes the document of it."""

from __future__ import annotations

from collections.abc import Mapping

from odos.api.openapi.access import ACCESS_PATHS
from odos.api.openapi.accounts import ACCOUNT_PATHS
from odos.api.openapi.actions import ACTION_PATHS
from odos.api.openapi.approvals import APPROVAL_PATHS
from odos.api.openapi.automation import AUTOMATION_PATHS
from odos.api.openapi.calendars import CALENDAR_PATHS
from odos.api.openapi.conversations import CONVERSATION_PATHS
from odos.api.openapi.conversions import CONVERSION_PATHS
from odos.api.openapi.evaluation import EVALUATION_PATHS
from odos.api.openapi.mails import MAIL_PATHS
from odos.api.openapi.mass_changes import MASS_CHANGE_PATHS
from odos.api.openapi.notifications import NOTIFICATION_PATHS
from odos.api.openapi.operations import Operation
from odos.api.openapi.personal import PERSONAL_PATHS
from odos.api.openapi.plugins import PLUGIN_PATHS
from odos.api.openapi.reminders import REMINDER_PATHS
from odos.api.openapi.rules import RULE_PATHS
from odos.kernel.texts import text

LIST_PARAMETERS = (
    "filter",
    "view",
    "q",
    "sort",
    "fields",
    "limit",
    "cursor",
    "offset",
    "count",
    "deleted",
    "can",
)

_APPLICATION: Mapping[str, Mapping[str, Operation]] = {
    "/schema": {
        "get": Operation(
            text("The application as I may see it", "当前用户可见的应用结构"),
            "schema",
            "Application",
            parameters=("If-None-Match",),
            tagged=True,
        ),
    },
    "/schema/{entity}": {
        "get": Operation(
            text("One entity", "单个实体"), "schema", "Entity", parameters=("If-None-Match",), tagged=True
        ),
    },
    "/search": {
        "get": Operation(
            text("Find records of all entities", "在所有实体中查找记录"),
            "records",
            "Found",
            parameters=("q",),
        ),
    },
    "/openapi.json": {
        "get": Operation(
            text("This document; without entities for strangers", "本文档；未登录时不含实体"),
            "schema",
            "JsonSchema",
            public=True,
            tagged=True,
        ),
    },
    "/docs": {
        "get": Operation(
            text("A page to try the API", "在线试用页面"), "schema", answer_type="text/html", public=True
        ),
    },
    "/docs/{name}": {
        "get": Operation(
            text("Files of that page", "该页面的静态文件"), "schema", answer_type="*/*", public=True
        ),
    },
    "/events": {
        "get": Operation(
            text(
                "Live events: schema, record, job, notification, approval (redirects to another process)",
                "实时事件：schema、record、job、notification、approval（重定向到事件进程）",
            ),
            "schema",
            status=307,
        ),
    },
}

_METADATA: Mapping[str, Mapping[str, Operation]] = {
    "/metadata/components": {
        "get": Operation(
            text("Documents of the design", "元数据文档列表"),
            "metadata",
            "Components",
            parameters=("kind", "package", "q"),
            refusals=(403,),
        ),
    },
    "/metadata/components/{kind}/{key}": {
        "get": Operation(
            text("One document with the layer of each attribute", "单个文档及各属性的来源层"),
            "metadata",
            "Component",
            refusals=(403,),
        ),
    },
    "/metadata/plan": {
        "post": Operation(
            text("What a change set would do", "预览变更集的效果"),
            "metadata",
            "Planned",
            "Plan",
            refusals=(403, 409, 422),
            reads=True,
        ),
    },
    "/metadata/apply": {
        "post": Operation(
            text("Publish a change set", "发布变更集"),
            "metadata",
            "Published",
            "Publish",
            refusals=(403, 409, 422),
        ),
    },
    "/metadata/versions": {
        "get": Operation(
            text("History of the design", "版本历史"),
            "metadata",
            "Versions",
            parameters=("limit", "before"),
            refusals=(403, 422),
        ),
    },
    "/metadata/versions/{number}/plan": {
        "get": Operation(
            text("What going back to an earlier version would do", "预览回滚的效果"),
            "metadata",
            "Planned",
            refusals=(403, 404),
        ),
    },
    "/metadata/versions/{number}/rollback": {
        "post": Operation(
            text("Publish the content of an earlier version again", "回滚到早先的版本"),
            "metadata",
            "Published",
            "RollbackSent",
            refusals=(403, 409, 422),
        ),
    },
    "/metadata/retired": {
        "get": Operation(
            text("What is retired, and what a purge of it would lose", "已停用的内容及清除后的损失"),
            "metadata",
            "Retired",
            refusals=(403,),
        ),
    },
    "/metadata/retired/purge": {
        "post": Operation(
            text("Drop what is retired, for good", "永久清除已停用的内容"),
            "metadata",
            "Retired",
            "PurgeSent",
            refusals=(403, 409, 422),
        ),
    },
    "/metadata/schemas/": {
        "get": Operation(text("Kinds of documents", "文档类型列表"), "metadata", "DocumentKinds"),
    },
    "/metadata/schemas/{kind}": {
        "get": Operation(
            text("JSON Schema of a kind of document", "某类文档的 JSON Schema"), "metadata", "JsonSchema"
        ),
    },
}

_RECORDS: Mapping[str, Mapping[str, Operation]] = {
    "/records/{entity}": {
        "get": Operation(
            text("A page of records", "记录列表"),
            "records",
            "Page",
            parameters=LIST_PARAMETERS,
            refusals=(422,),
        ),
        "post": Operation(
            text("Create a record", "新建记录"),
            "records",
            "Record",
            "RecordSent",
            status=201,
            refusals=(403, 409, 422),
        ),
    },
    "/records/{entity}/query": {
        "post": Operation(
            text("A page, asked for in the body", "记录列表（参数在请求体中）"),
            "records",
            "Page",
            "ListQuery",
            refusals=(422,),
            reads=True,
        ),
    },
    "/records/{entity}/bulk": {
        "post": Operation(
            text("Write many records", "批量写入"),
            "records",
            "BulkResult",
            "Bulk",
            refusals=(403, 409, 422),
        ),
    },
    "/records/{entity}/aggregate": {
        "post": Operation(
            text("Groups and measures", "分组统计"),
            "records",
            "Aggregates",
            "Aggregation",
            refusals=(422,),
            reads=True,
        ),
    },
    "/records/{entity}/preview": {
        "post": Operation(
            text("What a save would give; nothing is stored", "预览保存结果，不写入"),
            "records",
            "Preview",
            "PreviewSent",
            refusals=(403, 409, 422),
            reads=True,
        ),
    },
    "/records/{entity}/defaults": {
        "post": Operation(
            text("What fields become when records are chosen", "选择记录后各字段的取值"),
            "records",
            "Filled",
            "DefaultsSent",
            refusals=(422,),
            reads=True,
        ),
    },
    "/records/{entity}/options": {
        "get": Operation(
            text("Records to choose from while typing", "输入时的候选记录"),
            "records",
            "Options",
            parameters=("q", "filter", "for"),
            refusals=(422,),
        ),
    },
    "/records/{entity}/{record_id}": {
        "get": Operation(
            text("One record with its line items", "单条记录及明细"),
            "records",
            "Record",
            parameters=("fields",),
            refusals=(422,),
        ),
        "patch": Operation(
            text("Change the fields that are sent", "修改所提交的字段"),
            "records",
            "Record",
            "RecordSent",
            parameters=("If-Match",),
            refusals=(403, 409, 412, 422),
        ),
        "delete": Operation(
            text("Put a record into the bin", "移入回收站"),
            "records",
            "Deleted",
            parameters=("If-Match",),
            refusals=(403, 409, 412, 422),
        ),
    },
    "/records/{entity}/{record_id}/restore": {
        "post": Operation(
            text("Take a record out of the bin", "从回收站恢复"),
            "records",
            "Record",
            refusals=(403, 409, 422),
        ),
    },
    "/records/{entity}/{record_id}/history": {
        "get": Operation(
            text("What happened to a record", "记录的变更历史"),
            "records",
            "History",
            parameters=("cursor",),
            refusals=(422,),
        ),
    },
    "/records/{entity}/{record_id}/as-of": {
        "get": Operation(
            text("A record as it was at a moment", "某一时刻的记录"),
            "records",
            "Past",
            parameters=("at",),
            refusals=(422,),
        ),
    },
}

_WORK: Mapping[str, Mapping[str, Operation]] = {
    "/files": {
        "post": Operation(
            text("Upload a file; then write its id to a field", "上传文件，然后将其编号写入字段"),
            "files",
            "File",
            "Upload",
            status=201,
            refusals=(413, 415, 422),
            body_type="multipart/form-data",
        ),
    },
    "/files/{file_id}/content": {
        "get": Operation(
            text("The bytes of a file", "下载文件"),
            "files",
            parameters=("inline", "If-None-Match"),
            answer_type="*/*",
            tagged=True,
        ),
    },
    "/imports": {
        "post": Operation(
            text("Load a CSV file; follow the job", "导入 CSV 文件，随后跟踪任务"),
            "files",
            "Job",
            "Import",
            status=202,
            refusals=(403, 413, 415, 422),
            body_type="multipart/form-data",
        ),
    },
    "/exports": {
        "post": Operation(
            text(
                "A list as CSV or XLSX; follow the job, whose file it is",
                "将列表导出为 CSV 或 XLSX，随后跟踪任务并下载文件",
            ),
            "files",
            "Job",
            "ExportSent",
            status=202,
            refusals=(403, 409, 422),
        ),
    },
    "/jobs": {
        "get": Operation(
            text("My latest jobs", "最近的任务"),
            "jobs",
            "Jobs",
            parameters=("state", "limit"),
            refusals=(422,),
        ),
    },
    "/jobs/{job_id}": {"get": Operation(text("One job", "单个任务"), "jobs", "Job")},
    "/jobs/{job_id}/cancel": {
        "post": Operation(
            text("Stop a job at the next safe place", "在下一个安全点停止任务"),
            "jobs",
            "Job",
            refusals=(409,),
        ),
    },
}

PATHS: Mapping[str, Mapping[str, Operation]] = {
    **ACCOUNT_PATHS,
    **_APPLICATION,
    **_RECORDS,
    **_WORK,
    **_METADATA,
    **ACCESS_PATHS,
    **CALENDAR_PATHS,
    **PERSONAL_PATHS,
    **RULE_PATHS,
    **ACTION_PATHS,
    **REMINDER_PATHS,
    **CONVERSION_PATHS,
    **MASS_CHANGE_PATHS,
    **APPROVAL_PATHS,
    **AUTOMATION_PATHS,
    **MAIL_PATHS,
    **PLUGIN_PATHS,
    **NOTIFICATION_PATHS,
    **CONVERSATION_PATHS,
    **EVALUATION_PATHS,
}
