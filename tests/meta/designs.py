"""Documents and changes for tests of design time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from odos.accounts.principals import Principal
from odos.kernel.workspaces import MAIN, Workspace
from odos.meta.changes import Change
from odos.meta.operations import apply

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ROOT = Principal(user_id=None, username="root", name="Root", workspace=MAIN, is_admin=True)


def put(kind: str, key: str, document: dict[str, Any]) -> Change:
    return Change("put", kind, key, document)


def delete(kind: str, key: str) -> Change:
    return Change("delete", kind, key)


def rename(kind: str, key: str, new_key: str) -> Change:
    return Change("rename", kind, key, new_key=new_key)


def site_visit(**fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": "entity",
        "label": {"en": "Site visit", "zh-hans": "现场拜访"},
        "plural": {"en": "Site visits", "zh-hans": "现场拜访"},
        "fields": {"name": {"kind": "text", "label": {"en": "Name"}, "order": 10}, **fields},
    }


def publish(
    *changes: Change, workspace: Workspace = MAIN, base: int | None = None, confirm: bool = False
) -> int:
    return apply(
        workspace=workspace,
        changes=changes,
        message="test",
        actor=replace(ROOT, workspace=workspace),
        now=NOW,
        base_version=base,
        confirm_destructive=confirm,
    ).version
