"""Why somebody may or may not do what with a record: by which role, ownership, team, share, rule or parent.

Every way that any of the user's roles opens is asked of the database as it stands, with the very conditions
that lists and writes use; the answer is therefore never another than theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from odos.access.compile import branches_by_role, may_administer, top_entity
from odos.access.model import (
    Branch,
    Everything,
    Inherited,
    InUnits,
    OnTeam,
    Owned,
    Ruled,
    Shared,
)
from odos.access.roles import SHARE, Action
from odos.accounts.principals import Principal
from odos.accounts.queries import find_principal_by_id
from odos.database.session import fetch_one
from odos.kernel.issues import Issue
from odos.kernel.problems import Forbidden, Invalid
from odos.kernel.sql import Sql, join, quote
from odos.kernel.texts import DEFAULT_LANGUAGE, Text, spoken, text, translate
from odos.records.access.field_reasons import FieldAnswer, explain_fields
from odos.records.access.further_roles import opening_roles, with_further_roles
from odos.records.access.sharing import may_act
from odos.records.context import Context
from odos.records.lists.queries import record_not_found
from odos.records.lists.reaching import branch_condition, reachable
from odos.records.lists.visible_rules import may_read
from odos.schema.model import Entity, Schema

EXPLAINED: tuple[Action, ...] = ("see", "edit", "delete", SHARE, "export")


@dataclass(frozen=True)
class Way:
    """A way to reach the record by a role; whether it is open to the user."""

    role: str
    kind: str
    meaning: Text
    open: bool


@dataclass(frozen=True)
class ActionAnswer:
    """Whether an action is allowed, all ways that there are, and the roles that would open it.

    ``elsewhere``: where neither would, the ways of roles that are not held; the record must change as well.
    """

    allowed: bool
    ways: tuple[Way, ...]
    roles: tuple[str, ...] = ()
    elsewhere: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """The answer for one user and one record."""

    user: Principal
    administrator: bool
    actions: Mapping[Action, ActionAnswer]
    fields: tuple[FieldAnswer, ...]


def explain_access(
    *, context: Context, entity: Entity, record_id: int, user_id: int | None = None
) -> Explanation:
    """Why ``user_id`` (or the actor) may do what. Others are explained to those who may share the record."""
    allowed = may_act(context, entity, record_id, SHARE)
    if allowed is None:
        raise record_not_found(entity, record_id)
    subject = context.actor
    if user_id is not None and user_id != context.actor.user_id:
        if not allowed:
            raise Forbidden(text("You may ask about yourself only", "您只能查询自己的权限"))
        subject = _find_subject(context, user_id)
    asking = replace(context, actor=subject)
    ways = {action: _ways(asking.schema, subject, entity, action) for action in EXPLAINED}
    row = _ask(asking, entity, record_id, ways)
    allows = dict(zip(EXPLAINED, row, strict=False))
    return Explanation(
        subject,
        may_administer(schema=context.schema, principal=subject),
        _actions(context, asking, entity, record_id, ways, row),
        explain_fields(
            viewer=context, subject=asking, entity=entity, record_id=record_id,
            sees=allows["see"], edits=allows["edit"],
        ),
    )  # fmt: skip


def explanation_json(schema: Schema, entity: Entity, found: Explanation, language: str) -> dict[str, Any]:
    """The wire form."""
    actions = {action: _action_json(schema, answer, language) for action, answer in found.actions.items()}
    fields = [_field_json(schema, entity, item, language) for item in found.fields]
    return {
        "user": {"id": str(found.user.user_id), "label": found.user.label},
        "administrator": found.administrator,
        "roles": [_role_json(schema, role, language) for role in found.user.roles],
        "actions": actions,
        "fields": fields,
    }


def _find_subject(context: Context, user_id: int) -> Principal:
    found = find_principal_by_id(workspace=context.workspace, user_id=user_id)
    if found is None:
        message = text("There is no such user, or they may not sign in", "用户不存在或已停用")
        raise Invalid(None, [Issue("unknown_user", message, ("user",))])
    return found


_Ways = Sequence[tuple[str, Branch]]


def _ways(schema: Schema, subject: Principal, entity: Entity, action: Action) -> _Ways:
    if may_administer(schema=schema, principal=subject):
        return [("", Everything())]
    return branches_by_role(schema=schema, roles=subject.roles, entity=entity, action=action)


def _ask(context: Context, entity: Entity, record_id: int, ways: Mapping[Action, _Ways]) -> tuple[Any, ...]:
    """One row: for each action whether it is allowed, then for each way whether it is open."""
    top, alias, source = _top_row(context, entity)
    conditions = [reachable(context, entity, "t", action) for action in EXPLAINED]
    conditions += [
        branch_condition(context, top, branch, alias)
        for action in EXPLAINED
        for _role, branch in ways[action]
    ]
    selected = join(", ", ["(" + condition + ") IS TRUE" for condition in conditions])
    statement = "SELECT " + selected + source + Sql(" WHERE t.id = %s", (record_id,))
    row = fetch_one(context.workspace, statement.text, statement.bind(context.slots))
    if row is None:
        raise record_not_found(entity, record_id)
    return row


def _top_row(context: Context, entity: Entity) -> tuple[Entity, str, str]:
    """The record that decides, under an alias, with what stands after SELECT."""
    source, alias = f" FROM {quote(entity.table)} t", "t"
    for depth, parent in enumerate(context.access(entity).parents):
        source += f" JOIN {quote(parent.table)} top{depth} ON top{depth}.id = {alias}.{quote(parent.column)}"
        alias = f"top{depth}"
    return top_entity(context.schema, entity), alias, source


def _actions(
    viewer: Context,
    asking: Context,
    entity: Entity,
    record_id: int,
    ways: Mapping[Action, _Ways],
    row: Sequence[Any],
) -> dict[Action, ActionAnswer]:
    open_ways = iter(row[len(EXPLAINED) :])
    refused = [action for action, allowed in zip(EXPLAINED, row, strict=False) if not allowed]
    roles = opening_roles(asking, entity, record_id, refused)
    top = top_entity(viewer.schema, entity)
    found = {}
    for action, allowed in zip(EXPLAINED, row, strict=False):
        described = tuple(
            Way(role, _KINDS[type(branch)], _told(viewer, top, branch), bool(is_open))
            for (role, branch), is_open in zip(ways[action], open_ways, strict=False)
        )
        opening = roles.get(action, ())
        helpless = not (allowed or described or opening)
        elsewhere = tuple(_elsewhere(viewer, asking, entity, action)) if helpless else ()
        found[action] = ActionAnswer(bool(allowed), described, opening, elsewhere)
    return found


def _elsewhere(viewer: Context, asking: Context, entity: Entity, action: Action) -> Iterator[Way]:
    top = top_entity(viewer.schema, entity)
    for role, _context in with_further_roles(asking):
        for _role, branch in branches_by_role(
            schema=viewer.schema, roles=[role], entity=entity, action=action
        ):
            yield Way(role, _KINDS[type(branch)], _told(viewer, top, branch), False)


def _told(viewer: Context, entity: Entity, branch: Branch) -> Text:
    """The words of a rule are for whoever may see all that it reads."""
    if isinstance(branch, Ruled) and not may_read(viewer, entity, branch.rule):
        return text("The record meets a rule of the role", "记录满足该角色的规则")
    return branch_meaning(branch, viewer.schema)


def _action_json(schema: Schema, answer: ActionAnswer, language: str) -> dict[str, Any]:
    ways = [
        {
            "role": _role_json(schema, way.role, language) if way.role else None,
            "kind": way.kind,
            "text": way.meaning.render(language),
            "open": way.open,
        }
        for way in answer.ways
    ]
    needed = [] if answer.allowed else _needed(schema, answer, language)
    return {"allowed": answer.allowed, "ways": ways, "needed": needed}


def _needed(schema: Schema, answer: ActionAnswer, language: str) -> list[dict[str, Any]]:
    """What would open the record: the closed ways of roles that are held, further roles, or both at once."""
    texts = {way.meaning.render(language): way for way in answer.ways if not way.open}
    roles = [{"kind": "role", "text": _role_json(schema, key, language)["label"]} for key in answer.roles]
    return [
        *({"kind": way.kind, "text": meaning} for meaning, way in texts.items()),
        *roles,
        *_role_and_way(schema, answer.elsewhere, language),
    ]


def _role_and_way(schema: Schema, ways: Iterable[Way], language: str) -> Iterator[dict[str, Any]]:
    """A role that is not held together with what would have to be so of the record."""
    by_role: dict[str, list[str]] = {}
    for way in ways:
        by_role.setdefault(way.role, []).append(way.meaning.render(language))
    colon = ": " if spoken(language) == DEFAULT_LANGUAGE else "："
    for role, meanings in by_role.items():
        label = _role_json(schema, role, language)["label"]
        yield {"kind": "role", "text": f"{label}{colon}{' / '.join(meanings)}"}


def _field_json(schema: Schema, entity: Entity, answer: FieldAnswer, language: str) -> dict[str, Any]:
    return {
        "key": answer.key,
        "label": translate(entity.fields[answer.key].label, language),
        "see": answer.shows,
        "edit": answer.edits,
        "kept_back_by": [_role_json(schema, role, language) for role in answer.kept_back_by],
        "why": [{"kind": each.kind, "text": each.text.render(language)} for each in answer.why],
        "needed": [_role_json(schema, role, language) for role in answer.roles],
    }


def _role_json(schema: Schema, key: str, language: str) -> dict[str, str]:
    document = schema.roles.get(key) or {}
    return {"key": key, "label": translate(document.get("label") or {"en": key}, language)}


_KINDS: Mapping[type, str] = {
    Everything: "all",
    Owned: "owner",
    InUnits: "unit",
    OnTeam: "team",
    Shared: "share",
    Ruled: "rule",
    Inherited: "parent",
}


@singledispatch
def branch_meaning(branch: object, schema: Schema) -> Text:
    """What must hold for the way to be open."""
    raise TypeError(branch)


@branch_meaning.register
def _(branch: Everything, schema: Schema) -> Text:
    return text("All records", "全部记录")


@branch_meaning.register
def _(branch: Owned, schema: Schema) -> Text:
    if branch.slot == "user":
        return text("The record is the user's own", "记录由本人负责")
    return text("The record is the user's own or a subordinate's", "记录由本人或其下属负责")


_UNITS = {
    "own_units": text("The record belongs to a unit of the user", "记录属于用户所在部门"),
    "units": text("The record belongs to a unit of the user or below", "记录属于用户所在部门或下级部门"),
    "company": text("The record belongs to the user's company", "记录属于用户所在公司"),
}


@branch_meaning.register
def _(branch: InUnits, schema: Schema) -> Text:
    return _UNITS[branch.slot]


@branch_meaning.register
def _(branch: OnTeam, schema: Schema) -> Text:
    roles = schema.by_id[branch.entity].team
    named = [roles[key].get("label") or {"en": key} for key in branch.roles]
    return text(
        "The user is on the record's team as {roles}",
        "用户是记录团队的成员（{roles_zh}）",
        roles=" / ".join(translate(label) for label in named),
        roles_zh=" / ".join(translate(label, "zh-hans") for label in named),
    )


@branch_meaning.register
def _(branch: Shared, schema: Schema) -> Text:
    if branch.level == "edit":
        return text("The record is shared for changes", "记录已共享（可编辑）")
    return text(
        "The record is shared with the user, a unit or a role of theirs", "记录已共享给用户、其部门或角色"
    )


@branch_meaning.register
def _(branch: Ruled, schema: Schema) -> Text:
    return text("The record meets the rule {rule}", "记录满足规则 {rule}", rule=branch.rule)


@branch_meaning.register
def _(branch: Inherited, schema: Schema) -> Text:
    target = schema.by_id[branch.target]
    if len(branch.accesses) > 1:
        return text(
            "The user may change the {entity} that it belongs to", "用户可以修改其所属的{zh}",
            entity=translate(target.label), zh=translate(target.label, "zh-hans"),
        )  # fmt: skip
    return text(
        "The user sees the {entity} that it belongs to", "用户可以查看其所属的{zh}",
        entity=translate(target.label), zh=translate(target.label, "zh-hans"),
    )  # fmt: skip
