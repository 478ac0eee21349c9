"""What the organisation asks of whoever signs in; read from the settings of the application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from odos.accounts.principals import Principal
from odos.schema.model import Schema

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1024  # hashing must not become work for an attacker to order


@dataclass(frozen=True)
class SignInPolicy:
    """``second_factor`` is ``optional``, or required of ``administrators`` or ``everybody``.

    ``history`` passwords before the present one may not be chosen again.
    """

    shortest: int = SHORTEST_PASSWORD
    refuse_common: bool = True
    history: int = 0
    second_factor: str = "optional"
    second_factor_roles: frozenset[str] = frozenset()
    session: timedelta = timedelta(days=14)
    longest_token: timedelta = timedelta(days=365)

    def requires_second_factor(self, principal: Principal, *, is_admin: bool) -> bool:
        """Whether this user may work only with a second factor."""
        if self.second_factor == "everybody" or (self.second_factor == "administrators" and is_admin):
            return True
        return not self.second_factor_roles.isdisjoint(principal.roles)


DEFAULT_POLICY = SignInPolicy()


def policy_of(schema: Schema) -> SignInPolicy:
    """The policy in force; what is not set is as in `DEFAULT_POLICY`."""
    given: Mapping[str, Any] = schema.settings.get("sign_in") or {}
    default = DEFAULT_POLICY
    return SignInPolicy(
        shortest=int(given.get("password_length") or default.shortest),
        refuse_common=bool(given.get("refuse_common_passwords", default.refuse_common)),
        history=int(given.get("password_history") or default.history),
        second_factor=str(given.get("second_factor") or default.second_factor),
        second_factor_roles=frozenset(given.get("second_factor_roles") or ()),
        session=timedelta(hours=int(given.get("session_hours") or default.session.total_seconds() / 3600)),
        longest_token=timedelta(days=int(given.get("token_days") or default.longest_token.days)),
    )
