"""Tree → canonical text. ``parse(print_rule(tree))`` is the tree again.

A checked tree prints with the present keys, which `scope` knows; a parsed one with the names as written.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

from odos.dsl import tree
from odos.dsl.scope import Scope
from odos.schema.system import USER_ENTITY

# How tightly a node binds, from the loosest; an operand looser than its place gets brackets.
_OR, _AND, _NOT, _COMPARE, _CONCAT, _ADD, _MULTIPLY, _SIGN, _POWER, _PRIMARY = range(10)

_PLACES = {
    "condition": _OR,
    "concatenation": _CONCAT,
    "product": _MULTIPLY,
    "sign": _SIGN,
    "operand": _PRIMARY,
}

Printed = tuple[str, int]


def print_rule(node: tree.Node, scope: Scope | None = None) -> str:
    """The canonical text. ``scope`` is needed for a checked tree and is that of the rule's entity."""
    return _Printer(scope).text(node, _OR)


Place = Literal["condition", "concatenation", "product", "sign", "operand"]


def print_part(node: tree.Node, scope: Scope | None, place: Place) -> str:
    """The canonical text where a statement asks for no looser an expression than ``place``."""
    return _Printer(scope).text(node, _PLACES[place])


def quote_text(value: str) -> str:
    """A text literal."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def number_text(value: Decimal) -> str:
    """The shortest plain form, without exponent or trailing zeros."""
    shown = format(value, "f")
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in {"", "-0"} else shown


class _Printer:
    def __init__(self, scope: Scope | None) -> None:
        self._scope = scope

    def text(self, node: tree.Node, place: int) -> str:
        """``node`` where something of at least the strength ``place`` is asked for."""
        printed, strength = _PRINTERS[type(node)](self, node)
        return printed if strength >= place else f"({printed})"

    def _joined(self, word: str, items: tuple[tree.Node, ...], strength: int, function: str) -> Printed:
        if len(items) < 2:
            return self._called(function, items)
        return f" {word} ".join(self.text(item, strength + 1) for item in items), strength

    def _called(self, name: str, arguments: tuple[tree.Node, ...]) -> Printed:
        return f"{name}({', '.join(self.text(item, _OR) for item in arguments)})", _PRIMARY

    def literal(self, node: tree.Literal) -> Printed:
        value = node.value
        if isinstance(value, str):
            return quote_text(value), _PRIMARY
        if isinstance(value, Decimal):
            shown = f"{number_text(value.scaleb(2))}%" if node.kind == "percent" else number_text(value)
            return shown, _PRIMARY
        return {True: "true", False: "false", None: "null"}[value], _PRIMARY

    def duration(self, node: tree.Duration) -> Printed:
        return f"{node.amount} {node.unit}{'' if node.amount == 1 else 's'}", _PRIMARY

    def context(self, node: tree.Context) -> Printed:
        return node.name, _PRIMARY

    def path(self, node: tree.Path) -> Printed:
        return ".".join(node.names), _PRIMARY

    def field_path(self, node: tree.FieldPath) -> Printed:
        """Present keys; an identity that is gone or hidden prints as it is; the checker will report it."""
        scope, names, ids = self._root(node), ["user"] if node.root == "user" else [], node.ids
        if node.root == "all" and scope:
            names, ids = [scope.entity.key], ids[1:]
        for identity in ids:
            name = scope.find_id(identity) if scope else None
            name = None if name and scope and scope.is_hidden(name.field) else name
            names.append(name.key if name else identity)
            scope = scope.entity_scope(name.target) if scope and name and name.target else None
        return ".".join(names), _PRIMARY

    def _root(self, node: tree.FieldPath) -> Scope | None:
        if self._scope and node.root == "all":
            return self._scope.entity_scope(node.ids[0])
        return user_scope(self._scope) if self._scope and node.root == "user" else self._scope

    def items(self, node: tree.Items) -> Printed:
        return f"[{', '.join(self.text(item, _OR) for item in node.items)}]", _PRIMARY

    def call(self, node: tree.Call) -> Printed:
        return self._called(node.name, node.arguments)

    def compare(self, node: tree.Compare) -> Printed:
        return f"{self.text(node.left, _CONCAT)} {node.operator} {self.text(node.right, _CONCAT)}", _COMPARE

    def membership(self, node: tree.In, word: str = "in") -> Printed:
        return f"{self.text(node.item, _CONCAT)} {word} {self.text(node.options, _CONCAT)}", _COMPARE

    def within(self, node: tree.Within, word: str = "in") -> Printed:
        return f"{self.text(node.item, _CONCAT)} {word} {node.period}", _COMPARE

    def between(self, node: tree.Between, word: str = "between") -> Printed:
        low, high = self.text(node.low, _CONCAT), self.text(node.high, _CONCAT)
        return f"{self.text(node.item, _CONCAT)} {word} {low} and {high}", _COMPARE

    def match(self, node: tree.TextMatch, prefix: str = "") -> Printed:
        item, pattern = self.text(node.item, _CONCAT), self.text(node.pattern, _CONCAT)
        return f"{item} {prefix}{node.operator} {pattern}", _COMPARE

    def blankness(self, node: tree.IsBlank, word: str = "is blank") -> Printed:
        return f"{self.text(node.item, _CONCAT)} {word}", _COMPARE

    def conjunction(self, node: tree.And) -> Printed:
        return self._joined("and", node.items, _AND, "AND")

    def disjunction(self, node: tree.Or) -> Printed:
        return self._joined("or", node.items, _OR, "OR")

    def negation(self, node: tree.Not) -> Printed:
        match node.item:
            case tree.In() as item:
                return self.membership(item, "not in")
            case tree.Within() as item:
                return self.within(item, "not in")
            case tree.Between() as item:
                return self.between(item, "not between")
            case tree.TextMatch() as item:
                return self.match(item, "not ")
            case tree.IsBlank() as item:
                return self.blankness(item, "is not blank")
            case item:
                return f"not {self.text(item, _NOT)}", _NOT

    def arithmetic(self, node: tree.Arithmetic) -> Printed:
        strength, left, right = _ARITHMETIC[node.operator]
        return f"{self.text(node.left, left)} {node.operator} {self.text(node.right, right)}", strength

    def negative(self, node: tree.Negative) -> Printed:
        return f"-{self.text(node.item, _SIGN)}", _SIGN

    def concat(self, node: tree.Concat) -> Printed:
        return self._joined("&", node.items, _CONCAT, "CONCAT")

    def aggregate(self, node: tree.Aggregate) -> Printed:
        inner = _Printer(self._item_scope(node))
        where = f" where {inner.text(node.where, _OR)}" if node.where else ""
        order = inner.text(node.order, _OR) if node.order else ""
        return f"{node.function}({self.text(node.path, _OR)}{where}{order})", _PRIMARY

    def _item_scope(self, node: tree.Aggregate) -> Scope | None:
        if self._scope is None or not isinstance(node.path, tree.FieldPath):
            return None
        return item_scope(node.path, self._root(node.path))

    def order(self, node: tree.Order) -> Printed:
        return f" order by {self.text(node.value, _ADD)}{' desc' if node.descending else ''}", _PRIMARY


def user_scope(scope: Scope) -> Scope:
    """The scope of the acting user's record."""
    return scope.entity_scope(USER_ENTITY)


def item_scope(path: tree.FieldPath, scope: Scope | None) -> Scope | None:
    """The scope of a collection's items."""
    for identity in path.ids:
        name = scope.find_id(identity) if scope else None
        scope = scope.entity_scope(name.target) if scope and name and name.target else None
        if name and name.is_collection:
            return scope
    return None


_ARITHMETIC = {
    "+": (_ADD, _ADD, _MULTIPLY),
    "-": (_ADD, _ADD, _MULTIPLY),
    "*": (_MULTIPLY, _MULTIPLY, _SIGN),
    "/": (_MULTIPLY, _MULTIPLY, _SIGN),
    "^": (_POWER, _PRIMARY, _SIGN),
}

_PRINTERS: dict[type[tree.Node], Callable[[_Printer, Any], Printed]] = {
    tree.Literal: _Printer.literal,
    tree.Duration: _Printer.duration,
    tree.Context: _Printer.context,
    tree.Path: _Printer.path,
    tree.FieldPath: _Printer.field_path,
    tree.Items: _Printer.items,
    tree.Call: _Printer.call,
    tree.Compare: _Printer.compare,
    tree.In: _Printer.membership,
    tree.Within: _Printer.within,
    tree.Between: _Printer.between,
    tree.And: _Printer.conjunction,
    tree.Or: _Printer.disjunction,
    tree.Not: _Printer.negation,
    tree.IsBlank: _Printer.blankness,
    tree.TextMatch: _Printer.match,
    tree.Arithmetic: _Printer.arithmetic,
    tree.Negative: _Printer.negative,
    tree.Concat: _Printer.concat,
    tree.Order: _Printer.order,
    tree.Aggregate: _Printer.aggregate,
}
