"""``/api/auth/…``: sign in and out, tokens, the user's own settings."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from rest_framework.request import Request

from odos.access.compile import may_administer
from odos.accounts.operations import (
    SESSION_LIFETIME,
    authenticate,
    issue_token,
    revoke_token,
    set_password,
    start_session,
)
from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_id
from odos.api.authentication import check_origin
from odos.api.bodies import json_response, read_json, require, take
from odos.api.endpoint import Endpoint
from odos.api.profiles import profile_json, update_profile
from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Unauthenticated
from odos.kernel.texts import LANGUAGES, text


class CsrfCookie(Endpoint):
    """GET: sets the csrftoken cookie that unsafe calls of a browser must repeat."""

    public = True

    def get(self, request: Request) -> HttpResponse:
        return json_response({"csrf_token": get_token(request)})


class TokenIssue(Endpoint):
    """POST user name and password for a bearer token."""

    public = True
    authentication_classes = ()

    def post(self, request: Request) -> HttpResponse:
        principal = _sign_in(self, request)
        issued = issue_token(
            workspace=self.workspace, user_id=principal.user_id or 0, now=utc_now(), label=_device(request)
        )
        user = _profile(self, principal)
        return json_response({"token": issued.token, "expires_at": issued.expires_at, "user": user})


class Login(Endpoint):
    """POST user name and password for a session cookie."""

    public = True
    authentication_classes = ()

    def post(self, request: Request) -> HttpResponse:
        check_origin(request)
        principal = _sign_in(self, request)
        session = start_session(
            workspace=self.workspace, user_id=principal.user_id or 0, now=utc_now(), label=_device(request)
        )
        response = json_response(_profile(self, principal))
        response.set_cookie(
            settings.SESSION_COOKIE_NAME,
            session.token,
            max_age=int(SESSION_LIFETIME.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        return response


class Logout(Endpoint):
    """POST: end the session or token of this request."""

    def post(self, request: Request) -> HttpResponse:
        revoke_token(workspace=self.workspace, token=_secret(request))
        response = json_response({})
        response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
        return response


class OwnPassword(Endpoint):
    """POST ``{current, new}``: change one's own password; all other sessions end."""

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        _check_current(self, require(body, "current", str))
        return _set_password(self, self.actor.user_id or 0, require(body, "new", str))


class UserPassword(Endpoint):
    """POST ``{new}``: an administrator gives a user a password."""

    administrators = True

    def post(self, request: Request, user_id: int) -> HttpResponse:
        return _set_password(self, user_id, require(read_json(request), "new", str))


class Me(Endpoint):
    """GET who I am, PATCH my name, language and time zone."""

    def get(self, request: Request) -> HttpResponse:
        return json_response(profile_json(self.actor, is_admin=self.may_administer))

    def patch(self, request: Request) -> HttpResponse:
        body = read_json(request)
        names = ("name", "locale", "time_zone")
        changes: dict[str, str | None] = {key: take(body, key, str) for key in names if key in body}
        _check_profile(changes)
        update_profile(context=self.context(), changes=changes)
        found = find_principal_by_id(workspace=self.workspace, user_id=self.actor.user_id or 0)
        if found is None:
            raise Unauthenticated
        return json_response(profile_json(found, is_admin=self.may_administer))


def _sign_in(endpoint: Endpoint, request: Request) -> Principal:
    body = read_json(request)
    return authenticate(
        workspace=endpoint.workspace,
        username=require(body, "username", str),
        password=require(body, "password", str),
        address=endpoint.address or "",
        now=utc_now(),
    )


def _check_current(endpoint: Endpoint, password: str) -> None:
    """A wrong one is a mistake in the form, not the end of the session."""
    try:
        authenticate(
            workspace=endpoint.workspace,
            username=endpoint.actor.username,
            password=password,
            address=endpoint.address or "",
            now=utc_now(),
        )
    except Unauthenticated as refusal:
        message = text("The current password is wrong", "当前密码错误")
        raise Invalid(None, [Issue("wrong_password", message, ("current",))]) from refusal


def _set_password(endpoint: Endpoint, user_id: int, password: str) -> HttpResponse:
    """Whoever changes their own password stays signed in where they do it."""
    secret = _secret(endpoint.request)
    try:
        set_password(workspace=endpoint.workspace, user_id=user_id, password=password, keep_token=secret)
    except Invalid as refusal:
        raise Invalid(None, [replace(issue, path=("new",)) for issue in refusal.issues]) from refusal
    return json_response({})


def _secret(request: Request) -> str:
    """The token or session by which the request came."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.COOKIES[settings.SESSION_COOKIE_NAME]


def _profile(endpoint: Endpoint, principal: Principal) -> dict[str, object]:
    administers = may_administer(schema=endpoint.schema_version, principal=principal)
    return profile_json(principal, is_admin=administers)


def _device(request: Request) -> str:
    return str(request.META.get("HTTP_USER_AGENT", ""))[:200]


def _check_profile(changes: dict[str, str | None]) -> None:
    issues = []
    if "locale" in changes and changes["locale"] not in LANGUAGES:
        message = text("locale is one of {names}", "locale 应为 {names} 之一", names=", ".join(LANGUAGES))
        issues.append(Issue("unknown_language", message, ("locale",)))
    if "time_zone" in changes and changes["time_zone"] not in available_timezones():
        message = text("There is no such time zone", "没有该时区")
        hint = text("Use a name such as Asia/Shanghai", "请使用如 Asia/Shanghai 的名称")
        issues.append(Issue("unknown_time_zone", message, ("time_zone",), hint))
    if "name" in changes and not (changes["name"] or "").strip():
        issues.append(Issue("required", text("A name is needed", "请填写姓名"), ("name",)))
    if issues:
        raise Invalid(None, issues)
