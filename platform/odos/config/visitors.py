"""Who opens a stream: the same sessions and tokens as everywhere else."""

from __future__ import annotations

from django.conf import settings

from odos.accounts import queries
from odos.accounts.principals import Principal
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace


def find_visitor(session: str | None, authorization: str | None) -> Principal | None:
    """The principal of a bearer token or a session cookie."""
    workspace = Workspace(settings.ODOS_WORKSPACE)
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return queries.find_principal_by_token(workspace=workspace, token=token.strip(), now=utc_now())
    if session:
        return queries.find_principal_by_session(workspace=workspace, session_key=session, now=utc_now())
    return None
