"""What a version leaves for later, noted in the transaction that publishes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from odos.accounts.principals import Principal
from odos.jobs.operations import enqueue
from odos.kernel.workspaces import Workspace
from odos.schema.codec import field_to_json
from odos.schema.model import Schema
from odos.storage.building import begin_work, building_fields, end_work
from odos.storage.indexes import unwant_index, want
from odos.storage.key_steps import AddForeignKey
from odos.storage.row_steps import BuildIndex, ConvertField, DropIndex
from odos.storage.steps import Step

BUILD_INDEXES = "storage.build_indexes"
CONVERT_FIELD = "storage.convert_field"
VALIDATE_KEY = "storage.validate_key"


def pending_fields(steps: Iterable[Step]) -> frozenset[str]:
    """The fields that the steps leave in state building."""
    found: set[str] = set()
    for step in steps:
        if step.background and isinstance(step, ConvertField):
            found.add(step.new.id)
        elif step.background and isinstance(step, BuildIndex) and step.index.unique:
            found.update(step.index.fields)
    return frozenset(found)


def follow_up(
    workspace: Workspace, new: Schema, steps: Sequence[Step], *, actor: Principal, now: datetime
) -> tuple[str, ...]:
    """Note the background steps and put their jobs in; gives the jobs' ids."""
    _forget_work(workspace, new)
    jobs = [
        *(
            _convert(workspace, step, actor, now)
            for step in steps
            if isinstance(step, ConvertField) and step.background
        ),
        *(_validate(workspace, step, actor, now) for step in steps if _needs_validation(step)),
    ]
    if _note_indexes(workspace, steps, now):
        jobs.append(build_indexes(workspace, actor=actor, now=now))
    return tuple(str(job) for job in jobs)


def build_indexes(workspace: Workspace, *, actor: Principal, now: datetime) -> int:
    """Put in the job that builds what is wanted and drops what is not."""
    return enqueue(
        workspace=workspace, kind=BUILD_INDEXES, args={}, actor=actor, now=now, dedupe_key=BUILD_INDEXES
    )


def _note_indexes(workspace: Workspace, steps: Iterable[Step], now: datetime) -> bool:
    noted = False
    for step in steps:
        if isinstance(step, BuildIndex) and step.background:
            want(workspace, step.index, now=now)
            for field in step.index.fields if step.index.unique else ():
                begin_work(workspace, field=field, task="unique", detail={"index": step.index.name}, now=now)
            noted = True
        elif isinstance(step, DropIndex):
            unwant_index(workspace, step.index.name, dropped=not step.background)
            noted = noted or step.background
    return noted


def _convert(workspace: Workspace, step: ConvertField, actor: Principal, now: datetime) -> int:
    detail = {
        "table": step.table,
        "old": field_to_json(step.old),
        "new": field_to_json(step.new),
        "restored": step.restored,
        "currency": step.base_currency,
        "since": now.isoformat(),
    }
    begin_work(workspace, field=step.new.id, task="convert", detail=detail, now=now)
    args = {"field": step.new.id}
    return enqueue(workspace=workspace, kind=CONVERT_FIELD, args=args, actor=actor, now=now)


def _needs_validation(step: Step) -> bool:
    return isinstance(step, AddForeignKey) and not (step.validated or step.cleaned)


def _validate(workspace: Workspace, step: Step, actor: Principal, now: datetime) -> int:
    assert isinstance(step, AddForeignKey)
    key = step.foreign_key
    args = {"table": key.table, "column": key.column, "target": key.target, "on_delete": key.on_delete}
    return enqueue(workspace=workspace, kind=VALIDATE_KEY, args=args, actor=actor, now=now)


def _forget_work(workspace: Workspace, new: Schema) -> None:
    """Work on fields that are gone."""
    living = {identity for entity in new.entities.values() for identity in entity.by_id}
    for field in building_fields(workspace) - living:
        end_work(workspace, field, "convert")
        end_work(workspace, field, "unique")
        end_work(workspace, field, "compute")
