"""Submitting records for approval, and everything that people do to a case: one transaction each.

The case is locked first. What the machine says is stored with its history, the audit trail gets its entries,
and the record gets what the definition's effects say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db.utils import IntegrityError

from odos.access.compile import require_powers
from odos.accounts.queries import list_principals
from odos.audit.entries import Entry
from odos.audit.operations import entries_sql, write_entries
from odos.fields.limits import check_text
from odos.jobs.doorbell import hint_after_commit
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid, NotFound
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.writes.operations import fenced, refuse_uneditable
from odos.records.writes.statements import lock_rows, lock_sql
from odos.schema.model import Document, Entity
from odos.workflow.approvals import commands, machine
from odos.workflow.approvals.comparing import replaced_values
from odos.workflow.approvals.deadlines import scheduled
from odos.workflow.approvals.definition import read_definition
from odos.workflow.approvals.definitions import choose_workflow, with_tables
from odos.workflow.approvals.filling import check_proposal, fill_in, require_filled
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.reality import RecordWorld
from odos.workflow.approvals.sight import require_sight
from odos.workflow.approvals.stored import Row, Stored
from odos.workflow.approvals.storing import insert_case, lock_case, locking, update_case, updated_case
from odos.workflow.approvals.telling import tell
from odos.workflow.writing import supposing, with_rights, write_effects, write_values

T = TypeVar("T")

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


def act(
    *,
    context: Context,
    case_id: int,
    command: commands.Command,
    values: Mapping[str, Any] | None = None,
) -> Stored:
    """Carry out a command on a case, which the actor must see; gives what it made of it.

    ``values`` are fields that are filled in along with it: where one approves, what the step opens; where one
    sends a change again, what was proposed. Raises `Conflict`, `Forbidden`, `Invalid`, `NotFound`.
    """
    if isinstance(command, ADMINISTRATORS_ONLY) and command.by is not None:
        require_powers(schema=context.schema, principal=context.actor)
    _check_comment(command.comment)

    def work(current: Context, stored: Stored) -> Stored:
        if not values:
            return carry_out(current, stored, command)
        entity = _entity_of(current, stored.row)
        return carry_out(current, fill_in(current, entity, stored, command, values), command)

    return _locked(context, case_id, work)


def urge(*, context: Context, case_id: int, comment: str = "") -> Stored:
    """Remind those whose turn it is. The submitter may, once an hour."""
    _check_comment(comment)
    return _locked(context, case_id, lambda current, stored: _urge(current, stored, comment))


def remark(*, context: Context, case_id: int, comment: str) -> Stored:
    """Add a comment that decides nothing."""
    _check_comment(comment)
    if not comment.strip():
        raise Invalid(None, [Issue("required", text("Enter a comment", "请输入评论"), ("comment",))])
    happening = Happening("commented", by=context.actor.user_id, comment=comment)
    return _locked(context, case_id, lambda current, stored: note(current, stored, happening))


def copy(*, context: Context, case_id: int, users: Sequence[int], comment: str = "") -> Stored:
    """Tell people of a case, who may look at it from then on; whoever takes part in it may."""
    _check_comment(comment)
    living = list_principals(workspace=context.workspace, user_ids=users)
    if not users or len(living) < len(set(users)):
        message = text("Choose people who can sign in", "请选择可登录的用户")
        raise Invalid(None, [Issue("no_user", message, ("users",))])

    def work(current: Context, stored: Stored) -> Stored:
        if not stored.takes_part(current.actor.user_id):
            require_powers(schema=current.schema, principal=current.actor)
        told = tuple(dict.fromkeys(users))
        happening = Happening("copied", by=current.actor.user_id, users=told, comment=comment)
        return note(current, stored, happening)

    return _locked(context, case_id, work)


def together(*, context: Context, case_id: int, work: Callable[[Context], T]) -> T:
    """Run what locks a case first and goes on from there, all in one transaction."""
    return fenced(context, work, ahead=locking(case_id))


def _locked(context: Context, case_id: int, work: Callable[[Context, Stored], Stored]) -> Stored:
    """Do something to a case that the actor may see."""

    def on_case(current: Context) -> Stored:
        stored = lock_case(current.workspace, case_id)
        require_sight(current, stored)
        return work(current, stored)

    return together(context=context, case_id=case_id, work=on_case)


def note(
    context: Context, stored: Stored, happening: Happening, *, urged_at: datetime | None = None
) -> Stored:
    """Something happened that changes nothing; whoever it is about is told."""
    row = replace(stored.row, urged_at=urged_at or stored.row.urged_at)
    noted = replace(stored, row=row).with_events([happening], context.now)
    update_case(context.workspace, stored, noted)
    tell(context, noted, [happening], f"{happening.what}:{context.now.isoformat()}")
    hint_after_commit(context.workspace, "approval")
    return noted


def going_on() -> Issue:
    """The finding for a record that has an approval under way."""
    return Issue("approval_going_on", text("This record is being approved already", "此记录已在审批中"))


# ------------------------------------------------------------------ submitting


def _submit(context: Context, submission: Submission) -> int:
    entity = context.schema.get_entity(submission.entity)
    stored = lock_rows(context, entity, [submission.record_id]).get(submission.record_id)
    if stored is None:
        raise record_not_found(entity, submission.record_id)
    refuse_uneditable(entity, stored)
    _check_comment(submission.comment)
    if submission.proposed is not None:
        check_proposal(context, entity, submission.record_id, submission.proposed, under="changes")
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
    new = Stored(row, definition, progress.case).with_events(progress.happened, context.now)
    made = _insert(context, _remembering(context, entity, scheduled(context, entity, new)))
    write_entries(workspace=context.workspace, **_trail(context, made, progress.happened))
    _follow_up(context, entity, made, progress.happened)
    return made.row.id


def _new_row(context: Context, entity: Entity, submission: Submission, document: Document) -> Row:
    return Row(
        id=0,
        workflow_id=document["id"],
        workflow=document["key"],
        document=document,
        entity_id=entity.id,
        record_id=submission.record_id,
        submitter=context.actor.user_id or 0,
        proposed=submission.proposed,
        version=1,
        started_at=context.now,
        changed_at=context.now,
    )


def _insert(context: Context, new: Stored) -> Stored:
    try:
        return insert_case(context.workspace, new)
    except IntegrityError as error:
        found = going_on()
        raise Conflict(found.message, [found]) from error


# ------------------------------------------------------------------ acting


def carry_out(context: Context, stored: Stored, command: commands.Command | None) -> Stored:
    """A command on a locked case. Without one, whoever is asked still gets the next deadline."""
    row, world = stored.row, world_of(context, stored)
    if command is None:
        waiting = scheduled(context, world.entity, stored)
        update_case(context.workspace, stored, waiting)
        return waiting
    if isinstance(command, commands.Approve) and command.by is not None:
        require_filled(context, world.entity, stored, command)
    proposed = None if isinstance(command, ENDING) else row.proposed
    mighty = with_rights(context, None)
    with supposing(mighty, world.entity, row.record_id, proposed):
        progress = machine.act(
            definition=stored.definition, case=stored.case, command=command, world=world, now=context.now
        )
    after = scheduled(context, world.entity, stored.after(progress.case, progress.happened, context.now))
    after = _remembering(context, world.entity, after)
    trail = entries_sql(**_trail(context, after, progress.happened))
    events = _events_for_record(progress.happened)
    locked = lock_sql(mighty, world.entity, [row.record_id]) if events else None
    with updated_case(context.workspace, stored, after, along=[trail], then=locked):
        _follow_up(context, world.entity, after, progress.happened)
    return after


def _remembering(context: Context, entity: Entity, stored: Stored) -> Stored:
    """With what an agreed change is about to take the place of."""
    if stored.case.status != "approved" or stored.row.proposed is None:
        return stored
    replaced = replaced_values(context=with_rights(context, None), entity=entity, row=stored.row)
    return replace(stored, row=replace(stored.row, replaced=replaced))


def world_of(context: Context, stored: Stored) -> RecordWorld:
    """The record of a case with its people."""
    row = stored.row
    tables = row.document.get("tables") or {}
    return RecordWorld(context, _entity_of(context, row), row.record_id, row.submitter, row.workflow, tables)


def _entity_of(context: Context, row: Row) -> Entity:
    entity = context.schema.by_id.get(row.entity_id)
    if entity is None:
        raise NotFound
    return entity


def _follow_up(context: Context, entity: Entity, stored: Stored, happened: Sequence[Happening]) -> None:
    """The record, those who are concerned, and the screens."""
    row, reason = stored.row, _reason(stored.row)
    for event in _events_for_record(happened):
        if event == "approved" and row.proposed is not None:
            write_values(with_rights(context, reason), entity, row.record_id, row.proposed)
        write_effects(context, entity, row.record_id, row.document, event, reason)
    tell(context, stored, happened, str(row.version))
    hint_after_commit(context.workspace, "approval")


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


def _reason(row: Row) -> str:
    return f"{translate(row.label)} #{row.id}"


def _trail(context: Context, stored: Stored, happened: Sequence[Happening]) -> dict[str, Any]:
    """What the audit trail is to say: the arguments of `write_entries`."""
    row, origin = stored.row, replace(context, reason=_reason(stored.row)).origin
    entries = [Entry(row.entity_id, row.record_id, f"approval_{each.what}") for each in happened]
    return {"origin": origin, "entries": entries}


def _urge(context: Context, stored: Stored, comment: str) -> Stored:
    row = stored.row
    if row.submitter != context.actor.user_id:
        require_powers(schema=context.schema, principal=context.actor)
    if stored.case.status != "running":
        raise Conflict(text("Nobody is asked at the moment", "当前没有待处理的审批人"))
    if row.urged_at is not None and context.now - row.urged_at < URGE_AGAIN_AFTER:
        message = text("The approvers were urged less than an hour ago", "一小时内已催办过")
        raise Conflict(message, [Issue("urged_already", message)])
    users = tuple(sorted({task.user for task in stored.case.tasks if task.status == "open"}))
    happening = Happening("urged", by=context.actor.user_id, users=users, comment=comment)
    return note(context, stored, happening, urged_at=context.now)


def _check_comment(comment: str) -> None:
    try:
        check_text(comment, LONGEST_COMMENT)
    except Invalid as refusal:
        raise Invalid(None, [issue.under("comment") for issue in refusal.issues]) from None
