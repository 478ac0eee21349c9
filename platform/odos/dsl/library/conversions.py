"""Texts to numbers, and other values to texts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from odos.dsl.functions import Function, Overload
from odos.dsl.numbers import Number
from odos.dsl.printer import number_text
from odos.dsl.sql.forms import template
from odos.dsl.types import BOOLEAN, DATE, DATETIME, NUMBER, TEXT, TIME
from odos.kernel.texts import text

_EXPONENT = r"(?:[eE][-+]?[0-9]{1,3})?"


_NUMERAL = rf"[-+]?(?:[0-9]{{1,30}}(?:\.[0-9]{{0,30}})?|\.[0-9]{{1,30}}){_EXPONENT}"


_NUMBER = re.compile(rf"[ \t\n\r]*({_NUMERAL})[ \t\n\r]*")


_NUMBER_SQL = rf"^[ \t\n\r]*({_NUMERAL})[ \t\n\r]*$"


def _value(written: str) -> Decimal | None:
    found = _NUMBER.fullmatch(written)
    return Decimal(found[1]) if found else None


def _is_number(written: str | None) -> bool:
    return bool(_NUMBER.fullmatch(written or ""))


def _number(value: Number) -> str:
    return number_text(Decimal(value))


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds") + "Z"


def _clock(value: time) -> str:
    return value.isoformat("milliseconds")


def _character(code: Number) -> str | None:
    number = int(code)
    if not 1 <= number <= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return None
    return chr(number)


FUNCTIONS = (
    Function(
        "TEXT",
        text("A number, date, time, option or yes/no as text", "将数字、日期、时间、选项或是/否转换为文本"),
        'TEXT(12.50) & "/" & TEXT(DATE(2026, 1, 31))',
        "12.5/2026-01-31",
        (
            Overload((TEXT,), TEXT, lambda value: value, template("{0}")),
            Overload((NUMBER,), TEXT, _number, template("trim_scale({0})::text"), shows=True),
            Overload((DATE,), TEXT, date.isoformat, template("to_char({0}, 'YYYY-MM-DD')")),
            Overload(
                (DATETIME,),
                TEXT,
                _moment,
                template("to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS\"Z\"')"),
            ),
            Overload((TIME,), TEXT, _clock, template("to_char({0}, 'HH24:MI:SS.MS')")),
            Overload(("T",), TEXT, lambda value: "true" if value else "false", template("({0})::text")),
        ),
    ),
    Function(
        "VALUE",
        text("The number that a text spells; fails when it spells none", "将文本转换为数字；不是数字时出错"),
        'VALUE(" 12.5 ")',
        "12.5",
        (
            Overload(
                (TEXT,),
                NUMBER,
                _value,
                template(f"substring({{0}} from '{_NUMBER_SQL}')::numeric"),
                fails=True,
            ),
        ),
    ),
    Function(
        "ISNUMBER",
        text("Whether a text spells a number", "文本是否为数字"),
        'ISNUMBER("-1.5e3")',
        "true",
        (
            Overload(
                (TEXT,),
                BOOLEAN,
                _is_number,
                template(f"(COALESCE({{0}}, '') ~ '{_NUMBER_SQL}')"),
                strict=False,
            ),
        ),
    ),
    Function(
        "ASCII",
        text("The code of the first character", "第一个字符的编码"),
        'ASCII("A")',
        "65",
        (Overload((TEXT,), NUMBER, lambda value: ord(value[0]), template("ascii({0})::numeric")),),
    ),
    Function(
        "CHR",
        text("The character of a code", "编码对应的字符"),
        "CHR(65)",
        "A",
        (
            Overload(
                (NUMBER,),
                TEXT,
                _character,
                template(
                    "CASE WHEN trunc({0}) BETWEEN 1 AND 1114111 AND trunc({0}) NOT BETWEEN 55296 AND 57343"
                    " THEN chr(trunc({0})::int) END"
                ),
                fails=True,
            ),
        ),
    ),
)
