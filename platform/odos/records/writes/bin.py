"""The bin: a deletion takes along what belongs to the record, and brings all of it back together.

``on_delete`` of each reference decides: ``restrict`` refuses while live records refer, ``clear`` empties
the reference (and remembers it), ``cascade`` takes the referring record along. Line items always go along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.db.utils import IntegrityError

from odos.database.session import fetch_all, fetch_value
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text, translate
from odos.records.checks.findings import labels_of, refuse
from odos.records.checks.guards import Attempt, ask_guards, ask_guards_of
from odos.records.checks.uniques import violated_fields
from odos.records.computed.recomputing import Affected, RowChange
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.models import Deletion
from odos.records.writes.statements import Stored, lock_rows
from odos.records.writes.trail import Entry, write_trail
from odos.schema.model import Entity, Field

MAX_TAKEN_ALONG = 10_000


@dataclass
class _Sweep:
    """One act of deletion while it spreads."""

    context: Context
    deletion: Deletion
    count: int = 0
    taken: list[list[object]] = field(default_factory=list)
    cleared: list[list[object]] = field(default_factory=list)
    affected: Affected = field(init=False)

    def __post_init__(self) -> None:
        self.affected = Affected(self.context)


def put_into_bin(context: Context, entity: Entity, ids: Sequence[int]) -> tuple[Deletion, int]:
    """Delete locked rows of one entity and all that goes along; gives the deletion and the number of rows."""
    deletion = Deletion.objects.create(
        entity_id=entity.id, record_id=ids[0], at=context.now, actor_id=context.actor.user_id
    )
    sweep = _Sweep(context, deletion)
    _sweep(sweep, entity, list(ids), tracked=True)
    deletion.taken, deletion.cleared = sweep.taken, sweep.cleared
    deletion.save(update_fields=["taken", "cleared"])
    sweep.affected.run()
    return deletion, sweep.count


def lock_for_deletion(context: Context, entity: Entity, ids: Sequence[int]) -> dict[int, Stored]:
    """Lock the rows so that nobody comes to refer to them; raises for unseen or forbidden ones."""
    stored = lock_rows(context, entity, ids, action="delete", strength="UPDATE")
    for record_id in ids:
        if record_id not in stored:
            raise record_not_found(entity, record_id)
        if not stored[record_id].editable:
            raise Forbidden(None, [_may_not("delete", entity)])
    return stored


def take_from_bin(context: Context, entity: Entity, record_id: int) -> None:
    """Bring back everything that went with the record."""
    deletion_id = fetch_value(
        context.workspace,
        f"SELECT deletion_id FROM {quote(entity.table)} WHERE id = %s AND deleted_at IS NOT NULL",
        [record_id],
    )
    stored = lock_rows(context, entity, [record_id], deleted=True, action="restore")
    if deletion_id is None or record_id not in stored:
        raise record_not_found(entity, record_id)
    if not stored[record_id].editable:
        raise Forbidden(None, [_may_not("restore", entity)])
    deletion = Deletion.objects.select_for_update().get(id=deletion_id)
    _refuse_dangling(context, entity, stored[record_id], deletion)
    attempt = Attempt(entity, "restore", record_id, {}, stored[record_id].values)
    issues = ask_guards(context, attempt)
    if issues:
        raise Conflict(None, issues)
    _bring_back(context, deletion)


def _sweep(sweep: _Sweep, entity: Entity, ids: list[int], *, tracked: bool) -> None:
    context = sweep.context
    if not ids:
        return
    sweep.count += len(ids)
    _refuse_too_many(sweep.count)
    _touch_feeds(sweep, entity, ids)
    marked = fetch_all(
        context.workspace,
        f"UPDATE {quote(entity.table)} SET deleted_at = %s, deletion_id = %s, version = version + 1"
        " WHERE id = ANY(%s) AND deleted_at IS NULL RETURNING id, version",
        [context.now, sweep.deletion.pk, ids],
    )
    sweep.taken.append([entity.id, [row[0] for row in marked]])
    if tracked:
        write_trail(context, entity, "deleted", [Entry(row[0], row[1], {}) for row in marked])
    for holder, link in _incoming(context, entity):
        _follow(sweep, entity, holder, link, [row[0] for row in marked])


def _follow(sweep: _Sweep, target: Entity, holder: Entity, link: Field, ids: list[int]) -> None:
    if link.kind == "references":
        return  # link rows stay: they count only while both sides are live
    policy = _policy(holder, link)
    referring = _referring(sweep.context, holder, link, ids, lock=policy != "restrict")
    if not referring:
        return
    if policy == "restrict":
        raise Conflict(None, [_still_used(target, holder, link)])
    if policy == "cascade":
        is_line = holder.line_of is not None and holder.line_of.parent_field == link.id
        if not is_line:
            _ask(sweep.context, [Attempt(holder, "delete", key, {}, {}) for key in referring])
        _sweep(sweep, holder, referring, tracked=not is_line)
    else:
        cleared = {link.id: (None,)}
        _ask(sweep.context, [Attempt(holder, "edit", key, {link.id: (0,)}, cleared) for key in referring])
        _clear(sweep, holder, link, ids)


def _policy(holder: Entity, link: Field) -> str:
    if holder.line_of is not None and holder.line_of.parent_field == link.id:
        return "cascade"
    fallback = "clear" if link.kind in {"user", "parent"} else "restrict"
    return str(link.options.get("on_delete", fallback))


def _referring(context: Context, holder: Entity, link: Field, ids: list[int], *, lock: bool) -> list[int]:
    suffix = "ORDER BY id FOR UPDATE" if lock else "LIMIT 1"
    rows = fetch_all(
        context.workspace,
        f"SELECT id FROM {quote(holder.table)} WHERE {quote(link.column)} = ANY(%s)"
        f" AND deleted_at IS NULL AND NOT (id = ANY(%s) AND %s) {suffix}",
        [ids, ids, holder.id == link.target],
    )
    return [row[0] for row in rows]


def _ask(context: Context, attempts: list[Attempt]) -> None:
    """What goes along or loses a reference is guarded like what is changed by itself."""
    refuse([issue for _position, issue in ask_guards_of(context, attempts)])


def _clear(sweep: _Sweep, holder: Entity, link: Field, ids: list[int]) -> None:
    context, column = sweep.context, quote(link.column)
    rows = fetch_all(
        context.workspace,
        f"WITH old AS (SELECT id, {column} AS target FROM {quote(holder.table)}"
        f" WHERE {column} = ANY(%s) AND deleted_at IS NULL)"
        f" UPDATE {quote(holder.table)} t SET {column} = NULL, version = version + 1, updated_at = %s,"
        " updated_by = %s FROM old WHERE t.id = old.id RETURNING t.id, t.version, old.target",
        [ids, context.now, context.actor.user_id],
    )
    entries = [Entry(row[0], row[1], {link.id: [{"id": str(row[2])}, None]}) for row in rows]
    write_trail(context, holder, "updated", entries)
    sweep.affected.add_rows(
        holder, [RowChange(row[0], {link.id: (row[2],)}, {link.id: (None,)}) for row in rows]
    )
    for target in sorted({row[2] for row in rows}):
        cleared = [row[0] for row in rows if row[2] == target]
        sweep.cleared.append([holder.id, link.id, target, cleared])


def _touch_feeds(sweep: _Sweep, entity: Entity, ids: list[int]) -> None:
    stored = read_links_plainly(sweep.context, entity, ids)
    sweep.affected.add_rows(entity, [RowChange(record_id, row, {}) for record_id, row in stored.items()])


def read_links_plainly(
    context: Context, entity: Entity, ids: list[int]
) -> dict[int, dict[str, tuple[object, ...]]]:
    """The references of rows, whoever may see them; for the engine's own bookkeeping."""
    links = [item for item in entity.fields_of_kind("reference", "parent", "user") if item.column]
    columns = "".join(f", {quote(item.column)}" for item in links)
    rows = fetch_all(
        context.workspace, f"SELECT id{columns} FROM {quote(entity.table)} WHERE id = ANY(%s)", [ids]
    )
    return {row[0]: {item.id: (value,) for item, value in zip(links, row[1:], strict=True)} for row in rows}


def _incoming(context: Context, entity: Entity) -> Iterable[tuple[Entity, Field]]:
    for incoming in entity.incoming:
        holder = context.schema.by_id[incoming.entity]
        yield holder, holder.by_id[incoming.field]


def _bring_back(context: Context, deletion: Deletion) -> None:
    affected = Affected(context)
    for entity_id, taken in deletion.taken:
        entity = context.schema.by_id.get(entity_id)
        if entity is None:
            continue
        rows = _revive(context, entity, deletion, taken)
        ids = [row[0] for row in rows]
        stored = read_links_plainly(context, entity, ids)
        affected.add_rows(entity, [RowChange(record_id, {}, row) for record_id, row in stored.items()])
        if entity.line_of is None:
            write_trail(context, entity, "restored", [Entry(row[0], row[1], {}) for row in rows])
    _refill(context, deletion, affected)
    deletion.restored_at = context.now
    deletion.save(update_fields=["restored_at"])
    affected.run()


def _revive(
    context: Context, entity: Entity, deletion: Deletion, ids: Sequence[int]
) -> list[tuple[int, int]]:
    try:
        rows = fetch_all(
            context.workspace,
            f"UPDATE {quote(entity.table)} SET deleted_at = NULL, deletion_id = NULL, version = version + 1"
            " WHERE id = ANY(%s) AND deletion_id = %s RETURNING id, version",
            [list(ids), deletion.pk],
        )
    except IntegrityError as error:
        raise Conflict(None, [_taken_meanwhile(context, entity, violated_fields(entity, error))]) from error
    return [(row[0], row[1]) for row in rows]


def _refill(context: Context, deletion: Deletion, affected: Affected) -> None:
    """Give emptied references back, where nobody has filled them since."""
    for entity_id, field_id, target, ids in deletion.cleared:
        holder = context.schema.by_id.get(entity_id)
        link = holder.by_id.get(field_id) if holder else None
        if holder is None or link is None:
            continue
        rows = fetch_all(
            context.workspace,
            f"UPDATE {quote(holder.table)} SET {quote(link.column)} = %s, version = version + 1"
            f" WHERE id = ANY(%s) AND {quote(link.column)} IS NULL AND deleted_at IS NULL"
            " RETURNING id, version",
            [target, ids],
        )
        entries = [Entry(row[0], row[1], {link.id: [None, {"id": str(target)}]}) for row in rows]
        filled = {link.id: (target,)}
        affected.add_rows(holder, [RowChange(row[0], {link.id: (None,)}, filled) for row in rows])
        write_trail(context, holder, "updated", entries)


def _refuse_dangling(context: Context, entity: Entity, stored: Stored, deletion: Deletion) -> None:
    """A record cannot come back while what it refers to is itself in the bin by another deletion."""
    for item in entity.fields_of_kind("reference", "parent"):
        target = stored.values.get(item.id, (None,))[0]
        if target is None:
            continue
        holder = context.schema.target_of(item)
        gone = fetch_value(
            context.workspace,
            f"SELECT deletion_id FROM {quote(holder.table)} WHERE id = %s AND deleted_at IS NOT NULL",
            [target],
        )
        if gone is not None and gone != deletion.pk:
            message = text(
                '"{name}" refers to a record that is in the bin',
                "“{chinese}”引用的记录在回收站中",
                name=translate(item.label),
                chinese=translate(item.label, "zh-hans"),
            )
            hint = text("Restore that record first", "请先恢复被引用的记录")
            raise Conflict(None, [Issue("reference_deleted", message, (item.key,), hint)])


def _refuse_too_many(count: int) -> None:
    if count > MAX_TAKEN_ALONG:
        message = text("More than {n} records would go along", "将连带删除超过 {n} 条记录", n=MAX_TAKEN_ALONG)
        hint = text("Delete some of them first", "请先删除其中一部分")
        raise Invalid(None, [Issue("too_many", message, (), hint)])


def _still_used(target: Entity, holder: Entity, link: Field) -> Issue:
    message = text(
        "This {target} is still used by records of {holder}",
        "仍有{holder_zh}引用此{target_zh}",
        target=translate(target.label),
        holder=translate(holder.plural_label),
        target_zh=translate(target.label, "zh-hans"),
        holder_zh=translate(holder.plural_label, "zh-hans"),
    )
    hint = text("Delete them or let them refer to another first", "请先删除它们或改为引用其他记录")
    return Issue("still_used", message, (holder.key, link.key), hint)


def _taken_meanwhile(context: Context, entity: Entity, fields: Sequence[Field]) -> Issue:
    """Another record has what must be unique; fields that the actor may not see are not named."""
    named = () if any(item.id in context.access(entity).veiled_fields for item in fields) else fields
    en, chinese = labels_of(named)
    message = text(
        "Another {entity} has the same {fields} meanwhile",
        "已有其他{entity_zh}使用了相同的{fields_zh}",
        entity=translate(entity.label),
        fields=en or "value, which must be unique",
        entity_zh=translate(entity.label, "zh-hans"),
        fields_zh=chinese or "必须唯一的值",
    )
    hint = text("Change or delete the other record first", "请先修改或删除另一条记录")
    return Issue("restore_conflict", message, tuple(item.key for item in named[:1]), hint)


def _may_not(action: Literal["delete", "restore"], entity: Entity) -> Issue:
    en, chinese = {"delete": ("delete", "删除"), "restore": ("restore", "恢复")}[action]
    message = text(
        "You may not {en} this {entity}",
        "您没有权限{chinese}此{entity_zh}",
        en=en,
        chinese=chinese,
        entity=translate(entity.label),
        entity_zh=translate(entity.label, "zh-hans"),
    )
    return Issue("forbidden", message)
