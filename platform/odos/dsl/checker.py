"""Tree → typed tree by identity. Collects every finding; never raises for what an author wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from odos.dsl import findings, patterns, tree
from odos.dsl.aggregate_types import aggregate_type
from odos.dsl.calls import check_call
from odos.dsl.certain_failures import certain_failures
from odos.dsl.checked import Blanks, Checked
from odos.dsl.functions import Function, Macro, Volatility
from odos.dsl.library.index import functions as built_in
from odos.dsl.lookups import looking_up, resolve_lookup
from odos.dsl.parser import parse
from odos.dsl.paths import resolve
from odos.dsl.printer import item_scope, print_rule, user_scope
from odos.dsl.scope import Scope
from odos.dsl.traits import with_traits
from odos.dsl.types import (
    ANY,
    BOOLEAN,
    DATE,
    DATETIME,
    DURATION,
    NUMBER,
    TEXT,
    Type,
    list_of,
    record,
)
from odos.dsl.typing_rules import (
    LONGEST_DURATION,
    accepts,
    arithmetic_type,
    fit,
    is_ordered,
    is_scalar,
    literal_type,
    meet,
)
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.schema.system import USER_ENTITY


def check(
    node: tree.Node,
    scope: Scope,
    *,
    expected: Type | None = None,
    functions: Mapping[str, Function] = built_in,
    blanks: Blanks = "blank",
    needs_sql: bool = False,
) -> Checked:
    """Resolve names, infer types, collect issues. ``expected`` is the type the whole must have; with
    ``blanks="zero"`` a blank number counts as 0; ``needs_sql`` refuses what has no SQL form."""
    checker = _Checker(functions, blanks == "zero", needs_sql)
    typed = checker.check(node, scope)
    if expected is not None and not accepts(expected, typed.type):
        hint = findings.conversion_hint(expected, typed.type)
        checker.report(findings.wrong_type(node.at, [expected], typed.type, hint))
    elif typed.type.kind in {"list", "duration"}:
        checker.report(findings.no_value(node.at, typed.type))
    if not checker.issues:
        checker.issues.extend(certain_failures(typed, functions))
    return Checked(typed, typed.type, tuple(checker.issues), checker.volatility, blanks)


def read_rule(
    source: str, scope: Scope, *, expected: Type | None = None, blanks: Blanks = "blank"
) -> Checked:
    """Parse and check; raises `Invalid` with every finding."""
    checked = check(parse(source), scope, expected=expected, blanks=blanks)
    if has_errors(checked.issues):
        raise Invalid(None, checked.issues)
    return checked


def format_rule(checked: Checked, scope: Scope) -> str:
    """The canonical text with present keys."""
    return print_rule(checked.tree, scope)


_RANKS: dict[Volatility, int] = {"immutable": 0, "stable": 1, "context": 2}
_ERROR = tree.Literal(None, "blank", type=ANY)


class _Checker:
    def __init__(self, functions: Mapping[str, Function], zero: bool, needs_sql: bool) -> None:
        self.issues: list[Issue] = []
        self.volatility: Volatility = "immutable"
        self._functions = functions
        self._zero = zero
        self._needs_sql = needs_sql

    def check(self, node: tree.Node, scope: Scope) -> tree.Node:
        """The typed form of ``node``; of type `ANY` when something in it is at fault."""
        return with_traits(_CHECKS[type(node)](self, node, scope))

    def report(self, issue: Issue) -> tree.Node:
        """Collect a finding; gives a stand-in that causes no further ones."""
        self.issues.append(issue)
        return _ERROR

    def _all(self, nodes: Iterable[tree.Node], scope: Scope) -> tuple[tree.Node, ...]:
        return tuple(self.check(node, scope) for node in nodes)

    def _depends(self, volatility: Volatility) -> None:
        self.volatility = max(self.volatility, volatility, key=_RANKS.__getitem__)

    def _expect(self, node: tree.Node, expected: Type) -> None:
        if not accepts(expected, node.type):
            hint = findings.conversion_hint(expected, node.type)
            self.report(findings.wrong_type(node.at, [expected], node.type, hint))

    def _fitted(self, node: tree.Node, beside: tree.Node) -> tree.Node:
        found = fit(node, beside)
        return self.report(found) if isinstance(found, Issue) else found

    # -------------------------------------------------------------- leaves

    def literal(self, node: tree.Literal, scope: Scope) -> tree.Node:
        return replace(node, type=literal_type(node))

    def duration(self, node: tree.Duration, scope: Scope) -> tree.Node:
        if node.amount > LONGEST_DURATION[node.unit]:
            return self.report(findings.too_long(node.at, node.unit))
        return replace(node, type=DURATION)

    def context(self, node: tree.Context, scope: Scope) -> tree.Node:
        self._depends("context" if node.name == "user" else "stable")
        return replace(node, type={"user": record(USER_ENTITY), "today": DATE, "now": DATETIME}[node.name])

    def path(self, node: tree.Path | tree.FieldPath, scope: Scope) -> tree.Node:
        found = self._resolved(node, scope)
        if found.type.kind == "list":
            message = text("this leads to many records", "此路径指向多条记录")
            hint = text(
                "Ask for one value of them, as in count(…) or sum(…)", "请使用 count(…)、sum(…) 等取一个值"
            )
            return self.report(findings.finding("rule_collection", node.at, message, hint))
        if isinstance(found, tree.FieldPath) and found.type.kind == "any":
            message = text("this field can only be tested for being blank", "此字段只能判断是否为空")
            return self.report(findings.finding("rule_type", node.at, message))
        return self._counted(found)

    def _counted(self, node: tree.Node) -> tree.Node:
        """A number that counts as 0 where it is blank, if that is how blanks count."""
        if isinstance(node, tree.FieldPath) and self._zero and node.type.is_numeric:
            return replace(node, zero=True)
        return node

    def _resolved(self, node: tree.Path | tree.FieldPath, scope: Scope) -> tree.Node:
        found = resolve(node, scope)
        if isinstance(found, Issue):
            return self.report(found)
        if found.root == "user":
            self._depends("context")
        return found

    def items(self, node: tree.Items, scope: Scope) -> tree.Node:
        items = self._all(node.items, scope)
        kind = items[0].type if items else ANY
        return replace(node, items=items, type=list_of(kind))

    # -------------------------------------------------------------- conditions

    def compare(self, node: tree.Compare, scope: Scope) -> tree.Node:
        left, right = self.check(node.left, scope), self.check(node.right, scope)
        left, right = self._fitted(left, right), self._fitted(right, left)
        together = self._comparable(left, right)
        if together and node.operator not in {"=", "<>"} and not is_ordered(together):
            self.report(findings.not_ordered(node, together))
        return replace(node, left=left, right=right, type=BOOLEAN)

    def _comparable(self, left: tree.Node, right: tree.Node) -> Type | None:
        together = meet(left.type, right.type)
        if together is None or not is_scalar(together):
            self.report(findings.incomparable(right.at, left.type, right.type))
        return together

    def membership(self, node: tree.In, scope: Scope) -> tree.Node:
        item = self.check(node.item, scope)
        if not isinstance(node.options, tree.Items):
            message = text('"in" takes a list, as in ["a", "b"]', 'in 后面应为列表，例如 ["a", "b"]')
            self.report(findings.finding("rule_type", node.options.at, message))
            return replace(node, type=BOOLEAN)
        options = tuple(self._fitted(option, item) for option in self._all(node.options.items, scope))
        for option in options:
            self._comparable(item, option)
        listed = with_traits(replace(node.options, items=options, type=list_of(item.type)))
        return replace(node, item=item, options=listed, type=BOOLEAN)

    def within(self, node: tree.Within, scope: Scope) -> tree.Node:
        self._depends("stable")
        item = self.check(node.item, scope)
        if not (accepts(DATE, item.type) or accepts(DATETIME, item.type)):
            self.report(findings.wrong_type(item.at, [DATE, DATETIME], item.type))
        if node.period.is_too_long:
            self.report(findings.too_long(node.at))
        return replace(node, item=item, type=BOOLEAN)

    def between(self, node: tree.Between, scope: Scope) -> tree.Node:
        item = self.check(node.item, scope)
        low, high = (self._fitted(end, item) for end in self._all((node.low, node.high), scope))
        for end in (low, high):
            together = self._comparable(item, end)
            if together and not is_ordered(together):
                self.report(findings.not_ordered(node, together))
        return replace(node, item=item, low=low, high=high, type=BOOLEAN)

    def junction(self, node: tree.And | tree.Or, scope: Scope) -> tree.Node:
        items = self._all(node.items, scope)
        for item in items:
            self._expect(item, BOOLEAN)
        return replace(node, items=items, type=BOOLEAN)

    def negation(self, node: tree.Not, scope: Scope) -> tree.Node:
        item = self.check(node.item, scope)
        self._expect(item, BOOLEAN)
        return replace(node, item=item, type=BOOLEAN)

    def blankness(self, node: tree.IsBlank, scope: Scope) -> tree.Node:
        plain = isinstance(node.item, tree.Path | tree.FieldPath)
        item = self._counted(self._resolved(node.item, scope)) if plain else self.check(node.item, scope)  # type: ignore[arg-type]
        if item.type.kind in {"list", "duration"}:
            item = self.report(findings.no_value(node.item.at, item.type))
        return replace(node, item=item, type=BOOLEAN)

    def match(self, node: tree.TextMatch, scope: Scope) -> tree.Node:
        item = self.check(node.item, scope)
        pattern = self.check(node.pattern, scope)
        if item.type.kind == "optionset" and node.operator == "contains":
            pattern = self._fitted(pattern, item)
        else:
            self._expect(item, TEXT)
        self._expect(pattern, TEXT)
        if node.operator == "matches":
            self._check_pattern(pattern)
        return replace(node, item=item, pattern=pattern, type=BOOLEAN)

    def _check_pattern(self, pattern: tree.Node) -> None:
        """A regular expression as written is looked at now."""
        written = pattern.value if isinstance(pattern, tree.Literal) else None
        if isinstance(written, str) and not patterns.is_pattern(written):
            self.report(findings.no_pattern(pattern.at, written))

    # -------------------------------------------------------------- values

    def arithmetic(self, node: tree.Arithmetic, scope: Scope) -> tree.Node:
        left, right = self.check(node.left, scope), self.check(node.right, scope)
        kind = arithmetic_type(node.operator, left, right)
        if kind is None:
            hint = findings.conversion_hint(left.type, right.type)
            hint = hint or findings.conversion_hint(right.type, left.type)
            self.report(findings.mismatch(node.at, left.type, right.type, hint))
        if kind == TEXT:
            return tree.Concat((*tree.pieces(left), *tree.pieces(right)), at=node.at, type=TEXT)
        return replace(node, left=left, right=right, type=kind or ANY, zero=self._zero)

    def negative(self, node: tree.Negative, scope: Scope) -> tree.Node:
        item = self.check(node.item, scope)
        self._expect(item, NUMBER)
        return replace(node, item=item, type=item.type, zero=self._zero)

    def concat(self, node: tree.Concat, scope: Scope) -> tree.Node:
        items = self._all(node.items, scope)
        for item in items:
            self._expect(item, TEXT)
        return replace(node, items=items, type=TEXT)

    def call(self, node: tree.Call, scope: Scope) -> tree.Node:
        function = self._functions.get(node.name)
        if function is None:
            return self.report(findings.unknown_function(node.at, node.name, self._functions))
        self._depends(function.volatility)
        if function.macro:
            return self._rewritten(node, function, function.macro, scope)
        if any(overload.looks_up for overload in function.overloads):
            return self._looked_up(node, function, scope)
        arguments = self._all(node.arguments, scope)
        found = check_call(node, function, arguments)
        return self.report(found) if isinstance(found, Issue) else self._usable(found, function)

    def _looked_up(self, node: tree.Call, function: Function, scope: Scope) -> tree.Node:
        if len(node.arguments) != 3:
            return self.report(findings.wrong_count(node, function.name, function.example))
        value = self.check(node.arguments[2], scope)
        found = resolve_lookup(node.arguments[:2], scope)
        if isinstance(found, Issue):
            return self.report(found)
        wanted, by = found
        value = self._fitted(value, by)
        if self._comparable(by, value) is None:
            return _ERROR
        return looking_up(node, wanted, by, value)

    def _usable(self, node: tree.Call, function: Function) -> tree.Node:
        """Patterns as written are looked at; what has no SQL form is refused where SQL is needed."""
        if node.overload and node.overload.pattern is not None:
            self._check_pattern(node.arguments[node.overload.pattern])
        if self._needs_sql and node.overload and node.overload.sql is None:
            return self.report(findings.no_sql(node.at, function.name))
        return node

    def _rewritten(self, node: tree.Call, function: Function, macro: Macro, scope: Scope) -> tree.Node:
        count = len(node.arguments)
        if count < macro.least or (macro.most is not None and count > macro.most):
            return self.report(findings.wrong_count(node, node.name, function.example))
        return self.check(replace(macro.rewrite(node.arguments), at=node.at), scope)

    # -------------------------------------------------------------- collections

    def aggregate(self, node: tree.Aggregate, scope: Scope) -> tree.Node:
        if not isinstance(node.path, tree.Path | tree.FieldPath):
            return self.report(findings.no_collection(node))
        path = self._resolved(node.path, scope)
        if not isinstance(path, tree.FieldPath):
            return path
        if path.type.kind != "list":
            plain = node.function in {"min", "max"} and node.where is None and node.order is None
            call = tree.Call(node.function.upper(), (path,), at=node.at)
            return self.call(call, scope) if plain else self.report(findings.no_collection(node))
        inner = item_scope(path, user_scope(scope) if path.root == "user" else scope)
        assert inner is not None
        where, order = self._clauses(node, inner)
        kind, found = aggregate_type(node, path)
        self.issues.extend(found)
        zero = self._zero and kind.is_numeric
        return replace(node, path=path, where=where, order=order, type=kind, zero=zero)

    def _clauses(self, node: tree.Aggregate, inner: Scope) -> tuple[tree.Node | None, tree.Order | None]:
        where = self.check(node.where, inner) if node.where else None
        if where:
            self._expect(where, BOOLEAN)
        if node.order is None:
            return where, None
        if node.function not in {"first", "last"}:
            message = text('only first and last take "order by"', "只有 first 和 last 可使用 order by")
            self.report(findings.finding("rule_collection", node.order.at, message))
        value = self.check(node.order.value, inner)
        if not is_ordered(value.type):
            self.report(findings.not_ordered(node.order, value.type))
        return where, replace(node.order, value=value, type=value.type, fails=value.fails)


_CHECKS: dict[type[tree.Node], Callable[[_Checker, Any, Scope], tree.Node]] = {
    tree.Literal: _Checker.literal,
    tree.Duration: _Checker.duration,
    tree.Context: _Checker.context,
    tree.Path: _Checker.path,
    tree.FieldPath: _Checker.path,
    tree.Items: _Checker.items,
    tree.Compare: _Checker.compare,
    tree.In: _Checker.membership,
    tree.Within: _Checker.within,
    tree.Between: _Checker.between,
    tree.And: _Checker.junction,
    tree.Or: _Checker.junction,
    tree.Not: _Checker.negation,
    tree.IsBlank: _Checker.blankness,
    tree.TextMatch: _Checker.match,
    tree.Arithmetic: _Checker.arithmetic,
    tree.Negative: _Checker.negative,
    tree.Concat: _Checker.concat,
    tree.Call: _Checker.call,
    tree.Aggregate: _Checker.aggregate,
}
