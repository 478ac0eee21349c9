"""Every rule inside documents is parsed and checked before a version is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

from odos.dsl.checker import Checked, check
from odos.dsl.parser import parse
from odos.dsl.scope import SchemaScope
from odos.dsl.types import BOOLEAN, Type
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.meta.results import rolled_entity, type_of
from odos.meta.workflow_rules import workflow_rule_issues
from odos.schema.model import Entity, Field, Schema


def check_rules(schema: Schema, identities: Iterable[str]) -> Iterator[Issue]:
    """Findings of every rule in those entities, their layouts and views; paths end in ``line:column``."""
    for identity in identities:
        entity = schema.by_id[identity]
        for item in entity.own_fields():
            yield from (
                issue.under("entity", entity.key, "fields", item.key)
                for issue in _field(schema, entity, item)
            )
        yield from (issue.under("entity", entity.key) for issue in _formula_cycles(schema, entity))
        for view in entity.views:
            yield from (
                issue.under("view", view["key"]) for issue in _condition(schema, entity, view, "filter")
            )
        for workflow in entity.workflows:
            check_rule = partial(_rule, schema, entity)
            found = workflow_rule_issues(workflow, check_rule)
            yield from (issue.under("workflow", workflow["key"]) for issue in found)
        for layout in entity.layouts:
            yield from (issue.under("layout", layout["key"]) for issue in _related(schema, layout))


def _field(schema: Schema, entity: Entity, item: Field) -> Iterator[Issue]:
    if item.default is not None:
        yield from _default(schema, entity, item)
    if item.kind == "formula":
        yield from _formula(schema, entity, item)
    if item.kind == "rollup":
        child = rolled_entity(schema, entity, str(item.options["over"]))
        yield from _condition(schema, child, item.options, "where")
    if "filter" in item.options and item.target:
        yield from _condition(schema, schema.target_of(item), item.options, "filter")


def _related(schema: Schema, layout: Mapping[str, Any]) -> Iterator[Issue]:
    for key, item in (layout.get("related") or {}).items():
        found = _condition(schema, schema.find_entity(item["entity"]), item, "filter")
        yield from (issue.under("related", key) for issue in found)


def _condition(
    schema: Schema, entity: Entity | None, document: Mapping[str, Any], name: str
) -> Iterator[Issue]:
    rule = document.get(name)
    if rule and entity is not None:
        found = _read(schema, entity, str(rule), BOOLEAN)
        yield from (issue.under(name) for issue in _issues(found))


def _default(schema: Schema, entity: Entity, item: Field) -> Iterator[Issue]:
    """A default is worked out before there is a record: it may not read fields."""
    if get_kind(item.kind).storage != "columns":
        return
    found = _read(schema, entity, str(item.default), None)
    yield from (issue.under("default") for issue in _issues(found))
    if isinstance(found, Checked) and not found.issues:
        if found.paths:
            message = text("A default cannot read fields of the record", "默认值不能读取记录的字段")
            hint = text(
                "Use values, today, now or user; or a formula", "请使用固定值、today、now 或 user，或改用公式"
            )
            yield Issue("default_reads_fields", message, ("default",), hint)
        yield from _fitting(item, found)


def _fitting(item: Field, found: Checked) -> Iterator[Issue]:
    """Whether the default is of the field's type; an option or a record may be written as text."""
    wanted, given = type_of(item), found.type
    if given.kind in {"blank", "any", wanted.kind} or (wanted.is_numeric and given.is_numeric):
        return
    if given.kind in _ALSO.get(wanted.kind, ()):
        return
    names = {"wanted": wanted.kind, "given": given.kind}
    message = text(
        "The default is {given}, the field {wanted}", "默认值类型为 {given}，字段类型为 {wanted}", **names
    )
    yield Issue("default_type", message, ("default",))


_ALSO: Mapping[str, tuple[str, ...]] = {
    "text": ("option",),
    "option": ("text",),
    "optionset": ("text", "option", "list"),
    "datetime": ("date",),
    "record": ("text", "number"),
}


def _formula(schema: Schema, entity: Entity, item: Field) -> Iterator[Issue]:
    found = _read(schema, entity, str(item.options["expression"]), None)
    yield from (issue.under("expression") for issue in _issues(found))
    if not isinstance(found, Checked) or found.issues:
        return
    if not found.is_own:
        message = text("A formula reads only fields of its own record", "公式只能读取本记录的字段")
        hint = text("Bring values of other records here with a rollup", "请使用汇总字段引入其他记录的值")
        yield Issue("formula_reads_others", message, ("expression",), hint)
    elif found.volatility == "context":
        message = text(
            "A stored formula cannot depend on the time or the user", "存储的公式不能依赖当前时间或用户"
        )
        hint = text("Use it in a filter or a default instead", "请在筛选条件或默认值中使用")
        yield Issue("formula_not_stable", message, ("expression",), hint)


def _formula_cycles(schema: Schema, entity: Entity) -> Iterator[Issue]:
    formulas = {item.id: item for item in entity.fields_of_kind("formula")}
    reads: dict[str, set[str]] = {}
    for identity, item in formulas.items():
        found = _read(schema, entity, str(item.options["expression"]), None)
        reads[identity] = set(found.field_ids) & formulas.keys() if isinstance(found, Checked) else set()
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        keys = " → ".join(formulas[identity].key for identity in error.args[1])
        message = text("Formulas go in a circle: {keys}", "公式循环引用：{keys}", keys=keys)
        yield Issue("cycle", message, ("fields", formulas[error.args[1][0]].key, "expression"))


def _rule(schema: Schema, entity: Entity, rule: str, expected: Type | None) -> Iterator[Issue]:
    yield from _issues(_read(schema, entity, rule, expected))


def _read(schema: Schema, entity: Entity, rule: str, expected: Type | None) -> Checked | Invalid:
    try:
        return check(parse(rule), SchemaScope(schema, entity, type_of), expected=expected)
    except Invalid as refusal:
        return refusal


def _issues(found: Checked | Invalid) -> tuple[Issue, ...]:
    return found.issues
