"""What becomes of a job: done, failed, tried again, cancelled."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest

from odos.accounts.operations import create_user
from odos.accounts.principals import system_principal
from odos.accounts.queries import find_principal_by_id
from odos.database.session import execute, transaction
from odos.jobs.claims import LEASE
from odos.jobs.issues import issue_to_json
from odos.jobs.kinds import JobKind
from odos.jobs.operations import cancel_job, remove_old_jobs
from odos.jobs.queries import get_job, job_to_json, list_jobs
from odos.jobs.running import work_once
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, NotFound, Unavailable, invalid
from odos.kernel.texts import text


def kind(run, **options) -> JobKind:
    return JobKind(key="k", run=run, label={"en": "Kind", "zh-hans": "类型"}, **options)


def work(jobs, run, lease=LEASE, **options):
    return work_once(
        workspace=jobs.workspace, clock=jobs.clock, kinds={"k": kind(run, **options)}, lease=lease
    )


def state(jobs, job_id) -> str:
    return str(jobs.read(job_id, "state"))


def fail(error):
    def run(context):
        raise error

    return run


def test_a_job_leaves_its_result_its_findings_and_its_files(jobs):
    def run(context):
        context.report(Issue("odd", text("Row {n}", "第 {n} 行", n=3), ("rows", 3), severity="warning"))
        context.files.append("12")
        context.progress(7, 7)
        return {"rows": context.args["rows"]}

    job_id = jobs.add("k", args={"rows": 7})
    assert work(jobs, run) == job_id
    assert work(jobs, run) is None
    job = get_job(workspace=jobs.workspace, job_id=job_id, actor=system_principal(jobs.workspace))
    wire = job_to_json(job, "zh-hans")
    assert (wire["state"], wire["result"], wire["done"], wire["total"]) == ("done", {"rows": 7}, 7, 7)
    assert (wire["files"], wire["finished_at"]) == (["12"], jobs.clock())
    assert wire["issues"] == [
        {"severity": "warning", "code": "odd", "path": "rows/3", "message": "第 3 行", "hint": None}
    ]


def test_a_refusal_ends_the_job_with_its_issues(jobs):
    job_id = jobs.add("k")
    work(jobs, fail(invalid("wrong", text("Wrong", "错误"), "file")))
    assert state(jobs, job_id) == "failed"
    (issue,) = issues(jobs, job_id)
    assert (issue["code"], issue["path"], issue["message"]) == ("wrong", "file", "Wrong")


@pytest.mark.parametrize("error", [RuntimeError("no luck"), Unavailable()])
def test_what_may_pass_is_tried_again_ever_later_and_then_fails(jobs, clock, error):
    job_id = jobs.add("k")
    waits = []
    for _ in range(2):
        work(jobs, fail(error))
        assert state(jobs, job_id) == "queued"
        waits.append(jobs.read(job_id, "run_at") - clock())
        assert work(jobs, fail(error)) is None
        clock.now += waits[-1]
    work(jobs, fail(error))
    assert waits == [timedelta(seconds=5), timedelta(seconds=10)]
    assert jobs.read(job_id, "state", "attempts") == ("failed", 3)
    (issue,) = issues(jobs, job_id)
    assert "no luck" not in str(issue)  # the inside of a failure is for the log


def test_a_job_that_kills_its_workers_comes_to_an_end(jobs, clock):
    job_id = jobs.add("k")
    execute(jobs.workspace, "UPDATE job SET attempts = 3, state = 'running', lease_until = %s", [clock()])
    clock.advance(seconds=1)
    assert work(jobs, fail(AssertionError("must not run"))) == job_id
    assert state(jobs, job_id) == "failed"
    assert issues(jobs, job_id)[0]["code"] == "worker_died"


def test_an_unknown_kind_fails_at_once(jobs):
    job_id = jobs.add("unheard of")
    work(jobs, fail(AssertionError))
    assert issues(jobs, job_id)[0]["code"] == "unknown_job_kind"


def test_a_job_runs_as_whoever_started_it_as_long_as_they_may_act(jobs, clock):
    anna = person(jobs, "anna")
    seen = []

    def run(context):
        seen.append(context.actor)

    jobs.add("k", actor=anna)
    work(jobs, run)
    assert seen == [anna]
    job_id = jobs.add("k", actor=anna)
    execute(jobs.workspace, "UPDATE user_account SET is_active = false WHERE id = %s", [anna.user_id])
    work(jobs, run)
    assert issues(jobs, job_id)[0]["code"] == "actor_gone"
    assert len(seen) == 1


def test_a_waiting_job_is_cancelled_at_once(jobs):
    job_id = jobs.add("k")
    cancel_job(workspace=jobs.workspace, job_id=job_id, now=jobs.clock())
    assert state(jobs, job_id) == "cancelled"
    assert work(jobs, fail(AssertionError)) is None
    with pytest.raises(Conflict):
        cancel_job(workspace=jobs.workspace, job_id=job_id, now=jobs.clock())
    with pytest.raises(NotFound):
        cancel_job(workspace=jobs.workspace, job_id=2**60, now=jobs.clock())


def test_a_running_job_is_cancelled_at_its_next_step(jobs):
    job_id = jobs.add("k")

    def run(context):
        cancel_job(workspace=jobs.workspace, job_id=job_id, now=jobs.clock())
        context.progress(1, 10)
        raise AssertionError("went on")

    work(jobs, run)
    assert jobs.read(job_id, "state", "done") == ("cancelled", 1)


def test_the_heartbeat_tells_a_job_that_makes_no_progress(jobs):
    job_id = jobs.add("k")

    def run(context):
        cancel_job(workspace=jobs.workspace, job_id=job_id, now=jobs.clock())
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            context.check_cancelled()
            time.sleep(0.01)

    work(jobs, run, lease=timedelta(seconds=0.3))
    assert state(jobs, job_id) == "cancelled"


def test_the_heartbeat_keeps_the_lease_of_a_busy_job(jobs, clock):
    """Another worker looks again and again while the job says nothing for many leases."""
    lease = timedelta(seconds=0.3)
    job_id = jobs.add("k")
    started, others = threading.Event(), []

    def run(context):
        started.set()
        for _ in range(12):
            time.sleep(0.1)
            clock.advance(seconds=0.1)
            others.append(work(jobs, fail(AssertionError), lease=lease))

    work(jobs, run, lease=lease)
    assert state(jobs, job_id) == "done"
    assert set(others) == {None}


def test_the_work_of_a_worker_that_was_taken_over_is_dropped(jobs, clock):
    job_id = jobs.add("k")

    def quick(context):
        return {"by": "quick", "from": dict(context.saved)}

    def slow(context):
        context.save({"at": 1})
        clock.advance(minutes=5)  # asleep, and the heartbeat with it
        work(jobs, quick)
        return {"by": "slow"}

    work(jobs, slow)
    assert jobs.read(job_id, "state", "result::jsonb ->> 'by'") == ("done", "quick")


def test_a_job_that_was_put_in_twice_is_there_once(live_workspace, jobs):
    ids = live_workspace.at_once(*[lambda: jobs.add("k", dedupe_key="import 5")] * 5)
    assert len(set(ids)) == 1
    work(jobs, lambda context: None)
    assert jobs.add("k", dedupe_key="import 5") != ids[0]


def test_a_job_that_is_put_in_while_it_runs_is_followed_by_another(jobs):
    """It may have passed the rows that the second caller wrote; without this they would wait for ever."""
    ids = []

    def run(context):
        ids.append(jobs.add("k", dedupe_key="indexes", args={"a": 1}))

    first = jobs.add("k", dedupe_key="indexes", args={"a": 1})
    work(jobs, run)
    assert ids == [first]
    seen = []
    second = work(jobs, lambda context: seen.append(dict(context.args)))
    assert second not in {None, first}
    assert seen == [{"a": 1}]
    assert work(jobs, fail(AssertionError)) is None  # and no more


def test_a_waiting_job_does_not_start_before_a_second_caller_commits(live_workspace, jobs):
    job_id = jobs.add("k", dedupe_key="indexes")
    seen: list[int | None] = []
    with transaction(jobs.workspace):
        assert jobs.add("k", dedupe_key="indexes") == job_id
        live_workspace.at_once(lambda: seen.append(work(jobs, lambda context: None)))
    assert seen == [None]
    assert work(jobs, lambda context: None) == job_id


def test_others_do_not_see_my_jobs(jobs):
    anna, bob = person(jobs, "anna1"), person(jobs, "bob")
    job_id = jobs.add("k", actor=anna)
    assert [job.pk for job in list_jobs(workspace=jobs.workspace, actor=anna)] == [job_id]
    assert not list_jobs(workspace=jobs.workspace, actor=bob)
    with pytest.raises(NotFound):
        get_job(workspace=jobs.workspace, job_id=job_id, actor=bob)


def test_old_jobs_are_cleared_away(jobs, clock):
    jobs.add("k")
    work(jobs, lambda context: None)
    waiting = jobs.add("k")
    clock.advance(days=31)
    assert remove_old_jobs(workspace=jobs.workspace, now=clock()) == 1
    left = list_jobs(workspace=jobs.workspace, actor=system_principal(jobs.workspace))
    assert [job.pk for job in left] == [waiting]


def issues(jobs, job_id):
    found = get_job(workspace=jobs.workspace, job_id=job_id, actor=system_principal(jobs.workspace)).issues
    return [issue_to_json(item) for item in found]


def person(jobs, username: str):
    user_id = create_user(
        workspace=jobs.workspace,
        username=username,
        name=username.title(),
        actor=system_principal(jobs.workspace),
        now=jobs.clock(),
    )
    return find_principal_by_id(workspace=jobs.workspace, user_id=user_id)
