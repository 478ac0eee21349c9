"""What options are called, and values of records that no reference leads to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from odos.dsl import tree
from odos.dsl.context import Context
from odos.dsl.functions import Function, Overload, SqlForm
from odos.dsl.sql.forms import template
from odos.dsl.types import OPTIONSET, TEXT, Type
from odos.kernel.sql import Sql
from odos.kernel.texts import LANGUAGES, text, translate

Labels = Mapping[str, Mapping[str, str]]  # language → key → label


def _labels_of(arguments: Sequence[tree.Node]) -> Labels:
    """Of the options of all fields that the value may come from; the first field that has a key names it."""
    options: dict[str, Mapping[str, Any]] = {}
    for node in tree.walk(arguments[0]):
        if isinstance(node, tree.FieldPath) and node.steps:
            options = {**(node.steps[-1].field.options.get("options") or {}), **options}
    return {
        language: {key: _label_of(option, language) or key for key, option in options.items()}
        for language in LANGUAGES
    }


def _label_of(option: Mapping[str, Any], language: str) -> str:
    return translate(option.get("label") or {}, language)


def _written(labels: Labels) -> Sql:
    return Sql("%s::jsonb", (json.dumps(labels, ensure_ascii=False),))


def _named(context: Context, labels: Labels, key: str) -> str:
    return labels.get(context.language, {}).get(key, key)


def _label(labels: Labels) -> Callable[..., Any]:
    return lambda context, key: _named(context, labels, key)


def _label_of_set(labels: Labels) -> Callable[..., Any]:
    return lambda context, keys: ", ".join(_named(context, labels, key) for key in keys) or None


_ONE = template("COALESCE({1} #>> ARRAY[{language}, {0}], {0})")
_MANY = template(
    "(SELECT string_agg(COALESCE(l.j #>> ARRAY[{language}, k.key], k.key), ', ' ORDER BY k.n)"
    " FROM (SELECT {1} AS j) AS l, unnest({0}) WITH ORDINALITY AS k(key, n))"
)


def _picked(kind: Type, python: Callable[[Labels], Callable[..., Any]], form: SqlForm) -> Overload:
    """An overload that is made for the field that it is given."""

    def made(arguments: Sequence[tree.Node]) -> Overload:
        labels = _labels_of(arguments)
        written = _written(labels)
        return Overload(
            (kind,), TEXT, python(labels), lambda items: form([*items, written]), needs_context=True
        )

    plain = made([tree.Literal(None, "blank")])
    return Overload((kind,), TEXT, plain.python, plain.sql, needs_context=True, made=made)


def _never_called(*_arguments: Any) -> NoReturn:
    raise LookupError("the back ends read it themselves")


FUNCTIONS = (
    Function(
        "PICKLABEL",
        text(
            "What an option of a field is called, in the language of who asks; several stand with commas",
            "选项的显示名称（按当前用户的语言）；多选以逗号分隔",
        ),
        'PICKLABEL("new")',
        "new",
        (_picked(TEXT, _label, _ONE), _picked(OPTIONSET, _label_of_set, _MANY)),
        volatility="context",
    ),
    Function(
        "LOOKUP",
        text(
            "A value of the first record of an entity that has a value in a unique or indexed field:"
            " what is wanted, the field, the value",
            "按唯一或已建索引的字段在任意实体中查找一条记录的值：要取的值、匹配字段、匹配值；有多条时取第一条",
        ),
        "LOOKUP(user.name, user.manager, user)",
        "",
        (Overload(("value", "key", "key"), "value", _never_called, template("NULL"), looks_up=True),),
        volatility="stable",
    ),
)
