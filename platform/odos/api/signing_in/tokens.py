"""``/api/auth/sessions``, ``/api/auth/tokens``: where somebody is signed in, and tokens for programs.

Administrators see and end those of anybody, and make tokens for service accounts: for programs that act in
their own name. For people they make none, since that would be to act in their name.
"""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from rest_framework.request import Request

from odos.accounts import queries
from odos.accounts.operations import issue_token, revoke_token_by_id, revoke_tokens_of_user
from odos.accounts.policy import policy_of
from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.scopes import ACCOUNT, GRANTED
from odos.api.frame.trail import note_about_user
from odos.api.signing_in.sessions import secret_of
from odos.database.session import transaction
from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid, NotFound
from odos.kernel.texts import text

LONGEST_LABEL = 100
USUAL_DAYS = 90


class OwnSessions(Endpoint):
    """GET my sessions and tokens; POST: end all but this one."""

    portal = True

    scope = ACCOUNT

    def get(self, request: Request) -> HttpResponse:
        return json_response({"items": _listed(self, self.actor.user_id or 0)})

    def post(self, request: Request) -> HttpResponse:
        user_id = self.actor.user_id or 0
        with transaction(self.workspace):
            revoke_tokens_of_user(
                workspace=self.workspace, user_id=user_id, keep_token=secret_of(request), sessions_only=True
            )
            note_about_user(self, "sessions_ended", user_id)
        return json_response({"items": _listed(self, user_id)})


class OwnSession(Endpoint):
    """DELETE: end one of my sessions or tokens."""

    portal = True

    scope = ACCOUNT

    def delete(self, request: Request, token_id: int) -> HttpResponse:
        return _revoke(self, self.actor.user_id or 0, token_id)


class OwnTokens(Endpoint):
    """POST ``{label, scopes, days}``: a token for a program that acts as me."""

    scope = ACCOUNT

    def post(self, request: Request) -> HttpResponse:
        return _make_token(self, self.actor.user_id or 0)


class UserSessions(Endpoint):
    """GET a user's sessions and tokens; POST: end them all."""

    administrators = True
    scope = ACCOUNT

    def get(self, request: Request, user_id: int) -> HttpResponse:
        return json_response({"items": _listed(self, user_id), "is_service": _is_service(self, user_id)})

    def post(self, request: Request, user_id: int) -> HttpResponse:
        with transaction(self.workspace):
            revoke_tokens_of_user(workspace=self.workspace, user_id=user_id)
            note_about_user(self, "sessions_ended", user_id)
        return json_response({"items": _listed(self, user_id)})


class UserSession(Endpoint):
    """DELETE: end a session or token of a user."""

    administrators = True
    scope = ACCOUNT

    def delete(self, request: Request, user_id: int, token_id: int) -> HttpResponse:
        return _revoke(self, user_id, token_id)


class UserTokens(Endpoint):
    """POST ``{label, scopes, days}``: a token for a service account."""

    administrators = True
    scope = ACCOUNT

    def post(self, request: Request, user_id: int) -> HttpResponse:
        if not _is_service(self, user_id):
            raise Conflict(
                text(
                    "Tokens of people are made by themselves; this works for service accounts",
                    "个人令牌只能由本人创建；仅可为服务账号创建令牌",
                )
            )
        return _make_token(self, user_id)


def _listed(endpoint: Endpoint, user_id: int) -> list[dict[str, object]]:
    tokens = queries.list_tokens(workspace=endpoint.workspace, user_id=user_id, now=utc_now())
    here = secret_of(endpoint.request)
    return [token.as_json(here) for token in tokens]


def _is_service(endpoint: Endpoint, user_id: int) -> bool:
    found = queries.is_service_account(workspace=endpoint.workspace, user_id=user_id)
    if found is None:
        raise NotFound
    return found


def _revoke(endpoint: Endpoint, user_id: int, token_id: int) -> HttpResponse:
    with transaction(endpoint.workspace):
        if not revoke_token_by_id(workspace=endpoint.workspace, token_id=token_id, user_id=user_id):
            raise NotFound
        note_about_user(endpoint, "token_revoked", user_id, {"token": str(token_id)})
    return json_response({})


def _make_token(endpoint: Endpoint, user_id: int) -> HttpResponse:
    body = read_json(endpoint.request)
    label, scopes, days = (
        require(body, "label", str).strip(),
        _scopes(body),
        take(body, "days", int, USUAL_DAYS),
    )
    longest = policy_of(endpoint.schema_version).longest_token.days
    issues = list(_issues(label, days, longest))
    if issues:
        raise Invalid(None, issues)
    with transaction(endpoint.workspace):
        made = issue_token(
            workspace=endpoint.workspace,
            user_id=user_id,
            now=utc_now(),
            label=label,
            lifetime=timedelta(days=days),
            scopes=scopes,
            address=endpoint.address,
            created_by=endpoint.actor.user_id,
        )
        facts = {"token": str(made.id), "label": label, "scopes": scopes, "days": days}
        note_about_user(endpoint, "token_created", user_id, facts)
    return json_response({"id": str(made.id), "token": made.token, "expires_at": made.expires_at}, 201)


def _scopes(body: dict[str, object]) -> list[str]:
    given = require(body, "scopes", list)
    unknown = [item for item in given if item not in GRANTED]
    if unknown or not given:
        message = text(
            "scopes are some of {names}", "scopes 应为 {names} 中的若干项", names=", ".join(GRANTED)
        )
        raise Invalid(None, [Issue("unknown_scope", message, ("scopes",))])
    return sorted({str(item) for item in given})


def _issues(label: str, days: int, longest: int) -> list[Issue]:
    issues = []
    if not 0 < len(label) <= LONGEST_LABEL or "\0" in label:
        message = text(
            "A name of at most {n} characters is needed", "请填写名称，最多 {n} 个字符", n=LONGEST_LABEL
        )
        issues.append(Issue("required", message, ("label",)))
    if not 0 < days <= longest:
        message = text("A token lives from 1 to {n} days", "令牌有效期为 1 到 {n} 天", n=longest)
        issues.append(Issue("bad_lifetime", message, ("days",)))
    return issues
