"""What a form fills in when a record is chosen in it: the defaults that follow other records.

Nobody says which values somebody typed: a value goes along as long as it is what the default gave for the
record as it stood before; any other is a person's own, and stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.computed.defaults import Default, OtherRecords, defaults_of
from odos.records.computed.values import Row
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.rules.compiled import rule_context
from odos.records.values.inputs import ColumnValues, DraftReader, parse_context
from odos.schema.model import Entity, Field

_Values = Sequence[tuple[Field, ColumnValues]]
MOST_CHANGES = 1_000


@dataclass(frozen=True)
class Change:
    """A record in a form as it stands now and as it stood before, as it would be sent; None where nothing was
    chosen before, so that only what is left out is filled."""

    values: Mapping[str, Any]
    before: Mapping[str, Any] | None = None


def fill(*, context: Context, entity: Entity, changes: Sequence[Change]) -> list[dict[str, Any]]:
    """For each change the values, as they are read, of the fields that become something else by it.

    The actor reads other records with their own eyes; fields that they may not see are not told.
    """
    if len(changes) > MOST_CHANGES:
        message = text("At most {n} rows at a time", "一次最多 {n} 行", n=MOST_CHANGES)
        raise Invalid(None, [Issue("too_many", message, ("rows",))])
    context.require(entity, "see")
    defaults = defaults_of(context, entity)
    if not any(default.follows for default in defaults):
        return [{} for _change in changes]
    forms = [_Form(change, DraftReader(context, entity, "create")) for change in changes]
    _follow(context, entity, defaults, forms)
    hidden = context.access(entity, "create").veiled_fields
    told = [default.field for default in defaults if default.follows and default.field.id not in hidden]
    return _as_read(
        context, [[(item, form.after[item.id]) for item in told if form.fills(item)] for form in forms]
    )


class _Form:
    """One change in column values. What cannot be read is somebody's own, half typed."""

    def __init__(self, change: Change, reader: DraftReader) -> None:
        draft = reader.read(change.values)
        self.before: Row = dict(reader.read(change.before or {}).values)
        self.after: Row = dict(draft.values)
        self._had_before = change.before is not None
        self._sent: Row = draft.values
        self._half_typed: Collection[str] = {str(issue.path[0]) for issue in draft.issues if issue.path}

    def fills(self, item: Field) -> bool:
        """Whether the field becomes something else."""
        now = self.after.get(item.id)
        return now is not None and now != self._sent.get(item.id, (None,) * len(now))

    def goes_along(self, default: Default, was: object) -> bool:
        """Whether the value is none of the person's own."""
        item = default.field
        if item.id not in self.after:
            return item.key not in self._half_typed
        return default.follows and self._had_before and self.after[item.id] == was


def _follow(context: Context, entity: Entity, defaults: Sequence[Default], forms: Sequence[_Form]) -> None:
    """Set in each form what follows, a default after those that it reads."""
    parsing, asking = parse_context(context), rule_context(context)
    rows = [row for form in forms for row in (form.before, form.after)]
    others = OtherRecords(context, entity, defaults, rows)
    for default in defaults:
        known = others.known(default, range(len(rows)))
        for place, form in enumerate(forms):
            was = default.value(known(2 * place), parsing, asking)
            form.before.setdefault(default.field.id, was)
            if form.goes_along(default, was):
                form.after[default.field.id] = default.value(known(2 * place + 1), parsing, asking)


def _as_read(context: Context, rows: Sequence[_Values]) -> list[dict[str, Any]]:
    """By key, as records are read: what leads to a record with its label."""
    links = {(item.target, values[0]) for row in rows for item, values in row if item.target}
    wanted = [(str(entity), int(str(key))) for entity, key in links if key is not None]
    labels = labels_in_sight(context, wanted)
    return [{item.key: _value(item, values, labels) for item, values in row} for row in rows]


def _value(item: Field, values: ColumnValues, labels: Mapping[tuple[str, int], str]) -> Any:
    found = get_kind(item.kind).to_json(item, values)
    if item.target is None or found is None:
        return found
    key = (item.target, int(str(values[0])))
    return {**found, "label": labels.get(key, str(values[0]))}
