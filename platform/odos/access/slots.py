"""The values that access predicates leave open: the user, and everybody and everything they stand for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from odos.access.grantees import grantees
from odos.access.model import (
    COMPANY_SLOT,
    GRANTED_PEOPLE_SLOT,
    GRANTED_SLOT,
    OWN_UNIT_SLOT,
    OWN_UNITS_SLOT,
    PEOPLE_SLOT,
    UNITS_SLOT,
    USER_SLOT,
)
from odos.accounts.principals import Principal
from odos.accounts.standing import NOWHERE, Standing, find_standing
from odos.kernel.sql import array

_array = lru_cache(maxsize=64)(array)  # a statement may ask several times


def find_place(principal: Principal) -> Standing:
    """Where the principal stands in the organisation; administrators need no place."""
    if principal.user_id is None or principal.is_admin:
        return NOWHERE
    return find_standing(workspace=principal.workspace, user_id=principal.user_id)


def standing_slots(user_id: int | None, roles: tuple[str, ...], standing: Standing) -> dict[str, object]:
    """Values by slot, for `Sql.bind`, of a user with these roles who stands there.

    Lists may be long and few are asked for, so they are written when they are.
    """
    own = () if user_id is None else (user_id,)
    people = (*own, *standing.subordinates)
    return {
        USER_SLOT: user_id,
        PEOPLE_SLOT: lambda: _array(people),
        OWN_UNITS_SLOT: lambda: _array(standing.own_units),
        OWN_UNIT_SLOT: standing.own_units[0] if len(standing.own_units) == 1 else None,
        UNITS_SLOT: lambda: _array(standing.units_below),
        COMPANY_SLOT: lambda: _array(standing.company_units),
        GRANTED_SLOT: lambda: granted_to(own, roles, standing),
        GRANTED_PEOPLE_SLOT: lambda: granted_to(people, roles, standing),
    }


def granted_to(users: Iterable[int], roles: tuple[str, ...], standing: Standing) -> list[str]:
    """What shares name the users by, who hold these roles and stand there."""
    named = (*grantees("user", users), *grantees("unit", standing.units_above))
    return [*named, *grantees("role", roles)]


def slot_lists(user_id: int | None, standing: Standing) -> dict[str, tuple[int, ...]]:
    """Whom the slots name that may name several users or units."""
    return {
        PEOPLE_SLOT: standing.subordinates if user_id is None else (user_id, *standing.subordinates),
        OWN_UNITS_SLOT: standing.own_units,
        UNITS_SLOT: standing.units_below,
        COMPANY_SLOT: standing.company_units,
    }


def single_slots(user_id: int | None, standing: Standing) -> frozenset[str]:
    """The slots whose list names one user or unit only, which `SINGLE_SLOTS` has as a plain value."""
    lists = slot_lists(user_id, standing)
    return frozenset(slot for slot, listed in lists.items() if len(listed) == 1)
