"""A real Celery worker with its scheduler, killed in the middle of a job."""

from __future__ import annotations

import pytest

from odos.accounts.principals import system_principal
from odos.jobs.operations import enqueue
from odos.kernel.clock import utc_now
from tests.fixtures.workers import end_leases, kill, wait_for, worker
from tests.jobs.kinds_for_workers import KEY


@pytest.mark.slow
def test_a_job_survives_the_death_of_its_worker(jobs, worker_environment, tmp_path):
    with worker(worker_environment, tmp_path / "first") as first:
        job_id = enqueue(
            workspace=jobs.workspace,
            kind=KEY,
            args={"to": 30, "pause": 0.05},
            actor=system_principal(jobs.workspace),
            now=utc_now(),
        )
        wait_for(lambda: jobs.read(job_id, "done") >= 10)
        kill(first)
    assert jobs.read(job_id, "state") == "running"
    end_leases(jobs.workspace)
    with worker(worker_environment, tmp_path / "second"):
        wait_for(lambda: jobs.read(job_id, "state") == "done")
    began, counted = jobs.read(job_id, "(result ->> 'began')::int", "(result ->> 'counted')::int")
    assert (began >= 10, counted) == (True, 30)
    assert jobs.read(job_id, "attempts", "fence") == (1, 2), "a try that got on is not counted"
