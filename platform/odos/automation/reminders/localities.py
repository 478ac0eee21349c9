"""By whose working time a rule counts: by that of the unit of each record's owner.

A record that nobody owns counts by its own unit, a line item as the record that it belongs to, and whatever
belongs to no unit by the workspace's. Rules of people count by the time of whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from odos.accounts.queries import list_working_places
from odos.automation.reminders.rules import Rule
from odos.automation.reminders.timetable import Timetable
from odos.calendars.queries import WorkingTime, find_calendar, list_working_times
from odos.database.session import fetch_all
from odos.dsl.context import CALENDAR_SLOTS
from odos.dsl.context import Context as RuleContext
from odos.kernel.sql import Sql, quote
from odos.records.context import Context
from odos.schema.model import Entity, Schema

SURROUNDING_SLOTS = ("today", "time_zone", *CALENDAR_SLOTS)
LOCAL_SLOTS = frozenset({"opening", *SURROUNDING_SLOTS})


@dataclass(frozen=True)
class Locality:
    """A working time, and which records count by it (``among``, of the alias ``t``; None: all of them)."""

    asking: RuleContext
    among: Sql | None = None

    @cached_property
    def timetable(self) -> Timetable:
        """Its calendar and time zone."""
        return Timetable(self.asking.calendar, self.asking.zone)

    @cached_property
    def slots(self) -> Mapping[str, object]:
        """The values of `LOCAL_SLOTS`."""
        known = self.asking.slots()
        return {"opening": self.timetable.opening, **{name: known[name] for name in SURROUNDING_SLOTS}}


def localities_of(context: Context, rule: Rule) -> Sequence[Locality]:
    """All of them, that of the workspace first; together they hold every record of the rule once."""
    return [locality for locality, _ in _told_apart(context, rule)]


def split(context: Context, rule: Rule, ids: Collection[int]) -> Sequence[tuple[Locality, Collection[int]]]:
    """The records by locality; those that are gone count by the workspace's."""
    found = _told_apart(context, rule)
    if len(found) == 1:
        return [(found[0][0], ids)]
    units = _units_of(context, rule.entity, ids)
    parts = [
        (locality, [record for record in ids if units.get(record) in theirs]) for locality, theirs in found
    ]
    elsewhere = {record for _, records in parts for record in records}
    parts[0] = (parts[0][0], [record for record in ids if record not in elsewhere])
    return [part for part in parts if part[1]]


def timetables_of(context: Context, users: Iterable[int]) -> Mapping[int, Timetable]:
    """What people count by who are told something: the working time of their unit."""
    places = list_working_places(workspace=context.workspace, user_ids=set(users))
    times = _working_times(context)
    known = {time: _locality(context, time.time_zone, unit).timetable for unit, time in times.items()}
    usual = _of_workspace(context).timetable
    return {
        user: known[times[unit]] if unit is not None and unit in times else usual
        for user, (unit, _zone) in places.items()
    }


def _told_apart(context: Context, rule: Rule) -> list[tuple[Locality, frozenset[int | None]]]:
    """Each with the units whose records count by it; of the first these are none, it has all others."""
    if rule.counts_by_owner:
        return [(Locality(context.surroundings), frozenset())]
    usual = _of_workspace(context)
    unit, times = _unit(context.schema, rule.entity, "t"), _working_times(context)
    if unit is None or not times:
        return [(usual, frozenset())]
    elsewhere = "((" + unit + Sql(") = ANY(%s)) IS NOT TRUE", (list(times),))
    found: list[tuple[Locality, frozenset[int | None]]] = [(replace(usual, among=elsewhere), frozenset())]
    for time in dict.fromkeys(times.values()):
        units = [key for key, theirs in times.items() if theirs == time]
        there = _locality(context, time.time_zone, units[0])
        among = "(" + unit + Sql(") = ANY(%s)", (units,))
        found.append((replace(there, among=among), frozenset(units)))
    return found


def _working_times(context: Context) -> Mapping[int, WorkingTime]:
    return list_working_times(workspace=context.workspace, time_zone=context.schema.time_zone)


def _of_workspace(context: Context) -> Locality:
    return _locality(context, context.schema.time_zone, None)


def _locality(context: Context, time_zone: str, unit: int | None) -> Locality:
    calendar = partial(find_calendar, workspace=context.workspace, unit_id=unit)
    return Locality(replace(context.surroundings, time_zone=time_zone, find_calendar=calendar))


def _units_of(context: Context, entity: Entity, ids: Collection[int]) -> Mapping[int, int | None]:
    unit = _unit(context.schema, entity, "t")
    assert unit is not None
    statement = 'SELECT "t".id, ' + unit + f' FROM {quote(entity.table)} "t" WHERE "t".id = ANY(%s)'
    return dict(fetch_all(context.workspace, statement.text, [*statement.params, list(ids)]))


def _unit(schema: Schema, entity: Entity, alias: str) -> Sql | None:
    """The unit whose working time counts for a row; None where the entity belongs to nobody."""
    if entity.owned:
        owner = f"(SELECT u.unit FROM user_account u WHERE u.id = {alias}.owner)"
        return Sql(f"CASE WHEN {alias}.owner IS NULL THEN {alias}.unit ELSE {owner} END")
    if entity.line_of is None:
        return None
    parent, above = schema.by_id[entity.line_of.entity], f"{alias}p"
    unit = _unit(schema, parent, above)
    if unit is None:
        return None
    column = quote(entity.by_id[entity.line_of.parent_field].column)
    return "(SELECT " + unit + f" FROM {quote(parent.table)} {above} WHERE {above}.id = {alias}.{column})"
