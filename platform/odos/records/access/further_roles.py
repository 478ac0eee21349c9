"""Which roles would help: the same questions, asked for the same person with one role more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from odos.access.roles import Action, is_external
from odos.database.session import fetch_all
from odos.kernel.sql import Sql, join, quote
from odos.records.context import Context
from odos.records.lists.reaching import reachable
from odos.schema.model import Entity

MOST_ASKED = 100  # roles


def with_further_roles(asking: Context) -> Iterator[tuple[str, Context]]:
    """The actor with one more role at a time. Roles of the other side are left out: beside a portal role
    those of the staff do not count, and giving one would take the others away.
    """
    held, outside = asking.actor.roles, is_external(asking.schema, asking.actor.roles)
    others = [key for key, role in asking.schema.roles.items() if bool(role.get("portal")) == outside]
    for key in [key for key in others if key not in held][:MOST_ASKED]:
        yield key, replace(asking, actor=replace(asking.actor, roles=tuple(sorted((*held, key)))))


def opening_roles(
    asking: Context, entity: Entity, record_id: int, actions: Sequence[Action]
) -> dict[Action, tuple[str, ...]]:
    """By action the roles with which it would be allowed for this record; one statement for all."""
    further = list(with_further_roles(asking)) if actions else []
    if not further:
        return {}
    parts = [_question(key, context, entity, record_id, actions) for key, context in further]
    statement = " UNION ALL ".join(part for part, _values in parts)
    rows = fetch_all(asking.workspace, statement, [value for _part, values in parts for value in values])
    return {
        action: tuple(row[0] for row in rows if row[1 + position]) for position, action in enumerate(actions)
    }


def _question(
    key: str, context: Context, entity: Entity, record_id: int, actions: Sequence[Action]
) -> tuple[str, list[object]]:
    asked = ["(" + reachable(context, entity, "t", action) + ") IS TRUE" for action in actions]
    statement = (
        Sql("(SELECT %s::text, ", (key,)) + join(", ", asked) + f" FROM {quote(entity.table)} t WHERE t.id = "
        + Sql("%s", (record_id,)) + ")"
    )  # fmt: skip
    return statement.text, list(statement.bind(context.slots))
