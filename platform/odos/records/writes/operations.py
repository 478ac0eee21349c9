"""Writes of single records: each one transaction with its audit and outbox entries, behind the version fence.

An operation joins the caller's transaction where there is one. ``context.schema`` is the version that the
caller last saw; the fence gives the one to work with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import orjson
from psycopg2.extensions import AsIs

from odos.access.compile import refusal, require_access
from odos.database.session import fetch_value, is_held
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Stale
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import text, translate
from odos.records.checks.conditions import Saving
from odos.records.checks.findings import Findings, refuse
from odos.records.checks.guards import Attempt, ask_guards
from odos.records.checks.references import missing_references, missing_values, references_of
from odos.records.checks.trees import find_cycles
from odos.records.checks.uniques import explained
from odos.records.checks.validation import judge_one
from odos.records.computed.defaults import add_defaults
from odos.records.computed.recomputing import Affected, RowChange
from odos.records.computed.stamps import Coming, stamp_rows
from odos.records.computed.values import Row, add_owner, compute_rows
from odos.records.context import Context
from odos.records.lists.queries import find_record, get_record, one_or_id, record_not_found
from odos.records.lists.reaching import reachable
from odos.records.values.inputs import Draft, may_not_write, read_draft
from odos.records.values.links import link_changes, read_links, write_links
from odos.records.writes.attachments import attach
from odos.records.writes.bin import lock_for_deletion, put_into_bin, take_from_bin
from odos.records.writes.consequences import follow_up
from odos.records.writes.lines import write_lines
from odos.records.writes.numbering import assign_numbers
from odos.records.writes.plainness import is_plain_change, is_plain_new
from odos.records.writes.statements import (
    Stored,
    insert_row,
    insert_sql,
    lock_rows,
    lock_sql,
    new_id_sql,
    search_change,
    update_sql,
)
from odos.records.writes.trail import (
    Action,
    Changes,
    Entry,
    changes_between,
    created_changes,
    write_and_read,
    write_trail,
    write_with_trail,
)
from odos.schema.model import Entity, Schema
from odos.storage.fence import run_fenced

T = TypeVar("T")


@dataclass(frozen=True)
class Deleted:
    """The outcome of a deletion: its id (for undo) and how many records went into the bin."""

    deletion_id: int
    count: int


def fenced(
    context: Context, work: Callable[[Context], T], *, ahead: Sequence[Sql] = (), held: bool = False
) -> T:
    """Run ``work`` in a transaction on the active version; ``ahead`` and ``held`` as in `run_fenced`."""

    def on_version(schema: Schema) -> T:
        return work(context if schema is context.schema else replace(context, schema=schema))

    return run_fenced(context.workspace, on_version, schema=context.schema, ahead=ahead, held=held)


def create_record(
    *, context: Context, entity: str, values: Mapping[str, Any], findings: Findings | None = None
) -> str:
    """Make a record with its line items; gives its JSON text. Raises `Invalid`, `Forbidden`.

    With ``findings`` (a preview, which is rolled back) bad and missing values are left blank and put there
    instead of being refused.
    """

    early, ahead, held = _read_early(context, entity, values)

    def work(current: Context) -> str:
        found = current.schema.get_entity(entity)
        draft = early if current is context and early else read_draft(current, found, values, "create")
        return _create(current, found, draft, findings or Findings())

    return fenced(context, work, ahead=ahead, held=held and findings is None)


def _read_early(
    context: Context, key: str, values: Mapping[str, Any]
) -> tuple[Draft | None, Sequence[Sql], bool]:
    """What is sent, read before the transaction opens, and what that will ask first: its references.

    The last tells whether one message may be all there is to send.
    """
    entity = context.schema.find_entity(key)
    if entity is None:  # not yet known to this process, perhaps
        return None, (), False
    draft = read_draft(context, entity, values, "create")
    if draft.issues or is_plain_new(context, entity, draft):
        return draft, (), not draft.issues
    asked = references_of(context, entity, draft).statement()
    return draft, (asked,) if asked else (), False


def update_record(
    *,
    context: Context,
    entity: str,
    record_id: int,
    values: Mapping[str, Any],
    if_version: int | None = None,
    findings: Findings | None = None,
    is_answered: bool = True,
) -> str:
    """Change the fields that are given; gives the record's JSON text. ``findings`` as in `create_record`.

    With ``if_version`` the record must still have that version, else `Stale`, which carries the record.
    Where the text is not wanted (``is_answered``) it is empty, and the record is not read again.
    """

    def work(current: Context) -> str:
        found = current.schema.get_entity(entity)
        stored = _lock_one(current, found, record_id, if_version)
        return _update(current, found, stored, values, findings or Findings(), is_answered)

    known = context.schema.find_entity(entity)
    return fenced(context, work, ahead=(lock_sql(context, known, [record_id]),) if known else ())


def delete_record(*, context: Context, entity: str, record_id: int, if_version: int | None = None) -> Deleted:
    """Put a record into the bin, with what belongs to it."""
    return fenced(
        context, lambda current: _delete(current, current.schema.get_entity(entity), record_id, if_version)
    )


def restore_record(*, context: Context, entity: str, record_id: int) -> str:
    """Bring a record back from the bin with all that went along; gives its JSON text."""

    def work(current: Context) -> str:
        found = current.schema.get_entity(entity)
        take_from_bin(current, found, record_id)
        return get_record(context=current, entity=found, record_id=record_id)

    return fenced(context, work)


def _create(context: Context, entity: Entity, draft: Draft, findings: Findings) -> str:
    refuse_lines_alone(entity)
    require_create(context, entity)
    row: Row = dict(draft.values)
    complete_rows(context, entity, [row])
    issues = [*draft.issues, *compute_rows(context, entity, [row], new=True)[0]]
    judged = judge_one(context, entity, Saving({}, row, frozenset(draft.values), draft.links), findings)
    missing = missing_values(entity, row, draft.links, _not_in(issues, entity), findings.states)
    findings.add([*issues, *judged, *missing])
    references = references_of(context, entity, Draft(row, draft.links))
    required = references.requirement() if is_held() else None
    if required is None:
        refuse([issue for _row, issue in references.find_missing()])
    refuse(ask_guards(context, Attempt(entity, "create", None, {}, row, draft.further)))
    findings.add(attach(context, entity, row))
    if is_plain_new(context, entity, draft):
        new_id = AsIs(new_id_sql(entity))
        write, changes = insert_sql(context, entity, row), created_changes(entity, row)
        return _write_plainly(context, entity, "created", write, changes, new_id, required)
    affected = Affected(context)
    record_id = _insert(context, entity, row, draft, findings, affected)
    refuse_outside(context, entity, [record_id])
    change = RowChange(record_id, {}, row, draft.links, draft.values.keys())
    affected.add_rows(entity, [change])
    affected.add_own(entity, [record_id])
    affected.run()
    findings.add(follow_up(context, entity, [change], affected).get(record_id, ()))
    return _reread(context, entity, record_id)


def refuse_outside(context: Context, entity: Entity, ids: Sequence[int]) -> None:
    """Raise `Forbidden` for new records that the actor may not make: not of this owner, unit, parent, …"""
    for action in ("create", "import") if context.source == "import" else ("create",):
        if context.access(entity, action).unrestricted or not ids:
            continue
        outside = Sql("t.id = ANY(%s) AND (", (list(ids),)) + reachable(context, entity, "t", action)
        statement = f"SELECT 1 FROM {quote(entity.table)} t WHERE " + outside + ") IS NOT TRUE LIMIT 1"
        if fetch_value(context.workspace, statement.text, statement.bind(context.slots)) is not None:
            raise Forbidden(None, [refusal(entity, action)])


def _write_plainly(
    context: Context,
    entity: Entity,
    action: Action,
    write: Sql,
    changes: Changes,
    record_id: object,
    required: Sql | None = None,
) -> str:
    """Write, trail and read in one message. ``record_id`` is the id or the SQL that gives it.

    Gives the record as the actor sees it; the id alone of one that is out of sight.
    """
    seen_or_id = one_or_id(context, entity, record_id)
    with explained(entity):
        row = write_and_read(context, entity, action, write, changes, seen_or_id, required)
    return str(row[0]) if row else "{}"


def _insert(
    context: Context, entity: Entity, row: Row, draft: Draft, findings: Findings, affected: Affected
) -> int:
    """Row and trail in one statement; only line items, whose ids the trail names, must come in between."""
    changes: Changes = {**created_changes(entity, row), **link_changes({}, draft.links)}
    with explained(entity):
        if draft.lines:
            record_id = insert_row(context, entity, row)
        else:
            write = insert_sql(context, entity, row)
            record_id, _version = write_with_trail(context, entity, "created", write, changes)
    write_links(context, entity, record_id, draft.links)
    if draft.lines:
        changes |= write_lines(context, entity, record_id, draft, findings, affected)
        write_trail(context, entity, "created", [Entry(record_id, 1, changes)])
    return record_id


def _update(
    context: Context,
    entity: Entity,
    stored: Stored,
    values: Mapping[str, Any],
    findings: Findings,
    is_answered: bool,
) -> str:
    draft = read_draft(context, entity, values, "edit")
    findings.add(locked_fields(entity, draft, stored))
    after: Row = {**stored.values, **draft.values}
    stamp_rows(context, entity, [Coming(stored.values, after, draft.values)])
    issues = [*draft.issues, *compute_rows(context, entity, [after])[0]]
    changed = {key: value for key, value in after.items() if stored.values.get(key) != value}
    given = changed.keys() | draft.links.keys()
    written = frozenset(draft.values.keys() & changed.keys() | draft.links.keys())
    saving = Saving(stored.values, after, written, draft.links, stored.id)
    judged = judge_one(context, entity, saving, findings)
    missing = missing_values(entity, after, draft.links, given, findings.states)
    findings.add([*issues, *judged, *missing])
    refuse(missing_references(context, entity, Draft(changed, draft.links), stored.id))
    refuse([issue for _position, issue in find_cycles(context, entity, [(stored.id, changed)])])
    refuse(ask_guards(context, Attempt(entity, "edit", stored.id, stored.values, after, draft.further)))
    findings.add(attach(context, entity, changed))
    if changed and is_plain_change(context, entity, draft, changed):
        search = search_change(entity, stored.values, changed)
        write = update_sql(context, entity, stored.id, changed, search)
        difference = changes_between(entity, stored.values, changed)
        if is_answered:
            return _write_plainly(context, entity, "updated", write, difference, stored.id)
        with explained(entity):
            write_with_trail(context, entity, "updated", write, difference)
        return ""
    affected = Affected(context)
    links = _write_change(context, entity, stored, changed, draft, findings, affected)
    if links is not None:
        change = RowChange(stored.id, stored.values, after, links)
        affected.add_rows(entity, [change])
        affected.run()
        findings.add(follow_up(context, entity, [change], affected).get(stored.id, ()))
    return _reread(context, entity, stored.id) if is_answered else ""


def _write_change(
    context: Context,
    entity: Entity,
    stored: Stored,
    changed: Row,
    draft: Draft,
    findings: Findings,
    affected: Affected,
) -> dict[str, set[int]] | None:
    """Write what differs; None when nothing does, and then the version stays.

    Gives the many-to-many fields that differ, with the targets of before and after.
    """
    old_links = read_links(context, entity, stored.id, list(draft.links))
    links = link_changes(old_links, draft.links)
    lines = write_lines(context, entity, stored.id, draft, findings, affected)
    if not (changed or links or lines):
        return None
    changes: Changes = {**changes_between(entity, stored.values, changed), **links, **lines}
    search = search_change(entity, stored.values, changed)
    write = update_sql(context, entity, stored.id, changed, search)
    with explained(entity):
        write_with_trail(context, entity, "updated", write, changes)
    write_links(context, entity, stored.id, {key: draft.links[key] for key in links})
    return {key: {*old_links[key], *draft.links[key]} for key in links}


def _delete(context: Context, entity: Entity, record_id: int, if_version: int | None) -> Deleted:
    refuse_lines_alone(entity)
    stored = lock_for_deletion(context, entity, [record_id])[record_id]
    refuse_stale(context, entity, stored, if_version)
    refuse(ask_guards(context, Attempt(entity, "delete", record_id, stored.values, {})))
    deletion, count = put_into_bin(context, entity, [record_id])
    return Deleted(deletion.pk, count)


def _lock_one(context: Context, entity: Entity, record_id: int, if_version: int | None) -> Stored:
    refuse_lines_alone(entity)
    stored = lock_rows(context, entity, [record_id]).get(record_id)
    if stored is None:
        raise record_not_found(entity, record_id)
    refuse_uneditable(entity, stored)
    refuse_stale(context, entity, stored, if_version)
    return stored


def _reread(context: Context, entity: Entity, record_id: int) -> str:
    """The record as the actor sees it; the id alone of one that is out of sight now (given away)."""
    body = find_record(context=context, entity=entity, record_id=record_id)
    return body if body is not None else orjson.dumps({"id": str(record_id)}).decode()


def _not_in(issues: Sequence[Issue], entity: Entity) -> set[str]:
    """Fields without a finding yet, so that a bad value is not called missing as well."""
    reported = {str(issue.path[0]) for issue in issues if issue.path}
    return {item.id for item in entity.fields.values() if item.key not in reported}


def complete_rows(
    context: Context, entity: Entity, rows: Sequence[Row], numbered: Sequence[Row] | None = None
) -> None:
    """Owner, defaults, numbers and stamps of new rows. Without ``numbered`` all of them take a number."""
    given = [frozenset(row) for row in rows]
    add_owner(context, entity, rows)
    add_defaults(context, entity, rows)
    assign_numbers(context, entity, rows if numbered is None else numbered)
    stamp_rows(context, entity, [Coming({}, row, sent) for row, sent in zip(rows, given, strict=True)])


def require_create(context: Context, entity: Entity) -> None:
    """Raise `Forbidden` unless the actor may make records of ``entity``."""
    require_access(schema=context.schema, principal=context.actor, entity=entity, action="create")


def refuse_uneditable(entity: Entity, stored: Stored) -> None:
    """Raise `Forbidden` for a row that may be seen but not changed."""
    if not stored.editable:
        message = text("You may not change this {entity}", "您没有权限修改此{zh}",
                       entity=translate(entity.label), zh=translate(entity.label, "zh-hans"))  # fmt: skip
        raise Forbidden(None, [Issue("forbidden", message)])


def locked_fields(entity: Entity, draft: Draft, stored: Stored) -> list[Issue]:
    """Findings for values that this very record does not let the actor change."""
    given = draft.values.keys() | draft.links.keys() | draft.lines.keys()
    return [may_not_write(entity.by_id[key].key) for key in sorted(given & stored.locked)]


def refuse_stale(context: Context, entity: Entity, stored: Stored, if_version: int | None) -> None:
    """Raise `Stale` with the current record when somebody saved in between."""
    if if_version is None or if_version == stored.version:
        return
    current = orjson.loads(get_record(context=context, entity=entity, record_id=stored.id))
    hint = text("Compare your changes with the current record and save again", "请与当前记录比较后重新保存")
    message = text(
        "You changed version {yours}, the record is at version {theirs}",
        "您修改的是版本 {yours}，当前版本为 {theirs}",
        yours=if_version,
        theirs=stored.version,
    )
    raise Stale(None, [Issue("stale", message, (), hint)], extra={"current": current})


def refuse_lines_alone(entity: Entity) -> None:
    """Line items are written through their parent only."""
    if entity.line_of is not None:
        message = text("Line items are saved with their record", "明细行须随主记录一起保存")
        raise Conflict(None, [Issue("line_item", message)])
