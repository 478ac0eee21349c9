"""How long entries are kept: by entity, as the settings of the application say; without a rule for ever."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dateutil.relativedelta import relativedelta

from odos.audit.entries import APPLICATION, Origin
from odos.audit.removing import prune_entries
from odos.kernel.workspaces import Workspace
from odos.schema.model import Schema


def months_kept(schema: Schema) -> dict[str, int]:
    """By identity of the entity; the application as a whole among them."""
    rules: Mapping[str, Any] = schema.settings.get("audit") or {}
    usual, special = rules.get("keep_months"), rules.get("entities") or {}
    kept = {APPLICATION: usual}
    for entity in schema.entities.values():
        names = (entity.key, *entity.aliases)
        kept[entity.id] = next((special[name] for name in names if name in special), usual)
    return {identity: int(months) for identity, months in kept.items() if months}


def apply_retention(
    *, workspace: Workspace, schema: Schema, admin_url: str, origin: Origin
) -> dict[str, int]:
    """Remove what is kept no longer; gives the numbers by identity of the entity."""
    removed = {}
    for identity, months in months_kept(schema).items():
        before = origin.at - relativedelta(months=months)
        number = prune_entries(
            workspace=workspace, admin_url=admin_url, entity_id=identity, before=before, origin=origin
        )
        if number:
            removed[identity] = number
    return removed
