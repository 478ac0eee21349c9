"""What a conversion looks like: a record of one entity becomes records of others, field by field.

Read from a metadata document; nothing is evaluated here. A value is copied along a path, computed by a rule,
always the same, or a record that the same conversion makes or starts from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.schema.model import Entity, Labels, Schema
from odos.workflow.stages.pipelines import Requirement, ordered, read_requirements


@dataclass(frozen=True)
class Source:
    """Where one value comes from: one of these is set."""

    copy: str | None = None
    rule: str | None = None
    record: str | None = None  # another target
    is_source: bool = False
    constant: Any = None  # JSON, as a client would send it
    extends: bool = False  # of several values: added to those of a record that exists


@dataclass(frozen=True)
class Lines:
    """Line items of the source (``origin``, where ``where`` holds) that become lines of the target."""

    field: str
    origin: str
    where: str | None
    fields: Mapping[str, Source]


@dataclass(frozen=True)
class Target:
    """A record to be made of ``entity``, or one that exists and is chosen. ``link``: the field of the source
    that will lead to it."""

    key: str
    entity: str
    label: Labels
    when: str | None
    optional: bool
    may_exist: bool
    existing_filter: str | None
    link: str | None
    fields: Mapping[str, Source]
    lines: tuple[Lines, ...]


@dataclass(frozen=True)
class Conversion:
    """``effects`` are fields of the source that are set afterwards, each with the rule of its value."""

    id: str
    key: str
    label: Labels
    require: tuple[Requirement, ...]
    targets: tuple[Target, ...]
    effects: Mapping[str, str]


def active_conversions(entity: Entity) -> list[Conversion]:
    """Those that can be done, in their order."""
    return [read_conversion(item) for item in entity.conversions if item.get("active", True)]


def get_conversion(entity: Entity, key: str) -> Conversion:
    """The one of that key or former key; raises `NotFound`."""
    for item in entity.conversions:
        if item.get("active", True) and key in {item["key"], *item.get("aliases", ())}:
            return read_conversion(item)
    message = text('There is no conversion "{key}"', "没有名为“{key}”的转化", key=key[:80])
    raise NotFound(None, [Issue("unknown_conversion", message)])


def read_conversion(document: Mapping[str, Any]) -> Conversion:
    """A conversion from a document that is in form."""
    return Conversion(
        id=document["id"],
        key=document["key"],
        label=document.get("label") or {"en": document["key"]},
        require=read_requirements(document.get("require") or {}),
        targets=tuple(_target(key, item) for key, item in ordered(document["targets"])),
        effects=dict(document.get("effects") or {}),
    )


def target_label(schema: Schema, target: Target) -> Labels:
    """What the target is called: by itself, else as its entity is."""
    found = schema.find_entity(target.entity)
    return target.label or (found.label if found else {"en": target.key})


def _target(key: str, item: Mapping[str, Any]) -> Target:
    return Target(
        key=key,
        entity=item["target"],
        label=item.get("label") or {},
        when=item.get("when") or None,
        optional=item.get("optional") is True,
        may_exist=item.get("existing") == "choose",
        existing_filter=item.get("existing_filter") or None,
        link=item.get("link"),
        fields=_fields(item["fields"]),
        lines=tuple(
            Lines(name, lines["from"], lines.get("where") or None, _fields(lines["fields"]))
            for name, lines in ordered(item.get("lines") or {})
        ),
    )


def _fields(items: Mapping[str, Any]) -> Mapping[str, Source]:
    return {
        name: Source(
            item.get("copy"), item.get("value"), item.get("record"),
            item.get("source") is True, item.get("constant"), item.get("extend") is True,
        )
        for name, item in ordered(items)
    }  # fmt: skip
