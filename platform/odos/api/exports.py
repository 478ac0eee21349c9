"""``/api/exports``: a list becomes a file, as a job."""

from __future__ import annotations

from django.http import HttpResponse
from rest_framework.request import Request

from odos.api.frame.bodies import read_json, require, take
from odos.api.frame.endpoint import Endpoint, respond
from odos.exchange.exports import ExportRequest, start_export
from odos.jobs.queries import get_job, job_to_json
from odos.personal.queries import apply_view
from odos.records.context import Context
from odos.records.lists.queries import ListRequest


class Exports(Endpoint):
    """POST what a list is asked by, and the format; the answer is the job."""

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        entity = self.entity(require(body, "entity", str))
        listed = ListRequest(*(take(body, name, str) for name in ("filter", "q", "sort")))
        view = take(body, "view", str)
        asked = ExportRequest(
            entity=entity.key,
            format=take(body, "format", str, "xlsx"),
            fields=tuple(str(name) for name in take(body, "fields", list, [])),
            headers=take(body, "headers", str, "labels"),
            language=self.language,
        )

        def work(context: Context) -> tuple[int, object]:
            narrowed = apply_view(context, entity, listed, view)
            job_id = start_export(context=context, request=asked.of(narrowed))
            job = get_job(workspace=context.workspace, job_id=job_id, actor=context.actor)
            return 202, job_to_json(job, self.language)

        return respond(self, work)
