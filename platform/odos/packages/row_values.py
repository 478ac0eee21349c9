"""Values of a package's rows: ``'@key'`` becomes a record's id, ``today-12d`` a date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.packages.models import PlacedRow
from odos.records.context import Context
from odos.schema.model import Entity, Field

_RELATIVE = re.compile(r"today(?:(?P<sign>[+-])(?P<number>\d+)(?P<unit>[dw]))?(?: (?P<clock>\d\d:\d\d))?")
_DAYS = {"d": 1, "w": 7}
_REFERRING = frozenset({"reference", "parent", "user"})


class _Pending(Exception):
    """The row that a reference names is yet to be made; the argument is the identity of its entity."""


@dataclass(frozen=True)
class Resolved:
    """The values of a row; ``later`` are those, as they were written, that name rows of files to come."""

    values: dict[str, Any]
    later: dict[str, Any]


class Keys:
    """Which record each row became; in an open transaction."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[str, dict[str, int]] = {}
        self._expected: dict[str, set[str]] = {}

    def of(self, entity: Entity) -> Mapping[str, int]:
        """Ids by row key."""
        if entity.id not in self._known:
            rows = PlacedRow.objects.filter(entity_id=entity.id).values_list("key", "record_id")
            self._known[entity.id] = dict(rows)
        return self._known[entity.id]

    def expect(self, entity: Entity, keys: Iterable[str]) -> None:
        """These will be made, so that references to them can wait."""
        self._expected.setdefault(entity.id, set()).update(keys)

    def remember(self, entity: Entity, made: Mapping[str, int]) -> None:
        """Keep the outcome for the next time."""
        PlacedRow.objects.bulk_create(
            PlacedRow(entity_id=entity.id, key=key, record_id=record_id) for key, record_id in made.items()
        )
        self._known[entity.id] = {**self.of(entity), **made}

    def find(self, entity: Entity, key: str) -> int:
        """The id of a row's record; raises `Invalid` for a key that no row has."""
        found = self.of(entity).get(key)
        if found is not None:
            return found
        if key in self._expected.get(entity.id, ()):
            raise _Pending(entity.id)
        values = {"key": key, "entity": entity.key}
        message = text("There is no row @{key} of {entity}", "{entity} 中没有行 @{key}", **values)
        raise Invalid(None, [Issue("no_such_row", message)])


def resolve_row(context: Context, entity: Entity, row: Mapping[str, Any], keys: Keys) -> Resolved | None:
    """The values of a row, None while it refers to a row of its own entity that is yet to be made. Names that
    begin with an underscore are not for the record."""
    found = Resolved({}, {})
    for name, value in row.items():
        if name.startswith("_"):
            continue
        try:
            found.values[name] = _resolve(context, entity, name, value, keys)
        except _Pending as pending:
            if pending.args[0] == entity.id:
                return None
            found.later[name] = value
    return found


def _resolve(context: Context, entity: Entity, name: str, value: Any, keys: Keys) -> Any:
    item = entity.find_field(name)
    if item is None or value is None:
        return value
    try:
        return _resolve_value(context, item, value, keys)
    except Invalid as refusal:
        raise Invalid(None, [issue.under(name) for issue in refusal.issues]) from refusal


def _resolve_value(context: Context, item: Field, value: Any, keys: Keys) -> Any:
    if item.kind in _REFERRING:
        return _reference(context, item, value, keys)
    if item.kind == "references":
        return [_reference(context, item, name, keys) for name in value]
    if item.kind == "children":
        lines = context.schema.target_of(item)
        return [
            {name: _resolve(context, lines, name, inner, keys) for name, inner in line.items()}
            for line in value
        ]
    return resolve_moment(context, value) if item.kind in {"date", "datetime"} else value


def _reference(context: Context, item: Field, value: Any, keys: Keys) -> Any:
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    return str(keys.find(context.schema.target_of(item), value[1:]))


def resolve_moment(context: Context, value: Any) -> Any:
    """A relative date as ISO text, anything else as it is."""
    matched = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if matched is None:
        return value
    zone = ZoneInfo(context.schema.time_zone)
    day = _day(context.now.astimezone(zone).date(), matched)
    if not matched["clock"]:
        return day.isoformat()
    return datetime.combine(day, time.fromisoformat(matched["clock"]), zone).isoformat()


def _day(today: date, matched: re.Match[str]) -> date:
    if not matched["sign"]:
        return today
    days = int(matched["number"]) * _DAYS[matched["unit"]]
    return today + timedelta(days=days if matched["sign"] == "+" else -days)
