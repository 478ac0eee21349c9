"""Submitting records for approval, and everything that people do to a case: one transaction each.

The case is locked first. What the machine says is stored with its history, the audit trail gets its entries,
and the record gets what the definition's effects say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.utils import IntegrityError

from odos.access.compile import may_use_powers
from odos.accounts.queries import list_principals
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.jobs.doorbell import publish_after_commit
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Invalid, NotFound
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.writes.operations import fenced, refuse_uneditable
from odos.records.writes.previews import preview_record
from odos.records.writes.statements import lock_rows
from odos.schema.model import Document, Entity
from odos.workflow.approvals import commands, machine
from odos.workflow.approvals.deadlines import schedule
from odos.workflow.approvals.definition import Definition, read_definition
from odos.workflow.approvals.definitions import choose_workflow, with_tables
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.reality import RecordWorld
from odos.workflow.approvals.required import require_filled
from odos.workflow.approvals.state import Case
from odos.workflow.approvals.storing import Stored, insert_case, lock_case, update_case, write_events
from odos.workflow.approvals.telling import tell
from odos.workflow.models import ApprovalCase
from odos.workflow.writing import is_living, supposing, with_rights, write_effects, write_values

URGE_AGAIN_AFTER = timedelta(hours=1)
LONGEST_COMMENT = 5_000
# What ends a case must work even where its proposal can no longer be written.
ENDING = (commands.Reject, commands.Recall, commands.End)
ADMINISTRATORS_ONLY = (commands.End, commands.Move, commands.Reassign)


@dataclass(frozen=True)
class Submission:
    """What is to be approved; ``proposed`` are values that are written only when all agree."""

    entity: str
    record_id: int
    workflow: str | None = None
    comment: str = ""
    proposed: Mapping[str, Any] | None = None


def submit(*, context: Context, submission: Submission) -> int:
    """Start an approval; gives the id of the case. The submitter must be allowed to edit the record."""
    return fenced(context, lambda current: _submit(current, submission))


def act(*, context: Context, case_id: int, command: commands.Command) -> None:
    """Carry out a command on a case; raises `Conflict`, `Forbidden`, `Invalid`, `NotFound`."""
    if isinstance(command, ADMINISTRATORS_ONLY) and command.by is not None:
        require_administrator(context)
    _check_comment(command.comment)
    fenced(context, lambda current: carry_out(current, lock_case(case_id), command))


def urge(*, context: Context, case_id: int, comment: str = "") -> tuple[int, ...]:
    """Remind those whose turn it is; gives them. The submitter may, once an hour."""
    _check_comment(comment)
    return fenced(context, lambda current: _urge(current, lock_case(case_id), comment))


def remark(*, context: Context, case_id: int, comment: str) -> None:
    """Add a comment that decides nothing."""
    _check_comment(comment)
    if not comment.strip():
        raise Invalid(None, [Issue("required", text("Enter a comment", "请输入评论"), ("comment",))])
    happening = Happening("commented", by=context.actor.user_id, comment=comment)
    fenced(context, lambda current: note(current, lock_case(case_id), happening))


def copy(*, context: Context, case_id: int, users: Sequence[int], comment: str = "") -> None:
    """Tell people of a case, who may look at it from then on; whoever takes part in it may."""
    _check_comment(comment)
    living = list_principals(workspace=context.workspace, user_ids=users)
    if not users or len(living) < len(set(users)):
        message = text("Choose people who can sign in", "请选择可登录的用户")
        raise Invalid(None, [Issue("no_user", message, ("users",))])

    def work(current: Context) -> None:
        stored = lock_case(case_id)
        if not takes_part(stored.case, current.actor.user_id):
            require_administrator(current)
        told = tuple(dict.fromkeys(users))
        note(current, stored, Happening("copied", by=current.actor.user_id, users=told, comment=comment))

    fenced(context, work)


def takes_part(case: Case, user: int | None) -> bool:
    """Whether somebody submitted the case or is or was to decide in it."""
    return user == case.submitter or any(user in (task.user, task.principal) for task in case.tasks)


def note(context: Context, stored: Stored, happening: Happening) -> None:
    """Something happened that changes nothing; whoever it is about is told."""
    write_events(stored.row, [happening], context.now)
    tell(context, stored.row, stored.case, [happening], f"{happening.what}:{context.now.isoformat()}")
    publish_after_commit(context.workspace, "approval", {"changes": 1})


def going_on() -> Issue:
    """The finding for a record that has an approval under way."""
    return Issue("approval_going_on", text("This record is being approved already", "此记录已在审批中"))


def require_administrator(context: Context) -> None:
    """Raise `Forbidden` for anybody else, and for tokens that are not made to administer."""
    if not may_use_powers(schema=context.schema, principal=context.actor):
        raise Forbidden(text("Only administrators may do this", "仅管理员可执行此操作"))


# ------------------------------------------------------------------ submitting


def _submit(context: Context, submission: Submission) -> int:
    entity = context.schema.get_entity(submission.entity)
    stored = lock_rows(context, entity, [submission.record_id]).get(submission.record_id)
    if stored is None:
        raise record_not_found(entity, submission.record_id)
    refuse_uneditable(entity, stored)
    _check_comment(submission.comment)
    _check_proposal(context, entity, submission)
    submitter = context.actor.user_id or 0
    world = RecordWorld(context, entity, stored.id, submitter, submission.workflow or "")
    with supposing(context, entity, stored.id, submission.proposed):
        document = with_tables(context.schema, entity, choose_workflow(entity, submission.workflow, world))
        world = replace(world, workflow=document["key"], tables=document["tables"])
        definition = read_definition(document["key"], document)
        progress = machine.start(
            definition=definition, submitter=submitter, world=world, now=context.now,
            comment=submission.comment,
        )  # fmt: skip
    row = _new_row(context, entity, submission, document)
    _insert(row, progress)
    _follow_up(context, entity, row, definition, progress)
    return row.pk


def _check_proposal(context: Context, entity: Entity, submission: Submission) -> None:
    if submission.proposed is None:
        return
    asking = replace(context, source="system")
    preview = preview_record(
        context=asking, entity=entity, record_id=submission.record_id, values=submission.proposed
    )
    if preview.issues:
        raise Invalid(None, [issue.under("changes") for issue in preview.issues])


def _new_row(context: Context, entity: Entity, submission: Submission, document: Document) -> ApprovalCase:
    return ApprovalCase(
        workflow_id=document["id"],
        workflow=document["key"],
        document=dict(document),
        entity_id=entity.id,
        record_id=submission.record_id,
        submitter_id=context.actor.user_id or 0,
        proposed=dict(submission.proposed) if submission.proposed is not None else None,
        started_at=context.now,
        changed_at=context.now,
    )


def _insert(row: ApprovalCase, progress: machine.Progress) -> None:
    try:
        insert_case(row, progress.case, progress.happened)
    except IntegrityError as error:
        found = going_on()
        raise Conflict(found.message, [found]) from error


# ------------------------------------------------------------------ acting


def carry_out(context: Context, stored: Stored, command: commands.Command | None) -> None:
    """A command on a locked case. Without one, whoever is asked still gets the next deadline."""
    if command is None:
        entity = _entity_of(context, stored.row)
        schedule(context, entity, stored.row, stored.case, stored.definition)
        return
    row, world = stored.row, world_of(context, stored)
    if isinstance(command, commands.Approve) and command.by is not None:
        require_filled(context, world.entity, stored, command)
    proposed = None if isinstance(command, ENDING) else row.proposed
    with supposing(with_rights(context, None), world.entity, row.record_id, proposed):
        progress = machine.act(
            definition=stored.definition, case=stored.case, command=command, world=world, now=context.now
        )
    update_case(stored, progress.case, progress.happened, context.now)
    _follow_up(context, world.entity, row, stored.definition, progress)


def world_of(context: Context, stored: Stored) -> RecordWorld:
    """The record of a case with its people."""
    row = stored.row
    tables = row.document.get("tables") or {}
    return RecordWorld(
        context, _entity_of(context, row), row.record_id, row.submitter_id, row.workflow, tables
    )


def _entity_of(context: Context, row: ApprovalCase) -> Entity:
    entity = context.schema.by_id.get(str(row.entity_id))
    if entity is None:
        raise NotFound
    return entity


def _follow_up(
    context: Context, entity: Entity, row: ApprovalCase, definition: Definition, progress: machine.Progress
) -> None:
    """Deadlines of those who are asked now, the record, the trail, and the screens."""
    schedule(context, entity, row, progress.case, definition)
    reason = _reason(row.document, row.pk)
    for event in _events_for_record(progress.happened):
        if event == "approved" and row.proposed is not None:
            write_values(with_rights(context, reason), entity, row.record_id, row.proposed)
        if is_living(context, entity, row.record_id):
            write_effects(context, entity, row.record_id, row.document, event, reason)
    _write_audit(context, entity, row, progress.happened)
    tell(context, row, progress.case, progress.happened, str(row.version))
    publish_after_commit(context.workspace, "approval", {"changes": 1})


# What happened → what the definition's effects call it.
_RECORD_EVENTS = {
    "submitted": "submitted",
    "resubmitted": "submitted",
    "returned_to_submitter": "returned",
    "recalled": "recalled",
    "ended": "ended",
    "case_approved": "approved",
    "case_rejected": "rejected",
}


def _events_for_record(happened: Sequence[Happening]) -> list[str]:
    return [_RECORD_EVENTS[each.what] for each in happened if each.what in _RECORD_EVENTS]


def _reason(document: Document, case_id: int) -> str:
    return f"{translate(document.get('label') or {'en': document['key']})} #{case_id}"


def _write_audit(context: Context, entity: Entity, row: ApprovalCase, happened: Sequence[Happening]) -> None:
    origin = replace(context, reason=_reason(row.document, row.pk)).origin
    entries = [Entry(entity.id, row.record_id, f"approval_{each.what}") for each in happened]
    write_entries(workspace=context.workspace, origin=origin, entries=entries)


def _urge(context: Context, stored: Stored, comment: str) -> tuple[int, ...]:
    row = stored.row
    if row.submitter_id != context.actor.user_id:
        require_administrator(context)
    if stored.case.status != "running":
        raise Conflict(text("Nobody is asked at the moment", "当前没有待处理的审批人"))
    if row.urged_at is not None and context.now - row.urged_at < URGE_AGAIN_AFTER:
        message = text("The approvers were urged less than an hour ago", "一小时内已催办过")
        raise Conflict(message, [Issue("urged_already", message)])
    users = tuple(sorted({task.user for task in stored.case.tasks if task.status == "open"}))
    row.urged_at = context.now
    row.save(update_fields=["urged_at"])
    happening = Happening("urged", by=context.actor.user_id, users=users, comment=comment)
    note(context, stored, happening)
    return users


def _check_comment(comment: str) -> None:
    if len(comment) > LONGEST_COMMENT:
        message = text("At most {n} characters", "最多 {n} 个字符", n=LONGEST_COMMENT)
        raise Invalid(None, [Issue("too_long", message, ("comment",))])
