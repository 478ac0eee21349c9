"""Comments on records: seen by whoever may see the record, changed by whoever wrote them.

Whoever is mentioned is told if they may see the record; who may not is named to the author. The owner of the
record and those who commented before are told as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from odos.access.compile import may_use_powers
from odos.accounts.queries import find_principal_by_id
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import fetch_all, fetch_value, transaction
from odos.jobs.doorbell import publish_after_commit
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid, NotFound
from odos.kernel.sql import quote
from odos.kernel.texts import Text, text
from odos.notifications.models import Comment
from odos.notifications.notice import RECORD, Notice
from odos.notifications.operations import notify
from odos.records.access.sharing import may_act
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.writes.operations import fenced
from odos.schema.model import Entity

LONGEST = 5_000
MOST_MENTIONS = 20
MOST_LISTENERS = 20
MOST = 50

_LIST = """
    SELECT c.id, c.author_id, u.name, c.text, c.mentions, c.created_at, c.edited_at
    FROM record_comment c LEFT JOIN user_account u ON u.id = c.author_id
    WHERE c.entity_id = %s AND c.record_id = %s AND c.deleted_at IS NULL AND (%s::bigint IS NULL OR c.id < %s)
    ORDER BY c.id DESC LIMIT %s
"""
_LISTENERS = """
    SELECT author_id FROM (
        SELECT author_id, id FROM record_comment
        WHERE entity_id = %s AND record_id = %s AND deleted_at IS NULL ORDER BY id DESC LIMIT 100) latest
    GROUP BY author_id ORDER BY max(id) DESC LIMIT %s
"""


def list_comments(
    *, context: Context, entity: Entity, record_id: int, before: int | None = None
) -> dict[str, Any]:
    """One page, newest first; raises `NotFound` where the record is out of sight."""
    _require_sight(context, entity, record_id)
    rows = fetch_all(context.workspace, _LIST, [entity.id, record_id, before, before, MOST + 1])
    shown = rows[:MOST]
    people = _names(context, {user for row in shown for user in row[4]})
    administers = may_use_powers(schema=context.schema, principal=context.actor)
    items = [_show(context, row, people, administers) for row in shown]
    if context.behind is not None:  # whoever looks as somebody else only reads
        items = [{**item, "can_edit": False, "can_delete": False} for item in items]
    return {"items": items, "next": items[-1]["id"] if len(rows) > MOST else None}


def add_comment(
    *, context: Context, entity: str, record_id: int, words: str, mentions: Collection[int] = ()
) -> dict[str, Any]:
    """Write a comment; gives it with ``unreached``, those mentioned who may not see the record."""

    def work(current: Context) -> dict[str, Any]:
        found = current.schema.get_entity(entity)
        _require_sight(current, found, record_id)
        comment = Comment(
            entity_id=found.id, record_id=record_id, author_id=current.actor.user_id or 0,
            text=_checked(words), created_at=current.now,
        )  # fmt: skip
        reached, unreached = _sort_out(current, found, record_id, mentions)
        comment.mentions = reached
        comment.save()
        _note(current, comment, "commented", None, comment.text)
        _tell(current, found, comment, reached)
        return {**_one(current, comment), "unreached": _people(current, unreached)}

    return fenced(context, work)


def change_comment(
    *, context: Context, comment_id: int, words: str, mentions: Collection[int] = ()
) -> dict[str, Any]:
    """Change one's own comment; only who was not mentioned before is told. `Forbidden`, `NotFound`."""

    def work(current: Context) -> dict[str, Any]:
        comment, found = _locked(current, comment_id)
        if comment.author_id != current.actor.user_id:
            raise Forbidden(text("Only its author may change a comment", "只有作者可以修改评论"))
        before, comment.text = comment.text, _checked(words)
        reached, unreached = _sort_out(current, found, comment.record_id, mentions)
        new = [user for user in reached if user not in comment.mentions]
        comment.mentions, comment.edited_at = reached, current.now
        comment.save()
        _note(current, comment, "comment_changed", before, comment.text)
        _tell_mentioned(current, comment, new)
        return {**_one(current, comment), "unreached": _people(current, unreached)}

    return fenced(context, work)


def delete_comment(*, context: Context, comment_id: int) -> None:
    """Take a comment away; its author may, and administrators."""

    def work(current: Context) -> None:
        comment, _ = _locked(current, comment_id)
        if comment.author_id != current.actor.user_id and not may_use_powers(
            schema=current.schema, principal=current.actor
        ):
            raise Forbidden(text("Only its author may delete a comment", "只有作者可以删除评论"))
        comment.deleted_at = current.now
        comment.save(update_fields=["deleted_at"])
        _note(current, comment, "comment_deleted", comment.text, None)

    fenced(context, work)


# ------------------------------------------------------------------ who is told


def _sort_out(
    context: Context, entity: Entity, record_id: int, people: Iterable[int]
) -> tuple[list[int], list[int]]:
    """Those who may see the record, those who may not."""
    wanted = list(dict.fromkeys(people))
    if len(wanted) > MOST_MENTIONS:
        message = text("At most {n} people", "最多 {n} 人", n=MOST_MENTIONS)
        raise Invalid(None, [Issue("too_many", message, ("mentions",))])
    seeing = [user for user in wanted if _sees(context, entity, record_id, user)]
    return seeing, [user for user in wanted if user not in seeing]


def _sees(context: Context, entity: Entity, record_id: int, user: int) -> bool:
    reader = find_principal_by_id(workspace=context.workspace, user_id=user)
    if reader is None:
        return False
    return may_act(replace(context, actor=reader), entity, record_id, "see") is not None


def _tell(context: Context, entity: Entity, comment: Comment, mentioned: Sequence[int]) -> None:
    _tell_mentioned(context, comment, mentioned)
    listeners = [user for user in _listeners(context, entity, comment) if user not in mentioned]
    seeing = [user for user in listeners if _sees(context, entity, comment.record_id, user)]
    words = text(
        "{name} commented on {record}", "{name}评论了{record}", name=context.actor.label, record=RECORD
    )
    notify(context=context, notice=_notice(comment, words), to=seeing)


def _tell_mentioned(context: Context, comment: Comment, people: Sequence[int]) -> None:
    words = text("{name} mentioned you on {record}", "{name}在{record}中提到了您", name=context.actor.label,
                 record=RECORD)  # fmt: skip
    others = [user for user in people if user != context.actor.user_id]
    notify(context=context, notice=_notice(comment, words), to=others)


def _notice(comment: Comment, words: Text) -> Notice:
    return Notice(
        kind="mention",
        key=f"comment:{comment.pk}",
        title=words,
        body=text("{words}", "{words}", words=comment.text),
        entity_id=str(comment.entity_id),
        record_id=comment.record_id,
        about={"comment": str(comment.pk)},
    )


def _listeners(context: Context, entity: Entity, comment: Comment) -> list[int]:
    """The owner of the record and those who commented, but the author."""
    values = [entity.id, comment.record_id, MOST_LISTENERS]
    found = [row[0] for row in fetch_all(context.workspace, _LISTENERS, values)]
    owner = entity.fields.get("owner")
    if owner is not None and owner.column:
        statement = f"SELECT {quote(owner.column)} FROM {quote(entity.table)} WHERE id = %s"
        found.append(fetch_value(context.workspace, statement, [comment.record_id]))
    return [user for user in dict.fromkeys(found) if user and user != context.actor.user_id]


# ------------------------------------------------------------------ reading and noting


def _locked(context: Context, comment_id: int) -> tuple[Comment, Entity]:
    comment = Comment.objects.select_for_update().filter(pk=comment_id, deleted_at=None).first()
    entity = context.schema.by_id.get(str(comment.entity_id)) if comment else None
    if comment is None or entity is None:
        raise NotFound
    _require_sight(context, entity, comment.record_id)
    return comment, entity


def _require_sight(context: Context, entity: Entity, record_id: int) -> None:
    if may_act(context, entity, record_id, "see") is None:
        raise record_not_found(entity, record_id)


def _checked(words: str) -> str:
    stripped = words.strip()
    if not stripped or len(stripped) > LONGEST:
        message = text("From 1 to {n} characters", "1 到 {n} 个字符", n=LONGEST)
        raise Invalid(None, [Issue("bad_length", message, ("text",))])
    return stripped


def _note(context: Context, comment: Comment, action: str, before: str | None, after: str | None) -> None:
    entry = Entry(str(comment.entity_id), comment.record_id, action, changes={"comment": [before, after]})
    write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
    entity = context.schema.by_id[str(comment.entity_id)]
    publish_after_commit(context.workspace, "record", {"entity": entity.key, "changes": 1})


def _one(context: Context, comment: Comment) -> dict[str, Any]:
    who = (comment.pk, comment.author_id, context.actor.label)
    row = (*who, comment.text, comment.mentions, comment.created_at, comment.edited_at)
    return _show(context, row, _names(context, set(comment.mentions)), administers=False)


def _show(
    context: Context, row: tuple[Any, ...], people: Mapping[int, str], administers: bool
) -> dict[str, Any]:
    comment_id, author, name, words, mentions, created_at, edited_at = row
    is_own = author == context.actor.user_id
    return {
        "id": str(comment_id),
        "author": {"id": str(author), "label": name},
        "text": words,
        "mentions": [{"id": str(user), "label": people[user]} for user in mentions if user in people],
        "at": created_at,
        "edited_at": edited_at,
        "can_edit": is_own,
        "can_delete": is_own or administers,
    }


def _people(context: Context, users: Sequence[int]) -> list[dict[str, str]]:
    names = _names(context, set(users))
    return [{"id": str(user), "label": names[user]} for user in users if user in names]


def _names(context: Context, users: set[int]) -> Mapping[int, str]:
    if not users:
        return {}
    with transaction(context.workspace):
        statement = "SELECT id, name FROM user_account WHERE id = ANY(%s)"
        return dict(fetch_all(context.workspace, statement, [list(users)]))
