"""A record as it was at a moment: the present one with everything since then undone, by the trail.

Only what the trail tracks can be told; computed values and untracked fields are left out, and so is
every field of which something is kept back from the actor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from odos.audit.queries import Conditions, HistoryEntry, list_entries
from odos.kernel.issues import Issue
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.records.context import Context
from odos.records.history.trail import UNCHANGING, require_visible
from odos.records.lists.queries import find_record
from odos.records.values.shapes import shape_of
from odos.schema.model import Entity, Field

Values = dict[str, Any]
PER_PAGE = 500


@dataclass(frozen=True)
class Past:
    """``values`` by key; ``changed`` names the fields that differ from now. ``deleted``: it was in the bin.

    ``entry`` is the last that had happened then.
    """

    values: Values
    changed: tuple[str, ...]
    deleted: bool
    entry: HistoryEntry

    def as_json(self) -> dict[str, Any]:
        """The wire form."""
        label = self.entry.actor_label
        actor = None if self.entry.actor_id is None else {"id": str(self.entry.actor_id), "label": label}
        return {
            "at": self.entry.at.isoformat(),
            "version": self.entry.version,
            "actor": actor,
            "deleted": self.deleted,
            "values": self.values,
            "changed": list(self.changed),
        }


def record_as_of(*, context: Context, entity: Entity, record_id: int, at: datetime) -> Past:
    """The record as the actor would have read it; `NotFound` before it was made."""
    veils = require_visible(context, entity, record_id)
    present = find_record(context=context, entity=entity, record_id=record_id)
    body = orjson.loads(present) if present else {}
    undoing = _Undoing(context, entity, veils.keys(), body)
    for entry in _newest_first(context, entity, record_id):
        if entry.at > at:
            undoing.undo(entry)
        else:
            undoing.keep(entry)
            if present is not None or entry.action == "created":
                break
    if undoing.latest is None:
        raise NotFound(None, [_too_early(at)])
    return undoing.past(undoing.latest)


class _Undoing:
    """Walks back from the present. For a record in the bin the values come from the trail alone."""

    def __init__(self, context: Context, entity: Entity, hidden: Collection[str], present: Values) -> None:
        self._context, self._entity = context, entity
        tracked = {*shape_of(entity).tracked, *(item.id for item in entity.fields_of_kind(*_LISTS))}
        self._shown = {
            item.id: item for item in entity.by_id.values() if item.id in tracked and item.id not in hidden
        }
        self._present = {item.key: present.get(item.key) for item in self._shown.values()}
        self._values: Values = {key: value for key, value in self._present.items() if present}
        self.latest: HistoryEntry | None = None

    def undo(self, entry: HistoryEntry) -> None:
        """Put back what an entry after the moment changed."""
        for item, change in self._fields(entry):
            if item.kind == "children":
                self._undo_lines(item, change)
            else:
                self._values[item.key] = change[0]

    def keep(self, entry: HistoryEntry) -> None:
        """Take what an entry before the moment says of fields that nothing is known of yet."""
        self.latest = self.latest or entry
        for item, change in self._fields(entry):
            if item.kind != "children":
                self._values.setdefault(item.key, change[1])

    def past(self, latest: HistoryEntry) -> Past:
        """The result."""
        values = {key: value for key, value in self._values.items() if value is not None}
        changed = [key for key, value in self._present.items() if not _same(value, self._values.get(key))]
        return Past(values, tuple(changed), latest.action == "deleted", latest)

    def _fields(self, entry: HistoryEntry) -> Iterator[tuple[Field, Any]]:
        return ((self._shown[key], change) for key, change in entry.changes.items() if key in self._shown)

    def _undo_lines(self, children: Field, changes: list[Any]) -> None:
        line_entity = self._context.schema.target_of(children)
        hidden = self._context.access(line_entity).veiled_fields
        lines = {str(line["id"]): dict(line) for line in self._values.get(children.key) or ()}
        for change in changes:
            before = {
                line_entity.by_id[key].key: pair[0]
                for key, pair in change["changes"].items()
                if key in line_entity.by_id and key not in hidden
            }
            if change["op"] == "created":
                lines.pop(change["id"], None)
            else:
                lines[change["id"]] = {**lines.get(change["id"], {"id": change["id"]}), **before}
        self._values[children.key] = list(lines.values())


_LISTS = ("children", "references")


def _newest_first(context: Context, entity: Entity, record_id: int) -> Iterator[HistoryEntry]:
    wanted = Conditions(entity_id=entity.id, record_id=record_id, without=UNCHANGING)
    cursor: str | None = None
    while True:
        page = list_entries(workspace=context.workspace, conditions=wanted, cursor=cursor, limit=PER_PAGE)
        yield from page.items
        cursor = page.next
        if cursor is None:
            return


def _same(one: Any, other: Any) -> bool:
    """References are ids in the trail and ``{id, label}`` in a record."""
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        inner = {key: _plain(part) for key, part in value.items() if part is not None}
        return str(inner["id"]) if set(inner) <= {"id", "label"} and "id" in inner else inner
    if isinstance(value, list):
        return [_plain(part) for part in value] or None
    return value


def _too_early(at: datetime) -> Issue:
    message = text("The record did not exist yet at {at}", "该记录在 {at} 尚不存在", at=at.isoformat())
    return Issue("too_early", message, ("at",))
