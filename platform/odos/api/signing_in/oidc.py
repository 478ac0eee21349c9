"""``/api/auth/oidc/…``: to the identity provider and back."""

from __future__ import annotations

import hmac
from dataclasses import asdict
from functools import partial
from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from rest_framework.request import Request

from odos.access.compile import may_administer
from odos.accounts import oidc
from odos.accounts.identities import ExternalSignIn, NobodyHere, sign_in_external
from odos.accounts.principals import Principal, stranger, system_principal
from odos.api.frame.bodies import json_response
from odos.api.frame.endpoint import Endpoint
from odos.api.frame.trail import note_about_user, note_changes_of_user
from odos.api.signing_in.sessions import open_session, set_session_cookie
from odos.database.session import transaction
from odos.kernel.clock import utc_now
from odos.kernel.problems import NotFound, Unauthenticated
from odos.schema.model import Schema
from odos.schema.system import USER_ENTITY

COOKIE = "odos_oidc"
COOKIE_PATH = "/api/auth/oidc/"
MINUTES = 10


class SignInMethods(Endpoint):
    """GET the ways to sign in beside a password."""

    public = True

    def get(self, request: Request) -> HttpResponse:
        provider = oidc.find_provider()
        providers = [{"key": "oidc", "label": provider.label or "SSO"}] if provider else []
        return json_response({"providers": providers})


class OidcStart(Endpoint):
    """GET: on to the provider; ``next`` is the page to come back to."""

    public = True
    authentication_classes = ()

    def get(self, request: Request) -> HttpResponse:
        provider = _provider()
        try:
            attempt = oidc.begin(provider, _redirect_uri(request))
        except Unauthenticated:
            return _back_to_login("failed")
        response = HttpResponseRedirect(attempt.url)
        kept = {**asdict(attempt), "next": _own_path(request.GET.get("next"))}
        response.set_cookie(
            COOKIE,
            signing.dumps(kept, salt=COOKIE),
            max_age=MINUTES * 60,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            path=COOKIE_PATH,
        )
        return response


class OidcCallback(Endpoint):
    """GET with what the provider says; the answer is a session and the page that was wanted."""

    public = True
    authentication_classes = ()

    def get(self, request: Request) -> HttpResponse:
        provider = _provider()
        kept = _kept(request)
        state = request.GET.get("state", "")
        if kept is None or not hmac.compare_digest(state.encode("utf-8", "replace"), kept["state"].encode()):
            return _back_to_login("expired")
        if "code" not in request.GET:
            return _back_to_login("denied")
        try:
            return self._sign_in(request, provider, kept)
        except Unauthenticated as refusal:
            who = stranger(self.workspace, provider.issuer)
            facts = {"provider": provider.issuer, "why": str(refusal)[:300]}
            note_about_user(self, "sign_in_failed", None, facts, actor=who, source="ui")
            return _back_to_login("unknown" if isinstance(refusal, NobodyHere) else "failed")

    def _sign_in(self, request: Request, provider: oidc.Provider, kept: dict[str, str]) -> HttpResponse:
        attempt = oidc.Attempt(**{name: kept[name] for name in ("url", "state", "nonce", "verifier")})
        code, now = str(request.GET["code"]), utc_now()
        claims = oidc.finish(provider, _redirect_uri(request), attempt, code=code, now=now)
        with transaction(self.workspace):
            signed_in = sign_in_external(
                workspace=self.workspace,
                provider=provider,
                claims=claims,
                administers=partial(_administers, self.schema_version),
                now=now,
            )
            _tell_trail(self, signed_in, provider, str(claims["sub"]))
            session = open_session(self, signed_in.principal, provider.issuer, None)
        response = HttpResponseRedirect(kept["next"])
        response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
        set_session_cookie(response, session.token, session.expires_at, now)
        return response


def _administers(schema: Schema, principal: Principal) -> bool:
    return may_administer(schema=schema, principal=principal)


def _tell_trail(endpoint: Endpoint, signed_in: ExternalSignIn, provider: oidc.Provider, subject: str) -> None:
    """The user made, the link and the roles: what the provider brought about, so the system is the actor."""
    who, fields = signed_in.principal, endpoint.schema_version.by_id[USER_ENTITY].fields
    by = system_principal(endpoint.workspace)
    if signed_in.is_made:
        made = {fields["username"].id: [None, who.username], fields["name"].id: [None, who.name]}
        note_changes_of_user(endpoint, "created", who.user_id, made, actor=by, source="ui")
    if signed_in.is_linked:
        facts = {"with": provider.issuer, "subject": subject}
        note_about_user(endpoint, "identity_linked", who.user_id, facts, actor=by, source="ui")
    if signed_in.roles is not None:
        changes = {fields["roles"].id: list(signed_in.roles)}
        note_changes_of_user(endpoint, "updated", who.user_id, changes, actor=by, source="ui")


def _provider() -> oidc.Provider:
    provider = oidc.find_provider()
    if provider is None:
        raise NotFound
    return provider


def _redirect_uri(request: Request) -> str:
    """The provider holds a list of the addresses that it sends people to; another one it refuses."""
    base = settings.ODOS_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
    return f"{base.rstrip('/')}{COOKIE_PATH}callback"


def _own_path(path: str | None) -> str:
    """Only a page of this product: nobody must get from our sign-in to somebody else's."""
    own = path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if own and path else "/"


def _kept(request: Request) -> dict[str, str] | None:
    try:
        kept: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=MINUTES * 60
        )
    except signing.BadSignature:
        return None
    return kept


def _back_to_login(why: str) -> HttpResponse:
    response = HttpResponseRedirect(f"/login?refused={quote(why)}")
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
    return response
