"""Conditions as a filter builder draws them, and back: two views of one tree.

A group joins clauses, a condition tests a path against constants, a collection asks about related records;
what a builder cannot draw stands in a text clause, so that nothing is lost::

    {"type": "group", "join": "and" | "or", "negated": false, "items": [clause, …]}
    {"type": "condition", "path": "account.name", "operator": "contains", "values": [literal, …]}
    {"type": "collection", "function": "count", "path": "opportunities", "where": group | null,
     "operator": "greater_or_equal" | null, "values": [literal]}
    {"type": "text", "text": "amount > 2 * budget"}

The outermost clause is a group. `read_clauses` turns any of it back into the tree that it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from odos.dsl import tree
from odos.dsl.editing.literals import read_literal, write_literal
from odos.dsl.parser import MAX_DEPTH, parse
from odos.dsl.periods import Period, read_period
from odos.dsl.printer import item_scope, print_rule, user_scope
from odos.dsl.scope import Scope
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text

Clause = Mapping[str, Any]

COMPARISONS: dict[str, tree.CompareOperator] = {
    "equals": "=",
    "not_equals": "<>",
    "less": "<",
    "less_or_equal": "<=",
    "greater": ">",
    "greater_or_equal": ">=",
}
_COMPARED = {sign: name for name, sign in COMPARISONS.items()}
_MATCHES: dict[str, tree.MatchOperator] = {
    "contains": "contains",
    "starts_with": "starts with",
    "ends_with": "ends with",
}
_MATCHED = {word: name for name, word in _MATCHES.items()}
# What a person is to the one who asks: the operator, the function, its further arguments as text.
_RELATIONS = {"my_team": ("ISMANAGEROF", ()), "my_unit": ("ISBELOW", ("user.unit",))}
_SEGMENT = "INSEGMENT"
_NEGATIVE = {
    "in": "not_in",
    "contains": "not_contains",
    "in_period": "not_in_period",
    "is_blank": "is_not_blank",
    "is_true": "is_false",
    "in_segment": "not_in_segment",
}
_POSITIVE = {negative: positive for positive, negative in _NEGATIVE.items()}


def clauses_of(node: tree.Node, scope: Scope | None = None) -> Clause:
    """The clauses of a condition; ``scope`` gives the present keys of a checked one."""
    clause = _clause(node, scope)
    is_plain = clause["type"] == "group" and not clause["negated"]
    return clause if is_plain else _group("and", [clause])


def read_clauses(clause: Clause) -> tree.Node | None:
    """The condition; None for a group without items. Raises `Invalid` with the path to what is wrong."""
    return _read(clause, ())


# ------------------------------------------------------------------ tree → clauses


def _clause(node: tree.Node, scope: Scope | None) -> Clause:
    show = _SHOWN.get(type(node))
    return (show(node, scope) if show else None) or _text(node, scope)


def _text(node: tree.Node, scope: Scope | None) -> Clause:
    return {"type": "text", "text": print_rule(node, scope)}


def _group(join: str, items: Sequence[Clause], *, negated: bool = False) -> Clause:
    return {"type": "group", "join": join, "negated": negated, "items": list(items)}


def _condition(
    path: tree.Node, operator: str, values: Sequence[Clause | None], scope: Scope | None
) -> Clause | None:
    if not isinstance(path, tree.Path | tree.FieldPath) or None in values:
        return None
    written = print_rule(path, scope)
    return {"type": "condition", "path": written, "operator": operator, "values": list(values)}


def _both(node: tree.And, scope: Scope | None) -> Clause:
    return _group("and", [_clause(item, scope) for item in node.items])


def _either(node: tree.Or, scope: Scope | None) -> Clause:
    return _group("or", [_clause(item, scope) for item in node.items])


def _not(node: tree.Not, scope: Scope | None) -> Clause:
    inner = _clause(node.item, scope)
    negative = _NEGATIVE.get(str(inner.get("operator"))) if inner["type"] == "condition" else None
    if negative:
        return {**inner, "operator": negative}
    if inner["type"] == "group" and not inner["negated"]:
        return {**inner, "negated": True}
    return _group("and", [inner], negated=True)


def _compare(node: tree.Compare, scope: Scope | None) -> Clause | None:
    operator, value = _COMPARED[node.operator], write_literal(node.right)
    if isinstance(node.left, tree.Aggregate) and node.left.order is None and value is not None:
        return {**_collection(node.left, scope), "operator": operator, "values": [value]}
    return _condition(node.left, operator, [value], scope)


def _membership(node: tree.In, scope: Scope | None) -> Clause | None:
    if not isinstance(node.options, tree.Items) or not node.options.items:
        return None
    return _condition(node.item, "in", [write_literal(item) for item in node.options.items], scope)


def _within(node: tree.Within, scope: Scope | None) -> Clause | None:
    return _condition(node.item, "in_period", [{"type": "relative", "text": str(node.period)}], scope)


def _between(node: tree.Between, scope: Scope | None) -> Clause | None:
    return _condition(node.item, "between", [write_literal(node.low), write_literal(node.high)], scope)


def _blank(node: tree.IsBlank, scope: Scope | None) -> Clause | None:
    return _condition(node.item, "is_blank", [], scope)


def _match(node: tree.TextMatch, scope: Scope | None) -> Clause | None:
    operator = _MATCHED.get(node.operator)
    return _condition(node.item, operator, [write_literal(node.pattern)], scope) if operator else None


def _flag(node: tree.Path | tree.FieldPath, scope: Scope | None) -> Clause | None:
    return _condition(node, "is_true", [], scope)


def _call(node: tree.Call, scope: Scope | None) -> Clause | None:
    if node.name == _SEGMENT and len(node.arguments) == 1:
        value = write_literal(node.arguments[0])
        is_text = value is not None and value["type"] == "text"
        return (
            {"type": "condition", "path": "", "operator": "in_segment", "values": [value]}
            if is_text
            else None
        )
    for operator, (name, further) in _RELATIONS.items():
        written = tuple(print_rule(item, scope) for item in node.arguments[1:])
        if node.name == name and node.arguments and written == further:
            return _condition(node.arguments[0], operator, [], scope)
    return None


def _aggregate(node: tree.Aggregate, scope: Scope | None) -> Clause | None:
    if node.function not in {"any", "all", "none"} or node.order is not None:
        return None
    return {**_collection(node, scope), "operator": None, "values": []}


def _collection(node: tree.Aggregate, scope: Scope | None) -> dict[str, Any]:
    where = clauses_of(node.where, _inner(node.path, scope)) if node.where is not None else None
    path = print_rule(node.path, scope)
    return {"type": "collection", "function": node.function, "path": path, "where": where}


def _inner(path: tree.Node, scope: Scope | None) -> Scope | None:
    if scope is None or not isinstance(path, tree.FieldPath):
        return None
    return item_scope(path, user_scope(scope) if path.root == "user" else scope)


_SHOWN: dict[type[tree.Node], Callable[[Any, Scope | None], Clause | None]] = {
    tree.And: _both,
    tree.Or: _either,
    tree.Not: _not,
    tree.Compare: _compare,
    tree.In: _membership,
    tree.Within: _within,
    tree.Between: _between,
    tree.IsBlank: _blank,
    tree.TextMatch: _match,
    tree.Path: _flag,
    tree.FieldPath: _flag,
    tree.Call: _call,
    tree.Aggregate: _aggregate,
}

# ------------------------------------------------------------------ clauses → tree

Place = tuple[str | int, ...]


def _read(clause: object, at: Place) -> tree.Node | None:
    read = _READERS.get(str(clause.get("type"))) if isinstance(clause, Mapping) else None
    if read is None or not isinstance(clause, Mapping) or len(at) > 2 * MAX_DEPTH:
        raise _bad(at)
    return read(clause, at)


def _read_group(clause: Clause, at: Place) -> tree.Node | None:
    given, join = clause.get("items"), clause.get("join")
    if not isinstance(given, list) or join not in ("and", "or"):
        raise _bad(at)
    items = [_read(item, (*at, "items", position)) for position, item in enumerate(given)]
    filled = tuple(item for item in items if item is not None)
    if not filled:
        return None
    joined = (tree.And if join == "and" else tree.Or)(filled) if len(filled) > 1 else filled[0]
    return tree.Not(joined) if clause.get("negated") is True else joined


def _read_condition(clause: Clause, at: Place) -> tree.Node:
    operator = clause.get("operator")
    positive = _POSITIVE.get(str(operator))
    build = _BUILDERS.get(positive or str(operator))
    if build is None:
        raise _bad((*at, "operator"))
    node = build(clause, at)
    return tree.Not(node) if positive else node


def _read_collection(clause: Clause, at: Place) -> tree.Node:
    name, where = clause.get("function"), clause.get("where")
    inner = _read(where, (*at, "where")) if where is not None else None
    path, operator = _path(clause, at), clause.get("operator")
    if name not in _FUNCTIONS or operator not in (None, *COMPARISONS):
        raise _bad((*at, "function"))
    node = tree.Aggregate(name, path, inner)
    return node if operator is None else tree.Compare(COMPARISONS[operator], node, _values(clause, at, 1)[0])


def _read_text(clause: Clause, at: Place) -> tree.Node:
    return _parsed(clause.get("text"), (*at, "text"))


_READERS: dict[str, Callable[[Clause, Place], tree.Node | None]] = {
    "group": _read_group,
    "condition": _read_condition,
    "collection": _read_collection,
    "text": _read_text,
}
_FUNCTIONS = ("count", "sum", "avg", "min", "max", "count_distinct", "any", "all", "none")


def _path(clause: Clause, at: Place) -> tree.Node:
    node = _parsed(clause.get("path"), (*at, "path"))
    if not isinstance(node, tree.Path):
        raise _bad((*at, "path"))
    return node


def _parsed(written: object, at: Place) -> tree.Node:
    if not isinstance(written, str):
        raise _bad(at)
    try:
        return parse(written)
    except Invalid as refusal:
        raise Invalid(None, [issue.under(*at) for issue in refusal.issues]) from None


def _values(clause: Clause, at: Place, count: int | None = None) -> tuple[tree.Node, ...]:
    given = clause.get("values")
    if not isinstance(given, list) or not given or (count is not None and len(given) != count):
        raise _bad((*at, "values"))
    found = [read_literal(value) for value in given]
    if None in found:
        raise _bad((*at, "values"))
    return tuple(node for node in found if node is not None)


def _comparison(clause: Clause, at: Place) -> tree.Node:
    return tree.Compare(COMPARISONS[clause["operator"]], _path(clause, at), _values(clause, at, 1)[0])


def _matching(clause: Clause, at: Place) -> tree.Node:
    operator = _POSITIVE.get(str(clause["operator"])) or str(clause["operator"])
    return tree.TextMatch(_MATCHES[operator], _path(clause, at), _values(clause, at, 1)[0])


def _listing(clause: Clause, at: Place) -> tree.Node:
    return tree.In(_path(clause, at), tree.Items(_values(clause, at)))


def _ranging(clause: Clause, at: Place) -> tree.Node:
    low, high = _values(clause, at, 2)
    return tree.Between(_path(clause, at), low, high)


def _dating(clause: Clause, at: Place) -> tree.Node:
    return tree.Within(_path(clause, at), _period(clause, at))


def _period(clause: Clause, at: Place) -> Period:
    given = clause.get("values")
    written = (
        given[0].get("text") if isinstance(given, list) and given and isinstance(given[0], Mapping) else None
    )
    node = _parsed(f"d in {written}", (*at, "values"))
    if not isinstance(node, tree.Within):
        raise _bad((*at, "values"))
    return read_period(str(written))


def _blanking(clause: Clause, at: Place) -> tree.Node:
    return tree.IsBlank(_path(clause, at))


def _segmenting(clause: Clause, at: Place) -> tree.Node:
    return tree.Call(_SEGMENT, _values(clause, at, 1))


def _relating(clause: Clause, at: Place) -> tree.Node:
    name, further = _RELATIONS[clause["operator"]]
    return tree.Call(name, (_path(clause, at), *(parse(written) for written in further)))


_BUILDERS: dict[str, Callable[[Clause, Place], tree.Node]] = {
    **dict.fromkeys(COMPARISONS, _comparison),
    **dict.fromkeys(_MATCHES, _matching),
    **dict.fromkeys(_RELATIONS, _relating),
    "in": _listing,
    "between": _ranging,
    "in_period": _dating,
    "is_blank": _blanking,
    "is_true": _path,
    "in_segment": _segmenting,
}


def _bad(at: Place) -> Invalid:
    message = text("This is no clause of a filter", "这不是有效的筛选条件")
    return Invalid(None, [Issue("bad_clause", message, at)])
