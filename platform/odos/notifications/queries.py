"""Reading one's own inbox. Titles of records are those that the reader may see at the moment of reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from odos.database.session import fetch_all, fetch_value
from odos.kernel.texts import text, translate
from odos.notifications.kinds import NOTICE_KINDS
from odos.notifications.notice import RECORD
from odos.notifications.titles import Title, Told, titles_of
from odos.records.context import Context

Box = Literal["inbox", "unread", "snoozed", "archived"]
MOST = 100
COUNTED = 100  # a bell shows "99+"
OUT_OF_SIGHT = text("a record", "一条记录")

_AWAKE = "archived_at IS NULL AND (snoozed_until IS NULL OR snoozed_until <= %s)"
_BOXES: Mapping[Box, str] = {
    "inbox": _AWAKE,
    "unread": _AWAKE + " AND read_at IS NULL",
    "snoozed": "archived_at IS NULL AND snoozed_until > %s",
    "archived": "archived_at IS NOT NULL AND archived_at <= %s",
}
_COLUMNS = """
    n.id, n.kind, n.title::text, n.body::text, n.entity_id::text, n.record_id, n.about::text, n.created_at,
    n.read_at, n.archived_at, n.snoozed_until, n.actor_id,
    (SELECT name FROM user_account u WHERE u.id = n.actor_id)
"""
_LIST = """
    SELECT {columns} FROM notification n WHERE n.recipient = %s AND {box}
        AND (%s::text IS NULL OR n.kind = %s) AND (%s::bigint IS NULL OR n.id < %s)
    ORDER BY n.id DESC LIMIT %s
"""
_COUNT = f"""
    SELECT count(*) FROM (
        SELECT FROM notification WHERE recipient = %s AND read_at IS NULL AND {_AWAKE} LIMIT {COUNTED}) unread
"""


@dataclass(frozen=True)
class InboxPage:
    """Notifications, newest first; ``next`` is given to the following call."""

    items: list[dict[str, Any]]
    next: str | None


def list_inbox(
    *,
    context: Context,
    box: Box = "inbox",
    kind: str | None = None,
    after: int | None = None,
    limit: int = 50,
) -> InboxPage:
    """One page of the actor's notifications."""
    count = max(1, min(limit, MOST))
    statement = _LIST.format(columns=_COLUMNS, box=_BOXES[box])
    values = [context.actor.user_id, context.now, kind, kind, after, after, count + 1]
    rows = fetch_all(context.workspace, statement, values)
    shown = rows[:count]
    return InboxPage(show_all(context, shown), str(shown[-1][0]) if len(rows) > count else None)


def count_unread(*, context: Context) -> int:
    """How many the bell shows, at most `COUNTED`."""
    return int(fetch_value(context.workspace, _COUNT, [context.actor.user_id, context.now]))


def show_all(context: Context, rows: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Rows of notifications as their recipient reads them."""
    told = [Told(row[1], orjson.loads(row[6]), row[4], row[5]) for row in rows]
    return [_show(context, row, title) for row, title in zip(rows, titles_of(context, told), strict=True)]


def render(stored: Mapping[str, str], language: str, label: str | None) -> str:
    """A stored text for a reader who sees the record as ``label``, None where it is out of sight."""
    return translate(stored, language).replace(RECORD, label or OUT_OF_SIGHT.render(language))


def render_body(kind: str, stored: Mapping[str, str], language: str, label: str | None) -> str:
    """Like `render`; nothing where the words are those of a record that is out of sight."""
    known = NOTICE_KINDS.get(kind)
    return "" if label is None and known and known.words_of_record else render(stored, language, label)


def _show(context: Context, row: tuple[Any, ...], title: Title | None) -> dict[str, Any]:
    language, label = context.actor.locale, title.label if title else None
    in_sight = title is not None and title.in_sight
    entity = context.schema.by_id.get(row[4]) if row[4] else None
    return {
        "id": str(row[0]),
        "kind": row[1],
        "title": render(orjson.loads(row[2]), language, label),
        "body": render_body(row[1], orjson.loads(row[3]), language, label),
        "entity": entity.key if entity and in_sight else None,
        "record": {"id": str(row[5]), "label": label} if in_sight else None,
        "about": orjson.loads(row[6]),
        "at": row[7],
        "read_at": row[8],
        "archived_at": row[9],
        "snoozed_until": row[10],
        "actor": {"id": str(row[11]), "label": row[12]} if row[11] is not None and row[12] else None,
    }
