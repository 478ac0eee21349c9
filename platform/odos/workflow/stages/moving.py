"""Moving a record to another stage as an action: what each stage would ask, and the move itself.

A move is a change of the record like any other; the gates decide. Here is only said beforehand what they
would say, so that a screen can show what is missing and let it be filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.action_kinds import ActionKind, Call, Offer, labels_of_text
from odos.records.actions import unknown_action
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.writes.operations import update_record
from odos.records.writes.statements import lock_rows
from odos.schema.model import Entity
from odos.workflow.stages.gates import Move, findings_of
from odos.workflow.stages.governing import Governor, Row, ask_written, governor_of, governors_of, read_for
from odos.workflow.stages.history import has_pipelines
from odos.workflow.stages.pipelines import Stage
from odos.workflow.stages.visits import Visit, list_visits


def list_moves(context: Context, entity: Entity, record_id: int) -> Iterable[Offer]:
    """One offer for each field of stages that a pipeline governs: the path with what each stage asks for."""
    with transaction(context.workspace):
        stored = lock_rows(context, entity, [record_id], strength="KEY SHARE").get(record_id)
        if stored is None:
            raise record_not_found(entity, record_id)
        answers = ask_written(context, entity, [record_id]).get(record_id, ())
        visits = list_visits(context=context, entity=entity, record_id=record_id)
    hidden = context.access(entity).hidden_fields
    values = read_for(context, entity, [stored.values])[0]
    for key, listed in governors_of(context, entity).by_field.items():
        governor = governor_of(context, listed, values)
        if governor is not None and key not in hidden:
            path = list(_path(context, entity, governor, stored.values, answers, visits))
            yield Offer(
                governor.field.key, governor.pipeline.label, details=_details(governor, stored.values, path)
            )


def carry_move(context: Context, call: Call) -> Mapping[str, Any]:
    """Move the record to ``stage``, with ``values`` that are filled in along the way."""
    entity, item = call.entity, call.entity.find_field(call.name)
    if item is None or item.id not in governors_of(context, entity).by_field:
        raise unknown_action(f"move.{call.name}")
    values, version = call.values.get("values") or {}, call.values.get("version")
    if not isinstance(call.values.get("stage"), str) or not isinstance(values, Mapping):
        message = text("Say which stage", "请指定目标阶段")
        raise Invalid(None, [Issue("required", message, ("stage",))])
    update_record(
        context=context, entity=entity.key, record_id=call.record_id,
        values={**values, item.key: call.values["stage"]},
        if_version=version if isinstance(version, int) else None,
    )  # fmt: skip
    return {"stage": call.values["stage"]}


def _details(governor: Governor, row: Row, stages: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {
        "field": governor.field.key,
        "pipeline": governor.pipeline.key,
        "current": governor.stage_of(row),
        "stages": stages,
    }


def _path(
    context: Context,
    entity: Entity,
    governor: Governor,
    row: Row,
    answers: Sequence[bool],
    visits: Sequence[Visit],
) -> Iterator[Mapping[str, Any]]:
    stages = governor.pipeline.stages
    rows = [{**row, governor.field.id: (key,)} for key in stages]
    entered = {visit.stage: visit for visit in visits if visit.field == governor.field.key}
    for (key, stage), values in zip(stages.items(), read_for(context, entity, rows), strict=True):
        move = Move(0, governor, governor.stage_of(row), key, values)
        issues = [*findings_of(context, move), *_later_findings(move, answers)]
        blank = [name for name in stage.required if _is_blank(entity, row, name)]
        yield {
            **_stage_document(governor, stage),
            "ready": not issues and not blank,
            "issues": [_said(issue) for issue in issues],
            "asks": blank,
            "entered_at": _moment(entered.get(key), "entered_at"),
            "left_at": _moment(entered.get(key), "left_at"),
        }


def _stage_document(governor: Governor, stage: Stage) -> Mapping[str, Any]:
    option = (governor.field.options.get("options") or {}).get(stage.key) or {}
    return {
        "key": stage.key,
        "label": dict(stage.label),
        "help": dict(stage.help),
        "kind": stage.kind,
        "color": option.get("color"),
        "confidence": None if stage.confidence is None else float(stage.confidence),
        "by_hand": stage.by_hand,
        "required": list(stage.required),
    }


def _later_findings(move: Move, answers: Sequence[bool]) -> Iterator[Issue]:
    if move.before == move.after:
        return
    for gate in move.governor.crossed(move.before, move.after):
        if gate.number is not None and not answers[gate.number]:
            yield gate.issue


def _said(issue: Issue) -> Mapping[str, Any]:
    return {
        "code": issue.code,
        "message": labels_of_text(issue.message),
        "hint": labels_of_text(issue.hint) if issue.hint else None,
    }


def _is_blank(entity: Entity, row: Row, name: str) -> bool:
    item = entity.find_field(name)
    values = row.get(item.id) if item else None
    return item is not None and (not values or values[0] is None or values[0] == [])


def _moment(visit: Visit | None, name: str) -> str | None:
    found = getattr(visit, name) if visit else None
    return found.isoformat() if found else None


MOVE = ActionKind("move", 10, has_pipelines, list_moves, carry_move, right="edit", informs=True)
