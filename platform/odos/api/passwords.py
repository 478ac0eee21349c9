"""``/api/auth/…password``: changing passwords, and what a good one is."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from rest_framework.request import Request

from odos.accounts.operations import prove_password, set_password
from odos.accounts.policy import LONGEST_PASSWORD, policy_of
from odos.api.bodies import json_response, read_json, require
from odos.api.endpoint import Endpoint
from odos.api.scopes import ACCOUNT
from odos.api.signin import secret_of
from odos.api.trail import note_about_user
from odos.database.session import transaction
from odos.kernel.clock import utc_now
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid, Unauthenticated
from odos.kernel.texts import text


class PasswordRules(Endpoint):
    """GET what a new password must be like."""

    public = True

    def get(self, request: Request) -> HttpResponse:
        policy = policy_of(self.schema_version)
        return json_response(
            {
                "shortest": policy.shortest,
                "longest": LONGEST_PASSWORD,
                "refuse_common": policy.refuse_common,
                "history": policy.history,
            }
        )


class OwnPassword(Endpoint):
    """POST ``{current, new}``: change one's own password; all other sessions end."""

    portal = True

    scope = ACCOUNT

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        check_current_password(self, require(body, "current", str))
        return _set_password(self, self.actor.user_id or 0, require(body, "new", str))


class UserPassword(Endpoint):
    """POST ``{new}``: an administrator gives a user a password."""

    administrators = True
    scope = ACCOUNT

    def post(self, request: Request, user_id: int) -> HttpResponse:
        return _set_password(self, user_id, require(read_json(request), "new", str))


def check_current_password(endpoint: Endpoint, password: str) -> None:
    """A wrong one is a mistake in the form, not the end of the session."""
    try:
        prove_password(
            workspace=endpoint.workspace,
            principal=endpoint.actor,
            password=password,
            address=endpoint.address or "",
        )
    except Unauthenticated as refusal:
        message = text("The current password is wrong", "当前密码错误")
        raise Invalid(None, [Issue("wrong_password", message, ("current",))]) from refusal


def _set_password(endpoint: Endpoint, user_id: int, password: str) -> HttpResponse:
    """Whoever changes their own password stays signed in where they do it."""
    try:
        with transaction(endpoint.workspace):
            set_password(
                workspace=endpoint.workspace,
                user_id=user_id,
                password=password,
                now=utc_now(),
                keep_token=secret_of(endpoint.request),
                policy=policy_of(endpoint.schema_version),
            )
            note_about_user(endpoint, "password_changed", user_id)
    except Invalid as refusal:
        raise Invalid(None, [replace(issue, path=("new",)) for issue in refusal.issues]) from refusal
    return json_response({})
