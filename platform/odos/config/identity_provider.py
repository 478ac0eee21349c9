"""``ODOS_OIDC_…``: the identity provider of an installation; see `odos.accounts.oidc.Provider`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


class BadSetting(RuntimeError):
    """An environment variable that cannot be meant."""


def read(environment: Mapping[str, str]) -> dict[str, Any] | None:
    """None where no provider is set; raises `BadSetting`."""
    given = {name: environment.get(f"ODOS_OIDC_{name.upper()}", "").strip() for name in _NAMES}
    if not given["issuer"]:
        return None
    if not given["client_id"]:
        raise BadSetting("ODOS_OIDC_ISSUER is set, but ODOS_OIDC_CLIENT_ID is not")
    roles = _roles(given.pop("roles"))
    switches = {name: given.pop(variable) == "1" for variable, name in _SWITCHES.items()}
    told = {name: value for name, value in given.items() if value}
    return {"client_secret": "", **told, "roles": roles, **switches}


def _roles(text: str) -> dict[str, str]:
    try:
        roles = json.loads(text or "{}")
    except ValueError as error:
        raise BadSetting(f"ODOS_OIDC_ROLES is no JSON: {error}") from error
    if not isinstance(roles, dict):
        raise BadSetting('ODOS_OIDC_ROLES must be an object such as {"sales": "sales_rep"}')
    return {str(group): str(role) for group, role in roles.items()}


_NAMES = (
    "issuer", "client_id", "client_secret", "label", "scopes", "username_claim", "roles_claim", "roles",
    "create", "link_anybody",
)  # fmt: skip
_SWITCHES = {"create": "creates_users", "link_anybody": "links_anybody"}
