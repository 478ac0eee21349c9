"""Calls of functions in SQL: arguments as each overload takes them."""

from __future__ import annotations

from typing import cast

from odos.dsl import tree
from odos.dsl.functions import LazySqlForm, Overload, SqlForm
from odos.dsl.sql_codes import guard_codes
from odos.dsl.sql_failures import Argument, guard
from odos.dsl.sql_pieces import Compiler, Condition, shown
from odos.dsl.sql_source import SqlSource
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
        arguments = [
            item.at(shown(argument, item.sql))
            for item, argument in zip(arguments, node.arguments, strict=True)
        ]
    return _strict_call(node, overload, arguments)


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
