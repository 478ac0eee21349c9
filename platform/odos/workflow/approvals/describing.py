"""A case as JSON: where it stands as a picture, who was asked, what happened, what the viewer can do now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from odos.access.compile import may_administer, may_use_powers
from odos.records.context import Context
from odos.records.lists.labels import labels_sql
from odos.schema.model import Entity
from odos.workflow.approvals.comparing import compare_proposal
from odos.workflow.approvals.definition import START, Copy, Definition, Fork, Node, Step
from odos.workflow.approvals.differing import differences
from odos.workflow.approvals.places import steps_before
from odos.workflow.approvals.queries import names_and_title
from odos.workflow.approvals.refusals import is_recallable
from odos.workflow.approvals.showing import eyes_of, shown_values
from odos.workflow.approvals.sight import hides_title, kept_back_in, opened_fields
from odos.workflow.approvals.state import Case, Task
from odos.workflow.approvals.stored import Event, Stored
from odos.workflow.approvals.voting import approvals_needed

People = Mapping[int, str]


def case_document(*, context: Context, stored: Stored) -> dict[str, Any]:
    """Everything that a screen of the case shows."""
    row, case = stored.row, stored.case
    entity = context.schema.by_id.get(row.entity_id)
    hidden = kept_back_in(stored, context.actor.user_id)
    is_named = entity is not None and not hides_title(entity, hidden)
    titled = labels_sql(context, entity, [row.record_id]) if entity and is_named else None
    people, title = names_and_title(context, _mentioned(stored), titled)
    due = {task.number: stored.timer(task.number).due_at for task in case.tasks if task.status == "open"}
    return {
        "id": str(row.id),
        "workflow": row.workflow,
        "label": row.label,
        "status": case.status,
        "round": case.round,
        "submitter": _person(case.submitter, people),
        "started_at": row.started_at,
        "changed_at": row.changed_at,
        "ended_at": row.ended_at,
        "nodes": [_node(node, case, people, due) for node in _shown(context, stored.definition.nodes)],
        "history": [_event(event, people) for event in stored.history],
        "can": possible_actions(context=context, stored=stored),
        "entity": entity.key if entity else None,
        "record": {"id": str(row.record_id), "label": title},
        **_record(context, entity, stored, hidden),
    }


def _record(
    context: Context, entity: Entity | None, stored: Stored, hidden: frozenset[str]
) -> dict[str, Any]:
    """What the viewer sees of the record's fields, and of what is to become of them."""
    row = stored.row
    if entity is None:
        return {"values": [], "changes": [], "differences": None}
    opened = opened_fields(stored, context.actor.user_id)
    eyes = eyes_of(context, entity, stored) if row.proposed else None
    return {
        "values": shown_values(context=context, entity=entity, stored=stored, hidden=hidden, opened=opened),
        "changes": compare_proposal(context=context, row=row, kept_back=hidden, eyes=eyes),
        "differences": differences(context=context, entity=entity, stored=stored, kept_back=hidden),
    }


def _shown(context: Context, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Conditions may name what not everybody may see; they are for administrators."""
    if may_administer(schema=context.schema, principal=context.actor):
        return nodes
    return tuple(_without_conditions(node) for node in nodes)


def _without_conditions(node: Node) -> Node:
    if not isinstance(node, Fork):
        return replace(node, when=None)
    branches = (
        replace(branch, when=None, nodes=tuple(map(_without_conditions, branch.nodes)))
        for branch in node.branches
    )
    return replace(node, when=None, branches=tuple(branches))


def possible_actions(*, context: Context, stored: Stored) -> dict[str, Any]:
    """What the viewer may do now: ``tasks`` of their own, and what concerns the whole case."""
    user, case, definition = context.actor.user_id, stored.case, stored.definition
    is_administrator = may_use_powers(schema=context.schema, principal=context.actor)
    is_submitter = user == case.submitter
    own = [task for task in case.tasks if task.user == user and task.status == "open"]
    return {
        "tasks": [_own_task(definition, case, task) for task in own],
        "take_back": [task.number for task in case.tasks if _may_take_back(stored, task, user)],
        "remove": [task.number for task in case.pending() if task.added and task.added_by == user],
        "recall": is_submitter and not case.is_over and is_recallable(definition, case),
        "resubmit": is_submitter and case.status == "returned",
        "urge": (is_submitter or is_administrator) and case.status == "running",
        "copy": is_administrator or stored.takes_part(user),
        "administer": is_administrator and not case.is_over,
    }


def _own_task(definition: Definition, case: Case, task: Task) -> dict[str, Any]:
    step = definition.by_path.get(task.node)
    before = [each for each in steps_before(definition, task.node) if case.marks.get(each.path) == "passed"]
    return {
        "task": task.number,
        "node": task.node,
        "fields": dict(step.fields) if isinstance(step, Step) else {},
        "return_to": [{"node": START, "label": None}]
        + [{"node": each.path, "label": dict(each.label)} for each in before],
    }


def _may_take_back(stored: Stored, task: Task, user: int | None) -> bool:
    """An approval of one's own, after which nobody decided; what passed by itself goes along with it."""
    case = stored.case
    if task.user != user or task.status != "approved" or task.is_past or case.status != "running":
        return False
    given = (each.happened for each in stored.history if each.happened.what == "approved")
    if not any(each.task == task.number for each in given):
        return False
    decided = (each.decided_at for each in case.tasks if each.status in {"approved", "rejected"})
    return all(at is None or task.decided_at is None or at <= task.decided_at for at in decided)


def _node(node: Node, case: Case, people: People, due: Mapping[int, Any]) -> dict[str, Any]:
    head = {
        "node": node.path,
        "label": dict(node.label),
        "mark": case.marks.get(node.path),
        "when": node.when,
    }
    return {**head, **_DETAILS[type(node)](node, case, people, due)}


def _step(step: Any, case: Case, people: People, due: Mapping[int, Any]) -> dict[str, Any]:
    tasks = case.visit(step.path)
    asked = [task for task in tasks if task.added is None]
    quorum = {"needed": approvals_needed(step, len(asked))} if step.mode == "quorum" and asked else {}
    return {
        "kind": "approval",
        "mode": step.mode,
        **quorum,
        "tasks": [{**_task(task, people), "due_at": due.get(task.number)} for task in tasks],
    }


def _copy(_copy_node: Any, _case: Case, _people: People, _due: Mapping[int, Any]) -> dict[str, Any]:
    return {"kind": "copy"}


def _fork(fork: Any, case: Case, people: People, due: Mapping[int, Any]) -> dict[str, Any]:
    branches = [
        {
            "node": branch.path,
            "label": dict(branch.label),
            "when": branch.when,
            "taken": branch.path in case.marks,
            "nodes": [_node(node, case, people, due) for node in branch.nodes],
        }
        for branch in fork.branches
    ]
    return {"kind": "fork", "take": fork.take, "branches": branches}


_DETAILS = {Step: _step, Copy: _copy, Fork: _fork}


def _task(task: Task, people: People) -> dict[str, Any]:
    return {
        "task": task.number,
        "user": _person(task.user, people),
        "for": _person(task.principal, people) if task.principal != task.user else None,
        "status": task.status,
        "added": task.added,
        "opened_at": task.opened_at,
        "decided_at": task.decided_at,
        "comment": task.comment,
    }


def _event(event: Event, people: People) -> dict[str, Any]:
    happened = event.happened
    return {
        "at": event.at,
        "what": happened.what,
        "by": _person(happened.by, people),
        "node": happened.node,
        "users": [_person(user, people) for user in happened.users],
        "comment": happened.comment,
    }


def _person(user: int | None, people: People) -> dict[str, Any] | None:
    return None if user is None else {"id": str(user), "label": people.get(user)}


def _mentioned(stored: Stored) -> set[int]:
    found = {
        stored.row.submitter,
        *(user for task in stored.case.tasks for user in (task.user, task.principal)),
    }
    for event in stored.history:
        found |= {*event.happened.users, *([event.happened.by] if event.happened.by else [])}
    return found
