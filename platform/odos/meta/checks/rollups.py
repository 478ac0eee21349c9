"""What a rollup runs over: a children field, or ``entity.field`` of a reference to us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.texts import Text, text
from odos.meta.checks.parts import unknown_entity, unknown_field
from odos.meta.design.environment import Environment
from odos.meta.design.outlines import FieldOutline, Outline


def check_rollup(environment: Environment, outline: Outline, document: Mapping[str, Any]) -> Iterator[Issue]:
    """Whether a rollup leads to records that refer to ours, and takes a field that they have."""
    found = find_rolled(environment, outline, str(document.get("over")))
    if isinstance(found, Issue):
        yield found
        return
    entity, _ = found
    name = document.get("field")
    if name is not None and entity.find(str(name)) is None:
        yield unknown_field(entity, str(name), "field")


def find_rolled(
    environment: Environment, outline: Outline, over: str
) -> tuple[Outline, FieldOutline] | Issue:
    """What a rollup runs over: the entity, and its reference to ours; or what is wrong."""
    head, _, tail = over.partition(".")
    if tail:
        other = environment.find(head)
        if other is None:
            return unknown_entity(environment, head, "over")
        reference = other.find(tail)
        if reference is None:
            return unknown_field(other, tail, "over")
    else:
        children = outline.find(head)
        if children is None:
            return unknown_field(outline, head, "over")
        other, reference = environment.target(children), environment.inverse(children)
        if children.kind != "children" or other is None or reference is None:
            return Issue("not_children", _not_children(head), ("over",))
    if environment.target(reference) is not outline:
        return Issue("not_referring", _not_referring(over, outline.key), ("over",))
    return other, reference


def _not_children(name: str) -> Text:
    return text('"{name}" is not a field with line items', "“{name}”不是明细字段", name=name)


def _not_referring(over: str, entity: str) -> Text:
    return text('"{over}" does not refer to {entity}', "“{over}”没有引用 {entity}", over=over, entity=entity)
