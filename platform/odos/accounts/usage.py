"""When a token was last used, written at most every few minutes so that reading stays reading."""

from __future__ import annotations

from datetime import datetime, timedelta

from odos.database.session import execute
from odos.kernel.workspaces import Workspace

PRECISION = timedelta(minutes=5)

_NOTE = (
    "UPDATE access_token SET last_used_at = %s WHERE id = %s AND (last_used_at IS NULL OR last_used_at < %s)"
)


def note_use(workspace: Workspace, *, token_id: int, last_used_at: datetime | None, now: datetime) -> None:
    """Remember that the token was used about now."""
    if last_used_at is None or now - last_used_at > PRECISION:
        execute(workspace, _NOTE, [now, token_id, now - PRECISION])
