"""``manage.py set_password USERNAME``: for whoever lost the administrator's password."""

from __future__ import annotations

import sys
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from odos.accounts.operations import set_password
from odos.accounts.policy import policy_of
from odos.accounts.principals import system_principal
from odos.audit.entries import Entry, Origin
from odos.audit.operations import write_entries
from odos.database.session import fetch_value, transaction
from odos.kernel.clock import utc_now
from odos.kernel.problems import Problem
from odos.kernel.workspaces import Workspace
from odos.schema.system import USER_ENTITY
from odos.storage.active import active_schema

_FIND = "select id from user_account where username = %s and deleted_at is null"


class Command(BaseCommand):
    """Asks for the password, or reads it from a pipe; never takes it as an argument, which others can see."""

    help = "Choose a new password for a user; all sessions and tokens of that user end."

    def add_arguments(self, parser: CommandParser) -> None:
        """The user's name, ``--workspace``."""
        parser.add_argument("username")
        parser.add_argument("--workspace", default=settings.ODOS_WORKSPACE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Refusals say what is wrong with the password."""
        workspace, username = Workspace(options["workspace"]), options["username"]
        user_id = fetch_value(workspace, _FIND, [username])
        if user_id is None:
            raise CommandError(f"there is no user {username!r}")
        try:
            _set(workspace, user_id, _ask())
        except Problem as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"the password of {username} has been changed")


def _ask() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass("New password: ")
    if password != getpass("Once more: "):
        raise CommandError("the two passwords differ; nothing was changed")
    return password


def _set(workspace: Workspace, user_id: int, password: str) -> None:
    """The password and its entry in the trail; the policy of the application holds here too."""
    now, actor = utc_now(), system_principal(workspace)
    with transaction(workspace):
        set_password(
            workspace=workspace,
            user_id=user_id,
            password=password,
            now=now,
            policy=policy_of(active_schema(workspace)),
        )
        write_entries(
            workspace=workspace,
            origin=Origin(actor, now, "cli"),
            entries=[Entry(USER_ENTITY, user_id, "password_changed")],
        )
