"""Arithmetic and logic as Python code: what would be a call for each node becomes one expression.

The code holds names that are made here, operators and nothing else: values of a rule (constants, closures,
keys) are bound to names, so no text of a rule is ever code. Nodes of other sorts, and those deeper than the
expression may grow, are closures that it calls. Operators run in the exact context `numbers.WIDE`, which
whoever calls from outside enters.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import getcontext, setcontext
from typing import Any, Protocol

from odos.dsl import numbers, tree
from odos.dsl.amounts import leaves_of
from odos.dsl.constants import constant
from odos.dsl.context import Context
from odos.dsl.failures import Failure
from odos.dsl.python.collections import Closure, Values
from odos.dsl.types import DATETIME

_DEEPEST = 12
_OPERATORS = {"=": "==", "<>": "!="}


class Fallback(Protocol):
    """The closure of any node."""

    def __call__(self, node: tree.Node) -> Closure:
        """The value."""


def compile_code(node: tree.Node, fallback: Fallback) -> Closure | None:
    """A function of ``values`` and ``context``; None for a node that is no arithmetic and no logic."""
    if type(node) not in _WRITERS or not _can(node):
        return None
    writer = _Writer(fallback)
    expression = _WRITERS[type(node)](writer, node)
    return writer.function(expression)


def in_exact_context(value: Closure) -> Closure:
    """Runs with operators of decimals exact, and leaves the context of the thread as it was."""
    exact = numbers.WIDE

    def closure(values: Values, context: Context) -> Any:
        before = getcontext()
        setcontext(exact)
        try:
            return value(values, context)
        finally:
            setcontext(before)

    return closure


class _Writer:
    """Gathers the names that an expression uses."""

    def __init__(self, fallback: Fallback) -> None:
        self.bound: dict[str, Any] = {}
        self._fallback = fallback
        self._depth = 0
        self._count = 0

    def function(self, expression: str) -> Closure:
        """The function of the expression."""
        names = "".join(f", {name}={name}" for name in self.bound)
        source = f"lambda values, context{names}: {expression}"
        code = compile(source, "<rule>", "eval")
        return eval(code, {"__builtins__": {}, **self.bound})  # type: ignore[no-any-return]  # noqa: S307

    def bind(self, value: object) -> str:
        """A name for a value."""
        name = f"k{len(self.bound)}"
        self.bound[name] = value
        return name

    def fresh(self) -> str:
        """A name for a result."""
        self._count += 1
        return f"v{self._count}"

    def value(self, node: tree.Node) -> str:
        """The expression of a value."""
        if self._depth >= _DEEPEST or type(node) not in _WRITERS or not _can(node):
            closure = compile_code(node, self._fallback) or self._fallback(node)
            return f"{self.bind(closure)}(values, context)"
        self._depth += 1
        written = _WRITERS[type(node)](self, node)
        self._depth -= 1
        return written

    def condition(self, node: tree.Node) -> str:
        """The expression of a condition: true or false, never blank."""
        written = self.value(node)
        return written if type(node) in _TWO_VALUED else f"({written} is True)"

    # -------------------------------------------------------------- leaves

    def literal(self, node: tree.Literal) -> str:
        return self.bind(constant(node))

    def field(self, node: tree.FieldPath) -> str:
        read = f"values.get({self.bind(node.key)})"
        return f"({read} or 0)" if node.zero else read

    # -------------------------------------------------------------- values

    def arithmetic(self, node: tree.Arithmetic) -> str:
        """A sum of things that cannot fail is blank when one of them is."""
        if node.fails or node.zero:
            return self._operation(node)
        tests: list[str] = []
        total = self._total(node, tests)
        return f"(None if {' or '.join(tests)} else {total})" if tests else total

    def _total(self, node: tree.Node, tests: list[str]) -> str:
        if isinstance(node, tree.Arithmetic) and _can(node) and not node.zero and self._depth < _DEEPEST:
            self._depth += 1
            left, right = self._total(node.left, tests), self._total(node.right, tests)
            self._depth -= 1
            return self._applied(node.operator, left, right)
        if isinstance(node, tree.Literal) and node.type.kind != "blank":
            return self.value(node)
        name = self.fresh()
        tests.append(f"({name} := {self.value(node)}) is None")
        return name

    def _operation(self, node: tree.Arithmetic) -> str:
        """Both sides are computed, since either may fail."""
        left, right = self.fresh(), self.fresh()
        zero = " or 0" if node.zero else ""
        sides = ((left, node.left), (right, node.right))
        read = [f"({name} := ({self.value(side)}{zero}))" for name, side in sides]
        applied = self._applied(node.operator, left, right)
        if node.operator in "/^":
            failing = self.bind(_required)
            applied = f"{failing}({applied})"
        return f"(None if ({read[0]} is None) | ({read[1]} is None) else {applied})"

    def _applied(self, operator: str, left: str, right: str) -> str:
        form = {"/": numbers.divide, "^": numbers.power}.get(operator)
        return f"{self.bind(form)}({left}, {right})" if form else f"({left} {operator} {right})"

    def negative(self, node: tree.Negative) -> str:
        name = self.fresh()
        read = f"({self.value(node.item)} or 0)" if node.zero else self.value(node.item)
        return f"(None if ({name} := {read}) is None else 0 - {name})"

    # -------------------------------------------------------------- conditions

    def compare(self, node: tree.Compare) -> str:
        if node.operator in _OPERATORS:
            return f"({self.value(node.left)} {_OPERATORS[node.operator]} {self.value(node.right)})"
        left, right = self.fresh(), self.fresh()
        sides = ((left, node.left), (right, node.right))
        there = " & ".join(f"(({name} := {self.value(side)}) is not None)" for name, side in sides)
        return f"(({there}) and {left} {node.operator} {right})"

    def conjunction(self, node: tree.And) -> str:
        return f"({' and '.join(self.condition(item) for item in node.items)})"

    def disjunction(self, node: tree.Or) -> str:
        return f"({' or '.join(self.condition(item) for item in node.items)})"

    def negation(self, node: tree.Not) -> str:
        return f"(not {self.condition(node.item)})"

    def blankness(self, node: tree.IsBlank) -> str:
        return f"({self.value(node.item)} is None)"

    def choice(self, node: tree.Call) -> str:
        condition, positive, negative = node.arguments
        return f"({self.value(positive)} if {self.condition(condition)} else {self.value(negative)})"


def _required(result: Any) -> Any:
    if result is None:
        raise Failure
    return result


def _can(node: tree.Node) -> bool:
    """Whether the expression says all that the node means."""
    test = _TESTS.get(type(node))
    return test is None or test(node)


def _is_plain_literal(node: tree.Literal) -> bool:
    return node.type.kind in {"text", "option", "number", "percent", "money", "boolean", "blank"}


def _is_plain_path(node: tree.FieldPath) -> bool:
    """Texts and options may be stored as an empty text."""
    return node.type.kind not in {"text", "option", "optionset", "list"}


def _is_numeric(node: tree.Arithmetic) -> bool:
    return all(side.type.is_numeric or side.type.kind == "blank" for side in (node.left, node.right))


def _is_of_one_type(node: tree.Compare) -> bool:
    """Dates beside moments are read as moments, and amounts look at their currencies."""
    if leaves_of(node.left, node.right):
        return False
    return (node.left.type == DATETIME) == (node.right.type == DATETIME)


def _is_sure(node: tree.And | tree.Or) -> bool:
    return not node.fails


def _is_choice(node: tree.Call) -> bool:
    """IF without a date that is read as a moment."""
    if node.name != "IF" or node.overload is None:
        return False
    return all(side.type == node.type or node.type != DATETIME for side in node.arguments[1:])


_TWO_VALUED = frozenset({tree.Compare, tree.And, tree.Or, tree.Not, tree.IsBlank})
_TESTS: dict[type[tree.Node], Callable[[Any], bool]] = {
    tree.Literal: _is_plain_literal,
    tree.FieldPath: _is_plain_path,
    tree.Arithmetic: _is_numeric,
    tree.Compare: _is_of_one_type,
    tree.And: _is_sure,
    tree.Or: _is_sure,
    tree.Call: _is_choice,
}
_WRITERS: dict[type[tree.Node], Callable[[_Writer, Any], str]] = {
    tree.Literal: _Writer.literal,
    tree.FieldPath: _Writer.field,
    tree.Arithmetic: _Writer.arithmetic,
    tree.Negative: _Writer.negative,
    tree.Compare: _Writer.compare,
    tree.And: _Writer.conjunction,
    tree.Or: _Writer.disjunction,
    tree.Not: _Writer.negation,
    tree.IsBlank: _Writer.blankness,
    tree.Call: _Writer.choice,
}
