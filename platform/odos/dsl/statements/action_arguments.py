"""Arguments of an action against its JSON Schema, as far as a rule can be judged before it runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator

from odos.dsl import findings, tree
from odos.dsl.statements.tree import Argument
from odos.dsl.statements.tree_of_change import RunAction
from odos.kernel.issues import Issue
from odos.kernel.texts import text

Schema = Mapping[str, Any]

_KINDS: Mapping[str, frozenset[str]] = {
    "string": frozenset({"text", "option", "date", "datetime", "time"}),
    "number": frozenset({"number", "percent", "money"}),
    "integer": frozenset({"number"}),
    "boolean": frozenset({"boolean"}),
}
_UNJUDGED = frozenset({"any", "blank"})


def argument_findings(schema: Schema, action: RunAction) -> Iterator[Issue]:
    """What is missing, unknown, or of another type; the action is checked, so that its values have types."""
    known: Mapping[str, Schema] = schema.get("properties") or {}
    given = {item.name for item in action.arguments}
    for name in schema.get("required", ()):
        if name not in given:
            message = text('the action needs "{name}"', "该操作需要参数“{name}”", name=name)
            yield findings.finding("rule_argument", action.at, message)
    for item in action.arguments:
        if item.name in known:
            yield from _misfits(item, known[item.name])
        elif schema.get("additionalProperties") is False:
            message = text('the action takes no "{name}"', "该操作没有参数“{name}”", name=item.name[:80])
            word = findings.proposal(item.name, known)
            yield findings.finding("rule_argument", item.at, message, findings.did_you_mean(word))


def fitting(value: Any, schema: Schema) -> Any:
    """A number as JSON where the schema asks for one; exact numbers are texts elsewhere."""
    wanted = schema.get("type")
    if isinstance(value, Decimal) and wanted == "number":
        return float(value)
    if isinstance(value, Decimal) and wanted == "integer" and value == value.to_integral_value():
        return int(value)
    return value


def _misfits(item: Argument, schema: Schema) -> Iterator[Issue]:
    kind, fits = item.value.type.kind, _KINDS.get(str(schema.get("type")))
    if fits is not None and kind not in fits | _UNJUDGED:
        message = text(
            '"{name}" must be of type {type}', "“{name}”应为 {type} 类型", name=item.name, type=schema["type"]
        )
        yield findings.finding("rule_argument", item.value.at, message)
    elif isinstance(item.value, tree.Literal) and item.value.value is not None:
        for error in Draft202012Validator(schema).iter_errors(fitting(item.value.value, schema)):
            message = text(
                '"{name}" does not fit: {why}',
                "“{name}”不符合要求：{why}",
                name=item.name,
                why=error.message[:200],
            )
            yield findings.finding("rule_argument", item.value.at, message)
