"""What a request puts in and a worker does later: for the trail it is the same person, from the same place.

Both ends of the bridge stand here, so that no kind of work forgets a part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odos.audit.entries import Source
from odos.jobs.context import JobContext
from odos.jobs.operations import enqueue
from odos.records.context import Context, platform_context
from odos.schema.model import Schema


def put_in(context: Context, kind: str, args: Mapping[str, Any]) -> int:
    """A job that goes on with the correlation of this request; gives its id."""
    return enqueue(
        workspace=context.workspace, kind=kind, args=args, actor=context.actor, now=context.now,
        address=context.address, agent=context.agent, correlation=context.correlation,
    )  # fmt: skip


def context_of(
    job: JobContext, schema: Schema, *, source: Source = "job", reason: str | None = None
) -> Context:
    """Who put the job in, and from where, as of now."""
    claim = job.claim
    return Context(
        job.workspace, schema, job.actor, job.now(), source=source, reason=reason,
        address=claim.address, agent=claim.agent, correlation=claim.correlation,
    )  # fmt: skip


def platform_context_of(
    job: JobContext, schema: Schema, *, source: Source = "job", reason: str | None = None
) -> Context:
    """The platform at work on a job, whoever put it in, as of now."""
    correlation = job.claim.correlation
    return platform_context(
        job.workspace, schema, job.now(), source=source, reason=reason, correlation=correlation
    )
