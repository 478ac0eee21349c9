"""Approvals: every name in them must lead somewhere, and every way through them to somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from odos.dsl.parser import parse
from odos.dsl.tree import Duration
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.meta.checks.parts import check_roles, unknown_field
from odos.meta.design.environment import Environment
from odos.meta.design.outlines import Outline
from odos.meta.design.rewriting import follow
from odos.records.values.selecting import LINKS
from odos.schema.system import UNIT_ENTITY, USER_ENTITY

Document = Mapping[str, Any]
Place = tuple[str, ...]


def check_workflow(environment: Environment, outline: Outline, document: Document) -> Iterator[Issue]:
    """Fields, roles and durations. Conditions are rules; see `rules`."""
    if not document["nodes"]:
        message = text("An approval needs at least one step", "审批流程至少需要一个步骤")
        yield Issue("no_steps", message, ("nodes",))
    yield from _template(environment, outline, document.get("template"))
    for name in ("locked_fields", "free_fields", "show"):
        yield from _fields(outline, document.get(name) or (), name)
    for event, values in (document.get("effects") or {}).items():
        yield from _fields(outline, values, "effects", event)
    for place, node in nodes_of(document):
        yield from _node(environment, outline, place, node)


def _template(environment: Environment, outline: Outline, name: str | None) -> Iterator[Issue]:
    if name is None or any(
        name in (part.present_key, *part.aliases) for part in environment.parts("template", outline)
    ):
        return
    message = text('There is no template "{name}"', "没有名为“{name}”的模板", name=name)
    yield Issue("unknown_template", message, ("template",))


def nodes_of(document: Document) -> Iterator[tuple[Place, Document]]:
    """Every node with the path to it, those inside branches too."""
    yield from _nodes(document.get("nodes") or {}, ("nodes",))


def _nodes(nodes: Document, place: Place) -> Iterator[tuple[Place, Document]]:
    for key, node in nodes.items():
        yield (*place, key), node
        for name, branch in (node.get("branches") or {}).items():
            yield from _nodes(branch.get("nodes") or {}, (*place, key, "branches", name, "nodes"))


def _node(environment: Environment, outline: Outline, place: Place, node: Document) -> Iterator[Issue]:
    approvers = node.get("approvers") or {}
    if node["kind"] == "approval" and not approvers and node.get("empty") is None:
        message = text("This step asks nobody", "该步骤没有审批人")
        hint = text(
            "Add an approver, or say what happens when nobody is found",
            "请添加审批人或设置无审批人时的处理方式",
        )
        yield Issue("no_approver", message, (*place, "approvers"), hint)
    if node["kind"] == "fork" and not node.get("branches"):
        yield Issue(
            "no_branches", text("This fork has no branch", "该分支节点没有分支"), (*place, "branches")
        )
    for key, approver in approvers.items():
        yield from _approver(environment, outline, (*place, "approvers", key), approver)
    yield from _fields(outline, node.get("fields") or {}, *place, "fields")
    for key, deadline in (node.get("deadlines") or {}).items():
        yield from _duration(str(deadline["after"]), *place, "deadlines", key, "after")
    roles = {"roles": (node.get("quorum") or {}).get("veto") or ()}
    yield from (issue.under(*place, "quorum", "veto") for issue in check_roles(environment, roles))


def _approver(
    environment: Environment, outline: Outline, place: Place, approver: Document
) -> Iterator[Issue]:
    kind, name = approver["kind"], str(approver.get("name") or "")
    if kind in _NAMED and not name:
        yield Issue("required", text("Say who is meant", "请指定审批人"), (*place, "name"))
    elif kind == "role":
        yield from (issue.under(*place, "name") for issue in check_roles(environment, {"roles": [name]}))
    elif kind == "field":
        yield from _path(environment, outline, name, _PERSON, *place, "name")
    if approver.get("of") and kind in _STARTS:
        yield from _path(environment, outline, str(approver["of"]), _STARTS[kind], *place, "of")


@dataclass(frozen=True)
class _End:
    """Where a path has to lead, and what to say where it does not."""

    target: str
    code: str
    en: str
    zh: str


_NAMED = frozenset({"user", "role", "position", "field"})
_PERSON = _End(USER_ENTITY, "not_a_user", '"{name}" is no field for a person', "“{name}”不是人员字段")
_UNIT = _End(UNIT_ENTITY, "not_a_unit", '"{name}" is no field for a unit', "“{name}”不是部门字段")
_STARTS = {"role": _UNIT, "position": _UNIT, "head": _UNIT, "manager": _PERSON}


def _path(environment: Environment, outline: Outline, path: str, end: _End, *place: str) -> Iterator[Issue]:
    found = follow(environment, outline, path)
    if found is None:
        yield unknown_field(outline, path, *place)
        return
    target = environment.target(found[-1])
    if found[-1].kind not in LINKS or target is None or target.id != end.target:
        yield Issue(end.code, text(end.en, end.zh, name=path), place)


def _fields(outline: Outline, keys: Iterable[str], *place: str) -> Iterator[Issue]:
    return (unknown_field(outline, key, *place, key) for key in keys if outline.find(key) is None)


def _duration(rule: str, *place: str) -> Iterator[Issue]:
    try:
        node = parse(rule)
    except Invalid as refusal:
        yield from (issue.under(*place) for issue in refusal.issues)
        return
    if not isinstance(node, Duration):
        message = text("This must be a duration", "此处应为时长")
        yield Issue("no_duration", message, place, text("For example: 2 days", "例如：2 days"))
