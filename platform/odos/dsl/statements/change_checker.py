"""Statement → checked statement: automation and postings; and `check_statement`, for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from odos.dsl import findings, tree
from odos.dsl.checked import Checked
from odos.dsl.printer import item_scope
from odos.dsl.scope import Scope
from odos.dsl.statements import tree as st
from odos.dsl.statements import tree_of_change as ch
from odos.dsl.statements.action_arguments import argument_findings
from odos.dsl.statements.change_printer import print_statement
from odos.dsl.statements.checker import (
    check_assign,
    check_notice,
    check_recycle,
    check_remind,
    check_score,
    check_validate,
)
from odos.dsl.statements.decision_checker import check_decide
from odos.dsl.statements.judge import Judge, unknown_entity
from odos.dsl.statements.parser import parse_statement
from odos.dsl.statements.scopes import Application, change_scope
from odos.dsl.tree import FieldPath
from odos.dsl.types import BOOLEAN, DATE, NUMBER, TEXT
from odos.dsl.typing_rules import meet
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

_ADDRESS = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


@dataclass(frozen=True)
class CheckedStatement:
    """A statement by identity, to be run only without errors among ``issues``.

    ``written`` are the identities of fields that it changes; `expression` gives a part of it as the back
    ends take it.
    """

    statement: st.Statement
    issues: tuple[Issue, ...]
    written: frozenset[str]
    expressions: Mapping[int, Checked]

    def expression(self, node: tree.Node) -> Checked:
        """The checked form of an expression that stands in the tree."""
        return self.expressions[id(node)]

    @property
    def paths(self) -> Iterator[FieldPath]:
        """All paths that it reads or writes."""
        return (node for node in tree.walk(self.statement) if isinstance(node, FieldPath))

    @property
    def field_ids(self) -> frozenset[str]:
        """The identities of all fields that it names, on whatever entity."""
        return frozenset(name.field.id for path in self.paths for name in path.steps)

    @property
    def entity_ids(self) -> frozenset[str]:
        """The identities of the entities that it names."""
        names = (node for node in tree.walk(self.statement) if isinstance(node, st.EntityName))
        return frozenset(node.id for node in names if node.id)


def check_statement(node: st.Statement, application: Application) -> CheckedStatement:
    """Resolve names, infer types, collect issues in the order of the text."""
    scope = application.find(node.entity)
    if scope is None:
        return CheckedStatement(node, (unknown_entity(application, node.entity),), frozenset(), {})
    wrap = _SCOPES.get(type(node))
    judge = Judge(application, wrap(scope) if wrap else scope)
    head = replace(
        node,
        entity=replace(node.entity, name=scope.entity.key, id=scope.entity.id),
        when=judge.maybe(node.when, BOOLEAN),
    )
    checked = _CHECKS[type(node)](judge, head)
    issues = tuple(sorted(judge.issues, key=_place))
    return CheckedStatement(checked, issues, frozenset(judge.written), judge.expressions)


def read_statement(source: str, application: Application) -> CheckedStatement:
    """Parse and check; raises `Invalid` with every finding when one is an error."""
    checked = check_statement(parse_statement(source), application)
    if has_errors(checked.issues):
        raise Invalid(None, checked.issues)
    return checked


def format_statement(checked: CheckedStatement, application: Application) -> str:
    """The canonical text with present keys."""
    return print_statement(checked.statement, application.find(checked.statement.entity))


def _place(issue: Issue) -> tuple[int, int]:
    line, _, column = str(issue.path[-1]).partition(":")
    return int(line), int(column)


_SCOPES: Mapping[type[st.Statement], Callable[[Scope], Scope]] = {
    ch.On: change_scope,
    st.Validate: change_scope,
}


# ------------------------------------------------------------------ actions


def _actions(judge: Judge, node: ch.On | ch.Every) -> Any:
    judge.needs(
        node.actions, node.at, text("say what to do, such as set …", "请说明要执行的动作，例如 set …")
    )
    return tuple(_ACTIONS[type(action)](judge, action) for action in node.actions)


def _assignments(
    judge: Judge, values: Sequence[st.Assignment], fields: Scope, own: Scope
) -> tuple[st.Assignment, ...]:
    """Fields are read in one scope, values in another; a field that is set twice is a mistake."""
    found = []
    seen: set[FieldPath] = set()
    for item in values:
        target = judge.target(item.field, fields)
        if target is None:
            found.append(replace(item, value=judge.value(item.value, scope=own)))
            continue
        if target in seen:
            message = text("this field is set a second time", "此字段重复设置")
            judge.report("rule_duplicate", item.at, message)
        seen.add(target)
        found.append(replace(item, field=target, value=_fitting(judge, target, item.value, fields, own)))
    return tuple(found)


def _fitting(judge: Judge, target: FieldPath, value: tree.Node, fields: Scope, own: Scope) -> tree.Node:
    """A literal is read as the field's type; any other value must be of it; ``id`` is the record itself."""
    if isinstance(value, tree.Literal):
        return judge.beside(target, "=", value, fields)  # type: ignore[no-any-return]
    found = judge.value(value, scope=own)
    if meet(target.type, found.type) is None and not _is_record(target, found, own):
        hint = findings.conversion_hint(target.type, found.type)
        judge.issues.append(findings.wrong_type(value.at, [target.type], found.type, hint))
    return found


def _is_record(target: FieldPath, value: tree.Node, own: Scope) -> bool:
    """Whether the value is the id of a record of the kind that the field refers to."""
    if not isinstance(value, FieldPath) or target.type.entity is None:
        return False
    *before, last = value.steps
    holder = before[-1].target if before else own.entity.id
    return last.field.system and last.key == "id" and holder == target.type.entity


def _set_values(judge: Judge, node: ch.SetValues) -> tree.Node:
    return replace(node, values=_assignments(judge, node.values, judge.scope, judge.scope))


def _create_from(judge: Judge, node: ch.CreateFromMapping) -> tree.Node:
    entity, _ = judge.entity(node.entity)
    return replace(node, entity=entity, mapping=judge.named("mapping", node.mapping, node.at))


def _create_record(judge: Judge, node: ch.CreateRecord) -> tree.Node:
    entity, made = judge.entity(node.entity)
    if made is None:
        return node
    return replace(node, entity=entity, values=_assignments(judge, node.values, made, judge.scope))


def _items(judge: Judge, path: st.AnyPath) -> tuple[st.AnyPath, Scope | None]:
    """A collection and the scope of its items."""
    found = judge.path(path)
    inner = item_scope(found, judge.scope) if isinstance(found, FieldPath) else None
    ends = isinstance(found, FieldPath) and found.steps[-1].is_collection
    if isinstance(found, FieldPath) and not (inner and ends):
        message = text("this does not lead to related records", "此处没有指向关联记录")
        judge.report("rule_collection", found.at, message)
        return found, None
    return found, inner


def _update_related(judge: Judge, node: ch.UpdateRelated) -> tree.Node:
    path, inner = _items(judge, node.path)
    if inner is None:
        return node
    return replace(
        node,
        path=path,
        where=judge.maybe(node.where, BOOLEAN, inner),
        values=_assignments(judge, node.values, inner, inner),
    )


def _send_mail(judge: Judge, node: ch.SendMail) -> tree.Node:
    judge.template(node.template, node.at)
    to = judge.people(node.to, TEXT)
    for found in to:
        if getattr(found, "type", None) == TEXT and not _is_mailbox(found):
            message = text("this is no mail address", "此处不是邮箱地址")
            hint = text(
                'Name an e-mail field, or an address as in "sales@example.com"',
                '请使用邮箱字段或地址，例如 "sales@example.com"',
            )
            judge.report("rule_address", found.at, message, hint)
    return replace(node, to=to)


def _is_mailbox(node: tree.Node) -> bool:
    """A field of that kind, or an address as it is."""
    if isinstance(node, FieldPath):
        return node.steps[-1].field.kind == "email"
    return isinstance(node, tree.Literal) and _ADDRESS.fullmatch(str(node.value)) is not None


def _with_arguments(judge: Judge, node: Any) -> tree.Node:
    judge.named(_KINDS[type(node)], node.name, node.at)
    seen: set[str] = set()
    for item in node.arguments:
        if item.name in seen:
            message = text('"{name}" is given twice', "“{name}”重复", name=item.name)
            judge.report("rule_duplicate", item.at, message)
        seen.add(item.name)
    arguments = tuple(replace(item, value=judge.value(item.value)) for item in node.arguments)
    return replace(node, arguments=arguments)  # type: ignore[no-any-return]


def _run_action(judge: Judge, node: ch.RunAction) -> tree.Node:
    checked = cast(ch.RunAction, _with_arguments(judge, node))
    schema = judge.application.arguments.get(node.name)
    if schema is None:
        return checked
    if not judge.application.offers(judge.scope.entity, node.name):
        message = text(
            '"{name}" is no action of these records', "此类记录没有操作“{name}”", name=node.name[:80]
        )
        judge.report("action_entity", node.at, message)
    judge.issues += argument_findings(schema, checked)
    return checked


_KINDS = {ch.CallWebhook: "webhook", ch.RunAction: "action"}


def _start_approval(judge: Judge, node: ch.StartApproval) -> tree.Node:
    return replace(node, name=judge.named("approval", node.name, node.at))


def _wait_for(judge: Judge, node: ch.WaitFor) -> tree.Node:
    judge.duration(node.duration)
    return node


def _wait_until(judge: Judge, node: ch.WaitUntil) -> tree.Node:
    judge.duration(node.longest)
    condition = judge.value(node.condition)
    if condition.type.kind not in {"boolean", "date", "datetime", "any"}:
        judge.issues.append(findings.wrong_type(node.condition.at, [BOOLEAN, DATE], condition.type))
    return replace(node, condition=condition)


_ACTIONS: Mapping[type[tree.Node], Callable[[Judge, Any], tree.Node]] = {
    st.Notice: check_notice,
    ch.SetValues: _set_values,
    ch.CreateFromMapping: _create_from,
    ch.CreateRecord: _create_record,
    ch.UpdateRelated: _update_related,
    ch.SendMail: _send_mail,
    ch.CallWebhook: _with_arguments,
    ch.StartApproval: _start_approval,
    ch.RunAction: _run_action,
    ch.WaitFor: _wait_for,
    ch.WaitUntil: _wait_until,
}


# ------------------------------------------------------------------ statements


def _check_on(judge: Judge, node: ch.On) -> st.Statement:
    return replace(node, actions=_actions(judge, node))


def _check_every(judge: Judge, node: ch.Every) -> st.Statement:
    judge.schedule(node.schedule)
    return replace(node, actions=_actions(judge, node))


def _check_post(judge: Judge, node: ch.Post) -> st.Statement:
    message = text("say what is posted: for each …: … at …", "请说明过账内容：for each …: … at …")
    judge.needs(node.entries, node.at, message)
    judge.named("ledger", node.ledger, node.at)
    return replace(node, entries=tuple(_entry(judge, entry) for entry in node.entries))


def _entry(judge: Judge, node: ch.Entry) -> ch.Entry:
    over, scope = _items(judge, node.over) if node.over is not None else (None, judge.scope)
    if scope is None:
        return node
    measures = tuple(replace(item, value=judge.value(item.value, NUMBER, scope)) for item in node.measures)
    return replace(
        node,
        over=over,
        where=judge.maybe(node.where, BOOLEAN, scope),
        measures=measures,
        places=tuple(judge.path(path, scope) for path in node.places),
        dated=judge.maybe(node.dated, DATE, scope),
    )


_CHECKS: Mapping[type[st.Statement], Callable[[Judge, Any], st.Statement]] = {
    st.Score: check_score,
    st.Validate: check_validate,
    st.Remind: check_remind,
    st.Assign: check_assign,
    st.Recycle: check_recycle,
    ch.On: _check_on,
    ch.Every: _check_every,
    ch.Post: _check_post,
    ch.Decide: check_decide,
}
