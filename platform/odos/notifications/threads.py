"""Mails about one record stand in one thread: they refer to one made-up first message."""

from __future__ import annotations

from odos.kernel.workspaces import Workspace


def thread_of(workspace: Workspace, entity_id: str, record_id: int) -> str:
    """The name of that message, without its domain."""
    return f"odos.{workspace.key}.{entity_id}.{record_id}"
