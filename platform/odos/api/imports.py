"""``/api/imports``: a CSV file becomes records, as a job."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import flag
from odos.api.frame.endpoint import respond
from odos.api.frame.uploads import UploadEndpoint, read_field, read_upload, stream_of
from odos.exchange.jobs import start_import
from odos.files.operations import store_file
from odos.jobs.queries import get_job, job_to_json
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.context import Context


class Imports(UploadEndpoint):
    """POST a file with its mapping; the answer is the job."""

    def post(self, request: Request) -> HttpResponse:
        upload, entity = read_upload(request, "file"), read_field(request, "entity")
        if entity is None:
            raise Invalid(None, [Issue("required", text("entity is missing", "缺少 entity"), ("entity",))])
        mapping, dry_run = _mapping(read_field(request, "mapping")), flag(request.data, "dry_run")

        def work(context: Context) -> tuple[int, object]:
            file = store_file(
                workspace=context.workspace,
                stream=stream_of(upload),
                name=upload.name or "",
                actor=context.actor,
                now=context.now,
            )
            job_id = start_import(
                context=context, entity=entity, file_id=file.pk, mapping=mapping, dry_run=dry_run
            )
            job = get_job(workspace=context.workspace, job_id=job_id, actor=context.actor)
            return 202, job_to_json(job, self.language)

        return respond(self, work)


def _mapping(given: str | None) -> dict[str, Any] | None:
    if given is None:
        return None
    try:
        mapping = orjson.loads(given)
    except orjson.JSONDecodeError as error:
        message = text("mapping is no JSON: {why}", "mapping 不是有效的 JSON：{why}", why=str(error))
        raise Invalid(None, [Issue("not_json", message, ("mapping",))]) from error
    if not isinstance(mapping, dict):
        message = text("mapping must be a JSON object", "mapping 应为 JSON 对象")
        raise Invalid(None, [Issue("not_an_object", message, ("mapping",))])
    return mapping
