"""What endpoints leave in the audit trail beside the changes of records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from odos.accounts.principals import Principal
from odos.api.frame.endpoint import Endpoint
from odos.audit.entries import Changes, Entry, Origin, Source
from odos.audit.operations import write_entries
from odos.kernel.clock import utc_now
from odos.schema.system import USER_ENTITY


def note_about_user(
    endpoint: Endpoint,
    action: str,
    user_id: int | None,
    facts: Mapping[str, Any] | None = None,
    *,
    actor: Principal | None = None,
    source: Source | None = None,
) -> None:
    """Say in the trail what happened to a user's account; ``facts`` are what came to be, by name.

    Before somebody is signed in, ``actor`` and ``source`` must be said.
    """
    changes = {name: [None, value] for name, value in (facts or {}).items()}
    note_changes_of_user(endpoint, action, user_id, changes, actor=actor, source=source)


def note_changes_of_user(
    endpoint: Endpoint,
    action: str,
    user_id: int | None,
    changes: Changes,
    *,
    actor: Principal | None = None,
    source: Source | None = None,
) -> None:
    """`note_about_user` where values of fields changed that were not written as a record."""
    origin = Origin(
        actor=actor or endpoint.actor,
        at=utc_now(),
        source=source or cast(Source, endpoint.request.auth),
        address=endpoint.address,
        agent=endpoint.agent,
        schema_version=endpoint.schema_version.version,
    )
    entry = Entry(USER_ENTITY, user_id, action, changes=changes)
    write_entries(workspace=endpoint.workspace, origin=origin, entries=[entry])
