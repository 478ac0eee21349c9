"""Rows that a package brings along: seeds in ``data/``, examples in ``demo/``.

A file holds rows of one entity::

    entity: account
    match: [name]              # a record with the same values is taken for the row (optional)
    rows:
      - {_key: acme, _at: today-40d 09:30, name: Acme, parent: '@holding', founded: today-12d}

``_key`` names the row within its entity, ``_at`` says when it was made, if not now; a reference is written
``'@key'``, also in line items. Dates are ISO or ``today±Nd``/``today±Nw``, moments ``today±Nd HH:MM`` in the
workspace's time zone. Files load in the order of their names, all or none of them; a reference to a row of a
later file is written when that is there. Which record a row became is remembered, so that loading again adds
only rows that are new, and brings nothing back that was deleted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from odos.audit.operations import add_partition
from odos.database.session import transaction
from odos.exchange.lookups import read_attribute
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.packages.row_values import Keys, Resolved, resolve_moment, resolve_row
from odos.packages.yaml_files import read_mapping
from odos.records.checks.uniques import find_existing
from odos.records.context import Context
from odos.records.values.inputs import read_draft
from odos.records.writes.bulk import write_bulk
from odos.records.writes.bulk_requests import BulkRequest
from odos.records.writes.operations import update_record
from odos.schema.model import Entity

KEY, AT = "_key", "_at"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class RowFile:
    """One file: rows by their keys, in order."""

    shown: str
    entity: str
    match: tuple[str, ...]
    rows: Mapping[str, Row]


@dataclass
class Placed:
    """What loading did: records made by entity key, and the new ones' ids by row key."""

    added: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, entity: str, made: Mapping[str, int]) -> None:
        """Records made of one file."""
        if made:
            self.added[entity] = self.added.get(entity, 0) + len(made)
            self.fresh.setdefault(entity, {}).update(made)


def load_rows(*, context: Context, folder: Path) -> Placed:
    """Load every file of ``folder`` in one transaction; raises `Invalid` with the file and row."""
    placed, files, late = Placed(), read_row_files(folder), list[_Late]()
    with transaction(context.workspace):
        keys = Keys(context)
        for file in files:
            keys.expect(context.schema.get_entity(file.entity), file.rows)
        for file in files:
            loading = _Loading(context, context.schema.get_entity(file.entity), file, keys)
            placed.add(file.entity, loading.run())
            late += loading.late
        for each in late:
            each.write(context, keys)
    return placed


def read_row_files(folder: Path) -> list[RowFile]:
    """Every file of ``folder`` in the order of names; raises `Invalid` for one that cannot be read."""
    return [_read_file(path, f"{folder.name}/{path.name}") for path in sorted(folder.glob("*.yaml"))]


def _read_file(path: Path, shown: str) -> RowFile:
    content = read_mapping(path, shown)
    if not isinstance(content.get("rows"), list) or "entity" not in content:
        raise _broken(shown, text("entity and rows are wanted", "缺少 entity 或 rows"))
    rows: dict[str, Row] = {}
    for row in content["rows"]:
        key = str(row.get(KEY, ""))
        if not key or key in rows:
            message = text('_key "{key}" is missing or used twice', "_key“{key}”缺失或重复", key=key)
            raise _broken(shown, message)
        rows[key] = row
    return RowFile(shown, str(content["entity"]), tuple(content.get("match") or ()), rows)


def _broken(shown: str, message: Any) -> Invalid:
    return Invalid(None, [Issue("bad_rows", message, (shown,))])


@dataclass(frozen=True)
class _Late:
    """What a row says of rows that are made after it."""

    entity: Entity
    record_id: int
    values: Mapping[str, Any]
    place: tuple[str, str]

    def write(self, context: Context, keys: Keys) -> None:
        """Once those are there."""
        try:
            found = resolve_row(context, self.entity, self.values, keys)
            if found is not None:
                update_record(
                    context=context, entity=self.entity.key, record_id=self.record_id, values=found.values
                )
        except Invalid as refusal:
            raise Invalid(None, [issue.under(*self.place) for issue in refusal.issues]) from refusal


class _Loading:
    """One file. Rows that refer to rows of the same file are made after those."""

    def __init__(self, context: Context, entity: Entity, file: RowFile, keys: Keys) -> None:
        self._context = context
        self._entity = entity
        self._file = file
        self._keys = keys
        self.late: list[_Late] = []

    def run(self) -> dict[str, int]:
        """Ids of the records that were made, by row key."""
        known = self._keys.of(self._entity)
        waiting = {key: row for key, row in self._file.rows.items() if key not in known}
        fresh: dict[str, int] = {}
        while waiting:
            ready = dict(self._ready(waiting))
            if not ready:
                raise self._circle(waiting)
            made = self._place({key: resolved.values for key, resolved in ready.items()})
            self.late += [self._later(key, made[key], ready[key].later) for key in made if ready[key].later]
            fresh |= made
            waiting = {key: row for key, row in waiting.items() if key not in ready}
        return fresh

    def _ready(self, waiting: Mapping[str, Row]) -> Iterator[tuple[str, Resolved]]:
        for key, row in waiting.items():
            try:
                resolved = resolve_row(self._context, self._entity, row, self._keys)
            except Invalid as refusal:
                raise self._explained(key, refusal.issues) from refusal
            if resolved is not None:
                yield key, resolved

    def _later(self, key: str, record_id: int, values: Mapping[str, Any]) -> _Late:
        return _Late(self._entity, record_id, values, (self._file.shown, key))

    def _place(self, ready: Mapping[str, dict[str, Any]]) -> dict[str, int]:
        found = self._existing(ready)
        new = {key: values for key, values in ready.items() if key not in found}
        made = self._create(new)
        self._keys.remember(self._entity, found | made)
        return made

    def _existing(self, ready: Mapping[str, dict[str, Any]]) -> dict[str, int]:
        if not self._file.match:
            return {}
        context, entity = self._context, self._entity
        drafts = [read_draft(context, entity, values, "create").values for values in ready.values()]
        ids = find_existing(context, entity, self._file.match, drafts)
        return {key: found for key, found in zip(ready, ids, strict=True) if found is not None}

    def _create(self, new: Mapping[str, dict[str, Any]]) -> dict[str, int]:
        self._add_units(list(new.values()))
        moments = {key: self._file.rows[key].get(AT) for key in new}
        made: dict[str, int] = {}
        for moment in dict.fromkeys(moments.values()):
            context = self._context if moment is None else self._then(moment)
            made |= self._create_at(context, {key: new[key] for key in new if moments[key] == moment})
        return made

    def _then(self, moment: str) -> Context:
        """The same as of a moment in the past."""
        now = datetime.fromisoformat(str(resolve_moment(self._context, moment)))
        add_partition(workspace=self._context.workspace, month=now.date().isoformat())
        return replace(self._context, now=now)

    def _create_at(self, context: Context, new: Mapping[str, dict[str, Any]]) -> dict[str, int]:
        request = BulkRequest(create=list(new.values()))
        result = write_bulk(context=context, entity=self._entity.key, request=request)
        for error in result.errors:
            raise self._explained(list(new)[error.index], error.issues)
        return dict(zip(new, result.created, strict=True))

    def _add_units(self, rows: Sequence[dict[str, Any]]) -> None:
        """A row belongs to its owner's unit unless it says otherwise."""
        owned = [row for row in rows if self._entity.owned and row.get("owner") and "unit" not in row]
        if not owned:
            return
        users = self._context.schema.target_of(self._entity.fields["owner"])
        ids = {int(row["owner"]) for row in owned}
        units = read_attribute(self._context, users, users.fields["unit"], ids)
        for row in owned:
            unit = units.get(int(row["owner"]))
            row["unit"] = None if unit is None else str(unit)

    def _circle(self, waiting: Mapping[str, Row]) -> Invalid:
        message = text("Rows refer to each other in a circle", "行之间循环引用")
        return self._explained(next(iter(waiting)), [Issue("circle", message)])

    def _explained(self, key: str, issues: Sequence[Issue]) -> Invalid:
        return Invalid(None, [issue.under(self._file.shown, key) for issue in issues])
