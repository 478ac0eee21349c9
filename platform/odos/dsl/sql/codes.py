"""Conditions that may fail, as codes: 0 false, 1 failed, 2 true; see `failures`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from odos.dsl import tree
from odos.dsl.failures import FAILED, FALSE, TRUE
from odos.dsl.sql import forms as sql_forms
from odos.dsl.sql.failures import Argument, encoded_test, guard
from odos.dsl.sql.forms import SqlForm
from odos.dsl.sql.pieces import POSITIONS, Compiler, folded, templated, within_test
from odos.dsl.sql.source import SqlSource
from odos.dsl.types import BOOLEAN, TEXT
from odos.dsl.typing_rules import common_type
from odos.kernel.sql import Sql, join


def _compare_code(node: tree.Compare, source: SqlSource, compiler: Compiler) -> Sql:
    kind = common_type([node.left, node.right])
    arguments = [compiler.argument(side, kind, source) for side in (node.left, node.right)]
    operator = {"=": "IS NOT DISTINCT FROM", "<>": "IS DISTINCT FROM"}.get(node.operator, node.operator)
    collate = ' COLLATE "C"' if kind.is_textual else ""
    return guard(
        arguments,
        lambda sides: "(" + sides[0] + f"{collate} {operator} " + sides[1] + ")",
        BOOLEAN,
        test=True,
    )


def _between_code(node: tree.Between, source: SqlSource, compiler: Compiler) -> Sql:
    kind = common_type([node.item, node.low, node.high])
    arguments = [compiler.argument(part, kind, source) for part in (node.item, node.low, node.high)]
    collate = ' COLLATE "C"' if kind.is_textual else ""
    return guard(
        arguments,
        lambda parts: "(" + parts[0] + f"{collate} BETWEEN " + parts[1] + " AND " + parts[2] + ")",
        BOOLEAN,
        test=True,
    )


def _within_code(node: tree.Within, source: SqlSource, compiler: Compiler) -> Sql:
    item = compiler.argument(node.item, node.item.type, source)
    return guard([item], within_test(node), BOOLEAN, test=True)


def _membership_code(node: tree.In, source: SqlSource, compiler: Compiler) -> Sql:
    assert isinstance(node.options, tree.Items)
    kind = common_type([node.item, *node.options.items])
    item, *options = (compiler.argument(part, kind, source) for part in (node.item, *node.options.items))

    def tested(parts: Sequence[Sql]) -> Sql:
        wanted = item.at(parts[0])
        found = [option.at(part) for option, part in zip(options, parts[1:], strict=True)]
        equal = [wanted.plain + " IS NOT DISTINCT FROM " + option.plain for option in found]
        failed = [option.failed for option in found if option.fails]
        return (
            "(CASE "
            + ("WHEN " + wanted.failed + f" THEN {FAILED} " if item.fails else Sql(""))
            + ("WHEN " + join(" OR ", equal) + f" THEN {TRUE} " if equal else Sql(""))
            + ("WHEN " + join(" OR ", failed) + f" THEN {FAILED} " if failed else Sql(""))
            + f"ELSE {FALSE} END)"
        )

    return sql_forms.once_each([item.sql, *(option.sql for option in options)], tested)


def _blank_code(node: tree.IsBlank, source: SqlSource, compiler: Compiler) -> Sql:
    item = compiler.argument(node.item, node.item.type, source)
    return guard([item], lambda values: "(" + values[0] + " IS NULL)", BOOLEAN, test=True)


def _negation_code(node: tree.Not, source: SqlSource, compiler: Compiler) -> Sql:
    return f"({TRUE} - COALESCE(" + compiler.travelling(node.item, source) + f", {FALSE}))"


def _match_code(node: tree.TextMatch, source: SqlSource, compiler: Compiler) -> Sql:
    arguments = [compiler.argument(part, TEXT, source) for part in (node.item, node.pattern)]
    if node.operator == "matches":
        return guard_codes(arguments, sql_forms.matches_code)
    return guard(
        arguments,
        lambda texts: templated(POSITIONS[node.operator], *map(folded, texts)),
        BOOLEAN,
        test=True,
    )


def guard_codes(arguments: Sequence[Argument], form: SqlForm) -> Sql:
    """The code that a form gives."""
    return guard(arguments, form, BOOLEAN, codes=True)


def _junction_code(function: str, node: tree.And | tree.Or, source: SqlSource, compiler: Compiler) -> Sql:
    codes = ("COALESCE(" + _code(item, source, compiler) + f", {FALSE})" for item in node.items)
    return f"{function}(" + join(", ", codes) + ")"


def _code(node: tree.Node, source: SqlSource, compiler: Compiler) -> Sql:
    if node.fails:
        return compiler.travelling(node, source)
    return encoded_test(compiler.condition(node, source).sql)


def _conjunction_code(node: tree.And, source: SqlSource, compiler: Compiler) -> Sql:
    return _junction_code("LEAST", node, source, compiler)


def _disjunction_code(node: tree.Or, source: SqlSource, compiler: Compiler) -> Sql:
    return _junction_code("GREATEST", node, source, compiler)


CODES: dict[type[tree.Node], Callable[[Any, SqlSource, Compiler], Sql]] = {
    tree.Compare: _compare_code,
    tree.In: _membership_code,
    tree.Between: _between_code,
    tree.Within: _within_code,
    tree.And: _conjunction_code,
    tree.Or: _disjunction_code,
    tree.Not: _negation_code,
    tree.IsBlank: _blank_code,
    tree.TextMatch: _match_code,
}
