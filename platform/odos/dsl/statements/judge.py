"""What the checks of all statements share: expressions, names, people, time, and findings about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from odos.dsl import findings, tree
from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.paths import resolve
from odos.dsl.scope import Scope
from odos.dsl.statements import tree as st
from odos.dsl.statements.change_functions import CHANGE_FUNCTIONS
from odos.dsl.statements.scopes import OLD, Application
from odos.dsl.types import BOOLEAN, Type, record
from odos.dsl.typing_rules import accepts
from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text
from odos.schema.model import Field
from odos.schema.system import UNIT_ENTITY, USER_ENTITY

_PEOPLE = (record(USER_ENTITY), record(UNIT_ENTITY))
_LONGEST = 366_000
_ENDLESS = text("a duration is at most a thousand years", "时长最多为一千年")


@dataclass
class Judge:
    """Checks expressions of one statement and collects findings."""

    application: Application
    scope: Scope
    issues: list[Issue] = field(default_factory=list)
    expressions: dict[int, Checked] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def report(self, code: str, at: tree.Position, message: Text, hint: Text | None = None) -> None:
        """An error."""
        self.issues.append(findings.finding(code, at, message, hint))

    def warn(self, code: str, at: tree.Position, message: Text, hint: Text | None = None) -> None:
        """Something that is allowed and hardly meant."""
        found = findings.finding(code, at, message, hint)
        self.issues.append(replace(found, severity="warning"))

    # -------------------------------------------------------------- expressions

    def value(self, node: tree.Node, expected: Type | None = None, scope: Scope | None = None) -> tree.Node:
        """An expression; it is kept so that it can be compiled."""
        checked = check(
            node, scope or self.scope, expected=expected, needs_sql=True, functions=CHANGE_FUNCTIONS
        )
        for issue in checked.issues:
            if issue not in self.issues:  # changed(…) reads its field twice
                self.issues.append(issue)
        self.expressions[id(checked.tree)] = replace(checked, issues=())
        return checked.tree

    def condition(self, node: tree.Node, scope: Scope | None = None) -> tree.Node:
        """True or false."""
        return self.value(node, BOOLEAN, scope)

    def of_change(self, node: tree.Node, scope: Scope | None = None) -> None:
        """What is asked while a record is written: ``old`` leads to fields, also over references, but to no
        collection, of which only the present is known."""
        paths = (path for path in tree.walk(node) if isinstance(path, tree.FieldPath))
        for path in paths:
            is_old = path.root == "record" and path.ids[0] == OLD
            if is_old and (len(path.ids) < 2 or any(step.is_collection for step in path.steps)):
                message = text("old leads to no related records", "old 不能指向关联记录集合")
                hint = text("Only their present state is known", "只能得知它们当前的状态")
                self.report("rule_old", path.at, message, hint)

    def maybe(
        self, node: tree.Node | None, expected: Type | None = None, scope: Scope | None = None
    ) -> tree.Node | None:
        """An expression that may be left out."""
        return self.value(node, expected, scope) if node is not None else None

    def beside(self, field_: tree.Node, operator: tree.CompareOperator, node: tree.Node, scope: Scope) -> Any:
        """A value that goes with a field or column: a key of its options, a date …"""
        compared = check(tree.Compare(operator, field_, node, at=node.at), scope, functions=CHANGE_FUNCTIONS)
        self.issues += compared.issues
        right = compared.tree.right if isinstance(compared.tree, tree.Compare) else compared.tree
        self.expressions[id(right)] = replace(compared, tree=right, type=right.type, issues=())
        return right

    # -------------------------------------------------------------- names

    def path(self, node: st.AnyPath, scope: Scope | None = None) -> st.AnyPath:
        """A path to a field, of any type."""
        found = resolve(node, scope or self.scope)
        if isinstance(found, Issue):
            self.issues.append(found)
            return node
        return found

    def target(self, node: st.AnyPath, scope: Scope | None = None) -> tree.FieldPath | None:
        """A path to a field that the statement changes; None when it cannot be changed."""
        return self._settable(node, scope or self.scope, self.application.writable)

    def own_target(self, node: st.AnyPath | None, *kinds: Type) -> st.AnyPath | None:
        """A field of the record itself that keeps a result, of one of those types."""
        found = self._settable(node, self.scope, self.application.kept) if node is not None else None
        if found is None:
            return node
        if len(found.ids) > 1:
            message = text("this must be a field of the record itself", "此处必须是本记录的字段")
            self.report("rule_target", found.at, message)
        elif not any(accepts(kind, found.type) for kind in kinds):
            self.issues.append(findings.wrong_type(found.at, kinds, found.type))
        return found

    def _settable(
        self, node: st.AnyPath, scope: Scope, allowed: Callable[[Field], bool]
    ) -> tree.FieldPath | None:
        found = self.path(node, scope)
        if not isinstance(found, tree.FieldPath):
            return None
        last = found.steps[-1]
        many = any(step.is_collection for step in found.steps) or found.root == "user"
        if many or found.ids[0].startswith("$") or not allowed(last.field):
            message = text('"{key}" cannot be set', "不能设置“{key}”", key=last.key)
            self.report("rule_target", found.at, message)
            return None
        self.written.add(last.field.id)
        return found

    def entity(self, name: st.EntityName) -> tuple[st.EntityName, Scope | None]:
        """Another entity that the statement names."""
        found = self.application.find(name)
        if found is None:
            self.issues.append(unknown_entity(self.application, name))
            return name, None
        return replace(name, name=found.entity.key, id=found.entity.id), found

    def named(self, kind: str, name: str, at: tree.Position) -> str:
        """The present name of something that is no entity."""
        known = self.application.names.get(kind)
        if known is None or name in known.values():
            return name
        if name in known:
            return known[name]
        message = text('there is no {kind} "{name}"', "没有{kind}“{name}”", kind=kind, name=name[:80])
        word = self.application.labels.get(kind, {}).get(name.lower()) or findings.proposal(name, known)
        self.report("rule_name", at, message, findings.did_you_mean(word))
        return name

    def template(self, name: str, at: tree.Position) -> None:
        """A template of mails; it must be about the entity of the rule."""
        owner = self.application.owners.get("template", {}).get(self.named("template", name, at))
        if owner is not None and owner != self.scope.entity.id:
            message = text(
                'the template "{name}" is about other records', "模板“{name}”属于其他实体", name=name[:80]
            )
            self.report("template_entity", at, message)

    # -------------------------------------------------------------- people and time

    def someone(self, node: tree.Node, *also: Type, scope: Scope | None = None) -> tree.Node:
        """Somebody who is told, or gets a record."""
        found = _SOMEBODY[type(node)](self, node) if type(node) in _SOMEBODY else None
        if found is not None:
            return found
        if isinstance(node, tree.Path | tree.FieldPath):
            found = _as_person(self.path(node, scope), scope or self.scope)
            self.expressions[id(found)] = Checked(found, found.type, (), "immutable")
        else:
            found = self.value(node, scope=scope)
        kind = found.type.item or found.type
        if kind.kind not in {"any", "blank"} and kind not in (*_PEOPLE, *also):
            message = text("this leads to nobody", "此处没有指向任何人员")
            hint = text(
                'Name a field with a user or unit, or role "…", user "…"',
                '请使用用户或部门字段，或 role "…"、user "…"',
            )
            self.report("rule_person", node.at, message, hint)
        return found

    def people(self, nodes: Sequence[tree.Node], *also: Type, scope: Scope | None = None) -> Any:
        """Several of them."""
        return tuple(self.someone(node, *also, scope=scope) for node in nodes)

    def duration(self, node: tree.Duration | None) -> None:
        """A time that is not endless."""
        if node is not None and node.amount > _LONGEST:
            self.report("rule_duration", node.at, _ENDLESS)

    def schedule(self, node: st.Schedule) -> None:
        """A schedule that ever comes, and not all the time."""
        self.duration(node.every)
        if node.every is not None and node.every.amount == 0:
            message = text("this would never end", "此处不会结束")
            self.report("rule_duration", node.at, message)

    def needs(self, found: Sequence[Any], at: tree.Position, message: Text) -> None:
        """At least one clause that does something."""
        if not found:
            self.report("rule_empty", at, message)

    def reachable(self, clauses: Iterable[tuple[tree.Position, object]]) -> None:
        """Clauses by their condition, None for ``otherwise``: the same again, or any after that, is idle."""
        seen: set[object] = set()
        for at, condition in clauses:
            if None in seen or condition in seen:
                message = text("this is never reached", "此处永远不会执行")
                hint = text("An earlier clause takes all that it could", "前面的条件已包含所有情况")
                self.warn("rule_unreachable", at, message, hint)
            seen.add(condition)


def unknown_entity(application: Application, name: st.EntityName) -> Issue:
    """No such entity, or none that the author may see."""
    word = findings.proposal(name.name, application.keys())
    message = text('there is no entity "{name}"', "没有名为“{name}”的实体", name=findings.shorten(name.name))
    return findings.finding("unknown_entity", name.at, message, findings.did_you_mean(word))


def _named(judge: Judge, node: st.Named) -> tree.Node:
    return replace(node, name=judge.named(node.kind, node.name, node.at))


def _of_person(judge: Judge, node: st.Managers) -> tree.Node:
    return replace(node, of=judge.someone(node.of))


def _as_person(node: tree.Node, scope: Scope) -> tree.Node:
    """``id`` is the record itself: a person, in rules about users."""
    if not isinstance(node, tree.FieldPath) or len(node.steps) != 1 or node.root != "record":
        return node
    name = node.steps[0]
    is_itself = name.field.system and name.key == "id"
    return replace(node, type=record(scope.entity.id)) if is_itself else node


_SOMEBODY: Mapping[type[tree.Node], Callable[[Judge, Any], tree.Node]] = {
    st.Named: _named,
    st.Managers: _of_person,
    st.Head: _of_person,
    st.Team: lambda judge, node: node,
}
