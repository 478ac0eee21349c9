"""Imports as background work."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest

from odos.accounts.principals import Principal
from odos.exchange.jobs import IMPORT, start_import
from odos.files.operations import store_file
from odos.files.queries import get_file, open_file
from odos.jobs.queries import get_job
from odos.jobs.running import work_once
from odos.kernel.problems import Invalid, NotFound
from tests.fixtures.crm import NOW, Crm

ROWS = "name,under,size\n华东,,\n上海,华东,5\n苏州,华东\n".encode("gb18030")
MAPPING = {"columns": {"name": "name", "under": {"field": "parent", "by": "name"}, "size": None}}


def upload(crm: Crm) -> int:
    stored = store_file(
        workspace=crm.workspace, stream=BytesIO(ROWS), name="regions.csv", actor=crm.actor, now=NOW
    )
    return stored.pk


def start(crm: Crm, *, mapping=MAPPING, dry_run: bool = False, actor: Principal | None = None) -> int:
    context = replace(crm.context, actor=actor or crm.actor, now=NOW)
    return start_import(
        context=context, entity="region", file_id=upload(crm), mapping=mapping, dry_run=dry_run
    )


def work(crm: Crm) -> None:
    while work_once(workspace=crm.workspace, clock=lambda: NOW, kinds={IMPORT.key: IMPORT}):
        pass


def test_a_dry_run_and_the_import_tell_the_same_and_keep_the_rows_left_out(crm):
    for dry_run in (True, False):
        job_id = start(crm, dry_run=dry_run)
        work(crm)
        job = get_job(workspace=crm.workspace, job_id=job_id, actor=crm.actor)
        assert job.result
        counts = {key: job.result[key] for key in ("dry_run", "rows", "created", "failed", "incomplete")}
        assert counts == {"dry_run": dry_run, "rows": 3, "created": 2, "failed": 1, "incomplete": 0}
        assert [issue["path"] for issue in job.issues] == ["rows/4"]
        kept = get_file(workspace=crm.workspace, file_id=int(job.files[0]))
        assert "苏州" in open_file(workspace=crm.workspace, file=kept).read().decode("utf-8-sig")
    assert crm.list("region", 'name = "上海"')[0]["parent"]["label"] == "华东"


def test_somebody_elses_upload_and_a_bad_mapping_are_refused_at_once(crm):
    stranger = Principal(user_id=77, username="x", name="X", workspace=crm.workspace)
    with pytest.raises(NotFound):
        start(crm, actor=stranger)
    with pytest.raises(Invalid):
        start(crm, mapping={"colums": {}})
