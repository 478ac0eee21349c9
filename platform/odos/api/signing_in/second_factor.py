"""``/api/auth/second-factor``: setting up, confirming and removing it."""

from __future__ import annotations

import io

import segno
from django.http import HttpResponse
from rest_framework.request import Request

from odos.accounts import second_factor
from odos.accounts.operations import lift_scopes
from odos.accounts.policy import policy_of
from odos.api.frame.bodies import json_response, read_json, require
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.scopes import ACCOUNT, ENROL
from odos.api.frame.trail import note_about_user
from odos.api.signing_in.passwords import check_current_password
from odos.api.signing_in.sessions import secret_of
from odos.database.session import transaction
from odos.kernel.clock import utc_now
from odos.kernel.problems import Forbidden, NotFound
from odos.kernel.texts import text


class SecondFactor(Endpoint):
    """GET whether I have one."""

    portal = True

    scope = ENROL

    def get(self, request: Request) -> HttpResponse:
        user_id = self.actor.user_id or 0
        state = second_factor.second_factor_state(workspace=self.workspace, user_id=user_id)
        required = policy_of(self.schema_version).requires_second_factor(
            self.actor, is_admin=self.may_administer
        )
        return json_response(
            {"enabled": state.enabled, "recovery_left": state.recovery_left, "required": required}
        )


class SecondFactorSetup(Endpoint):
    """POST ``{current}``: a secret for the device, as text and as a picture; nothing is in force yet."""

    portal = True

    scope = ENROL

    def post(self, request: Request) -> HttpResponse:
        check_current_password(self, require(read_json(request), "current", str))
        setup = second_factor.begin_setup(
            workspace=self.workspace, user_id=self.actor.user_id or 0, username=self.actor.username
        )
        return json_response({"secret": setup.secret, "uri": setup.uri, "picture": _picture(setup.uri)})


class SecondFactorConfirm(Endpoint):
    """POST ``{code}``: put it into force; the recovery codes are shown this once."""

    portal = True

    scope = ENROL

    def post(self, request: Request) -> HttpResponse:
        user_id, code = self.actor.user_id or 0, require(read_json(request), "code", str)
        with transaction(self.workspace):
            codes = second_factor.confirm_setup(
                workspace=self.workspace, user_id=user_id, code=code, now=utc_now()
            )
            lift_scopes(workspace=self.workspace, token=secret_of(request))
            note_about_user(self, "second_factor_added", user_id)
        return json_response({"recovery_codes": codes})


class SecondFactorRecovery(Endpoint):
    """POST ``{current}``: new recovery codes instead of the old ones."""

    portal = True

    scope = ACCOUNT

    def post(self, request: Request) -> HttpResponse:
        user_id = self.actor.user_id or 0
        check_current_password(self, require(read_json(request), "current", str))
        with transaction(self.workspace):
            if not second_factor.second_factor_state(workspace=self.workspace, user_id=user_id).enabled:
                raise NotFound
            codes = second_factor.renew_recovery_codes(workspace=self.workspace, user_id=user_id)
            note_about_user(self, "recovery_codes_renewed", user_id)
        return json_response({"recovery_codes": codes})


class SecondFactorRemove(Endpoint):
    """POST ``{current}``: work without it again, where that is allowed."""

    portal = True

    scope = ACCOUNT

    def post(self, request: Request) -> HttpResponse:
        check_current_password(self, require(read_json(request), "current", str))
        if policy_of(self.schema_version).requires_second_factor(self.actor, is_admin=self.may_administer):
            raise Forbidden(text("Your organisation requires a second factor", "您的组织要求启用双重验证"))
        return _remove(self, self.actor.user_id or 0)


class UserSecondFactor(Endpoint):
    """DELETE: an administrator helps somebody whose device and recovery codes are lost."""

    administrators = True
    scope = ACCOUNT

    def delete(self, request: Request, user_id: int) -> HttpResponse:
        return _remove(self, user_id)


def _remove(endpoint: Endpoint, user_id: int) -> HttpResponse:
    with transaction(endpoint.workspace):
        if not second_factor.remove_second_factor(workspace=endpoint.workspace, user_id=user_id):
            raise NotFound
        note_about_user(endpoint, "second_factor_removed", user_id)
    return json_response({})


def _picture(uri: str) -> str:
    """A QR code as SVG."""
    buffer = io.BytesIO()
    segno.make(uri, error="m").save(buffer, kind="svg", scale=5, border=4, xmldecl=False, light="white")
    return buffer.getvalue().decode()
