"""Background work of automation: carrying runs on, keeping times, clearing the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from odos.automation.runs.carrying import carry_on
from odos.automation.runs.scheduling import keep_times
from odos.automation.runs.triggers import CARRY_ON
from odos.automation.webhooks.delivering import deliver
from odos.automation.webhooks.operations import DELIVER
from odos.database.session import execute, transaction
from odos.jobs.context import JobContext
from odos.jobs.kinds import Drain, JobKind, Periodic

KEEP = timedelta(days=90)
_CLEAR = (
    "DELETE FROM automation_run WHERE ended_at < %s",
    "DELETE FROM webhook_delivery WHERE ended_at < %s AND state = 'sent'",
)


def clear_log(job: JobContext) -> Mapping[str, Any]:
    """Forget what ended long ago."""
    with transaction(job.workspace):
        execute(job.workspace, "DELETE FROM automation_step WHERE run_id IN"
                " (SELECT id FROM automation_run WHERE ended_at < %s)", [job.now() - KEEP])  # fmt: skip
        counts = [execute(job.workspace, statement, [job.now() - KEEP]) for statement in _CLEAR]
    return {"removed": sum(counts)}


TIMES = JobKind("automation.times", keep_times, {"en": "Run scheduled rules", "zh-hans": "执行定时规则"})
CLEAR = JobKind("automation.clear", clear_log, {"en": "Clear the log of rules", "zh-hans": "清理规则日志"})
JOB_KINDS = (TIMES, CLEAR)
PERIODICS = (
    Periodic("automation.times", TIMES.key, every_seconds=60),
    Periodic("automation.clear", CLEAR.key, every_seconds=24 * 3_600),
)
DRAINS = (Drain(CARRY_ON, carry_on), Drain(DELIVER, deliver))
