"""Segments among a package's examples, and the records that name them.

A file in ``demo/segments`` holds segments of records of one entity::

    entity: account
    segments:
      - key: quiet_accounts
        name: Long silent
        filter: not any(communications where at >= today - 60 days)
        by: li.na
        audience: {everyone: true}
        named_by: {campaign: {'@summit': audience}}

A segment that was ever made is left alone, so that loading again adds only what is new. ``named_by`` tells
by entity which field of which row names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from odos.database.session import transaction
from odos.kernel.problems import Invalid
from odos.packages.example_people import as_user
from odos.packages.models import PlacedRow
from odos.packages.row_values import Keys
from odos.packages.yaml_files import read_mapping
from odos.personal.segments import AUDITED_AS, create_segment
from odos.records.context import Context
from odos.records.writes.operations import update_record

_GIVEN = ("key", "name", "filter", "kind", "audience")


def load_segments(*, context: Context, folder: Path) -> int:
    """Make those of every file of ``folder``, in one transaction; gives their number. Raises `Invalid` with
    file and key."""
    made = 0
    with transaction(context.workspace):
        keys = Keys(context)
        for path in sorted(folder.glob("*.yaml")):
            content = read_mapping(path, f"{folder.name}/{path.name}")
            for said in content.get("segments") or ():
                try:
                    made += _load(context, keys, content["entity"], said)
                except Invalid as refusal:
                    issues = [issue.under(path.name, said["key"]) for issue in refusal.issues]
                    raise Invalid(None, issues) from refusal
    return made


def _load(context: Context, keys: Keys, entity: str, said: Mapping[str, Any]) -> bool:
    if PlacedRow.objects.filter(entity_id=AUDITED_AS, key=said["key"]).exists():
        return False
    owner = as_user(context, said["by"])
    given = {name: said[name] for name in _GIVEN if name in said}
    segment = create_segment(context=owner, given={"entity": entity, **given})
    PlacedRow.objects.create(entity_id=AUDITED_AS, key=said["key"], record_id=segment.pk)
    for holder, rows in (said.get("named_by") or {}).items():
        for row, field in rows.items():
            record_id = keys.find(context.schema.get_entity(holder), row.removeprefix("@"))
            update_record(
                context=context, entity=holder, record_id=record_id, values={field: str(segment.pk)}
            )
    return True
