"""Texts. A result that would be empty is blank."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from odos.dsl import casing, tree
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.numbers import Number
from odos.dsl.printer import number_text
from odos.dsl.sql_forms import template
from odos.dsl.types import BOOLEAN, DATE, DATETIME, NUMBER, TEXT
from odos.kernel.texts import text

_LONGEST = 100_000_000
_BLANKS = " \t\n\r\u3000"
_BLANKS_SQL = r"E' \t\n\r\u3000'"
_NUMERAL = r"([-+]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30}))"
_NUMBER = re.compile(rf"[ \t\n\r]*{_NUMERAL}[ \t\n\r]*")
# The outer group is what substring() gives, so the inner ones do not capture.
_NUMBER_SQL = r"^[ \t\n\r]*([-+]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30}))[ \t\n\r]*$"
_LENGTH_SQL = "LEAST(GREATEST(trunc({1}), 0), 100000000)::int"  # a blank gives 0 characters, which is blank


def _left(value: str, count: Number) -> str | None:
    return value[: max(int(count), 0)] or None


def _right(value: str, count: Number) -> str | None:
    return value[-int(count) :] if count >= 1 else None


def _mid(value: str, start: Number, count: Number) -> str | None:
    first = int(start) - 1
    return value[first : first + max(int(count), 0)] or None if 0 <= first < _LONGEST else None


def _value(written: str) -> Decimal | None:
    found = _NUMBER.fullmatch(written)
    return Decimal(found[1]) if found else None


def _number(value: Number) -> str:
    return number_text(Decimal(value))


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "seconds") + "Z"


def _contains(value: str, part: str) -> bool:
    return part in value


FUNCTIONS = (
    Function(
        "LEN",
        text("How many characters a text has; 0 for a blank", "文本的字符数；空值为 0"),
        'LEN("abc")',
        "3",
        (
            Overload(
                (TEXT,),
                NUMBER,
                lambda value: len(value or ""),
                template("COALESCE(char_length({0}), 0)"),
                strict=False,
            ),
        ),
    ),
    Function(
        "UPPER",
        text("The text in capitals", "转换为大写"),
        'UPPER("straße")',
        "STRAßE",
        (Overload((TEXT,), TEXT, casing.upper, template('(upper({0} COLLATE odos_case) COLLATE "C")')),),
    ),
    Function(
        "LOWER",
        text("The text in small letters", "转换为小写"),
        'LOWER("ABC")',
        "abc",
        (Overload((TEXT,), TEXT, casing.lower, template('(lower({0} COLLATE odos_case) COLLATE "C")')),),
    ),
    Function(
        "TRIM",
        text("The text without spaces and line ends around it", "去掉首尾的空格和换行"),
        'TRIM("  a b ")',
        "a b",
        (
            Overload(
                (TEXT,),
                TEXT,
                lambda value: value.strip(_BLANKS) or None,
                template(f"NULLIF(btrim({{0}}, {_BLANKS_SQL}), '')"),
            ),
        ),
    ),
    Function(
        "LEFT",
        text("The first characters of a text", "文本开头的若干字符"),
        'LEFT("abcdef", 2)',
        "ab",
        (Overload((TEXT, NUMBER), TEXT, _left, template(f"NULLIF(left({{0}}, {_LENGTH_SQL}), '')")),),
    ),
    Function(
        "RIGHT",
        text("The last characters of a text", "文本末尾的若干字符"),
        'RIGHT("abcdef", 2)',
        "ef",
        (Overload((TEXT, NUMBER), TEXT, _right, template(f"NULLIF(right({{0}}, {_LENGTH_SQL}), '')")),),
    ),
    Function(
        "MID",
        text(
            "So many characters of a text from a position on; the first is 1",
            "从指定位置（从 1 开始）取若干字符",
        ),
        'MID("abcdef", 2, 3)',
        "bcd",
        (
            Overload(
                (TEXT, NUMBER, NUMBER),
                TEXT,
                _mid,
                template(
                    "NULLIF(substr({0}, NULLIF(LEAST(GREATEST(trunc({1}), 0), 100000001), 0)::int,"
                    f" {_LENGTH_SQL.replace('{1}', '{2}')}), '')"
                ),
            ),
        ),
    ),
    Function(
        "CONCAT",
        text("Texts put together; the same as a & b", "连接多个文本，等同于 a & b"),
        'CONCAT("a", "b", "c")',
        "abc",
        macro=Macro(tree.Concat, 1),
    ),
    Function(
        "TEXT",
        text("A number, date, option or yes/no as text", "将数字、日期、选项或是/否转换为文本"),
        'TEXT(12.50) & "/" & TEXT(DATE(2026, 1, 31))',
        "12.5/2026-01-31",
        (
            Overload((TEXT,), TEXT, lambda value: value, template("{0}")),
            Overload((NUMBER,), TEXT, _number, template("trim_scale({0})::text")),
            Overload((DATE,), TEXT, date.isoformat, template("to_char({0}, 'YYYY-MM-DD')")),
            Overload(
                (DATETIME,),
                TEXT,
                _moment,
                template("to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS\"Z\"')"),
            ),
            Overload(("T",), TEXT, lambda value: "true" if value else "false", template("({0})::text")),
        ),
    ),
    Function(
        "VALUE",
        text("The number that a text spells; blank when it spells none", "将文本转换为数字；不是数字时为空"),
        'VALUE(" 12.5 ")',
        "12.5",
        (Overload((TEXT,), NUMBER, _value, template(f"substring({{0}} from '{_NUMBER_SQL}')::numeric")),),
    ),
    Function(
        "CONTAINS",
        text(
            "Whether a text contains another, upper and lower case told apart",
            "文本是否包含另一文本（区分大小写）",
        ),
        'CONTAINS("Acme Ltd", "Ltd")',
        "true",
        (Overload((TEXT, TEXT), BOOLEAN, _contains, template("strpos({0}, {1}) > 0"), predicate=True),),
    ),
    Function(
        "BEGINS",
        text(
            "Whether a text begins with another, upper and lower case told apart",
            "文本是否以另一文本开头（区分大小写）",
        ),
        'BEGINS("Acme Ltd", "Acme")',
        "true",
        (Overload((TEXT, TEXT), BOOLEAN, str.startswith, template("starts_with({0}, {1})"), predicate=True),),
    ),
    Function(
        "ENDS",
        text(
            "Whether a text ends with another, upper and lower case told apart",
            "文本是否以另一文本结尾（区分大小写）",
        ),
        'ENDS("Acme Ltd", "Ltd")',
        "true",
        (
            Overload(
                (TEXT, TEXT),
                BOOLEAN,
                str.endswith,
                template("right({0}, char_length({1})) = {1}"),
                predicate=True,
            ),
        ),
    ),
)
