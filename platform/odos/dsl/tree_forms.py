"""How each attribute of a node stands in JSON, read off the annotations of the classes.

A form writes a value, reads one (a `Fault` says where it is wrong) and describes itself as JSON Schema.
"""

from __future__ import annotations

import re
import types
import typing as t
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from decimal import Decimal, InvalidOperation
from functools import cache

from odos.dsl import periods, tree
from odos.dsl.parser import MAX_DEPTH, MAX_DIGITS, MAX_HOPS, MAX_LENGTH
from odos.dsl.printer import number_text
from odos.dsl.statements import tree as statements
from odos.dsl.statements import tree_of_change as statements_of_change
from odos.kernel.texts import Text, text

Json = t.Any
Path = tuple[str | int, ...]
NODE = "node"
MAX_LEVELS = 3 * MAX_DEPTH  # of JSON; a node takes a level or two
_MOST_ITEMS = 2_000


class Fault(Exception):
    """A value that does not fit, and where."""

    def __init__(self, path: Path, message: Text) -> None:
        super().__init__(str(message))
        self.path = path
        self.message = message


@dataclass(frozen=True)
class Form:
    """One way in which values stand in JSON."""

    write: Callable[[t.Any], Json]
    read: Callable[[Json, Path], t.Any]
    schema: Mapping[str, Json]


NodeForm = Callable[[tuple[str, ...]], Form]  # the form of nodes of those kinds


@dataclass(frozen=True)
class Attribute:
    """An attribute of a node. One with a default is left out where it has that value."""

    name: str
    form: Form
    default: t.Any

    @property
    def is_required(self) -> bool:
        """Whether it has no default."""
        return self.default is MISSING


# ------------------------------------------------------------------ the classes and their names


def _classes(module: types.ModuleType) -> dict[str, type[tree.Node]]:
    found = (item for item in vars(module).values() if isinstance(item, type))
    own = (item for item in found if issubclass(item, tree.Node) and item.__module__ == module.__name__)
    return {_name(item): item for item in own if item not in _ABSTRACT}


def _name(kind: type[tree.Node]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower().removesuffix("_")


_ABSTRACT = (tree.Node, statements.Clause, statements.Statement, statements_of_change.Action)
EXPRESSIONS: dict[str, type[tree.Node]] = {
    name: kind for name, kind in _classes(tree).items() if kind not in {tree.Order, tree.FieldPath}
}
CLASSES: dict[str, type[tree.Node]] = {
    **_classes(tree),
    **_classes(statements),
    **_classes(statements_of_change),
}
CLASSES.pop("field_path")  # a path, in JSON, is one with or without identities
NAMES: dict[type[tree.Node], str] = {kind: name for name, kind in CLASSES.items()} | {tree.FieldPath: "path"}
STATEMENTS = tuple(name for name, kind in CLASSES.items() if issubclass(kind, statements.Statement))


def names_of(kinds: tuple[type, ...]) -> tuple[str, ...]:
    """The names of all classes that may stand where the annotation says ``kinds``."""
    found: dict[str, None] = {}
    for kind in kinds:
        if kind is tree.Node:
            found |= dict.fromkeys(EXPRESSIONS)
        elif kind is statements_of_change.Action:
            found |= dict.fromkeys(name for name, item in CLASSES.items() if issubclass(item, kind))
        else:
            found[NAMES[kind]] = None
    return tuple(found)


# ------------------------------------------------------------------ plain values


def _same(value: t.Any) -> Json:
    return value


def refuse(path: Path, english: str, chinese: str, **values: object) -> t.NoReturn:
    """Raise the fault."""
    raise Fault(path, text(english, chinese, **values))


def _read_text(value: Json, path: Path) -> str:
    if not isinstance(value, str) or len(value) > MAX_LENGTH:
        refuse(path, "this must be a text", "此处必须是文本")
    if "\x00" in value or any("\ud800" <= mark <= "\udfff" for mark in value):
        refuse(path, "the text holds a character that cannot be stored", "文本含有无法存储的字符")
    return value


def matching(pattern: str) -> Form:
    """A text of a given form."""
    compiled = re.compile(pattern)

    def read(value: Json, path: Path) -> str:
        written = _read_text(value, path)
        if not compiled.fullmatch(written):
            refuse(path, '"{value}" cannot stand here', "此处不能使用“{value}”", value=written[:80])
        return written

    return Form(_same, read, {"type": "string", "pattern": f"^(?:{pattern})$"})


def _read_whole(value: Json, path: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10**9:
        refuse(path, "this must be a whole number", "此处必须是整数")
    return value


def _read_flag(value: Json, path: Path) -> bool:
    if not isinstance(value, bool):
        refuse(path, "this must be true or false", "此处必须是 true 或 false")
    return value


def _one_of(choices: tuple[t.Any, ...]) -> Form:
    def read(value: Json, path: Path) -> t.Any:
        if isinstance(value, str) and value in choices:
            return value
        listed = ", ".join(map(str, choices))
        refuse(path, "this must be one of: {listed}", "此处必须是以下之一：{listed}", listed=listed)

    return Form(_same, read, {"enum": list(choices)})


def _many(item: Form, *, least: int = 0, most: int = _MOST_ITEMS) -> Form:
    def read(value: Json, path: Path) -> tuple[t.Any, ...]:
        if not isinstance(value, list) or not least <= len(value) <= most:
            refuse(
                path, "this must be a list of {least} to {most}", "此处必须是 {least} 至 {most} 项的列表",
                least=least, most=most,
            )  # fmt: skip
        return tuple(item.read(inner, (*path, position)) for position, inner in enumerate(value))

    def write(value: t.Any) -> Json:
        return [item.write(inner) for inner in value]

    return Form(write, read, {"type": "array", "items": item.schema, "minItems": least, "maxItems": most})


_LANGUAGE = r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*"


def _read_languages(value: Json, path: Path) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or len(value) > 50:
        refuse(path, "this must be an object of texts by language", "此处必须是按语言区分的文本对象")
    language = matching(_LANGUAGE)
    return tuple(
        (language.read(name, (*path, str(name))), _read_text(written, (*path, str(name))))
        for name, written in value.items()
    )


def _write_literal(value: t.Any) -> Json:
    return number_text(value) if isinstance(value, Decimal) else value


def _read_literal(value: Json, path: Path) -> t.Any:
    """Numbers are strings, as everywhere in JSON; `tree_json` turns them by the literal's kind."""
    if value is None or isinstance(value, bool):
        return value
    return _read_text(value, path)


def read_number(written: t.Any, path: Path) -> Decimal:
    """An exact number, not negative."""
    try:
        value = Decimal(written) if isinstance(written, str) else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or value < 0 or len(f"{value:f}") > MAX_DIGITS:
        refuse(path, "this must be a number in quotes, such as '12.5'", "此处必须是引号内的数字，例如 '12.5'")
    return value


_PERIODS = (
    r"today|yesterday|tomorrow|(?:this|last|next) (?:fiscal (?:quarter|year)|day|week|month|quarter|year)"
    r"|(?:last|next) \d{1,9} (?:day|week|month|quarter|year)s?"
)


def _period() -> Form:
    written = matching(_PERIODS)

    def read(value: Json, path: Path) -> periods.Period:
        return periods.read_period(written.read(value, path))

    return Form(str, read, written.schema)


_TEXT = Form(_same, _read_text, {"type": "string", "maxLength": MAX_LENGTH})
_NAME = r"[^\W\d]\w*"
_IDENTITY = matching(r"~?[A-Za-z0-9$_.\-]{1,80}")
_DOTTED = rf"{_NAME}(?:\.{_NAME})*"
_WRITTEN = re.compile(r"true|false|null|blank|and|or|not|user|today|now", re.IGNORECASE)


def _read_names(value: Json, path: Path) -> tuple[str, ...]:
    names = _many(matching(_NAME), least=1, most=MAX_HOPS).read(value, path)
    if len(names) == 1 and _WRITTEN.fullmatch(names[0]):
        refuse(path, '"{name}" is a word of the language', "“{name}”是保留字", name=names[0])
    return tuple(name.lower() for name in names)


# Attributes whose annotation says too little of what the text can hold.
_SPECIAL: Mapping[tuple[str, str], Form] = {
    ("literal", "value"): Form(_write_literal, _read_literal, {"type": ["string", "boolean", "null"]}),
    ("path", "names"): Form(list, _read_names, _many(matching(_NAME), least=1, most=MAX_HOPS).schema),
    ("call", "name"): matching(_NAME),
    ("words", "by_language"): Form(
        dict,
        _read_languages,
        {
            "type": "object",
            "propertyNames": {"pattern": f"^{_LANGUAGE}$"},
            "additionalProperties": {"type": "string", "maxLength": MAX_LENGTH},
        },
    ),
    ("entity_name", "name"): matching(_DOTTED),
    ("entity_name", "id"): _IDENTITY,
    ("schedule", "clock"): matching(r"(?:[01]\d|2[0-3]):[0-5]\d"),
    ("band", "grade"): matching(_NAME),
    ("grades", "otherwise"): matching(_NAME),
    ("argument", "name"): matching(_DOTTED),
    ("measure", "name"): matching(_DOTTED),
    ("decide", "name"): matching(_DOTTED),
    ("decide", "results"): _many(matching(_DOTTED), least=1),
    **{(name, "channels"): _many(matching(_DOTTED)) for name in ("notice", "escalation", "warning")},
}
IDENTITIES = _many(_IDENTITY, least=1, most=MAX_HOPS)


# ------------------------------------------------------------------ from annotations


@cache
def attributes(name: str, node_form: NodeForm) -> tuple[Attribute, ...]:
    """The attributes of a node that hold meaning, and its comments."""
    kind = CLASSES[name]
    hints = t.get_type_hints(kind, localns={"Overload": object, "Name": object})
    return tuple(
        Attribute(item.name, _attribute_form(name, item, hints[item.name], node_form), item.default)
        for item in fields(t.cast(t.Any, kind))
        if item.compare or (name, item.name) == ("entity_name", "id") or item.name in _COMMENTS
    )


_COMMENTS = frozenset({"notes", "closing"})
_LEAST = {("items", "items"): 0, ("call", "arguments"): 0, ("row", "cells"): 0, ("list_cell", "items"): 0}
_LEAST |= {(name, "items"): 2 for name in ("and", "or", "concat")}


def _attribute_form(name: str, item: Field[t.Any], hint: t.Any, node_form: NodeForm) -> Form:
    """A list that must be there has something in it, unless said otherwise."""
    special = _SPECIAL.get((name, item.name))
    if special:
        return special
    if t.get_origin(hint) is tuple:
        least = _LEAST.get((name, item.name), int(item.default is MISSING))
        return _many(_form(t.get_args(hint)[0], node_form), least=least)
    return _form(hint, node_form)


def _form(hint: t.Any, node_form: NodeForm) -> Form:
    """The form of an annotation; None in a union says only that there is a default."""
    origin, arguments = t.get_origin(hint), t.get_args(hint)
    if origin is t.Literal:
        return _one_of(arguments)
    if origin in {t.Union, types.UnionType}:
        arms = tuple(arm for arm in arguments if arm is not type(None))
        return _form(arms[0], node_form) if len(arms) == 1 else node_form(names_of(arms))
    if hint in _PLAIN:
        return _PLAIN[hint]
    return node_form(names_of((hint,)))


_PLAIN: Mapping[t.Any, Form] = {
    str: _TEXT,
    int: Form(_same, _read_whole, {"type": "integer", "minimum": 0, "maximum": 10**9}),
    bool: Form(_same, _read_flag, {"type": "boolean"}),
    periods.Period: _period(),
}
