"""Rules read against an entity, and whether a value is of a field's type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from odos.dsl.checked import Checked
from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.scope import SchemaScope
from odos.dsl.types import Type
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.rules.types import type_of
from odos.schema.model import Entity, Field, Schema


def read_rule(schema: Schema, entity: Entity, rule: str, expected: Type | None) -> Checked | Invalid:
    """The checked rule, or the refusal of one that cannot be parsed; both have ``issues``."""
    try:
        return check(parse(rule), SchemaScope(schema, entity, type_of), expected=expected)
    except Invalid as refusal:
        return refusal


def result_issues(item: Field, found: Checked | Invalid, code: str) -> Iterator[Issue]:
    """Whether what a rule gives is of the field's type; of a rule with other faults those tell."""
    if isinstance(found, Checked) and not found.issues:
        yield from type_issues(item, found.type, code)


def type_issues(item: Field, given: Type, code: str) -> Iterator[Issue]:
    """Whether a type is the field's; an option or a record may be written as text."""
    wanted = type_of(item)
    if given.kind in {"blank", "any"} or given.kind in _ALSO.get(wanted.kind, ()):
        return
    if wanted.is_numeric and given.is_numeric:
        return
    if given.kind == wanted.kind and _leads_to(given) in {None, _leads_to(wanted)}:
        return
    if given.kind == wanted.kind:
        yield Issue(code, text("The value leads to records of another entity", "取值指向其他实体的记录"))
    else:
        yield mismatch(wanted, given, code)


def mismatch(wanted: Type, given: Type, code: str) -> Issue:
    """The finding for a value of a type that the field does not take."""
    names = {"wanted": wanted.kind, "given": given.kind}
    return Issue(
        code,
        text("The value is {given}, the field {wanted}", "值的类型为 {given}，字段类型为 {wanted}", **names),
    )


def _leads_to(given: Type) -> str | None:
    return given.item.entity if given.item else given.entity


_ALSO: Mapping[str, tuple[str, ...]] = {
    "text": ("option",),
    "option": ("text",),
    "optionset": ("text", "option", "list"),
    "datetime": ("date",),
    "record": ("text", "number"),
}
