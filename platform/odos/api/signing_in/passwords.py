"""``/api/auth/…password``, ``…invitation``: changing passwords, what a good one is, and the first one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from django.http import HttpResponse
from rest_framework.request import Request

from odos.accounts.invitations import Invited, accept_invitation, find_invited, invite
from odos.accounts.operations import prove_password, set_password
from odos.accounts.policy import LONGEST_PASSWORD, policy_of
from odos.accounts.principals import stranger
from odos.api.frame.bodies import json_response, read_json, require, take
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.scopes import ACCOUNT
from odos.api.frame.trail import note_about_user
from odos.api.signing_in.sessions import secret_of
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


class UserInvitation(Endpoint):
    """POST: an address by which a user chooses a password; an administrator hands it on."""

    administrators = True
    scope = ACCOUNT

    def post(self, request: Request, user_id: int) -> HttpResponse:
        with transaction(self.workspace):
            made = invite(
                workspace=self.workspace,
                user_id=user_id,
                now=utc_now(),
                created_by=self.actor.user_id,
                address=self.address,
            )
            note_about_user(self, "invited", user_id, {"token": str(made.id)})
        return json_response({"token": made.token, "expires_at": made.expires_at}, 201)


class Invitation(Endpoint):
    """POST ``{token}``: whom it is for; ``{token, new}``: choose the password."""

    public = True
    authentication_classes = ()

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request)
        token, chosen = require(body, "token", str), take(body, "new", str)
        if chosen is None:
            invited = find_invited(workspace=self.workspace, token=token, now=utc_now())
        else:
            invited = self._accept(token, chosen)
        return json_response({"username": invited.username, "name": invited.name})

    def _accept(self, token: str, password: str) -> Invited:
        with _named_new(), transaction(self.workspace):
            invited = accept_invitation(
                workspace=self.workspace,
                token=token,
                password=password,
                now=utc_now(),
                policy=policy_of(self.schema_version),
            )
            actor = stranger(self.workspace, invited.username)
            note_about_user(self, "invitation_accepted", invited.user_id, actor=actor, source="api")
        return invited


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
    with _named_new(), transaction(endpoint.workspace):
        set_password(
            workspace=endpoint.workspace,
            user_id=user_id,
            password=password,
            now=utc_now(),
            keep_token=secret_of(endpoint.request),
            policy=policy_of(endpoint.schema_version),
        )
        note_about_user(endpoint, "password_changed", user_id)
    return json_response({})


@contextmanager
def _named_new() -> Iterator[None]:
    """Findings stand at the name by which the password was sent."""
    try:
        yield
    except Invalid as refusal:
        raise Invalid(None, [replace(issue, path=("new",)) for issue in refusal.issues]) from refusal
