"""Stage gates: who may bring which record from one stage to another, for every way in.

Asked before anything is written (`check_stages`); what only the written record tells is asked afterwards in
the same transaction (`broken_gates`). What approvals and conversions write by themselves passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from odos.access.roles import is_administrator
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.records.checks.guards import Attempt, Guard
from odos.records.computed.paths import Values
from odos.records.context import Context
from odos.schema.model import Entity
from odos.workflow.approvals.reserved import BY_HAND
from odos.workflow.stages.governing import (
    Governor,
    Row,
    ask_written,
    governor_of,
    governors_of,
    holds,
    read_for,
    stage_names,
)
from odos.workflow.writing import SOURCE

CHANGES = frozenset({"create", "edit"})


@dataclass(frozen=True)
class Move:
    """A record that comes into a stage: ``before`` is None for a new one. ``position`` is that of its row."""

    position: int
    governor: Governor
    before: str | None
    after: str
    values: Values


def check_stages(context: Context, attempts: Sequence[Attempt]) -> Iterable[tuple[int, Issue]]:
    """Findings where a stage does not let a record in or out."""
    entity = attempts[0].entity
    if not entity.pipelines or context.source == SOURCE or attempts[0].action not in CHANGES:
        return
    pairs = [(attempt.before, attempt.after) for attempt in attempts]
    for move in find_moves(context, entity, pairs):
        yield from ((move.position, issue) for issue in findings_of(context, move))


def find_moves(context: Context, entity: Entity, pairs: Sequence[tuple[Row, Row]]) -> Iterator[Move]:
    """Rows (before, after) that come into another stage, or under another pipeline that must know theirs."""
    governors = governors_of(context, entity)
    watched = governors.by_field.keys() | governors.deciding
    touched = [
        position
        for position, (before, after) in enumerate(pairs)
        if any(before.get(key) != after.get(key) for key in watched)
    ]
    known = read_for(context, entity, [pairs[position][1] for position in touched]) if touched else []
    for position, values in zip(touched, known, strict=True):
        before, after = pairs[position]
        for listed in governors.by_field.values():
            governor = governor_of(context, listed, values)
            now = governor.stage_of(after) if governor else None
            if governor is not None and now is not None:
                yield Move(position, governor, governor.stage_of(before) if before else None, now, values)


def findings_of(context: Context, move: Move) -> Iterator[Issue]:
    """Everything that stands in the way of a move before it is made."""
    governor, stage = move.governor, move.governor.stage(move.after)
    if stage is None:
        yield _unknown(move)
        return
    if move.before == move.after:
        return
    if not governor.pipeline.may_follow(move.before, move.after):
        yield _out_of_order(move)
    if stage.roles and not _has_role(context, stage.roles):
        yield _not_for_you(move)
    if not stage.by_hand and context.source in BY_HAND:
        yield _not_by_hand(move)
    for gate in governor.crossed(move.before, move.after):
        if gate.number is None and not holds(context, gate.rule, move.values):
            yield gate.issue


def broken_gates(
    context: Context, entity: Entity, moves: Sequence[tuple[int, Move]]
) -> Mapping[int, list[Issue]]:
    """What written records (id, move) do not fulfil, by id."""
    asking = [(record_id, move) for record_id, move in moves if _asks_later(move)]
    answers = ask_written(context, entity, [record_id for record_id, _move in asking])
    found: dict[int, list[Issue]] = {}
    for record_id, move in asking:
        for gate in move.governor.crossed(move.before, move.after):
            if gate.number is not None and not answers[record_id][gate.number]:
                found.setdefault(record_id, []).append(gate.issue)
    return found


def _asks_later(move: Move) -> bool:
    return any(gate.number is not None for gate in move.governor.crossed(move.before, move.after))


def _has_role(context: Context, roles: frozenset[str]) -> bool:
    actor = context.actor
    return bool(roles & set(actor.roles)) or is_administrator(
        context.schema, is_admin=actor.is_admin, roles=actor.roles
    )


def _unknown(move: Move) -> Issue:
    governor = move.governor
    names = {
        **stage_names(governor.stage(move.after), move.after),
        "stages": ", ".join(stage_names(stage, key)["en"] for key, stage in governor.pipeline.stages.items()),
        "stages_zh": "、".join(
            stage_names(stage, key)["zh"] for key, stage in governor.pipeline.stages.items()
        ),
    }
    message = text('"{en}" is no stage of records of this kind', "“{zh}”不是此类记录的阶段", **names)
    hint = text("Its stages: {stages}", "可用阶段：{stages_zh}", **names)
    return Issue("stage_unknown", message, (governor.field.key,), hint)


def _out_of_order(move: Move) -> Issue:
    before = stage_names(move.governor.stage(move.before or ""), move.before or "")
    after = stage_names(move.governor.stage(move.after), move.after)
    message = text(
        '"{after}" does not follow "{before}"', "“{before_zh}”之后不能进入“{after_zh}”",
        before=before["en"], before_zh=before["zh"], after=after["en"], after_zh=after["zh"],
    )  # fmt: skip
    return Issue("stage_order", message, (move.governor.field.key,))


def _not_for_you(move: Move) -> Issue:
    names = stage_names(move.governor.stage(move.after), move.after)
    message = text('You may not move records to "{en}"', "您不能将记录推进到“{zh}”", **names)
    hint = text("Ask somebody whose role may do it", "请联系有相应角色的人员")
    return Issue("stage_role", message, (move.governor.field.key,), hint)


def _not_by_hand(move: Move) -> Issue:
    names = stage_names(move.governor.stage(move.after), move.after)
    message = text('"{en}" is not set by hand', "“{zh}”不能手动设置", **names)
    hint = text("A conversion, an approval or a rule brings the record there", "由转化、审批或规则自动设置")
    return Issue("stage_by_hand", message, (move.governor.field.key,), hint)


GATES = Guard("stages", 20, check_stages)
