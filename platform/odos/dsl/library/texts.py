"""Pieces of texts. A result that would be empty is blank; no text is longer than 20,000 characters."""

from __future__ import annotations

from collections.abc import Sequence

from odos.dsl import tree
from odos.dsl.failures import SQL_FAILURES, Failure
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.numbers import Number
from odos.dsl.sql.forms import template
from odos.dsl.types import NUMBER, TEXT
from odos.kernel.sql import Sql
from odos.kernel.texts import text

LONGEST_TEXT = 20_000


_LONGEST = 100_000_000


_BLANKS = " \t\n\r\u3000"


_BLANKS_SQL = r"E' \t\n\r\u3000'"


_LENGTH_SQL = "LEAST(GREATEST(trunc({1}), 0), 100000000)::int"  # a blank gives 0 characters, which is blank


FAILED_TEXT = SQL_FAILURES["text"]


def _left(value: str, count: Number) -> str | None:
    return value[: max(int(count), 0)] or None


def _right(value: str, count: Number) -> str | None:
    return value[-int(count) :] if count >= 1 else None


def _mid(value: str, start: Number, count: Number) -> str | None:
    first = int(start) - 1
    return value[first : first + max(int(count), 0)] or None if 0 <= first < _LONGEST else None


def _substring(value: str, start: Number, count: Number = _LONGEST) -> str | None:
    first = int(start)
    position = first - 1 if first > 0 else (len(value) + first if first else 0)
    return value[position : position + max(int(count), 0)] or None if position >= 0 else None


def _padding(value: str, length: Number, pad: str) -> tuple[int, str]:
    wanted = max(int(length), 0)
    if wanted > LONGEST_TEXT:
        raise Failure
    missing = max(wanted - len(value), 0)
    return wanted, (pad * (missing // len(pad) + 1))[:missing]


def _pad_left(value: str, length: Number, pad: str = " ") -> str | None:
    wanted, missing = _padding(value, length, pad)
    return missing + value[:wanted] or None


def _pad_right(value: str, length: Number, pad: str = " ") -> str | None:
    wanted, missing = _padding(value, length, pad)
    return value[:wanted] + missing or None


def _joined(separator: str | None, *items: str | None) -> str | None:
    found = (separator or "").join(item for item in items if item)
    if len(found) > LONGEST_TEXT:
        raise Failure
    return found or None


_TOO_LONG = f"LEAST(GREATEST(trunc({{1}}), 0), {LONGEST_TEXT + 1})::int"


def _pad_sql(function: str, pad: str) -> str:
    """lpad() of PostgreSQL cuts to the length as well."""
    return (
        f"CASE WHEN {{0}} IS NOT NULL AND {pad} IS NOT NULL AND trunc({{1}}) > {LONGEST_TEXT}"
        f" THEN {FAILED_TEXT}"
        f" ELSE NULLIF({function}({{0}}, {_TOO_LONG}, {pad}), '') END"
    )


def bounded_sql(value: str) -> str:
    """A text, blank when empty, failed when too long."""
    return (
        f"(SELECT CASE WHEN char_length(_t.v) > {LONGEST_TEXT} THEN {FAILED_TEXT} ELSE NULLIF(_t.v, '') END"
        f" FROM (SELECT {value} AS v OFFSET 0) AS _t)"
    )


def _substring_sql(count: str) -> str:
    start = "CASE WHEN trunc({0s}) > 0 THEN trunc({0s}) WHEN trunc({0s}) = 0 THEN 1"
    start = start.replace("{0s}", "{1}") + " ELSE char_length({0}) + trunc({1}) + 1 END"
    return (
        "(SELECT CASE WHEN _t.s >= 1"
        f" THEN NULLIF(substr({{0}}, LEAST(_t.s, 100000001)::int, {count}), '') END"
        f" FROM (SELECT {start} AS s OFFSET 0) AS _t)"
    )


def _joined_sql(items: Sequence[Sql]) -> Sql:
    places = ", ".join(f"{{{index}}}" for index in range(1, len(items)))
    return template(bounded_sql(f"concat_ws(COALESCE({{0}}, ''), {places})"))(items)


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
        "SUBSTR",
        text(
            "The text from a position on, perhaps cut; a negative position counts from the end",
            "从指定位置开始的文本，可限定字符数；负数位置从末尾计起",
        ),
        'SUBSTR("abcdef", -3, 2)',
        "de",
        (
            Overload((TEXT, NUMBER), TEXT, _substring, template(_substring_sql("100000000"))),
            Overload(
                (TEXT, NUMBER, NUMBER),
                TEXT,
                _substring,
                template(_substring_sql(_LENGTH_SQL.replace("{1}", "{2}"))),
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
        "TEXTJOIN",
        text(
            "Texts put together with the first text between them; blanks are left out",
            "以第一个文本为分隔符连接其余文本，忽略空值",
        ),
        'TEXTJOIN(", ", "a", null, "b")',
        "a, b",
        (
            Overload(
                (TEXT, TEXT),
                TEXT,
                _joined,
                _joined_sql,
                repeated=(TEXT,),
                strict=False,
                fails=True,
                marks=True,
            ),
        ),
    ),
    Function(
        "LPAD",
        text("Cut or filled on the left to so many characters", "从左侧截断或填充到指定长度"),
        'LPAD("7", 3, "0")',
        "007",
        (
            Overload(
                (TEXT, NUMBER), TEXT, _pad_left, template(_pad_sql("lpad", "' '")), fails=True, marks=True
            ),
            Overload(
                (TEXT, NUMBER, TEXT),
                TEXT,
                _pad_left,
                template(_pad_sql("lpad", "{2}")),
                fails=True,
                marks=True,
            ),
        ),
    ),
    Function(
        "RPAD",
        text("Cut or filled on the right to so many characters", "从右侧截断或填充到指定长度"),
        'RPAD("ab", 4, ".")',
        "ab..",
        (
            Overload(
                (TEXT, NUMBER), TEXT, _pad_right, template(_pad_sql("rpad", "' '")), fails=True, marks=True
            ),
            Overload(
                (TEXT, NUMBER, TEXT),
                TEXT,
                _pad_right,
                template(_pad_sql("rpad", "{2}")),
                fails=True,
                marks=True,
            ),
        ),
    ),
    Function(
        "HYPERLINK",
        text("A link as Markdown: the address and the words to show", "Markdown 形式的链接：地址与显示文字"),
        'HYPERLINK("https://example.com", "Example")',
        "[Example](https://example.com)",
        macro=Macro(
            lambda items: tree.Concat(
                (
                    tree.Literal("[", "text"),
                    items[1],
                    tree.Literal("](", "text"),
                    items[0],
                    tree.Literal(")", "text"),
                )
            ),
            2,
            2,
        ),
    ),
)
