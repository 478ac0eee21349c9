"""Signing in at an identity provider (OpenID Connect: code flow with PKCE, state and nonce).

The provider is set by the operator (`ODOS_OIDC_…`), never by a request. What it says is believed only in
an ID token that its published keys verify, made for this client and this very attempt.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from odos.accounts.timed_cache import TimedCache
from odos.kernel.problems import Unauthenticated
from odos.kernel.texts import text

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
PATIENCE_SECONDS = 10
LEEWAY_SECONDS = 60

_documents: TimedCache[str, Mapping[str, Any]] = TimedCache(seconds=3600.0, largest=64)


@dataclass(frozen=True)
class Provider:
    """An identity provider. ``roles`` maps what stands in ``roles_claim`` to keys of our roles.

    ``links_anybody``: somebody's first sign-in there also opens the account of an administrator, or of a user
    who is linked to another account there, by its name alone.
    """

    issuer: str
    client_id: str
    client_secret: str
    label: str = ""
    scopes: str = "openid profile email"
    username_claim: str = "preferred_username"
    roles_claim: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    creates_users: bool = False
    links_anybody: bool = False


@dataclass(frozen=True)
class Attempt:
    """What the browser must bring back unaltered; ``url`` is where it goes."""

    url: str
    state: str
    nonce: str
    verifier: str


class ProviderFailed(Unauthenticated):
    """The provider does not answer, or answers what cannot be believed."""

    def __init__(self, why: str) -> None:
        super().__init__(text("The identity provider refused: {why}", "身份提供方拒绝：{why}", why=why[:200]))


def find_provider() -> Provider | None:
    """The provider of this installation, if it has one."""
    given: Mapping[str, Any] | None = settings.ODOS_OIDC
    return None if given is None else Provider(**given)


def begin(provider: Provider, redirect_uri: str) -> Attempt:
    """Start an attempt; raises `ProviderFailed`."""
    nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    with _client(provider, redirect_uri) as client:
        url, state = client.create_authorization_url(
            _endpoint(provider, "authorization_endpoint"), nonce=nonce, code_verifier=verifier
        )
    return Attempt(url, state, nonce, verifier)


def finish(
    provider: Provider, redirect_uri: str, attempt: Attempt, *, code: str, now: datetime
) -> Mapping[str, Any]:
    """The claims of whoever signed in there; raises `ProviderFailed`."""
    try:
        with _client(provider, redirect_uri) as client:
            tokens = client.fetch_token(
                _endpoint(provider, "token_endpoint"),
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt.verifier,
                timeout=PATIENCE_SECONDS,
            )
            claims = _verified(provider, str(tokens.get("id_token") or ""), attempt.nonce, now)
            return {**_user_info(provider, client, claims), **claims}
    except (AuthlibBaseError, JoseError, OSError, ValueError) as error:
        raise ProviderFailed(str(error)) from error


def _client(provider: Provider, redirect_uri: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=provider.scopes,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
    )


def _verified(provider: Provider, id_token: str, nonce: str, now: datetime) -> Mapping[str, Any]:
    keys_at = _endpoint(provider, "jwks_uri")
    try:
        token = jwt.decode(id_token, _keys(keys_at), algorithms=ALGORITHMS)
    except (JoseError, ValueError):  # the provider may have changed its keys since we read them
        _documents.forget()
        token = jwt.decode(id_token, _keys(keys_at), algorithms=ALGORITHMS)
    registry = jwt.JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": _document(_discovery_url(provider))["issuer"]},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    registry.validate(token.claims)
    if token.claims.get("azp", provider.client_id) != provider.client_id:
        raise ProviderFailed("the token was made for somebody else")
    return dict(token.claims)


def _user_info(provider: Provider, client: OAuth2Session, claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """More about the same person, from where most providers tell it."""
    address = _document(_discovery_url(provider)).get("userinfo_endpoint")
    if not address:
        return {}
    answer = client.get(address, timeout=PATIENCE_SECONDS)
    answer.raise_for_status()
    told: Mapping[str, Any] = answer.json()
    return told if told.get("sub") == claims["sub"] else {}


def _endpoint(provider: Provider, name: str) -> str:
    discovered = _document(_discovery_url(provider))
    if str(discovered.get("issuer", "")).rstrip("/") != provider.issuer.rstrip("/"):
        raise ProviderFailed("it calls itself by another name than ODOS_OIDC_ISSUER")
    if not discovered.get(name):
        raise ProviderFailed(f"it tells no {name}")
    return str(discovered[name])


def _discovery_url(provider: Provider) -> str:
    return provider.issuer.rstrip("/") + "/.well-known/openid-configuration"


def _keys(address: str) -> KeySet:
    return KeySet.import_key_set(dict(_document(address)))  # type: ignore[arg-type]


def _document(address: str) -> Mapping[str, Any]:
    return _documents.get(address, lambda: _read(address))


def _read(address: str) -> Mapping[str, Any]:
    try:
        with OAuth2Session() as client:
            answer = client.get(address, withhold_token=True, timeout=PATIENCE_SECONDS)
            answer.raise_for_status()
            document: Mapping[str, Any] = answer.json()
    except (OSError, ValueError) as error:
        raise ProviderFailed(f"{address} does not answer") from error
    return document
