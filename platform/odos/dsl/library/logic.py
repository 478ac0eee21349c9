"""Choosing between values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from odos.dsl import tree
from odos.dsl.failures import FAILED, FALSE, TRUE, Failure
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.sql.failures import Argument, failure
from odos.dsl.sql.forms import once, once_each, template
from odos.dsl.types import BOOLEAN, TEXT, Type
from odos.kernel.sql import Sql, join
from odos.kernel.texts import text

Closure = Callable[[Any, Any], Any]


# ------------------------------------------------------------------ IF, IFS


def _if(condition: Closure, positive: Closure, negative: Closure) -> Closure:
    return lambda values, context: (positive if condition(values, context) else negative)(values, context)


def _ifs(*parts: Closure) -> Closure:
    pairs = tuple(zip(parts[:-1:2], parts[1::2], strict=True))
    otherwise = parts[-1]

    def chosen(values: Any, context: Any) -> Any:
        for condition, result in pairs:
            if condition(values, context):
                return result(values, context)
        return otherwise(values, context)

    return chosen


def _ifs_sql(parts: Sequence[Argument], result: Type) -> Sql:
    """From the last condition to the first, so that each stands once."""
    found = parts[-1].sql
    for condition, value in reversed(list(zip(parts[:-1:2], parts[1::2], strict=True))):
        found = _if_sql(condition, value.sql, found, result)
    return found


def _if_sql(condition: Argument, positive: Sql, negative: Sql, result: Type) -> Sql:
    if not condition.fails:
        return "(CASE WHEN " + condition.sql + " THEN " + positive + " ELSE " + negative + " END)"
    return (
        "(CASE COALESCE(" + condition.sql + f", {FALSE}) WHEN {TRUE} THEN " + positive
        + f" WHEN {FALSE} THEN " + negative + f" ELSE {failure(result)} END)"
    )  # fmt: skip


# ------------------------------------------------------------------ CASE


def _case(subject: Closure, *branches: Closure) -> Closure:
    pairs = tuple(zip(branches[:-1:2], branches[1:-1:2], strict=True))
    otherwise = branches[-1]

    def chosen(values: Any, context: Any) -> Any:
        wanted = subject(values, context)
        for candidate, result in pairs:
            if candidate(values, context) == wanted and wanted is not None:
                return result(values, context)
        return otherwise(values, context)

    return chosen


def _case_sql(arguments: Sequence[Argument], result: Type) -> Sql:
    """What may fail is computed first, once each; the results are not."""
    subject, branches = arguments[0], arguments[1:]
    candidates = branches[:-1:2]
    risky = [item for item in (subject, *candidates) if item.fails]
    first = [subject.sql, *(item.sql for item in candidates if item.fails)]

    def chosen(references: Sequence[Sql]) -> Sql:
        wanted = subject.at(references[0])
        waiting = iter(references[1:])
        placed = [item.at(next(waiting)) if item.fails else item for item in candidates]
        branch = ["WHEN " + wanted.failed + f" THEN {failure(result)}"] if wanted.fails else []
        for candidate, value in zip(placed, branches[1:-1:2], strict=True):
            if candidate.fails:
                branch.append("WHEN " + candidate.failed + f" THEN {failure(result)}")
            branch.append("WHEN " + wanted.sql + " = " + candidate.sql + " THEN " + value.sql)
        return "CASE " + join(" ", branch) + " ELSE " + branches[-1].sql + " END"

    return once(first, chosen, beside=[item.sql for item in (*branches, *risky)])


# ------------------------------------------------------------------ IN


def _in(subject: Closure, *candidates: Closure) -> Closure:
    """One that is equal decides, whatever fails beside it."""

    def contained(values: Any, context: Any) -> bool:
        wanted, failed = subject(values, context), None
        for candidate in candidates:
            try:
                if candidate(values, context) == wanted and wanted is not None:
                    return True
            except Failure as failure:
                failed = failure
        if failed:
            raise failed
        return False

    return contained


def _in_sql(arguments: Sequence[Argument], result: Type) -> Sql:
    if not any(item.fails for item in arguments):
        wanted, others = arguments[0], join(", ", (item.sql for item in arguments[1:]))
        return "(" + wanted.sql + " IN (" + others + ")) IS TRUE"

    def tested(references: Sequence[Sql]) -> Sql:
        wanted, *others = (item.at(found) for item, found in zip(arguments, references, strict=True))
        equal = [wanted.sql + " = " + other.sql for other in others]
        failed = join(" OR ", (other.failed for other in others if other.fails))
        return (
            "CASE "
            + ("WHEN " + wanted.failed + f" THEN {FAILED} " if wanted.fails else Sql(""))
            + "WHEN " + join(" OR ", equal) + f" THEN {TRUE} "
            + ("WHEN " + failed + f" THEN {FAILED} " if failed.text else Sql(""))
            + f"ELSE {FALSE} END"
        )  # fmt: skip

    return once_each([item.sql for item in arguments], tested)


# ------------------------------------------------------------------ blanks and failures


def _blank_value(value: Closure, otherwise: Closure) -> Closure:
    def chosen(values: Any, context: Any) -> Any:
        present = value(values, context)
        return otherwise(values, context) if present is None else present

    return chosen


def _blank_value_sql(arguments: Sequence[Argument], result: Type) -> Sql:
    return "COALESCE(" + arguments[0].sql + ", " + arguments[1].sql + ")"


def _if_error(value: Closure, otherwise: Closure) -> Closure:
    def chosen(values: Any, context: Any) -> Any:
        try:
            return value(values, context)
        except Failure:
            return otherwise(values, context)

    return chosen


def _if_error_sql(arguments: Sequence[Argument], result: Type) -> Sql:
    value, otherwise = arguments
    if not value.fails:
        return value.sql

    def chosen(references: Sequence[Sql]) -> Sql:
        found = value.at(references[0])
        return "CASE WHEN " + found.failed + " THEN " + otherwise.sql + " ELSE " + found.sql + " END"

    return once([value.sql], chosen, beside=[otherwise.sql])


def _is_error(value: Closure) -> Closure:
    def failed(values: Any, context: Any) -> bool:
        try:
            value(values, context)
        except Failure:
            return True
        return False

    return failed


def _is_error_sql(arguments: Sequence[Argument], result: Type) -> Sql:
    value = arguments[0]
    return value.failed + " IS TRUE" if value.fails else Sql("FALSE")


def _is_null(items: tuple[tree.Node, ...]) -> tree.Node:
    return tree.IsBlank(items[0])


_BLANK = text("True for a value that is absent or an empty text", "值不存在或为空文本时为真")

FUNCTIONS = (
    Function(
        "IF",
        text(
            "One value when the condition is true, another when not", "条件成立时取第一个值，否则取第二个值"
        ),
        'IF(2 > 1, "yes", "no")',
        "yes",
        (Overload((BOOLEAN, "T", "T"), "T", _if, _ifs_sql, lazy=True, strict=False),),
    ),
    Function(
        "IFS",
        text(
            "The value beside the first condition that is true, else the last value",
            "返回第一个成立的条件所对应的值，都不成立时返回最后一个值",
        ),
        'IFS(1 > 2, "a", 2 > 1, "b", "c")',
        "b",
        (
            Overload(
                (BOOLEAN, "T"),
                "T",
                _ifs,
                _ifs_sql,
                repeated=(BOOLEAN, "T"),
                tail=("T",),
                lazy=True,
                strict=False,
            ),
        ),
    ),
    Function(
        "CASE",
        text(
            "The result beside the first value that equals the first argument, else the last",
            "返回与第一个参数相等的值所对应的结果，都不相等时返回最后一个参数；空值与任何值都不相等",
        ),
        'CASE("b", "a", 1, "b", 2, 0)',
        "2",
        (
            Overload(
                ("V", "V", "T"),
                "T",
                _case,
                _case_sql,
                repeated=("V", "T"),
                tail=("T",),
                lazy=True,
                strict=False,
            ),
        ),
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
        _BLANK,
        'ISBLANK("")',
        "true",
        macro=Macro(_is_null, 1, 1),
    ),
    Function(
        "ISNULL",
        text(
            "Like ISBLANK for numbers, dates and references; a text is never null, so use ISBLANK for it",
            "对数字、日期和引用与 ISBLANK 相同；文本不会为 null，请对文本使用 ISBLANK",
        ),
        "ISNULL(null + 1)",
        "true",
        (
            Overload((TEXT,), BOOLEAN, lambda _: False, lambda _: Sql("FALSE"), strict=False),
            Overload(("T",), BOOLEAN, lambda value: value is None, template("{0} IS NULL"), strict=False),
        ),
    ),
    Function(
        "BLANKVALUE",
        text("The first value, or the second when the first is blank", "取第一个值，为空时取第二个值"),
        "BLANKVALUE(null, 5)",
        "5",
        (Overload(("T", "T"), "T", _blank_value, _blank_value_sql, lazy=True, strict=False),),
    ),
    Function(
        "NULLVALUE",
        text(
            "Like BLANKVALUE for numbers, dates and references; a text is never null and stays as it is",
            "对数字、日期和引用与 BLANKVALUE 相同；文本不会为 null，保持原值",
        ),
        "NULLVALUE(null + 1, 5)",
        "5",
        (
            Overload((TEXT, TEXT), TEXT, lambda value, _: value, lambda items: items[0], strict=False),
            Overload(("T", "T"), "T", _blank_value, _blank_value_sql, lazy=True, strict=False),
        ),
    ),
    Function(
        "IFERROR",
        text("The first value, or the second when the first fails", "取第一个值，计算出错时取第二个值"),
        "IFERROR(1 / 0, -1)",
        "-1",
        (Overload(("T", "T"), "T", _if_error, _if_error_sql, lazy=True, strict=False, catches=True),),
    ),
    Function(
        "ISERROR",
        text("True for a value that fails, such as a division by zero", "计算出错（例如除以零）时为真"),
        "ISERROR(1 / 0)",
        "true",
        (Overload(("T",), BOOLEAN, _is_error, _is_error_sql, lazy=True, strict=False, catches=True),),
    ),
    Function(
        "IN",
        text(
            "Whether the first value is one of the others; a blank is none",
            "第一个值是否为其余值之一；空值不算",
        ),
        'IN("b", "a", "b")',
        "true",
        (Overload(("V", "V"), BOOLEAN, _in, _in_sql, repeated=("V",), lazy=True, strict=False),),
    ),
    Function(
        "BETWEEN",
        text("Whether a value lies between two others, both included", "值是否在两者之间（含两端）"),
        "BETWEEN(2, 1, 3)",
        "true",
        macro=Macro(lambda items: tree.Between(items[0], items[1], items[2]), 3, 3),
    ),
)
