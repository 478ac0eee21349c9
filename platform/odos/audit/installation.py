"""Making the trail: numbered SQL files, each run once in a workspace, by the role that owns the trail."""

from __future__ import annotations

from pathlib import Path

from django.db import DatabaseError

from odos.database.bootstrap import run_as_audit_owner
from odos.database.roles import Roles
from odos.database.session import fetch_all, fetch_value
from odos.kernel.sql import quote
from odos.kernel.workspaces import Workspace

SCRIPTS = Path(__file__).parent / "sql"

_STEPS = (
    "CREATE TABLE IF NOT EXISTS audit_step (name text PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())"
)


def install_trail(*, workspace: Workspace, admin_url: str, app_role: str) -> tuple[str, ...]:
    """Bring the audit schema up to date; gives the names of the steps that ran.

    Needs no more than the application's rights when there is nothing to do; else raises
    `odos.database.bootstrap.NeedsAdministrator` where ``admin_url`` has too few.
    """
    pending = _pending(_steps_done(workspace))
    if pending:
        run_as_audit_owner(admin_url, workspace, _statements(pending, workspace, app_role))
    return tuple(script.stem for script in pending)


def plan_trail(*, workspace: Workspace, roles: Roles) -> list[str]:
    """What is missing as statements, for a database administrator to run after the schemas were made."""
    try:
        done = _steps_done(workspace)
    except DatabaseError:  # the application's role cannot sign in yet
        done = frozenset()
    return [
        f"set role {quote(roles.audit)}",
        f"set search_path to {quote(workspace.audit_namespace)}",
        *_statements(_pending(done), workspace, roles.app),
        "reset role",
    ]


def _pending(done: frozenset[str]) -> list[Path]:
    return [script for script in sorted(SCRIPTS.glob("*.sql")) if script.stem not in done]


def _statements(pending: list[Path], workspace: Workspace, app_role: str) -> list[str]:
    statements = [_STEPS, f"GRANT SELECT ON audit_step TO {quote(app_role)}"]
    for script in pending:
        statements += [_filled(script, workspace, app_role), _note(script)]
    return statements


def _steps_done(workspace: Workspace) -> frozenset[str]:
    table = f"{quote(workspace.audit_namespace)}.audit_step"
    if fetch_value(workspace, "SELECT to_regclass(%s)", [table]) is None:
        return frozenset()
    return frozenset(row[0] for row in fetch_all(workspace, f"SELECT name FROM {table}"))


def _filled(script: Path, workspace: Workspace, app_role: str) -> str:
    text = script.read_text(encoding="utf-8")
    return text.replace("{app}", quote(app_role)).replace("{namespace}", quote(workspace.audit_namespace))


def _note(script: Path) -> str:
    return f"INSERT INTO audit_step (name) VALUES ('{script.stem}')"
