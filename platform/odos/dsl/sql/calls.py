"""Calls of functions in SQL: arguments as each overload takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from odos.dsl import tree
from odos.dsl.functions import LazySqlForm, Overload, SqlForm
from odos.dsl.sql.codes import guard_codes
from odos.dsl.sql.failures import Argument, failure, guard
from odos.dsl.sql.forms import once_each
from odos.dsl.sql.pieces import Compiler, Condition, shown
from odos.dsl.sql.source import SqlSource
from odos.dsl.types import BOOLEAN, Type
from odos.kernel.sql import Sql


def call(node: tree.Call, source: SqlSource, compiler: Compiler) -> Sql:
    """The value of a call, marked where it fails."""
    overload = node.overload
    assert overload is not None
    if overload.sql is None:
        raise ValueError(f"{node.name} has no SQL form; check with needs_sql")
    declared = overload.expand(len(node.arguments)) or ()
    arguments = [
        _passed(argument, kind, parameter == BOOLEAN, source, compiler)
        for argument, parameter, kind in zip(node.arguments, declared, node.parameters, strict=True)
    ]
    if overload.lazy:
        if any(item.fails for item in arguments):
            arguments = [
                item if parameter == BOOLEAN else item.coded()
                for item, parameter in zip(arguments, declared, strict=True)
            ]
        return "(" + cast(LazySqlForm, overload.sql)(arguments, node.type) + ")"
    if overload.shows:
        arguments = [_shown(item, found) for item, found in zip(node.arguments, arguments, strict=True)]
    return _strict_call(node, overload, arguments)


def _shown(node: tree.Node, argument: Argument) -> Argument:
    """With the digits that people see; the mark of a failure has none."""
    if not (node.inexact and argument.fails):
        return argument.at(shown(node, argument.sql))
    mark = failure(argument.type)

    def unless_failed(parts: Sequence[Sql]) -> Sql:
        return "(CASE WHEN " + parts[0] + f" = {mark} THEN {mark} ELSE " + shown(node, parts[0]) + " END)"

    return argument.at(once_each([argument.sql], unless_failed))


def _passed(
    node: tree.Node, kind: Type, is_condition: bool, source: SqlSource, compiler: Compiler
) -> Argument:
    if is_condition and not node.fails:
        return Argument(compiler.condition(node, source).closed(), BOOLEAN, may_be_blank=False)
    return compiler.argument(node, kind, source)


def _strict_call(node: tree.Call, overload: Overload, arguments: list[Argument]) -> Sql:
    form = cast(SqlForm, overload.sql)
    if not node.fails or (overload.marks and not any(item.fails for item in arguments)):
        value = "(" + form([item.plain for item in arguments]) + ")"
        return Condition(value).closed() if overload.predicate and not node.fails else value
    required = overload.fails and not overload.marks
    if overload.marks and node.type == BOOLEAN:
        return guard_codes(arguments, form)
    return guard(arguments, form, node.type, fails=required, test=overload.predicate)
