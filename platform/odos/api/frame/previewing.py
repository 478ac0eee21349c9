"""Reading as somebody else: an administrator sees what a user or a role would see, and changes nothing."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest

from odos.access.compile import may_administer
from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_id
from odos.accounts.timed_cache import TimedCache
from odos.audit.entries import Entry
from odos.audit.operations import write_entries
from odos.database.session import transaction
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid
from odos.kernel.texts import text
from odos.records.context import Context
from odos.schema.system import USER_ENTITY

PREVIEW_HEADER, PREVIEW_PARAMETER = "HTTP_ODOS_PREVIEW_AS", "preview_as"
NOTED_SECONDS = 300.0
_noted: TimedCache[tuple[object, ...], bool] = TimedCache(seconds=NOTED_SECONDS)  # a page asks often
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def asked_preview(request: HttpRequest) -> str | None:
    """As whom the request wants to look. Pictures and downloads, which a browser fetches by itself, carry no
    header: their address says it.
    """
    return request.META.get(PREVIEW_HEADER) or request.GET.get(PREVIEW_PARAMETER)


def preview_principal(context: Context, asked: str, *, reads: bool, personal: bool) -> Principal:
    """The principal that ``user:<id>`` or ``role:<key>[,<key>…]`` names; the trail keeps who looked.

    Raises `Forbidden` for anybody but administrators, for what would change something, and for what is
    ``personal``: to see which records somebody sees is not to read their letters.
    """
    if not may_administer(schema=context.schema, principal=context.actor):
        raise Forbidden(text("Only administrators may look as somebody else", "仅管理员可以以他人身份预览"))
    if not reads:
        raise Forbidden(text("A preview changes nothing", "预览模式下不能修改数据"))
    if personal:
        message = text("This is personal: a preview does not show it", "此为个人内容，预览中不予显示")
        raise Forbidden(message, [Issue("personal", message)])
    kind, _, name = asked.partition(":")
    found = _user(context, name) if kind == "user" else _with_roles(context, name) if kind == "role" else None
    if found is None:
        message = text("Preview as user:<id> or role:<key>", "请使用 user:<编号> 或 role:<标识> 预览")
        raise Invalid(None, [Issue("bad_preview", message, ("Odos-Preview-As",))])
    who = (context.workspace.key, context.actor.user_id, context.address, asked)
    _noted.get(who, lambda: _note(context, found.user_id, asked))
    return replace(found, locale=context.actor.locale, time_zone=context.actor.time_zone)


def _note(context: Context, user_id: int | None, asked: str) -> bool:
    entry = Entry(USER_ENTITY, user_id, "previewed", None, {"$as": [None, asked[:200]]})
    with transaction(context.workspace):
        write_entries(workspace=context.workspace, origin=context.origin, entries=[entry])
    return True


def _user(context: Context, name: str) -> Principal | None:
    if not (name.isascii() and name.isdigit() and len(name) < 19):
        return None
    return find_principal_by_id(workspace=context.workspace, user_id=int(name))


def _with_roles(context: Context, names: str) -> Principal | None:
    """The administrator's own place in the organisation, with these roles and no other power."""
    roles = tuple(sorted({name.strip() for name in names.split(",") if name.strip()}))
    if not roles or any(role not in context.schema.roles for role in roles):
        return None
    return replace(context.actor, roles=roles, is_admin=False)
