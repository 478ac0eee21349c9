"""Upper and lower case."""

from __future__ import annotations

from collections.abc import Callable

from odos.dsl import casing
from odos.dsl.functions import Function, Overload
from odos.dsl.sql.forms import template
from odos.dsl.types import TEXT
from odos.kernel.texts import text


def _in_locale(form: str) -> object:
    """Turkish and its kin have two letters i, with and without a dot."""
    plain = {"upper": casing.upper_text, "lower": casing.lower_text}[form]
    pairs = {"upper": ("i", "İ"), "lower": ("I", "ı")}[form]

    def converted(value: str, locale: str | None) -> str:
        if (locale or "")[:2].lower() not in {"tr", "az"}:
            return plain(value)
        dotted = value.replace("İ", "i") if form == "lower" else value
        return plain(dotted.replace(*pairs))

    return converted


def _blank_first(form: object) -> Callable[..., str | None]:
    """Blank for a blank first argument; the others may be blank."""
    return lambda value, *others: None if value is None else form(value, *others)  # type: ignore[operator]


_LOWER_SQL = "(lower(replace({0}, 'İ', E'i\\u0307') COLLATE odos_case) COLLATE \"C\")"


_UPPER_SQL = "(upper(replace({0}, 'ß', 'SS') COLLATE odos_case) COLLATE \"C\")"


_TURKISH = "lower(left(COALESCE({1}, ''), 2)) IN ('tr', 'az')"


_LOWER_LOCALE_SQL = (
    f"CASE WHEN {_TURKISH} THEN (lower(replace(replace({{0}}, 'İ', 'i'), 'I', 'ı') COLLATE odos_case)"
    f' COLLATE "C") ELSE {_LOWER_SQL} END'
)


_UPPER_LOCALE_SQL = (
    f"CASE WHEN {_TURKISH} THEN (upper(replace(replace({{0}}, 'i', 'İ'), 'ß', 'SS') COLLATE odos_case)"
    f' COLLATE "C") ELSE {_UPPER_SQL} END'
)


FUNCTIONS = (
    Function(
        "UPPER",
        text(
            'The text in capitals; a second text names a language, as in "tr"',
            '转换为大写；第二个参数为语言，例如 "tr"',
        ),
        'UPPER("straße")',
        "STRASSE",
        (
            Overload((TEXT,), TEXT, casing.upper_text, template(_UPPER_SQL)),
            Overload(
                (TEXT, TEXT),
                TEXT,
                _blank_first(_in_locale("upper")),
                template(_UPPER_LOCALE_SQL),
                strict=False,
            ),
        ),
    ),
    Function(
        "LOWER",
        text(
            'The text in small letters; a second text names a language, as in "tr"',
            '转换为小写；第二个参数为语言，例如 "tr"',
        ),
        'LOWER("ABC")',
        "abc",
        (
            Overload((TEXT,), TEXT, casing.lower_text, template(_LOWER_SQL)),
            Overload(
                (TEXT, TEXT),
                TEXT,
                _blank_first(_in_locale("lower")),
                template(_LOWER_LOCALE_SQL),
                strict=False,
            ),
        ),
    ),
    Function(
        "INITCAP",
        text("Each word with a capital and small letters after it", "每个单词首字母大写，其余小写"),
        'INITCAP("JOHN doe-smith")',
        "John Doe-Smith",
        (Overload((TEXT,), TEXT, casing.initcap, template('(initcap({0} COLLATE odos_case) COLLATE "C")')),),
    ),
    Function(
        "PROPER",
        text("The same as INITCAP", "等同于 INITCAP"),
        'PROPER("new york")',
        "New York",
        (Overload((TEXT,), TEXT, casing.initcap, template('(initcap({0} COLLATE odos_case) COLLATE "C")')),),
    ),
)
