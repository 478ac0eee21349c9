"""A record's history as its viewer may read it: changes by present field names, hidden fields left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.access.model import combined_predicate
from odos.audit.queries import HistoryEntry, list_history
from odos.database.session import fetch_value
from odos.kernel.sql import Sql, quote
from odos.kernel.texts import translate
from odos.records.context import Context
from odos.records.queries import record_not_found
from odos.schema.model import Entity, Field


def list_record_history(
    *, context: Context, entity: Entity, record_id: int, cursor: str | None = None, language: str = "en"
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of entries, newest first, and the cursor of the next. Records in the bin have theirs too."""
    if not _may_see(context, entity, record_id):
        raise record_not_found(entity, record_id)
    page = list_history(workspace=context.workspace, entity_id=entity.id, record_id=record_id, cursor=cursor)
    return [_entry(context, entity, entry, language) for entry in page.items], page.next


def _may_see(context: Context, entity: Entity, record_id: int) -> bool:
    visible = combined_predicate(context.access(entity), "t")
    statement = (
        f"SELECT 1 FROM {quote(entity.table)} t WHERE " + Sql("t.id = %s AND ", (record_id,)) + visible
    )
    return fetch_value(context.workspace, statement.text, statement.bind(context.slots)) is not None


def _entry(context: Context, entity: Entity, entry: HistoryEntry, language: str) -> dict[str, Any]:
    actor = None
    if entry.actor_id is not None:
        actor = {"id": str(entry.actor_id), "label": entry.actor_label}
    return {
        "id": str(entry.id),
        "at": entry.at.isoformat(),
        "version": entry.version,
        "actor": actor,
        "action": entry.action,
        "source": entry.source,
        "reason": entry.reason,
        "changes": list(_changes(context, entity, entry.changes, language)),
    }


def _changes(
    context: Context, entity: Entity, changes: Mapping[str, Any], language: str
) -> Iterator[dict[str, Any]]:
    hidden = context.access(entity).hidden_fields
    for field_id, change in changes.items():
        item = entity.by_id.get(field_id)
        if item is None or item.id in hidden:
            continue
        if item.kind == "children":
            yield from _line_changes(context, item, change, language)
        else:
            yield _change(item, change, language, item.key)


def _line_changes(
    context: Context, children: Field, lines: list[Any], language: str
) -> Iterator[dict[str, Any]]:
    line_entity = context.schema.target_of(children)
    hidden = context.access(line_entity).hidden_fields
    for line in lines:
        place = f"{children.key}/{line['id']}"
        yield {**_change(children, [None, None], language, place), "line": line["op"]}
        for field_id, change in line["changes"].items():
            item = line_entity.by_id.get(field_id)
            if item is not None and item.id not in hidden:
                yield _change(item, change, language, f"{place}/{item.key}")


def _change(item: Field, change: list[Any], language: str, place: str) -> dict[str, Any]:
    return {"field": place, "label": translate(item.label, language), "from": change[0], "to": change[1]}
