"""Approvals that are not published yet, as they would be: for trying one out while it is being drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from odos.accounts.principals import Principal
from odos.kernel.issues import Issue, has_errors
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.meta import operations
from odos.meta.changes import Change
from odos.schema.model import Entity
from odos.workflow.approvals.definitions import with_tables


def drafted_workflow(
    *,
    workspace: Workspace,
    changes: Sequence[Change],
    entity: Entity,
    workflow: str,
    actor: Principal,
    now: datetime,
) -> dict[str, Any]:
    """The approval as ``changes`` would make it, with its decision tables, whether it is active or not.

    Raises `Invalid` with everything that is wrong with the changes.
    """
    made = operations.plan(workspace=workspace, changes=changes, actor=actor, now=now)
    if has_errors(made.issues):
        raise Invalid(None, made.issues)
    schema = made.compiled.schema
    drafted = schema.by_id[entity.id]
    for document in drafted.workflows:
        if document["key"] == workflow:
            return with_tables(schema, drafted, document)
    message = text('There is no approval "{key}"', "没有名为“{key}”的审批流程", key=workflow[:80])
    raise Invalid(None, [Issue("unknown_workflow", message, ("workflow",))])
