"""Sending a test message through a channel, at once and without a retry."""

from __future__ import annotations

from odos.database.session import fetch_one
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.notifications.channels import CHANNEL_KINDS, Outgoing, Person
from odos.notifications.composing import Told, compose
from odos.notifications.configuring import get_configured
from odos.records.context import Context

_ME = """
    SELECT id, name, username, email, phone, coalesce(locale, 'en'), coalesce(time_zone, 'UTC')
    FROM user_account WHERE id = %s
"""
TITLE = text("A test from Odos", "来自 Odos 的测试消息")
BODY = text("This channel works.", "此渠道可以正常使用。")


def try_channel(*, context: Context, key: str) -> str:
    """Send a test to the actor; gives where it went. Raises `Invalid` with what the other side said."""
    configured = get_configured(context.workspace, key)
    kind = CHANNEL_KINDS[configured.kind]
    me = Person(*(fetch_one(context.workspace, _ME, [context.actor.user_id]) or (0, "", "")))
    to = kind.address(configured.options, me)
    if to is None:
        message = text("Your own account has no address for this channel", "您的账户没有此渠道所需的地址")
        raise Invalid(None, [Issue("no_address", message)])
    try:
        with kind.open(configured.as_settings()) as send:
            send(_message(context, to, me))
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        message = text("It could not be sent: {why}", "发送失败：{why}", why=why[:500])
        raise Invalid(None, [Issue("not_sent", message)]) from error
    return to


def _message(context: Context, to: str, me: Person) -> Outgoing:
    told = Told(0, context.now, "message", TITLE.render(me.language), BODY.render(me.language), path="/inbox")
    return compose(context.workspace.key, to, me, [told])
