"""Approvals in flight that a change touches. None is at risk: a case keeps what it was started with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from odos.kernel.workspaces import Workspace
from odos.schema.model import Document, Entity, Schema
from odos.workflow.approvals.queries import count_going_on


@dataclass(frozen=True)
class TouchedApproval:
    """An approval that is changed or goes, with the number of cases that go on as they were."""

    workflow: Document
    entity: str
    cases: int
    is_gone: bool

    def as_json(self) -> dict[str, Any]:
        """The wire form."""
        return {
            "workflow": self.workflow["key"],
            "label": self.workflow.get("label"),
            "entity": self.entity,
            "cases": self.cases,
            "gone": self.is_gone,
        }


def touched_approvals(workspace: Workspace, old: Schema, new: Schema) -> tuple[TouchedApproval, ...]:
    """Every approval that differs and has cases going on."""
    return tuple(
        TouchedApproval(workflow, former.key, cases, is_gone)
        for identity, former in old.by_id.items()
        for workflow, is_gone in _differing(former, new.by_id.get(identity))
        if (cases := count_going_on(workspace=workspace, entity=former, workflow=workflow["key"]))
    )


def _differing(former: Entity, entity: Entity | None) -> Iterator[tuple[Document, bool]]:
    if entity is former:
        return
    present = {document["id"]: document for document in (entity.workflows if entity else ())}
    for document in former.workflows:
        other = present.get(document["id"])
        if other != document:
            yield document, other is None
