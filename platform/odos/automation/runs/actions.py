"""What rules can do, one function for each kind of action. Each joins the transaction of its step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from odos.automation.reminders.rules import timetable_of
from odos.automation.reminders.wording import both
from odos.automation.runs.doing import Doing, Outcome, key_of
from odos.automation.runs.mailing import addresses_of, people_named, write_outside
from odos.automation.runs.writing import create, set_values, update_related
from odos.automation.webhooks.operations import call_webhook
from odos.dsl import tree
from odos.dsl.statements import tree_of_change as ch
from odos.dsl.statements.action_arguments import fitting
from odos.dsl.statements.tree import Argument, Notice
from odos.notifications.configuring import list_configured
from odos.notifications.notice import Notice as Told
from odos.notifications.operations import notify
from odos.notifications.outside import require_mail_server
from odos.records import actions as record_actions
from odos.records.action_kinds import ACTION_KINDS
from odos.records.rules.values import plain_value
from odos.schema.model import Labels
from odos.workflow.approvals.operations import Submission, submit
from odos.workflow.conversions.converting import convert, is_converted
from odos.workflow.conversions.definition import get_conversion

ASK_AGAIN = timedelta(minutes=5)
MAIL = "mail"  # the kind of channel


def _set_values(doing: Doing, action: ch.SetValues) -> Outcome:
    return Outcome({"changed": set_values(doing, action.values)})


def _create_record(doing: Doing, action: ch.CreateRecord) -> Outcome:
    return Outcome({"created": create(doing, action.entity.id, action.values)})


def _update_related(doing: Doing, action: ch.UpdateRelated) -> Outcome:
    return Outcome({"changed": update_related(doing, action)})


def _tell(doing: Doing, action: Notice) -> Outcome:
    users = people_named(doing, action.to)
    notice = Told(
        kind="automation",
        key=key_of(doing.run),
        title=both(_title(doing, action)),
        entity_id=doing.entity.id,
        record_id=doing.run.record_id,
        channels=action.channels,
        template=action.template,
        about={"rule": str(doing.run.rule_id)},
        cause=doing.run.uid,
    )
    notify(context=doing.context, notice=notice, to=users)
    named = {"template": action.template} if action.template else {}
    return Outcome({"told": [str(user) for user in users], **named})


def _title(doing: Doing, action: Notice) -> Labels:
    """The words of the notice, else those of the rule, else its name."""
    words = action.message or doing.statement.title
    return words.labels if words is not None else {"en": doing.run.rule}


def _send_mail(doing: Doing, action: ch.SendMail) -> Outcome:
    """To people whatever they prefer; to addresses outside as `odos.notifications.outside` allows."""
    require_mail_server(doing.context)
    outside = addresses_of(action)
    people = tuple(node for node in action.to if node not in outside)
    told: dict[str, Any] = {}
    if people:
        channels = tuple(item.key for item in list_configured(doing.context.workspace) if item.kind == MAIL)
        notice = Notice(to=people, channels=channels, template=action.template)
        told |= _tell(doing, notice).detail
    if outside:
        told |= write_outside(doing, action)
    return Outcome(told)


def _create_from(doing: Doing, action: ch.CreateFromMapping) -> Outcome:
    """Once; what was converted before is left as it is."""
    conversion = get_conversion(doing.entity, action.mapping)
    if is_converted(doing.context, conversion, doing.run.record_id):
        return Outcome({"mapping": action.mapping, "done": "before"})
    entity, record_id = doing.entity.key, doing.run.record_id
    done = convert(context=doing.context, entity=entity, record_id=record_id, conversion=action.mapping)
    made = [
        {"entity": doing.context.schema.by_id[str(result.entity_id)].key, "id": str(result.record_id)}
        for result in done.results.filter(created=True).order_by("id")
    ]
    return Outcome({"mapping": action.mapping, "conversion": str(done.pk), "created": made})


def _call_webhook(doing: Doing, action: ch.CallWebhook) -> Outcome:
    delivery = call_webhook(
        context=doing.context,
        name=action.name,
        entity=doing.entity,
        record_id=doing.run.record_id,
        event=doing.run.event,
        rule=doing.run.rule,
        values=_arguments(doing, action.arguments),
    )
    return Outcome({"webhook": action.name, "delivery": str(delivery)})


def _start_approval(doing: Doing, action: ch.StartApproval) -> Outcome:
    submission = Submission(doing.entity.key, doing.run.record_id, workflow=action.name)
    return Outcome({"approval": str(submit(context=doing.context, submission=submission))})


def _run_action(doing: Doing, action: ch.RunAction) -> Outcome:
    kind = ACTION_KINDS.get(action.name)
    if kind is None or kind.arguments is None:
        raise record_actions.unknown_action(action.name)
    done = record_actions.carry_out(
        context=doing.context,
        entity=doing.entity.key,
        record_id=doing.run.record_id,
        key=action.name,
        values=_arguments(doing, action.arguments, kind.arguments.get("properties") or {}),
    )
    return Outcome({"action": action.name, "result": dict(done.result)})


def _arguments(
    doing: Doing,
    arguments: Sequence[Argument],
    schemas: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> dict[str, Any]:
    """By name, as JSON; ``schemas`` say which numbers are no texts there."""
    values = doing.values([item.value for item in arguments])
    return {
        item.name: plain_value(fitting(value, schemas.get(item.name) or {}))
        for item, value in zip(arguments, values, strict=True)
    }


# ------------------------------------------------------------------ waiting


def _wait_for(doing: Doing, action: ch.WaitFor) -> Outcome:
    began = doing.run.waiting_since or doing.context.now
    return _until(doing, timetable_of(doing.context).after(began, action.duration))


def _wait_until(doing: Doing, action: ch.WaitUntil) -> Outcome:
    """Until a moment, or for a condition, which is asked again and again; no longer than said."""
    now, timetable = doing.context.now, timetable_of(doing.context)
    last = timetable.after(doing.run.waiting_since or now, action.longest) if action.longest else None
    (value,) = doing.values([action.condition])
    if value is True:
        return Outcome()
    if last is not None and now >= last:
        return Outcome({"waited": "too long"}, ends=True)
    if value is None or value is False:
        following = now + ASK_AGAIN
        return Outcome({"until": following.isoformat()}, wake_at=min(following, last) if last else following)
    moment = value if isinstance(value, datetime) else timetable.at_opening(value)
    return _until(doing, min(moment, last) if last else moment)


def _until(doing: Doing, moment: datetime) -> Outcome:
    is_over = moment <= doing.context.now
    return Outcome({"until": moment.isoformat()}, wake_at=None if is_over else moment)


ACTIONS: Mapping[type[tree.Node], Callable[[Doing, Any], Outcome]] = {
    Notice: _tell,
    ch.SetValues: _set_values,
    ch.CreateRecord: _create_record,
    ch.UpdateRelated: _update_related,
    ch.CreateFromMapping: _create_from,
    ch.SendMail: _send_mail,
    ch.CallWebhook: _call_webhook,
    ch.StartApproval: _start_approval,
    ch.RunAction: _run_action,
    ch.WaitFor: _wait_for,
    ch.WaitUntil: _wait_until,
}
