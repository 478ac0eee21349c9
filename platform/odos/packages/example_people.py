"""People of a package's examples, by their user names."""

from __future__ import annotations

from dataclasses import replace

from odos.accounts.queries import find_principal_by_id
from odos.database.session import fetch_one
from odos.kernel.issues import Issue
from odos.kernel.problems import Invalid
from odos.kernel.texts import text
from odos.records.context import Context

_USER = "SELECT id FROM user_account WHERE username = %s AND deleted_at IS NULL"


def find_user(context: Context, name: str) -> int:
    """The id of the user; raises `Invalid`."""
    row = fetch_one(context.workspace, _USER, [name])
    if row is None:
        message = text("There is no user {name}", "没有用户 {name}", name=name)
        raise Invalid(None, [Issue("no_user", message)])
    return int(row[0])


def as_user(context: Context, name: str) -> Context:
    """The same, done by that user."""
    user = find_principal_by_id(workspace=context.workspace, user_id=find_user(context, name))
    return replace(context, actor=user or context.actor)
