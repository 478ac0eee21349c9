"""Who sends requests: an administrator and a seller, by bearer token; and who owns rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks import documents
from odos.accounts.operations import create_user, issue_token
from odos.accounts.principals import system_principal
from odos.kernel.clock import utc_now
from odos.kernel.workspaces import Workspace

OWNERS = 20


@dataclass(frozen=True)
class People:
    """Bearer tokens and ids."""

    admin: str
    seller: str
    seller_id: int
    owners: tuple[int, ...]


def create_people(workspace: Workspace) -> People:
    """Two who sign in, and the owners of rows."""
    admin = _create(workspace, "root", is_admin=True)
    seller = _create(workspace, "sally", roles=(documents.ROLE,))
    owners = tuple(_create(workspace, f"owner{number}") for number in range(OWNERS))
    return People(_token(workspace, admin), _token(workspace, seller), seller, owners)


def create_sellers(workspace: Workspace, number: int) -> Mapping[int, str]:
    """Further ones who see and change everything: bearer tokens by id."""
    ids = [_create(workspace, f"seller{each}", roles=(documents.ROLE,)) for each in range(number)]
    return {user_id: _token(workspace, user_id) for user_id in ids}


def _create(workspace: Workspace, name: str, *, is_admin: bool = False, roles: tuple[str, ...] = ()) -> int:
    return create_user(
        workspace=workspace, username=name, name=name.title(), actor=system_principal(workspace),
        now=utc_now(), is_admin=is_admin, roles=roles,
    )  # fmt: skip


def _token(workspace: Workspace, user_id: int) -> str:
    return issue_token(workspace=workspace, user_id=user_id, now=utc_now()).token
