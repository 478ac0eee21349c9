"""Numbers. All exact; rounding is half away from zero."""

from __future__ import annotations

from collections.abc import Sequence

from odos.dsl import numbers
from odos.dsl.functions import Function, Overload, SqlForm
from odos.dsl.sql_forms import once, template, whole
from odos.dsl.types import DATE, DATETIME, NUMBER, Type
from odos.kernel.sql import Sql, join
from odos.kernel.texts import Text, text

_PLACES = whole("{1}", 60)


def _extreme(name: str) -> SqlForm:
    def build(arguments: Sequence[Sql]) -> Sql:
        """LEAST and GREATEST skip blanks; the rule language does not."""
        names = [f"a{index}" for index in range(len(arguments))]
        columns = ", ".join(f'_v."{name}"' for name in names)
        blank = join(" OR ", (Sql(f'_v."{name}" IS NULL') for name in names))
        body = "CASE WHEN " + blank + f" THEN NULL ELSE {name}({columns}) END"
        return once(body, list(zip(names, arguments, strict=True)))

    return build


def _of_several(name: str, help_text: Text, example: str, gives: str, python: object, sql: str) -> Function:
    def overload(kind: Type, result: Type) -> Overload:
        return Overload((kind,), result, python, _extreme(sql), repeated=(kind,))  # type: ignore[arg-type]

    kinds = (NUMBER, DATE, DATETIME)
    return Function(name, help_text, example, gives, tuple(overload(kind, kind) for kind in kinds))


def _least(*values: object) -> object:
    return min(values)  # type: ignore[type-var]


def _greatest(*values: object) -> object:
    return max(values)  # type: ignore[type-var]


FUNCTIONS = (
    Function(
        "ABS",
        text("The number without its sign", "绝对值"),
        "ABS(-5)",
        "5",
        (Overload((NUMBER,), NUMBER, abs, template("abs({0})")),),
    ),
    Function(
        "ROUND",
        text("Rounded to so many places, half away from zero", "四舍五入到指定位数"),
        "ROUND(-2.345, 2)",
        "-2.35",
        (
            Overload((NUMBER,), NUMBER, numbers.round_half_up, template("round({0})")),
            Overload((NUMBER, NUMBER), NUMBER, numbers.round_half_up, template(f"round({{0}}, {_PLACES})")),
        ),
    ),
    Function(
        "ROUNDUP",
        text("Rounded to so many places, away from zero", "向远离零的方向舍入到指定位数"),
        "ROUNDUP(2.341, 2)",
        "2.35",
        (
            Overload(
                (NUMBER, NUMBER),
                NUMBER,
                numbers.round_up,
                template(
                    f"CASE WHEN trunc({{0}}, {_PLACES}) = {{0}} THEN trunc({{0}}, {_PLACES})"
                    f" ELSE trunc({{0}}, {_PLACES}) + sign({{0}}) * ('1e' || -{_PLACES})::numeric END"
                ),
            ),
        ),
    ),
    Function(
        "ROUNDDOWN",
        text("Cut to so many places, towards zero", "向零的方向舍入到指定位数"),
        "ROUNDDOWN(2.349, 2)",
        "2.34",
        (Overload((NUMBER, NUMBER), NUMBER, numbers.round_down, template(f"trunc({{0}}, {_PLACES})")),),
    ),
    Function(
        "CEILING",
        text("The next whole number away from zero", "向远离零的方向取整"),
        "CEILING(2.1)",
        "3",
        (Overload((NUMBER,), NUMBER, numbers.round_up, template("(sign({0}) * ceil(abs({0})))")),),
    ),
    Function(
        "FLOOR",
        text("The next whole number towards zero", "向零的方向取整"),
        "FLOOR(2.9)",
        "2",
        (Overload((NUMBER,), NUMBER, numbers.round_down, template("trunc({0})")),),
    ),
    Function(
        "MOD",
        text("The remainder of a division, with the sign of the first number", "余数，符号与被除数相同"),
        "MOD(-7, 3)",
        "-1",
        (Overload((NUMBER, NUMBER), NUMBER, numbers.modulo, template("mod({0}, NULLIF({1}, 0))")),),
    ),
    _of_several(
        "MIN",
        text("The least of several values, or of the records of a collection", "多个值或关联记录中的最小值"),
        "MIN(3, 1, 2)",
        "1",
        _least,
        "LEAST",
    ),
    _of_several(
        "MAX",
        text(
            "The greatest of several values, or of the records of a collection", "多个值或关联记录中的最大值"
        ),
        "MAX(3, 1, 2)",
        "3",
        _greatest,
        "GREATEST",
    ),
)
