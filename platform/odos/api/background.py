"""``/api/jobs/…``: progress of long work, and stopping it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from rest_framework.request import Request

from odos.access.compile import require_powers
from odos.accounts.principals import Principal
from odos.api.frame.bodies import json_response, whole_number
from odos.api.frame.endpoint import Endpoint
from odos.jobs.operations import cancel_job
from odos.jobs.queries import get_job, job_to_json, list_jobs
from odos.kernel.clock import utc_now

MAX_JOBS = 200


class Jobs(Endpoint):
    """GET the latest."""

    def get(self, request: Request) -> HttpResponse:
        limit = min(max(whole_number(request.GET, "limit", 50), 1), MAX_JOBS)
        found = list_jobs(
            workspace=self.workspace, actor=_viewer(self), state=request.GET.get("state"), limit=limit
        )
        return json_response({"items": [job_to_json(job, self.language) for job in found]})


class JobState(Endpoint):
    """GET one."""

    def get(self, request: Request, job_id: int) -> HttpResponse:
        job = get_job(workspace=self.workspace, job_id=job_id, actor=_viewer(self))
        return json_response(job_to_json(job, self.language))


class JobCancel(Endpoint):
    """POST: stop at the next safe place."""

    def post(self, request: Request, job_id: int) -> HttpResponse:
        found = get_job(workspace=self.workspace, job_id=job_id, actor=_viewer(self))
        if found.created_by != self.actor.user_id:
            require_powers(schema=self.schema_version, principal=self.actor)
        cancel_job(workspace=self.workspace, job_id=job_id, now=utc_now())
        job = get_job(workspace=self.workspace, job_id=job_id, actor=_viewer(self))
        return json_response(job_to_json(job, self.language))


def _viewer(endpoint: Endpoint) -> Principal:
    """Whoever administers by a role sees every job too; jobs know nothing of roles."""
    return replace(endpoint.actor, is_admin=endpoint.may_administer)
