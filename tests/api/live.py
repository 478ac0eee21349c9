"""Clients for a workspace whose transactions commit: a refused statement spoils nothing that comes after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.test import Client, override_settings

from odos.accounts.operations import create_user, issue_token
from odos.accounts.principals import system_principal
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace
from tests.api.conftest import Api
from tests.fixtures.application import DOCUMENTS, NOW, publish, publish_platform


@contextmanager
def served(workspace: Workspace) -> Iterator[Workspace]:
    """The small application, answered at the usual addresses."""
    publish_platform(workspace)
    publish(workspace, DOCUMENTS)
    with override_settings(ODOS_WORKSPACE=workspace.key):
        yield workspace


def client_for(workspace: Workspace, username: str, *roles: str, is_admin: bool = False) -> Api:
    """A new user's client."""
    user_id = create_user(
        workspace=workspace, username=username, name=username.title(), roles=roles, is_admin=is_admin,
        actor=system_principal(workspace), now=NOW, password="correct-horse-7",
    )  # fmt: skip
    issued = issue_token(workspace=workspace, user_id=user_id, now=utc_now(), lifetime=timedelta(hours=1))
    return Api(Client(enforce_csrf_checks=True), issued.token)
