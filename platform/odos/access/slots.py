"""The values that access predicates leave open: the user and the units that they stand for."""

from __future__ import annotations

from odos.access.model import UNITS_SLOT, USER_SLOT
from odos.accounts.principals import Principal
from odos.accounts.queries import list_unit_ids_below


def principal_slots(*, principal: Principal) -> dict[str, object]:
    """``user`` and ``units`` (the principal's unit and all below it) for `Sql.bind` and `may`."""
    units = list_unit_ids_below(workspace=principal.workspace, unit_id=principal.unit_id)
    return {USER_SLOT: principal.user_id, UNITS_SLOT: list(units)}
