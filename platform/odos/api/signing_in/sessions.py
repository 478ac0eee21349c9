"""``/api/auth/…``: sign in and out, and the user's own settings."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import available_timezones

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from rest_framework.request import Request

from odos.access.compile import may_administer
from odos.accounts.operations import (
    IssuedToken,
    SecondFactorNeeded,
    authenticate,
    issue_token,
    revoke_token,
    start_session,
)
from odos.accounts.policy import policy_of
from odos.accounts.principals import Principal, stranger
from odos.accounts.queries import find_principal_by_id
from odos.accounts.second_factor import second_factor_state
from odos.accounts.throttle import Locked
from odos.api.frame.authentication import check_origin
from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.idempotency import sign_in_once
from odos.api.frame.scopes import ANY, ENROL, WRITE, require_scope
from odos.api.frame.trail import note_about_user
from odos.api.signing_in.profiles import profile_json, update_profile
from odos.audit.entries import Source
from odos.database.session import transaction
from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Problem, Unauthenticated
from odos.kernel.texts import LANGUAGES, text


class CsrfCookie(Endpoint):
    """GET: sets the csrftoken cookie that unsafe calls of a browser must repeat."""

    public = True

    def get(self, request: Request) -> HttpResponse:
        return json_response({"csrf_token": get_token(request)})


class TokenIssue(Endpoint):
    """POST user name and password (and the code of a second factor) for a bearer token."""

    public = True
    keeps_answer = True
    authentication_classes = ()

    def post(self, request: Request) -> HttpResponse:
        principal = _sign_in(self, request, "api")
        return json_response(sign_in_once(self, principal, lambda: self._issue(principal)))

    def _issue(self, principal: Principal) -> dict[str, object]:
        scopes = _scopes_at_first(self, principal)
        with transaction(self.workspace):
            issued = issue_token(
                workspace=self.workspace,
                user_id=principal.user_id or 0,
                now=utc_now(),
                label=device(self.request),
                scopes=scopes,
                address=self.address,
            )
            facts = {"with": "token"}
            note_about_user(self, "signed_in", principal.user_id, facts, actor=principal, source="api")
        user = _profile(self, principal, scopes)
        return {"token": issued.token, "expires_at": issued.expires_at, "user": user}


class Login(Endpoint):
    """POST user name and password (and the code of a second factor) for a session cookie."""

    public = True
    keeps_answer = True
    authentication_classes = ()

    def post(self, request: Request) -> HttpResponse:
        check_origin(request)
        principal = _sign_in(self, request, "ui")
        session = sign_in_once(self, principal, lambda: self._open(principal))
        response = json_response(session["user"])
        set_session_cookie(
            response, session["token"], datetime.fromisoformat(session["expires_at"]), utc_now()
        )
        return response

    def _open(self, principal: Principal) -> dict[str, object]:
        scopes = _scopes_at_first(self, principal)
        session = open_session(self, principal, "password", scopes)
        user = _profile(self, principal, scopes)
        return {"token": session.token, "expires_at": session.expires_at.isoformat(), "user": user}


class Logout(Endpoint):
    """POST: end the session or token of this request."""

    portal = True

    scope = ANY

    def post(self, request: Request) -> HttpResponse:
        with transaction(self.workspace):
            revoke_token(workspace=self.workspace, token=secret_of(request))
            note_about_user(self, "signed_out", self.actor.user_id)
        response = json_response({})
        response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
        return response


class Me(Endpoint):
    """GET who I am, PATCH my name, language and time zone."""

    portal = True

    scope = ANY

    def get(self, request: Request) -> HttpResponse:
        looks = self.context().behind is not None
        return json_response(profile_json(self.actor, self.schema_version, looks=looks))

    def patch(self, request: Request) -> HttpResponse:
        require_scope(self.actor, WRITE)
        body = read_json(request)
        names = ("name", "locale", "time_zone")
        changes: dict[str, str | None] = {key: take(body, key, str) for key in names if key in body}
        _check_profile(changes)
        update_profile(context=self.context(), changes=changes)
        found = find_principal_by_id(workspace=self.workspace, user_id=self.actor.user_id or 0)
        if found is None:
            raise Unauthenticated
        return json_response(profile_json(found, self.schema_version))


def open_session(
    endpoint: Endpoint, principal: Principal, proof: str, scopes: tuple[str, ...] | None
) -> IssuedToken:
    """Start a session for somebody who has proved who they are, and say so in the trail."""
    with transaction(endpoint.workspace):
        session = start_session(
            workspace=endpoint.workspace,
            user_id=principal.user_id or 0,
            now=utc_now(),
            label=device(endpoint.request),
            lifetime=policy_of(endpoint.schema_version).session,
            scopes=scopes,
            address=endpoint.address,
        )
        facts = {"with": proof}
        note_about_user(endpoint, "signed_in", principal.user_id, facts, actor=principal, source="ui")
    return session


def set_session_cookie(response: HttpResponse, token: str, expires_at: datetime, now: datetime) -> None:
    """Out of reach of scripts, not sent by other sites' forms, over HTTPS alone where there is HTTPS."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        token,
        max_age=int((expires_at - now) / timedelta(seconds=1)),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def secret_of(request: Request) -> str:
    """The token or session by which the request came."""
    scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.COOKIES[settings.SESSION_COOKIE_NAME]


def device(request: Request) -> str:
    """The program that somebody signs in with."""
    return str(request.META.get("HTTP_USER_AGENT", ""))[:200]


def _sign_in(endpoint: Endpoint, request: Request, source: Source) -> Principal:
    """Failures are told in the trail; of a series of refused tries only the one that began it."""
    body = read_json(request)
    username = require(body, "username", str)
    try:
        return authenticate(
            workspace=endpoint.workspace,
            username=username,
            password=require(body, "password", str),
            code=take(body, "code", str),
            address=endpoint.address or "",
            now=utc_now(),
        )
    except SecondFactorNeeded:
        raise
    except (Unauthenticated, Locked) as refusal:
        _note_failure(endpoint, username, refusal, source)
        raise


def _note_failure(endpoint: Endpoint, username: str, refusal: Problem, source: Source) -> None:
    claimed = username.replace("\0", "").encode("utf-8", "ignore").decode()
    action = "locked_out" if isinstance(refusal, Locked) else "sign_in_failed"
    who, facts = stranger(endpoint.workspace, claimed), {"username": claimed[:150]}
    note_about_user(endpoint, action, None, facts, actor=who, source=source)


def _scopes_at_first(endpoint: Endpoint, principal: Principal) -> tuple[str, ...] | None:
    """Whoever must have a second factor and has none may only set one up."""
    schema = endpoint.schema_version
    is_admin = may_administer(schema=schema, principal=principal)
    if not policy_of(schema).requires_second_factor(principal, is_admin=is_admin):
        return None
    state = second_factor_state(workspace=endpoint.workspace, user_id=principal.user_id or 0)
    return None if state.enabled else (ENROL,)


def _profile(endpoint: Endpoint, principal: Principal, scopes: tuple[str, ...] | None) -> dict[str, object]:
    return {**profile_json(principal, endpoint.schema_version), "must_enrol": scopes == (ENROL,)}


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
