"""A function of the rule language: one frozen object with its types, both forms, and its help.

The forms of an overload receive evaluated arguments, never failed ones. A ``strict`` overload is blank as
soon as one argument is; its Python form then never sees None, and its SQL form must give NULL for a NULL.
One that ``fails`` has no result for some arguments: None and NULL then mean a failure. A ``predicate`` is
true or false: NULL from SQL counts as false. A ``lazy`` Python form receives closures and gives a closure,
its SQL form receives `Argument`s. A macro is rewritten into other nodes before types are looked at, so that
``AND(a, b)`` is ``a and b``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from odos.dsl.sql.failures import Argument
from odos.dsl.tree import Node
from odos.dsl.types import Type
from odos.kernel.registry import Registry
from odos.kernel.sql import Sql
from odos.kernel.texts import Text

Volatility = Literal["immutable", "stable", "context"]
Parameter = Type | str  # a str is a type variable: all arguments under one variable share a type
SqlForm = Callable[[Sequence[Sql]], Sql]
LazySqlForm = Callable[[Sequence[Argument], Type], Sql]  # arguments, type of the result


@dataclass(frozen=True)
class Overload:
    """One signature: ``parameters``, then any number of ``repeated`` groups, then ``tail``."""

    parameters: tuple[Parameter, ...]
    result: Parameter
    python: Callable[..., Any]
    sql: SqlForm | LazySqlForm | None  # None: works on one record only
    repeated: tuple[Parameter, ...] = ()
    tail: tuple[Parameter, ...] = ()
    strict: bool = True
    predicate: bool = False
    lazy: bool = False
    needs_context: bool = False  # the Python form takes the context first
    fails: bool = False  # has no result for some arguments
    marks: bool = False  # says so itself: by raising `Failure`, and in SQL by the mark of its type
    catches: bool = False  # a failure of the first argument is not its own
    inexact: bool = False  # computed with guard digits
    settles: bool = False  # exact even for inexact arguments
    shows: bool = False  # inexact numbers come with the digits that people see
    pattern: int | None = None  # the argument that is a regular expression
    looks_up: bool = False  # reads a record of another entity; the back ends know how
    converts: bool = False  # an amount in the currency that a second argument names, else in the company's
    made: Callable[[Sequence[Node]], Overload] | None = None  # the forms for these (checked) arguments

    def expand(self, count: int) -> tuple[Parameter, ...] | None:
        """The parameters for so many arguments; None when the overload does not take that many."""
        extra = count - len(self.parameters) - len(self.tail)
        if extra < 0 or (extra and not self.repeated) or (self.repeated and extra % len(self.repeated)):
            return None
        times = extra // len(self.repeated) if self.repeated else 0
        return (*self.parameters, *self.repeated * times, *self.tail)


@dataclass(frozen=True)
class Macro:
    """Rewrites its arguments, of which there are ``least`` to ``most``, into another node."""

    rewrite: Callable[[tuple[Node, ...]], Node]
    least: int
    most: int | None = None


@dataclass(frozen=True)
class Function:
    """What a rule may call. ``example`` is a rule without fields; ``gives`` the text of its value, "" where
    it depends on who asks or when. ``group`` is the heading under which help lists it."""

    name: str
    help: Text
    example: str
    gives: str
    overloads: tuple[Overload, ...] = ()
    macro: Macro | None = None
    volatility: Volatility = "immutable"
    group: str = ""


def fill(functions: Iterable[Function]) -> Registry[Function]:
    """A registry of functions by name; plugins add theirs while loading."""
    registry: Registry[Function] = Registry("function")
    for function in functions:
        registry.register(function.name, function)
    return registry
