"""What people fill in along with a decision, and what a step wants filled in before somebody agrees.

A step opens fields to those whom it asks, whatever their roles say: what they fill in is written with the
platform's rights, in their name. Of a change that is to be approved it becomes part of the change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.queries import load_record
from odos.records.writes.previews import preview_record
from odos.schema.model import Entity
from odos.workflow.approvals import commands, refusals
from odos.workflow.approvals.definition import Step
from odos.workflow.approvals.stored import Stored
from odos.workflow.writing import with_rights, write_values

VALUES = "values"  # where they stand in a request
Values = Mapping[str, Any]


def fill_in(
    context: Context, entity: Entity, stored: Stored, command: commands.Command, values: Values
) -> Stored:
    """Write the values, or put them into the proposed change; raises `Invalid` with a finding at each that
    may not come with the command."""
    _require_open(_opened(stored, command), values)
    if stored.row.proposed is None:
        _write(context, entity, stored, values)
        return stored
    proposed = {**stored.row.proposed, **values}
    asking = with_rights(context, None) if isinstance(command, commands.Approve) else context
    check_proposal(asking, entity, stored.row.record_id, proposed, under=VALUES)
    return replace(stored, row=replace(stored.row, proposed=proposed))


def check_proposal(context: Context, entity: Entity, record_id: int, proposed: Values, *, under: str) -> None:
    """Raise `Invalid`, with findings under that name, where the record could not be saved so."""
    asking = replace(context, source="system")
    preview = preview_record(context=asking, entity=entity, record_id=record_id, values=proposed)
    if preview.issues:
        raise Invalid(None, [issue.under(under) for issue in preview.issues])


def require_filled(context: Context, entity: Entity, stored: Stored, command: commands.Approve) -> None:
    """Raise `Invalid`, with a finding at each field that is still blank."""
    wanted = [key for key, access in _fields_at(stored, command.task).items() if access == "required"]
    if not wanted:
        return
    record = load_record(context=with_rights(context, None), entity=entity, record_id=stored.row.record_id)
    values = {**record, **(stored.row.proposed or {})}
    missing = [key for key in wanted if values.get(key) in (None, "", [])]
    if missing:
        raise Invalid(None, [_missing(entity, key) for key in missing])


def _opened(stored: Stored, command: commands.Command) -> Collection[str]:
    """Fields that may be filled in with the command: what the step opens, or what the submitter proposed."""
    if isinstance(command, commands.Approve):
        task = refusals.open_task(stored.case, command.task, command.by)
        fields = _fields_at(stored, task.number)
        return [key for key, access in fields.items() if access in {"edit", "required"}]
    if isinstance(command, commands.Resubmit):
        refusals.require_submitter(stored.case, command.by)
        return stored.row.proposed or ()
    return ()


def _require_open(opened: Collection[str], values: Values) -> None:
    closed = [key for key in values if key not in opened]
    if closed:
        message = text("This field is not filled in here", "此处不能填写该字段")
        raise Invalid(None, [Issue("not_opened", message, (VALUES, key)) for key in closed])


def _write(context: Context, entity: Entity, stored: Stored, values: Values) -> None:
    reason = f"{translate(stored.row.label)} #{stored.row.id}"
    try:
        write_values(with_rights(context, reason), entity, stored.row.record_id, values)
    except Invalid as refusal:
        raise Invalid(None, [issue.under(VALUES) for issue in refusal.issues]) from None


def _fields_at(stored: Stored, number: int) -> Mapping[str, str]:
    """What a task's step does with fields."""
    task = stored.case.task(number)
    step = stored.definition.by_path.get(task.node) if task else None
    return step.fields if isinstance(step, Step) else {}


def _missing(entity: Entity, key: str) -> Issue:
    item = entity.find_field(key)
    label = translate(item.label) if item else key
    zh = translate(item.label, "zh-hans") if item else key
    message = text('Fill in "{label}" before you approve', "审批前请填写“{zh}”", label=label, zh=zh)
    return Issue("required", message, (VALUES, key))
