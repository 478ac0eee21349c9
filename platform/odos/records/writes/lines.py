"""Line items: rows that belong to a parent record and are saved, locked and binned with it.

Lines not listed stay as they are. Their changes stand in the parent's audit entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from odos.database.session import execute, fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.records.checks.conditions import Saving
from odos.records.checks.findings import Findings
from odos.records.checks.references import References, missing_values
from odos.records.checks.validation import judge
from odos.records.computed.defaults import add_defaults
from odos.records.computed.recomputing import Affected, RowChange
from odos.records.computed.values import Row, compute_rows
from odos.records.context import Context
from odos.records.values.inputs import Draft, Line, may_not_write
from odos.records.values.line_order import put_in_order
from odos.records.writes.attachments import attach_all
from odos.records.writes.numbering import assign_numbers
from odos.records.writes.statements import Stored, insert_rows, lock_rows, search_change, update_row
from odos.records.writes.trail import changes_between
from odos.schema.model import Entity, Field

LineChange = dict[str, Any]  # {"id", "op": created|updated|moved|deleted, "changes": {field id: [from, to]}}
_STEP = 1.0


def write_lines(
    context: Context, entity: Entity, record_id: int, draft: Draft, findings: Findings, affected: Affected
) -> dict[str, list[LineChange]]:
    """Save the lines of a record whose row is locked; raises `Invalid` with paths ``lines/0/quantity``."""
    changes = {}
    for field_id, lines in draft.lines.items():
        writer = _LineWriter(context, entity.by_id[field_id], record_id, findings)
        changed = writer.write(lines)
        affected.add_rows(writer.entity, writer.rows)
        affected.add_own(writer.entity, writer.created)
        if changed:
            changes[field_id] = changed
    return changes


class _LineWriter:
    """Writes the lines of one children field of one record."""

    def __init__(self, context: Context, children: Field, parent_id: int, findings: Findings) -> None:
        self._context = context
        self._findings = findings
        self._children = children
        self._entity = self.entity = context.schema.target_of(children)
        self._parent_field = self._entity.by_id[children.inverse or ""]
        self._parent_id = parent_id
        self.rows: list[RowChange] = []
        self.created: list[int] = []

    def write(self, lines: Sequence[Line]) -> list[LineChange]:
        stored = self._lock([line.id for line in lines if line.id is not None])
        self._refuse_strangers(lines, stored)
        self._refuse_locked(lines, stored)
        fresh = [line for line in lines if line.id is None and not line.delete]
        kept = [line for line in lines if line.id is not None and not line.delete]
        gone = [line.id for line in lines if line.id is not None and line.delete]
        self._check_references([*fresh, *kept], stored)
        self._attach_files([*fresh, *kept], stored)
        deleted, updated, created = (
            self._delete(gone, stored),
            self._update(kept, stored),
            self._insert(fresh),
        )
        moved = self._order(lines, [int(change["id"]) for change in created]) if kept else []
        return [*deleted, *updated, *created, *moved]

    def _order(self, lines: Sequence[Line], created: Sequence[int]) -> list[LineChange]:
        fresh = iter(created)
        ids = [line.id if line.id is not None else next(fresh) for line in lines if not line.delete]
        moved = put_in_order(self._context, self._entity, ids) if len(ids) > 1 else []
        return [
            {"id": str(line_id), "op": "moved", "changes": {}} for line_id in moved if line_id not in created
        ]

    def _lock(self, ids: list[int]) -> dict[int, Stored]:
        return lock_rows(self._context, self._entity, ids) if ids else {}

    def _refuse_strangers(self, lines: Sequence[Line], stored: dict[int, Stored]) -> None:
        """A line of another record is as unknown as one that does not exist."""
        issues = []
        for line in lines:
            row = stored.get(line.id) if line.id is not None else None
            belongs = row is not None and row.values[self._parent_field.id][0] == self._parent_id
            if line.id is not None and not belongs:
                message = text("There is no line {id} here", "此处没有编号为 {id} 的明细行", id=line.id)
                issues.append(Issue("line_not_found", message, (self._children.key, line.index, "id")))
        if issues:
            raise Invalid(None, issues)

    def _refuse_locked(self, lines: Sequence[Line], stored: dict[int, Stored]) -> None:
        for line in lines:
            if line.id is not None:
                locked = sorted(line.draft.values.keys() & stored[line.id].locked)
                issues = [may_not_write(self._entity.by_id[key].key) for key in locked]
                self._findings.add([issue.under(self._children.key, line.index) for issue in issues])

    def _check_references(self, lines: Sequence[Line], stored: dict[int, Stored]) -> None:
        references = References(self._context)
        for line in lines:
            old = stored[line.id].values if line.id is not None else {}
            changed = {key: value for key, value in line.draft.values.items() if old.get(key) != value}
            references.add(self._entity, changed, at=(self._children.key, line.index))
        issues = [issue for _row, issue in references.find_missing()]
        if issues:
            raise Invalid(None, issues)

    def _attach_files(self, lines: Sequence[Line], stored: dict[int, Stored]) -> None:
        changes = []
        for line in lines:
            old = stored[line.id].values if line.id is not None else {}
            changed = {key: value for key, value in line.draft.values.items() if old.get(key) != value}
            changes.append(((self._children.key, line.index), changed))
        found = attach_all(self._context, self._entity, changes)
        self._findings.add([issue for issues in found for issue in issues])

    def _insert(self, lines: Sequence[Line]) -> list[LineChange]:
        rows: list[Row] = [dict(line.draft.values) for line in lines]
        if not rows:
            return []
        add_defaults(self._context, self._entity, rows)
        assign_numbers(self._context, self._entity, rows)
        self._compute(lines, [{}] * len(rows), rows, new=True)
        for row in rows:
            row[self._parent_field.id] = (self._parent_id,)
        first = self._last_position() + _STEP
        positions = [{"position": first + number * _STEP} for number in range(len(rows))]
        ids = insert_rows(self._context, self._entity, rows, positions)
        self.created += ids
        self.rows += [RowChange(line_id, {}, row) for line_id, row in zip(ids, rows, strict=True)]
        return [
            {
                "id": str(line_id),
                "op": "created",
                "changes": changes_between(self._entity, {}, self._own(row)),
            }
            for line_id, row in zip(ids, rows, strict=True)
        ]

    def _update(self, lines: Sequence[Line], stored: dict[int, Stored]) -> list[LineChange]:
        before = [stored[line.id].values for line in lines if line.id is not None]
        after: list[Row] = [{**old, **line.draft.values} for line, old in zip(lines, before, strict=True)]
        self._compute(lines, before, after)
        changes = []
        for line, old, new in zip(lines, before, after, strict=True):
            changed = {key: values for key, values in new.items() if old.get(key) != values}
            if changed and line.id is not None:
                search = search_change(self._entity, old, changed)
                update_row(self._context, self._entity, line.id, changed, search)
                self.rows.append(RowChange(line.id, old, new))
                difference = changes_between(self._entity, old, changed)
                changes.append({"id": str(line.id), "op": "updated", "changes": difference})
        return changes

    def _delete(self, ids: list[int], stored: dict[int, Stored]) -> list[LineChange]:
        """Removed lines leave the record; the row stays, out of sight; the audit entry says what it was."""
        if not ids:
            return []
        execute(
            self._context.workspace,
            f"UPDATE {quote(self._entity.table)} SET deleted_at = %s, updated_at = %s, updated_by = %s"
            " WHERE id = ANY(%s)",
            [self._context.now, self._context.now, self._context.actor.user_id, ids],
        )
        self.rows += [RowChange(line_id, stored[line_id].values, {}) for line_id in ids]
        blanks = {key: (None,) * len(values) for key, values in self._own(stored[ids[0]].values).items()}
        return [
            {
                "id": str(line_id),
                "op": "deleted",
                "changes": changes_between(self._entity, stored[line_id].values, blanks),
            }
            for line_id in ids
        ]

    def _compute(
        self, lines: Sequence[Line], before: Sequence[Row], rows: list[Row], *, new: bool = False
    ) -> None:
        computed = compute_rows(self._context, self._entity, rows, new=new)
        savings = [
            Saving(old, row, _written(line, old)) for line, old, row in zip(lines, before, rows, strict=True)
        ]
        judged = judge(self._context, self._entity, savings)
        looked_at = self._entity.by_id.keys() - {self._parent_field.id}
        issues: list[Issue] = []
        for line, row, found, judgement in zip(lines, rows, computed, judged, strict=True):
            missing = missing_values(self._entity, row, {}, looked_at, judgement.states)
            listed = [*found, *judgement.issues, *missing]
            issues += [issue.under(self._children.key, line.index) for issue in listed]
        self._findings.add(issues)

    def _own(self, row: Row) -> Row:
        return {key: values for key, values in row.items() if key != self._parent_field.id}

    def _last_position(self) -> float:
        found = fetch_value(
            self._context.workspace,
            f"SELECT max(position) FROM {quote(self._entity.table)}"
            f" WHERE {quote(self._parent_field.column)} = %s",
            [self._parent_id],
        )
        return float(found or 0)


def _written(line: Line, old: Row) -> frozenset[str]:
    return frozenset(key for key, values in line.draft.values.items() if old.get(key) != values)
