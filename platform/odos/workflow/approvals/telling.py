"""Who is told of what happened in an approval, in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from odos.kernel.texts import Text, text, translate
from odos.notifications.notice import RECORD, Notice
from odos.notifications.operations import notify_many
from odos.records.context import Context
from odos.workflow.approvals.happenings import Happening
from odos.workflow.approvals.sight import hides_title, kept_back_from
from odos.workflow.approvals.state import Case
from odos.workflow.approvals.stored import Row, Stored

People = Callable[[Case, Happening], Sequence[int]]


@dataclass(frozen=True)
class _Telling:
    """What of a kind of happening is told, to whom, and whether it asks for their decision."""

    words: Text
    people: People
    asks: bool = False


def tell(context: Context, stored: Stored, happened: Sequence[Happening], occasion: str) -> None:
    """Tell everybody concerned but the actor. ``occasion`` tells one change of the case from another."""
    comment = next((each.comment for each in happened if each.comment), "")
    told = [
        (each, f"approval:{stored.row.id}:{occasion}:{place}", user)
        for place, each in enumerate(happened)
        for user in _people(stored.case, each)
        if user != context.actor.user_id
    ]
    if told:
        nameless = _nameless(context, stored, {user for _, _, user in told})
        notices = [
            (_notice(context, stored.row, each, comment, key, is_named=user not in nameless), user)
            for each, key, user in told
        ]
        notify_many(context=context, notices=notices)


def _nameless(context: Context, stored: Stored, users: set[int]) -> set[int]:
    """To whom the record must not be called by its title."""
    entity, definition = context.schema.by_id.get(stored.row.entity_id), stored.definition
    return {user for user in users if hides_title(entity, kept_back_from(definition, stored.case, user))}


def _people(case: Case, happening: Happening) -> Iterator[int]:
    telling = _TELLINGS.get(happening.what)
    if telling is not None:
        yield from dict.fromkeys(telling.people(case, happening))


def _notice(
    context: Context, row: Row, happening: Happening, comment: str, key: str, *, is_named: bool
) -> Notice:
    """Without a place nobody is told the title of the record."""
    by = context.actor.name if happening.by is not None or (comment and context.actor.user_id) else ""
    return Notice(
        kind="approval",
        key=key,
        title=_worded(_TELLINGS[happening.what].words, row),
        body=_said(by, comment),
        entity_id=row.entity_id if is_named else None,
        record_id=row.record_id if is_named else None,
        about={
            "approval": str(row.id),
            "what": happening.what,
            "task": happening.task,
            "asks": _TELLINGS[happening.what].asks,
        },
        template=row.document.get("template") if _TELLINGS[happening.what].asks else None,
        cause=context.correlation,
    )


def _said(by: str, comment: str) -> Text:
    if by and comment:
        return text("{by}: {comment}", "{by}：{comment}", by=by, comment=comment)
    return text("{body}", "{body}", body=by or comment)


def _worded(words: Text, row: Row) -> Text:
    """The label of the approval is a text of its own in each language."""

    def worded(language: str) -> str:
        values = {"label": translate(row.label, language), "record": RECORD}
        return replace(words, values=values).render(language)

    return Text(worded("en"), worded("zh-hans"))


def _named(_case: Case, happening: Happening) -> Sequence[int]:
    return happening.users


def _submitter(case: Case, _happening: Happening) -> Sequence[int]:
    return (case.submitter,)


def _asked_now(case: Case, happening: Happening) -> Sequence[int]:
    """Whoever was given a task whose turn has not come is told when it comes."""
    task = case.task(happening.task or 0)
    return happening.users if task is not None and task.status == "open" else ()


def _everybody_in_it(case: Case, _happening: Happening) -> Sequence[int]:
    return (case.submitter, *(task.user for task in case.tasks if task.status == "open"))


_ASKED = text("{label}: please decide on {record}", "{label}：请审批{record}")
_TELLINGS: Mapping[str, _Telling] = {
    "asked": _Telling(_ASKED, _asked_now, asks=True),
    "transferred": _Telling(_ASKED, _asked_now, asks=True),
    "reassigned": _Telling(_ASKED, _asked_now, asks=True),
    "stood_in": _Telling(_ASKED, _asked_now, asks=True),
    "given_back": _Telling(_ASKED, _asked_now, asks=True),
    "copied": _Telling(text("{label}: copied to you, {record}", "{label}：{record}已抄送给您"), _named),
    "urged": _Telling(text("{label}: {record} is urgent", "{label}：{record}催办"), _named),
    "reminded": _Telling(text("{label}: {record} is late", "{label}：{record}审批已逾期"), _named, asks=True),
    "returned_to_submitter": _Telling(
        text("{label}: {record} was returned to you", "{label}：{record}已退回给您"), _submitter
    ),
    "case_approved": _Telling(text("{label}: {record} was approved", "{label}：{record}已通过"), _submitter),
    "case_rejected": _Telling(text("{label}: {record} was rejected", "{label}：{record}已驳回"), _submitter),
    "ended": _Telling(
        text("{label}: {record} was ended by an administrator", "{label}：{record}已被管理员终止"), _submitter
    ),
    "commented": _Telling(
        text("{label}: a comment on {record}", "{label}：{record}有新评论"), _everybody_in_it
    ),
}
