"""Imports whose workers die, or are only slow: every row comes in exactly once."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from itertools import count

import pytest

from odos.database.session import execute, fetch_all, fetch_value
from odos.exchange import operations
from odos.exchange.jobs import IMPORT, start_import
from odos.files import disk
from odos.files.operations import store_file, sweep_up
from odos.files.queries import get_file, open_file
from odos.jobs.claims import claim_next
from odos.jobs.context import JobContext
from odos.jobs.queries import get_job
from odos.jobs.running import work_once
from odos.kernel.clock import utc_now
from odos.kernel.sql import quote
from odos.meta.changes import read_changes
from odos.meta.operations import apply as publish
from odos.storage.active import active_schema
from tests.fixtures.crm import NOW, Crm
from tests.fixtures.workers import end_leases, kill, wait_for, worker

MANY, FEW = 12_000, 1_200
TORN, LOST = 100, 97  # each so many-th row has a cell too many, or names a parent that is not there
MAPPING = {"columns": {"name": "name", "under": {"field": "parent", "by": "name"}}}


def row(number: int) -> str:
    under = "Nowhere" if number % LOST == 0 else "N2"
    return f"N{number},{under}{',x' if number % TORN == 0 else ''}\n"


def numbers_of(every: int, rows: int) -> list[int]:
    return [number for number in range(3, rows + 2) if number % every == 0]


def start(crm: Crm, *, rows: int) -> int:
    lines = ["name,under\n", "N2,\n", *(row(number) for number in range(3, rows + 2))]
    stream = BytesIO("".join(lines).encode())
    file = store_file(workspace=crm.workspace, stream=stream, name="r.csv", actor=crm.actor, now=utc_now())
    return start_import(context=crm.context, entity="region", file_id=file.pk, mapping=MAPPING, dry_run=False)


def saved(crm: Crm, job_id: int, key: str) -> int:
    statement = "SELECT (saved ->> %s)::bigint FROM job WHERE id = %s"
    return int(fetch_value(crm.workspace, statement, [key, job_id]) or 0)


def read(crm: Crm, what: str) -> list[object]:
    """A column or condition of all regions, in the order they were made."""
    region = crm.context.schema.get_entity("region")
    columns = {key: quote(field.column) for key, field in region.fields.items()}
    selected = f"SELECT {what.format_map(columns)} FROM {quote(region.table)} ORDER BY id"
    return [value for (value,) in fetch_all(crm.workspace, selected)]


def names(crm: Crm) -> list[object]:
    return read(crm, "{name}")


def error_rows(crm: Crm, job_id: int) -> list[tuple[int, str]]:
    job = get_job(workspace=crm.workspace, job_id=job_id, actor=crm.actor)
    (file_id,) = job.files
    kept = get_file(workspace=crm.workspace, file_id=int(file_id))
    text = open_file(workspace=crm.workspace, file=kept).read().decode("utf-8-sig")
    return [(int(line["odos_row"]), line["name"]) for line in csv.DictReader(StringIO(text))]


@pytest.mark.slow
def test_an_import_whose_workers_are_killed_brings_in_each_row_once(crm, worker_environment, tmp_path):
    """IMEX-01, PLAT-09: kill -9 among the rows, and again among the references that are set afterwards."""
    job_id = start(crm, rows=MANY)
    with worker(worker_environment, tmp_path / "first") as first:
        wait_for(lambda: saved(crm, job_id, "late") > 0)
        kill(first)
    assert 0 < len(names(crm)) < MANY - len(numbers_of(TORN, MANY)), "killed in the middle"
    end_leases(crm.workspace)
    with worker(worker_environment, tmp_path / "second") as second:
        wait_for(lambda: saved(crm, job_id, "late_done") > 0)
        kill(second)
    assert saved(crm, job_id, "late_done") < saved(crm, job_id, "late"), "killed in the middle"
    end_leases(crm.workspace)
    with worker(worker_environment, tmp_path / "third"):
        wait_for(lambda: get_job(workspace=crm.workspace, job_id=job_id, actor=crm.actor).state != "running")
    job = get_job(workspace=crm.workspace, job_id=job_id, actor=crm.actor)
    assert (job.state, job.fence) == ("done", 3)
    assert job.attempts == 1, "a try that got on does not count"
    check_all_in(crm, job_id, MANY)


def work(crm: Crm, run=IMPORT.run) -> None:
    kind = replace(IMPORT, run=run)
    while work_once(workspace=crm.workspace, kinds={IMPORT.key: kind}):
        pass


def empty(crm: Crm) -> None:
    region = crm.context.schema.get_entity("region")
    execute(crm.workspace, f"DELETE FROM {quote(region.table)}")


def test_a_worker_that_was_only_slow_writes_nothing_more(crm, live_workspace, monkeypatch):
    """Another takes the job while the second batch is written; that batch is taken back, and its findings."""
    empty(crm)
    monkeypatch.setattr(operations, "BATCH", 100)
    job_id = start(crm, rows=FEW)

    def overtaken(job):
        save, batches = job.save, count()

        def save_late(state, **counts):
            if next(batches) == 1:
                live_workspace.at_once(lambda: take_over(crm))
            save(state, **counts)

        monkeypatch.setattr(job, "save", save_late)
        return IMPORT.run(job)

    work(crm, overtaken)
    assert len(names(crm)) == 99
    assert (disk.workbench(crm.workspace, job_id) / "late.1").stat().st_size > saved(crm, job_id, "late")
    end_leases(crm.workspace)
    work(crm)
    check_all_in(crm, job_id, FEW)


def take_over(crm: Crm) -> None:
    end_leases(crm.workspace)
    assert claim_next(workspace=crm.workspace, now=utc_now())


def check_all_in(crm: Crm, job_id: int, rows: int) -> None:
    job = get_job(workspace=crm.workspace, job_id=job_id, actor=crm.actor)
    torn = numbers_of(TORN, rows)
    lost = [number for number in numbers_of(LOST, rows) if number not in torn]
    assert names(crm) == [f"N{number}" for number in range(2, rows + 2) if number not in torn]
    assert error_rows(crm, job_id) == [(number, f"N{number}") for number in [*torn, *lost]]
    counts = {key: job.result[key] for key in ("rows", "created", "failed", "incomplete")}
    wanted = {"rows": rows, "created": rows - len(torn), "failed": len(torn), "incomplete": len(lost)}
    assert counts == wanted
    assert [issue["path"] for issue in job.issues] == [f"rows/{number}" for number in torn] + [
        f"rows/{number}/under" for number in lost
    ]
    assert read(crm, "{parent} IS NULL").count(True) == 1 + len(lost)
    assert max(read(crm, "version")) == 2, "a reference was set twice"


def test_a_version_published_between_two_batches_does_not_stop_an_import(crm, monkeypatch):
    """The second batch, and the references noted by the first, go by the new keys."""
    empty(crm)
    monkeypatch.setattr(operations, "BATCH", 500)
    job_id = start(crm, rows=FEW)
    check_cancelled = JobContext.check_cancelled
    renames = iter([{"op": "rename", "kind": "field", "key": "region.parent", "new_key": "above"}])

    def rename_first(job):
        for change in renames:
            publish(
                workspace=crm.workspace, changes=read_changes([change]), actor=crm.actor, now=NOW, message="x"
            )
        check_cancelled(job)

    monkeypatch.setattr(JobContext, "check_cancelled", rename_first)
    work(crm)
    job = get_job(workspace=crm.workspace, job_id=job_id, actor=crm.actor)
    assert (job.state, job.result["created"]) == ("done", FEW - len(numbers_of(TORN, FEW)))
    assert read(crm, "{above} IS NULL").count(False) > FEW * 0.9


def test_what_a_job_worked_with_goes_when_it_has_ended(crm):
    empty(crm)
    job_id = start(crm, rows=3)
    bench = disk.workbench(crm.workspace, job_id)
    bench.mkdir(parents=True)
    sweep_up(workspace=crm.workspace, schema=active_schema(crm.workspace), now=NOW)
    assert bench.exists(), "the job still waits"
    work(crm)
    sweep_up(workspace=crm.workspace, schema=active_schema(crm.workspace), now=NOW)
    assert not bench.exists()
