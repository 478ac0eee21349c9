"""Who sent the request: a bearer token, or a session cookie with protection against forged requests."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_session, find_principal_by_token
from odos.audit.entries import Source
from odos.kernel.clock import utc_now
from odos.kernel.problems import Forbidden, Unauthenticated
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace

Found = tuple[Principal, Source]  # and by which way the request came: api or ui


def request_workspace(_request: Request) -> Workspace:
    """The workspace that an address serves."""
    return Workspace(settings.ODOS_WORKSPACE)


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer …``. A token that is not valid is refused, whatever cookie comes with it."""

    def authenticate(self, request: Request) -> Found | None:
        scheme, _, token = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        workspace = request_workspace(request)
        found = find_principal_by_token(workspace=workspace, token=token.strip(), now=utc_now())
        if found is None:
            raise Unauthenticated(text("The token is not valid or has expired", "令牌无效或已过期"))
        return found, "api"


class SessionAuthentication(BaseAuthentication):
    """The browser's cookie; requests that change something must prove where they come from."""

    def authenticate(self, request: Request) -> Found | None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if not key:
            return None
        workspace = request_workspace(request)
        found = find_principal_by_session(workspace=workspace, session_key=key, now=utc_now())
        if found is None:
            return None
        check_origin(request)
        return found, "ui"


def _no_view(*_arguments: object) -> HttpResponse:
    return HttpResponse()


def check_origin(request: Request) -> None:
    """Refuse a forged request: unsafe methods need the token of the csrftoken cookie in X-CSRFToken."""
    check = CSRFCheck(_no_view)
    plain = request._request  # noqa: SLF001 - the frame's own would parse the body to look for a form's token
    check.process_request(plain)
    if check.process_view(plain, _no_view, (), {}):
        raise Forbidden(
            text("Reload the page and try again (CSRF token missing)", "请刷新页面后重试（缺少 CSRF 令牌）")
        )
