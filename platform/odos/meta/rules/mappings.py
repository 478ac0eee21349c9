"""Mappings of conversions: each value fits the field that takes it, and each field that must be filled is.

Rules inside mappings are checked where all rules are; of names that lead nowhere, `checks.conversions` tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from odos.dsl import tree
from odos.dsl.checked import Checked
from odos.dsl.paths import resolve
from odos.dsl.scope import SchemaScope
from odos.dsl.types import record
from odos.fields.computed import COMPUTED_KINDS
from odos.fields.kind import ParseContext
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue, Severity
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.meta.rules.fitting import mismatch, read_rule, type_issues
from odos.meta.rules.pipelines import line_entity
from odos.records.rules.types import type_of
from odos.records.values.inputs import may_not_write
from odos.schema.model import Entity, Field, Schema
from odos.workflow.conversions.extending import SEVERAL

Document = Mapping[str, Any]


@dataclass(frozen=True)
class _Mapping:
    """Where values come from: a record of ``source``, and the records that the targets make. Of ``is_line``:
    a line of it, which knows of no other record. ``may_exist``: the record may be one that exists."""

    schema: Schema
    source: Entity
    targets: Mapping[str, Entity | None]
    is_line: bool = False
    may_exist: bool = False


def mapping_issues(schema: Schema, entity: Entity, conversion: Document) -> Iterator[Issue]:
    """Findings of all targets with their lines, and of what is set in the source afterwards."""
    targets: Document = conversion["targets"]
    made = {key: schema.find_entity(target["target"]) for key, target in targets.items()}
    mapping = _Mapping(schema, entity, made)
    for key, target in targets.items():
        yield from (issue.under("targets", key) for issue in _target(mapping, made[key], target))
        if target.get("link"):
            yield from _written_later(entity, target["link"], "targets", key, "link")
    for name, rule in (conversion.get("effects") or {}).items():
        yield from _written_later(entity, name, "effects", name)
        item = entity.find_field(name)
        if item is not None:
            yield from (issue.under("effects", name) for issue in _computed(mapping, item, rule))


def _written_later(entity: Entity, name: str, *place: str) -> Iterator[Issue]:
    item = entity.find_field(name)
    if item is not None and (item.read_only_after_create or _is_closed(item)):
        yield replace(may_not_write(item.key), path=place)


def _target(mapping: _Mapping, made: Entity | None, target: Document) -> Iterator[Issue]:
    if made is None:
        return
    lines: Document = target.get("lines") or {}
    mapping = replace(mapping, may_exist=target.get("existing") == "choose")
    yield from (issue.under("fields") for issue in _fields(mapping, made, target["fields"], set(lines)))
    for name, document in lines.items():
        line = line_entity(mapping.schema, mapping.source, document["from"])
        into, item = line_entity(mapping.schema, made, name), made.find_field(name)
        if line is not None and into is not None and item is not None:
            inner = _Mapping(mapping.schema, line, {}, is_line=True)
            parent = into.by_id[item.inverse].key if item.inverse else ""
            found = _fields(inner, into, document["fields"], {parent})
            yield from (issue.under("lines", name, "fields") for issue in found)


def _fields(mapping: _Mapping, made: Entity, fields: Document, others: Set[str]) -> Iterator[Issue]:
    """``others``: fields that get their values in another way."""
    found = {name: item for name in fields if (item := made.find_field(name)) is not None}
    for name, item in found.items():
        yield from (issue.under(name) for issue in _value(mapping, item, fields[name]))
    filled = {item.key for item in found.values()} | others
    yield from (_not_mapped(item) for item in made.own_fields() if _is_asked(item) and item.key not in filled)


def _is_asked(item: Field) -> bool:
    """Whether a new record cannot be without a value that somebody gives."""
    return item.required and item.default is None and item.kind != "auto_number" and not _is_closed(item)


def _not_mapped(item: Field) -> Issue:
    message = text(
        '"{name}" is required, but nothing is mapped to it', "“{name}”为必填字段，但没有映射", name=item.key
    )
    return Issue("not_mapped", message, (item.key,), severity="warning")


def _is_closed(item: Field) -> bool:
    """Whether nobody writes the field."""
    return item.read_only or item.kind in COMPUTED_KINDS


def _value(mapping: _Mapping, item: Field, value: Document) -> Iterator[Issue]:
    if _is_closed(item):
        yield replace(may_not_write(item.key), path=())
    elif item.kind == "children":
        yield Issue("not_as_lines", text("Line items are mapped as lines", "明细行应在明细映射中设置"))
    else:
        for way, judge in _WAYS.items():
            if value.get(way) is not None:
                yield from (issue.under(way) for issue in judge(mapping, item, value[way]))
        if value.get("extend") and not (mapping.may_exist and item.kind in SEVERAL):
            message = text(
                "Only fields of several values are added to, of records that may be chosen",
                "只有可选择已有记录的多值字段才能追加",
            )
            yield Issue("not_extended", message, ("extend",))


def _copy(mapping: _Mapping, item: Field, path: str) -> Iterator[Issue]:
    """A copy is sent as it is read: an amount of money is none of a number."""
    node = tree.Path(tuple(path.split(".")))
    found = resolve(node, SchemaScope(mapping.schema, mapping.source, type_of))
    if isinstance(found, Issue):
        return
    if any(step.is_collection for step in found.steps[:-1]):
        message = text("Copy from one record, not from several", "只能从单个记录复制，不能从多个记录复制")
        yield Issue("copied_of_many", message)
    elif found.type.kind == "money" and type_of(item).kind != "money":
        yield mismatch(type_of(item), found.type, "effect_type")
    else:
        yield from type_issues(item, found.type, "effect_type")
        yield from _other_options(item, found.steps[-1].field)


def _computed(mapping: _Mapping, item: Field, rule: str) -> Iterator[Issue]:
    """Options that a rule gives as they are written or stored; all else is known once somebody converts."""
    found = read_rule(mapping.schema, mapping.source, rule, None)
    if not isinstance(found, Checked) or found.issues:
        return
    options, node = item.options.get("options"), found.tree
    if isinstance(node, tree.FieldPath):
        yield from _other_options(item, node.steps[-1].field)
    elif (
        options
        and isinstance(node, tree.Literal)
        and isinstance(node.value, str)
        and node.value not in options
    ):
        yield _no_option(item, [node.value], "error")


def _other_options(item: Field, copied: Field) -> Iterator[Issue]:
    """Options are copied by key: of two lists with nothing in common none fits; a few that are missing are
    told, since whoever converts can choose another."""
    taken, given = (each.options.get("options") for each in (item, copied))
    if not taken or not given:
        return
    missing = [key for key in given if key not in taken]
    if missing:
        yield _no_option(item, missing, "warning" if len(missing) < len(given) else "error")


def _no_option(item: Field, keys: Sequence[str], severity: Severity) -> Issue:
    names = {"name": item.key, "keys": ", ".join(keys[:_SHOWN])}
    message = text('"{name}" has no option {keys}', "“{name}”没有选项 {keys}", **names)
    return Issue("other_options", message, severity=severity)


def _constant(_mapping: _Mapping, item: Field, value: Any) -> Iterator[Issue]:
    """What the kind itself says of the value; currencies are looked up once somebody converts."""
    if item.kind == "references":
        if not isinstance(value, list):
            yield Issue("not_a_list", text("A list of ids", "应为编号列表"))
        return
    named = value.get("currency") if isinstance(value, Mapping) else None
    currencies = dict.fromkeys((_ANY_CURRENCY, str(named or _ANY_CURRENCY).upper()), _MOST_DIGITS)
    try:
        get_kind(item.kind).parse(item, value, ParseContext(_SOME_TIME, _ANY_CURRENCY, currencies))
    except Invalid as refusal:
        yield from refusal.issues


def _record(mapping: _Mapping, item: Field, key: str) -> Iterator[Issue]:
    if mapping.is_line:
        yield _no_other_record()
    elif (made := mapping.targets.get(key)) is not None:
        yield from type_issues(item, record(made.id), "effect_type")


def _source(mapping: _Mapping, item: Field, is_source: bool) -> Iterator[Issue]:
    if mapping.is_line:
        yield _no_other_record()
    elif is_source:
        yield from type_issues(item, record(mapping.source.id), "effect_type")


def _no_other_record() -> Issue:
    message = text("A line takes values of lines only", "明细行只能取自来源明细")
    return Issue("effect_type", message)


_WAYS: Mapping[str, Callable[[_Mapping, Field, Any], Iterator[Issue]]] = {
    "copy": _copy,
    "value": _computed,
    "constant": _constant,
    "record": _record,
    "source": _source,
}
_SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_ANY_CURRENCY = "XTS"  # of ISO 4217, for trials
_MOST_DIGITS = 4
_SHOWN = 5  # options that a finding names
