"""Options and documents kept in fields, and the record as it was before a change."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from odos.dsl import tree
from odos.dsl.failures import Failure
from odos.dsl.functions import Function, Macro, Overload
from odos.dsl.library.texts import LONGEST_TEXT
from odos.dsl.sql.forms import template
from odos.dsl.types import OPTIONSET, TEXT
from odos.kernel.texts import text

_PATH = re.compile(r"\$((?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]{1,6}\])*)")
_INDEX = re.compile(r"[0-9]{1,6}")
_STEP = re.compile(r"[A-Za-z_][A-Za-z0-9_]*|[0-9]+")


def _json_value(document: str, key: str) -> str | None:
    return _at(document, [key])


def _json_path_value(document: str, path: str) -> str | None:
    found = _PATH.fullmatch(path)
    if not found:
        raise Failure
    return _at(document, _STEP.findall(found[1]))


def _at(document: str, path: list[str]) -> str | None:
    value = _read(document)
    for step in path:
        value = _step(value, step)
    return _plain(value)


def _read(document: str) -> Any:
    """As PostgreSQL reads it: no NaN, no half of a surrogate pair, no zero character."""
    try:
        value = json.loads(document, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError, ArithmeticError):
        raise Failure from None
    if "\\u0000" in document.replace("\\\\", ""):
        raise Failure
    return value


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and _INDEX.fullmatch(step) and int(step) < len(value):
        return value[int(step)]
    return None


def _plain(value: Any) -> str | None:
    if isinstance(value, dict | list):
        raise Failure
    shown = _SHOWN.get(type(value), str)(value)
    if shown is not None and len(shown) > LONGEST_TEXT:
        raise Failure
    return shown or None


def _number(value: Decimal) -> str:
    return format(value if value else abs(value), "f")


_SHOWN: dict[type, Callable[[Any], str | None]] = {
    bool: lambda value: "true" if value else "false",
    Decimal: _number,
    type(None): lambda _: None,
}


Options = Sequence[str] | None


def _including(options: Options, key: str | None) -> Options:
    if key is None or (options and key in options):
        return options
    return [*(options or ()), key]


def _excluding(options: Options, key: str | None) -> Options:
    return [option for option in options or () if option != key] or None


FUNCTIONS: tuple[Function, ...] = (
    Function(
        "ISPICKVAL",
        text("Whether an option field holds an option, by its key", "选项字段是否为某选项（按键值）"),
        'ISPICKVAL("new", "new")',
        "true",
        macro=Macro(lambda items: tree.Compare("=", items[0], items[1]), 2, 2),
    ),
    Function(
        "INCLUDES",
        text("Whether a set of options holds an option, by its key", "多选字段是否包含某选项（按键值）"),
        'INCLUDES("new", "new")',
        "true",
        macro=Macro(lambda items: tree.TextMatch("contains", items[0], items[1]), 2, 2),
    ),
    Function(
        "INCLUDING",
        text("A set of options with one more, by its key", "在多选值中加入一个选项（按键值）"),
        'INCLUDES(INCLUDING(null, "new"), "new")',
        "true",
        (
            Overload(
                (OPTIONSET, TEXT),
                OPTIONSET,
                _including,
                template(
                    "CASE WHEN {1}::text IS NULL OR {1}::text = ANY({0}::text[]) THEN {0}::text[]"
                    " ELSE coalesce({0}::text[], ARRAY[]::text[]) || {1}::text END"
                ),
                strict=False,
            ),
        ),
    ),
    Function(
        "EXCLUDING",
        text("A set of options without one of them, by its key", "从多选值中去掉一个选项（按键值）"),
        'EXCLUDING(INCLUDING(null, "new"), "new") is blank',
        "true",
        (
            Overload(
                (OPTIONSET, TEXT),
                OPTIONSET,
                _excluding,
                template("nullif(array_remove({0}::text[], {1}::text), ARRAY[]::text[])"),
                strict=False,
            ),
        ),
    ),
    Function(
        "JSONVALUE",
        text("The value under a key of a text in JSON", "JSON 文本中某个键的值"),
        'JSONVALUE(\'{"a": 50}\', "a")',
        "50",
        (
            Overload(
                (TEXT, TEXT),
                TEXT,
                _json_value,
                template("CASE WHEN {1} IS NOT NULL THEN odos_json_value({0}, ARRAY[{1}]) END"),
                fails=True,
                marks=True,
            ),
        ),
    ),
    Function(
        "JSONPATHVALUE",
        text(
            "The value at a path, as in $.a.b[0], of a text in JSON", "JSON 文本中路径（例如 $.a.b[0]）处的值"
        ),
        'JSONPATHVALUE(\'{"a": {"b": [1, 2]}}\', "$.a.b[1]")',
        "2",
        (
            Overload(
                (TEXT, TEXT),
                TEXT,
                _json_path_value,
                template("odos_json_path_value({0}, {1})"),
                fails=True,
                marks=True,
            ),
        ),
    ),
)
