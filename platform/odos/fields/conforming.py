"""What does not conform to a JSON Schema, in words: the place, what is wrong there, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from odos.fields.refusals import shown
from odos.kernel.issues import Path
from odos.kernel.texts import Text, text

_SHOWN = 80


@dataclass(frozen=True)
class Misfit:
    """``keyword`` is that of the schema, which ``path`` breaks."""

    keyword: str
    path: Path
    message: Text
    hint: Text


def misfits(validator: Draft202012Validator, document: Any) -> Iterator[Misfit]:
    """All of them, in the order of their places."""
    found = validator.iter_errors(document)
    for error in sorted(found, key=lambda item: [str(part) for part in item.absolute_path]):
        yield from _explain(error)


def did_you_mean(word: str, known: Iterable[str]) -> Text | None:
    """A proposal when a known word is close."""
    near = difflib.get_close_matches(word[:_SHOWN], list(known), n=1, cutoff=0.6)
    return text('Did you mean "{near}"?', "您是否想输入“{near}”？", near=near[0]) if near else None


def _explain(error: ValidationError) -> Iterator[Misfit]:
    path = tuple(error.absolute_path)
    if "propertyNames" in error.absolute_schema_path:
        path = (*path, str(error.instance)[:_SHOWN])
    explain = _EXPLANATIONS.get(str(error.validator), _other)
    fault = _Fault(str(error.validator), error.validator_value, error.instance, error.schema)
    for name, message, hint in explain(fault):
        yield Misfit(fault.keyword, (*path, name) if name else path, message, hint)


@dataclass(frozen=True)
class _Fault:
    """A finding of jsonschema: the keyword that was broken, its value, the instance, the schema around it."""

    keyword: str
    wanted: Any
    instance: Any
    schema: Any


Explained = Iterator[tuple[str, Text, Text]]


def _unknown(fault: _Fault) -> Explained:
    known = fault.schema.get("properties", {})
    for name in fault.instance:
        if name not in known:
            message = text(
                'There is no attribute "{name}" here', "此处没有属性“{name}”", name=str(name)[:_SHOWN]
            )
            names = ", ".join(sorted(known))
            hint = did_you_mean(str(name), known) or text(
                "Known are: {names}", "可用属性：{names}", names=names
            )
            yield str(name), message, hint


def _required(fault: _Fault) -> Explained:
    for name in fault.wanted:
        if name not in fault.instance:
            message = text('The attribute "{name}" is missing', "缺少属性“{name}”", name=name)
            yield name, message, text("Add it", "请补充该属性")


def _type(fault: _Fault) -> Explained:
    wanted = fault.wanted
    names = wanted if isinstance(wanted, str) else " / ".join(wanted)
    message = text("This must be of type {names}", "此处的类型必须是 {names}", names=names)
    hint = text("Not {given}, as it is", "现在的值是 {given}", given=shown(fault.instance))
    yield "", message, hint


def _choice(fault: _Fault) -> Explained:
    choices = fault.wanted if fault.keyword == "enum" else [fault.wanted]
    listed = ", ".join(str(item) for item in choices)
    message = text(
        '"{value}" is not possible here', "此处不能使用“{value}”", value=str(fault.instance)[:_SHOWN]
    )
    hint = did_you_mean(str(fault.instance), [str(item) for item in choices])
    yield "", message, hint or text("Choose one of: {listed}", "请选择以下之一：{listed}", listed=listed)


def _pattern(fault: _Fault) -> Explained:
    message = text(
        '"{value}" is not in the right form', "“{value}”的格式不正确", value=str(fault.instance)[:_SHOWN]
    )
    examples = fault.schema.get("examples")
    if examples:
        yield "", message, text("As in {example}", "例如 {example}", example=examples[0])
    else:
        yield "", message, text("It must match {pattern}", "必须符合 {pattern}", pattern=fault.wanted)


def _bound(fault: _Fault) -> Explained:
    names = {"limit": fault.wanted}
    templates = {
        "minimum": ("At least {limit}", "不能小于 {limit}"),
        "maximum": ("At most {limit}", "不能大于 {limit}"),
        "maxLength": ("At most {limit} characters", "最多 {limit} 个字符"),
        "minLength": ("At least {limit} characters", "至少 {limit} 个字符"),
        "minItems": ("At least {limit} entries", "至少 {limit} 项"),
        "minProperties": ("At least {limit} entries", "至少 {limit} 项"),
        "maxProperties": ("At most {limit} entries", "最多 {limit} 项"),
    }
    yield (
        "",
        text(*templates[fault.keyword], **names),
        text("Correct it, or leave it out", "请更正或删除此项"),
    )


def _other(fault: _Fault) -> Explained:
    names = {"rule": fault.keyword, "value": str(fault.instance)[:_SHOWN]}
    message = text('"{value}" breaks the rule {rule}', "“{value}”不符合规则 {rule}", **names)
    hint = text("/api/metadata/schemas/ says what may stand here", "此处允许的内容见 /api/metadata/schemas/")
    yield "", message, hint


_EXPLANATIONS: Mapping[str, Callable[[_Fault], Explained]] = {
    "additionalProperties": _unknown,
    "required": _required,
    "type": _type,
    "enum": _choice,
    "const": _choice,
    "pattern": _pattern,
    **dict.fromkeys(
        ("minimum", "maximum", "maxLength", "minLength", "minItems", "minProperties", "maxProperties"), _bound
    ),
}
