"""Fields that a step wants filled in before somebody agrees."""

from __future__ import annotations

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text, translate
from odos.records.context import Context
from odos.records.lists.queries import load_record
from odos.schema.model import Entity
from odos.workflow.approvals.commands import Approve
from odos.workflow.approvals.definition import Step
from odos.workflow.approvals.stored import Stored
from odos.workflow.writing import with_rights


def require_filled(context: Context, entity: Entity, stored: Stored, command: Approve) -> None:
    """Raise `Invalid`, with a finding at each field that is still blank."""
    task = stored.case.task(command.task)
    step = stored.definition.by_path.get(task.node) if task else None
    wanted = (
        [key for key, access in step.fields.items() if access == "required"] if isinstance(step, Step) else []
    )
    if not wanted:
        return
    record = load_record(context=with_rights(context, None), entity=entity, record_id=stored.row.record_id)
    values = {**record, **(stored.row.proposed or {})}
    missing = [key for key in wanted if values.get(key) in (None, "", [])]
    if missing:
        raise Invalid(None, [_missing(entity, key) for key in missing])


def _missing(entity: Entity, key: str) -> Issue:
    item = entity.find_field(key)
    label = translate(item.label) if item else key
    zh = translate(item.label, "zh-hans") if item else key
    message = text('Fill in "{label}" before you approve', "审批前请填写“{zh}”", label=label, zh=zh)
    return Issue("required", message, (key,))
