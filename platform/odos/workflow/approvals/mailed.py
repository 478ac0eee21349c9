"""Decisions by mail: a mail that asks lets one person decide on one task, once, for a week.

Its links lead to a page, and only what is sent from there decides: programs that open links in mails to look
for harm must not. Replies to it decide as well (`replies`); both use the same mail up. Everything that could
have changed meanwhile is asked again: whether the person may still act, whether the task is still theirs and
open. Whoever may work only with a second factor decides nothing by mail, which knows no such thing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from django.core import signing

from odos.access.compile import may_administer
from odos.accounts.policy import policy_of
from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_who_signed
from odos.database.session import fetch_one
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Forbidden, NotFound
from odos.kernel.texts import Text, spoken, text, translate
from odos.kernel.workspaces import Workspace
from odos.notifications.telling import Offer
from odos.notifications.waiting import Waiting
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.writes.operations import fenced
from odos.workflow.approvals import commands
from odos.workflow.approvals.operations import act
from odos.workflow.approvals.queries import names_of
from odos.workflow.approvals.showing import said_values
from odos.workflow.approvals.sight import hides_title, kept_back_in
from odos.workflow.approvals.stored import Stored
from odos.workflow.approvals.storing import find_case, lock_case

SALT = "odos decision by mail"
LIFETIME = timedelta(days=7)
Decision = Literal["approve", "reject"]
State = Literal["open", "used", "expired", "closed"]

APPROVE = text("Approve", "通过")
REJECT = text("Reject", "驳回")
_WHY_NOT: dict[str, Text] = {
    "used": text("This mail has been used already to decide", "此邮件已用于审批，不能再次使用"),
    "expired": text("The time to decide by this mail has expired", "通过此邮件审批的期限已过"),
    "closed": text("There is nothing left for you to decide here", "此审批已无需您处理"),
}
_SECOND_FACTOR = text(
    "You decide only after signing in with your second factor", "您须通过双重验证登录后才能审批"
)
_OVER: dict[str, Text] = {
    "approved": text("the approval is over, it was approved", "审批已结束（已通过）"),
    "rejected": text("the approval is over, it was rejected", "审批已结束（已驳回）"),
    "ended": text("an administrator ended the approval", "审批已被管理员终止"),
    "recalled": text("the submitter withdrew it", "提交人已撤回"),
    "returned": text("it was returned to the submitter", "已退回给提交人"),
}
_DECIDED: dict[str, Text] = {
    "approved": text("you approved it already", "您已通过"),
    "rejected": text("you rejected it already", "您已驳回"),
    "waiting": text("others decide first", "需等待其他人先处理"),
}
_PASSED_ON = text("it was passed on to {name}", "已转给{name}处理")
_TAKEN_AWAY = text("others decided, or the approval took another way", "已由其他人处理，或流程已改变")
HOW_TO_REPLY = text(
    "“approve” or “reject”, then your comment if you like.", "先写“同意”或“驳回”，再写您的意见（可不写）。"
)
_TAKE = """
    INSERT INTO approval_mailed_decision (digest, case_id, user_id, used_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (digest) DO NOTHING RETURNING id
"""
_USED = "SELECT 1 FROM approval_mailed_decision WHERE digest = %s"


@dataclass(frozen=True)
class Link:
    """What a mail lets somebody do: decide on one task, until a moment. ``notification_id`` is the mail."""

    case_id: int
    task: int
    user_id: int
    until: datetime
    notification_id: int

    @property
    def digest(self) -> bytes:
        """The same for all ways in which one mail can be answered."""
        facts = (self.case_id, self.task, self.user_id, int(self.until.timestamp()), self.notification_id)
        return hashlib.sha256(":".join(map(str, facts)).encode()).digest()


def offer(context: Context, waiting: Waiting) -> Offer:
    """What a mail offers to somebody whose decision is asked for."""
    link = link_of(waiting.about, waiting.created_at, waiting.person.id, waiting.notification_id)
    language = waiting.person.language
    if link is None:
        return Offer()
    told = _facts(context, find_case(context.workspace, link.case_id))
    facts = [(translate(each["label"], language), each["words"][spoken(language)]) for each in told]
    if _needs_second_factor(context):
        return Offer(facts=facts)
    named = [link.case_id, link.task, link.user_id, int(link.until.timestamp()), link.notification_id]
    token = signing.dumps([context.workspace.key, *named], salt=SALT)
    buttons = [(APPROVE, f"/decide#approve:{token}"), (REJECT, f"/decide#reject:{token}")]
    return Offer(buttons, HOW_TO_REPLY, facts)


def _facts(context: Context, stored: Stored) -> list[dict[str, Any]]:
    """What the person has to know of the record."""
    entity = context.schema.by_id.get(stored.row.entity_id)
    if entity is None:
        return []
    hidden = kept_back_in(stored, context.actor.user_id)
    return said_values(context=context, entity=entity, stored=stored, hidden=hidden)


def link_of(about: Mapping[str, Any], at: datetime, user_id: int, notification_id: int) -> Link | None:
    """What a notification lets whom it told decide, None where it asks for nothing."""
    case_id, task = about.get("approval"), about.get("task")
    if about.get("asks") is not True or not task or not case_id:
        return None
    until = (at + LIFETIME).replace(microsecond=0)
    return Link(int(case_id), int(task), user_id, until, notification_id)


def read_link(workspace: Workspace, token: str) -> Link:
    """What a link says, whether or not it still holds; raises `NotFound` for one that was never made here."""
    try:
        key, case_id, task, user_id, until, notification_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise _invalid() from None
    if key != workspace.key:
        raise _invalid()
    return Link(case_id, task, user_id, datetime.fromtimestamp(until, tz=UTC), notification_id)


def _invalid() -> NotFound:
    return NotFound(text("This link is not valid", "此链接无效"))


def look(*, context: Context, link: Link) -> dict[str, Any]:
    """What the page shows before anything is decided, with the eyes of whom the link is for."""
    current = _as_person(context, link)
    if current is None:
        raise _invalid()
    stored = find_case(context.workspace, link.case_id)
    row = stored.row
    names = names_of(context, {row.submitter, link.user_id})
    state = _state(current, link, stored)
    return {
        "state": state,
        "approval": str(row.id),
        "label": row.label,
        "record": _title(current, stored),
        "submitter": names.get(row.submitter),
        "person": names.get(link.user_id),
        "started_at": row.started_at,
        "expires_at": link.until,
        "values": _facts(current, stored) if state == "open" else [],
    }


def _title(current: Context, stored: Stored) -> str | None:
    """What the person may call the record."""
    row = stored.row
    place, hidden = (row.entity_id, row.record_id), kept_back_in(stored, current.actor.user_id)
    if hides_title(current.schema.by_id.get(row.entity_id), hidden):
        return None
    return labels_in_sight(current, [place]).get(place)


def decide(*, context: Context, link: Link, decision: Decision, comment: str) -> None:
    """Decide as whom the link is for; raises `Conflict` that says why where it no longer can be."""
    person = _as_person(context, link)
    if person is None:
        raise _invalid()
    if _needs_second_factor(person):
        raise Forbidden(_SECOND_FACTOR, [Issue("second_factor_by_mail", _SECOND_FACTOR)])

    def work(current: Context) -> None:
        stored = lock_case(current.workspace, link.case_id)
        state = _state(current, link, stored)
        if state == "open" and not _take(current, link):
            state = "used"
        if state != "open":
            why = _why_closed(current, link, stored) if state == "closed" else _WHY_NOT[state]
            raise Conflict(why, [Issue(f"link_{state}", why)])
        command = _COMMANDS[decision](link.user_id, comment, task=link.task)
        act(context=current, case_id=link.case_id, command=command)

    fenced(person, work)


def _why_closed(context: Context, link: Link, stored: Stored) -> Text:
    """What happened to the task meanwhile."""
    task, status = stored.case.task(link.task), stored.case.status
    base = _WHY_NOT["closed"]
    why = _OVER.get(status)
    if status == "running" and task is not None:
        why = _PASSED_ON if task.user != link.user_id else _DECIDED.get(task.status, _TAKEN_AWAY)
    if why is None:
        return base
    name = names_of(context, {task.user}).get(task.user, "") if task else ""
    said = replace(why, values={"name": name})
    return text("{base}: {en}", "{zh_base}：{zh}", base=base.en, en=said.render("en"), zh_base=base.zh_hans,
                zh=said.render("zh-hans"))  # fmt: skip


def _needs_second_factor(person: Context) -> bool:
    policy = policy_of(person.schema)
    return policy.requires_second_factor(
        person.actor, is_admin=may_administer(schema=person.schema, principal=person.actor)
    )


_COMMANDS: dict[Decision, type[commands.Approve] | type[commands.Reject]] = {
    "approve": commands.Approve,
    "reject": commands.Reject,
}


def _as_person(context: Context, link: Link) -> Context | None:
    """Whom the link is for, if they may still act."""
    made = link.until - LIFETIME
    found: Principal | None = find_principal_who_signed(
        workspace=context.workspace, user_id=link.user_id, at=made
    )
    return replace(context, actor=found, reason="link in a mail") if found else None


def _state(context: Context, link: Link, stored: Stored) -> State:
    if fetch_one(context.workspace, _USED, [link.digest]) is not None:
        return "used"
    if link.until < context.now:
        return "expired"
    task = stored.case.task(link.task)
    is_open = task is not None and task.status == "open" and task.user == link.user_id
    return "open" if is_open and stored.case.status == "running" else "closed"


def _take(context: Context, link: Link) -> bool:
    """Use the link up, in the transaction of the decision."""
    values = [link.digest, link.case_id, link.user_id, context.now]
    return fetch_one(context.workspace, _TAKE, values) is not None
