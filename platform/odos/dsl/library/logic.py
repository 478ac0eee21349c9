"""Choosing between values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from odos.dsl import tree
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.sql_forms import once, template
from odos.dsl.types import BOOLEAN
from odos.kernel.sql import Sql, join
from odos.kernel.texts import text

Closure = Callable[[Any, Any], Any]


def _if(condition: Closure, positive: Closure, negative: Closure) -> Closure:
    return lambda values, context: (positive if condition(values, context) else negative)(values, context)


def _blank_value(value: Closure, otherwise: Closure) -> Closure:
    def chosen(values: Any, context: Any) -> Any:
        present = value(values, context)
        return otherwise(values, context) if present is None else present

    return chosen


def _case(subject: Closure, *branches: Closure) -> Closure:
    pairs = tuple(zip(branches[:-1:2], branches[1:-1:2], strict=True))
    otherwise = branches[-1]

    def chosen(values: Any, context: Any) -> Any:
        wanted = subject(values, context)
        for candidate, result in pairs:
            if candidate(values, context) == wanted:
                return result(values, context)
        return otherwise(values, context)

    return chosen


def _case_sql(arguments: Sequence[Sql]) -> Sql:
    subject = Sql('_v."subject"')
    branches = [
        "WHEN " + subject + " IS NOT DISTINCT FROM " + candidate + " THEN " + result
        for candidate, result in zip(arguments[1:-1:2], arguments[2:-1:2], strict=True)
    ]
    body = "CASE " + join(" ", branches) + " ELSE " + arguments[-1] + " END"
    return once(body, [("subject", arguments[0])])


FUNCTIONS = (
    Function(
        "IF",
        text(
            "One value when the condition is true, another when not", "条件成立时取第一个值，否则取第二个值"
        ),
        'IF(2 > 1, "yes", "no")',
        "yes",
        (
            Overload(
                (BOOLEAN, "T", "T"),
                "T",
                _if,
                template("CASE WHEN {0} THEN {1} ELSE {2} END"),
                lazy=True,
                strict=False,
            ),
        ),
    ),
    Function(
        "CASE",
        text(
            "The result beside the first value that equals the first argument, else the last argument",
            "返回与第一个参数相等的值所对应的结果，都不相等时返回最后一个参数",
        ),
        'CASE("b", "a", 1, "b", 2, 0)',
        "2",
        (Overload(("V",), "T", _case, _case_sql, repeated=("V", "T"), tail=("T",), lazy=True, strict=False),),
    ),
    Function(
        "AND",
        text("True when all conditions are true", "所有条件都成立时为真"),
        "AND(true, 1 < 2)",
        "true",
        macro=Macro(tree.And, 1),
    ),
    Function(
        "OR",
        text("True when one of the conditions is true", "任一条件成立时为真"),
        "OR(false, 1 < 2)",
        "true",
        macro=Macro(tree.Or, 1),
    ),
    Function(
        "NOT",
        text("True when the condition is false or blank", "条件不成立或为空时为真"),
        "NOT(1 > 2)",
        "true",
        macro=Macro(lambda items: tree.Not(items[0]), 1, 1),
    ),
    Function(
        "ISBLANK",
        text("True for a value that is absent or an empty text", "值不存在或为空文本时为真"),
        'ISBLANK("")',
        "true",
        macro=Macro(lambda items: tree.IsBlank(items[0]), 1, 1),
    ),
    Function(
        "BLANKVALUE",
        text("The first value, or the second when the first is blank", "取第一个值，为空时取第二个值"),
        "BLANKVALUE(null, 5)",
        "5",
        (Overload(("T", "T"), "T", _blank_value, template("COALESCE({0}, {1})"), lazy=True, strict=False),),
    ),
)
