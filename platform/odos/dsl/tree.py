"""The tree of a rule: tiny frozen nodes, each with its position in the text.

A parsed tree holds names (`Path`), a checked tree identities (`FieldPath`) and the type of every node.
Position, type and what the checker resolved do not count for equality: two trees are equal when they
mean the same.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import cache

from odos.dsl.periods import Period
from odos.dsl.types import ANY, Type

if t.TYPE_CHECKING:
    from odos.dsl.functions import Overload
    from odos.dsl.scope import Name


class Position(t.NamedTuple):
    """Where a node starts in its text; both count from 1."""

    line: int
    column: int

    def shifted(self, columns: int) -> Position:
        """So many columns further on the same line."""
        return Position(self.line, self.column + columns)


START = Position(1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What all nodes have. The checker says of a value whether it ``fails`` for some records (`failures`) and
    whether it is ``inexact``: computed with guard digits, so that it is shown with 15 significant digits."""

    at: Position = field(default=START, compare=False, repr=False)
    type: Type = field(default=ANY, compare=False, repr=False)
    fails: bool = field(default=False, compare=False, repr=False)
    inexact: bool = field(default=False, compare=False, repr=False)


LiteralKind = t.Literal["text", "number", "percent", "boolean", "blank"]


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value as written; a percent holds 0.1 for ``10%``. The checker may type a text as date or option."""

    value: str | Decimal | bool | None
    kind: LiteralKind


Unit = t.Literal["minute", "hour", "day", "week", "month", "year", "working day"]


@dataclass(frozen=True, slots=True)
class Duration(Node):
    """``3 days``; the unit in the singular."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Context(Node):
    """A value that the caller passes in."""

    name: t.Literal["user", "today", "now"]


@dataclass(frozen=True, slots=True)
class Path(Node):
    """Names as written, lower case, before they are resolved."""

    names: tuple[str, ...]


Root = t.Literal["record", "user", "all"]


@dataclass(frozen=True, slots=True)
class FieldPath(Node):
    """Fields by identity from the record, or from the acting user; an inverse relation has ``~`` before the
    identity of the field that refers to us. ``steps`` is what they stand for in the present schema. From
    ``all`` records of an entity (in a lookup) that entity's identity stands first, and is no step."""

    ids: tuple[str, ...]
    root: Root = "record"
    steps: tuple[Name, ...] = field(default=(), compare=False, repr=False, kw_only=True)
    zero: bool = field(default=False, compare=False, repr=False, kw_only=True)  # a blank counts as 0

    @property
    def key(self) -> str:
        """The key of the value in the mapping that a closure reads."""
        joined = ".".join(self.ids)
        return joined if self.root == "record" else f"{self.root}.{joined}"


@dataclass(frozen=True, slots=True)
class Items(Node):
    """``[a, b]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function by its upper-case name; the checker adds the overload and what each argument is read as."""

    name: str
    arguments: tuple[Node, ...]
    overload: Overload | None = field(default=None, compare=False, repr=False, kw_only=True)
    parameters: tuple[Type, ...] = field(default=(), compare=False, repr=False, kw_only=True)


CompareOperator = t.Literal["=", "<>", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """Two-valued: a blank equals only a blank and is neither less nor greater than anything."""

    operator: CompareOperator
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """Equal to one of the items; ``not in`` is `Not` of it."""

    item: Node
    options: Node


@dataclass(frozen=True, slots=True)
class Within(Node):
    """A date or moment in a stretch of days around the present one: ``created_at in this month``."""

    item: Node
    period: Period


@dataclass(frozen=True, slots=True)
class Between(Node):
    """Both ends included."""

    item: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """True when all are."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """True when one is."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """True when the item is false or blank."""

    item: Node


@dataclass(frozen=True, slots=True)
class IsBlank(Node):
    """True for a value that is absent or an empty text; ``is not blank`` is `Not` of it."""

    item: Node


MatchOperator = t.Literal["contains", "starts with", "ends with", "matches"]


@dataclass(frozen=True, slots=True)
class TextMatch(Node):
    """Ignores case, regular expressions aside; for a set of options ``contains`` asks for a member."""

    operator: MatchOperator
    item: Node
    pattern: Node


ArithmeticOperator = t.Literal["+", "-", "*", "/", "^"]


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """Numbers, or dates with durations and days."""

    operator: ArithmeticOperator
    left: Node
    right: Node
    zero: bool = field(default=False, compare=False, repr=False, kw_only=True)  # blank operands count as 0


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """Unary minus."""

    item: Node
    zero: bool = field(default=False, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Concat(Node):
    """Texts put together; a blank counts as an empty text."""

    items: tuple[Node, ...]


AggregateFunction = t.Literal[
    "count", "sum", "avg", "min", "max", "first", "last", "any", "all", "none", "count_distinct"
]


@dataclass(frozen=True, slots=True)
class Order(Node):
    """Rows with a blank here stand last, in either direction."""

    value: Node
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Aggregate(Node):
    """One value of many related records. ``path`` leads to the collection and, beyond it, to a value of each
    item; ``where`` and ``order`` are read in the item's entity."""

    function: AggregateFunction
    path: Node
    where: Node | None = None
    order: Order | None = None
    zero: bool = field(default=False, compare=False, repr=False, kw_only=True)


@cache
def _attributes(kind: t.Hashable) -> tuple[str, ...]:
    """The attributes that hold meaning, of a class of nodes."""
    return tuple(item.name for item in fields(t.cast(type[Node], kind)) if item.compare)


def attributes_of(node: Node) -> tuple[str, ...]:
    """The names of what a node means; position and type are none of it."""
    return _attributes(t.cast(t.Hashable, type(node)))


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, from left to right."""
    for name in _attributes(t.cast(t.Hashable, type(node))):
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (item for item in value if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, without recursion."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(children(current))


def rewritten(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with ``change`` applied to every node, from the leaves up. What was checked must be again."""
    inner: dict[str, t.Any] = {}
    for name in _attributes(t.cast(t.Hashable, type(node))):
        value = getattr(node, name)
        if isinstance(value, Node):
            inner[name] = rewritten(value, change)
        elif isinstance(value, tuple) and value and isinstance(value[0], Node):
            inner[name] = tuple(rewritten(item, change) for item in value)
    return change(replace(node, **inner) if inner else node)


def depth(node: Node) -> int:
    """The number of levels, without recursion, so that any tree can be measured."""
    level, deepest = [node], 0
    while level:
        deepest += 1
        level = [child for item in level for child in children(item)]
    return deepest


def pieces(node: Node) -> tuple[Node, ...]:
    """The texts that a sum of texts puts together."""
    return node.items if isinstance(node, Concat) else (node,)
