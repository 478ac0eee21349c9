"""Everybody who can see one record, a page of people at a time, by the very conditions that lists use.

Two questions for each page, however many people it looks at: where they stand, and what each of them reaches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from odos.access.compile import may_administer
from odos.access.roles import SHARE
from odos.accounts.principals import Principal
from odos.accounts.queries import list_principals_after
from odos.accounts.standing import read_standings
from odos.database.session import fetch_all
from odos.kernel.problems import Forbidden
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text
from odos.records.access.sharing import may_act
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.lists.reaching import reachable
from odos.schema.model import Entity

LOOKED_AT = 100  # people for each page; a page holds those of them who see the record


@dataclass(frozen=True)
class Viewer:
    """Somebody who sees the record."""

    user_id: int
    label: str
    edits: bool
    administrator: bool

    def as_json(self) -> dict[str, Any]:
        """The wire form."""
        user = {"id": str(self.user_id), "label": self.label}
        return {"user": user, "edit": self.edits, "administrator": self.administrator}


def list_viewers(
    *, context: Context, entity: Entity, record_id: int, after: int = 0
) -> tuple[list[Viewer], int | None]:
    """Those among the next people behind the id ``after``, and where to go on, None at the end.

    Told to whoever may share the record; raises `Forbidden`, `NotFound`.
    """
    allowed = may_act(context, entity, record_id, SHARE)
    if allowed is None:
        raise record_not_found(entity, record_id)
    if not allowed:
        raise Forbidden(text("You may ask about yourself only", "您只能查询自己的权限"))
    people = list_principals_after(workspace=context.workspace, after=after, limit=LOOKED_AT)
    read_standings(workspace=context.workspace, user_ids=[person.user_id or 0 for person in people])
    following = people[-1].user_id if len(people) == LOOKED_AT else None
    return list(_seeing(context, entity, record_id, people)), following


def _seeing(context: Context, entity: Entity, record_id: int, people: list[Principal]) -> Iterator[Viewer]:
    if not people:
        return
    parts = [_question(replace(context, actor=person), entity, record_id) for person in people]
    statement = " UNION ALL ".join(part for part, _params in parts)
    params = [value for _part, given in parts for value in given]
    reached = {row[0]: row[1:] for row in fetch_all(context.workspace, statement, params)}
    for person in people:
        sees, edits = reached.get(person.user_id or 0, (False, False))
        if sees:
            above = may_administer(schema=context.schema, principal=person)
            yield Viewer(person.user_id or 0, person.label, bool(edits), above)


def _question(context: Context, entity: Entity, record_id: int) -> tuple[str, list[object]]:
    """Whether this person sees and edits the record: one row."""
    see, edit = reachable(context, entity, "t"), reachable(context, entity, "t", "edit")
    statement = (
        Sql("(SELECT %s::bigint, (", (context.actor.user_id,)) + see + ") IS TRUE, (" + edit
        + f") IS TRUE FROM {quote(entity.table)} t WHERE t.id = " + Sql("%s", (record_id,)) + ")"
    )  # fmt: skip
    return statement.text, list(statement.bind(context.slots))
