"""Where a user stands in the organisation: units, what lies below and above them, and subordinates.

A unit that is in the bin is no unit, and what lies below it is out of reach from above. Deactivated
subordinates still count: their records must stay in somebody's sight.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from odos.accounts.timed_cache import TimedCache
from odos.database.session import fetch_all
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
_STANDINGS = """
    SELECT wanted.id, found.* FROM unnest(%s::bigint[]) AS wanted (id), LATERAL (
    WITH RECURSIVE asked AS (SELECT wanted.id),
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
    ) AS found (own, below, above, company, people)
"""


def find_standing(*, workspace: Workspace, user_id: int) -> Standing:
    """The user's standing, at most a second old."""
    return _standings.get((workspace.key, user_id), lambda: _read(workspace, user_id))


def read_standings(*, workspace: Workspace, user_ids: Collection[int]) -> None:
    """Ask for many at once what `find_standing` will be asked for one by one."""
    for user_id, standing in _read_all(workspace, user_ids).items():
        _standings.get((workspace.key, user_id), partial(_same, standing))


def forget_standings() -> None:
    """After people or units changed in this process; other processes notice within a second."""
    _standings.forget()


def _same(standing: Standing) -> Standing:
    return standing


def _read(workspace: Workspace, user_id: int) -> Standing:
    return _read_all(workspace, [user_id]).get(user_id, NOWHERE)


def _read_all(workspace: Workspace, user_ids: Collection[int]) -> dict[int, Standing]:
    rows = fetch_all(workspace, _STANDINGS, [list(user_ids)]) if user_ids else []
    return {row[0]: Standing(*(tuple(ids) for ids in row[1:])) for row in rows}
