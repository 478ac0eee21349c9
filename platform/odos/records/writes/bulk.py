"""Many writes in one call: creates by COPY, checks with one statement for all rows, findings by row.

``atomic``: all or nothing. Otherwise rows with findings are left out and reported, the rest is written;
either way the call is one transaction. Rows go through in slices, so that what a slice needs is gone before
the next one, and the collector of garbage rests meanwhile: looking through ten thousand rows, it would hold
up all other requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from django.db import transaction

from odos.fields.links import read_id
from odos.kernel.collector import collector_at_rest
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Problem
from odos.kernel.texts import text
from odos.records.checks.findings import Findings
from odos.records.checks.guards import ask_guards_of
from odos.records.checks.references import References, missing_values
from odos.records.checks.trees import find_cycles
from odos.records.checks.twins import find_twins
from odos.records.checks.uniques import explained, find_duplicates, find_existing
from odos.records.checks.validation import BrokenRows, has_late_rules, judge
from odos.records.computed.recomputing import Affected, RowChange
from odos.records.computed.stamps import Coming, stamp_rows
from odos.records.computed.values import Row, compute_rows, formulas_of
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.values.inputs import DraftReader
from odos.records.values.links import link_changes, read_links, write_links
from odos.records.values.shapes import shape_of
from odos.records.writes.attachments import attach_all
from odos.records.writes.bulk_deletion import delete_many
from odos.records.writes.bulk_items import Item
from odos.records.writes.bulk_requests import (
    BulkRequest,
    BulkResult,
    RowError,
    refuse_if_atomic,
    refuse_too_many,
    slices,
)
from odos.records.writes.consequences import follow_up, is_followed, is_followed_late
from odos.records.writes.lines import write_lines
from odos.records.writes.operations import (
    complete_rows,
    fenced,
    locked_fields,
    refuse_lines_alone,
    refuse_outside,
    refuse_uneditable,
    require_create,
)
from odos.records.writes.statements import (
    insert_rows,
    lock_rows,
    search_change,
    touch_rows,
    update_rows,
)
from odos.records.writes.trail import Changes, Entry, changes_between, created_changes, write_trail
from odos.schema.model import Entity


def write_bulk(*, context: Context, entity: str, request: BulkRequest) -> BulkResult:
    """Carry out the request in one transaction; raises `Invalid` when it is atomic and a row has an error."""
    refuse_too_many(request)

    def work(current: Context) -> BulkResult:
        found = current.schema.get_entity(entity)
        refuse_lines_alone(found)
        left_out: dict[tuple[str, int], tuple[Issue, ...]] = {}
        while is_followed(current, found, None) or is_followed(current, found, found.by_id):
            try:
                with transaction.atomic():
                    return _Bulk(current, found, request, left_out).run()
            except BrokenRows as broken:
                left_out |= broken.issues
        return _Bulk(current, found, request, {}).run()

    with collector_at_rest():
        return fenced(context, work)


class _Bulk:
    """One call. Each step drops the rows that it finds fault with."""

    def __init__(
        self,
        context: Context,
        entity: Entity,
        request: BulkRequest,
        left_out: Mapping[tuple[str, int], tuple[Issue, ...]],
    ) -> None:
        self._left_out = left_out
        self._context = context
        self._entity = entity
        self._request = request
        self._result = BulkResult()
        self._affected = Affected(context, remembers=has_late_rules(context, entity))
        self._places: dict[int, tuple[str, int]] = {}
        self._followed: list[RowChange] = []

    def run(self) -> BulkResult:
        if self._request.create:
            require_create(self._context, self._entity)
        for first, rows in slices(self._request.create):
            fresh, upserted = self._split_upserts(self._read_creates(first, rows))
            self._create(fresh)
            self._update(upserted)
        for first, rows in slices(self._request.update):
            self._update(self._read_updates(first, rows))
        if not self._failed:
            self._affected.run()
            self._refuse_broken()
            delete_many(self._context, self._entity, self._request, self._result)
        refuse_if_atomic(self._request, self._result)
        return self._result

    @property
    def _failed(self) -> bool:
        """Whether nothing will come of the call, so that rows are only looked at for further findings."""
        return bool(self._request.atomic and self._result.errors)

    def _read_creates(self, first: int, rows: Sequence[Mapping[str, Any]]) -> list[Item]:
        reader = DraftReader(self._context, self._entity, "create")
        context, entity, faults = self._context, self._entity, self._request.faults
        drafts = enumerate(map(reader.read, rows), first)
        return [Item.of_new(context, entity, index, draft, faults.get(index, ())) for index, draft in drafts]

    def _read_updates(self, first: int, rows: Sequence[Mapping[str, Any]]) -> list[Item]:
        read = [self._read_update(index, values) for index, values in enumerate(rows, first)]
        return self._with_stored([item for item in read if item is not None])

    def _read_update(self, index: int, values: object) -> tuple[int, Mapping[str, Any], int] | None:
        """The id, the values, the index; None for a row without an id, which is reported."""
        given = values if isinstance(values, Mapping) else {}
        try:
            return read_id(given.get("id")), given, index
        except Invalid as refusal:
            issues = [issue.under("id") for issue in refusal.issues]
            self._result.errors.append(RowError("update", index, tuple(issues)))
            return None

    def _with_stored(self, read: Sequence[tuple[int, Mapping[str, Any], int]]) -> list[Item]:
        stored = lock_rows(self._context, self._entity, [record_id for record_id, _values, _index in read])
        items = []
        reader = DraftReader(self._context, self._entity, "edit")
        for record_id, values, index in read:
            draft = reader.read(values)
            item = Item.of_known(self._context, self._entity, index, draft, stored.get(record_id))
            self._merge(item, record_id, values.get("version"))
            items.append(item)
        return items

    def _merge(self, item: Item, record_id: int, version: object) -> None:
        if item.stored is None:
            item.refuse(record_not_found(self._entity, record_id).issues)
            return
        try:
            refuse_uneditable(self._entity, item.stored)
        except Problem as refusal:
            item.refuse(refusal.issues)
        if isinstance(version, int) and version != item.stored.version:
            message = text("Somebody changed this in the meantime", "此记录已被他人修改")
            item.refuse([Issue("stale", message, ("version",))])
        item.find(locked_fields(self._entity, item.draft, item.stored))
        item.row = {**item.stored.values, **item.draft.values}

    def _split_upserts(self, fresh: list[Item]) -> tuple[list[Item], list[Item]]:
        """New rows whose key exists already become changes of that record."""
        if not self._request.upsert_on:
            return fresh, []
        keys = self._request.upsert_on
        ids = find_existing(self._context, self._entity, keys, [item.row for item in fresh])
        stored = lock_rows(self._context, self._entity, [found for found in ids if found is not None])
        new, known = [], []
        for item, record_id in zip(fresh, ids, strict=True):
            if record_id is None:
                item.is_refused = item.is_refused or item.is_told_at(keys)  # perhaps not new
                new.append(item)
                continue
            item.stored = stored.get(record_id)
            self._merge(item, record_id, None)
            known.append(item)
        return new, known

    def _create(self, items: list[Item]) -> None:
        numbered = [item.row for item in items if not item.issues]
        complete_rows(self._context, self._entity, [item.row for item in items], numbered)
        good = self._checked(items, "create")
        if not good or self._failed:
            return
        with explained(self._entity):
            ids = insert_rows(self._context, self._entity, [item.row for item in good])
        refuse_outside(self._context, self._entity, ids)
        entries = (self._created(item, record_id) for item, record_id in zip(good, ids, strict=True))
        write_trail(self._context, self._entity, "created", entries)
        self._affect_created(good, ids)
        self._result.created += ids

    def _created(self, item: Item, record_id: int) -> Entry:
        changes: Changes = created_changes(self._entity, item.row)
        changes.update(self._write_further(item, record_id, {}))
        return Entry(record_id, 1, changes)

    def _affect_created(self, items: Sequence[Item], ids: Sequence[int]) -> None:
        """What follows from new records is remembered, and computed once at the end."""
        rows = [
            RowChange(record_id, {}, item.row, item.draft.links, item.draft.values.keys())
            for item, record_id in zip(items, ids, strict=True)
        ]
        self._affect(rows)
        further = any(item.draft.lines or item.draft.links for item in items)
        if further or not formulas_of(self._context, self._entity).is_fresh:
            self._affected.add_own(self._entity, ids)
        self._places |= {key: (item.operation, item.index) for key, item in zip(ids, items, strict=True)}

    def _affect(self, rows: Sequence[RowChange]) -> None:
        """Remember what follows from rows; the rows themselves only where the end asks for them."""
        self._affected.add_rows(self._entity, rows)
        if rows and not any(change.before for change in rows):
            self._followed += rows if is_followed_late(self._context, self._entity, None) else ()
            return
        self._followed += [
            change for change in rows
            if is_followed_late(self._context, self._entity, change.fields if change.before else None)
        ]  # fmt: skip

    def _update(self, items: list[Item]) -> None:
        coming = [Coming(item.old, item.row, item.draft.values) for item in items if item.stored]
        stamp_rows(self._context, self._entity, coming)
        good = self._checked(items, "edit")
        if self._failed:
            return
        changed = [item.changed for item in good]
        with explained(self._entity):
            update_rows(
                self._context,
                self._entity,
                [
                    (item.stored.id, row, search_change(self._entity, item.stored.values, row))
                    for item, row in zip(good, changed, strict=True)
                    if item.stored is not None and row
                ],
            )
        self._finish_updates(good, changed)

    def _finish_updates(self, items: list[Item], changed: list[Row]) -> None:
        entries, rows = [], []
        for item, row in zip(items, changed, strict=True):
            if item.stored is None:
                continue
            old_links = self._old_links(item)
            further = self._write_further(item, item.stored.id, old_links)
            if row or further:
                if not row:
                    touch_rows(self._context, self._entity, [item.stored.id])
                changes: Changes = {**changes_between(self._entity, item.stored.values, row), **further}
                entries.append(Entry(item.stored.id, item.stored.version + 1, changes))
                links = {key: {*old_links[key], *item.draft.links[key]} for key in old_links}
                rows.append(RowChange(item.stored.id, item.stored.values, item.row, links))
                self._result.changed.append(item.stored.id)
            self._result.updated.append(item.stored.id)
        write_trail(self._context, self._entity, "updated", entries)
        self._affect(rows)
        self._places |= {item.stored.id: (item.operation, item.index) for item in items if item.stored}

    def _checked(self, items: list[Item], action: Literal["create", "edit"]) -> list[Item]:
        """Compute and check all rows; those with findings are reported, with all of them, and left out."""
        self._report(item for item in items if item.is_refused)
        items = [item for item in items if not item.is_refused]
        for item, found in zip(
            items,
            compute_rows(self._context, self._entity, [item.row for item in items], new=action == "create"),
            strict=True,
        ):
            item.find([*found, *self._left_out.get((item.operation, item.index), ())])
        self._judge(items, action)
        self._check_references(items)
        self._check_uniques(items)
        self._check_trees(items)
        self._ask_guards(items, action)
        self._refuse_twins(items)
        good = [item for item in items if not item.issues]
        self._attach_files(good)
        self._report(item for item in items if item.issues)
        return [item for item in good if not item.issues]

    def _check_uniques(self, items: list[Item]) -> None:
        """Of rows with the same value one that is written has it, whether or not it comes first."""
        asked = sorted(items, key=_is_at_fault)
        rows = [(item.known, item.record_id) for item in asked]
        for position, issue in find_duplicates(self._context, self._entity, rows):
            asked[position].find([issue])

    def _refuse_twins(self, items: list[Item]) -> None:
        """Rows that may be the same as another."""
        if not self._entity.duplicates:
            return
        asked = sorted(items, key=_is_at_fault)
        for position, issue in find_twins(self._context, self._entity, [item.saving for item in asked]):
            if all(known.code != issue.code for known in asked[position].issues):
                asked[position].find([issue])

    def _judge(self, items: list[Item], action: str) -> None:
        savings = [item.saving for item in items]
        for item, judgement in zip(items, judge(self._context, self._entity, savings), strict=True):
            given = None if action == "create" else item.draft.values.keys() | item.draft.links.keys()
            missing = missing_values(self._entity, item.row, item.draft.links, given, judgement.states)
            item.find([*judgement.issues, *missing])

    def _refuse_broken(self) -> None:
        """Requirements that can only be asked of what is written; raises `BrokenRows`."""
        found = follow_up(self._context, self._entity, self._followed, self._affected)
        if found:
            raise BrokenRows({self._places[key]: tuple(issues) for key, issues in found.items()})

    def _check_references(self, items: list[Item]) -> None:
        references = References(self._context)
        for position, item in enumerate(items):
            old = item.old
            links = (link.id for link in shape_of(self._entity).links if link.id in item.row)
            changed = {key: item.row[key] for key in links if old.get(key) != item.row[key]}
            references.add(self._entity, changed, position)
            for field_id, ids in item.draft.links.items():
                references.add_links(self._entity.by_id[field_id], ids, position, item.record_id)
        for position, issue in references.find_missing():
            items[position].find([issue])

    def _check_trees(self, items: list[Item]) -> None:
        """New records stand below others only, so that they close no circle."""
        known = [(item, item.stored) for item in items if item.stored is not None]
        moves = [(stored.id, item.moved) for item, stored in known]
        for position, issue in find_cycles(self._context, self._entity, moves):
            known[position][0].find([issue])

    def _ask_guards(self, items: list[Item], action: Literal["create", "edit"]) -> None:
        attempts = [item.attempt(self._entity, action) for item in items]
        for position, issue in ask_guards_of(self._context, attempts):
            items[position].find([issue])

    def _attach_files(self, items: list[Item]) -> None:
        if not self._entity.fields_of_kind("file"):
            return
        changes = [((), item.changed) for item in items]
        for item, issues in zip(items, attach_all(self._context, self._entity, changes), strict=True):
            item.issues += issues

    def _report(self, items: Iterable[Item]) -> None:
        self._result.errors += [RowError(item.operation, item.index, tuple(item.issues)) for item in items]

    def _write_further(self, item: Item, record_id: int, old_links: Mapping[str, Sequence[int]]) -> Changes:
        """Links and lines of one row."""
        if not (item.draft.links or item.draft.lines):
            return {}
        links = link_changes(old_links, item.draft.links)
        write_links(self._context, self._entity, record_id, {key: item.draft.links[key] for key in links})
        lines = (
            write_lines(self._context, self._entity, record_id, item.draft, Findings(), self._affected)
            if item.draft.lines
            else {}
        )
        return {**links, **lines}

    def _old_links(self, item: Item) -> dict[str, list[int]]:
        if item.stored is None or not item.draft.links:
            return {}
        return read_links(self._context, self._entity, item.stored.id, list(item.draft.links))


def _is_at_fault(item: Item) -> bool:
    return bool(item.issues)
