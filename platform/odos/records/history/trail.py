"""The trail as its viewer may read it: changes by present field names, hidden fields left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from odos.access.model import Veil
from odos.audit.queries import Conditions, HistoryEntry, list_entries
from odos.database.prepared import fetch_one_prepared
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import translate
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.lists.reaching import holds_everywhere, reachable
from odos.records.writes.trail import SHARED, TEAM
from odos.schema.model import Entity, Field
from odos.schema.names import is_identity

# What changed nothing of a record: for whoever reads the whole trail, not for its history.
UNCHANGING = ("viewed", "listed", "exported", "signed_in", "signed_out", "sign_in_failed", "locked_out")

MOST_ENTRIES = 500  # that are looked through for what is different from some moment

Veils = Mapping[str, Veil]

# What stands in the place of a field where people were let in or out.
_NAMED: Mapping[str, Mapping[str, str]] = {
    SHARED: {"en": "Shared with", "zh-hans": "共享"},
    TEAM: {"en": "Team", "zh-hans": "团队"},
    "mail": {"en": "Mail", "zh-hans": "邮件"},
}


def list_record_history(
    *, context: Context, entity: Entity, record_id: int, cursor: str | None = None, language: str = "en"
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of entries, newest first, and the cursor of the next. Records in the bin have theirs too."""
    veils = require_visible(context, entity, record_id)
    wanted = Conditions(entity_id=entity.id, record_id=record_id, without=UNCHANGING)
    page = list_entries(workspace=context.workspace, conditions=wanted, cursor=cursor)
    return [_entry(context, entity, veils, entry, language) for entry in page.items], page.next


def list_changes_since(
    *, context: Context, entity: Entity, record_id: int, since: datetime, language: str = "en"
) -> list[dict[str, Any]]:
    """What is different from the moment ``since``: for each place the value of then and the present one."""
    veils = require_visible(context, entity, record_id)
    if since > context.now:
        return []
    wanted = Conditions(entity_id=entity.id, record_id=record_id, since=since, without=UNCHANGING)
    entries = list_entries(workspace=context.workspace, conditions=wanted, limit=MOST_ENTRIES).items
    found: dict[str, dict[str, Any]] = {}
    for entry in reversed(entries):
        for change in _changes(context, entity, veils, entry.changes, language):
            first = found.setdefault(change["field"], change)
            found[change["field"]] = {**change, "from": first["from"]}
    return [change for change in found.values() if "line" in change or change["from"] != change["to"]]


def list_trail(
    *, context: Context, conditions: Conditions, cursor: str | None, limit: int, language: str
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of everything that happened, for administrators; also from where."""
    page = list_entries(workspace=context.workspace, conditions=conditions, cursor=cursor, limit=limit)
    return [trail_entry(context, entry, language) for entry in page.items], page.next


def trail_entry(context: Context, entry: HistoryEntry, language: str) -> dict[str, Any]:
    """One entry of the whole trail."""
    entity = context.schema.by_id.get(entry.entity)
    whence = {"address": entry.address, "agent": entry.agent, "correlation": entry.correlation}
    record = None if entry.record_id is None else str(entry.record_id)
    about = {"entity": entity.key if entity else None, "record": record, "actor_label": entry.actor_label}
    return {**_entry(context, entity, {}, entry, language), **about, **whence}


def require_visible(context: Context, entity: Entity, record_id: int) -> Veils:
    """What is kept back of the record's fields, in the bin or out; `NotFound` when it is out of sight."""
    veils = context.access(entity).veils
    lying = [Sql("1"), *(holds_everywhere(context, entity, veil.when, "t") for _key, veil in veils)]
    table = f" FROM {quote(entity.table)} t WHERE "
    statement = "SELECT " + join(", ", lying) + table + Sql("t.id = %s AND ", (record_id,))
    statement = statement + reachable(context, entity, "t")
    row = fetch_one_prepared(context.workspace, statement.text, statement.bind(context.slots_and()))
    if row is None:
        raise record_not_found(entity, record_id)
    return {key: veil for (key, veil), lies in zip(veils, row[1:], strict=True) if lies}


def _entry(
    context: Context, entity: Entity | None, veils: Veils, entry: HistoryEntry, language: str
) -> dict[str, Any]:
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
        "changes": list(_changes(context, entity, veils, entry.changes, language)),
    }


def _changes(
    context: Context, entity: Entity | None, veils: Veils, changes: Mapping[str, Any], language: str
) -> Iterator[dict[str, Any]]:
    for name, change in changes.items():
        item, veil = entity.by_id.get(name) if entity else None, veils.get(name)
        if item is None:
            if not is_identity(name):  # what is no field has a name; a field that is gone has neither
                label = translate(_NAMED.get(name) or {"en": name}, language)
                yield {"field": name, "label": label, "from": change[0], "to": change[1]}
        elif veil is not None and veil.mask is None:
            continue
        elif item.kind == "children":
            yield from _line_changes(context, item, change, language)
        else:
            yield _change(item, _veiled(change, veil), language, item.key)


def _veiled(change: list[Any], veil: Veil | None) -> list[Any]:
    return change if veil is None or veil.mask is None else [veil.mask.hide(value) for value in change]


def _line_changes(
    context: Context, children: Field, lines: list[Any], language: str
) -> Iterator[dict[str, Any]]:
    line_entity = context.schema.target_of(children)
    veils = context.access(line_entity).veil_of  # whichever record they lie over: lines come and go
    for line in lines:
        place = f"{children.key}/{line['id']}"
        yield {**_change(children, [None, None], language, place), "line": line["op"]}
        for field_id, change in line["changes"].items():
            item = line_entity.by_id.get(field_id)
            veil = veils.get(field_id)
            if item is not None and (veil is None or veil.mask is not None):
                yield _change(item, _veiled(change, veil), language, f"{place}/{item.key}")


def _change(item: Field, change: list[Any], language: str, place: str) -> dict[str, Any]:
    return {"field": place, "label": translate(item.label, language), "from": change[0], "to": change[1]}
