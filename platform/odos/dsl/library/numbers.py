"""Numbers. Rounding is half away from zero."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_UP, Decimal

from odos.dsl import numbers, tree, trigonometry
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.numbers import MOST_PLACES, WHOLE_PLACES, Number
from odos.dsl.sql.forms import MANY_DIGITS, SqlForm, once_each, settled, template
from odos.dsl.types import DATE, DATETIME, NUMBER, TIME, Type
from odos.kernel.sql import Sql, join
from odos.kernel.texts import Text, text

# LEAST and GREATEST skip a blank, which the sum brings back.
_PLACES = f"(GREATEST({-MOST_PLACES}, LEAST({MOST_PLACES}, trunc({{1}}))) + 0 * {{1}})::int"


def _extreme(name: str) -> SqlForm:
    def build(arguments: Sequence[Sql]) -> Sql:
        """LEAST and GREATEST skip blanks; the rule language does not."""

        def filled(values: Sequence[Sql]) -> Sql:
            blank = join(" OR ", (value + " IS NULL" for value in values))
            return "CASE WHEN " + blank + f" THEN NULL ELSE {name}(" + join(", ", values) + ") END"

        return once_each(arguments, filled)

    return build


def _of_several(name: str, help_text: Text, example: str, gives: str, python: object, sql: str) -> Function:
    def overload(kind: Type) -> Overload:
        return Overload((kind,), kind, python, _extreme(sql), repeated=(kind,))  # type: ignore[arg-type]

    return Function(name, help_text, example, gives, tuple(map(overload, (NUMBER, DATE, DATETIME, TIME))))


def _least(*values: object) -> object:
    return min(values)  # type: ignore[type-var]


def _greatest(*values: object) -> object:
    return max(values)  # type: ignore[type-var]


def _whole(rounding: str) -> Callable[[Number], Decimal]:
    """A whole number, of what the first places behind the point say."""

    def rounded(value: Number) -> Decimal:
        seen = numbers.round_half_up(value, WHOLE_PLACES)
        return numbers.round_to(seen, 0, rounding)

    return rounded


_SEEN = f"round({{0}}, {WHOLE_PLACES})"


def _whole_function(
    name: str, help_text: Text, example: str, gives: str, rounding: str, sql: str
) -> Function:
    form = template(sql.replace("{seen}", _SEEN))
    return Function(
        name, help_text, example, gives, (Overload((NUMBER,), NUMBER, _whole(rounding), form, settles=True),)
    )


def _rounding(
    name: str, help_text: Text, example: str, gives: str, python: Callable[..., Decimal], sql: str
) -> Function:
    """With a number of places, or to whole numbers."""
    return Function(
        name,
        help_text,
        example,
        gives,
        (
            Overload((NUMBER,), NUMBER, python, template(sql.replace("{places}", "0")), settles=True),
            Overload(
                (NUMBER, NUMBER), NUMBER, python, template(sql.replace("{places}", _PLACES)), settles=True
            ),
        ),
    )


def _transcendental(
    name: str,
    help_text: Text,
    example: str,
    gives: str,
    python: Callable[..., Decimal | None],
    sql: str,
    *,
    defined: str = "",
    count: int = 1,
) -> Function:
    """``sql`` gives more places than are kept; where ``defined`` does not hold there is no result."""
    value = settled(sql)
    form = template(f"CASE WHEN {defined} THEN {value} END" if defined else value)
    fails = bool(defined) or "odos_" in sql
    kinds = (NUMBER,) * count
    overload = Overload(kinds, NUMBER, python, form, fails=fails, inexact=True)
    return Function(name, help_text, example, gives, (overload,))


FUNCTIONS = (
    Function(
        "ABS",
        text("The number without its sign", "绝对值"),
        "ABS(-5)",
        "5",
        (Overload((NUMBER,), NUMBER, numbers.WIDE.abs, template("abs({0})")),),
    ),
    Function(
        "SIGN",
        text("1 for a positive number, -1 for a negative one, 0 for none", "正数为 1，负数为 -1，零为 0"),
        "SIGN(-5)",
        "-1",
        (
            Overload(
                (NUMBER,),
                NUMBER,
                lambda value: (value > 0) - (value < 0),
                template("sign({0})"),
                settles=True,
            ),
        ),
    ),
    _rounding(
        "ROUND",
        text("Rounded to so many places, half away from zero", "四舍五入到指定位数"),
        "ROUND(-2.345, 2)",
        "-2.35",
        numbers.round_half_up,
        "round({0}, {places})",
    ),
    _rounding(
        "ROUNDUP",
        text("Rounded to so many places, away from zero", "向远离零的方向舍入到指定位数"),
        "ROUNDUP(2.341, 2)",
        "2.35",
        numbers.round_up,
        "CASE WHEN trunc({0}, {places}) = {0} THEN trunc({0}, {places})"
        " ELSE trunc({0}, {places}) + sign({0}) * ('1e' || -({places}))::numeric END",
    ),
    _rounding(
        "ROUNDDOWN",
        text("Cut to so many places, towards zero", "向零的方向舍入到指定位数"),
        "ROUNDDOWN(2.349, 2)",
        "2.34",
        numbers.round_down,
        "trunc({0}, {places})",
    ),
    _rounding(
        "TRUNC",
        text("The same as ROUNDDOWN", "等同于 ROUNDDOWN"),
        "TRUNC(-2.349, 1)",
        "-2.3",
        numbers.round_down,
        "trunc({0}, {places})",
    ),
    _whole_function(
        "CEILING",
        text("The next whole number away from zero", "向远离零的方向取整"),
        "CEILING(-2.1)",
        "-3",
        ROUND_UP,
        "(sign({seen}) * ceil(abs({seen})))",
    ),
    _whole_function(
        "FLOOR",
        text("The next whole number towards zero", "向零的方向取整"),
        "FLOOR(-2.9)",
        "-2",
        ROUND_DOWN,
        "trunc({seen})",
    ),
    _whole_function(
        "MCEILING",
        text("The next greater whole number", "向上取整"),
        "MCEILING(-2.1)",
        "-2",
        ROUND_CEILING,
        "ceil({seen})",
    ),
    _whole_function(
        "MFLOOR",
        text("The next lesser whole number", "向下取整"),
        "MFLOOR(-2.1)",
        "-3",
        ROUND_FLOOR,
        "floor({seen})",
    ),
    Function(
        "MOD",
        text("The remainder of a division, with the sign of the first number", "余数，符号与被除数相同"),
        "MOD(-7, 3)",
        "-1",
        (
            Overload(
                (NUMBER, NUMBER), NUMBER, numbers.modulo, template("mod({0}, NULLIF({1}, 0))"), fails=True
            ),
        ),
    ),
    Function(
        "POWER",
        text("The same as a ^ b; the exponent is a whole number", "等同于 a ^ b；指数必须是整数"),
        "POWER(2, 10)",
        "1024",
        macro=Macro(lambda items: tree.Arithmetic("^", items[0], items[1]), 2, 2),
    ),
    _transcendental(
        "SQRT",
        text("The square root", "平方根"),
        "SQRT(2.25)",
        "1.5",
        trigonometry.root,
        f"sqrt({{0}} + {MANY_DIGITS})",
        defined="{0} >= 0",
    ),
    _transcendental(
        "EXP",
        text("e to the power of the number", "e 的指定次幂"),
        "ROUND(EXP(1), 6)",
        "2.718282",
        trigonometry.exponential,
        f"exp(GREATEST({{0}}, -200) + {MANY_DIGITS})",
        defined="{0} <= 230.2585",
    ),
    _transcendental(
        "LN",
        text("The natural logarithm", "自然对数"),
        "LN(1)",
        "0",
        trigonometry.logarithm,
        f"ln({{0}} + {MANY_DIGITS})",
        defined="{0} > 0",
    ),
    _transcendental(
        "LOG",
        text("The logarithm to the base of ten", "以 10 为底的对数"),
        "LOG(1000)",
        "3",
        trigonometry.logarithm_of_ten,
        f"log({{0}} + {MANY_DIGITS})",
        defined="{0} > 0",
    ),
    Function(
        "PI",
        text("The number π", "圆周率 π"),
        "ROUND(PI(), 6)",
        "3.141593",
        (
            Overload(
                (),
                NUMBER,
                lambda: numbers.settle(trigonometry.PI),
                lambda _: Sql(f"{numbers.settle(trigonometry.PI)}::numeric"),
                inexact=True,
            ),
        ),
    ),
    _transcendental(
        "SIN",
        text("The sine of an angle in radians", "弧度的正弦"),
        "SIN(0)",
        "0",
        trigonometry.sine,
        "odos_sine({0})",
    ),
    _transcendental(
        "COS",
        text("The cosine of an angle in radians", "弧度的余弦"),
        "COS(0)",
        "1",
        trigonometry.cosine,
        "odos_cosine({0})",
    ),
    _transcendental(
        "TAN",
        text("The tangent of an angle in radians", "弧度的正切"),
        "TAN(0)",
        "0",
        trigonometry.tangent,
        "odos_tangent({0})",
    ),
    _transcendental(
        "ASIN",
        text("The angle, in radians, of a sine", "反正弦（弧度）"),
        "ROUND(ASIN(1), 6)",
        "1.570796",
        trigonometry.arc_sine,
        "odos_arc_sine({0})",
    ),
    _transcendental(
        "ACOS",
        text("The angle, in radians, of a cosine", "反余弦（弧度）"),
        "ACOS(1)",
        "0",
        trigonometry.arc_cosine,
        f"({trigonometry.PI} / 2 - odos_arc_sine({{0}}))",
    ),
    _transcendental(
        "ATAN",
        text("The angle, in radians, of a tangent", "反正切（弧度）"),
        "ROUND(ATAN(1), 6)",
        "0.785398",
        trigonometry.arc_tangent,
        "odos_arc_tangent({0})",
    ),
    _transcendental(
        "ATAN2",
        text(
            "The angle, in radians, at which the point (x, y) stands; y comes first",
            "点 (x, y) 的角度（弧度），y 在前",
        ),
        "ROUND(ATAN2(1, 1), 6)",
        "0.785398",
        trigonometry.arc_tangent_of,
        "odos_arc_tangent_of({0}, {1})",
        count=2,
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
