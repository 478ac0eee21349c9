"""Whom a definition means, as ids of users who can act: one query for each way of naming them, and for many
at once where many are asked for.

People who left are replaced by whom they report to: their manager or, without one, the next head of a unit
above them. Whoever has given away their approvals for the time being is replaced by their stand-in. Both are
followed as far as they lead, and neither ever in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from odos.accounts.queries import ROLES_HELD
from odos.database.prepared import fetch_all_prepared
from odos.database.session import fetch_all, fetch_one
from odos.kernel.sql import ANY_ID
from odos.kernel.workspaces import Workspace
from odos.workflow.approvals.world import Person

FARTHEST = 10  # people that a case is handed on by

_LIVING = "u.is_active AND u.deleted_at IS NULL"

# Whoever left is still meant: somebody else acts for them.
_BY_NAME = "SELECT id FROM user_account WHERE username = %s ORDER BY deleted_at IS NULL DESC, id DESC LIMIT 1"
_BY_ROLES = f"SELECT u.id FROM user_account u WHERE {ROLES_HELD} && %s AND {_LIVING} ORDER BY u.id"
_ADMINISTRATORS = f"""
    SELECT u.id FROM user_account u WHERE (u.is_admin OR {ROLES_HELD} && %s) AND {_LIVING} ORDER BY u.id
"""


def _above(unit: str) -> str:
    """A unit and those above it, as ``above (id, parent, head, far)``, itself first."""
    return f"""WITH RECURSIVE above AS (
        SELECT id, parent, head, 0 AS far FROM unit WHERE id = {unit} AND deleted_at IS NULL
        UNION ALL
        SELECT n.id, n.parent, n.head, far + 1 FROM unit n JOIN above ON n.id = above.parent
        WHERE n.deleted_at IS NULL AND far < 100
    )"""


_HEADS = f"""
    {_above("%s")} SELECT head FROM above WHERE head IS NOT NULL GROUP BY head ORDER BY min(far) LIMIT %s
"""
# Whom a user ``u`` reports to.
_SUPERIOR = f"""
    COALESCE(u.manager, ({_above("u.unit")} SELECT head FROM above WHERE head <> u.id ORDER BY far LIMIT 1))
"""
_SUPERIOR_OF = f"SELECT {_SUPERIOR} FROM user_account u WHERE u.id = %s"

# The holders of a role who stand nearest above a unit, those in it first.
_BY_ROLE_NEAR = f"""
    {_above("%s")}, works AS (
        SELECT id AS "user", unit FROM user_account
        UNION ALL SELECT "user", unit FROM assignment WHERE deleted_at IS NULL
    ), near AS (
        SELECT u.id, min(above.far) AS far FROM user_account u
        JOIN works ON works."user" = u.id JOIN above ON above.id = works.unit
        WHERE {ROLES_HELD} && %s AND {_LIVING} GROUP BY u.id
    )
    SELECT id FROM near WHERE far = (SELECT min(far) FROM near) ORDER BY id
"""

# The chain above each of several users; whoever stands in it already ends it.
_CHAINS = """
    WITH RECURSIVE chain AS (
        SELECT id AS start, manager AS id, 1 AS level, ARRAY[id] AS seen FROM user_account WHERE id = ANY(%s)
        UNION ALL
        SELECT chain.start, u.manager, level + 1, seen || u.id
        FROM user_account u JOIN chain ON u.id = chain.id
        WHERE level < %s AND u.manager IS NOT NULL AND NOT u.manager = ANY(seen)
    )
    SELECT start, id FROM chain WHERE id IS NOT NULL ORDER BY start, level
"""

# Whoever can act, on the way up from each of several users who perhaps cannot.
_ABLE = """
    WITH RECURSIVE way AS (
        SELECT u.id AS start, u.id, u.manager, u.is_active AND u.deleted_at IS NULL AS able, 1 AS far
        FROM user_account u WHERE u.id = ANY(%s)
        UNION ALL
        SELECT way.start, u.id, u.manager, u.is_active AND u.deleted_at IS NULL, far + 1
        FROM user_account u JOIN way ON u.id = way.manager WHERE NOT way.able AND far < %s
    )
    SELECT start, id FROM way WHERE able
"""

_WORKS_IN = """
    (SELECT id AS "user", unit FROM user_account
     UNION SELECT "user", unit FROM assignment WHERE deleted_at IS NULL) w
"""
_OF_UNITS = f"""
    SELECT w.unit, u.id FROM user_account u JOIN {_WORKS_IN} ON w."user" = u.id
    WHERE w.unit = ANY(%s) AND {_LIVING} ORDER BY w.unit, u.id
"""
_UNIT_NAMED = "SELECT id FROM unit WHERE (code = %s OR name = %s) AND deleted_at IS NULL"
_BELOW_CODE = """
    WITH RECURSIVE below AS (
        SELECT id FROM unit WHERE code = %s AND deleted_at IS NULL
        UNION SELECT n.id FROM unit n JOIN below ON n.parent = below.id WHERE n.deleted_at IS NULL
    )
    SELECT id FROM below
"""
_HOLDING = f"""
    FROM user_account u JOIN assignment a ON a."user" = u.id JOIN position_held p ON p.id = a.held_position
    %s WHERE (p.code = %%s OR p.name = %%s) AND a.deleted_at IS NULL AND p.deleted_at IS NULL AND {_LIVING}
"""
_BY_POSITION = f"SELECT DISTINCT u.id {_HOLDING % ''} ORDER BY u.id"

# A position is held in the unit that the assignment names, else in that of the position, else of the holder.
_BY_POSITION_NEAR = f"""
    {_above("%s")}, near AS (
        SELECT u.id, min(above.far) AS far
        {_HOLDING % "JOIN above ON above.id = COALESCE(a.unit, p.unit, u.unit)"} GROUP BY u.id
    )
    SELECT id FROM near WHERE far = (SELECT min(far) FROM near) ORDER BY id
"""

_STILL_HERE = f"SELECT u.id FROM user_account u WHERE u.id = ANY(%s) AND {_LIVING}"

_WHO_ACTS = f"""
    SELECT u.id, {_LIVING}, CASE WHEN NOT ({_LIVING}) THEN {_SUPERIOR} END, d.stand_in_id
    FROM user_account u LEFT JOIN LATERAL (
        SELECT stand_in_id FROM approval_delegation d
        WHERE d.user_id = u.id AND d.starts_at <= %s AND d.ends_at > %s
          AND (d.workflows = '{{}}' OR %s = ANY(d.workflows))
        ORDER BY d.id DESC LIMIT 1
    ) d ON true
    WHERE u.id = {ANY_ID}
"""


def by_name(workspace: Workspace, username: str) -> list[int]:
    """The user of that name, even when they left."""
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
    return chains(workspace, [user_id], levels).get(user_id, [])


def find_superior(workspace: Workspace, user_id: int) -> int | None:
    """Whom the user reports to."""
    row = fetch_one(workspace, _SUPERIOR_OF, [user_id])
    return row[0] if row else None


def heads(workspace: Workspace, unit_id: int | None, levels: int) -> list[int]:
    """Who leads the unit and those above it, nearest first, at most so many; units without a head are passed
    over."""
    return _ids(workspace, _HEADS, unit_id, levels) if unit_id else []


def chains(workspace: Workspace, users: Iterable[int], levels: int) -> Mapping[int, list[int]]:
    """The same for several users."""
    return _gathered(fetch_all(workspace, _CHAINS, [list(users), levels]))


def by_units(workspace: Workspace, units: Iterable[int]) -> Mapping[int, list[int]]:
    """Who works in each of the units, not in those below."""
    return _gathered(fetch_all(workspace, _OF_UNITS, [list(units)]))


def by_unit_name(workspace: Workspace, name: str) -> list[int]:
    """Who works in the unit of that code or name."""
    return _members(workspace, _ids(workspace, _UNIT_NAMED, name, name))


def by_group(workspace: Workspace, code: str) -> list[int]:
    """Who works in the unit of that code or in one below it."""
    return _members(workspace, _ids(workspace, _BELOW_CODE, code))


def by_position(workspace: Workspace, name: str) -> list[int]:
    """Who holds the position of that code or name."""
    return _ids(workspace, _BY_POSITION, name, name)


def by_position_near(workspace: Workspace, name: str, unit_id: int | None) -> list[int]:
    """The holders of a position in the unit, or in the nearest unit above that has any."""
    return _ids(workspace, _BY_POSITION_NEAR, unit_id, name, name) if unit_id else []


def able_for(workspace: Workspace, users: Iterable[int]) -> Mapping[int, int]:
    """Who acts for each of the users: they themselves or, when they left, the nearest above who did not."""
    return dict(fetch_all(workspace, _ABLE, [list(users), FARTHEST]))


def living(workspace: Workspace, users: Iterable[int]) -> frozenset[int]:
    """Those of the users who did not leave."""
    return frozenset(_ids(workspace, _STILL_HERE, list(users)))


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
    """For each of them and everybody whom they lead to: able to act, else whom they report to, stand-in."""
    known: _Links = {}
    waiting = users
    for _ in range(FARTHEST):
        if not waiting:
            break
        rows = fetch_all_prepared(workspace, _WHO_ACTS, [now, now, workflow, waiting])
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
    return [row[0] for row in fetch_all_prepared(workspace, statement, list(values))]


def _members(workspace: Workspace, units: Iterable[int]) -> list[int]:
    listed = by_units(workspace, units).values()
    return list(dict.fromkeys(user for users in listed for user in users))


def _gathered(rows: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """The second of each pair by the first, in order."""
    found: dict[int, list[int]] = {}
    for key, user in rows:
        found.setdefault(key, []).append(user)
    return found
