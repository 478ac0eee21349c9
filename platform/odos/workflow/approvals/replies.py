"""Decisions by reply to a mail that asks: the first word decides, the rest is the comment.

A reply decides what the links of the same mail decide, under the same conditions (`mailed`), and uses it up
as they do. What it came to, the person is told, and what else to do where it came to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from odos.kernel.problems import NotFound, Problem
from odos.kernel.texts import Text, text
from odos.notifications.incoming.answers import Answer, Reply
from odos.notifications.notice import NOTHING, RECORD
from odos.records.context import Context
from odos.workflow.approvals import mailed
from odos.workflow.approvals.operations import LONGEST_COMMENT
from odos.workflow.approvals.sight import hides_title, kept_back_in
from odos.workflow.approvals.spoken import read_decision
from odos.workflow.approvals.stored import Stored
from odos.workflow.approvals.storing import find_case

BROKEN = 500  # refusals from here on say nothing about what was asked

_TAKEN = {
    "approve": text("Your reply was taken: {record} is approved by you", "您的回复已生效：已通过{record}"),
    "reject": text("Your reply was taken: {record} is rejected by you", "您的回复已生效：已驳回{record}"),
}
_NOT_TAKEN = text("Your reply on {record} decided nothing", "您对{record}的回复未生效")
_UNCLEAR = text(
    "Begin with “approve” or “reject” (also agree, refuse), then write your comment, above the quoted mail.",
    "请在引用的邮件上方，先写“同意”或“驳回”（也可写批准、通过、拒绝、不同意），再写意见。",
)
_UNREAD = text(
    "It was too large or could not be read. Send a short one without files.",
    "邮件过大或无法读取，请发送不带附件的简短回复。",
)
_NOTHING_ASKED = text("The mail that it answers asks for no decision", "所回复的邮件无需审批")
_NO_CASE = text("The approval is not there any more", "该审批已不存在")
_SAID = {
    "approve": text("Approved by reply", "通过邮件回复：通过"),
    "reject": text("Rejected by reply", "通过邮件回复：驳回"),
}


def answer(context: Context, reply: Reply) -> Answer:
    """Decide as a reply says; ``context`` is that of whom the mail was sent to."""
    user_id = context.actor.user_id or 0
    link = mailed.link_of(reply.about, reply.at, user_id, reply.notification_id)
    if link is None:
        return Answer(False, _NOTHING_ASKED, _worded(_NOT_TAKEN), _NOTHING_ASKED, _about(reply))
    try:
        stored = find_case(context.workspace, link.case_id)
    except NotFound:
        return Answer(False, _NO_CASE, _worded(_NOT_TAKEN), _NO_CASE, _about(reply))
    said = read_decision(reply.text)
    if said.decision is None:
        why = _UNREAD if reply.is_unread else _UNCLEAR
        return _not_taken(context, reply, stored, why)
    comment = said.comment[:LONGEST_COMMENT]
    try:
        with transaction.atomic():
            mailed.decide(context=context, link=link, decision=said.decision, comment=comment)
    except Problem as refusal:
        if refusal.status >= BROKEN:
            raise  # no answer to what was asked; the mail is tried again
        return _not_taken(context, reply, stored, _why(refusal))
    body = text("{comment}", "{comment}", comment=comment) if comment else NOTHING
    about = {**_about(reply), "what": "replied"}
    return _named(
        context, stored, Answer(True, _SAID[said.decision], _worded(_TAKEN[said.decision]), body, about)
    )


def _not_taken(context: Context, reply: Reply, stored: Stored, why: Text) -> Answer:
    """While the task is open the person is asked again, with links, and may reply again."""
    about = _about(reply)
    task = stored.case.task(int(reply.about.get("task") or 0))
    is_open = task is not None and task.status == "open" and task.user == context.actor.user_id
    if is_open and stored.case.status == "running":
        about = {**about, "task": reply.about.get("task"), "asks": True}
    return _named(context, stored, Answer(False, why, _worded(_NOT_TAKEN), why, about))


def _about(reply: Reply) -> dict[str, object]:
    return {"approval": reply.about.get("approval"), "what": "not_taken", "asks": False}


def _worded(words: Text) -> Text:
    return replace(words, values={"record": RECORD})


def _named(context: Context, stored: Stored, answer: Answer) -> Answer:
    """At its record; by its title only where no step keeps that back from the person."""
    row = stored.row
    hidden = kept_back_in(stored, context.actor.user_id)
    is_named = not hides_title(context.schema.by_id.get(row.entity_id), hidden)
    return replace(answer, place=(row.entity_id, row.record_id), is_named=is_named)


def _why(refusal: Problem) -> Text:
    """The findings, or what the refusal says as a whole."""
    said = [issue.message for issue in refusal.issues] or [refusal.detail or refusal.title]
    return text("{en}", "{zh}", en=_joined(said, "en", ". "), zh=_joined(said, "zh-hans", "；"))


def _joined(texts: Iterable[Text], language: str, mark: str) -> str:
    return mark.join(each.render(language) for each in texts)
