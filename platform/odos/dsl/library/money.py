"""Money in another currency, at the rate of a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from odos.dsl.context import Context
from odos.dsl.exchange_rates import DAYS
from odos.dsl.functions import Function, Overload
from odos.dsl.sql.forms import divide, template
from odos.dsl.types import DATE, MONEY, TEXT
from odos.kernel.sql import Sql
from odos.kernel.texts import text


def _converted(context: Context, base: Decimal, code: str, day: date) -> Decimal | None:
    return context.rates.converted(base, code.strip(" ").upper(), day)


def _converted_today(context: Context, base: Decimal, code: str) -> Decimal | None:
    return _converted(context, base, code, context.today)


# The place of a rate as in `exchange_rates`; a date counts from 0001-01-01, which is day 1.
_PLACED = (
    "(SELECT round({quotient}, f.digits[f.number]) FROM (SELECT p.*, width_bucket(p.number * {days}::bigint"
    " + ({day} - DATE '0001-01-01' + 1), p.places) AS at FROM (SELECT {{rate_digits}} AS digits,"
    " {{rate_places}} AS places, {{rate_values}} AS rates,"
    " array_position({{rate_codes}}, upper(btrim({{1}}))) AS number) AS p OFFSET 0) AS f"
    " WHERE f.at > 0 AND f.places[f.at] >= f.number * {days}::bigint)"
)
_QUOTIENT = divide([Sql("{0}"), Sql("f.rates[f.at]")]).text


def _form(day: str) -> str:
    return _PLACED.format(quotient=_QUOTIENT, day=day, days=DAYS).replace("{{", "{").replace("}}", "}")


FUNCTIONS = (
    Function(
        "BASEAMOUNT",
        text(
            "An amount of money in the company's currency, at the rate of its day: limits of one size for all"
            " currencies",
            "金额按其日期汇率折合的本位币金额：用于对所有货币适用同一限额",
        ),
        "BASEAMOUNT(100)",
        "100",
        (Overload((MONEY,), MONEY, Decimal, template("{0}"), converts=True),),
    ),
    Function(
        "CONVERT",
        text(
            "An amount of money in another currency, at the rate of a day (of today where none is given)",
            "按某日汇率（未指定时为当日）将金额换算为另一种货币",
        ),
        'CONVERT(100, "EUR", DATE(2026, 1, 31))',
        "",
        (
            Overload(
                (MONEY, TEXT),
                MONEY,
                _converted_today,
                template(_form("{today}")),
                needs_context=True,
                fails=True,
                converts=True,
            ),
            Overload(
                (MONEY, TEXT, DATE),
                MONEY,
                _converted,
                template(_form("{2}")),
                needs_context=True,
                fails=True,
                converts=True,
            ),
        ),
        volatility="stable",
    ),
)
