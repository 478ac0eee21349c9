"""(principal, entity, action) → `Access`. Cheap to ask: results are kept for as long as the schema lives."""

from __future__ import annotations

import weakref
from collections.abc import Iterator

from odos.access.model import Access, Branch, Parent
from odos.access.roles import Action, Scope, grants, is_administrator
from odos.accounts.principals import Principal
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden
from odos.kernel.texts import text, translate
from odos.schema.model import Entity, Schema
from odos.schema.system import UNIT_ENTITY, USER_ENTITY

_Key = tuple[bool, tuple[str, ...], str, Action]
_ENTRIES_PER_SCHEMA = 20_000
_UNRESTRICTED = Access(branches=(Branch("all"),))

# By id of a living schema: schemas are not hashable, and two versions must never share an entry.
_kept: dict[int, dict[_Key, Access]] = {}

# Whoever could set these on a user could become an administrator.
_POWERS = ("is_admin", "roles")


def compile_access(*, schema: Schema, principal: Principal, entity: Entity, action: Action) -> Access:
    """What ``principal`` may reach. Depends on the roles only; the user and units are slots."""
    entries = _entries(schema)
    key = (principal.is_admin, principal.roles, entity.id, action)
    found = entries.get(key)
    if found is None:
        if len(entries) >= _ENTRIES_PER_SCHEMA:
            entries.clear()
        found = entries[key] = _compile(schema, principal, entity, action)
    return found


def require_access(*, schema: Schema, principal: Principal, entity: Entity, action: Action) -> Access:
    """Like `compile_access`; raises `Forbidden` where no record at all could be reached."""
    access = compile_access(schema=schema, principal=principal, entity=entity, action=action)
    if access.impossible:
        raise Forbidden(None, [_refusal(entity, action)])
    return access


def may_administer(*, schema: Schema, principal: Principal) -> bool:
    """Whether the principal may change metadata, users and settings."""
    return is_administrator(schema, is_admin=principal.is_admin, roles=principal.roles)


def _entries(schema: Schema) -> dict[_Key, Access]:
    found = _kept.get(id(schema))
    if found is None:
        found = _kept[id(schema)] = {}
        weakref.finalize(schema, _kept.pop, id(schema), None)
    return found


def _compile(schema: Schema, principal: Principal, entity: Entity, action: Action) -> Access:
    if may_administer(schema=schema, principal=principal):
        return _UNRESTRICTED
    top = _top_entity(schema, entity)
    scopes = [grant.scope(action) for grant in grants(schema, top, principal.roles)]
    masks = grants(schema, entity, principal.roles)
    return Access(
        branches=_branches(top, max(scopes, default=Scope.NONE)),
        hidden_fields=_in_all([grant.hidden for grant in masks]),
        readonly_fields=_in_all([grant.readonly for grant in masks]) | _powers(entity),
        parents=tuple(_parents(schema, entity)),
    )


def _branches(entity: Entity, scope: Scope) -> tuple[Branch, ...]:
    """A unit's records include one's own, wherever they were filed."""
    if scope is Scope.NONE:
        return ()
    if scope is Scope.ALL:
        return (Branch("all"),)
    own = Branch("own", _owner_column(entity))
    unit = _unit_column(entity)
    return (own, Branch("unit", unit)) if scope is Scope.UNIT and unit else (own,)


def _owner_column(entity: Entity) -> str:
    if entity.id == USER_ENTITY:
        return "id"
    return "owner" if entity.owned else "created_by"


def _unit_column(entity: Entity) -> str | None:
    if entity.id == UNIT_ENTITY:
        return "id"
    if entity.id == USER_ENTITY:
        return entity.fields["unit"].column
    return "unit" if entity.owned else None


def _top_entity(schema: Schema, entity: Entity) -> Entity:
    while entity.line_of is not None:
        entity = schema.by_id[entity.line_of.entity]
    return entity


def _parents(schema: Schema, entity: Entity) -> Iterator[Parent]:
    while entity.line_of is not None:
        column = entity.by_id[entity.line_of.parent_field].column
        entity = schema.by_id[entity.line_of.entity]
        yield Parent(entity.table, column)


def _in_all(masks: list[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*masks) if masks else frozenset()


def _powers(entity: Entity) -> frozenset[str]:
    if entity.id != USER_ENTITY:
        return frozenset()
    return frozenset(entity.fields[key].id for key in _POWERS if key in entity.fields)


_VERBS = {
    "see": ("see", "查看"),
    "create": ("create", "新建"),
    "edit": ("change", "修改"),
    "delete": ("delete", "删除"),
}


def _refusal(entity: Entity, action: Action) -> Issue:
    english, chinese = _VERBS[action]
    message = text(
        "You may not {verb} {label}",
        "您没有权限{verb_zh}{label_zh}",
        verb=english,
        verb_zh=chinese,
        label=translate(entity.plural),
        label_zh=translate(entity.label, "zh-hans"),
    )
    hint = text("An administrator can give you a role that allows it", "管理员可以为您分配相应的角色")
    return Issue("forbidden", message, hint=hint)
