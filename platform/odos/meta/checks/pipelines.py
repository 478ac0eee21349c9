"""Pipelines: stages are options of a field, and everything that they name must be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.fields.computed import COMPUTED_KINDS
from odos.fields.conforming import did_you_mean
from odos.fields.registry import get_kind
from odos.kernel.issues import Issue
from odos.kernel.texts import text
from odos.meta.checks.parts import check_roles, unknown_field
from odos.meta.design.environment import Environment
from odos.meta.design.outlines import FieldOutline, Outline
from odos.meta.design.rewriting import present_part

Document = Mapping[str, Any]
GATES = ("entry", "exit")


def check_pipeline(environment: Environment, outline: Outline, document: Document) -> Iterator[Issue]:
    """Fields, options, roles. Conditions are rules; see `rules.pipelines`."""
    yield from _stage_field(environment, outline, document)
    yield from _kept_field(environment, outline, document, "since", "datetime")
    yield from _kept_field(environment, outline, document, "confidence", "percent")
    stages: Document = document["stages"]
    for key, stage in stages.items():
        for name in stage.get("required") or {}:
            yield from (issue.under("stages", key, "required", name) for issue in _required(outline, name))
        for name in stage.get("next") or {}:
            if name not in stages:
                yield _unknown_stage(name, stages, "stages", key, "next", name)
        yield from (issue.under("stages", key) for issue in check_roles(environment, stage))


def present_pipeline(environment: Environment, outline: Outline, document: Document) -> Document:
    """A pipeline with present keys of fields."""
    changed = dict(present_part(environment, outline, document))
    changed |= {
        name: _present(outline, changed[name]) for name in ("field", "since", "confidence") if name in changed
    }
    stages = {
        key: {
            **stage,
            "required": {_present(outline, name): item for name, item in stage["required"].items()},
        }
        if stage.get("required")
        else stage
        for key, stage in document["stages"].items()
    }
    return {**changed, "stages": stages}


def _present(outline: Outline, name: str) -> str:
    found = outline.find(name)
    return found.key if found else name


def _stage_field(environment: Environment, outline: Outline, document: Document) -> Iterator[Issue]:
    item = outline.find(document["field"])
    if item is None:
        yield unknown_field(outline, document["field"], "field")
        return
    if item.kind != "option":
        message = text('"{name}" is no field with options', "“{name}”不是选项字段", name=item.key)
        yield Issue("no_option", message, ("field",))
        return
    options = _field_document(environment, outline, item).get("options") or {}
    for key in document["stages"]:
        if key not in options:
            message = text(
                '"{field}" has no option "{name}"', "“{field}”没有选项“{name}”", field=item.key, name=key
            )
            yield Issue("unknown_option", message, ("stages", key), did_you_mean(key, options))


def _kept_field(
    environment: Environment, outline: Outline, document: Document, name: str, kind: str
) -> Iterator[Issue]:
    """A field into which the platform writes when a record enters a stage."""
    key = document.get(name)
    if key is None:
        return
    item = outline.find(key)
    if item is None:
        yield unknown_field(outline, key, name)
    elif item.kind != kind:
        message = text('"{key}" must be of kind {kind}', "“{key}”的类型应为 {kind}", key=item.key, kind=kind)
        yield Issue("wrong_kind", message, (name,))
    elif name == "since" and not _field_document(environment, outline, item).get("read_only"):
        message = text(
            '"{key}" must be read-only: it is kept by the platform',
            "“{key}”须设为只读，由系统维护",
            key=item.key,
        )
        yield Issue("not_read_only", message, (name,))


def _required(outline: Outline, name: str) -> Iterator[Issue]:
    item = outline.find(name)
    if item is None:
        yield unknown_field(outline, name)
    elif item.kind in COMPUTED_KINDS or get_kind(item.kind).storage != "columns":
        message = text('"{name}" cannot be asked for', "“{name}”不能设为必填", name=item.key)
        hint = text(
            "Use an entry condition, such as count(lines) > 0", "请改用进入条件，例如 count(lines) > 0"
        )
        yield Issue("cannot_be_required", message, (), hint)


def _field_document(environment: Environment, outline: Outline, item: FieldOutline) -> Document:
    fields = (environment.stacks[outline.id].document or {}).get("fields") or {}
    found: Document = fields.get(item.birth) or {}
    return found


def _unknown_stage(name: str, stages: Document, *path: str) -> Issue:
    message = text('There is no stage "{name}"', "没有名为“{name}”的阶段", name=name[:80])
    return Issue("unknown_stage", message, path, did_you_mean(name, stages))
