"""Background work of attachments."""

from __future__ import annotations

from odos.files.operations import sweep_up
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.storage.active import active_schema


def sweep(context: JobContext) -> dict[str, object]:
    """Remove uploads that nobody used."""
    schema = active_schema(context.workspace)
    return {"removed": sweep_up(workspace=context.workspace, schema=schema, now=context.now())}


SWEEP = JobKind(
    key="files.sweep", run=sweep, label={"en": "Remove unused uploads", "zh-hans": "清理未使用的上传文件"}
)

JOB_KINDS = (SWEEP,)
PERIODICS = (Periodic(key="files.sweep", kind=SWEEP.key, every_seconds=3600),)
