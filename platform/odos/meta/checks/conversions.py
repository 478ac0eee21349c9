"""Conversions: targets, their fields and lines must be there, and values must come from somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.meta.checks.parts import unknown_entity, unknown_field
from odos.meta.design.environment import Environment
from odos.meta.design.outlines import Outline
from odos.meta.design.rewriting import follow, present_part
from odos.workflow.stages.pipelines import ordered

Document = Mapping[str, Any]
Place = tuple[str, ...]
WAYS = ("copy", "value", "constant", "record", "source")


def check_conversion(environment: Environment, outline: Outline, document: Document) -> Iterator[Issue]:
    """Names. Conditions and values are rules; see `rules.pipelines`."""
    targets: Document = document["targets"]
    for key, target in targets.items():
        found = (issue.under("targets", key) for issue in _target(environment, outline, targets, key, target))
        yield from found
    for name in document.get("effects") or {}:
        if outline.find(name) is None:
            yield unknown_field(outline, name, "effects", name)


def present_conversion(environment: Environment, outline: Outline, document: Document) -> Document:
    """A conversion with the present keys of its targets; fields in it are found by former keys as well."""
    targets = {key: _present_target(environment, target) for key, target in document["targets"].items()}
    return {**present_part(environment, outline, document), "targets": targets}


def _present_target(environment: Environment, target: Document) -> Document:
    found = environment.find(target["target"])
    return {**target, "target": found.key} if found else target


def _target(
    environment: Environment, outline: Outline, targets: Document, key: str, target: Document
) -> Iterator[Issue]:
    made = environment.find(target["target"])
    if made is None:
        yield unknown_entity(environment, target["target"], "target")
        return
    link = outline.find(target["link"]) if target.get("link") else None
    if target.get("link") and (link is None or environment.target(link) is not made):
        names = {"name": target["link"], "entity": made.key}
        yield Issue(
            "not_referring",
            text('"{name}" does not lead to {entity}', "“{name}”没有指向 {entity}", **names),
            ("link",),
        )
    for name, value in target["fields"].items():
        yield from (issue.under("fields", name) for issue in _value(environment, outline, made, name, value))
        if value.get("record") is not None:
            found = _other_target(targets, key, value["record"])
            yield from (issue.under("fields", name, "record") for issue in found)
    for name, lines in (target.get("lines") or {}).items():
        yield from (issue.under("lines", name) for issue in _lines(environment, outline, made, name, lines))


def _other_target(targets: Document, key: str, name: str) -> Iterator[Issue]:
    """A record of the same conversion has to be made before the one that refers to it."""
    keys = [each for each, _ in ordered(targets)]
    if name not in keys or name == key:
        message = text('There is no target "{name}"', "没有名为“{name}”的转化目标", name=name)
        yield Issue("unknown_target", message)
    elif keys.index(name) > keys.index(key):
        message = text('"{name}" is made only after this one', "“{name}”在此目标之后才创建", name=name)
        yield Issue("made_later", message)


def _lines(
    environment: Environment, outline: Outline, made: Outline, name: str, lines: Document
) -> Iterator[Issue]:
    into, taken = _line_entity(environment, made, name), _line_entity(environment, outline, lines["from"])
    if into is None:
        yield unknown_field(made, name)
    if taken is None:
        yield unknown_field(outline, lines["from"], "from")
    if into is None or taken is None:
        return
    for key, value in lines["fields"].items():
        yield from (issue.under("fields", key) for issue in _value(environment, taken, into, key, value))


def _line_entity(environment: Environment, outline: Outline, name: str) -> Outline | None:
    item = outline.find(name)
    return environment.target(item) if item is not None and item.kind == "children" else None


def _value(
    environment: Environment, source: Outline, made: Outline, name: str, value: Document
) -> Iterator[Issue]:
    if made.find(name) is None:
        yield unknown_field(made, name)
    if sum(way in value for way in WAYS) != 1:
        message = text("Say one of {ways}", "请指定 {ways} 之一", ways=", ".join(WAYS))
        yield Issue("one_way", message)
    elif "copy" in value and follow(environment, source, value["copy"]) is None:
        yield unknown_field(source, value["copy"], "copy")
