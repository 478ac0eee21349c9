"""Roles: entities, fields and references that they name must be there and fit; their rules must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.access.masks import MASKABLE
from odos.dsl.checker import check
from odos.dsl.parser import parse
from odos.dsl.scope import SchemaScope
from odos.dsl.types import BOOLEAN
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.meta.checks.parts import unknown_entity, unknown_field
from odos.meta.design.environment import Environment
from odos.meta.design.outlines import Outline
from odos.records.rules.types import type_of
from odos.schema.model import Entity, Schema

Document = Mapping[str, Any]
EVERY_ENTITY = "*"


def check_role(environment: Environment, document: Document) -> Iterator[Issue]:
    """Names in what is granted and in what is kept back of fields."""
    for name, grant in (document.get("entities") or {}).items():
        outline = environment.find(name)
        if outline is not None:
            faults = _references(environment, outline, grant)
        elif name == EVERY_ENTITY:
            faults = _too_particular(grant)
        else:
            faults = iter([unknown_entity(environment, name)])
        yield from (issue.under("entities", name) for issue in faults)
    for name, veils in (document.get("fields") or {}).items():
        outline = environment.find(name)
        faults = _veils(outline, veils) if outline else iter([unknown_entity(environment, name)])
        yield from (issue.under("fields", name) for issue in faults)


def check_role_rules(schema: Schema) -> Iterator[Issue]:
    """Every rule in a role, against the entities of ``schema``."""
    for key, document in schema.roles.items():
        for name, grant in (document.get("entities") or {}).items():
            for place, right in rights_of(grant):
                rule = right.get("rule") if isinstance(right, Mapping) else None
                yield from _rule(schema, name, rule, "role", key, "entities", name, *place, "rule")
        for name, veils in (document.get("fields") or {}).items():
            for field, veil in veils.items():
                yield from _rule(schema, name, veil.get("when"), "role", key, "fields", name, field, "when")


def rights_of(grant: Document) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each right in a grant with its place."""
    for name, right in grant.items():
        if name == "actions":
            yield from (((name, action), value) for action, value in right.items())
        elif name != "managers":
            yield (name,), right


def _references(environment: Environment, outline: Outline, grant: Document) -> Iterator[Issue]:
    for place, right in rights_of(grant):
        for position, name in enumerate(right.get("from") or () if isinstance(right, Mapping) else ()):
            item = outline.find(name)
            if item is None:
                yield unknown_field(outline, name, *place, "from", str(position))
            elif item.kind not in {"reference", "parent"} or environment.target(item) is None:
                message = text('"{key}" refers to no record', "“{key}”不是引用字段", key=item.key)
                yield Issue("not_a_reference", message, (*place, "from", position))


def _too_particular(grant: Document) -> Iterator[Issue]:
    for place, right in rights_of(grant):
        if isinstance(right, Mapping) and (right.get("rule") or right.get("from")):
            message = text(
                "Rules and references belong to one entity", "规则和引用只能用于具体的实体，不能用于全部实体"
            )
            yield Issue("names_no_entity", message, place, text("Name the entity", "请指定实体"))


def _veils(outline: Outline, veils: Document) -> Iterator[Issue]:
    for key, veil in veils.items():
        item = outline.find(key)
        if item is None:
            yield unknown_field(outline, key, key)
        elif veil.get("see") == "mask" and item.kind not in MASKABLE:
            message = text(
                '"{key}" is no text that could be masked', "“{key}”不是可脱敏的文本字段", key=item.key
            )
            hint = text("Hide it instead", "请改为隐藏该字段")
            yield Issue("not_maskable", message, (key, "see"), hint)


def _rule(schema: Schema, name: str, rule: object, *path: str) -> Iterator[Issue]:
    entity = schema.find_entity(name)
    if not rule or entity is None:
        return
    yield from (issue.under(*path) for issue in _findings(schema, entity, str(rule)))


def _findings(schema: Schema, entity: Entity, rule: str) -> tuple[Issue, ...]:
    try:
        return check(
            parse(rule), SchemaScope(schema, entity, type_of), expected=BOOLEAN, needs_sql=True
        ).issues
    except Invalid as refusal:
        return refusal.issues
