"""Background work of the audit trail."""

from __future__ import annotations

from odos.audit.sealing import add_partitions, seal_settled
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic


def seal(context: JobContext) -> dict[str, object]:
    """Make the coming partitions, then seal what is settled."""
    add_partitions(workspace=context.workspace, today=context.now().date())
    return {"sealed": seal_settled(workspace=context.workspace)}


SEAL = JobKind(key="audit.seal", run=seal, label={"en": "Seal the audit trail", "zh-hans": "封存审计记录"})

JOB_KINDS = (SEAL,)
PERIODICS = (Periodic(key="audit.seal", kind=SEAL.key, every_seconds=60),)
