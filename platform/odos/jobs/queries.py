"""Reading jobs: for their owners, for progress bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from odos.accounts.principals import Principal
from odos.database.session import fetch_one, transaction
from odos.jobs.issues import issue_to_json
from odos.jobs.kinds import JOB_KINDS
from odos.jobs.models import PENDING, Job
from odos.kernel.problems import NotFound
from odos.kernel.texts import DEFAULT_LANGUAGE, translate
from odos.kernel.workspaces import Workspace

PAGE_SIZE = 50


def get_job(*, workspace: Workspace, job_id: int, actor: Principal) -> Job:
    """A job that ``actor`` started, any for administrators; raises `NotFound`."""
    with transaction(workspace):
        job = Job.objects.filter(pk=job_id).first()
    if job is None or not (actor.is_admin or job.created_by == actor.user_id):
        raise NotFound
    return job


def list_jobs(
    *, workspace: Workspace, actor: Principal, state: str | None = None, limit: int = PAGE_SIZE
) -> Sequence[Job]:
    """The latest jobs that ``actor`` may see, newest first."""
    found = Job.objects.order_by("-id")
    if not actor.is_admin:
        found = found.filter(created_by=actor.user_id)
    if state:
        found = found.filter(state=state)
    with transaction(workspace):
        return list(found[:limit])


def pending_jobs(*, workspace: Workspace) -> set[int]:
    """The ids of all that wait or run."""
    with transaction(workspace):
        return set(Job.objects.filter(state__in=PENDING).values_list("pk", flat=True))


def job_to_json(job: Job, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """The wire form of a job."""
    kind = JOB_KINDS.get(job.kind)
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "label": translate(kind.label, language) if kind else job.kind,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "result": job.result,
        "issues": [issue_to_json(issue, language) for issue in job.issues],
        "files": job.files,
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }


def progress_event(*, workspace: Workspace, job_id: int) -> dict[str, Any]:
    """The ``job`` event: how far it is; ``created_by`` says whom it concerns."""
    row = fetch_one(
        workspace,
        "SELECT id::text, kind, state, done, total, created_by::text FROM job WHERE id = %s",
        [job_id],
    )
    names = ("id", "kind", "state", "done", "total", "created_by")
    return dict(zip(names, row, strict=True)) if row else {}
