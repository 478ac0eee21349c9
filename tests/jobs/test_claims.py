"""Who holds a job: with real connections, a real dead process, and a clock that is moved."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from odos.database.session import execute, fetch_value, transaction
from odos.jobs.claims import LEASE, LeaseLost, claim_next, count_due, finish, prolong, retry_later

DYING_WORKER = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from odos.jobs.claims import LEASE, claim_next, prolong
from odos.kernel.workspaces import Workspace
now = datetime.fromisoformat(sys.argv[2])
claim = claim_next(workspace=Workspace(sys.argv[1]), now=now)
prolong(claim, now=now, lease=LEASE, done=40, total=100, saved={"row": 40})
os.kill(os.getpid(), signal.SIGKILL)
"""


def claim(jobs):
    return claim_next(workspace=jobs.workspace, now=jobs.clock())


def test_jobs_are_claimed_in_the_order_in_which_they_are_due(jobs, clock):
    late = jobs.add("x", run_at=clock() + timedelta(seconds=-10))
    later = jobs.add("x", run_at=clock() + timedelta(seconds=-5))
    future = jobs.add("x", run_at=clock() + timedelta(seconds=5))
    assert count_due(workspace=jobs.workspace, now=clock(), limit=10) == 2
    assert [claim(jobs).id, claim(jobs).id] == [late, later]
    assert claim(jobs) is None
    clock.advance(seconds=5)
    assert claim(jobs).id == future


def test_two_connections_never_get_the_same_job(live_workspace, jobs):
    first, second = jobs.add("x"), jobs.add("x")
    # The claim's statement in a transaction that stays open, as a worker in the middle of claiming.
    with live_workspace.connect() as other, other.cursor() as cursor:
        cursor.execute("SELECT id FROM job WHERE state = 'queued' ORDER BY run_at, id LIMIT 1 FOR UPDATE")
        assert cursor.fetchone() == (first,)
        assert claim(jobs).id == second  # neither the same one, nor waiting for it
        assert claim(jobs) is None
    assert claim(jobs).id == first


def test_many_workers_share_the_jobs(live_workspace, jobs):
    wanted = {jobs.add("x") for _ in range(40)}

    def take_all() -> list[int]:
        taken = []
        while found := claim(jobs):
            taken.append(found.id)
        return taken

    taken = [job for part in live_workspace.at_once(*[take_all] * 4) for job in part]
    assert len(taken) == 40
    assert set(taken) == wanted


def test_the_job_of_a_killed_worker_is_taken_over_when_its_lease_ends(jobs, clock, worker_environment):
    job = jobs.add("x", args={"file": "7"})
    arguments = [sys.executable, "-c", DYING_WORKER, jobs.workspace.key, clock().isoformat()]
    died = subprocess.run(arguments, env=worker_environment, capture_output=True, check=False)
    assert died.returncode == -9, died.stderr.decode()
    assert jobs.read(job, "state", "done", "fence") == ("running", 40, 1)

    clock.advance(seconds=LEASE.total_seconds())
    assert claim(jobs) is None  # it might still be alive
    clock.advance(seconds=1)
    taken = claim(jobs)
    assert (taken.id, taken.fence, taken.attempts) == (job, 2, 2)
    assert (taken.saved, taken.done, taken.total, taken.args) == ({"row": 40}, 40, 100, {"file": "7"})


def test_a_heartbeat_keeps_the_job(jobs, clock):
    jobs.add("x")
    held = claim(jobs)
    for _ in range(5):
        clock.advance(seconds=20)
        prolong(held, now=clock(), lease=LEASE)
        assert claim(jobs) is None


def test_a_worker_that_was_taken_over_cannot_write(jobs, clock):
    job = jobs.add("x")
    slow = claim(jobs)
    clock.advance(minutes=1)
    quick = claim(jobs)
    for attempt in (
        lambda: prolong(slow, now=clock(), lease=LEASE, done=1),
        lambda: finish(slow, state="done", now=clock()),
        lambda: retry_later(slow, run_at=clock(), issues=()),
    ):
        with pytest.raises(LeaseLost):
            attempt()
    finish(quick, state="done", now=clock(), result={"by": "quick"})
    assert jobs.read(job, "state", "result") == ("done", '{"by": "quick"}')
    with pytest.raises(LeaseLost):
        finish(quick, state="failed", now=clock())  # only once


def test_a_batch_and_the_place_to_resume_are_written_together_or_not_at_all(jobs, clock):
    jobs.add("x")
    workspace = jobs.workspace
    execute(workspace, "CREATE TABLE IF NOT EXISTS imported (number int)")

    def batch(held, number: int) -> None:
        with transaction(workspace):
            execute(workspace, "INSERT INTO imported VALUES (%s)", [number])
            prolong(held, now=clock(), lease=LEASE, saved={"at": number})

    slow = claim(jobs)
    batch(slow, 1)
    clock.advance(minutes=1)
    quick = claim(jobs)
    assert quick.saved == {"at": 1}
    batch(quick, 2)
    with pytest.raises(LeaseLost):
        batch(slow, 2)
    assert fetch_value(workspace, "SELECT array_agg(number ORDER BY number) FROM imported") == [1, 2]
