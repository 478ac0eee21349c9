"""What a rule may read beside records, found only when it asks: the calendar, roles, reports, units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from odos.access.compile import compile_access, may_administer
from odos.access.roles import Action
from odos.accounts.principals import Principal
from odos.accounts.standing import NOWHERE, find_standing
from odos.accounts.standing import Standing as Place
from odos.accounts.units import list_unit_codes, list_units_below
from odos.calendars.queries import find_calendar
from odos.dsl.context import Context as RuleContext
from odos.dsl.context import Standing
from odos.kernel.texts import DEFAULT_LANGUAGE, LANGUAGES
from odos.kernel.workspaces import Workspace
from odos.records.rates import find_rates
from odos.schema.model import Schema

_ACTIONS: tuple[Action, ...] = ("see", "create", "edit", "delete")
ADMINISTRATION = "admin"


def rule_surroundings(
    *, schema: Schema, actor: Principal, workspace: Workspace, now: datetime
) -> RuleContext:
    """The surroundings of rules that run for ``actor``."""
    return RuleContext(
        user=actor.user_id or 0,
        now=now,
        time_zone=actor.time_zone,
        fiscal_start=schema.fiscal_start,
        base_currency=schema.base_currency,
        language=actor.locale if actor.locale in LANGUAGES else DEFAULT_LANGUAGE,
        find_calendar=partial(find_calendar, workspace=workspace, unit_id=actor.unit_id),
        find_rates=partial(find_rates, schema=schema, workspace=workspace),
        standing=Standing(
            roles=lambda: frozenset(actor.roles),
            permissions=lambda: frozenset(_permissions(schema, actor)),
            groups=lambda: list_unit_codes(
                workspace=workspace, unit_ids=_place(workspace, actor).units_above
            ),
            reports=lambda: frozenset(_place(workspace, actor).subordinates),
            below=lambda unit: list_units_below(workspace=workspace, unit_id=unit),
        ),
    )


def _place(workspace: Workspace, actor: Principal) -> Place:
    return find_standing(workspace=workspace, user_id=actor.user_id) if actor.user_id else NOWHERE


def _permissions(schema: Schema, actor: Principal) -> Iterator[str]:
    """``lead.edit`` for whatever of an entity the actor may edit; ``admin`` for administrators."""
    if may_administer(schema=schema, principal=actor):
        yield ADMINISTRATION
    for entity in schema.entities.values():
        for action in _ACTIONS:
            access = compile_access(schema=schema, principal=actor, entity=entity, action=action)
            if not access.impossible:
                yield f"{entity.key}.{action}"
