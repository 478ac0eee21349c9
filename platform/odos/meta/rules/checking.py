"""Every rule inside documents is parsed and checked before a version is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from graphlib import CycleError, TopologicalSorter
from typing import Any

from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.paths import resolve
from odos.dsl.scope import SchemaScope
from odos.dsl.types import BOOLEAN, Type
from odos.fields.computed import COMPUTED_KINDS, is_computed_when_read
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.meta.checks.routes import route_issues
from odos.meta.entities.results import RESULTS, rolled_entity
from odos.meta.rules.documents import rule_issues
from odos.meta.rules.fitting import read_rule, result_issues
from odos.meta.rules.mappings import mapping_issues
from odos.meta.rules.pipelines import Written, part_rules
from odos.meta.rules.templates import template_issues
from odos.meta.rules.workflows import workflow_rule_issues
from odos.records.checks.conditions import CONDITIONS
from odos.records.computed.defaults import own_reads
from odos.records.computed.derived import derived_rule
from odos.records.computed.graph import find_circle, is_late
from odos.records.rules.types import type_of
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
        yield from (issue.under("entity", entity.key) for issue in _default_circle(schema, entity))
        yield from (issue.under("entity", entity.key) for issue in _query_groups(schema, entity))
        for view in entity.views:
            yield from (
                issue.under("view", view["key"]) for issue in _condition(schema, entity, view, "filter")
            )
        for workflow in entity.workflows:
            check_rule = partial(_rule, schema, entity)
            found = workflow_rule_issues(workflow, check_rule)
            others = (*_effects(schema, entity, workflow), *route_issues(schema, entity, workflow))
            yield from (issue.under("workflow", workflow["key"]) for issue in (*found, *others))
        for part in (*entity.pipelines, *entity.conversions):
            for written in part_rules(schema, entity, part):
                found = _written(schema, written)
                yield from (issue.under(part["kind"], part["key"], *written.place) for issue in found)
        for conversion in entity.conversions:
            found = mapping_issues(schema, entity, conversion)
            yield from (issue.under("conversion", conversion["key"]) for issue in found)
        for template in entity.templates:
            found = template_issues(schema, entity, template)
            yield from (issue.under("template", template["key"]) for issue in found)
        yield from rule_issues(schema, entity)
        for layout in entity.layouts:
            yield from (issue.under("layout", layout["key"]) for issue in _related(schema, layout))
    yield from _circles(schema)


def _query_groups(schema: Schema, entity: Entity) -> Iterator[Issue]:
    """Every path of a group of conditions leads to a field or to related records."""
    scope = SchemaScope(schema, entity, type_of)
    for group in entity.query_groups:
        for path in group["fields"]:
            found = resolve(tree.Path(tuple(path.split("."))), scope)
            if isinstance(found, Issue):
                yield replace(found, path=("query_groups", group["key"], "fields", path))


def _field(schema: Schema, entity: Entity, item: Field) -> Iterator[Issue]:
    if item.default is not None:
        yield from _default(schema, entity, item)
    if item.kind == "rollup":
        child = rolled_entity(schema, entity, str(item.options["over"]))
        faults = list(_condition(schema, child, item.options, "where"))
        yield from faults
        if faults:
            return
    if item.kind in COMPUTED_KINDS:
        yield from _computed(schema, entity, item)
    for name in CONDITIONS:
        yield from _field_condition(schema, entity, item, name)
    if "filter" in item.options and item.target:
        yield from _condition(schema, schema.target_of(item), item.options, "filter")


def _field_condition(schema: Schema, entity: Entity, item: Field, name: str) -> Iterator[Issue]:
    """Conditions are asked before the record is written: of its fields and of records that it refers to."""
    rule = getattr(item, name)
    if not rule:
        return
    found = read_rule(schema, entity, str(rule), BOOLEAN)
    yield from (issue.under(name) for issue in (*_issues(found), *_reads_later(schema, entity, found)))


def _reads_later(schema: Schema, entity: Entity, found: Checked | Invalid) -> Iterator[Issue]:
    if isinstance(found, Invalid) or found.issues:
        return
    late = {other.id for other in entity.fields.values() if is_late(schema, entity, other)}
    if any(path.type.kind == "list" or path.ids[0] in late for path in found.paths):
        message = text(
            "A condition reads fields of the record and of records that it refers to, but no collections"
            " and nothing that is computed from other records",
            "条件只能读取本记录及其引用记录的字段，不能读取集合或由其他记录计算的字段",
        )
        yield Issue("condition_reads_later", message)


def _written(schema: Schema, written: Written) -> Iterator[Issue]:
    """A rule of a pipeline or conversion; of what is not there, another finding tells."""
    if written.entity is None:
        return
    found = read_rule(schema, written.entity, written.rule, written.expected)
    yield from _issues(found)
    if written.into is not None:
        yield from result_issues(written.into, found, "effect_type")
    if written.early:
        yield from _reads_later(schema, written.entity, found)


def _related(schema: Schema, layout: Mapping[str, Any]) -> Iterator[Issue]:
    for key, item in (layout.get("related") or {}).items():
        found = _condition(schema, schema.find_entity(item["entity"]), item, "filter")
        yield from (issue.under("related", key) for issue in found)


def _condition(
    schema: Schema, entity: Entity | None, document: Mapping[str, Any], name: str
) -> Iterator[Issue]:
    rule = document.get(name)
    if rule and entity is not None:
        found = read_rule(schema, entity, str(rule), BOOLEAN)
        yield from (issue.under(name) for issue in _issues(found))


def _default(schema: Schema, entity: Entity, item: Field) -> Iterator[Issue]:
    """A default is worked out before the record is computed: it reads what was given, and other defaults."""
    if get_kind(item.kind).storage != "columns":
        return
    found = read_rule(schema, entity, str(item.default), None)
    yield from (issue.under("default") for issue in _issues(found))
    if isinstance(found, Checked) and not found.issues:
        if not _is_known_early(entity, found):
            message = text(
                "A default reads fields of its own record that are not computed, and records chosen in them",
                "默认值只能读取本记录中非计算的字段，以及在这些字段中选择的记录",
            )
            hint = text("Use a formula for what must follow other values", "若需随其他值变化，请改用公式")
            yield Issue("default_reads_fields", message, ("default",), hint)
        yield from (issue.under("default") for issue in result_issues(item, found, "default_type"))


def _default_circle(schema: Schema, entity: Entity) -> Iterator[Issue]:
    """Each default comes after those that it reads, so that they may not wait for each other."""
    rules = {
        item.id: read_rule(schema, entity, item.default, None) for item in entity.own_fields() if item.default
    }
    needs = {
        key: own_reads(rule) & rules.keys()
        for key, rule in rules.items()
        if isinstance(rule, Checked) and not rule.issues
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = [entity.by_id[key].key for key in reversed(error.args[1])]
        message = text("Defaults go in a circle: {keys}", "默认值循环引用：{keys}", keys=" → ".join(circle))
        yield Issue("cycle", message, ("fields", circle[0], "default"))


def _effects(schema: Schema, entity: Entity, workflow: Mapping[str, Any]) -> Iterator[Issue]:
    """What an approval sets is of the field's type; rules with other faults are told of already."""
    for event, values in (workflow.get("effects") or {}).items():
        for key, rule in values.items():
            item, found = entity.find_field(key), read_rule(schema, entity, str(rule), None)
            if item is not None:
                issues = result_issues(item, found, "effect_type")
                yield from (issue.under("effects", event, key) for issue in issues)


def _is_known_early(entity: Entity, found: Checked) -> bool:
    """Whether it reads what was given, and what other records hold that were given: no collections, and not
    the record that a line item belongs to, which is saved along with it."""
    paths = found.paths
    own = [entity.by_id.get(path.ids[0]) for path in paths if path.root == "record"]
    if any(item is None or item.kind in _NOT_YET_KNOWN for item in own) or found.lookups:
        return False
    above = entity.line_of and entity.line_of.parent_field
    return not any(path.type.kind == "list" or (len(path.ids) > 1 and path.ids[0] == above) for path in paths)


_NOT_YET_KNOWN = COMPUTED_KINDS | {"auto_number", "children", "references"}


def _computed(schema: Schema, entity: Entity, item: Field) -> Iterator[Issue]:
    attribute = _SAID_IN[item.kind]
    try:
        found = derived_rule(schema, entity, item)
    except Invalid as refusal:
        yield from (issue.under(attribute) for issue in refusal.issues)
        return
    yield from (issue.under(attribute) for issue in found.issues)
    if found.issues:
        return
    if found.type.kind not in {*RESULTS, "blank", "any"}:
        message = text("This leads to a record or a list, not to a value", "结果是记录或列表，而不是单个值")
        hint = text("Name one of its fields, as in account.name", "请指定其中一个字段，例如 account.name")
        yield Issue("formula_result", message, (attribute,), hint)
    if item.kind == "rollup" and is_computed_when_read(item):
        message = text("A rollup cannot depend on the time or the user", "汇总不能依赖当前时间或用户")
        hint = text(
            "Use a formula, as in count(tasks where due_date < today): it is computed when it is read",
            "请使用公式，例如 count(tasks where due_date < today)，它在读取时计算",
        )
        yield Issue("rollup_not_stable", message, ("where",), hint)
    if item.kind == "score" and found.volatility == "context":
        message = text("A score cannot depend on who looks at it", "评分不能依赖查看者")
        yield Issue("score_of_user", message, (attribute,))
    yield from (issue.under(attribute) for issue in _impossible(item))


_SAID_IN: Mapping[str, str] = {
    "formula": "expression",
    "lookup": "path",
    "rollup": "function",
    "score": "kind",
}


def _impossible(item: Field) -> Iterator[Issue]:
    """What asks for a column of a field that has none."""
    if is_computed_when_read(item) and (item.unique or item.indexed or item.searchable):
        message = text(
            "It depends on the time or the user, so it is computed when it is read: it cannot be indexed,"
            " searched or unique",
            "该字段依赖当前时间或用户，在读取时计算，因此不能建立索引、搜索或设为唯一",
        )
        yield Issue("computed_when_read", message)


def _circles(schema: Schema) -> Iterator[Issue]:
    """Computed fields of any entities that depend on themselves, with the circle shown."""
    circle = find_circle(schema)
    if circle is None:
        return
    names = [(schema.by_id[owner], schema.by_id[owner].by_id[field]) for owner, field in circle.fields]
    alone = len({entity.id for entity, _ in names}) == 1
    keys = " → ".join(item.key if alone else f"{entity.key}.{item.key}" for entity, item in names)
    message = text("Computed fields go in a circle: {keys}", "计算字段循环引用：{keys}", keys=keys)
    entity, item = names[0]
    yield Issue("cycle", message, ("entity", entity.key, "fields", item.key, _SAID_IN[item.kind]))


def _rule(schema: Schema, entity: Entity, rule: str, expected: Type | None) -> Iterator[Issue]:
    yield from _issues(read_rule(schema, entity, rule, expected))


def _issues(found: Checked | Invalid) -> tuple[Issue, ...]:
    return found.issues
