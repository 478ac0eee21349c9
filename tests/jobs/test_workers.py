"""A real Celery worker with its scheduler, killed in the middle of a job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from odos.accounts.principals import system_principal
from odos.database.session import execute
from odos.jobs.operations import enqueue
from odos.kernel.clock import utc_now
from tests.jobs.kinds_for_workers import KEY

SECONDS = 60


@contextmanager
def worker(environment: dict[str, str], schedule) -> Iterator[subprocess.Popen[bytes]]:
    program = [sys.executable, "-m", "celery", "--quiet", "--app", "odos.jobs.celery_app", "worker"]
    options = ["--concurrency", "1", "--loglevel", "WARNING", "--include", "tests.jobs.kinds_for_workers"]
    beat = ["--beat", "--schedule", str(schedule)]
    started = subprocess.Popen([*program, *options, *beat], env=environment, start_new_session=True)
    try:
        yield started
    finally:
        kill(started)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group at once, as a machine that loses its power."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


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
    # So that the test need not wait for the lease to end.
    past = utc_now() - timedelta(seconds=1)
    execute(jobs.workspace, "UPDATE job SET lease_until = %s WHERE id = %s", [past, job_id])
    with worker(worker_environment, tmp_path / "second"):
        wait_for(lambda: jobs.read(job_id, "state") == "done")
    began, counted = jobs.read(job_id, "(result ->> 'began')::int", "(result ->> 'counted')::int")
    assert (began >= 10, counted) == (True, 30)
    assert jobs.read(job_id, "attempts", "fence") == (2, 2)
