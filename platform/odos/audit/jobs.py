"""Background work of the audit trail."""

from __future__ import annotations

from django.conf import settings

from odos.accounts.principals import system_principal
from odos.audit.entries import Origin
from odos.audit.retention import apply_retention
from odos.audit.sealing import add_partitions, seal_settled
from odos.database.bootstrap import NeedsAdministrator
from odos.jobs.context import JobContext
from odos.jobs.kinds import JobKind, Periodic
from odos.storage.active import active_schema

ONE_DAY_SECONDS = 24 * 60 * 60.0


def seal(context: JobContext) -> dict[str, object]:
    """Make the coming partitions, then seal what is settled."""
    add_partitions(workspace=context.workspace, today=context.now().date())
    return {"sealed": seal_settled(workspace=context.workspace)}


def prune(context: JobContext) -> dict[str, object]:
    """Remove what the settings keep no longer, by identity of the entity.

    Where the address of the database has too few rights, that is left to ``manage.py prune_audit``.
    """
    workspace, now = context.workspace, context.now()
    try:
        removed = apply_retention(
            workspace=workspace,
            schema=active_schema(workspace),
            admin_url=settings.ODOS_ADMIN_DATABASE_URL,
            origin=Origin(system_principal(workspace), now, "job", reason="retention"),
        )
    except NeedsAdministrator:
        return {"left_to": "manage.py prune_audit"}
    return {"removed": removed}


SEAL = JobKind(key="audit.seal", run=seal, label={"en": "Seal the audit trail", "zh-hans": "封存审计记录"})
PRUNE = JobKind(
    key="audit.prune",
    run=prune,
    label={"en": "Remove old entries of the audit trail", "zh-hans": "清理过期审计记录"},
)

JOB_KINDS = (SEAL, PRUNE)
PERIODICS = (
    Periodic(key="audit.seal", kind=SEAL.key, every_seconds=60),
    Periodic(key="audit.prune", kind=PRUNE.key, every_seconds=ONE_DAY_SECONDS),
)
