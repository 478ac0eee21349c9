"""Who would approve this? A case is started and everybody agrees, on paper: nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from odos.records.context import Context
from odos.records.lists.queries import find_record, record_not_found
from odos.schema.model import Entity
from odos.workflow.approvals import commands, machine
from odos.workflow.approvals.definition import Definition, read_definition
from odos.workflow.approvals.definitions import choose_workflow, with_tables
from odos.workflow.approvals.queries import names_of
from odos.workflow.approvals.reality import RecordWorld
from odos.workflow.approvals.state import Case
from odos.workflow.writing import supposing

MOST_DECISIONS = 500


def simulate(
    *,
    context: Context,
    entity: Entity,
    record_id: int,
    workflow: str | None = None,
    submitter: int | None = None,
    proposed: Mapping[str, Any] | None = None,
    drafted: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """``{workflow, steps: [{node, label, people}], copies, marks, outcome}``, as if everybody agreed at once.

    ``drafted`` is an approval that is not published yet, with its decision tables; see `with_tables`.
    """
    if find_record(context=context, entity=entity, record_id=record_id, fields=("id",)) is None:
        raise record_not_found(entity, record_id)
    who = submitter or context.actor.user_id or 0
    world = RecordWorld(context, entity, record_id, who, workflow or "")
    with supposing(context, entity, record_id, proposed):
        document = drafted or with_tables(context.schema, entity, choose_workflow(entity, workflow, world))
        world = replace(world, workflow=document["key"], tables=document["tables"])
        definition = read_definition(document["key"], document)
        found = _agreed(definition, world, context)
    told = {item.node: item.users for item in found.happened if item.what == "copied"}
    asked = {
        path: [task.user for task in found.case.visit(path)] for path in _come_to(definition, found.case)
    }
    people = names_of(context, {user for users in (*told.values(), *asked.values()) for user in users})
    return {
        "workflow": document["key"],
        "label": document.get("label"),
        "outcome": found.case.status,
        "steps": [_node(definition, path, users, people) for path, users in asked.items()],
        "copies": [_node(definition, path, users, people) for path, users in told.items()],
        "marks": dict(found.case.marks),
    }


def _agreed(definition: Definition, world: RecordWorld, context: Context) -> machine.Progress:
    begun = machine.start(definition=definition, submitter=world.submitter, world=world, now=context.now)
    case, happened = begun.case, [*begun.happened]
    for _ in range(MOST_DECISIONS):
        task = next((task for task in case.tasks if task.status == "open"), None)
        if task is None:
            break
        agree = commands.Approve(None, task=task.number)
        gone_on = machine.act(definition=definition, case=case, command=agree, world=world, now=context.now)
        case, happened = gone_on.case, [*happened, *gone_on.happened]
    return machine.Progress(case, tuple(happened))


def _come_to(definition: Definition, case: Case) -> list[str]:
    return [step.path for step in definition.steps if case.marks.get(step.path) in {"passed", "active"}]


def _node(
    definition: Definition, path: str, users: Iterable[int], people: Mapping[int, str]
) -> dict[str, Any]:
    named = [{"id": str(user), "label": people.get(user)} for user in users]
    return {"node": path, "label": dict(definition.by_path[path].label), "people": named}
