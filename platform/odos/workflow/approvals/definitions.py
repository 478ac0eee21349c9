"""The approvals that an entity has, as documents of the compiled schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from odos.kernel.issues import Issue
from odos.kernel.problems import Conflict, Invalid
from odos.kernel.texts import text
from odos.records.rules.decisions import find_decision
from odos.schema.model import Document, Entity, Schema
from odos.workflow.approvals.definition import Fork, read_definition
from odos.workflow.approvals.world import World

Event = str  # submitted, approved, rejected, returned, recalled, ended


def active_workflows(entity: Entity) -> Iterator[Document]:
    """Those that can be started, in their order."""
    return (document for document in entity.workflows if document.get("active", True))


def choose_workflow(entity: Entity, key: str | None, world: World) -> Document:
    """The one of that key, or else the first, among those whose condition holds for the record."""
    offered = list(active_workflows(entity))
    for document in offered if key is None else [_named(offered, key)]:
        if is_meant(document, world):
            return document
    message = text("No approval is meant for this record", "没有适用于此记录的审批流程")
    hint = text("An administrator can define one in the Studio", "管理员可在设计中心中定义")
    raise Conflict(message, [Issue("no_workflow", message, (), hint)])


def is_meant(document: Document, world: World) -> bool:
    """Whether the workflow's condition holds for the record."""
    return not document.get("when") or world.holds(document["when"])


def with_tables(schema: Schema, entity: Entity, document: Document) -> dict[str, Any]:
    """The document with the texts of its decision tables, so that a running case keeps those too."""
    nodes = read_definition(document["key"], document).by_path.values()
    names = {node.decide for node in nodes if isinstance(node, Fork) and node.take == "table"}
    return {**document, "tables": {name: find_decision(schema, entity, name) for name in sorted(names)}}


def effects(document: Document, event: Event) -> Mapping[str, str]:
    """Fields that are set when that happens, each with the rule of its value."""
    found: Mapping[str, str] = (document.get("effects") or {}).get(event) or {}
    return found


def _named(offered: list[Document], key: str) -> Document:
    for document in offered:
        if document["key"] == key:
            return document
    message = text('There is no approval "{key}"', "没有名为“{key}”的审批流程", key=key[:80])
    raise Invalid(None, [Issue("unknown_workflow", message, ("workflow",))])
