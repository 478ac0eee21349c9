"""(principal, entity, action) → `Access`. Cheap to ask: results are kept for as long as the schema lives."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator

from odos.access.model import (
    COMPANY_SLOT,
    GRANTED_PEOPLE_SLOT,
    GRANTED_SLOT,
    OWN_UNITS_SLOT,
    PEOPLE_SLOT,
    UNITS_SLOT,
    USER_SLOT,
    Access,
    Branch,
    Everything,
    Inherited,
    InUnits,
    Level,
    OnTeam,
    Owned,
    Parent,
    Ruled,
    Shared,
    Veil,
)
from odos.access.roles import READING, Action, Grant, Scope, grants, is_administrator
from odos.access.teams import allowing_roles
from odos.access.waiting import locks_in_pool, veils_in_pool
from odos.accounts.principals import Authority, Principal
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden
from odos.kernel.texts import text, translate
from odos.schema.model import Entity, Schema
from odos.schema.system import ASSIGNMENT_ENTITY, POSITION_ENTITY, UNIT_ENTITY, USER_ENTITY

_Key = tuple[Authority, str, Action]
_ENTRIES_PER_SCHEMA = 20_000
_EVERYTHING = (Everything(),)

# By id of a living schema: schemas are not hashable, and two versions must never share an entry.
_kept: dict[int, dict[_Key, Access]] = {}

# Whoever could set these could become an administrator, as a position gives its roles to all who hold it, or
# close everybody's account. To delete or restore such a record is the same by another door.
_POWERS = {
    USER_ENTITY: ("is_admin", "roles", "assignments", "is_service", "is_active"),
    POSITION_ENTITY: ("roles",),
    ASSIGNMENT_ENTITY: ("user", "held_position"),
}
_NAMES = {USER_ENTITY: ("username", "email")}  # by which somebody is found when they sign in
_SHARED_FOR: dict[Action, Level] = {"see": "see", "export": "see"}
_ADMINISTRATORS_ONLY = text("Only administrators may do this", "仅管理员可执行此操作")
_NEVER_SHARED = frozenset({"create", "import", "delete", "restore"})


def compile_access(*, schema: Schema, principal: Principal, entity: Entity, action: Action) -> Access:
    """What ``principal`` may reach. Depends on their authority only; the user and units are slots."""
    entries = _entries(schema)
    key = (principal.authority, entity.id, action)
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
        raise Forbidden(None, [refusal(entity, action)])
    return access


def may_administer(*, schema: Schema, principal: Principal) -> bool:
    """Whether the principal may change metadata, users and settings."""
    return is_administrator(schema, is_admin=principal.is_admin, roles=principal.roles)


def may_use_powers(*, schema: Schema, principal: Principal) -> bool:
    """Whether the principal may administer, and does not ask by a token that was made for less."""
    return principal.may_use_powers and may_administer(schema=schema, principal=principal)


def require_administrator(*, schema: Schema, principal: Principal) -> None:
    """Raise `Forbidden` for anybody else."""
    if not may_administer(schema=schema, principal=principal):
        raise Forbidden(_ADMINISTRATORS_ONLY)


def require_powers(*, schema: Schema, principal: Principal) -> None:
    """Raise `Forbidden` for anybody else, and for tokens that are not made to administer."""
    if not may_use_powers(schema=schema, principal=principal):
        raise Forbidden(_ADMINISTRATORS_ONLY)


def branches_by_role(
    *, schema: Schema, roles: Iterable[str], entity: Entity, action: Action
) -> list[tuple[str, Branch]]:
    """Each way to reach a record with the role that opens it, for explanations."""
    roles = tuple(roles)
    top = top_entity(schema, entity)
    if _is_power(entity, action):
        return []
    return [
        (grant.role, branch)
        for grant in grants(schema, top, roles)
        for branch in _branches(schema, roles, top, action, [grant], ())
    ]


def top_entity(schema: Schema, entity: Entity) -> Entity:
    """The entity whose records line items belong to, or the entity itself."""
    while entity.line_of is not None:
        entity = schema.by_id[entity.line_of.entity]
    return entity


def _entries(schema: Schema) -> dict[_Key, Access]:
    found = _kept.get(id(schema))
    if found is None:
        found = _kept[id(schema)] = {}
        weakref.finalize(schema, _kept.pop, id(schema), None)
    return found


def _compile(schema: Schema, principal: Principal, entity: Entity, action: Action) -> Access:
    top = top_entity(schema, entity)
    powers = _powers(schema, principal, entity)
    if powers and _is_power(entity, action):
        return Access(entity.id, top=top.id)
    if may_administer(schema=schema, principal=principal):
        return Access(entity.id, _EVERYTHING, locks=powers, top=top.id)
    masks = grants(schema, entity, principal.roles)
    return Access(
        entity=entity.id,
        branches=_reach(schema, principal.roles, top, action, ()),
        veils=veils_in_pool(entity, _veils(masks)),
        locks=(*locks_in_pool(entity, _locks(masks)), *powers),
        parents=tuple(_parents(schema, entity)),
        top=top.id,
    )


# ------------------------------------------------------------------ rows


def _reach(
    schema: Schema, roles: tuple[str, ...], entity: Entity, action: Action, path: tuple[str, ...]
) -> tuple[Branch, ...]:
    """The branches of all roles; one that reaches everything makes the others needless."""
    found = _branches(schema, roles, entity, action, grants(schema, entity, roles), path)
    unique = tuple(dict.fromkeys(found))
    return _EVERYTHING if _EVERYTHING[0] in unique else _without_narrower(unique)


def _branches(
    schema: Schema,
    roles: tuple[str, ...],
    entity: Entity,
    action: Action,
    given: Iterable[Grant],
    path: tuple[str, ...],
) -> Iterator[Branch]:
    for grant in given:
        right = grant.right(action)
        yield from _within(entity, action, right.scope, managers=grant.follows_managers(action))
        if right.rule:
            yield Ruled(right.rule)
        if entity.id not in path:
            for link in right.through:
                yield from _through(schema, roles, entity, link, action, (*path, entity.id))


def _within(entity: Entity, action: Action, scope: Scope, *, managers: bool) -> Iterator[Branch]:
    """The ways that a scope opens, the narrow ones first."""
    if scope is Scope.ALL:
        yield Everything()
        return
    if scope >= Scope.OWN:
        yield Owned(_owner_column(entity), PEOPLE_SLOT if managers else USER_SLOT)
    if scope >= Scope.SHARED and action not in _NEVER_SHARED:
        slot = GRANTED_PEOPLE_SLOT if managers else GRANTED_SLOT
        yield Shared(entity.id, _SHARED_FOR.get(action, "edit"), slot)
    roles = allowing_roles(entity, action)
    if scope >= Scope.TEAM and roles:
        yield OnTeam(entity.id, roles, PEOPLE_SLOT if managers else USER_SLOT)
    unit = _unit_column(entity)
    if scope >= Scope.UNIT_ONLY and unit:
        yield InUnits(unit, _UNIT_SLOTS[scope])


_UNIT_SLOTS = {Scope.UNIT_ONLY: OWN_UNITS_SLOT, Scope.UNIT: UNITS_SLOT, Scope.COMPANY: COMPANY_SLOT}
_NARROWER = {
    PEOPLE_SLOT: (USER_SLOT,),
    GRANTED_PEOPLE_SLOT: (GRANTED_SLOT,),
    UNITS_SLOT: (OWN_UNITS_SLOT,),
    COMPANY_SLOT: (OWN_UNITS_SLOT, UNITS_SLOT),
}


def _without_narrower(branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    """Without branches that another one includes: the same, but over fewer people or units."""
    included = {
        narrower
        for branch in branches
        for narrow in _NARROWER.get(getattr(branch, "slot", ""), ())
        for narrower in branches
        if getattr(narrower, "slot", None) == narrow and _besides_slot(narrower) == _besides_slot(branch)
    }
    return tuple(branch for branch in branches if branch not in included)


def covers(broad: Branch, narrow: Branch) -> bool:
    """Whether every record that the narrow way leads to is reached by the broad one as well."""
    if isinstance(broad, Everything) or broad == narrow:
        return True
    if type(broad) is not type(narrow) or not isinstance(broad, Owned | InUnits | OnTeam | Shared):
        return False
    slots = (broad.slot, *_NARROWER.get(broad.slot, ()))
    return getattr(narrow, "slot", None) in slots and _asks_no_more(broad, narrow)


def _asks_no_more(broad: Branch, narrow: Branch) -> bool:
    """Leaving aside who is meant."""
    if isinstance(broad, OnTeam) and isinstance(narrow, OnTeam):
        return broad.entity == narrow.entity and set(narrow.roles) <= set(broad.roles)
    if isinstance(broad, Shared) and isinstance(narrow, Shared):
        return broad.entity == narrow.entity and broad.level in ("see", narrow.level)
    return _besides_slot(broad) == _besides_slot(narrow)


def _besides_slot(branch: Branch) -> tuple[object, ...]:
    return (type(branch), *(value for name, value in vars(branch).items() if name != "slot"))


def _through(
    schema: Schema,
    roles: tuple[str, ...],
    entity: Entity,
    link: str,
    action: Action,
    path: tuple[str, ...],
) -> Iterator[Inherited]:
    """Who may see (to change: edit) the record referred to. A circle of such rights is followed once."""
    item = entity.by_id[link]
    target = top_entity(schema, schema.target_of(item))
    asked = ("see",) if action in READING else ("see", "edit")
    accesses = tuple(
        Access(target.id, _reach(schema, roles, target, each, path), top=target.id) for each in asked
    )
    if all(not access.impossible for access in accesses):
        yield Inherited(link, item.column, target.id, accesses)


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


def _parents(schema: Schema, entity: Entity) -> Iterator[Parent]:
    while entity.line_of is not None:
        column = entity.by_id[entity.line_of.parent_field].column
        entity = schema.by_id[entity.line_of.entity]
        yield Parent(entity.table, column)


# ------------------------------------------------------------------ fields


def _veils(given: Iterable[Grant]) -> Iterator[tuple[str, Veil]]:
    """A field is veiled where every role veils it; the one that shows most decides how."""
    given = tuple(given)
    for key in sorted(_in_all([frozenset(k for k, r in g.fields.items() if not r.shows) for g in given])):
        rights = [grant.fields[key] for grant in given]
        masks = [right.mask for right in rights if right.mask is not None]
        widest = max(masks, key=lambda mask: mask.start + mask.end, default=None)
        yield key, Veil(widest, _when(right.when for right in rights))


def _locks(given: Iterable[Grant]) -> Iterator[tuple[str, tuple[str, ...]]]:
    given = tuple(given)
    for key in sorted(_in_all([frozenset(k for k, r in g.fields.items() if not r.edits) for g in given])):
        yield key, _when(grant.fields[key].when for grant in given)


def _when(rules: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({rule for rule in rules if rule}))


def _in_all(masks: list[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*masks) if masks else frozenset()


def _is_power(entity: Entity, action: Action) -> bool:
    return entity.id in _POWERS and action in ("delete", "restore")


def _powers(schema: Schema, principal: Principal, entity: Entity) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Fields that only administrators change, and by no token that was made for less."""
    keys: tuple[str, ...] = ()
    if not may_use_powers(schema=schema, principal=principal):
        keys = _POWERS.get(entity.id, ())
    if not principal.may_use_powers:
        keys += _NAMES.get(entity.id, ())
    return tuple((entity.fields[key].id, ()) for key in keys if key in entity.fields)


# ------------------------------------------------------------------ refusals

_VERBS = {
    "see": ("see", "查看"),
    "create": ("create", "新建"),
    "edit": ("change", "修改"),
    "delete": ("delete", "删除"),
    "restore": ("restore", "恢复"),
    "export": ("export", "导出"),
    "import": ("import", "导入"),
    "share": ("share", "共享"),
}


def refusal(entity: Entity, action: Action) -> Issue:
    """Why an action is refused altogether."""
    english, chinese = _VERBS.get(action, (f'do "{action}" with', f"执行“{action}”于"))
    message = text(
        "You may not {verb} {label}",
        "您没有权限{verb_zh}{label_zh}",
        verb=english,
        verb_zh=chinese,
        label=translate(entity.plural_label),
        label_zh=translate(entity.plural_label, "zh-hans"),
    )
    hint = text("An administrator can give you a role that allows it", "管理员可以为您分配相应的角色")
    return Issue("forbidden", message, hint=hint)
