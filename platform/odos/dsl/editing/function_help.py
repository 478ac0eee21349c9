"""Help on every function, in one language: for the editor, and for the page in ``docs``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odos.dsl.findings import type_name
from odos.dsl.functions import Function, Overload, Parameter
from odos.dsl.library.index import GROUPS
from odos.dsl.statements.change_functions import CHANGE_FUNCTIONS
from odos.dsl.types import Type
from odos.kernel.texts import Text, text

_ANY_VALUE = text("a value", "任意值")
_NOTES = {
    "immutable": text("", ""),
    "stable": text(" (by the present time or calendar)", "（取决于当前时间或日历）"),
    "context": text(" (by who asks)", "（取决于当前用户）"),
}


def list_functions(language: str) -> list[dict[str, Any]]:
    """Groups in their order, each with its functions by name."""
    return [
        {
            "key": key,
            "label": label.render(language),
            "functions": [_entry(function, language) for function in _of_group(key)],
        }
        for key, label in GROUPS.items()
        if any(True for _ in _of_group(key))
    ]


def _of_group(key: str) -> Iterator[Function]:
    listed = (function for function in CHANGE_FUNCTIONS.values() if (function.group or "other") == key)
    return iter(sorted(listed, key=lambda function: function.name))


def _entry(function: Function, language: str) -> dict[str, Any]:
    return {
        "name": function.name,
        "help": function.help.render(language),
        "signatures": [_signature(function.name, overload, language) for overload in function.overloads],
        "example": function.example,
        "gives": function.gives or None,
        "volatility": function.volatility,
        "sql": all(overload.sql is not None for overload in function.overloads),
    }


def _signature(name: str, overload: Overload, language: str) -> str:
    shown = [_parameter(item, language) for item in overload.parameters]
    if overload.repeated:
        shown += [_parameter(item, language) for item in overload.repeated] + ["…"]
    shown += [_parameter(item, language) for item in overload.tail]
    return f"{name}({', '.join(shown)}) → {_parameter(overload.result, language)}"


def _parameter(parameter: Parameter, language: str) -> str:
    return type_name(parameter, language) if isinstance(parameter, Type) else _ANY_VALUE.render(language)


# ------------------------------------------------------------------ the page in docs

_PAGE_HEAD = (
    "# Functions of the rule language\n\n"
    "Generated from the registry of functions by `manage.py document_rules`; a test says when it is old.\n"
    "`GET /api/rules/functions` gives the same in the language of who asks.\n"
)


def functions_page() -> str:
    """Markdown, in English and Simplified Chinese side by side."""
    parts = [_PAGE_HEAD]
    for key, label in GROUPS.items():
        listed = list(_of_group(key))
        if listed:
            parts.append(_section(label, listed))
    return "\n".join(parts)


def _section(label: Text, listed: list[Function]) -> str:
    rows = "\n".join(_row(function) for function in listed)
    head = "| Function | | 说明 | Example | Gives |\n|---|---|---|---|---|\n"
    return f"\n## {label.en} · {label.zh_hans}\n\n{head}{rows}\n"


def _note(function: Function, language: str) -> str:
    return _NOTES[function.volatility].render(language)


def _row(function: Function) -> str:
    cells = (
        f"`{function.name}`",
        function.help.en + _note(function, "en"),
        function.help.zh_hans + _note(function, "zh-hans"),
        f"`{function.example}`",
        f"`{function.gives}`" if function.gives else "",
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
