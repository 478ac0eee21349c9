"""Example records of a package, and the people who own them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings

from odos.accounts.operations import set_password, set_roles
from odos.accounts.principals import Principal
from odos.kernel.problems import NotFound
from odos.kernel.texts import text
from odos.kernel.workspaces import Workspace
from odos.packages.approval_scripts import load_approvals
from odos.packages.rows import load_rows, read_row_files
from odos.packages.segment_examples import load_segments
from odos.records.context import person_context
from odos.storage.active import active_schema

ROLES = "_roles"
SEGMENTS = "segments"
APPROVALS = "approvals"  # the folder of what examples have been through, see `approval_scripts`


def load_demo(
    *,
    workspace: Workspace,
    key: str,
    actor: Principal,
    now: datetime,
    password: str | None = None,
    folder: Path | None = None,
) -> Mapping[str, int]:
    """Load a package's examples that are not there yet; gives their number by entity.

    New example users get their roles, and ``password``; without one nobody can sign in as they.
    """
    rows = (folder or Path(settings.ODOS_METADATA_DIR)) / key / "demo"
    if not rows.is_dir():
        raise NotFound(text('The package "{key}" has no examples', "软件包“{key}”没有示例数据", key=key))
    context = person_context(workspace, active_schema(workspace), actor, now, source="cli")
    placed = load_rows(context=context, folder=rows)
    roles = dict(_roles(rows))
    for name, user_id in placed.fresh.get("user", {}).items():
        set_roles(workspace=workspace, user_id=user_id, roles=roles.get(name, []))
        if password:
            set_password(workspace=workspace, user_id=user_id, password=password, now=now)
    further = {
        SEGMENTS: load_segments(context=context, folder=rows / SEGMENTS),
        APPROVALS: load_approvals(context=context, folder=rows / APPROVALS),
    }
    return {**placed.added, **{key: number for key, number in further.items() if number}}


def _roles(folder: Path) -> Iterator[tuple[str, list[str]]]:
    for file in read_row_files(folder):
        if file.entity == "user":
            yield from ((key, list(row.get(ROLES, ()))) for key, row in file.rows.items())
