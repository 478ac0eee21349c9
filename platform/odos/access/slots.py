"""The values that access predicates leave open: the user, and everybody and everything they stand for."""

from __future__ import annotations

from odos.access.grantees import grantees
from odos.access.model import (
    COMPANY_SLOT,
    GRANTED_PEOPLE_SLOT,
    GRANTED_SLOT,
    OWN_UNITS_SLOT,
    PEOPLE_SLOT,
    UNITS_SLOT,
    USER_SLOT,
)
from odos.accounts.principals import Principal
from odos.accounts.standing import NOWHERE, Standing, find_standing


def principal_slots(*, principal: Principal) -> dict[str, object]:
    """Values by slot, for `Sql.bind`. Administrators need none of them but the user."""
    standing = NOWHERE
    if principal.user_id is not None and not principal.is_admin:
        standing = find_standing(workspace=principal.workspace, user_id=principal.user_id)
    return {USER_SLOT: principal.user_id, **standing_slots(principal.user_id, principal.roles, standing)}


def standing_slots(user_id: int | None, roles: tuple[str, ...], standing: Standing) -> dict[str, object]:
    """The same for a user, with given roles, who stands there in the organisation."""
    own = [] if user_id is None else [user_id]
    shared = [*grantees("unit", standing.units_above), *grantees("role", roles)]
    return {
        PEOPLE_SLOT: [*own, *standing.subordinates],
        OWN_UNITS_SLOT: list(standing.own_units),
        UNITS_SLOT: list(standing.units_below),
        COMPANY_SLOT: list(standing.company_units),
        GRANTED_SLOT: [*grantees("user", own), *shared],
        GRANTED_PEOPLE_SLOT: [*grantees("user", [*own, *standing.subordinates]), *shared],
    }
