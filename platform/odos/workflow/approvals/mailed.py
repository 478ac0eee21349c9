"""Decisions by mail: a signed link that lets one person decide on one task, once, for a week.

The link leads to a page, and only what is sent from there decides: programs that open links in mails to look
for harm must not. Everything that could have changed meanwhile is asked again: whether the person may still
act, whether the task is still theirs and open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from django.core import signing

from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_id
from odos.database.session import fetch_one
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, NotFound
from odos.kernel.texts import Text, text
from odos.kernel.workspaces import Workspace
from odos.notifications.waiting import Waiting
from odos.records.context import Context
from odos.records.lists.labels import labels_in_sight
from odos.records.writes.operations import fenced
from odos.workflow.approvals import commands
from odos.workflow.approvals.operations import act
from odos.workflow.approvals.queries import names_of
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
    "used": text("This link has been used already", "此链接已使用过"),
    "expired": text("This link has expired", "此链接已过期"),
    "closed": text("There is nothing left for you to decide here", "此审批已无需您处理"),
}
_TAKE = """
    INSERT INTO approval_mailed_decision (digest, case_id, user_id, used_at) VALUES (%s, %s, %s, %s)
    ON CONFLICT (digest) DO NOTHING RETURNING id
"""
_USED = "SELECT 1 FROM approval_mailed_decision WHERE digest = %s"


@dataclass(frozen=True)
class Link:
    """What a link says: who may decide on which task, until when."""

    case_id: int
    task: int
    user_id: int
    until: datetime
    digest: bytes


def buttons(workspace: Workspace, waiting: Waiting) -> Sequence[tuple[Text, str]]:
    """What a mail offers to somebody whose decision is asked for."""
    case_id, task = waiting.about.get("approval"), waiting.about.get("task")
    if waiting.about.get("asks") is not True or not task:
        return ()
    until = waiting.created_at + LIFETIME
    facts = [workspace.key, int(case_id or 0), task, waiting.person.id, int(until.timestamp())]
    token = signing.dumps([*facts, waiting.notification_id], salt=SALT)
    return [(APPROVE, f"/decide#approve:{token}"), (REJECT, f"/decide#reject:{token}")]


def read_link(workspace: Workspace, token: str) -> Link:
    """What a link says, whether or not it still holds; raises `NotFound` for one that was never made here."""
    try:
        key, case_id, task, user_id, until, _ = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise _invalid() from None
    if key != workspace.key:
        raise _invalid()
    digest = hashlib.sha256(token.encode()).digest()
    return Link(case_id, task, user_id, datetime.fromtimestamp(until, tz=UTC), digest)


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
    return {
        "state": _state(current, link, stored),
        "approval": str(row.id),
        "label": row.label,
        "record": _title(current, stored),
        "submitter": names.get(row.submitter),
        "person": names.get(link.user_id),
        "started_at": row.started_at,
        "expires_at": link.until,
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

    def work(current: Context) -> None:
        state = _state(current, link, lock_case(current.workspace, link.case_id))
        if state == "open" and not _take(current, link):
            state = "used"
        if state != "open":
            raise Conflict(_WHY_NOT[state], [Issue(f"link_{state}", _WHY_NOT[state])])
        command = _COMMANDS[decision](link.user_id, comment, task=link.task)
        act(context=current, case_id=link.case_id, command=command)

    fenced(person, work)


_COMMANDS: dict[Decision, type[commands.Approve] | type[commands.Reject]] = {
    "approve": commands.Approve,
    "reject": commands.Reject,
}


def _as_person(context: Context, link: Link) -> Context | None:
    """Whom the link is for, if they may still act."""
    found: Principal | None = find_principal_by_id(workspace=context.workspace, user_id=link.user_id)
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
