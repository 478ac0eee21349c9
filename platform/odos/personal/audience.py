"""With whom something is shared: nobody, some people, units (with those below), roles, or all.

All means everybody who may see the entity; whoever may not, sees nothing about it at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from odos.accounts.principals import Principal
from odos.accounts.standing import find_standing
from odos.database.session import fetch_all
from odos.fields.links import read_id
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.personal.models import Shared
from odos.records.context import Context

MOST = 200  # people, units or roles

_NAMES = """
    SELECT 'user', id, coalesce(name, username) FROM user_account WHERE id = ANY(%s) AND deleted_at IS NULL
    UNION ALL SELECT 'unit', id, name FROM unit WHERE id = ANY(%s) AND deleted_at IS NULL
"""
Names = Mapping[tuple[str, int], str]


@dataclass(frozen=True)
class Audience:
    """Ids, and keys of roles."""

    everyone: bool = False
    users: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()


def read_audience(context: Context, given: object) -> Audience:
    """``{everyone, users, units, roles}``; raises `Invalid` for whom nobody knows."""
    if not isinstance(given, Mapping):
        message = text(
            "An audience is {{everyone, users, units, roles}}",
            "共享范围应为 {{everyone, users, units, roles}}",
        )
        raise Invalid(None, [Issue("wrong_type", message, ("audience",))])
    audience = Audience(
        everyone=given.get("everyone") is True,
        users=_listed(given, "users", read_id),
        units=_listed(given, "units", read_id),
        roles=_listed(given, "roles", str),
    )
    issues = list(_unknown(context, audience))
    if issues:
        raise Invalid(None, issues)
    return audience


def visible_to(actor: Principal) -> Q:
    """What the actor owns or was given."""
    seen = Q(owner=actor.user_id) | Q(everyone=True) | Q(users__contains=[actor.user_id])
    if actor.user_id is not None:
        above = find_standing(workspace=actor.workspace, user_id=actor.user_id).units_above
        seen |= Q(units__overlap=list(above))
    return seen | Q(roles__overlap=list(actor.roles)) if actor.roles else seen


def names_of(workspace: Workspace, things: Iterable[Shared]) -> Names:
    """The names of owners and of those with whom the things are shared, by ("user" | "unit", id)."""
    listed = list(things)
    users = {item.owner for item in listed}.union(*(item.users for item in listed))
    units: set[int] = set().union(*(item.units for item in listed))
    return {(kind, key): name for kind, key, name in fetch_all(workspace, _NAMES, [[*users], [*units]])}


def audience_json(thing: Shared, names: Names) -> dict[str, Any]:
    """For the owner alone: others need not know who else sees it."""
    return {
        "everyone": thing.everyone,
        "users": [{"id": str(key), "label": names.get(("user", key))} for key in thing.users],
        "units": [{"id": str(key), "label": names.get(("unit", key))} for key in thing.units],
        "roles": list(thing.roles),
    }


def _listed(given: Mapping[str, Any], name: str, read: Callable[[Any], Any]) -> tuple[Any, ...]:
    value = given.get(name) or []
    if not isinstance(value, list) or len(value) > MOST:
        message = text("{name} is a list of at most {n}", "{name} 应为最多 {n} 项的列表", name=name, n=MOST)
        raise Invalid(None, [Issue("wrong_type", message, ("audience", name))])
    try:
        return tuple(dict.fromkeys(read(item) for item in value))
    except Invalid as refusal:
        raise Invalid(None, [issue.under("audience", name) for issue in refusal.issues]) from None


def _unknown(context: Context, audience: Audience) -> Iterable[Issue]:
    found = fetch_all(context.workspace, _NAMES, [[*audience.users], [*audience.units]])
    known = {(kind, key) for kind, key, _name in found}
    asked = [("users", "user", key) for key in audience.users]
    asked += [("units", "unit", key) for key in audience.units]
    for name, kind, key in asked:
        if (kind, key) not in known:
            yield _nobody(name, key)
    for role in audience.roles:
        if role not in context.schema.roles:
            yield _nobody("roles", role)


def _nobody(name: str, key: object) -> Issue:
    message = text(
        'There is nobody like "{key}" to share with', "找不到可共享的对象“{key}”", key=str(key)[:60]
    )
    return Issue("unknown_audience", message, ("audience", name))
