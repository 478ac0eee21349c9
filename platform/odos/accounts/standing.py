"""Where a user stands in the organisation: units, what lies below and above them, and subordinates.

A unit that is in the bin is no unit, and what lies below it is out of reach from above. Deactivated
subordinates still count: their records must stay in somebody's sight.
"""

from __future__ import annotations

from dataclasses import dataclass

from odos.accounts.timed_cache import TimedCache
from odos.database.session import fetch_one
from odos.kernel.workspaces import Workspace


@dataclass(frozen=True)
class Standing:
    """Ids, ascending. ``units_above`` and ``units_below`` include the own units."""

    own_units: tuple[int, ...] = ()
    units_below: tuple[int, ...] = ()
    units_above: tuple[int, ...] = ()
    company_units: tuple[int, ...] = ()
    subordinates: tuple[int, ...] = ()


NOWHERE = Standing()

_standings: TimedCache[tuple[str, int], Standing] = TimedCache()

# UNION drops what was seen already, so that even a cycle would end. The company of a unit is the nearest
# one of that kind above it, or else the topmost unit.
_STANDING = """
    WITH RECURSIVE asked AS (SELECT %s::bigint AS id),
    own AS (
        SELECT n.id, n.parent, n.kind FROM unit n
        WHERE n.deleted_at IS NULL AND n.id IN (
            SELECT u.unit FROM user_account u JOIN asked USING (id)
            UNION ALL
            SELECT a.unit FROM assignment a JOIN asked ON asked.id = a."user" WHERE a.deleted_at IS NULL)
    ),
    below AS (
        SELECT id FROM own
        UNION SELECT n.id FROM unit n JOIN below ON n.parent = below.id WHERE n.deleted_at IS NULL
    ),
    above AS (
        SELECT id, parent FROM own
        UNION SELECT n.id, n.parent FROM unit n JOIN above ON n.id = above.parent WHERE n.deleted_at IS NULL
    ),
    climbing AS (
        SELECT id, parent, kind FROM own
        UNION SELECT n.id, n.parent, n.kind FROM unit n JOIN climbing ON n.id = climbing.parent
            WHERE n.deleted_at IS NULL AND climbing.kind IS DISTINCT FROM 'company'
    ),
    company AS (
        SELECT c.id FROM climbing c WHERE c.kind = 'company' OR NOT EXISTS (
            SELECT FROM unit p WHERE p.id = c.parent AND p.deleted_at IS NULL)
        UNION SELECT n.id FROM unit n JOIN company ON n.parent = company.id WHERE n.deleted_at IS NULL
    ),
    people AS (
        SELECT id FROM asked
        UNION SELECT u.id FROM user_account u JOIN people ON u.manager = people.id WHERE u.deleted_at IS NULL
    )
    SELECT ARRAY(SELECT id FROM own ORDER BY id), ARRAY(SELECT id FROM below ORDER BY id),
        ARRAY(SELECT id FROM above ORDER BY id), ARRAY(SELECT id FROM company ORDER BY id),
        ARRAY(SELECT id FROM people EXCEPT SELECT id FROM asked ORDER BY id)
"""


def find_standing(*, workspace: Workspace, user_id: int) -> Standing:
    """The user's standing, at most a second old."""
    return _standings.get((workspace.key, user_id), lambda: _read(workspace, user_id))


def forget_standings() -> None:
    """After people or units changed in this process; other processes notice within a second."""
    _standings.forget()


def _read(workspace: Workspace, user_id: int) -> Standing:
    row = fetch_one(workspace, _STANDING, [user_id])
    return Standing(*(tuple(ids) for ids in row)) if row else NOWHERE
