"""A unit goes elsewhere in the tree only as its plan was seen: the move, and the guard at every other door.

A single change, a bulk call, an import and a rule all change the same field; where somebody would gain or
lose sight of what lies in the unit, they are refused and led to the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from odos.database.session import fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.records.access.moving_units import Move, consequences_of
from odos.records.checks.guards import Attempt, Guard
from odos.records.context import Context
from odos.records.writes.operations import update_record
from odos.schema.system import UNIT_ENTITY


def move_unit(*, context: Context, unit_id: int, parent: int | None, plan: str) -> str:
    """Move a unit as the ``plan`` of `odos.records.access.moving_units` said; gives its JSON text.

    Raises `Invalid` where it would mean something else by now.
    """
    return update_record(
        context=replace(context, confirmed=plan),
        entity=context.schema.by_id[UNIT_ENTITY].key,
        record_id=unit_id,
        values={"parent": None if parent is None else str(parent)},
    )


def check_moves(context: Context, attempts: Sequence[Attempt]) -> Iterator[tuple[int, Issue]]:
    """Findings where a unit would move and nobody has seen what that means. Packages set up as they like."""
    if attempts[0].entity.id != UNIT_ENTITY or context.actor.user_id is None:
        return
    parent = attempts[0].entity.fields["parent"].id
    for position, attempt in enumerate(attempts):
        if attempt.action != "edit" or attempt.after.get(parent) == attempt.before.get(parent):
            continue
        move = _consequences(context, attempt.record_id or 0, attempt.after[parent][0])
        if move is not None and move.plan != context.confirmed:
            yield position, _CHANGED if context.confirmed else _UNSEEN


def _consequences(context: Context, unit_id: int, parent: object) -> Move | None:
    """None where there is nothing to confirm, or the place itself is refused by other checks."""
    try:
        move = consequences_of(context, unit_id, None if parent is None else int(str(parent)))
    except Invalid:
        return None
    return move if not move.is_quiet and (move.people or _holds_records(context, move)) else None


def _holds_records(context: Context, move: Move) -> bool:
    tables = [entity.table for entity in context.schema.entities.values() if entity.owned]
    found = [f"EXISTS (SELECT 1 FROM {quote(table)} WHERE unit = ANY(%s))" for table in tables]
    asked = f"SELECT {' OR '.join(found) or 'FALSE'}"
    return bool(fetch_value(context.workspace, asked, [sorted(move.inside)] * len(tables)))


_HINT = text(
    "Move it in Studio, Organisation (or POST /units/{id}/move), which shows who gains and who loses sight",
    "请在设计工作室的“组织机构”中移动（或 POST /units/{id}/move），其中会列出权限的增减",
    id="…",
)
_UNSEEN = Issue(
    "move_unconfirmed",
    text("A move of this unit changes who sees what", "移动此机构会改变数据可见范围"),
    ("parent",),
    _HINT,
)
_CHANGED = Issue(
    "plan_changed",
    text("The move would mean something else by now", "移动的影响已发生变化"),
    ("plan",),
    text("Look at the plan again and confirm that", "请重新查看影响并确认"),
)

MOVES = Guard("unit moves", 20, check_moves)
GUARDS = (MOVES,)
