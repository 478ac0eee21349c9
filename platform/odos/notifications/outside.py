"""Mails that rules send to addresses outside: written with the rule's action, sent by workers.

The words are those of a template, filled in when the action is done. A mail keeps its ``Message-ID`` whenever
it is sent again, and all about one record stand in one thread. Somebody who wants no mail (`OPT_OUT`) gets
none; one address gets `MOST_A_DAY`, and a channel lets so many out in an hour as its settings say.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from odos.database.session import fetch_value
from odos.jobs.doorbell import drain_after_commit
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.sql import quote
from odos.kernel.texts import text
from odos.notifications.composing import page_of
from odos.notifications.configuring import Configured, list_configured
from odos.notifications.mail import MAIL, is_address
from odos.notifications.models import OutsideMail
from odos.notifications.templates import fill, find_template
from odos.records.context import Context
from odos.schema.model import Document, Entity, Field

SEND = "notifications.outside"
OPT_OUT = "no_mail"  # the yes/no field beside an address whose owner wants no mail
MOST_A_DAY = 10  # to one address
DAY = timedelta(days=1)

_OWNER = "SELECT u.email FROM {table} t JOIN user_account u ON u.id = t.owner WHERE t.id = %s"


def opt_out_of(entity: Entity) -> Field | None:
    """The field by which a record of the entity says that it wants no mail."""
    found = entity.find_field(OPT_OUT)
    return found if found is not None and found.kind == "boolean" else None


def mail_channel(channels: Sequence[Configured]) -> Configured | None:
    """The first mail server that is in use."""
    return next((each for each in channels if each.kind == MAIL.key and each.is_enabled), None)


def write_mails(
    *, context: Context, entity: Entity, record_id: int, template: str, to: Sequence[str]
) -> list[uuid.UUID]:
    """Put mails in, in the open transaction; gives their ids. Raises `Invalid` where one may not be sent."""
    addresses = list(dict.fromkeys(address.strip() for address in to))
    found = find_template(entity, template)
    issues = [issue for address in addresses for issue in _issues(context, address)]
    if found is None:
        message = text('There is no template "{name}"', "没有名为“{name}”的模板", name=template)
        issues.append(Issue("unknown_template", message))
    if found is None or issues:
        raise Invalid(None, issues)
    if not addresses:
        return []
    written = OutsideMail.objects.bulk_create(_mails(context, entity, record_id, found, addresses))
    drain_after_commit(context.workspace, SEND)
    return [mail.uid for mail in written]


def require_mail_server(context: Context) -> None:
    """Raise `Invalid` where there is nothing to send with."""
    if mail_channel(list_configured(context.workspace)) is None:
        message = text("No mail server is set up", "尚未设置邮件服务器")
        hint = text("Set one up in the Studio, then retry", "请在设计中心设置后重试")
        raise Invalid(None, [Issue("no_mail_server", message, (), hint)])


def _mails(
    context: Context, entity: Entity, record_id: int, template: Document, addresses: Sequence[str]
) -> list[OutsideMail]:
    language = str((context.schema.settings.get("languages") or ["en"])[0])
    letter = fill(context=context, entity=entity, template=template, record_id=record_id, language=language)
    page, answers = page_of(letter, language), _owner_address(context, entity, record_id)
    return [
        OutsideMail(
            entity_id=entity.id, record_id=record_id, template=str(template["key"]), to=address,
            reply_to=answers, language=language, subject=letter.subject, text=letter.text, html=page,
            due_at=context.now, cause=context.cause, created_at=context.now,
        )
        for address in addresses
    ]  # fmt: skip


def _issues(context: Context, address: str) -> list[Issue]:
    if not is_address(address):
        message = text(
            '"{address}" is no mail address', "“{address}”不是有效的邮箱地址", address=address[:80]
        )
        return [Issue("bad_address", message)]
    since = context.now - DAY
    if OutsideMail.objects.filter(to=address, created_at__gt=since).count() < MOST_A_DAY:
        return []
    message = text(
        "{address} got {n} mails within a day, the most",
        "一天内已向 {address} 发送 {n} 封邮件，达到上限",
        address=address,
        n=MOST_A_DAY,
    )
    hint = text(
        "See whether a rule runs too often; retry a day later", "请检查规则是否触发过于频繁，一天后可重试"
    )
    return [Issue("too_many_mails", message, (), hint)]


def _owner_address(context: Context, entity: Entity, record_id: int) -> str | None:
    """Answers go to whoever looks after the record."""
    if not entity.owned:
        return None
    found = fetch_value(context.workspace, _OWNER.format(table=quote(entity.table)), [record_id])
    return str(found) if found and is_address(str(found)) else None
