"""Arithmetic and logic as Python code: what would be a call for each node becomes one expression.

The code holds names that are made here, operators and nothing else: values of a rule (constants, closures,
keys) are bound to names, so no text of a rule is ever code. Nodes of other sorts, and those deeper than the
expression may grow, are closures that it calls. Operators run in the exact context `numbers.WIDE`, which
whoever calls from outside enters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import getcontext, setcontext
from typing import Any, NoReturn, Protocol

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


@dataclass
class _Sum:
    """What a calculation is made of: tests for blanks, which give names to its parts."""

    tests: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)  # key → name
    computed: list[str] = field(default_factory=list)  # tests of parts that are computed in any case
    parts: dict[int, str] = field(default_factory=dict)  # the id of such a node → name

    @property
    def is_blank(self) -> str:
        """The test of the whole; false where there is nothing to test."""
        return " or ".join([*([" | ".join(self.computed)] if self.computed else []), *self.tests])


class _Writer:
    """Gathers the names that an expression uses. With ``parts``, the nodes by id that have a name already, it
    goes operation by operation."""

    def __init__(self, fallback: Fallback, parts: Mapping[int, str] | None = None) -> None:
        self.bound: dict[str, Any] = {}
        self._fallback = fallback
        self._parts = parts
        self._depth = 0
        self._count = 0

    def function(self, expression: str) -> Closure:
        """The function of the expression; it takes the parts as well."""
        parts = "".join(f", {name}" for name in (self._parts or {}).values())
        names = "".join(f", {name}={name}" for name in self.bound)
        source = f"lambda values, context{parts}{names}: {expression}"
        code = compile(source, "<rule>", "eval")
        return eval(code, {"__builtins__": {}, **self.bound})  # type: ignore[no-any-return]  # noqa: S307

    def bind(self, value: object) -> str:
        """A name for a value."""
        name = f"k{len(self.bound)}"
        self.bound[name] = value
        return name

    def fresh(self, letter: str = "v") -> str:
        """A name for a result."""
        self._count += 1
        return f"{letter}{self._count}"

    def value(self, node: tree.Node) -> str:
        """The expression of a value."""
        if self._parts is not None and id(node) in self._parts:
            return self._parts[id(node)]
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
        """A calculation is blank when a part of it is, unless another part fails: the rare row of which
        this must be told is computed anew, operation by operation."""
        if node.zero or self._parts is not None:
            return self._operation(node)
        whole = _Sum()
        total = self._total(node, node.fails, whole)
        if not whole.is_blank:
            return total
        return f"({self._blank_or_failed(node, whole)} if {whole.is_blank} else {total})"

    def _blank_or_failed(self, node: tree.Arithmetic, whole: _Sum) -> str:
        if not node.fails:
            return "None"
        writer = _Writer(self._fallback, whole.parts)
        stepwise = self.bind(writer.function(writer._operation(node)))
        return f"{stepwise}({', '.join(['values', 'context', *whole.parts.values()])})"

    def _total(self, node: tree.Node, may_fail: bool, whole: _Sum) -> str:
        if isinstance(node, tree.Arithmetic) and _can(node) and not node.zero and self._depth < _DEEPEST:
            self._depth += 1
            left, right = (self._total(side, may_fail, whole) for side in (node.left, node.right))
            self._depth -= 1
            return self._applied(node, left, right)
        if isinstance(node, tree.Literal) and node.type.kind != "blank":
            return self.value(node)
        if isinstance(node, tree.FieldPath) and _is_plain_path(node):
            return self._named_field(node, whole)
        name, value = self.fresh("p"), self.value(node)
        if may_fail:
            whole.parts[id(node)] = name
            whole.computed.append(f"(({name} := {value}) is None)")
        else:
            whole.tests.append(f"({name} := {value}) is None")
        return name

    def _named_field(self, node: tree.FieldPath, whole: _Sum) -> str:
        """Read once, however often it stands in the calculation."""
        if node.key not in whole.fields:
            name = whole.fields[node.key] = self.fresh()
            whole.tests.append(f"({name} := {self.field(node)}) is None")
        return whole.fields[node.key]

    def _operation(self, node: tree.Arithmetic) -> str:
        """Both sides are computed, since either may fail."""
        left, right = self.fresh(), self.fresh()
        zero = " or 0" if node.zero else ""
        sides = ((left, node.left), (right, node.right))
        read = [f"({name} := ({self.value(side)}{zero}))" for name, side in sides]
        applied = self._applied(node, left, right)
        return f"(None if ({read[0]} is None) | ({read[1]} is None) else {applied})"

    def _applied(self, node: tree.Arithmetic, left: str, right: str) -> str:
        if node.operator == "^":
            return f"{self.bind(_required)}({self.bind(numbers.power)}({left}, {right}))"
        if node.operator != "/":
            return f"({left} {node.operator} {right})"
        quotient = self.bind(numbers.quotient)
        if isinstance(node.right, tree.Literal) and node.right.value:
            return f"{quotient}({left}, {right})"
        divisor = self.fresh()
        return f"({quotient}({left}, {divisor}) if ({divisor} := {right}) else {self.bind(_fail)}())"

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


def _fail() -> NoReturn:
    raise Failure


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
