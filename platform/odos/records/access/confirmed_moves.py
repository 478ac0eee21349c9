"""A unit changes its place or kind only as its plan was seen: the move, and the guard at every other door.

A single change, a bulk call, an import and a rule all change the same fields; where somebody would gain or
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
from odos.records.access.moving_units import STAYS, Move, consequences_of
from odos.records.checks.guards import Attempt, Guard
from odos.records.context import Context
from odos.records.writes.operations import update_record
from odos.schema.system import UNIT_ENTITY


def move_unit(
    *, context: Context, unit_id: int, parent: int | None, plan: str, kind: str | None = STAYS
) -> str:
    """Move a unit as the ``plan`` of `odos.records.access.moving_units` said; gives its JSON text.

    Raises `Invalid` where it would mean something else by now.
    """
    values: dict[str, object] = {"parent": None if parent is None else str(parent)}
    if kind != STAYS:
        values["kind"] = kind
    return update_record(
        context=replace(context, confirmed=plan),
        entity=context.schema.by_id[UNIT_ENTITY].key,
        record_id=unit_id,
        values=values,
    )


def check_moves(context: Context, attempts: Sequence[Attempt]) -> Iterator[tuple[int, Issue]]:
    """Findings where a unit would be elsewhere, or something else, and nobody has seen what that means.

    Packages set up as they like.
    """
    if attempts[0].entity.id != UNIT_ENTITY or context.actor.user_id is None:
        return
    place = [attempts[0].entity.fields[key] for key in ("parent", "kind")]
    for position, attempt in enumerate(attempts):
        changed = [item.key for item in place if attempt.after.get(item.id) != attempt.before.get(item.id)]
        if attempt.action != "edit" or not changed:
            continue
        parent, kind = (attempt.after[item.id][0] for item in place)
        move = _consequences(context, attempt.record_id or 0, parent, kind)
        if move is not None and move.plan != context.confirmed:
            yield position, _CHANGED if context.confirmed else replace(_UNSEEN, path=(changed[0],))


def _consequences(context: Context, unit_id: int, parent: object, kind: object) -> Move | None:
    """None where there is nothing to confirm, or the place itself is refused by other checks."""
    try:
        move = consequences_of(context, unit_id, _id(parent), None if kind is None else str(kind))
    except Invalid:
        return None
    return move if not move.is_quiet and (move.people or _holds_records(context, move)) else None


def _id(value: object) -> int | None:
    return None if value is None else int(str(value))


def _holds_records(context: Context, move: Move) -> bool:
    tables = [entity.table for entity in context.schema.entities.values() if entity.owned]
    found = [f"EXISTS (SELECT 1 FROM {quote(table)} WHERE unit = ANY(%s))" for table in tables]
    asked = f"SELECT {' OR '.join(found) or 'FALSE'}"
    return bool(fetch_value(context.workspace, asked, [sorted(move.inside)] * len(tables)))


_HINT = text(
    "Do it in Studio, Organisation (or POST /units/{id}/move), which shows who gains and who loses sight",
    "请在设计工作室的“组织机构”中操作（或 POST /units/{id}/move），其中会列出权限的增减",
    id="…",
)
_UNSEEN = Issue(
    "move_unconfirmed",
    text(
        "Another place or kind of this unit changes who sees what", "调整此机构的上级或类型会改变数据可见范围"
    ),
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
