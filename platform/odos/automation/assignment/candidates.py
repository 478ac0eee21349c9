"""What choosing among people needs to know of them: load, absence, skills, territories. A query for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from odos.automation.assignment.choosing import People
from odos.automation.assignment.models import Turn
from odos.database.session import fetch_all
from odos.dsl.statements.tree import Sharing
from odos.fields.registry import get_kind
from odos.kernel.sql import Slot, Sql, quote
from odos.records.context import Context
from odos.schema.model import Entity, Field
from odos.schema.system import USER_ENTITY
from odos.workflow.stages.endings import open_records

_USERS = "users"
SKILLS, TERRITORIES = "skills", "territories"  # fields of the user, whatever their kind

_ABSENT = """
    SELECT DISTINCT user_id FROM approval_delegation
    WHERE user_id = ANY(%s) AND starts_at <= %s AND ends_at > %s AND workflows = '{}'
"""


def lock_turn(rule_id: str, clause: int) -> Turn:
    """The turn of a clause, locked: whoever assigns by it at the same time waits."""
    Turn.objects.bulk_create([Turn(rule_id=rule_id, clause=clause)], ignore_conflicts=True)
    return Turn.objects.select_for_update().get(rule_id=rule_id, clause=clause)


def read_people(
    context: Context, entity: Entity, users: Sequence[int], sharing: Sharing, last: int | None
) -> People:
    """The candidates of a clause."""
    wanted = sorted(set(users))
    return People(
        users=wanted,
        load=_load(context, entity, wanted),
        last=last,
        absent=_absent(context, wanted) if sharing.skip_absent else (),
        skills=_values(context, SKILLS, wanted) if sharing.skill is not None else {},
        territories=_values(context, TERRITORIES, wanted) if sharing.territory is not None else {},
    )


def around(context: Context, item: Field | None, value: object) -> Collection[object]:
    """The value and, where it is a record of a tree, all that it belongs to."""
    target = context.schema.target_of(item) if item is not None and item.target else None
    parents = target.fields_of_kind("parent") if target is not None else ()
    if target is None or not parents:
        return [value]
    parent, table = quote(parents[0].column), quote(target.table)
    statement = (
        f"WITH RECURSIVE up AS (SELECT id, {parent} AS above, 0 AS far FROM {table} WHERE id = %s"
        f" UNION ALL SELECT p.id, p.{parent}, far + 1 FROM {table} p JOIN up ON p.id = up.above"
        " WHERE far < 100) SELECT id FROM up"
    )
    return [row[0] for row in fetch_all(context.workspace, statement, [value])]


def territory_field(context: Context) -> Field | None:
    """The user's field of territories."""
    return context.schema.by_id[USER_ENTITY].find_field(TERRITORIES)


def _load(context: Context, entity: Entity, users: Sequence[int]) -> dict[int, int]:
    """How many open records each has."""
    theirs = (
        'SELECT "t".owner, count(*) '
        + open_records(context, entity)
        + Sql(' AND "t".owner = ANY(%s) GROUP BY 1', (Slot(_USERS),))
    )
    slots = {**context.slots, _USERS: list(users)}
    return dict(fetch_all(context.workspace, theirs.text, theirs.bind(slots)))


def _absent(context: Context, users: Sequence[int]) -> Collection[int]:
    """Whoever has given away their approvals is away."""
    return {row[0] for row in fetch_all(context.workspace, _ABSENT, [list(users), context.now, context.now])}


def _values(context: Context, key: str, users: Sequence[int]) -> Mapping[int, Collection[object]]:
    """What each user has in that field: several values, one, or none."""
    entity = context.schema.by_id[USER_ENTITY]
    item = entity.find_field(key)
    if item is None:
        return {}
    if get_kind(item.kind).storage == "link":
        statement = f"SELECT source_id, target_id FROM {quote(item.column)} WHERE source_id = ANY(%s)"
    else:
        value = f"unnest({quote(item.column)})" if item.kind == "options" else quote(item.column)
        statement = f"SELECT id, {value} FROM {quote(entity.table)} WHERE id = ANY(%s)"
    found: dict[int, set[object]] = {}
    for user, value in fetch_all(context.workspace, statement, [list(users)]):
        found.setdefault(user, set()).add(value)
    return found
