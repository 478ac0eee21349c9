"""Whom a definition means, as ids of users who can act: one query for each way of naming them.

People who left are replaced by whom they report to; whoever has given away their approvals for the time
being, by their stand-in. Both are followed as far as they lead, and neither ever in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from odos.accounts.queries import ROLES_HELD
from odos.database.session import fetch_all
from odos.kernel.workspaces import Workspace
from odos.workflow.world import Person

FARTHEST = 10  # people that a case is handed on by

_LIVING = "u.is_active AND u.deleted_at IS NULL"

_BY_NAME = f"SELECT u.id FROM user_account u WHERE u.username = %s AND {_LIVING}"
_BY_ROLES = f"SELECT u.id FROM user_account u WHERE {ROLES_HELD} && %s AND {_LIVING} ORDER BY u.id"
_ADMINISTRATORS = f"""
    SELECT u.id FROM user_account u WHERE (u.is_admin OR {ROLES_HELD} && %s) AND {_LIVING} ORDER BY u.id
"""

# The holders of a role who stand nearest above a unit, those in it first.
_BY_ROLE_NEAR = f"""
    WITH RECURSIVE above AS (
        SELECT id, parent, 0 AS far FROM unit WHERE id = %s AND deleted_at IS NULL
        UNION ALL
        SELECT n.id, n.parent, far + 1 FROM unit n JOIN above ON n.id = above.parent
        WHERE n.deleted_at IS NULL AND far < 100
    ), works AS (
        SELECT id AS "user", unit FROM user_account
        UNION ALL SELECT "user", unit FROM assignment WHERE deleted_at IS NULL
    ), near AS (
        SELECT u.id, min(above.far) AS far FROM user_account u
        JOIN works ON works."user" = u.id JOIN above ON above.id = works.unit
        WHERE {ROLES_HELD} && %s AND {_LIVING} GROUP BY u.id
    )
    SELECT id FROM near WHERE far = (SELECT min(far) FROM near) ORDER BY id
"""

_MANAGERS = """
    WITH RECURSIVE chain AS (
        SELECT manager AS id, 1 AS level, ARRAY[id] AS seen FROM user_account WHERE id = %s
        UNION ALL
        SELECT u.manager, level + 1, seen || u.id FROM user_account u JOIN chain ON u.id = chain.id
        WHERE level < %s AND u.manager IS NOT NULL AND NOT u.manager = ANY(seen)
    )
    SELECT id FROM chain WHERE id IS NOT NULL ORDER BY level
"""

_WHO_ACTS = """
    SELECT u.id, u.is_active AND u.deleted_at IS NULL, u.manager, d.stand_in_id
    FROM user_account u LEFT JOIN LATERAL (
        SELECT stand_in_id FROM approval_delegation d
        WHERE d.user_id = u.id AND d.starts_at <= %s AND d.ends_at > %s
          AND (d.workflows = '{}' OR %s = ANY(d.workflows))
        ORDER BY d.id DESC LIMIT 1
    ) d ON true
    WHERE u.id = ANY(%s)
"""


def by_name(workspace: Workspace, username: str) -> list[int]:
    """The user of that name."""
    return _ids(workspace, _BY_NAME, username)


def by_role(workspace: Workspace, role: str) -> list[int]:
    """Everybody who holds the role, by themselves or by a position."""
    return _ids(workspace, _BY_ROLES, [role])


def by_role_near(workspace: Workspace, role: str, unit_id: int | None) -> list[int]:
    """The holders of a role in the unit, or in the nearest unit above that has any."""
    return _ids(workspace, _BY_ROLE_NEAR, unit_id, [role]) if unit_id else []


def administrators(workspace: Workspace, roles: Iterable[str]) -> list[int]:
    """Everybody who is above all rules, by themselves or by one of the roles."""
    return _ids(workspace, _ADMINISTRATORS, list(roles))


def managers(workspace: Workspace, user_id: int, levels: int) -> list[int]:
    """The chain of those whom the user reports to, nearest first, at most so many."""
    return _ids(workspace, _MANAGERS, user_id, levels)


def acting_for(
    workspace: Workspace, users: Iterable[int], *, workflow: str, now: datetime
) -> tuple[Person, ...]:
    """Who acts for each of ``users``, in order, nobody twice; those for whom nobody can act are left out."""
    listed = list(dict.fromkeys(users))
    known = _who_acts(workspace, listed, workflow, now)
    found: dict[int, Person] = {}
    for principal in listed:
        user = _follow(principal, known)
        if user is not None:
            found.setdefault(user, Person(user, principal))
    return tuple(found.values())


_Links = dict[int, tuple[bool, int | None, int | None]]


def _who_acts(workspace: Workspace, users: list[int], workflow: str, now: datetime) -> _Links:
    """For each of them and everybody whom they lead to: able to act, manager, stand-in."""
    known: _Links = {}
    waiting = users
    for _ in range(FARTHEST):
        if not waiting:
            break
        rows = fetch_all(workspace, _WHO_ACTS, [now, now, workflow, waiting])
        known |= {row[0]: (bool(row[1]), row[2], row[3]) for row in rows}
        waiting = sorted(set(_leads(known)) - known.keys())
    return known


def _leads(known: _Links) -> Iterator[int]:
    for can_act, manager, stand_in in known.values():
        following = stand_in or (None if can_act else manager)
        if following is not None:
            yield following


def _follow(user: int, known: _Links) -> int | None:
    """The last one who can act on the way from ``user``: a stand-in who left does not take the case along."""
    able: int | None = None
    seen: set[int] = set()
    here: int | None = user
    while here is not None and here in known and here not in seen:
        seen.add(here)
        can_act, manager, stand_in = known[here]
        able = here if can_act else able
        here = stand_in or (None if can_act else manager)
    return able


def _ids(workspace: Workspace, statement: str, *values: object) -> list[int]:
    return [row[0] for row in fetch_all(workspace, statement, list(values))]
